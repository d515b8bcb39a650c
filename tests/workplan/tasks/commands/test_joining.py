"""The same task asked for by two reports: joined, left, undone."""

import pytest
from sqlalchemy import func, select

from tests.journal.readers import deeds
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.workplan.directives import commands as directives
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.models import Task, TaskSource
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.waiting.queries import waiting_directives

LATER = NOW.replace(hour=3)


def made(town: Town) -> Task:
    """A task that an earlier report asked for."""
    return builders.task(town, of=[builders.directive(town)])


def draft(town: Town) -> Directive:
    return builders.directive(
        town,
        of=builders.report(town, "全市城乡建设例会", text="会议强调，加快老旧小区改造。"),
        state=DirectiveState.DRAFT,
    )


def join(town: Town, directive: Directive, task: Task, **version: int) -> TaskSource:
    with transaction():
        return commands.join_task(town.actor(town.lin), directive, task, now=LATER, **version)


def sources(task: Task) -> int:
    asked = select(func.count()).select_from(TaskSource).where(TaskSource.task_id == task.id)
    return db.session.scalar(asked) or 0


@pytest.mark.postgres
def test_a_draft_is_accepted_and_becomes_one_more_source(town: Town) -> None:
    task, directive = made(town), draft(town)

    join(town, directive, task, version=directive.version)

    assert (directive.state, sources(task)) == (DirectiveState.ACCEPTED, 2)
    lin = town.actor(town.lin)
    assert db.session.scalars(waiting_directives(lin)).all() == []
    assert queries.tasks_made_of(lin, [directive.id])[directive.id].is_joined
    assert deeds()[-2:] == ["directive.accepted", "task.joined"]


def test_what_was_accepted_before_is_joined_as_well(town: Town) -> None:
    task = made(town)
    directive = builders.directive(town, of=builders.report(town, "另一次会议"))

    join(town, directive, task)

    assert sources(task) == 2


def test_what_became_a_task_joins_no_other(town: Town) -> None:
    task, directive = made(town), draft(town)
    join(town, directive, task)

    with pytest.raises(RuleBroken, match="已经立项"), transaction():
        commands.join_task(town.actor(town.lin), directive, task, now=LATER)


def test_an_old_copy_and_another_person_are_refused(town: Town) -> None:
    task, directive = made(town), draft(town)

    with pytest.raises(Outdated), transaction():
        commands.join_task(town.actor(town.lin), directive, task, now=LATER, version=77)
    with pytest.raises(NotAllowed), transaction():
        commands.join_task(town.actor(town.yan), directive, task, now=LATER)
    with pytest.raises(NotAllowed), transaction():
        commands.leave_joined(town.actor(town.wang), [directive.id], now=LATER)


def test_a_task_that_is_over_takes_nothing_in(town: Town) -> None:
    task, directive = made(town), draft(town)
    first = task.sources[0].directive_id
    lin = town.actor(town.lin)
    work = builders.dispatched(town, the_task=task)
    for the_step in (Step.ACKNOWLEDGE, Step.ASK_CLOSURE, Step.CLOSE):
        assert not queries.tasks_made_of(lin, [first])[first].is_over
        builders.step(town, work, the_step)
    assert queries.tasks_made_of(lin, [first])[first].is_over

    with pytest.raises(RuleBroken, match="已经办结"), transaction():
        commands.join_task(town.actor(town.lin), directive, task, now=LATER)


def test_a_directive_of_a_voided_report_joins_nothing(town: Town) -> None:
    task, directive = made(town), draft(town)
    with transaction():
        commands.void_report(town.actor(town.lin), directive.report, reason="重复", now=NOW)

    with pytest.raises(RuleBroken, match="已经撤下"), transaction():
        commands.join_task(town.actor(town.lin), directive, task, now=LATER)


@pytest.mark.postgres
def test_taking_the_step_back_leaves_the_task_and_makes_it_a_draft_again(town: Town) -> None:
    task, directive = made(town), draft(town)
    join(town, directive, task)
    lin = town.actor(town.lin)

    with transaction():
        commands.undo_decisions(lin, directive.report, moment=LATER, now=LATER)

    assert (directive.state, sources(task)) == (DirectiveState.DRAFT, 1)
    assert "task.left" in deeds()


def test_taking_the_decision_back_leaves_the_task(town: Town) -> None:
    task, directive = made(town), draft(town)
    join(town, directive, task)

    with transaction():
        commands.undecide_directive(town.actor(town.lin), directive, now=LATER)

    assert (directive.state, sources(task)) == (DirectiveState.DRAFT, 1)


def test_what_leaves_a_task_waits_to_be_registered(town: Town) -> None:
    task, directive = made(town), draft(town)
    join(town, directive, task)
    lin = town.actor(town.lin)

    with transaction():
        assert commands.leave_joined(lin, [directive.id], now=LATER) == 1

    assert [it.id for it in db.session.scalars(waiting_directives(lin))] == [directive.id]


def test_what_a_task_was_made_from_does_not_leave_it(town: Town) -> None:
    first = builders.directive(town)
    task = builders.task(town, of=[first])

    with transaction():
        assert commands.leave_joined(town.actor(town.lin), [first.id], now=LATER) == 0

    assert sources(task) == 1


def test_a_report_is_voided_only_while_nothing_of_it_is_a_task(town: Town) -> None:
    task, directive = made(town), draft(town)
    lin = town.actor(town.lin)
    join(town, directive, task)

    with pytest.raises(RuleBroken, match="已经立项"), transaction():
        commands.void_report(lin, directive.report, reason="重复", now=LATER)
    with transaction():
        commands.leave_joined(lin, [directive.id], now=LATER)
        commands.void_report(lin, directive.report, reason="重复", now=LATER)

    assert directive.report.is_voided
    assert db.session.scalars(waiting_directives(lin)).all() == []


def test_who_may_not_void_is_told_so_before_anything_of_the_report(town: Town) -> None:
    task, directive = made(town), draft(town)
    join(town, directive, task)

    for person in (town.yan, town.wang):
        with pytest.raises(NotAllowed), transaction():
            commands.void_report(town.actor(person), directive.report, reason="重复", now=LATER)


def test_nothing_of_a_voided_report_is_registered_or_reviewed(town: Town) -> None:
    accepted = builders.directive(town)
    waiting = builders.directive(town, of=accepted.report, state=DirectiveState.DRAFT)
    lin = town.actor(town.lin)
    with transaction():
        commands.void_report(lin, accepted.report, reason="重复", now=LATER)

    with pytest.raises(RuleBroken, match="已经撤下"):
        builders.task(town, of=[accepted])
    with pytest.raises(RuleBroken, match="已经撤下"), transaction():
        directives.accept(lin, waiting, now=LATER)
