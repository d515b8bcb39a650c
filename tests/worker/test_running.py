"""Jobs at their times: one that breaks off leaves the others alone, and is seen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from flask import Flask
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import select

from tests.conftest import settings_for
from tests.databases import Postgres
from tests.databases import running as running_app
from tests.town import NOW
from tracker.foundation.clock import PINNED
from tracker.foundation.db import db, transaction
from tracker.foundation.migrate import alembic_config
from tracker.foundation.runs import MISSED_AFTER, JobRun, is_worker_there, note_run, worker_seen_at
from tracker.worker import running
from tracker.worker.running import moment, prepare_queue, queue, run, run_once, work
from tracker.worker.schedule import JOBS, Job


def runs() -> dict[str, str]:
    db.session.rollback()
    return dict(db.session.execute(select(JobRun.name, JobRun.fault)).all())


def test_the_schedule_names_each_job_once_and_keeps_to_the_clock() -> None:
    assert len({it.name for it in JOBS}) == len(JOBS)
    assert {it.name for it in JOBS} >= {"remind", "digest", "deliver", "sweep"}
    assert all(running.HOUR % it.every == 0 for it in JOBS)


def test_a_job_that_breaks_off_is_noted_and_the_next_is_done(app: Flask) -> None:
    done: list[datetime] = []

    def broken(_now: datetime) -> None:
        raise OSError("disk")

    assert run_once(app, [Job("broken", broken), Job("whole", done.append)]) == ["broken"]
    assert len(done) == 1
    assert runs() == {"broken": "OSError", "whole": ""}

    assert run(app, Job("broken", done.append))
    assert runs()["broken"] == ""


@pytest.mark.postgres
def test_all_of_the_schedule_runs_on_an_empty_database(app: Flask) -> None:
    assert run_once(app) == []
    assert set(runs()) == {it.name for it in JOBS}


@pytest.mark.postgres
def test_the_moment_is_the_pinned_day_at_this_time(app: Flask) -> None:
    assert moment().date() in {NOW.date(), NOW.date() - timedelta(days=1)}
    app.config[PINNED] = None
    assert abs(moment() - datetime.now(NOW.tzinfo)) < timedelta(seconds=30)


@pytest.mark.usefixtures("app")
def test_a_worker_that_is_not_seen_is_not_there() -> None:
    assert worker_seen_at() is None
    assert not is_worker_there(NOW)

    with transaction():
        note_run("deliver", began_at=NOW, ended_at=NOW)

    assert is_worker_there(NOW + MISSED_AFTER)
    assert not is_worker_there(NOW + MISSED_AFTER + timedelta(seconds=1))
    # The clock was set back: what was seen lies ahead, and says nothing.
    assert not is_worker_there(NOW - timedelta(days=1))


class Consumer:
    """Stands in for huey's, which would run for ever: does what each tick would do, once."""

    def __init__(self, ticks: Any) -> None:
        self.ticks = ticks

    def run(self) -> None:
        for task in self.ticks._registry.periodic_tasks:
            self.ticks.execute(task)


def test_huey_ticks_each_job(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []
    make: Callable[..., Consumer] = lambda ticks, **_: Consumer(ticks)  # noqa: E731
    monkeypatch.setattr(SqliteHuey, "create_consumer", make)
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'luoshi.db'}")

    jobs = [
        Job("often", done.append),
        Job("sometimes", done.append, 10),
        Job("rarely", done.append, 60),
    ]
    work(app, settings, jobs)

    assert len(done) == 2 * len(jobs)
    assert (tmp_path / "queue.db").exists()


def test_huey_keeps_its_ticks_where_the_database_is(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.clone() as address, running_app(settings_for(tmp_path, address)):
        prepare_queue(settings_for(tmp_path, address))
        for _ in range(2):
            ticks = queue(settings_for(tmp_path, address))
            assert isinstance(ticks, PostgresHuey)
            assert ticks.pending_count() == 0
            ticks.storage.close()
        command.check(alembic_config())
