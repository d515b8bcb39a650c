"""Several processes on one database, and the time that a refusal takes."""

import multiprocessing
from datetime import timedelta
from multiprocessing.connection import Connection

import pytest
from flask import Flask
from sqlalchemy import func, literal, select, text

from tests.browser import Browser
from tests.people.builders import try_to_sign_in
from tests.town import NOW, PASSWORD, Town
from tracker.foundation.answers import Answer, claim
from tracker.foundation.breaches import PolicyBreach, count_breach
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.people import commands
from tracker.people.models import Session, SignInFailure
from tracker.people.views import even_moments

HERE, ELSEWHERE = "203.0.113.5", "198.51.100.7"
PROCESSES, GUESSES = 4, 3


def guess(app: Flask, told: Connection) -> None:
    """Guess as a worker process does, on connections of its own, and tell how often it was looked at."""
    with app.app_context():
        told.recv()
        opened = 0
        for _ in range(GUESSES):
            with transaction():
                opened += commands.begin_attempt("wang", address=HERE, now=NOW)
        told.send(opened)


@pytest.mark.postgres
@pytest.mark.usefixtures("town")
# Newer Pythons warn of it; no thread of ours runs while the tests are between two requests.
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_guesses_of_four_processes_get_no_more_tries_than_those_of_one(app: Flask) -> None:
    forked = multiprocessing.get_context("fork")
    db.session.remove()
    db.engine.dispose()
    ends, workers = [], []
    for _ in range(PROCESSES):
        end, other = forked.Pipe()
        workers.append(forked.Process(target=guess, args=(app, other)))
        ends.append(end)
        workers[-1].start()
    for end in ends:
        end.send("go")

    opened = sum(end.recv() for end in ends if end.poll(20))
    for worker in workers:
        worker.join(20)

    assert opened == 5
    counted = select(func.count(SignInFailure.id)).where(SignInFailure.counts)
    assert db.session.scalar(counted) == 5
    assert db.session.scalar(select(func.count(SignInFailure.id))) == PROCESSES * GUESSES


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_sweeps_pass_over_what_another_worker_is_at(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.foundation.breaches.MOST_KINDS", 1)
    later = NOW + timedelta(hours=25)
    with transaction():
        commands.begin_attempt("wang", address=HERE, now=NOW)
        commands.sign_in(town.bai, now=NOW)
        claim("a" * 64, now=NOW)
        count_breach("img-src", "a", "/", now=NOW)

    def sweep(mark: str) -> list[int]:
        with transaction():
            # Who waited for the other would fail here, rather than for ever.
            db.session.execute(text("SET LOCAL lock_timeout = '1s'"))
            commands.begin_attempt("bai", address=ELSEWHERE, now=later)
            claim(mark * 64, now=later)
            count_breach("img-src", mark, "/", now=later)
        tables = SignInFailure, Session, Answer, PolicyBreach
        return [db.session.scalar(select(func.count()).select_from(it)) or 0 for it in tables]

    with db.engine.connect() as other:
        for it in (SignInFailure, Session, Answer, PolicyBreach):
            other.execute(select(literal(1)).select_from(it).with_for_update())
        assert sweep("b") == [2, 1, 2, 2]
        other.rollback()

    assert sweep("c") == [2, 0, 2, 1]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was waited for, in seconds; nobody waits."""
    found: list[float] = []
    monkeypatch.setattr(even_moments, "sleep", found.append)
    return found


@pytest.mark.parametrize(("taken", "waited"), [(0.01, 0.24), (0.24, 0.01), (0.26, 0.24), (0.5, 0)])
def test_a_refusal_leaves_when_a_whole_number_of_steps_is_over(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    waits: list[float],
    taken: float,
    waited: float,
) -> None:
    app.config[even_moments.STEP] = 0.25
    monkeypatch.setattr(even_moments, "monotonic", lambda: 100 + taken)

    even_moments.wait_for_even_moment(100)

    assert waits == [pytest.approx(waited)]


def test_every_refusal_of_a_sign_in_leaves_evenly_and_nobody_else_waits(
    app: Flask, town: Town, waits: list[float]
) -> None:
    app.config[even_moments.STEP] = 0.25
    with transaction():
        town.zhao.is_active = False
        for _ in range(6):
            commands.begin_attempt("bai", address="127.0.0.1", now=now())

    for login, password in (("nobody", "x"), ("wang", "x"), ("bai", PASSWORD), ("zhao", PASSWORD)):
        try_to_sign_in(Browser(app), login, password, expect=422)
    assert len(waits) == 4
    assert all(0 <= it <= 0.25 for it in waits)

    try_to_sign_in(Browser(app), "wang", expect=303)
    assert len(waits) == 4
