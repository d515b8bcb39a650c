"""What a leader watches: their own list, of what they may see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.overview.filters import Filters
from tracker.overview.task_list import task_list
from tracker.overview.watched import watched
from tracker.people.models import Grant, Person, Role
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.instructions.rules import About
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.signals import Signal
from tracker.workplan.tasks.watching import queries
from tracker.workplan.tasks.watching.models import Watch


def watching(town: Town, about: About, note: str = "", *, by: Person | None = None) -> Watch:
    with transaction():
        return commands.watch(town.actor(by or town.yan), about, note=note, now=NOW)


@pytest.mark.postgres
def test_a_leader_watches_tasks_units_work_and_reports(town: Town) -> None:
    work, report = builders.acknowledged(town), builders.report(town)
    first = watching(town, work.task, "盯到汛前")
    second, third = watching(town, work), watching(town, report)

    yan = town.actor(town.yan)
    assert [it.id for it in db.session.scalars(queries.watch_list(yan))] == [
        third.id,
        second.id,
        first.id,
    ]
    assert [it.id for it in queries.watches_of_task(yan, work.task_id)] == [second.id, first.id]
    assert queries.watch_of_report(yan, report.id) is third
    assert (first.its_task, second.its_task, third.its_task) == (work.task, work.task, None)
    assert db.session.scalars(select(Entry.deed).where(Entry.deed == "watch.begun")).all()


def test_watching_again_changes_the_note_alone(town: Town) -> None:
    work, yan = builders.acknowledged(town), town.actor(town.yan)
    kept = watching(town, work.task, "先看看")

    again = watching(town, work.task, "盯紧")
    assert (again.id, again.note) == (kept.id, "盯紧")
    watching(town, work.task, "盯紧")
    assert len(db.session.scalars(select(Entry).where(Entry.deed == "watch.noted")).all()) == 1
    with pytest.raises(Outdated):
        commands.watch(yan, work.task, note="旧", now=NOW, version=9)
    with pytest.raises(RuleBroken, match="500"):
        commands.watch(yan, work.task, note="长" * 501, now=NOW)


def test_a_list_is_its_owners_alone_and_units_and_supervisors_have_none(town: Town) -> None:
    work = builders.acknowledged(town)
    kept = watching(town, work)
    with transaction():
        db.session.add(
            Grant(person_id=town.zhao.id, role=Role.LEADER, unit_id=town.root.id, from_on=TODAY)
        )
    db.session.refresh(town.zhao)

    for person in (town.lin, town.wang):
        with pytest.raises(NotAllowed, match="领导自己的清单"):
            watching(town, work, by=person)
    with pytest.raises(NotAllowed, match="不是您的"):
        commands.unwatch(town.actor(town.zhao), kept, now=NOW)
    with pytest.raises(NotFound):
        queries.visible_watch(town.actor(town.zhao), kept.id)
    with transaction():
        commands.unwatch(town.actor(town.yan), kept, now=NOW)
    assert not db.session.scalars(select(Watch)).all()


def test_what_one_may_not_see_any_more_is_not_on_the_list(town: Town) -> None:
    work = builders.acknowledged(town)
    kept = watching(town, work.task)
    with transaction():
        work.task.label = Label.SENSITIVE

    with pytest.raises(NotFound):
        queries.visible_watch(town.actor(town.yan), kept.id)
    assert watched(town.actor(town.yan), judging_on(TODAY)).total == 0


def test_each_watched_thing_has_its_signal_and_the_list_of_tasks_is_narrowed_to_them(
    town: Town,
) -> None:
    late = builders.acknowledged(
        town, due_on=TODAY - timedelta(days=3), now=NOW - timedelta(days=60), title="过期的"
    )
    running = builders.acknowledged(town, title="在办的")
    builders.acknowledged(town, title="没关注的")
    yan, day = town.actor(town.yan), judging_on(TODAY)
    assert watched(yan, day).lines == []

    watching(town, late.task)
    watching(town, running)
    watching(town, builders.report(town))

    found = watched(yan, day)
    assert found.total == 3
    signals = {it.watch.its_task.title: it.signal for it in found.lines if it.watch.its_task}
    assert signals == {"过期的": Signal.OVERDUE, "在办的": Signal.NORMAL}
    assert watched(town.actor(town.lin), day).total == 0
    listed = task_list(yan, Filters(year=2026, watched=True), day, 1)
    assert {it.task.title for it in listed.page.rows} == {"过期的", "在办的"}
