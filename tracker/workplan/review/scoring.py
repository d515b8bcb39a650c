"""The first score list: events in, lines out; the same events give the same lines every time.

The default numbers follow rules that offices have published (every one is a setting: `limits`):

* a base of 100 from which points are taken, and no tasks, no place (佳木斯: 没有任务的不排名);
* late: −1 each (佳木斯), −5 for the lead at most (a county's 督查考核办法: 牵头 −5, 配合 −2.5);
* on time: 0, but with its ground (the same: 领导交办 on time 0);
* returned for redo (退办): −2 each (佳木斯);
* a report that was found wanting: −0.5 (漏报 −0.5), half of it for a supporting unit;
* a report that came late or not at all: nothing, unless the office sets something (迟报 −0.1, 漏报 −0.5).

Supporting units are not counted for lateness or redo: only the lead can bring a task to its end.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from tracker.foundation.words import N_
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.rules import Step

DAYS_OF_WEEK = 7
NOTHING = Decimal(0)
WHOLE = 100


class Rule(StrEnum):
    """What a line is given for, in the order of the list."""

    ON_TIME = "on_time"
    LATE = "late"
    REDO = "redo"
    ENTRY_RETURNED = "entry_returned"
    ENTRY_LATE = "entry_late"
    ENTRY_MISSING = "entry_missing"


RULE_WORDS = {
    Rule.ON_TIME: N_("按时办结"),
    Rule.LATE: N_("逾期"),
    Rule.REDO: N_("退回重办"),
    Rule.ENTRY_RETURNED: N_("填报退回"),
    Rule.ENTRY_LATE: N_("迟报"),
    Rule.ENTRY_MISSING: N_("漏报"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of the rules, as they are set; points as they are taken off."""

    base: Decimal = Decimal(100)
    least: Decimal = NOTHING
    late_per_week: Decimal = Decimal(1)
    late_most: Decimal = Decimal(5)
    redo: Decimal = Decimal(2)
    entry_returned: Decimal = Decimal("0.5")
    entry_late: Decimal = NOTHING
    entry_missing: Decimal = NOTHING
    support_share: Decimal = Decimal("0.5")


DEFAULTS = Figures()


def rules_shown(figures: Figures) -> dict[Rule, str]:
    """Return the words of the rules that are in use; late and missing entries only where they cost."""
    unused = {Rule.ENTRY_LATE: figures.entry_late, Rule.ENTRY_MISSING: figures.entry_missing}
    return {rule: words for rule, words in RULE_WORDS.items() if unused.get(rule) != NOTHING}


ON_TIME = N_("时限%(due)s，%(day)s申请办结，核定属实")
LATE_OPEN = N_("时限%(due)s，到%(day)s逾期 %(days)s 天尚未办结，按 %(weeks)s 个整周计")
LATE_GROUNDS = {
    AssignmentState.REPORTED: N_(
        "时限%(due)s，逾期 %(days)s 天申请办结，待核定，按 %(weeks)s 个整周计"
    ),
    AssignmentState.CLOSED: N_("时限%(due)s，逾期 %(days)s 天办结，按 %(weeks)s 个整周计"),
    AssignmentState.PAUSED: N_("时限%(due)s，逾期 %(days)s 天后中止，按 %(weeks)s 个整周计"),
    AssignmentState.TERMINATED: N_("时限%(due)s，逾期 %(days)s 天后终止，按 %(weeks)s 个整周计"),
}
REDONE = N_("申请办结后被退回重办")
RETURNED = N_("%(period)s填报曾被退回")
RETURNED_SUPPORT = N_("%(period)s填报曾被退回，配合单位按 %(share)s%% 扣")
CAME_LATE = N_("%(period)s填报时限%(due)s，%(day)s才报送")
NEVER_CAME = N_("%(period)s填报时限%(due)s，没有报送")


@dataclass(frozen=True, slots=True)
class StateEvent:
    """An assignment came into a state on a day."""

    on: date
    step: Step
    now: AssignmentState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DateEvent:
    """An assignment's due date became this one on a day."""

    on: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ReturnedEntry:
    """A period's entry was returned at least once; on: the day of its first return."""

    on: date
    period: str
    reason: str


@dataclass(frozen=True, slots=True)
class TardyEntry:
    """A period's entry came after its due day; on: the day it came, None where it never did."""

    period: str
    due_on: date
    on: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that befell one assignment, each kind in the order of its happening.

    held_since: the day from which this unit has it, so that another's delay is not its own.
    counted_from: the first day that counts of work that was carried over from an earlier year,
    whose days before were counted there.
    """

    assignment_id: int
    task_id: int
    number: str
    title: str
    is_lead: bool
    held_since: date
    states: tuple[StateEvent, ...]
    dates: tuple[DateEvent, ...] = ()
    returned: tuple[ReturnedEntry, ...] = ()
    tardy: tuple[TardyEntry, ...] = ()
    counted_from: date | None = None

    def counts(self, on: date) -> bool:
        """Whether what happened on a day counts in this year's ledger."""
        return self.counted_from is None or on >= self.counted_from


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: which rule, which event, how many points, on what ground.

    ground, values: a msgid and what to put into it (dates to be written in words, period's
    name); reason: the words that were given then. is_withheld: what it is about is labelled above
    the clearance of who reads it, so that nothing but its rule and its points is there.
    """

    rule: Rule
    assignment_id: int
    task_id: int
    number: str
    title: str
    on: date | None
    points: Decimal
    ground: str
    reason: str = ""
    values: Mapping[str, date | int | str] = field(default_factory=dict)
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """A unit's lines and what they come to; total: None where the unit is not ranked."""

    lines: tuple[Line, ...]
    total: Decimal | None
    leads: int

    @property
    def is_ranked(self) -> bool:
        """Whether the unit answers for any task at all."""
        return self.total is not None

    def count(self, rule: Rule) -> int:
        """Count the lines of a rule."""
        return sum(line.rule is rule for line in self.lines)

    def points(self, rule: Rule) -> Decimal:
        """Add the points of a rule up."""
        return sum((line.points for line in self.lines if line.rule is rule), NOTHING)


def ledger(records: Iterable[Record], as_of: date, figures: Figures = DEFAULTS) -> Ledger:
    """Score a unit as it stood at the end of a day; later events do not count.

    Lines come by task as the records do. A unit that leads nothing gets no total (不排名).
    """
    told = [_until(record, as_of) for record in records]
    mine = [it for it in told if it.states and it.states[-1].now is not AssignmentState.DECLINED]
    lines = tuple(line for it in mine for line in _lines_of(it, as_of, figures))
    leads = sum(it.is_lead for it in mine)
    total = figures.base + sum((line.points for line in lines), NOTHING)
    return Ledger(lines, max(figures.least, total) if leads else None, leads)


def withholding(it: Ledger, hidden: Collection[int]) -> Ledger:
    """Empty the lines about these assignments; they stand last, so that their place tells nothing."""
    told = [line for line in it.lines if line.assignment_id not in hidden]
    kept = [line for line in it.lines if line.assignment_id in hidden]
    emptied = [_emptied(line) for line in sorted(kept, key=lambda line: (line.rule, line.points))]
    return replace(it, lines=(*told, *emptied))


def _emptied(line: Line) -> Line:
    return Line(
        rule=line.rule,
        assignment_id=0,
        task_id=0,
        number="",
        title="",
        on=None,
        points=line.points,
        ground="",
        is_withheld=True,
    )


def due_date(record: Record) -> date | None:
    """Return the date that scores go by: the one in force, or the first where it was brought forward."""
    given = [it.due_on for it in (record.dates[:1] + record.dates[-1:]) if it.due_on is not None]
    return max(given, default=None)


def late_days(record: Record, as_of: date) -> int:
    """Count the days past the due date on which the work was the unit's to do.

    Not counted are days on which it waited for a verdict that held, was closed, paused or ended,
    and days before the unit had it; so a verdict that takes long costs nothing, a look-back
    (回头看) counts from the day it is reopened, and a redo runs on as if nothing was reported.
    """
    due_on = due_date(record)
    if due_on is None:
        return 0
    ends = [*record.states[1:], None]
    days = 0
    for begun, ended in zip(record.states, ends, strict=True):
        if _is_the_units(begun, ended):
            start = max(begun.on, due_on, record.held_since, _eve(record))
            days += max(0, ((ended.on if ended else as_of) - start).days)
    return days


def _eve(record: Record) -> date:
    """Return the last day that does not count; the first of all days where every one does."""
    return record.counted_from - timedelta(days=1) if record.counted_from else date.min


def _is_the_units(begun: StateEvent, ended: StateEvent | None) -> bool:
    if begun.now is AssignmentState.REPORTED:
        return ended is not None and ended.step in (Step.REDO, Step.WITHDRAW)
    return begun.now in (AssignmentState.DISPATCHED, AssignmentState.ACKNOWLEDGED)


def _lines_of(record: Record, as_of: date, figures: Figures) -> Iterable[Line]:
    if record.is_lead:
        yield from _timeliness(record, as_of, figures)
        for event in record.states:
            if event.step is Step.REDO and record.counts(event.on):
                yield _line(record, Rule.REDO, event.on, -figures.redo, REDONE, event.reason)
    share = Decimal(1) if record.is_lead else figures.support_share
    ground = RETURNED if record.is_lead else RETURNED_SUPPORT
    for entry in record.returned:
        if not record.counts(entry.on):
            continue
        line = _line(
            record,
            Rule.ENTRY_RETURNED,
            entry.on,
            -figures.entry_returned * share,
            ground,
            entry.reason,
        )
        values: dict[str, date | int | str] = {"period": entry.period}
        if not record.is_lead:
            values["share"] = int(share * WHOLE)
        yield replace(line, values=values)
    yield from _tardiness(record, figures, share)


def _tardiness(record: Record, figures: Figures, share: Decimal) -> Iterable[Line]:
    for entry in record.tardy:
        rule = Rule.ENTRY_MISSING if entry.on is None else Rule.ENTRY_LATE
        points = figures.entry_missing if entry.on is None else figures.entry_late
        if not points or not record.counts(entry.due_on):
            continue
        ground = NEVER_CAME if entry.on is None else CAME_LATE
        line = _line(record, rule, entry.on or entry.due_on, -points * share, ground)
        values: dict[str, date | int | str] = {"period": entry.period, "due": entry.due_on}
        if entry.on is not None:
            values["day"] = entry.on
        yield replace(line, values=values)


def _timeliness(record: Record, as_of: date, figures: Figures) -> Iterable[Line]:
    due_on, last = due_date(record), record.states[-1]
    if due_on is None:
        return
    days = late_days(record, as_of)
    is_closed = last.now is AssignmentState.CLOSED
    if days:
        weeks = days // DAYS_OF_WEEK
        points = -min(figures.late_per_week * weeks, figures.late_most)
        is_open = last.now not in LATE_GROUNDS
        day = as_of if is_open else last.on
        ground = LATE_GROUNDS.get(last.now, LATE_OPEN)
        line = _line(record, Rule.LATE, day, points, ground)
        values: dict[str, date | int] = {"due": due_on, "day": day, "days": days, "weeks": weeks}
        yield replace(line, values=values)
    elif is_closed:
        line = _line(record, Rule.ON_TIME, last.on, NOTHING, ON_TIME)
        yield replace(line, values={"due": due_on, "day": _reported_on(record.states)})


def _reported_on(states: Sequence[StateEvent]) -> date:
    """Return the day on which the closure that holds was asked for."""
    asked = [event.on for event in states if event.now is AssignmentState.REPORTED]
    return asked[-1]


def _line(
    record: Record,
    rule: Rule,
    on: date,
    points: Decimal,
    ground: str,
    reason: str = "",
) -> Line:
    return Line(
        rule=rule,
        assignment_id=record.assignment_id,
        task_id=record.task_id,
        number=record.number,
        title=record.title,
        on=on,
        points=points,
        ground=ground,
        reason=reason,
    )


def _until(record: Record, as_of: date) -> Record:
    """Leave out what happened after the day."""
    return replace(
        record,
        states=tuple(event for event in record.states if event.on <= as_of),
        dates=tuple(event for event in record.dates if event.on <= as_of),
        returned=tuple(entry for entry in record.returned if entry.on <= as_of),
    )
