"""What became a task stays decided."""

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.tasks import commands


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
    road = builders.directive(town, "修路", of=report)
    builders.directive(town, "架桥", of=report)
    builders.task(town, of=[road])
    lin = town.actor(town.lin)

    with pytest.raises(RuleBroken, match="已经立项"), transaction():
        commands.undo_decisions(lin, report, moment=NOW, now=NOW)
    assert set(db.session.scalars(select(Directive.state))) == {DirectiveState.ACCEPTED}


@pytest.mark.postgres
def test_a_whole_moment_is_undone(town: Town) -> None:
    report = builders.report(town, text="修路，架桥。")
    builders.directive(town, "修路", of=report)
    builders.directive(town, "架桥", of=report)

    with transaction():
        undone = commands.undo_decisions(town.actor(town.lin), report, moment=NOW, now=NOW)

    assert undone == 2
    assert set(db.session.scalars(select(Directive.state))) == {DirectiveState.DRAFT}
