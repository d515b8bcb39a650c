"""A machine takes steps in every role, sensible or not, and never leaves the transition table.

250 steps on each database here; `make walk` takes 10,000 on each.
"""

import os
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from tests.scans import told
from tests.town import NOW, YEAR_BEGAN, Town
from tests.workplan.tasks import builders
from tracker.foundation.clock import local_date
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Refusal
from tracker.people.actor import SYSTEM, Actor
from tracker.people.models import Grant, Person, Role, Unit
from tracker.workplan.tasks import commands, rules
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Mode,
    PlanPriority,
    StateChange,
    Task,
)
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import judging, signal_of
from tracker.workplan.tasks.undoing.queries import is_dispatch_undoable, undoable

STEPS = int(os.environ.get("LUOSHI_WALK", "250"))
A_WALK = 40
ENOUGH = 0.9
TAKEN = [step for step in Step if step in rules.TRANSITIONS]
UNITS = 5
ACTORS = 12
ASSIGNMENTS = 4
TASKS = 2

some_actor = st.integers(0, ACTORS - 1)
some_assignment = st.integers(0, ASSIGNMENTS - 1)
some_unit = st.integers(0, UNITS - 1)

Facts = tuple[Any, ...]


class Cast:
    """Who walks, and where: one person in each role, and one who is on both sides."""

    def __init__(self, town: Town) -> None:
        with transaction():
            both = Person(login="du", name="杜仲", post="")
            db.session.add(both)
            db.session.flush()
            for role, unit in ((Role.SUPERVISOR, town.office), (Role.HEAD, town.housing)):
                db.session.add(
                    Grant(person_id=both.id, role=role, unit_id=unit.id, from_on=YEAR_BEGAN)
                )
        people = (
            town.lin,
            town.yan,
            town.wang,
            town.bai,
            town.zhao,
            town.qin,
            town.sun,
            town.gu,
            town.fang,
            town.shi,
            both,
        )
        self.actors: list[Actor] = [*map(town.actor, people), SYSTEM]
        self.supervisor = self.actors[0]
        self.told: Told = told(town)
        self.priority_id = builders.priority(town).id
        units = (town.housing, town.roads, town.east, town.west, town.office)
        self.unit_ids = [it.id for it in units]


class Walk(RuleBasedStateMachine):
    """A joint task and one for each, and whatever anybody does to them."""

    cast: ClassVar[Cast]
    taken: ClassVar[dict[str, int]]

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW
        self._open_units()
        housing, roads, east, west, _office = self.cast.unit_ids
        self.tasks = [self._task(), self._task()]
        self._dispatch(0, Mode.JOINT, [housing], [roads])
        self._dispatch(1, Mode.EACH, [east, west], [])

    @rule(
        actor=some_actor,
        place=some_assignment,
        step=st.sampled_from(TAKEN),
        reason=st.sampled_from(["", "有新情况"]),
        unit=some_unit,
        records=st.booleans(),
    )
    def take(
        self, *, actor: int, place: int, step: Step, reason: str, unit: int, records: bool
    ) -> None:
        """Take any step as anybody."""
        it = self._at(place)
        if it is None:
            return
        who = self.cast.actors[actor]
        is_permitted = rules.may_take(who, it, step)
        is_open = step in rules.steps_open_to(who, it)
        was = self._facts(it)
        is_done = self._tries(
            "take",
            lambda: commands.take_step(
                who,
                it,
                step,
                reason=reason,
                now=self.now,
                unit_id=self.cast.unit_ids[unit],
                told=self.cast.told if records else None,
            ),
        )
        assert not is_done or (is_permitted and is_open)
        assert is_done or self._facts(it) == was
        if is_done:
            assert it.state is rules.TRANSITIONS[step].target
        self._check(it.task_id)

    @rule(place=some_assignment, unit=some_unit, choice=st.integers(0, 9))
    def go_on(self, *, place: int, unit: int, choice: int) -> None:
        """Take one of the steps that are open to somebody."""
        self._go_on(place, unit, choice)

    @rule(place=some_assignment, unit=some_unit, choice=st.integers(0, 9))
    def go_on_and_take_back(self, *, place: int, unit: int, choice: int) -> None:
        """Take an open step, and take it back where that is offered: all is as it was."""
        it = self._at(place)
        was = self._facts(it)[:-1] if it else ()
        who = self._go_on(place, unit, choice)
        if it is None or who is None or not undoable(who, [it], local_date(self.now)):
            return
        assert self._tries("undo", lambda: commands.undo_step(who, it, now=self.now))
        assert self._facts(it)[:-1] == was
        self._check(it.task_id)

    def _go_on(self, place: int, unit: int, choice: int) -> Actor | None:
        """Take one of the steps that are open to somebody and return who took it."""
        it = self._at(place)
        if it is None:
            return None
        found = [(who, step) for who in self.cast.actors for step in rules.steps_open_to(who, it)]
        if not found:
            return None
        who, step = found[choice % len(found)]
        is_done = self._tries(
            "go_on",
            lambda: commands.take_step(
                who,
                it,
                step,
                reason="有新情况",
                now=self.now,
                unit_id=self.cast.unit_ids[unit],
                told=None if who.is_leader else self.cast.told,
            ),
        )
        self._check(it.task_id)
        return who if is_done else None

    @rule(actor=some_actor, place=some_assignment, percent=st.sampled_from([0, 40, 100, 100]))
    def report(self, *, actor: int, place: int, percent: int) -> None:
        """Report a percent as anybody."""
        it, who = self._at(place), self.cast.actors[actor]
        if it is not None:
            self._tries(
                "report",
                lambda: commands.note_percent(
                    who, it, percent=percent, reason="核对后", now=self.now
                ),
            )

    @rule(place=some_assignment)
    def merge(self, *, place: int) -> None:
        """Close the unit that has an assignment."""
        it = self._at(place)
        if it is not None:
            with transaction():
                it.unit.closed_on = date(2026, 6, 1)

    @rule(actor=some_actor, place=some_assignment)
    def undo(self, *, actor: int, place: int) -> None:
        """Take the last step back as anybody: it works just where it is offered."""
        it = self._at(place)
        if it is None:
            return
        who = self.cast.actors[actor]
        is_offered = bool(undoable(who, [it], local_date(self.now)))
        is_done = self._tries("undo", lambda: commands.undo_step(who, it, now=self.now))
        assert is_done is is_offered
        self._check(it.task_id)

    @rule(actor=some_actor, place=st.integers(0, TASKS - 1))
    def undo_dispatch(self, *, actor: int, place: int) -> None:
        """Take a dispatch back as anybody, and give the task out again."""
        task = self._of(place)
        who, assignments = self.cast.actors[actor], self._assignments(task.id)
        day = local_date(self.now)
        is_offered = rules.may_dispatch(who) and is_dispatch_undoable(who, assignments, day)
        is_done = self._tries(
            "undo_dispatch", lambda: commands.undo_dispatch(who, task, now=self.now)
        )
        assert is_done is is_offered
        if is_done:
            assert not self._assignments(task.id)
            self._open_units()
            unit_ids = self.cast.unit_ids
            if place:
                self._dispatch(place, Mode.EACH, unit_ids[2:4], [])
            else:
                self._dispatch(place, Mode.JOINT, unit_ids[:1], unit_ids[1:2])

    @rule(days=st.sampled_from([0, 0, 1, 40]))
    def wait(self, *, days: int) -> None:
        """Let time go by."""
        self.now += timedelta(days=days, minutes=1)

    @invariant()
    def count(self) -> None:
        """Count the steps of all walks."""
        self.taken["steps"] = self.taken.get("steps", 0) + 1

    def teardown(self) -> None:
        """Let go of the rows of this walk."""
        db.session.expunge_all()

    def _open_units(self) -> None:
        with transaction():
            db.session.execute(update(Unit).values(closed_on=None))

    def _task(self) -> int:
        cast = self.cast
        with transaction():
            priority = db.session.get_one(PlanPriority, cast.priority_id)
            made = commands.register(
                cast.supervisor,
                plan=priority.plan,
                priority=priority,
                title="修好堤防",
                text="修好堤防",
                directives=(),
                now=self.now,
            )
        return made.id

    def _dispatch(self, place: int, mode: Mode, leads: list[int], supports: list[int]) -> None:
        with transaction():
            commands.dispatch(
                self.cast.supervisor,
                self._of(place),
                mode=mode,
                lead_ids=leads,
                support_ids=supports,
                due_on=max(date(2026, 8, 1), local_date(self.now)),
                now=self.now,
            )

    def _of(self, place: int) -> Task:
        return db.session.get_one(Task, self.tasks[place])

    def _at(self, place: int) -> Assignment | None:
        found = self._assignments(self.tasks[place // TASKS])
        return found[place % TASKS] if found else None

    def _assignments(self, task_id: int) -> list[Assignment]:
        return list(
            db.session.scalars(
                select(Assignment).where(Assignment.task_id == task_id).order_by(Assignment.id)
            )
        )

    def _facts(self, it: Assignment) -> Facts:
        return it.state, it.unit_id, it.due_on, it.percent, it.redo_count, it.version

    def _tries(self, name: str, deed: Any) -> bool:
        """Do it; whether it was done. Anything but a refusal is a fault."""
        self.taken[name] = self.taken.get(name, 0) + 1
        try:
            with transaction():
                deed()
        except Refusal:
            self.taken["refused"] = self.taken.get("refused", 0) + 1
            return False
        return True

    def _check(self, task_id: int) -> None:
        """See that all that happened to a task is in the table, and adds up to what is kept."""
        for it in self._assignments(task_id):
            changes = db.session.scalars(
                select(StateChange)
                .where(StateChange.assignment_id == it.id)
                .order_by(StateChange.id)
            ).all()
            before: AssignmentState | None = None
            for change in changes:
                assert (Step(change.step), change.was, change.now) in rules.possible_changes()
                assert change.was is before
                before = change.now
            assert it.state is before
            kept = rules.in_force(changes)
            assert it.redo_count == sum(change.step == Step.REDO for change in kept)
            assert (it.state is AssignmentState.CLOSED) is (it.closed_on is not None)
            assert it.due_on is not None
            assert it.original_due_on is not None
            assert it.due_on >= it.original_due_on
            signal_of(it, it.task.cycle, judging(local_date(self.now)))


@pytest.mark.postgres
def test_a_walk_never_leaves_the_table(town: Town) -> None:
    class Here(Walk):
        cast = Cast(town)
        taken: ClassVar[dict[str, int]] = {}

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=max(1, STEPS // A_WALK),
            stateful_step_count=A_WALK,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Here.taken["steps"] >= STEPS * ENOUGH
    assert {"take", "go_on", "undo", "undo_dispatch", "report"} <= set(Here.taken)
