"""The plan's page, as people meet it."""

from typing import Any

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.workplan.tasks import queries


def test_a_year_without_a_plan_says_what_to_do(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).get("/plan?year=2027")

    assert "2027年度计划还没有建立" in page
    browser.post("/plan/2027")
    assert "还没有重点" in browser.get("/plan?year=2027")


def test_units_read_the_plan_and_change_nothing(browser: Browser, town: Town) -> None:
    priority = builders.priority(town, "民生")
    browser.sign_in(town.wang)

    page = browser.get("/plan?year=2026")

    assert "民生" in page
    assert 'action="/plan' not in page
    assert "自拟任务" not in page
    browser.post("/plan/2027", expect=403)
    browser.post("/plan/2026/priorities", name="另一个", expect=403)
    browser.post(f"/plan/priorities/{priority.id}", name="另一个", expect=403)


def test_priorities_are_added_and_renamed(browser: Browser, town: Town) -> None:
    builders.plan(town)
    browser.sign_in(town.lin)

    browser.post("/plan/2026/priorities", name="民生")
    plan = queries.plan_of(2026)
    assert plan is not None
    [priority] = plan.priorities
    renamed: dict[str, Any] = {f"p{priority.id}-name": "民生保障"}
    browser.post(f"/plan/priorities/{priority.id}", **renamed)

    page = browser.get("/plan?year=2026")
    assert "民生保障" in page
    assert "重点已改名" in page


def test_a_name_that_will_not_do_comes_back_with_the_reason(browser: Browser, town: Town) -> None:
    priority = builders.priority(town, "民生")
    builders.priority(town, "产业")
    browser.sign_in(town.lin)
    field = f"p{priority.id}-name"

    assert "请写重点的名称。" in browser.post("/plan/2026/priorities", name="", expect=422)
    assert "已有同名的重点" in browser.post("/plan/2026/priorities", name="民生", expect=422)
    for name, words in (("", "请写重点的名称。"), ("产业", "已有同名的重点")):
        sent: dict[str, Any] = {field: name}
        page = browser.post(f"/plan/priorities/{priority.id}", expect=422, **sent)
        assert words in page


def test_twelve_priorities_are_enough(browser: Browser, town: Town) -> None:
    for number in range(12):
        builders.priority(town, f"重点{number}")
    page = browser.sign_in(town.lin).get("/plan")
    assert "已有 12 个重点，最多 12 个，不能再增" in page


def test_a_year_beyond_all_plans_is_brought_back(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).get("/plan?year=99999")
    assert "2100年度计划" in page
    browser.post("/plan/2031/priorities", name="民生", expect=404)
