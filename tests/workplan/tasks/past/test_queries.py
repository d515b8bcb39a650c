"""The past is told as it was: state, unit, dates, percent and signal of any day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.queries import counted
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.people.actor import Actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.commands.events import note_date
from tracker.workplan.tasks.models import Assignment, ReportingCycle, Task
from tracker.workplan.tasks.past.queries import assignments_on
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.rules import TRANSITIONS, Step
from tracker.workplan.tasks.signals import Judging, Signal, judging, signal_case, signal_of

FIRST = date(2026, 1, 5)
DAY = timedelta(days=1)
TOLD = (
    "state",
    "unit_id",
    "dispatched_on",
    "reported_on",
    "closed_on",
    "percent",
    "due_on",
    "original_due_on",
)
Facts = tuple[object, ...]

lives = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 30), st.integers(0, 100)), min_size=3, max_size=12
)
"""Days until something happens, which of what is possible then, and a figure."""


def at(day: date) -> datetime:
    return datetime.combine(day, time(2), UTC)


def seen(it: Assignment, day: date) -> Facts:
    """Return what is told of an assignment now, at the end of that day."""
    return (*(getattr(it, name) for name in TOLD), signal_of(it, it.task.cycle, judging(day)))


def signals_on(actor: Actor, day: Judging) -> dict[int, Signal | None]:
    """Return the signal that each assignment had on a past day, of those that the actor may see."""
    it = assignments_on(assignments_visible_to(actor), day.today)
    found = db.session.execute(
        select(it.id, signal_case(day, it)).join(Task, Task.id == it.task_id)
    )
    return {key: None if signal is None else Signal(signal) for key, signal in found}


def told(town: Town, day: date) -> dict[int, Facts]:
    """Return what is told afterwards of each assignment on that day."""
    actor = town.actor(town.lin)
    it = assignments_on(assignments_visible_to(actor), day)
    signals = signals_on(actor, judging(day, is_past=True))
    rows = db.session.execute(select(it.id, *(getattr(it, name) for name in TOLD)))
    return {key: (*facts, signals[key]) for key, *facts in rows}


def act(town: Town, it: Assignment, day: date, which: int, figure: int) -> None:
    """Do one of the things that are possible; what a rule refuses is not done."""
    deeds = [step for step in TRANSITIONS if it.state in TRANSITIONS[step].sources]
    names = [*deeds, "percent", "date", "undo"]
    deed = names[which % len(names)]
    lin = town.actor(town.lin)
    try:
        if deed == "percent":
            builders.note(town, it, figure, now=at(day))
        elif deed == "date":
            with transaction():
                was = it.due_on or day
                it.due_on = was + DAY * figure
                note_date(lin, it, was=was, reason="汛期", at=at(day))
        elif deed == "undo":
            with transaction():
                commands.undo_step(lin, it, now=at(day))
        elif deed is Step.REDISPATCH:
            units = [town.housing, town.roads, town.east]
            with transaction():
                commands.take_step(
                    lin, it, deed, reason="改派", now=at(day), unit_id=units[figure % 3].id
                )
        else:
            builders.step(town, it, Step(deed), reason="说明", now=at(day))
    except (NotAllowed, RuleBroken):
        return


@pytest.mark.postgres
@given(life=lives, due_in=st.integers(20, 200), cycle=st.sampled_from(ReportingCycle))
@settings(
    max_examples=4,
    deadline=None,
    # Every try writes rows: making a failing life shorter would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_day_is_told_afterwards_as_it_was(
    town: Town, life: list[tuple[int, int, int]], due_in: int, cycle: ReportingCycle
) -> None:
    day = FIRST
    it = builders.dispatched(town, due_on=day + DAY * due_in, now=at(day), cycle=cycle)
    was: dict[date, Facts] = {}
    for gap, which, figure in life:
        was |= {past: seen(it, past) for past in {day, day + DAY * max(0, gap - 1)} if gap}
        day += DAY * gap
        act(town, it, day, which, figure)
    was[day] = seen(it, day)

    assert {past: told(town, past)[it.id] for past in was} == was
    assert it.id not in told(town, FIRST - DAY)


def test_a_unit_that_took_over_begins_anew_and_the_first_is_still_told(town: Town) -> None:
    it = builders.dispatched(town, now=at(FIRST))
    later = FIRST + DAY * 30
    builders.step(town, it, Step.DECLINE, reason="不归我办", now=at(FIRST + DAY))
    with transaction():
        commands.take_step(
            town.actor(town.lin),
            it,
            Step.REDISPATCH,
            reason="改派",
            now=at(later),
            unit_id=town.roads.id,
        )

    facts = [told(town, day)[it.id] for day in (FIRST, FIRST + DAY, later)]
    assert [(state, unit, since) for state, unit, since, *_ in facts] == [
        ("dispatched", town.housing.id, FIRST),
        ("declined", town.housing.id, FIRST),
        ("dispatched", town.roads.id, later),
    ]
    assert [signal for *_, signal in facts] == [Signal.NORMAL, None, Signal.NORMAL]


def test_whoever_sees_little_is_told_little(town: Town) -> None:
    own = builders.dispatched(town, now=at(FIRST))
    builders.dispatched(town, unit=town.roads, now=at(FIRST), title="修路")

    assert set(signals_on(town.actor(town.wang), judging(FIRST, is_past=True))) == {own.id}


def test_a_past_day_costs_one_question(town: Town) -> None:
    for number in range(3):
        builders.dispatched(town, now=at(FIRST), title=f"第 {number} 项")
    actor, day = town.actor(town.lin), judging(FIRST, is_past=True)
    with counted() as count:
        signals_on(actor, day)

    assert len([it for it in count.statements if it.startswith("SELECT")]) == 1
