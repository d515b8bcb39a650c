"""The pages on which a leader keeps what they watch."""

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks import builders


def test_a_task_is_watched_and_found_on_the_first_page_the_dashboard_and_in_the_list(
    browser: Browser, town: Town
) -> None:
    work = builders.acknowledged(town, title="整治易涝点")
    builders.acknowledged(town, title="没关注的")
    browser.sign_in(town.yan)
    assert "还没有关注的" in browser.get("/watching")
    assert "我关注的" not in browser.get("/dashboard?year=2026").html.partition("<h1")[2]

    answer = browser.post(
        "/watching",
        about=f"assignment:{work.id}",
        note="盯到汛前",
        next=f"/tasks/{work.task_id}",
    )
    assert answer.location == f"/tasks/{work.task_id}"

    for path in ("/", "/dashboard?year=2026", "/watching", f"/tasks/{work.task_id}"):
        page = browser.get(path)
        assert "盯到汛前" in page, path
    form = browser.get(f"/tasks/{work.task_id}")
    assert 'value="盯到汛前"' in form, "a note that is written anew begins with what it was"
    assert f'value="assignment:{work.id}" selected' in " ".join(form.html.split())
    listed = browser.get("/tasks?year=2026&watched=1")
    assert "整治易涝点" in listed
    assert "没关注的" not in listed

    answer = browser.post("/watching/1/remove", next="//elsewhere.example")
    assert answer.location == "/watching"
    browser.post("/watching/1/remove", expect=404)
    browser.post("/watching", expect=409, about=f"task:{work.task_id}", note="长" * 501)
    browser.post("/watching", expect=404, about="task:987654")


def test_others_have_no_such_list(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)

    browser.sign_in(town.lin).get("/watching", expect=403)
    assert "需要关注" not in browser.get(f"/tasks/{work.task_id}")
