"""Plans, tasks and assignments for tests, made through the real commands.

Each builder does its deeds in a transaction of its own and returns rows of the test's session;
moments may lie in the past, so that dates that have passed come about as they do in life.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.people.actor import Actor
from tracker.people.models import Grant, Person, Role, Unit
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Level,
    NamedUnit,
    Origin,
)
from tracker.workplan.directives.models import Mode as TextMode
from tracker.workplan.meetings.models import Report, ReportKind
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Mode,
    Plan,
    PlanPriority,
    ReportingCycle,
    Task,
)
from tracker.workplan.tasks.rules import TRANSITIONS, Mover, Step

YEAR_END = date(2026, 12, 31)
ENOUGH = "材料齐全，已达到要求。"


def plan(town: Town, year: int = 2026, *, now: datetime = NOW) -> Plan:
    """Return the year's plan, opened if it is not there yet."""
    found = db.session.scalar(select(Plan).where(Plan.year == year))
    if found is not None:
        return found
    with transaction():
        return commands.open_plan(town.actor(town.lin), year, now=now)


def priority(
    town: Town, name: str = "城乡建设", *, year: int = 2026, now: datetime = NOW
) -> PlanPriority:
    """Return the plan's priority of that name, added if it is not there yet."""
    its_plan = plan(town, year, now=now)
    found = db.session.scalar(
        select(PlanPriority).where(PlanPriority.plan_id == its_plan.id, PlanPriority.name == name)
    )
    if found is not None:
        return found
    with transaction():
        return commands.add_priority(town.actor(town.lin), its_plan, name, now=now)


def report(town: Town, title: str = "全市住建工作推进会召开", *, text: str = "") -> Report:
    """Return a report that was taken in."""
    text = text or f"{title}。会议要求，加快老旧小区改造。"
    with transaction():
        number = (db.session.scalar(select(func.count(Report.id))) or 0) + 1
        made = Report(
            title=title,
            text=text,
            text_hash=f"{number:064x}",
            kind=ReportKind.PASTED,
            plan_year=2026,
            taken_in_by_id=town.lin.id,
            taken_in_at=NOW,
        )
        db.session.add(made)
    return made


def directive(
    town: Town,
    quote: str = "加快老旧小区改造",
    *,
    of: Report | None = None,
    state: DirectiveState = DirectiveState.ACCEPTED,
    level: Level = Level.MEASURE,
    parent: Directive | None = None,
    due_on: date | None = None,
    due_text: str | None = None,
    mode: TextMode | None = None,
    units: Sequence[NamedUnit] = (),
) -> Directive:
    """Return a directive of a report, accepted unless said otherwise."""
    its_report = of or report(town, text=f"会议要求，{quote}。")
    start = its_report.text.find(quote)
    decided = state is not DirectiveState.DRAFT
    with transaction():
        made = Directive(
            report_id=its_report.id,
            parent_id=parent.id if parent else None,
            position=(db.session.scalar(select(func.count(Directive.id))) or 0) + 1,
            level=level,
            origin=Origin.EXTRACTED,
            heading=quote if level is Level.PRIORITY else None,
            title=quote,
            quote=quote,
            start=max(start, 0),
            end=max(start, 0) + len(quote),
            due_on=due_on,
            due_text=due_text,
            mode=mode,
            units=list(units),
            reason="示例",
            confidence=0.9,
            state=state,
            note_reason="属于背景" if state is DirectiveState.NOTE_ONLY else "",
            decided_by_id=town.lin.id if decided else None,
            decided_at=NOW if decided else None,
        )
        db.session.add(made)
    return made


def named(unit: Unit, duty: str = "lead") -> NamedUnit:
    """Return a unit as a directive names it."""
    return NamedUnit(name=unit.name, duty=duty, unit_id=unit.id, group_id=None)


def task(
    town: Town,
    title: str = "加快老旧小区改造",
    *,
    of: Sequence[Directive] = (),
    under: str = "城乡建设",
    year: int = 2026,
    leader: Person | None = None,
    cycle: ReportingCycle | None = None,
    is_key: bool = False,
    is_standing: bool = False,
    now: datetime = NOW,
) -> Task:
    """Return a registered task that waits to be dispatched."""
    its_priority = priority(town, under, year=year, now=now)
    with transaction():
        return commands.register(
            town.actor(town.lin),
            plan=its_priority.plan,
            priority=its_priority,
            title=title,
            text=title,
            directives=of,
            leader_id=leader.id if leader else None,
            cycle=cycle,
            is_key=is_key,
            is_standing=is_standing,
            now=now,
        )


def dispatched(
    town: Town,
    *,
    unit: Unit | None = None,
    support: Sequence[Unit] = (),
    due_on: date | None = YEAR_END,
    now: datetime = NOW,
    the_task: Task | None = None,
    title: str = "加快老旧小区改造",
    cycle: ReportingCycle | None = None,
    is_key: bool = False,
    is_standing: bool = False,
    under: str = "城乡建设",
    leader: Person | None = None,
) -> Assignment:
    """Return the lead's assignment of a joint task; of the housing office unless said otherwise."""
    its_task = the_task or task(
        town,
        title,
        cycle=cycle,
        is_key=is_key,
        is_standing=is_standing,
        under=under,
        leader=leader,
        now=now,
    )
    with transaction():
        return commands.dispatch(
            town.actor(town.lin),
            its_task,
            mode=Mode.JOINT,
            lead_ids=[(unit or town.housing).id],
            support_ids=[it.id for it in support],
            due_on=due_on,
            now=now,
        )[0]


def dispatched_to_each(
    town: Town,
    units: Sequence[Unit] = (),
    *,
    due_on: date | None = YEAR_END,
    coordinator: Unit | None = None,
    now: datetime = NOW,
    title: str = "开展房屋安全排查",
    under: str = "城乡建设",
) -> list[Assignment]:
    """Return the assignments of a task that each unit answers for; of both counties by default."""
    its_task = task(town, title, under=under, now=now)
    with transaction():
        return commands.dispatch(
            town.actor(town.lin),
            its_task,
            mode=Mode.EACH,
            lead_ids=[it.id for it in (units or (town.east, town.west))],
            due_on=due_on,
            coordinator_id=coordinator.id if coordinator else None,
            now=now,
        )


def step(
    town: Town,
    assignment: Assignment,
    the_step: Step,
    *,
    reason: str = "",
    now: datetime = NOW,
    by: Person | None = None,
) -> Assignment:
    """Take a step as whoever takes it; a unit that asks for closure reports 100 % before."""
    if the_step is Step.ASK_CLOSURE and assignment.state is AssignmentState.ACKNOWLEDGED:
        note(town, assignment, 100, now=now)
    actor = town.actor(by) if by else _taker(town, assignment, the_step)
    with transaction():
        return commands.take_step(actor, assignment, the_step, reason=reason, now=now)


def acknowledged(
    town: Town,
    *,
    unit: Unit | None = None,
    support: Sequence[Unit] = (),
    due_on: date | None = YEAR_END,
    percent: int = 0,
    now: datetime = NOW,
    title: str = "加快老旧小区改造",
    cycle: ReportingCycle | None = None,
    is_key: bool = False,
    is_standing: bool = False,
    under: str = "城乡建设",
    leader: Person | None = None,
) -> Assignment:
    """Return an assignment that its unit works on, signed for on the day of dispatch."""
    assignment = dispatched(
        town,
        unit=unit,
        support=support,
        due_on=due_on,
        now=now,
        title=title,
        cycle=cycle,
        is_key=is_key,
        is_standing=is_standing,
        under=under,
        leader=leader,
    )
    step(town, assignment, Step.ACKNOWLEDGE, now=now)
    return note(town, assignment, percent, now=now)


def note(_town: Town, assignment: Assignment, percent: int, *, now: datetime = NOW) -> Assignment:
    """Report a percent as the assignment's unit."""
    with transaction():
        return commands.note_percent(head_of(assignment), assignment, percent=percent, now=now)


def reported(
    town: Town,
    *,
    unit: Unit | None = None,
    support: Sequence[Unit] = (),
    due_on: date | None = YEAR_END,
    now: datetime = NOW,
    reported_at: datetime | None = None,
    title: str = "加快老旧小区改造",
    under: str = "城乡建设",
) -> Assignment:
    """Return an assignment whose unit asked for closure."""
    assignment = acknowledged(
        town,
        unit=unit,
        support=support,
        due_on=due_on,
        percent=100,
        now=now,
        title=title,
        under=under,
    )
    return step(town, assignment, Step.ASK_CLOSURE, now=reported_at or now)


def closed(
    town: Town,
    *,
    unit: Unit | None = None,
    support: Sequence[Unit] = (),
    due_on: date | None = YEAR_END,
    now: datetime = NOW,
    closed_at: datetime | None = None,
    title: str = "加快老旧小区改造",
    under: str = "城乡建设",
) -> Assignment:
    """Return a closed assignment; closure is asked for and given at ``closed_at``."""
    assignment = reported(
        town,
        unit=unit,
        support=support,
        due_on=due_on,
        now=now,
        reported_at=closed_at or now,
        title=title,
        under=under,
    )
    return step(town, assignment, Step.CLOSE, now=closed_at or now)


def long_ago(days: int) -> datetime:
    """Return the moment that many days before NOW."""
    return NOW - timedelta(days=days)


def _taker(town: Town, assignment: Assignment, the_step: Step) -> Actor:
    match TRANSITIONS[the_step].mover:
        case Mover.UNIT | Mover.HEAD:
            return head_of(assignment)
        case Mover.SUPERVISOR:
            return town.actor(town.lin)
        case Mover.LEADER:
            return town.actor(town.yan)


def head_of(assignment: Assignment) -> Actor:
    """Return the head of the assignment's unit, whoever it is."""
    person = db.session.scalars(
        select(Person)
        .join(Grant)
        .where(Grant.unit_id == assignment.unit_id, Grant.role == Role.HEAD)
        .order_by(Person.id)
    ).one()
    roles = frozenset({(Role.HEAD, assignment.unit_id)})
    return Actor(id=person.id, name=person.name, roles=roles)
