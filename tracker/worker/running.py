"""Running the jobs: once, or again and again by huey, which keeps nothing but the ticks of the clock.

What is to be done stands in our own tables; a tick that is lost costs a minute.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import DateTime, cast, func, inspect, select
from sqlalchemy.engine import make_url

from tracker.config import Settings
from tracker.foundation.clock import HERE, PINNED
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Outdated
from tracker.foundation.runs import note_run
from tracker.worker.schedule import JOBS, Job

QUEUE = "luoshi"
TABLES = "huey"
"""How the names of huey's own tables begin where they stand in our database."""
THREADS = 2
TICK_HOLDS = 55
"""Seconds after which a tick that nobody took is forgotten: the next one is due."""
HOUR = 60
log = logging.getLogger("luoshi.worker")


def moment() -> datetime:
    """Return this moment, by the clock that all workers share: the database's where it may be another machine's.

    A pinned day of an example or a test is that day at this time of day, as everywhere.
    """
    real = datetime.now(UTC)
    if db.engine.dialect.name == "postgresql":
        asked = db.session.scalar(select(cast(func.clock_timestamp(), DateTime(timezone=True))))
        db.session.rollback()
        real = real if asked is None else asked.astimezone(UTC)
    pinned = current_app.config.get(PINNED)
    if pinned is None:
        return real
    return datetime.combine(pinned, real.astimezone(HERE).timetz()).astimezone(UTC)


def run_once(app: Flask, jobs: Iterable[Job] = JOBS) -> list[str]:
    """Do everything that is due now; returns the names of the jobs that broke off."""
    return [job.name for job in jobs if not run(app, job)]


def run(app: Flask, job: Job) -> bool:
    """Do what is due of one job and note that it ran; whether it came to its end.

    A job that breaks off leaves the others alone; the next run goes on where it stopped.
    """
    with app.app_context():
        began, fault = moment(), ""
        try:
            job.run(began)
        except Exception as error:
            fault = type(error).__name__
            log.exception("the job %s broke off", job.name)
        db.session.rollback()
        try:
            with transaction(is_deed=False):
                note_run(job.name, began_at=began, ended_at=moment(), fault=fault)
        except Outdated:
            # Another worker noted its very first run at the same moment.
            log.info("the run of %s was noted by another worker", job.name)
        return not fault


def queue(settings: Settings) -> Huey:
    """Return huey on the database where it is PostgreSQL, else on a file of its own.

    Two SQLite libraries on one file drop each other's locks, and huey takes the standard one.
    """
    if settings.uses_sqlite:
        return SqliteHuey(QUEUE, filename=str(settings.home / "queue.db"), results=False)
    address = make_url(settings.database_url).set(drivername="postgresql")
    dsn = address.render_as_string(hide_password=False)
    # Who serves may not make tables: `luoshi upgrade` did.
    is_missing = not inspect(db.engine).has_table(f"{TABLES}_task")
    return PostgresHuey(
        QUEUE, dsn=dsn, table_prefix=TABLES, create_tables=is_missing, results=False
    )


def prepare_queue(settings: Settings) -> None:
    """Make huey's own tables where it keeps its ticks in our database."""
    if not settings.uses_sqlite:
        queue(settings).storage.close()


def work(app: Flask, settings: Settings, jobs: Iterable[Job] = JOBS) -> None:
    """Run the jobs at their times until the process is told to stop."""
    # Every tick would be a line of the log.
    logging.getLogger("huey").setLevel(logging.WARNING)
    with app.app_context():
        ticks = queue(settings)
    for job in jobs:
        _schedule(ticks, app, job)
    run_once(app, jobs)
    ticks.create_consumer(
        workers=THREADS, periodic=True, scheduler_interval=5, max_delay=2.0, graceful_signal="TERM"
    ).run()


def _schedule(ticks: Huey, app: Flask, job: Job) -> None:
    def tick() -> None:
        run(app, job)

    minutes = "*" if job.every == 1 else "0" if job.every == HOUR else f"*/{job.every}"
    ticks.periodic_task(crontab(minute=minutes), name=job.name, expires=TICK_HOLDS)(tick)
