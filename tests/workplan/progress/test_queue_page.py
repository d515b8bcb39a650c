"""What waits to be verified, and the latest entries, as people meet them."""

from datetime import UTC, datetime

from tests.browser import Browser
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.progress.builders import entry
from tests.workplan.tasks.builders import acknowledged, reported, step
from tracker.foundation.db import db
from tracker.workplan.progress import queries
from tracker.workplan.tasks.rules import Step

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)


def test_the_queue_shows_last_words_and_both_deeds(browser: Browser, town: Town) -> None:
    it = acknowledged(town, title="改造老旧小区")
    entry(town, it, percent=100, done="全部完工 12 处。", problems="物业待进场")
    step(town, it, Step.ASK_CLOSURE)
    reported(town, title="没填报过的", unit=town.roads)

    page = browser.sign_in(town.lin).get("/progress/queue")

    for words in (
        "改造老旧小区",
        "全部完工 12 处。",
        "物业待进场",
        "还没有提交过进展填报",
        "待核定 2",
    ):
        assert words in page
    for deed in ("close", "redo"):
        assert f"/assignments/{it.id}/{deed}" in page


def test_leaders_and_units_read_the_queue_without_deeds(browser: Browser, town: Town) -> None:
    it = reported(town, title="改造老旧小区")
    for person in (town.yan, town.wang):
        page = browser.sign_in(person).get("/progress/queue")
        assert "改造老旧小区" in page
        assert f"/assignments/{it.id}/close" not in page
    assert "改造老旧小区" not in browser.sign_in(town.zhao).get("/progress/queue")


def test_the_queue_narrows_by_unit_and_priority_and_says_when_nothing_is_left(
    browser: Browser, town: Town
) -> None:
    it = reported(town, title="改造老旧小区")
    browser.sign_in(town.lin)
    path = "/progress/queue?unit={}&priority={}"
    found = browser.get(path.format(town.housing.id, it.task.priority_id))
    assert "改造老旧小区" in found
    assert "没有符合条件的" in browser.get(path.format(town.roads.id, ""))


def test_an_empty_queue_points_to_the_latest_entries(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    assert "没有待核定的" in browser.get("/progress/queue")
    assert "还没有单位提交进展" in browser.get("/progress/queue?view=entries")


def test_the_latest_entries_are_listed_and_returned_from_there(
    browser: Browser, town: Town
) -> None:
    written = entry(town, acknowledged(town), done="完工 3 处。")
    page = browser.sign_in(town.lin).get("/progress/queue?view=entries")
    assert "完工 3 处。" in page
    assert f"/progress/entries/{written.id}/return" in page
    assert "退回…" not in browser.sign_in(town.yan).get("/progress/queue?view=entries")


def test_lists_come_a_page_at_a_time_for_a_bounded_price(browser: Browser, town: Town) -> None:
    for place in range(31):
        entry(town, acknowledged(town, title=f"第 {place} 处"), now=NOW)
    browser.sign_in(town.lin)
    with counted() as count:
        first = browser.get("/progress/queue?view=entries")
    assert "下一页" in first
    assert count.total <= 16
    second = browser.get("/progress/queue?view=entries&page=2")
    assert "上一页" in second
    assert len(list(db.session.scalars(queries.submitted_entries(town.actor(town.lin))))) == 31
