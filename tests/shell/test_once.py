"""A form that is sent twice does its deed once."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.browser import TOKEN, Browser
from tests.journal.readers import deeds
from tests.town import NOW, PASSWORD, Town
from tests.workplan.tasks import builders
from tracker.foundation import answers
from tracker.foundation.answers import Answer
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.people import commands
from tracker.people.models import Person
from tracker.workplan.tasks.models import Assignment


def client_of(app: Flask, person: Person) -> FlaskClient:
    """A browser without a test's conveniences."""
    with transaction():
        token = commands.sign_in(person, now=now())
    client = app.test_client()
    client.set_cookie("luoshi", token)
    return client


def send(client: FlaskClient, path: str, token: str, **fields: Any) -> TestResponse:
    """Send a form and forget, as the server does, everything that was known before."""
    answer = Context().run(client.post, path, data=fields | {"csrf_token": token})
    db.session.rollback()
    return answer


def token_of(client: FlaskClient) -> str:
    """The token of this visitor's forms."""
    found = TOKEN.search(Context().run(client.get, "/components").text)
    assert found
    return found[1]


def acknowledging(it: Assignment) -> tuple[str, dict[str, Any]]:
    return f"/assignments/{it.id}/acknowledge", {"version": it.version, "form_key": "k" * 22}


def test_a_double_click_does_the_deed_once_and_answers_twice_the_same(
    app: Flask, town: Town
) -> None:
    it = builders.dispatched(town)
    path, fields = acknowledging(it)
    client = client_of(app, town.wang)
    token = token_of(client)

    first, second = (send(client, path, token, **fields) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert deeds().count("assignment.acknowledged") == 1
    with client.session_transaction() as kept:
        assert [said for _kind, said in kept["_flashes"]]


def test_without_the_key_the_second_is_told_that_the_step_is_done(app: Flask, town: Town) -> None:
    it = builders.dispatched(town)
    path, fields = acknowledging(it)
    del fields["form_key"]
    client = client_of(app, town.wang)
    token = token_of(client)

    assert [send(client, path, token, **fields).status_code for _ in range(2)] == [303, 409]


def test_the_same_key_with_other_words_is_another_wish(app: Flask, town: Town) -> None:
    it = builders.dispatched(town)
    path, fields = acknowledging(it)
    client = client_of(app, town.wang)
    token = token_of(client)
    send(client, path, token, **fields)

    assert send(client, path, token, **fields | {"next": "/tasks"}).status_code == 409


def test_a_key_is_not_another_person_s(app: Flask, town: Town) -> None:
    it = builders.dispatched(town)
    path, fields = acknowledging(it)
    for person, status in ((town.wang, 303), (town.zhao, 404)):
        client = client_of(app, person)
        assert send(client, path, token_of(client), **fields).status_code == status


def test_a_refused_form_may_be_sent_again(app: Flask, town: Town) -> None:
    client = client_of(app, town.lin)
    it = builders.reported(town)
    path = f"/assignments/{it.id}/redo"
    token = token_of(client)
    fields: dict[str, Any] = {"form_key": "k" * 22, "version": it.version}

    assert send(client, path, token, **fields, reason="").status_code != 303
    assert send(client, path, token, **fields, reason="佐证不全，请补。").status_code == 303


@pytest.mark.parametrize("times", [2, 6])
def test_forms_sent_at_the_same_moment_do_it_once(app: Flask, town: Town, times: int) -> None:
    it = builders.dispatched(town)
    path, fields = acknowledging(it)
    client = client_of(app, town.wang)
    token = token_of(client)
    cookies = {name: client.get_cookie(name) for name in ("luoshi", "luoshi-form")}

    def click(_number: int) -> TestResponse:
        another = app.test_client()
        for name, cookie in cookies.items():
            assert cookie
            another.set_cookie(name, cookie.value)
        return another.post(path, data=fields | {"csrf_token": token})

    with ThreadPoolExecutor(times) as pool:
        answers_given = list(pool.map(click, range(times)))

    assert {(it.status_code, it.location) for it in answers_given} == {
        (303, answers_given[0].location)
    }
    assert deeds().count("assignment.acknowledged") == 1


def test_files_count_as_words_do(app: Flask, town: Town) -> None:
    client = client_of(app, town.lin)
    token = token_of(client)

    def upload(text: str) -> TestResponse:
        file = (BytesIO(text.encode()), "会议.txt")
        return send(client, "/reports", token, form_key="k" * 22, file=file)

    sentence = "会议要求，市住房局要在6月底前完成老旧小区改造20个。"
    first, second, third = upload(sentence), upload(sentence), upload(sentence + "会议结束。")

    assert first.location == second.location != third.location


def test_a_file_is_handed_out_as_often_as_it_is_asked_for(app: Flask, town: Town) -> None:
    client = client_of(app, town.fang)
    token = token_of(client)
    fields = {"form_key": "k" * 22, "form": "csv"}

    sent = [send(client, "/persons/export", token, **fields) for _ in range(2)]

    assert [it.status_code for it in sent] == [200, 200]
    assert deeds().count("persons.exported") == 2


def test_what_is_noted_on_the_way_is_not_the_deed(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(app, town.wang)
    token = token_of(client)
    fields = {
        "form_key": "k" * 22,
        "current_password": PASSWORD,
        "new_password": "Harbour-77-candle",
        "new_password_again": "Harbour-77-candle",
    }

    def die(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(commands, "change_password", die)
        assert send(client, "/account/password", token, **fields).status_code == 500

    assert send(client, "/account/password", token, **fields).status_code == 303


def test_answers_are_forgotten_after_a_day(app: Flask) -> None:
    with transaction():
        answers.claim("a" * 64, now=NOW)
    with transaction():
        answers.claim("b" * 64, now=NOW + timedelta(hours=25))

    assert db.session.scalar(select(func.count(Answer.digest))) == 1
    assert app


def test_an_answer_that_led_nowhere_is_said_to_have_been_given(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = builders.dispatched(town)
    path, fields = acknowledging(it)
    client = client_of(app, town.wang)
    token = token_of(client)
    send(client, path, token, **fields)
    with transaction():
        for kept in db.session.scalars(select(Answer)):
            kept.location = None
    monkeypatch.setattr("tracker.shell.once.LONGEST_WAIT", 0)

    again = send(client, path, token, **fields)

    assert again.status_code == 409
    assert "没有重复办理" in again.text


def test_every_page_has_a_key_of_its_own(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    first, second = browser.get("/components").html, browser.get("/components").html

    def key(html: str) -> str:
        return html.split('name="form_key" value="', 1)[1].split('"', 1)[0]

    assert len(key(first)) > 20
    assert key(first) != key(second)
