"""A real `luoshi work`, killed at one step after the other: nothing is lost, in the house nothing twice."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from multiprocessing.context import ForkProcess
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.conftest import SECRET_KEY, TODAY
from tests.town import NOW, Town
from tests.worker.postbox import SENDER, Postbox
from tests.workplan.tasks import builders
from tracker.cli_work import work_command
from tracker.foundation.db import db, transaction
from tracker.foundation.model import Model
from tracker.foundation.outgoing import OutgoingState
from tracker.foundation.runs import worker_seen_at
from tracker.foundation.settings import keep_option
from tracker.messages.commands import prefer
from tracker.messages.models import Mail, Message, Receipt
from tracker.worker.running import run_once
from tracker.workplan.tasks.reminders.models import Reminder
from tracker.workplan.tasks.rules import Step

PATIENCE = 60


@pytest.fixture
def start(app: Flask, postbox: Postbox, tmp_path: Path) -> Callable[..., ForkProcess]:
    """Start the product's own command on the test's database and mail server, in a process of its own.

    It is forked, as a new interpreter would take most of the time; it builds its own application.
    """
    del postbox
    server = app.config["MAIL"]
    environ = {
        "LUOSHI_HOME": str(tmp_path),
        "LUOSHI_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "LUOSHI_SECRET_KEY": SECRET_KEY,
        "LUOSHI_ENV": "test",
        "LUOSHI_TODAY": TODAY.isoformat(),
        "LUOSHI_BASE_URL": "https://luoshi.example",
        "LUOSHI_SMTP_HOST": server.host,
        "LUOSHI_SMTP_PORT": str(server.port),
        "LUOSHI_SMTP_SECURITY": "none",
        "LUOSHI_MAIL_FROM": SENDER,
    }

    def work(*options: str) -> None:
        os.environ.update(environ)
        work_command.main(options)

    def started(*options: str) -> ForkProcess:
        # No connection may cross a fork: SQLite would take this process's locks for its own.
        db.session.remove()
        db.engine.dispose()
        process = multiprocessing.get_context("fork").Process(target=work, args=options)
        process.start()
        return process

    return started


def killed(process: ForkProcess, it_is_so: Callable[[], object]) -> None:
    """Kill a process the moment something is so; it must not have ended before."""
    until = time.monotonic() + PATIENCE
    while not it_is_so():
        assert process.is_alive()
        assert time.monotonic() < until
        time.sleep(0.005)
    process.kill()
    assert ended(process) == -signal.SIGKILL


def ended(process: ForkProcess) -> int | None:
    process.join(PATIENCE)
    return process.exitcode


def count(kind: type[Model]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def leases_end() -> None:
    """Let the time pass for which a dead worker's claims hold."""
    with transaction():
        db.session.execute(
            update(Mail)
            .where(Mail.state == OutgoingState.WAITING)
            .values(next_at=NOW - timedelta(days=1))
        )


def with_overdue_work(town: Town) -> None:
    """Three things are overdue; the head wants urgent mails at once, the others the digest."""
    long_ago = NOW - timedelta(days=60)
    for day in (15, 16, 17):
        made = builders.dispatched(town, due_on=date(2026, 6, day), now=long_ago)
        builders.step(town, made, Step.ACKNOWLEDGE, now=long_ago)
    with transaction():
        for name in ("tasks.remind_at", "messages.digest_at"):
            keep_option(name, "00:00", changed_by="顾平", changed_at=NOW)
        wang = town.actor(town.wang)
        prefer(wang, has_digest=True, urgent_at_once=True, muted=(), now=NOW)


def reminded() -> Counter[tuple[int, int]]:
    """How often each person has each reminder."""
    db.session.rollback()
    found = db.session.execute(
        select(Receipt.person_id, Message.thing_id)
        .join(Receipt.message)
        .where(Message.kind == "assignment.overdue")
    )
    return Counter((row[0], row[1]) for row in found)


@pytest.mark.postgres
def test_two_workers_at_once_tell_and_send_each_thing_once(
    reachable: Town, postbox: Postbox, app: Flask
) -> None:
    with_overdue_work(reachable)
    both_ready = Barrier(2)

    def work() -> list[str]:
        both_ready.wait(PATIENCE)
        return run_once(app)

    with ThreadPoolExecutor(2) as workers:
        broken = [it.result() for it in [workers.submit(work) for _ in range(2)]]

    assert broken == [[], []]
    assert set(reminded().values()) == {1}
    assert len(postbox.ids) == len({*postbox.ids}) == count(Mail) == 6


def test_a_worker_killed_at_any_step_loses_nothing_and_tells_nobody_twice(
    reachable: Town, postbox: Postbox, start: Callable[..., ForkProcess]
) -> None:
    with_overdue_work(reachable)

    # It tells in the house, and dies before it sends anything, or while it does.
    killed(start(), lambda: count(Reminder))
    leases_end()
    # The server has a mail, and it dies before it can note so.
    postbox.hears, postbox.slow = "", 0.3
    killed(start("--once"), lambda: postbox.hears == "DATA")
    postbox.slow = 0.0
    leases_end()
    # The next one does the rest.
    assert ended(start("--once")) == 0

    assert len(reminded()) == 6  # three for the head, three for the contact
    assert set(reminded().values()) == {1}
    assert count(Reminder) == 4  # and the supervisor's sum
    db.session.rollback()
    assert set(db.session.scalars(select(Mail.state))) == {OutgoingState.SENT}
    sent = Counter(it["To"] for it in postbox.mails)
    assert sent["lin@office.example"] >= 1
    assert sent["bai@office.example"] >= 1
    # The head's three and a digest; what went twice is the same mail.
    of_the_head = {it["Message-ID"] for it in postbox.mails if it["To"] == "wang@office.example"}
    assert len(of_the_head) == count(Mail) - 2
    assert len({*postbox.ids}) == count(Mail)
    assert len(postbox.ids) > count(Mail)
    assert worker_seen_at() is not None
