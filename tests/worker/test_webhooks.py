"""Webhooks are called for real: signed, about what is open to all, until they answer, by the same number."""

import hmac
import json
import os
import signal
import ssl
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import receiver
from tests.messages.webhooks import builders
from tests.receiver import FINE, Received, Receiver, plainly
from tests.town import NOW, Town
from tests.workplan.tasks import builders as tasks
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.foundation.outgoing import LEASE, MOST_ATTEMPTS, OutgoingState
from tracker.foundation.web_client import WebClient
from tracker.messages.webhooks.models import HookKind, WebhookDelivery
from tracker.messages.webhooks.rules import NO_KEY
from tracker.messages.words import Topic
from tracker.settings.webhooks.commands import (
    renew_key,
    try_webhook,
)
from tracker.worker import webhooks
from tracker.worker.webhooks import call_webhooks
from tracker.workplan.tasks.commands import label_task
from tracker.workplan.tasks.models import Task

TAKEN = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"errcode":0}'
OUT_OF_ORDER = b"HTTP/1.1 500 Broken\r\nContent-Length: 4\r\n\r\nsick"
LATER = NOW + LEASE + timedelta(minutes=1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


def dispatched(town: Town, label: Label = Label.OPEN, title: str = "整治河道") -> Task:
    """A task so labelled, of which its unit was told."""
    task = tasks.dispatched(town, title=title).task
    with transaction():
        label_task(
            town.actor(town.lin), task, label, reason="可以公开", now=NOW, version=task.version
        )
    return task


def deliveries() -> list[WebhookDelivery]:
    db.session.rollback()
    return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def called(there: Receiver, home: Path, now: datetime = NOW) -> list[Received]:
    """Run the job and return what was received all in all."""
    call_webhooks(now, client=receiver.client(home))
    return there.received


def place(there: Receiver) -> str:
    return f"{builders.PLACE}:{there.port}"


@pytest.mark.postgres
def test_an_event_of_what_is_open_arrives_signed_and_without_a_word_of_it(
    app: Flask, town: Town, home: Path
) -> None:
    app.config["BASE_URL"] = "https://luoshi.example"
    with receiver.receiver(home) as there:
        _, key = builders.added(town, place=place(there))
        task = dispatched(town)
        (received,) = called(there, home)

    event = json.loads(received.body)
    (row,) = deliveries()
    assert event == {
        "id": row.event_id,
        "kind": "task.dispatched",
        "topic": "dispatch",
        "thing": "task",
        "thing_id": task.id,
        "link": f"https://luoshi.example/tasks/{task.id}",
        "at": "2026-06-18T10:00:00+08:00",
    }
    assert "河道" not in received.body.decode()
    assert received.headers["x-luoshi-event-id"] == row.event_id
    assert is_ours(received, key or "", window=300)
    assert not is_ours(received, "another key", window=300)
    assert received.line == "POST /in?key=hidden HTTP/1.1"
    assert (row.state, row.answer, row.attempts) == (OutgoingState.SENT, "HTTP 200 {}", 1)


def is_ours(received: Received, key: str, *, window: int) -> bool:
    """Check a signature as docs/administration.md tells a receiver to."""
    stamp = received.headers["x-luoshi-timestamp"]
    said = hmac.new(key.encode(), stamp.encode() + b"." + received.body, sha256).hexdigest()
    is_fresh = abs(datetime.now(UTC).timestamp() - int(stamp)) <= window
    return is_fresh and hmac.compare_digest(
        f"sha256={said}", received.headers["x-luoshi-signature"]
    )


def test_of_what_is_not_open_a_program_hears_nothing(town: Town, home: Path) -> None:
    with receiver.receiver(home) as there:
        builders.added(town, place=place(there))
        for label in (Label.INTERNAL, Label.SENSITIVE):
            dispatched(town, label)
        assert called(there, home) == []

    assert [it.state for it in deliveries()] == [OutgoingState.DROPPED] * 2


def test_a_label_that_was_raised_meanwhile_holds_it_back(town: Town, home: Path) -> None:
    with receiver.receiver(home) as there:
        builders.added(town, place=place(there))
        task = dispatched(town)
        with transaction():
            label_task(
                town.actor(town.lin),
                task,
                Label.SENSITIVE,
                reason="收紧",
                now=NOW,
                version=task.version,
            )
        assert called(there, home) == []


@pytest.mark.parametrize("kind", [HookKind.WECOM, HookKind.DINGTALK, HookKind.FEISHU])
def test_a_chat_gets_a_count_and_a_link_once_and_what_is_sensitive_is_not_counted(
    town: Town, home: Path, kind: HookKind
) -> None:
    with receiver.receiver(home, plainly(TAKEN)) as there:
        builders.added(town, kind, place=place(there), key="SECretive")
        for label in Label:
            dispatched(town, label)
        (received,) = called(there, home)

    said = json.loads(received.body)
    text = said["content"]["text"] if kind is HookKind.FEISHU else said["text"]["content"]
    assert text == "【落实】有 2 条新消息，请登录查看：/messages"
    states = [it.state for it in deliveries()]
    assert states == [OutgoingState.SENT, OutgoingState.SENT, OutgoingState.DROPPED]
    assert ("sign" in said) is (kind is HookKind.FEISHU)
    assert ("&sign=" in received.line) is (kind is HookKind.DINGTALK)


def test_a_chat_that_answers_that_it_did_not_take_it_is_told_again(town: Town, home: Path) -> None:
    said = b'HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n{"errcode":45009,"errmsg":"too often"}'
    with receiver.receiver(home, plainly(said)) as there:
        builders.added(town, HookKind.WECOM, place=place(there))
        dispatched(town)
        called(there, home)

    (row,) = deliveries()
    assert (row.state, row.attempts) == (OutgoingState.WAITING, 1)
    assert "too often" in row.answer
    assert row.next_at == NOW + timedelta(minutes=1)


def test_what_failed_is_sent_again_by_the_same_number_until_it_is_given_up(
    town: Town, home: Path
) -> None:
    with receiver.receiver(home, plainly(OUT_OF_ORDER)) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        called(there, home)
        called(there, home)  # it is not due yet
        assert len(there.received) == 1
        assert deliveries()[0].answer == "HTTP 500 sick"

        with transaction():
            row = db.session.scalars(select(WebhookDelivery)).one()
            row.attempts, row.next_at = MOST_ATTEMPTS - 1, NOW
        called(there, home)
        assert len(there.received) == 2
        (row,) = deliveries()
        assert (row.state, row.attempts) == (OutgoingState.GIVEN_UP, MOST_ATTEMPTS)
        assert {it.headers["x-luoshi-event-id"] for it in there.received} == {row.event_id}


def test_an_address_that_is_gone_is_given_up_at_once(town: Town, home: Path) -> None:
    gone = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
    with receiver.receiver(home, plainly(gone)) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        called(there, home)

    assert deliveries()[0].state is OutgoingState.GIVEN_UP


def test_an_answer_that_tells_the_address_back_is_kept_without_it(town: Town, home: Path) -> None:
    said = b"HTTP/1.1 404 Not Found\r\n\r\nCannot POST /in?key=hidden (key hidden), sorry"
    with receiver.receiver(home, plainly(said)) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        called(there, home)

    (row,) = deliveries()
    assert "hidden" not in row.answer
    assert "sorry" in row.answer


def test_a_host_that_is_listed_no_longer_is_not_called(town: Town, home: Path) -> None:
    with receiver.receiver(home) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        builders.enabled("other.example.org")
        called(there, home)
        assert there.calls == 0

    assert "不在允许的名单里" in deliveries()[0].answer


def test_a_host_within_the_house_is_not_called_though_it_is_listed(town: Town, home: Path) -> None:
    with receiver.receiver(home) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        inside = WebClient(resolve=lambda *_: ["127.0.0.1"], trust=receiver.trust(home))
        call_webhooks(NOW, client=inside)
        assert there.calls == 0

    assert "内部或保留的地址" in deliveries()[0].answer


def test_a_key_of_another_installation_is_said_to_be_none(
    app: Flask, town: Town, home: Path
) -> None:
    with receiver.receiver(home) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        app.config["SECRET_KEY"] = "another key that is only used in tests"
        assert called(there, home) == []

    assert deliveries()[0].answer == NO_KEY


@pytest.mark.parametrize("kind", HookKind)
def test_a_trial_is_sent_also_where_it_is_off_still(town: Town, home: Path, kind: HookKind) -> None:
    with receiver.receiver(home, plainly(TAKEN)) as there:
        hook, _ = builders.added(town, kind, place=place(there), is_on=False)
        dispatched(town)
        with transaction():
            try_webhook(town.actor(town.gu), hook, now=NOW)
        (received,) = called(there, home)

    assert ("测试消息" in received.body.decode()) is kind.is_chat
    assert [it.state for it in deliveries()] == [OutgoingState.SENT]


def test_a_renewed_key_signs_from_then_on(town: Town, home: Path) -> None:
    with receiver.receiver(home) as there:
        hook, old = builders.added(town, place=place(there))
        with transaction():
            new = renew_key(
                town.actor(town.gu), hook, secret_key=builders.SECRET_KEY, now=NOW, version=None
            )
        dispatched(town)
        (received,) = called(there, home)

    assert is_ours(received, new, window=300)
    assert not is_ours(received, old or "", window=300)


def test_only_what_is_of_its_topics_is_told(town: Town, home: Path) -> None:
    with receiver.receiver(home) as there:
        builders.added(town, place=place(there), topics=[Topic.REVIEW])
        dispatched(town)

    assert deliveries() == []


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# Newer Pythons warn of a fork beside threads: the receiver's only waits for calls at that moment.
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
@pytest.mark.parametrize("step", ["_send", "received", "_note"])
def test_killed_at_any_step_it_arrives_with_the_same_number(
    town: Town, home: Path, step: str
) -> None:
    """Held but not sent; received but not answered; answered but not noted."""
    child: list[int] = []

    def answer(line: ssl.SSLSocket, _received: Received) -> None:
        if step == "received":
            os.kill(child[0], signal.SIGKILL)
        line.sendall(FINE)

    with receiver.receiver(home, answer) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        db.session.remove()
        db.engine.dispose()
        ready, go = os.pipe()
        worker = os.fork()
        if not worker:
            os.read(ready, 1)
            _work_and_die(home, step)
        child.append(worker)
        os.write(go, b"!")
        _, status = os.waitpid(worker, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        for end in (ready, go):
            os.close(end)

        (row,) = deliveries()
        assert (row.state, row.attempts) == (OutgoingState.WAITING, 1)
        there.answer = plainly(FINE)
        called(there, home)  # the dead one holds it still
        called(there, home, LATER)
        (row,) = deliveries()
        assert (row.state, row.attempts) == (OutgoingState.SENT, 2)
        assert len(there.received) == (1 if step == "_send" else 2)
        assert {it.headers["x-luoshi-event-id"] for it in there.received} == {row.event_id}


def _work_and_die(home: Path, step: str) -> None:
    """Be a worker that is killed; never come back into the tests."""
    try:
        db.engine.dispose(close=False)
        if step != "received":
            setattr(webhooks, step, _die)
        call_webhooks(NOW, client=receiver.client(home))
    finally:
        os._exit(1)


def test_the_usual_client_is_taken_where_nothing_is_due(town: Town) -> None:
    builders.added(town)
    call_webhooks(NOW)

    assert deliveries() == []
