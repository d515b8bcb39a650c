"""What was merged away is counted nowhere."""

from tests.browser import Browser
from tests.town import NOW, Town
from tests.workplan.directives.builders import PARKS, ROAD, directives, measure, priority, report
from tracker.foundation.db import db, transaction
from tracker.workplan.directives import commands, queries
from tracker.workplan.directives.models import Level
from tracker.workplan.tasks.waiting.queries import waiting_of


def test_a_merged_draft_is_in_no_figure_and_no_list(browser: Browser, town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    count = len(directives(town, kept))
    with transaction():
        chosen = [measure(town, kept, ROAD), measure(town, kept, PARKS)]
        commands.merge(lin, kept, chosen, now=NOW)

    assert queries.tallies([kept.id])[kept.id].total == count - 1
    browser.sign_in(town.lin)
    assert f"{count - 1}" in browser.get("/")
    assert f"/ {count} " not in browser.get("/")


def test_a_report_whose_only_drafts_were_taken_back_is_empty(browser: Browser, town: Town) -> None:
    kept, lin = report(town, "石桥市春日风光\n河边的杨柳都发了新芽。"), town.actor(town.lin)
    assert directives(town, kept) == []
    with transaction():
        commands.add(lin, kept, start=8, end=12, parent_id=None, level=Level.MEASURE, now=NOW)
    with transaction():
        commands.undo(lin, kept, moment=NOW, now=NOW)

    browser.sign_in(town.lin)
    assert "春日风光" in browser.get("/directives?state=empty")
    assert "春日风光" not in browser.get("/directives?state=waiting")
    assert "春日风光" not in browser.get("/")


def test_a_priority_whose_measures_were_all_taken_back_can_be_registered_itself(
    town: Town,
) -> None:
    kept, lin = report(town, "石桥市春日风光\n河边的杨柳都发了新芽。"), town.actor(town.lin)
    with transaction():
        top = commands.add(
            lin, kept, start=0, end=7, parent_id=None, level=Level.PRIORITY, now=town.days_ago(2)
        )
        commands.add(
            lin, kept, start=8, end=12, parent_id=top.id, level=Level.MEASURE, now=town.days_ago(1)
        )
        commands.accept(lin, top, now=NOW)
    assert db.session.scalars(waiting_of(lin, kept.id)).all() == []
    with transaction():
        commands.undo(lin, kept, moment=town.days_ago(1), now=NOW)

    waiting = db.session.scalars(waiting_of(lin, kept.id)).all()
    assert [it.id for it in waiting] == [top.id]
    assert priority(town, kept, "石桥市春日").id == top.id
