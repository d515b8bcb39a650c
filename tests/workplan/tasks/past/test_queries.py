"""The past is told as it was: state, unit, dates, percent and signal of any day."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from tests.queries import counted
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation import settings as options
from tracker.foundation.calendar import DayChange, DayOverride, calendar
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.overview.standing import planned_case
from tracker.people.actor import Actor
from tracker.settings.commands import change_setting, reset_setting, restore_day, set_days
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.changing.queries import targets, wanted_of
from tracker.workplan.tasks.commands.events import note_date
from tracker.workplan.tasks.limits import DUE_SOON, LAGGING, judging_on
from tracker.workplan.tasks.milestones.models import Milestone
from tracker.workplan.tasks.models import Assignment, ReportingCycle, Task
from tracker.workplan.tasks.past.queries import assignments_on
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.rules import TRANSITIONS, Step
from tracker.workplan.tasks.signals import (
    Judging,
    Signal,
    judging,
    planned_of,
    signal_case,
    signal_of,
)

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
SET = ("milestone", "milestone", "limit", "day", "cycle")

lives = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 60), st.integers(0, 100)), min_size=3, max_size=16
)
"""Days until something happens, which of what is possible then, and a figure."""


def at(day: date) -> datetime:
    return datetime.combine(day, time(2), UTC)


def seen(it: Assignment, day: date) -> Facts:
    """Return what is told of an assignment now, at the end of that day."""
    judged = judging_on(day)
    return (
        *(getattr(it, name) for name in TOLD),
        signal_of(it, it.task.cycle, judged),
        planned_of(it, judged),
        *measures(judged, it.task_id),
    )


def measures(judged: Judging, task_id: int) -> Facts:
    """Return what a task is judged by."""
    dates = tuple(judged.milestones.get(task_id, ()))
    return judged.due_soon_until, judged.lagging_points, dates


def signals_on(actor: Actor, day: Judging) -> dict[int, tuple[Signal | None, int | None]]:
    """Return each assignment's signal and schedule on a past day, of those the actor may see."""
    it = assignments_on(assignments_visible_to(actor), day.today)
    planned = planned_case(day.today, it, then=day.then)
    found = db.session.execute(
        select(it.id, signal_case(day, it), planned).join(Task, Task.id == it.task_id)
    )
    return {
        key: (None if signal is None else Signal(signal), percent) for key, signal, percent in found
    }


def told(town: Town, day: date) -> dict[int, Facts]:
    """Return what is told afterwards of each assignment on that day."""
    actor = town.actor(town.lin)
    it = assignments_on(assignments_visible_to(actor), day)
    judged = judging_on(day, is_past=True)
    signals = signals_on(actor, judged)
    rows = db.session.execute(select(it.id, it.task_id, *(getattr(it, name) for name in TOLD)))
    return {
        key: (*facts, *signals[key], *measures(judged, task_id)) for key, task_id, *facts in rows
    }


def set_otherwise(town: Town, task: Task, what: str, day: date, figure: int) -> None:
    """Change something that signals are judged by, of today and of days to come alone."""
    lin, keeper = (
        town.actor(town.lin),
        town.actor(town.gu),
    )
    now = at(day)
    with transaction():
        if what == "limit":
            option = (DUE_SOON, LAGGING)[figure % 2]
            row = db.session.get(options.Setting, option.name)
            version = row.version if row else 0
            if figure % 5:
                change_setting(keeper, option, str(5 + figure % 50), version=version, now=now)
            else:
                reset_setting(keeper, option, version=version, now=now)
        elif what == "day":
            rest = day + DAY * (figure % 12)
            override = db.session.scalar(select(DayOverride).where(DayOverride.day == rest))
            if override is not None:
                restore_day(keeper, override, version=override.version, now=now)
            else:
                works = not calendar().is_workday(rest)
                set_days(keeper, first=rest, last=rest, works=works, note="调休", now=now)
        elif what == "cycle":
            wanted = wanted_of({Aspect.CYCLE: list(ReportingCycle)[figure % 4]})
            # It may be so already, or over.
            with suppress(RuleBroken):
                commands.change_tasks(lin, targets(lin, [task.id]), wanted, reason="核定", now=now)
        else:
            set_milestone(lin, task, day, figure)


def set_milestone(lin: Actor, task: Task, day: date, figure: int) -> None:
    """Add, move or remove one of a task's milestones."""
    there = db.session.scalars(
        select(Milestone).where(Milestone.task_id == task.id).order_by(Milestone.id)
    ).all()
    due_on = day + DAY * (figure - 20)
    if figure % 3 == 0 or not there:
        commands.add_milestone(
            lin, task, name=f"第 {len(there)} 步 {day} {figure}", due_on=due_on, now=at(day)
        )
        return
    it = there[figure % len(there)]
    if figure % 3 == 1:
        commands.edit_milestone(
            lin, it, name=it.name, due_on=due_on, now=at(day), version=it.version
        )
    else:
        commands.remove_milestone(lin, it, now=at(day), version=it.version)


def act(town: Town, it: Assignment, day: date, which: int, figure: int) -> None:
    """Do one of the things that are possible; what a rule refuses is not done."""
    deeds = [step for step in TRANSITIONS if it.state in TRANSITIONS[step].sources]
    names = [*deeds, "percent", "date", "undo", *SET]
    deed = names[which % len(names)]
    lin = town.actor(town.lin)
    try:
        if deed in SET:
            set_otherwise(town, it.task, str(deed), day, figure)
        elif deed == "percent":
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


def forget_what_was_set() -> None:
    """Begin anew: one try must not be judged by what the one before set later in the year."""
    with transaction():
        for model in (options.Setting, options.SettingChange, DayOverride, DayChange):
            db.session.execute(delete(model))


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
    forget_what_was_set()
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
    assert [signal for *_, signal, _planned, _soon, _points, _dates in facts] == [
        Signal.NORMAL,
        None,
        Signal.NORMAL,
    ]


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


def test_what_was_changed_later_does_not_change_what_a_day_was(town: Town) -> None:
    it = builders.acknowledged(
        town, due_on=FIRST + DAY * 100, now=at(FIRST), cycle=ReportingCycle.MONTHLY
    )
    task, lin = it.task, town.actor(town.lin)
    before, after = FIRST + DAY * 40, FIRST + DAY * 41
    assert signals_on(lin, judging_on(before, is_past=True)) == {it.id: (Signal.LAGGING, 40)}

    with transaction():
        milestone = commands.add_milestone(
            lin, task, name="完成招标", due_on=FIRST + DAY * 90, now=at(after)
        )
    lagging, normal = (Signal.LAGGING, 40), (Signal.NORMAL, 0)
    for day, told_then in ((before, lagging), (after, normal)):
        assert signals_on(lin, judging_on(day, is_past=True)) == {it.id: told_then}

    with transaction():
        commands.remove_milestone(lin, milestone, now=at(after + DAY), version=milestone.version)
    set_otherwise(town, task, "cycle", after + DAY, 3)
    days = [before, after, after + DAY]
    assert task.cycle is ReportingCycle.ONCE
    assert [signals_on(lin, judging_on(day, is_past=True))[it.id] for day in days] == [
        lagging,
        normal,
        (Signal.NORMAL, 42),
    ]
