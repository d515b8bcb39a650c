"""Each thing's page tells its own history."""

from tests.browser import Browser
from tests.journal.readers import write
from tests.town import NOW, TODAY, Town
from tests.workplan.meetings.builders import report
from tracker.foundation.db import db, transaction
from tracker.journal.queries import history_of
from tracker.workplan.meetings.commands import correct_report
from tracker.workplan.tasks.commands import add_priority, open_plan, rename_priority


def test_the_page_of_a_report_tells_what_was_corrected(town: Town, browser: Browser) -> None:
    kept = report(town)
    with transaction():
        correct_report(
            town.actor(town.lin),
            kept,
            title=kept.title,
            held_on=kept.held_on,
            published_on=kept.published_on,
            organiser=kept.organiser,
            speaker="冯主任",
            plan_year=kept.plan_year,
            now=NOW,
        )
    browser.sign_in(town.yan)

    page = browser.get(f"/reports/{kept.id}")

    for words in ("经过", "收下报告", "修改报告信息", "讲话人：", "冯主任", "2026年6月18日 10:00"):
        assert words in page


def test_older_deeds_are_folded_away(town: Town, browser: Browser) -> None:
    kept = report(town)
    write(town, *["report.kept_similar"] * 6, subject=f"report:{kept.id}")
    browser.sign_in(town.lin)

    older = len(history_of(f"report:{kept.id}")) - 4
    assert older > 0
    assert f"更早的 {older} 条" in browser.get(f"/reports/{kept.id}")


def test_the_page_of_a_plan_tells_how_its_priorities_were_called(
    town: Town, browser: Browser
) -> None:
    lin = town.actor(town.lin)
    with transaction():
        plan = open_plan(lin, TODAY.year, now=NOW)
        priority = add_priority(lin, plan, "民生保障", now=NOW)
        rename_priority(lin, priority, "民生实事", now=NOW)
    db.session.rollback()
    browser.sign_in(town.wang)

    page = browser.get(f"/plan?year={TODAY.year}")

    for words in ("更改重点名称", "民生保障", "民生实事", "林涛"):
        assert words in page
