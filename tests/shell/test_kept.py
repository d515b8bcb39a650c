"""What was typed is not lost when the session ended meanwhile."""

from contextvars import Context
from io import BytesIO

from sqlalchemy import select

from tests.browser import TOKEN, Browser, Page
from tests.town import PASSWORD, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.people.models import Person
from tracker.workplan.tasks.models import Task

FROM_HERE = {"Origin": "http://localhost"}
REASON = "佐证材料不全\n请补充验收报告"


def send(browser: Browser, path: str, token: str, **fields: str) -> Page:
    """Send a form as a browser does, which says where it stands."""
    return Page(
        Context().run(
            browser._client.post, path, data=fields | {"csrf_token": token}, headers=FROM_HERE
        )
    )


def token_on(page: Page) -> str:
    found = TOKEN.search(page.html)
    assert found
    return found[1]


def test_words_typed_into_an_ended_session_come_back_and_can_be_sent(
    browser: Browser, town: Town
) -> None:
    it = builders.reported(town)
    path = f"/assignments/{it.id}/redo"
    token = browser.sign_in(town.lin).token()
    browser._client.delete_cookie("luoshi")

    lost = send(browser, path, token, reason=REASON, version=str(it.version))

    assert lost.status == 401
    assert "请补充验收报告" in lost
    assert "另开一页登录" in lost
    page = browser.get("/sign-in")
    send(browser, "/sign-in", token_on(page), login="lin", password=PASSWORD)
    again = send(browser, path, token_on(lost), reason=REASON, version=str(it.version))
    assert again.status == 400
    assert "再提交一次" in again
    done = send(browser, path, token_on(again), reason=REASON, version=str(it.version))
    assert done.status == 303


def test_a_password_never_stands_in_a_page(browser: Browser) -> None:
    answer = send(browser, "/sign-in", "old", login="lin", password="secret-words-1")

    assert answer.status == 400
    assert "secret-words-1" not in answer


def test_a_form_that_does_not_say_where_it_stands_is_not_shown_again(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)

    answer = Context().run(
        browser._client.post, "/assignments/1/redo", data={"reason": "从别处来的话"}
    )

    assert answer.status_code == 400
    assert "从别处来的话" not in answer.text


def test_a_chosen_file_is_named_to_be_chosen_again(browser: Browser, town: Town) -> None:
    token = browser.sign_in(town.lin).token()
    browser._client.delete_cookie("luoshi")

    answer = Context().run(
        browser._client.post,
        "/reports",
        data={"csrf_token": token, "text": "", "file": (BytesIO(b"x"), "会议.txt")},
        headers=FROM_HERE,
    )

    assert answer.status_code == 401
    assert "《会议.txt》要重新选择" in answer.text


def test_what_was_done_already_unseen_is_not_done_again(browser: Browser, town: Town) -> None:
    priority = builders.priority(town)
    token = browser.sign_in(town.lin).token()
    fields = {
        "title": "编制新的规划",
        "text": "",
        "leader": "",
        "cycle": "",
        "weight": "2",
        "priority": str(priority.id),
        "form_key": "k" * 22,
    }
    send(browser, "/tasks/new", token, **fields)
    browser._client.delete_cookie("luoshi")
    lost = send(browser, "/tasks/new", token, **fields)
    assert 'name="form_key" value="' + "k" * 22 in lost.html
    browser.sign_in(town.lin)

    again = send(browser, "/tasks/new", browser.token(), **fields)

    assert again.status == 303
    assert len(db.session.scalars(select(Task)).all()) == 1


def test_words_are_kept_when_the_password_must_be_changed_first(
    browser: Browser, town: Town
) -> None:
    it = builders.reported(town)
    token = browser.sign_in(town.lin).token()
    with transaction():
        db.session.get_one(Person, town.lin.id).must_change_password = True

    lost = send(browser, f"/assignments/{it.id}/redo", token, reason=REASON)

    assert lost.status == 403
    assert "另开一页去办" in lost
    assert "请补充验收报告" in lost


def test_a_script_that_wants_no_page_is_led_to_the_sign_in(browser: Browser, town: Town) -> None:
    token = browser.sign_in(town.lin).token()
    browser._client.delete_cookie("luoshi")

    answer = Context().run(
        browser._client.post,
        "/reports",
        data={"csrf_token": token, "text": "会议要求抓好落实。"},
        headers=FROM_HERE | {"Accept": "application/x-ndjson"},
    )

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")
