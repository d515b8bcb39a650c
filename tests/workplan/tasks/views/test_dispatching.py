"""The dispatch page, when what is sent makes no sense."""

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks.builders import task


def test_a_mode_that_does_not_exist_is_said_beside_its_field(browser: Browser, town: Town) -> None:
    it = task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=it.id, **{f"t{it.id}-mode": "bogus"}
    )

    assert it.number in page


def test_what_is_wrong_is_named_by_the_tasks_title(browser: Browser, town: Town) -> None:
    it = task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=it.id, leads="市公路局", **{f"t{it.id}-leads": "月球局"}
    )

    assert f"{it.number}“{it.title}”：单位名册里没有“月球局”" in page
    assert f"{it.number}：单位名册里没有“月球局”" in page


def test_a_task_that_does_not_exist_is_not_found(browser: Browser, town: Town) -> None:
    it = task(town)
    browser.sign_in(town.lin)

    assert "没有这项任务" in browser.get("/tasks/dispatch?task=99999999", expect=404)
    browser.post("/tasks/dispatch", expect=404, task="99999999")
    browser.get(f"/tasks/dispatch?task={it.id}&task=99999999")
    for nothing in ("", "?task=x"):
        browser.get(f"/tasks/dispatch{nothing}", expect=303)
        assert "请先选要交办的任务。" in browser.get("/tasks/queue")
