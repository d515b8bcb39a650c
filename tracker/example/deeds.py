"""What a unit and its supervisor do about one assignment, each deed at its moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from tracker.example import words
from tracker.example.days import in_office, later, workday_up_to
from tracker.example.evidence import EVIDENCED, ledger
from tracker.example.fates import Fate, Lot
from tracker.example.people import DEPARTMENT_CODES
from tracker.example.scan import scan
from tracker.example.stage import Life, Passage, Stage
from tracker.foundation.clock import local_date
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind
from tracker.workplan.progress.commands import return_entry, save_draft, submit
from tracker.workplan.progress.evidence.commands import attach
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.tasks.commands import (
    ask_extension,
    decide_extension,
    propose_extension,
    take_step,
)
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.extensions.models import Extension
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.periods import Period, period_of
from tracker.workplan.tasks.rules import Step

DAY = timedelta(days=1)
MOST = 95
WHOLE = 100
ENDED = (Fate.CLOSED, Fate.REPORTED, Fate.PAUSED, Fate.TERMINATED)
SETTLED = timedelta(days=26)


@dataclass(slots=True)
class Part:
    """One unit's part in a task: the assignment, the dice thrown for it, and what it has reported."""

    stage: Stage
    lot: Lot
    assignment: Assignment
    throw: Random
    fate: Fate
    percent: int = 0
    reported: set[str] = field(default_factory=set)

    @property
    def head(self) -> Actor:
        """The head of the unit that has the assignment now."""
        return self.stage.cast.heads[self.assignment.unit_id]

    @property
    def contact(self) -> Actor:
        """The contact of that unit."""
        return self.stage.cast.contacts[self.assignment.unit_id]

    @property
    def supervisor(self) -> Actor:
        """Who follows the task; never the one who heads the office."""
        return self.stage.cast.supervisors[self.lot.place % 2]

    def can_report(self) -> bool:
        """Whether the assignment is under way now; asked anew after every pause."""
        return self.assignment.state is AssignmentState.ACKNOWLEDGED

    def chance(self, share: float) -> bool:
        """Throw the dice for something that happens in that share of cases."""
        return self.throw.random() < share

    def step(self, actor: Actor, step: Step, at: datetime, reason: str = "") -> None:
        """Take a step as somebody."""
        take_step(actor, self.assignment, step, reason=reason, now=at)


def interrupted(part: Part, at: datetime) -> Passage:
    """Have the work stopped for some weeks and taken up again."""
    at = later(at, part.throw, workdays=8)
    yield at
    decide(part, Step.PAUSE, at)
    at = later(at, part.throw, workdays=12)
    yield at
    decide(part, Step.RESUME, at)
    return at


def soon(part: Part, at: datetime) -> datetime:
    """Return a moment of the next working day, or of the same one when the story ends with it."""
    following = later(at, part.throw, workdays=1)
    return following if following <= part.stage.ends else later(at, part.throw)


def redispatch_to_somebody(part: Part, at: datetime) -> None:
    """Give what was declined to the same unit again, or to another department."""
    other = _other_unit(part) if part.chance(0.4) and not part.lot.row.is_each else None
    take_step(
        part.supervisor,
        part.assignment,
        Step.REDISPATCH,
        reason=words.said("elsewhere" if other else "again", part.throw),
        unit_id=other.id if other else None,
        now=at,
    )


def _other_unit(part: Part) -> Unit | None:
    """Choose a department of the same leader that has no part in the task yet."""
    units = part.stage.cast.units
    if part.assignment.unit.kind is not UnitKind.DEPARTMENT:
        return None
    charge = part.stage.cast.leader_of(units[part.lot.row.leads[0]]).charge
    taken = {*part.lot.row.leads, *part.lot.row.supporters}
    free = [
        it
        for code, it in units.items()
        if it.id in charge and code in DEPARTMENT_CODES and code not in taken
    ]
    return part.throw.choice(free) if free else None


def report(part: Part, period: Period, percent: int, at: datetime) -> Passage:
    """Draft and submit an entry; now and then it is returned and written again."""
    slow = part.fate in (Fate.LAGGING, Fate.OVERDUE)
    same = slow and part.percent > 0 and part.chance(0.15)
    entry = save_draft(
        part.contact,
        part.assignment,
        period=period.name,
        percent=percent,
        done=_done(part, percent),
        problems=words.problems(part.lot.row, percent, part.throw, likely=slow),
        next_steps=words.next_steps(percent, part.throw),
        is_unchanged=same,
        now=at,
    )
    if part.lot.place % EVIDENCED == 0:
        attach(part.contact, entry, [ledger(part.assignment.unit.short_name, percent)], now=at)
    at = later(at, part.throw)
    yield at
    if not part.can_report():
        return at
    submit(part.head, entry, now=at)
    part.percent = entry.percent
    part.reported.add(period.name)
    if part.fate in ENDED and part.stage.ends - at < SETTLED:
        return at
    return (yield from returned(part, entry, at)) if part.chance(0.05) else at


def returned(part: Part, entry: ProgressEntry, at: datetime) -> Passage:
    """Have a supervisor give an entry back; most units soon write it again."""
    at = soon(part, at)
    yield at
    if not part.can_report():
        return at
    return_entry(part.supervisor, entry, reason=words.said("returned", part.throw), now=at)
    # Who reported the whole writes it again: closure is asked for at 100 % only.
    if part.chance(0.3) and entry.percent < WHOLE:
        return at
    at = later(at, part.throw, workdays=2)
    yield at
    if not part.can_report():
        return at
    save_draft(
        part.contact,
        part.assignment,
        period=entry.period,
        percent=entry.percent,
        done=_done(part, entry.percent) + words.said("middle", part.throw, "done"),
        problems=entry.problems,
        next_steps=entry.next_steps,
        now=at,
    )
    at = later(at, part.throw)
    yield at
    if part.can_report():
        submit(part.head, entry, now=at)
    return at


def _done(part: Part, percent: int) -> str:
    title = part.assignment.task.title
    return words.done(
        part.lot.row, title, percent, part.percent, part.throw, leads=part.assignment.is_lead
    )


def leave_draft(part: Part, at: datetime) -> Life:
    """Leave a draft about the present period, begun in the last days."""
    year = part.stage.year
    day = workday_up_to(year.last_day - part.throw.randrange(5) * DAY)
    at = max(later(at, part.throw), in_office(day, part.throw))
    yield at
    period = period_of(part.lot.cycle, local_date(at))
    if part.can_report() and period.name not in part.reported:
        percent = min(part.percent + part.throw.choice((0, 5, 10)), MOST)
        save_draft(
            part.contact,
            part.assignment,
            period=period.name,
            percent=percent,
            done=_done(part, percent),
            next_steps=words.next_steps(percent, part.throw),
            now=at,
        )


def decide(part: Part, step: Step, at: datetime) -> None:
    """Have the leader in charge decide, or a supervisor record the decision (代录)."""
    leader = part.stage.cast.leader_of(part.assignment.unit)
    reason = words.said(step.value, part.throw)
    if part.chance(0.5):
        take_step(leader, part.assignment, step, reason=reason, now=at)
        return
    take_step(
        part.supervisor,
        part.assignment,
        step,
        reason=reason,
        now=at,
        told=_told(part, leader, at),
    )


def move_date(part: Part, at: datetime) -> Passage:
    """Ask for a later date, unless it is too late, and have a leader's approval recorded."""
    extension = _ask_for_time(part, at)
    if extension is None:
        return at
    at = later(at, part.throw)
    yield at
    propose_extension(
        part.supervisor, extension, supports=True, opinion=words.said("support", part.throw), now=at
    )
    at = later(at, part.throw)
    yield at
    leader = part.stage.cast.leader_of(part.assignment.unit)
    decide_extension(
        part.supervisor, extension, approves=True, told=_told(part, leader, at), now=at
    )
    return at


def ask_in_vain(part: Part, at: datetime) -> Life:
    """Ask for a later date in the last days: nobody has answered, or the office is against it."""
    extension = _ask_for_time(part, at)
    if extension is None or part.chance(0.6):
        return
    at = later(at, part.throw)
    yield at
    opinion = words.said("oppose", part.throw)
    propose_extension(part.supervisor, extension, supports=False, opinion=opinion, now=at)
    if part.chance(0.4):
        at = later(at, part.throw)
        yield at
        leader = part.stage.cast.leader_of(part.assignment.unit)
        decide_extension(leader, extension, approves=False, answer=opinion, now=at)


def _ask_for_time(part: Part, at: datetime) -> Extension | None:
    year, due_on = part.stage.year, part.assignment.due_on
    if due_on is None or local_date(at) > due_on or not part.can_report():
        return None
    days = year.due_dates(max(year.today, due_on) + 6 * DAY, year.today + 100 * DAY)
    return ask_extension(
        part.head,
        part.assignment,
        due_on=part.throw.choice(days),
        reason=words.said("extend", part.throw),
        progress=words.said("so_far", part.throw).format(percent=part.assignment.percent),
        now=at,
    )


def _told(part: Part, leader: Actor, at: datetime) -> Told:
    """Tell of a leader's decision of that very day, with its paper."""
    about = f"{leader.name}关于{part.assignment.unit.short_name}承办事项的批示"
    return Told(person_id(leader), local_date(at), scan(about))
