"""What is counted for a person is what the person can see: no more, no less (C17).

Towns full of work are drawn at random, with labels; who may see what is worked out here anew, from
the words of the rules alone. Then every figure on the list, on the first page and on the dashboard
must be the number of rows behind it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.overview.dashboard import DEPARTMENTS, PLACES, dashboard
from tracker.overview.filters import SIGNALS, Filters
from tracker.overview.list_choices import choices
from tracker.overview.my_work import my_work
from tracker.overview.task_list import every_task, task_list
from tracker.people.actor import Actor
from tracker.people.models import Grant, Person, Role
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Mode,
    Plan,
    PlanPriority,
    Task,
)
from tracker.workplan.tasks.queries import assignments_visible_to, task_counts, tasks_visible_to
from tracker.workplan.tasks.signals import judging

DAY = judging(TODAY)
PEOPLE = 7
UNITS = ("housing", "roads", "east", "west")
S = AssignmentState


@dataclass(frozen=True, slots=True)
class Drawn:
    """A task as it was drawn; who: for each unit its state and by how many days it is due."""

    label: Label
    mode: Mode | None
    coordinator: str | None
    who: dict[str, tuple[AssignmentState, int | None]]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw a task."""
    mode = draw(st.sampled_from([None, Mode.EACH, Mode.JOINT]))
    state = st.tuples(
        st.sampled_from(list(S)), st.none() | st.sampled_from([-200, -9, -1, 0, 3, 60])
    )
    who = draw(st.dictionaries(st.sampled_from(UNITS), state, min_size=1)) if mode else {}
    coordinator = draw(st.none() | st.sampled_from(UNITS)) if mode is Mode.EACH else None
    return Drawn(draw(st.sampled_from(list(Label))), mode, coordinator, who)


@dataclass(slots=True)
class Scene:
    """The town with a plan, and who looks at it."""

    town: Town
    plan: Plan
    priorities: Sequence[PlanPriority]
    people: Sequence[Person]

    def build(self, tasks: Sequence[Drawn]) -> list[Task]:
        """Put the tasks into the open transaction; nothing is committed."""
        made = []
        for number, it in enumerate(tasks):
            priority = self.priorities[number % len(self.priorities)]
            coordinator = getattr(self.town, it.coordinator) if it.coordinator else None
            task = Task(
                plan_id=self.plan.id,
                priority_id=priority.id,
                ordinal=number + 1,
                number=f"2026-{priority.position:02d}-{number + 1:03d}",
                title=f"第{number + 1}件",
                text="加快推进。",
                label=it.label,
                mode=it.mode,
                dispatched_on=it.mode and TODAY - timedelta(days=90),
                coordinator_id=coordinator and coordinator.id,
                registered_at=NOW,
                registered_by_id=self.town.lin.id,
            )
            for place, (unit, (state, due)) in enumerate(it.who.items()):
                task.assignments.append(
                    _assignment(getattr(self.town, unit).id, place, state, due, it)
                )
            made.append(task)
        db.session.add_all(made)
        db.session.flush()
        return made


def _assignment(
    unit_id: int, place: int, state: AssignmentState, due: int | None, of: Drawn
) -> Assignment:
    on = None if due is None else TODAY + timedelta(days=due)
    duty = Duty.SUPPORT if of.mode is Mode.JOINT and place else Duty.LEAD
    if duty is Duty.SUPPORT and state is S.REPORTED:
        # Only a lead asks for closure.
        state = S.ACKNOWLEDGED
    is_signed = state not in (S.DISPATCHED, S.DECLINED)
    return Assignment(
        unit_id=unit_id,
        duty=duty,
        state=state,
        percent=(place * 37 + 20) % 101,
        dispatched_on=TODAY - timedelta(days=90),
        sign_by=TODAY - timedelta(days=83),
        due_on=on,
        original_due_on=on,
        acknowledged_on=TODAY - timedelta(days=80) if is_signed else None,
        reported_on=TODAY if state in (S.REPORTED, S.CLOSED) else None,
        closed_on=TODAY if state is S.CLOSED else None,
    )


@pytest.fixture
def scene(town: Town) -> Scene:
    """A supervisor, leaders and heads with each clearance; one supervises and heads an office."""
    plan = builders.plan(town)
    priorities = [builders.priority(town, name) for name in ("城乡建设", "乡村振兴")]
    with transaction():
        town.bai.clearance = Label.OPEN
        town.yan.clearance = town.zhao.clearance = Label.SENSITIVE
        db.session.add(
            Grant(
                person_id=town.sun.id,
                role=Role.SUPERVISOR,
                unit_id=town.office.id,
                from_on=TODAY,
            )
        )
    db.session.refresh(town.sun)
    people = town.lin, town.yan, town.wang, town.bai, town.zhao, town.qin, town.sun
    return Scene(town, plan, priorities, people)


def sees_task(actor: Actor, it: Task) -> bool:
    """Whether the person may see the task, by the words of docs/security.md."""
    is_cleared = list(Label).index(it.label) <= list(Label).index(actor.clearance)
    is_own = it.coordinator_id in actor.own_units or any(
        one.unit_id in actor.own_units for one in it.assignments
    )
    return is_cleared and (actor.sees_all or is_own)


def seen_of(actor: Actor, tasks: Sequence[Task]) -> Iterator[Assignment]:
    """Give the assignments that the person may see."""
    for it in tasks:
        is_whole = actor.sees_all or it.mode is Mode.JOINT or it.coordinator_id in actor.own_units
        if sees_task(actor, it):
            yield from (one for one in it.assignments if is_whole or one.unit_id in actor.own_units)


def count(question: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(question.subquery())) or 0


def check_list(
    actor: Actor, ids: set[int], seen: Sequence[Assignment], plan: Plan, key: str
) -> None:
    listed = task_list(actor, Filters(year=plan.year), DAY, 1)
    assert {it.task.id for it in every_task(actor, Filters(year=plan.year), DAY)} == ids
    assert listed.page.total == listed.total == len(ids) == count(tasks_visible_to(actor))
    assert count(assignments_visible_to(actor)) == len(seen)
    rows = every_task(actor, Filters(year=plan.year, signal=key), DAY)
    assert listed.counted(key) == len(rows)
    assert {it.task.id for it in rows} <= ids
    assert sum(task_counts(actor, plan).values()) == len(ids)
    assert {it.id for it in choices(actor, plan.year).units} == {it.unit_id for it in seen}


def check_first_page(actor: Actor, ids: set[int]) -> None:
    groups = my_work(actor, DAY).groups
    assert {row.task.id for group in groups for row in group.rows if row.task} <= ids
    for group in groups:
        if group.extent is not None and group.extent.tasks:
            behind = every_task(actor, Filters(work=group.kind), DAY)
            assert group.extent.tasks == len(behind), group.kind
            assert {it.task.id for it in behind} <= ids


def check_dashboard(actor: Actor, ids: set[int], seen: Sequence[Assignment], plan: Plan) -> None:
    leads = [it for it in seen if it.duty is Duty.LEAD]
    page = dashboard(actor, plan, DAY, kinds=(*PLACES, *DEPARTMENTS))
    assert page.tasks.total == sum(it.tally.total for it in page.parts) == len(ids)
    assert page.assignments.total == len(leads)
    assert page.assignments.closed == sum(it.state is S.CLOSED for it in leads)
    cells = [it for row in page.matrix for it in row.cells if it]
    assert sum(it.leads for it in cells) == sum(it.state is not S.TERMINATED for it in leads)
    assert {it.task.id for it in (*page.overdue, *page.due_soon)} <= ids


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking a town of ten tasks takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    tasks=st.lists(drawn(), min_size=5, max_size=9),
    number=st.integers(0, PEOPLE - 1),
    key=st.sampled_from(sorted(SIGNALS)),
)
def test_every_figure_is_the_number_of_rows_that_the_person_can_see(
    scene: Scene, tasks: list[Drawn], number: int, key: str
) -> None:
    try:
        made = scene.build(tasks)
        actor = scene.town.actor(scene.people[number])
        ids, seen = {it.id for it in made if sees_task(actor, it)}, list(seen_of(actor, made))
        check_list(actor, ids, seen, scene.plan, key)
        check_first_page(actor, ids)
        check_dashboard(actor, ids, seen, scene.plan)
    finally:
        db.session.rollback()
