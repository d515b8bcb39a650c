"""What became a task stays decided."""

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives import commands as directives
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks import commands


def accepted(town: Town, report: Report, *quotes: str) -> list[Directive]:
    """Measures of a report that were accepted in one step."""
    drafts = [
        builders.directive(town, quote, of=report, state=DirectiveState.DRAFT) for quote in quotes
    ]
    with transaction():
        for draft in drafts:
            directives.accept(town.actor(town.lin), draft, now=NOW)
    return drafts


def test_a_decision_is_taken_back_while_no_task_was_made(town: Town) -> None:
    directive = builders.directive(town)
    with transaction():
        commands.undecide_directive(
            town.actor(town.lin), directive, now=NOW, version=directive.version
        )
    assert directive.state is DirectiveState.DRAFT


@pytest.mark.postgres
def test_a_directive_that_became_a_task_stays_decided(town: Town) -> None:
    directive = builders.directive(town)
    builders.task(town, of=[directive])
    with pytest.raises(RuleBroken, match="已经立项"), transaction():
        commands.undecide_directive(town.actor(town.lin), directive, now=NOW)


def test_undoing_a_whole_moment_stops_at_a_task(town: Town) -> None:
    report = builders.report(town, text="修路，架桥。")
    road, _bridge = accepted(town, report, "修路", "架桥")
    builders.task(town, of=[road])
    lin = town.actor(town.lin)

    with pytest.raises(RuleBroken, match="已经立项"), transaction():
        commands.undo_decisions(lin, report, moment=NOW, now=NOW)
    assert set(db.session.scalars(select(Directive.state))) == {DirectiveState.ACCEPTED}


@pytest.mark.postgres
def test_a_whole_moment_is_undone(town: Town) -> None:
    report = builders.report(town, text="修路，架桥。")
    accepted(town, report, "修路", "架桥")

    with transaction():
        undone = commands.undo_decisions(town.actor(town.lin), report, moment=NOW, now=NOW)

    assert undone == 2
    assert set(db.session.scalars(select(Directive.state))) == {DirectiveState.DRAFT}
