"""What the overview looks at, made through the stages' own commands and builders."""

from datetime import date, datetime

from tests.town import NOW, Town
from tests.workplan.tasks.builders import acknowledged, dispatched_to_each, note, step
from tests.workplan.tasks.extensions.builders import approved
from tracker.foundation.db import db, transaction
from tracker.people.models import Charge, Unit
from tracker.workplan.review.models import AnnualSummary, SummaryState
from tracker.workplan.tasks.models import Assignment, Plan, ReportingCycle
from tracker.workplan.tasks.rules import Step

FEBRUARY = datetime(2026, 2, 2, 2, 0, tzinfo=NOW.tzinfo)
MAY = datetime(2026, 5, 26, 2, 0, tzinfo=NOW.tzinfo)
PAST = date(2026, 5, 31)
SOON = date(2026, 6, 30)
LATER = date(2026, 12, 31)


def extended(
    town: Town,
    *,
    unit: Unit | None = None,
    due_on: date = PAST,
    until: date = date(2026, 7, 31),
    title: str = "跨河桥拓宽",
) -> Assignment:
    """Return an assignment past its original date and inside the approved one."""
    assignment = acknowledged(town, unit=unit, due_on=due_on, now=FEBRUARY, title=title)
    return approved(town, assignment, until, reason="须路局配合。", now=MAY)


def put_in_charge(town: Town, unit: Unit) -> None:
    """Give the leader one more unit."""
    with transaction():
        db.session.add(Charge(person_id=town.yan.id, unit_id=unit.id, from_on=date(2026, 1, 1)))


def summary(town: Town, plan: Plan, unit: Unit, state: SummaryState) -> AnnualSummary:
    """Return a unit's annual summary in some state."""
    is_out = state is not SummaryState.DRAFT
    with transaction():
        made = AnnualSummary(
            plan_id=plan.id,
            unit_id=unit.id,
            state=state,
            return_reason="请补充数据。" if state is SummaryState.RETURNED else "",
            drafted_at=NOW,
            drafted_by_id=town.lin.id,
            submitted_at=NOW if is_out else None,
            submitted_by_id=town.lin.id if is_out else None,
        )
        db.session.add(made)
    return made


def redone(
    town: Town, *, reason: str = "缺两处验收意见。", title: str = "危旧房解危"
) -> Assignment:
    """Return an overdue assignment that came back from the supervisor."""
    assignment = acknowledged(town, due_on=PAST, now=FEBRUARY, title=title)
    note(town, assignment, 100, now=MAY)
    step(town, assignment, Step.ASK_CLOSURE, now=MAY)
    return step(town, assignment, Step.REDO, reason=reason, now=MAY)


def town_with_a_year(town: Town, size: int = 1) -> None:
    """Give the town something of everything, ``size`` times."""
    for number in range(size):
        acknowledged(
            town,
            due_on=PAST,
            now=FEBRUARY,
            percent=60,
            title=f"污水管网补短板{number}",
            under="城乡建设",
        )
        acknowledged(
            town,
            unit=town.roads,
            support=[town.housing],
            due_on=LATER,
            now=FEBRUARY,
            percent=2,
            cycle=ReportingCycle.MONTHLY,
            title=f"农村公路提档{number}",
            under="交通出行",
        )
        acknowledged(
            town, unit=town.east, due_on=SOON, now=FEBRUARY, percent=50, title=f"口袋公园{number}"
        )
        extended(town, unit=town.west, title=f"跨河桥拓宽{number}")
        redone(town, title=f"危旧房解危{number}")
        each = dispatched_to_each(town, due_on=LATER, now=FEBRUARY, title=f"积水点整治{number}")
        step(town, each[0], Step.DECLINE, reason="不属本单位职责。", now=FEBRUARY)
        finished = acknowledged(town, due_on=PAST, now=FEBRUARY, percent=100, title=f"学位{number}")
        note(town, finished, 100, now=MAY)
        step(town, finished, Step.ASK_CLOSURE, now=MAY)
        if number % 2:
            step(town, finished, Step.CLOSE, now=MAY)
