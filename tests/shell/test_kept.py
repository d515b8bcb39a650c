"""What was typed is not lost when the session ended meanwhile."""

import re
from contextvars import Context
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import TOKEN, Browser, Page
from tests.journal.readers import deeds
from tests.town import PASSWORD, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.people.models import Person
from tracker.shell import authors, kept
from tracker.shell.kept_words import in_words
from tracker.workplan.tasks.models import Task

FORM_KEY = re.compile(r'name="form_key"[^>]*value="([^"]+)"')
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


def key_for(path: str, page: Page) -> str:
    """The key of the form that goes there."""
    key = FORM_KEY.search(page.html.split(f'action="{path}"', 1)[1])
    assert key
    return key[1]


def lost_words(browser: Browser, town: Town) -> tuple[str, dict[str, str], Page]:
    """Words that Lin typed into a session that ended, and the page that kept them."""
    it = builders.reported(town)
    browser.sign_in(town.lin)
    path = f"/assignments/{it.id}/redo"
    key = key_for(path, browser.get(f"/tasks/{it.task_id}"))
    fields = {"reason": REASON, "version": str(it.version), "form_key": key}
    token = browser.token()
    browser._client.delete_cookie("luoshi")
    return path, fields, send(browser, path, token, **fields)


def test_what_was_kept_is_sent_by_one_press_and_by_its_author_alone(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, fields, lost = lost_words(browser, town)
    its_pass = token_on(lost)
    too_early = send(browser, path, its_pass, **fields)
    assert "另开一页登录" in too_early

    browser.sign_in(town.fang)
    strange = send(browser, path, its_pass, **fields)
    assert strange.status == 403
    assert "现在登录的不是填写的人" in strange
    assert "请补充验收报告" in strange
    browser.sign_in(town.lin)
    assert send(browser, path, its_pass, **fields | {"reason": "别的话也行"}).status == 400
    assert send(browser, f"{path}?next=/", its_pass, **fields).status == 400
    with monkeypatch.context() as later:
        later.setattr(authors, "PASS_LASTS", -1)
        assert send(browser, path, its_pass, **fields).status == 400
    assert "assignment.sent_back" not in deeds()

    assert send(browser, path, its_pass, **fields).status == 303
    db.session.rollback()
    assert deeds().count("assignment.sent_back") == 1


def test_the_page_that_is_shown_to_another_lacks_the_key_and_the_pass(
    browser: Browser, town: Town
) -> None:
    path, fields, lost = lost_words(browser, town)
    strange = send(browser.sign_in(town.fang), path, token_on(lost), **fields)
    mark = FORM_KEY.search(strange.html)
    assert mark
    assert fields["form_key"] not in strange
    assert 'name="csrf_token" value=""' in strange.html
    marked = fields | {"form_key": mark[1]}
    assert send(browser, path, browser.token(), **marked).status == 403

    # Who typed it comes back to that page: it takes two presses.
    again = send(browser.sign_in(town.lin), path, "", **marked)
    assert (again.status, "再提交一次" in again) == (400, True)
    assert send(browser, path, token_on(again), **marked).status == 303


def test_who_has_a_key_of_somebodys_makes_no_pass_for_another_address(
    browser: Browser, town: Town
) -> None:
    _path, fields, _lost = lost_words(browser, town)
    other = "/unit-groups/new"
    wanted = {"name": "强加的组", "form_key": fields["form_key"]}
    made = send(browser, other, "", **wanted)

    forced = send(browser.sign_in(town.lin), other, token_on(made), **wanted)

    assert forced.status == 400
    assert "强加的组" in forced


def test_words_with_an_old_key_are_sent_by_a_second_press(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authors, "KEY_LASTS", -1)
    path, fields, lost = lost_words(browser, town)
    # It is still known whose they are.
    assert send(browser.sign_in(town.fang), path, token_on(lost), **fields).status == 403

    again = send(browser.sign_in(town.lin), path, token_on(lost), **fields)

    assert (again.status, "再提交一次" in again) == (400, True)
    assert send(browser, path, token_on(again), **fields).status == 303


def test_a_form_is_not_done_in_the_name_of_another_than_it_was_given_to(
    browser: Browser, town: Town
) -> None:
    path, fields, _lost = lost_words(browser, town)
    ours = browser.sign_in(town.fang).token()

    answer = send(browser, path, ours, **fields)

    assert answer.status == 403
    assert "现在登录的不是填写的人" in answer
    unsigned = fields | {"form_key": "x" + fields["form_key"][1:]}
    assert "现在登录的不是填写的人" not in send(browser, path, ours, **unsigned)


def test_a_stranger_is_not_shown_more_than_a_report_holds(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 20)
    token = browser.sign_in(town.lin).token()
    path = "/assignments/1/redo"
    assert "请补充验收报告" in send(browser, path, "old", reason=REASON * 9)
    browser._client.delete_cookie("luoshi")

    answer = send(browser, path, token, reason=REASON * 9)

    assert answer.status == 401
    assert "内容太长" in answer
    assert "请补充验收报告" not in answer


def test_answers_stand_under_the_labels_of_their_questions(app: Flask) -> None:
    def told(endpoint: str, **fields: str) -> list[list[tuple[str | None, str]]]:
        found = in_words(app.view_functions.get(endpoint), list(fields.items()))
        return [[(it.label, it.words) for it in part.said] for part in found]

    with app.test_request_context():
        rows = {
            "form_key": "含汉字的钥匙",
            "r7-percent": "60",
            "r7-done": "已开工",
            "r7-version": "3",
            "r9-percent": "约六成",
            "r9-is_unchanged": "y",
            "r9-done": "",
        }
        assert told("progress.save", **rows) == [
            [("完成百分比", "60%"), ("本期进展", "已开工")],
            [("完成百分比", "约六成"), ("与上期无变化", "是")],
        ]
        post = {"role": "head", "unit": "3", "from_on": "2026-03-01", "to_on": "2026-02-30"}
        assert told("people.give_post", **post) == [[("起", "2026年3月1日"), ("止", "2026-02-30")]]
        assert told("people.give_post", role="负责人", unit="", from_on="") == [
            [("职责", "负责人")]
        ]
        assert told("nowhere", other="没有问题的话", key="12") == [[(None, "没有问题的话")]]


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
    assert re.search(r'<input[^>]*type="file"[^>]*name="file"', answer.text)
    assert 'enctype="multipart/form-data"' in answer.text


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
