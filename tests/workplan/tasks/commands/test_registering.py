"""Making tasks of directives, and correcting them."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.workplan.directives.models import DirectiveState
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import ReportingCycle, Task


@pytest.mark.postgres
def test_tasks_are_numbered_within_their_priority(town: Town) -> None:
    builders.priority(town, "民生")
    numbers = [builders.task(town, under=name).number for name in ("产业", "民生", "产业")]
    numbers.append(builders.task(town, under="产业", year=2027).number)

    assert numbers == ["2026-02-001", "2026-01-001", "2026-02-002", "2027-01-001"]


def test_a_task_remembers_where_it_comes_from_and_the_journal_who_made_it(town: Town) -> None:
    directives = [builders.directive(town, "修路十条"), builders.directive(town, "架桥两座")]

    task = builders.task(town, "修路架桥", of=directives, leader=town.yan)

    assert [source.directive_id for source in task.sources] == [it.id for it in directives]
    assert (task.text, task.weight, task.leader_id) == ("修路架桥", 1, town.yan.id)
    entry = db.session.scalars(select(Entry).where(Entry.deed == "task.registered")).one()
    assert entry.subject == f"task:{task.id}"
    assert entry.details["directives"] == [it.id for it in directives]


def test_a_task_without_a_source_is_possible(town: Town) -> None:
    assert builders.task(town).sources == []


def test_a_key_task_is_monthly_unless_somebody_says_otherwise(town: Town) -> None:
    assert builders.task(town).cycle is ReportingCycle.QUARTERLY
    assert builders.task(town, is_key=True).cycle is ReportingCycle.MONTHLY
    once = builders.task(town, is_key=True, cycle=ReportingCycle.ONCE)
    assert once.cycle is ReportingCycle.ONCE


@pytest.mark.parametrize("state", [DirectiveState.DRAFT, DirectiveState.NOTE_ONLY])
def test_what_was_not_accepted_becomes_no_task(town: Town, state: DirectiveState) -> None:
    directive = builders.directive(town, state=state)
    with pytest.raises(RuleBroken, match="没有采纳"):
        builders.task(town, of=[directive])


@pytest.mark.postgres
def test_a_directive_becomes_a_task_once(town: Town) -> None:
    directive = builders.directive(town)
    builders.task(town, of=[directive])

    with pytest.raises(RuleBroken, match="已经立项"):
        builders.task(town, of=[directive])
    assert len(db.session.scalars(select(Task)).all()) == 1


def test_a_priority_of_another_year_is_refused(town: Town) -> None:
    plan, priority = builders.plan(town, 2027), builders.priority(town)
    with pytest.raises(RuleBroken, match="不在这一年"), transaction():
        commands.register(
            town.actor(town.lin),
            plan=plan,
            priority=priority,
            title="某事",
            text="",
            directives=(),
            now=NOW,
        )


def test_only_supervisors_register(town: Town) -> None:
    priority = builders.priority(town)
    with pytest.raises(NotAllowed):
        commands.register(
            town.actor(town.yan),
            plan=priority.plan,
            priority=priority,
            title="某事",
            text="",
            directives=(),
            now=NOW,
        )


def test_the_system_itself_registers_nothing(town: Town) -> None:
    priority = builders.priority(town)
    nobody = Actor(None, "系统", frozenset({(Role.SUPERVISOR, town.office.id)}))
    with pytest.raises(NotAllowed, match="由人来办"), transaction():
        commands.register(
            nobody,
            plan=priority.plan,
            priority=priority,
            title="某事",
            text="",
            directives=(),
            now=NOW,
        )


def _edit(town: Town, task: Task, **changes: Any) -> None:
    wanted: dict[str, Any] = {
        "title": task.title,
        "text": task.text,
        "leader_id": task.leader_id,
        "cycle": task.cycle,
        "is_key": task.is_key,
        "is_standing": task.is_standing,
        "weight": task.weight,
        "version": task.version,
    }
    with transaction():
        commands.edit_task(town.actor(town.lin), task, **(wanted | changes), now=NOW)


def test_a_correction_is_kept_with_what_was_before(town: Town) -> None:
    task = builders.task(town, "修路")

    _edit(town, task, title="修路十条", weight=3)

    assert (task.title, task.weight, task.number) == ("修路十条", 3, "2026-01-001")
    entry = db.session.scalars(select(Entry).where(Entry.deed == "task.edited")).one()
    assert entry.details == {
        "was": ["title=修路", "weight=1"],
        "now": ["title=修路十条", "weight=3"],
    }


def test_a_correction_that_changes_nothing_writes_nothing(town: Town) -> None:
    task = builders.task(town, "修路")
    _edit(town, task)
    assert db.session.scalar(select(Entry).where(Entry.deed == "task.edited")) is None


def test_an_old_copy_is_not_corrected(town: Town) -> None:
    task = builders.task(town, "修路")
    seen = task.version
    _edit(town, task, title="修路十条", version=seen)
    with pytest.raises(Outdated):
        _edit(town, task, title="修路百条", version=seen)


def test_what_was_settled_with_the_dispatch_is_not_corrected(town: Town) -> None:
    task = builders.dispatched(town).task
    _edit(town, task, title="修路十条")
    for settled in ({"is_standing": True}, {"weight": 9}, {"leader_id": town.yan.id}):
        with pytest.raises(RuleBroken, match="调整"):
            _edit(town, task, **settled)
