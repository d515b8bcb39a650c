"""What waits: accepted measures to be registered, and registered tasks to be dispatched."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people.models import Role
from tracker.people.permissions import Permission, requires
from tracker.people.queries import holders
from tracker.people.sessions import current_actor
from tracker.workplan.directives.models import Directive
from tracker.workplan.tasks import commands, queries, rules
from tracker.workplan.tasks.forms import (
    NEW,
    Batch,
    Choices,
    HeadingForm,
    MeasureForm,
    leader_choices,
)
from tracker.workplan.tasks.models import Mode, Plan, PlanPriority, ReportingCycle, Task
from tracker.workplan.tasks.queries import Heading, WaitingReport
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.editing import chosen_id
from tracker.workplan.tasks.views.known import Known, known

MOST_REPORTS = 12


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its form and what the report says about units; is_each: each for itself."""

    directive: Directive
    form: MeasureForm
    leads: str
    supports: str
    unmatched: list[str]
    is_each: bool


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """One of the report's priorities with its form and measures."""

    heading: Heading
    form: HeadingForm
    rows: list[MeasureRow]

    @property
    def has_chosen(self) -> bool:
        """Whether any of its measures is to become a task."""
        return any(row.form.chosen.data for row in self.rows)


@pages.get("/tasks/queue")
@requires(Permission.REGISTER_TASKS)
def queue() -> ResponseReturnValue:
    """Show what waits to be registered, a report at a time, and to be dispatched."""
    reports = queries.waiting_reports(current_actor())
    asked = request.args.get("report", type=row_number)
    report = next((it for it in reports if it.id == asked), reports[0] if reports else None)
    names = known()
    return _page(names, reports, report, _rows(report, names) if report else [])


@pages.post("/tasks/register")
@requires(Permission.REGISTER_TASKS)
def register() -> ResponseReturnValue:
    """Make tasks of the chosen measures in one go, and go on to their dispatch."""
    reports = queries.waiting_reports(current_actor())
    asked = request.form.get("report", type=row_number)
    report = next((it for it in reports if it.id == asked), None)
    if report is None:
        flash(_("这份报告没有待立项的举措了。"))
        return redirect(url_for(".queue"), 303)
    names = known()
    rows = _rows(report, names)
    batch = _checked(rows)
    if batch.errors:
        return _page(names, reports, report, rows, batch), 422
    try:
        made = _register_all(report, rows)
    except RuleBroken as refusal:
        batch.form_errors.append(_(refusal.sentence))
        return _page(names, reports, report, _rows(report, names), batch), 422
    flash(_("已立项 %(count)s 项，接着交办。", count=len(made)))
    return redirect(url_for(".dispatch_page", task=made), 303)


def _checked(rows: list[HeadingRow]) -> Batch:
    """Validate what was chosen; what was not chosen may be as it likes."""
    chosen = [row for row in rows if row.has_chosen]
    forms = [
        *(row.form for row in chosen),
        *(it.form for row in chosen for it in row.rows if it.form.chosen.data),
    ]
    batch = Batch(forms)
    for form in forms:
        form.validate()
    if not chosen:
        batch.form_errors.append(_("请至少选一条举措。"))
    return batch


def _register_all(report: WaitingReport, rows: list[HeadingRow]) -> list[int]:
    actor, at = current_actor(), now()
    made: list[int] = []
    with transaction():
        plan = queries.plan_of(report.plan_year) or commands.open_plan(
            actor, report.plan_year, now=at
        )
        for row in rows:
            if not row.has_chosen:
                continue
            priority = _priority(plan, row)
            for measure in row.rows:
                if not measure.form.chosen.data:
                    continue
                task = commands.register(
                    actor,
                    plan=plan,
                    priority=priority,
                    title=measure.form.title.data or "",
                    text=measure.directive.quote,
                    directives=[measure.directive],
                    leader_id=chosen_id(row.form.leader.data),
                    cycle=(
                        ReportingCycle(measure.form.cycle.data) if measure.form.cycle.data else None
                    ),
                    is_key=measure.form.is_key.data,
                    now=at,
                )
                made.append(task.id)
    return made


def _priority(plan: Plan, row: HeadingRow) -> PlanPriority:
    if row.form.priority.data == NEW:
        return commands.add_priority(current_actor(), plan, row.heading.name, now=now())
    return queries.plan_priority(int(row.form.priority.data))


def _rows(report: WaitingReport, names: Known) -> list[HeadingRow]:
    plan = queries.plan_of(report.plan_year)
    leaders = leader_choices(holders(Role.LEADER, today()))
    in_charge = queries.leaders_in_charge(today())
    before = queries.chosen_before(report.id)
    return [
        HeadingRow(
            heading,
            HeadingForm(
                priority_choices(plan, heading.name),
                leaders,
                prefix=f"h{heading.id}-",
                data={
                    "priority": rules.likely_priority(
                        heading.name,
                        plan.priorities if plan else [],
                        before.get(heading.id or None),
                    )
                    or _first_new(plan, heading.name),
                    "leader": str(_leader_of(heading, in_charge) or ""),
                },
            ),
            [_measure_row(it, names) for it in heading.measures],
        )
        for heading in queries.waiting_headings(current_actor(), report.id)
    ]


def _measure_row(directive: Directive, names: Known) -> MeasureRow:
    named = names.resolved(directive.units)
    cycle = rules.cycle_said(directive.quote)
    data = {"chosen": True, "title": directive.title, "cycle": cycle.value if cycle else ""}
    return MeasureRow(
        directive,
        MeasureForm(prefix=f"m{directive.id}-", data=data),
        names.names(named, "lead"),
        names.names(named, "support"),
        rules.unmatched(named),
        is_each=rules.likely_mode([directive], named) is Mode.EACH,
    )


def priority_choices(plan: Plan | None, heading: str) -> Choices:
    """Return the plan's priorities to choose from, and the heading itself as a new one."""
    choices = [("", _("请选择"))]
    present = plan.priorities if plan else []
    choices += [(str(it.id), f"{it.position:02d} {it.name}") for it in present]
    if _first_new(plan, heading):
        choices.append((NEW, _("新设重点：%(name)s", name=heading)))
    return choices


def _first_new(plan: Plan | None, heading: str) -> str:
    present = plan.priorities if plan else []
    return NEW if rules.may_become_priority(heading, [it.name for it in present]) else ""


def _leader_of(heading: Heading, in_charge: dict[int, set[int]]) -> int | None:
    """Return the one leader in whose charge all leading units of these measures are."""
    found = {
        leader
        for measure in heading.measures
        for named in measure.units
        if named["duty"] == "lead" and named["unit_id"] is not None
        for leader in in_charge.get(named["unit_id"], ())
    }
    return found.pop() if len(found) == 1 else None


def _page(
    names: Known,
    reports: list[WaitingReport],
    report: WaitingReport | None,
    rows: list[HeadingRow],
    batch: Batch | None = None,
) -> str:
    page = page_of(queries.undispatched_tasks(current_actor()), asked_page())
    return render_template(
        "workplan/tasks/queue.html",
        reports=reports[:MOST_REPORTS],
        hidden_reports=max(0, len(reports) - MOST_REPORTS),
        waiting=sum(it.count for it in reports),
        report=report,
        rows=rows,
        batch=batch,
        has_plan=report is None or queries.plan_of(report.plan_year) is not None,
        page=page,
        url_for_page=url_for_page(),
        said={task.id: _said(task, names) for task in page.rows},
    )


def _said(task: Task, names: Known) -> str:
    """Return the leading units that the task's report names."""
    written = (it for source in task.sources for it in source.directive.units)
    return names.names(names.resolved(written), "lead")
