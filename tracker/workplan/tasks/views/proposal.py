"""What a report's accepted measures would become (拟办): rows under headings, filled in from its text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from tracker.foundation.clock import today
from tracker.foundation.labels import Label
from tracker.foundation.paging import Page
from tracker.foundation.settings import value_of
from tracker.people.models import Role
from tracker.people.queries import holders
from tracker.workplan.directives.models import Directive, NamedUnit
from tracker.workplan.directives.rules import units_in_mode
from tracker.workplan.tasks import limits, queries, rules
from tracker.workplan.tasks.forms import (
    ABOVE,
    NEW,
    Choices,
    HeadingForm,
    MeasureForm,
    SharedMeasureForm,
    leader_choices,
    put_error,
)
from tracker.workplan.tasks.models import Plan, ReportingCycle
from tracker.workplan.tasks.suggesting.rules import Wish
from tracker.workplan.tasks.views.batch import DispatchBatch, Row, Wrong, faults_in
from tracker.workplan.tasks.views.dispatch_rows import shared_defaults
from tracker.workplan.tasks.views.known import Known, known
from tracker.workplan.tasks.waiting.queries import (
    Heading,
    WaitingReport,
    chosen_before,
    under_headings,
)


@dataclass(slots=True, kw_only=True)
class MeasureRow(Row):
    """A measure that waits; is_joined: it becomes one task with the row above.

    under: the name of the plan's priority that it would go to.
    """

    directive: Directive
    number: int
    form: MeasureForm
    is_joined: bool = False
    report_label: Label
    under: str = ""

    @property
    def wish(self) -> Wish:
        """What is asked where the like of it went before."""
        it, leader = self.directive, self.form.leader.data
        leader_id = int(leader) if leader and leader.isdecimal() else None
        return Wish(it.id, it.title, it.quote, self.under, leader_id)

    @property
    def security(self) -> Label:
        """The security label that its task would bear."""
        return self.report_label

    @property
    def title(self) -> str:
        """What its report calls it, whatever stands in the field now."""
        return self.directive.title

    @property
    def is_standing(self) -> bool:
        """Whether it has no due date for ever."""
        return bool(self.form.is_standing.data)

    @property
    def cycle(self) -> ReportingCycle:
        """How often one will report on it."""
        said = self.form.cycle.data
        usual = rules.usual_cycle(limits.usual_cycles(), is_key=bool(self.form.is_key.data))
        return ReportingCycle(said) if said in set(ReportingCycle) else usual

    @property
    def directives(self) -> list[Directive]:
        """What the task is made from."""
        joined = [row.directive for row in self.joined if isinstance(row, MeasureRow)]
        return [self.directive, *joined]

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at its details: something is wrong, or left to be said."""
        is_wrong = any(control.errors for control in self.form if control is not self.form.title)
        is_in_doubt = bool(self.unmatched) or self.has_no_day
        return is_wrong or bool(self.outcome and self.outcome.faults) or is_in_doubt


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """One of the report's priorities with its form and measures; name: of a new one in the plan.

    above: the one that it is a part of, whose priority of the plan is also its own unless it is
    given another; parts: those that are parts of it.
    """

    heading: Heading
    name: str
    form: HeadingForm
    rows: list[MeasureRow]
    above: "HeadingRow | None" = None
    parts: list["HeadingRow"] = field(default_factory=list)

    @property
    def going(self) -> list[MeasureRow]:
        """The measures that are to become tasks, those that are joined to them left out."""
        return [row for row in self.rows if row.form.chosen.data and not row.is_joined]

    @property
    def wrong(self) -> Wrong:
        """What is wrong with it and with its rows."""
        name = self.heading.name or _("未归入重点的举措")
        own = list(faults_in(self.form))
        return Wrong(name, own + [line for row in self.rows for line in row.wrong])

    @property
    def decided_by(self) -> "HeadingRow":
        """The heading whose priority of the plan its measures go to: its own or the one above."""
        if self.above is not None and self.form.priority.data == ABOVE:
            return self.above
        return self

    @property
    def is_asked(self) -> bool:
        """Whether anything goes to the priority of the plan that is chosen here."""
        return any(it.going and it.decided_by is self for it in (self, *self.parts))

    @property
    def makes_new(self) -> bool:
        """Whether it is to become a priority of the plan."""
        return self.is_asked and self.form.priority.data == NEW


class CarryOut(DispatchBatch[MeasureRow]):
    """A page of measures under their headings, with what holds for all of them."""

    def __init__(
        self,
        shared: SharedMeasureForm,
        groups: list[HeadingRow],
        *,
        plan: Plan | None,
        leaders: Choices,
        names: Known,
    ) -> None:
        self.groups, self.plan, self.leader, self.leaders = groups, plan, shared.leader, leaders
        rows = [row for group in groups for row in group.rows]
        forms = [it for group in groups for it in (group.form, *(row.form for row in group.rows))]
        super().__init__(shared, rows, [shared, *forms], names)
        for group in groups:
            _join(group.rows)

    @property
    def going(self) -> Sequence[MeasureRow]:
        """The rows that would go out."""
        return [row for group in self.groups for row in group.going]

    def wrong_rows(self) -> Iterator[Wrong]:
        """Give what is wrong under each heading."""
        yield from (group.wrong for group in self.groups)

    def leader_of(self, row: MeasureRow) -> str:
        """Return the name of who would be in charge of a row; empty while it is open."""
        chosen = row.form.leader.data or self.leader.data
        return dict(self.leaders).get(chosen, "") if chosen else ""

    def validate(self, *, dispatches: bool) -> bool:
        """Check what was chosen; what was not chosen may be as it likes."""
        for group in self.groups:
            if group.is_asked or group.going:
                group.form.validate()
        for row in self.going:
            for part in row.parts:
                part.form.validate()
        self.shared.validate()
        if not self.going:
            self.form_errors.append(_("请至少选一条举措。"))
        self._check_room()
        if dispatches:
            self.check()
        return not self.errors

    def _check_room(self) -> None:
        """Refuse a priority too many beside the heading that asks for it."""
        names = [it.name for it in self.plan.priorities] if self.plan else []
        most = value_of(limits.PRIORITIES)
        for group in self.groups:
            if not group.makes_new or group.name in names:
                continue
            names.append(group.name)
            if len(names) > most:
                put_error(
                    group.form.priority,
                    _(
                        "“%(name)s”放不下了：一年最多 %(most)s 个重点，请归入已有的。",
                        name=group.name,
                        most=most,
                    ),
                )


def proposal(report: WaitingReport, page: Page[Directive]) -> CarryOut:
    """Propose what the measures of a page become, filled in from what their report says."""
    names, plan = known(), queries.plan_of(report.plan_year)
    leaders = leader_choices(holders(Role.LEADER, today()))
    in_charge = queries.leaders_in_charge(today())
    before = chosen_before(report.id)
    room = value_of(limits.PRIORITIES) - (len(plan.priorities) if plan else 0)
    groups: dict[int, HeadingRow] = {}
    number = page.first
    for heading in under_headings(report.id, page.rows):
        name = heading.name or report.title[: rules.LONGEST_NAME]
        likely = rules.likely_priority(
            heading.name, plan.priorities if plan else [], before.get(heading.id or None)
        )
        above = groups[heading.above.id] if heading.above else None
        if not likely and above is not None:
            likely = ABOVE
        if not likely and room > 0 and (heading.name or not plan or not plan.priorities):
            likely = _first_new(plan, name)
            room -= bool(likely)
        rows = [
            _row(directive, number + place, report, names, leaders, in_charge)
            for place, directive in enumerate(heading.measures)
        ]
        number += len(rows)
        form = HeadingForm(
            _priority_choices(plan, name, above),
            prefix=f"h{heading.id}-",
            data={"priority": likely},
        )
        groups[heading.id] = HeadingRow(heading, name, form, rows, above)
        if above is not None:
            above.parts.append(groups[heading.id])
        under = _under(groups[heading.id].decided_by, plan)
        for row in rows:
            row.under = under
    shared = SharedMeasureForm(leaders, data=shared_defaults(report.plan_year))
    return CarryOut(shared, list(groups.values()), plan=plan, leaders=leaders, names=names)


def _under(group: HeadingRow, plan: Plan | None) -> str:
    """Return the name of the plan's priority that a heading's measures would go to."""
    names = {str(it.id): it.name for it in (plan.priorities if plan else [])}
    return names.get(group.form.priority.data or "", group.name)


def _join(rows: list[MeasureRow]) -> None:
    """Join each chosen row that asks for it to the chosen one above."""
    head: MeasureRow | None = None
    for row in rows:
        if not row.form.chosen.data:
            continue
        if head is not None and row.form.joins.data:
            head.joined.append(row)
            row.is_joined = True
        else:
            head = row


def _row(
    directive: Directive,
    number: int,
    report: WaitingReport,
    names: Known,
    leaders: Choices,
    in_charge: dict[int, set[int]],
) -> MeasureRow:
    named = names.resolved(directive.units)
    cycle = rules.cycle_said(directive.quote)
    if directive.mode is not None:
        named = units_in_mode(named, directive.mode)
    leads = names.names(named, "lead")
    mode = rules.likely_mode([directive], named)
    form = MeasureForm(
        leaders,
        prefix=f"m{directive.id}-",
        data={
            "chosen": True,
            "title": directive.title,
            "cycle": cycle.value if cycle else "",
            "mode": mode.value if leads else "",
            "leads": leads,
            "supports": names.names(named, "support"),
            "due_on": directive.due_on,
            "is_standing": rules.is_said_standing(directive.quote),
            "leader": str(_leader_of(named, in_charge) or ""),
        },
    )
    return MeasureRow(
        form=form,
        label=_("第 %(number)s 条", number=number),
        year=report.plan_year,
        due_text=directive.due_text or "",
        has_no_day=rules.has_no_day(directive),
        unmatched=rules.unmatched(named),
        directive=directive,
        number=number,
        report_label=report.label,
    )


def _priority_choices(plan: Plan | None, name: str, above: HeadingRow | None) -> Choices:
    """Return the plan's priorities to choose from, and the heading itself as a new one."""
    choices = [("", _("请选择"))]
    if above is not None:
        choices.append((ABOVE, _("随上级：%(name)s", name=above.name)))
    present = plan.priorities if plan else []
    choices += [(str(it.id), f"{it.position:02d} {it.name}") for it in present]
    if _first_new(plan, name):
        choices.append((NEW, _("新设重点：%(name)s", name=name)))
    return choices


def _first_new(plan: Plan | None, name: str) -> str:
    present = plan.priorities if plan else []
    names, most = [it.name for it in present], value_of(limits.PRIORITIES)
    return NEW if rules.may_become_priority(name, names, most) else ""


def _leader_of(named: Sequence[NamedUnit], in_charge: dict[int, set[int]]) -> int | None:
    """Return the one leader in whose charge all leading units are."""
    found = {
        leader
        for it in named
        if it["duty"] == "lead" and it["unit_id"] is not None
        for leader in in_charge.get(it["unit_id"], ())
    }
    return found.pop() if len(found) == 1 else None
