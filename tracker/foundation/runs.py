"""When each job of the worker ran last, so that pages and probes can tell whether there is a worker."""

from datetime import datetime, timedelta

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.db import db
from tracker.foundation.model import Model

MISSED_AFTER = timedelta(minutes=5)
"""A worker that was not seen for so long is not there: it looks every minute."""


class JobRun(Model):
    """The last run of a job, whichever worker did it; fault: the kind of what it broke off with, ''."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    fault: Mapped[str] = mapped_column(String(100), default="")


def note_run(name: str, *, began_at: datetime, ended_at: datetime, fault: str = "") -> None:
    """Note that a job ran, in a transaction of its own."""
    db.session.merge(JobRun(name=name, began_at=began_at, ended_at=ended_at, fault=fault))


def worker_seen_at() -> datetime | None:
    """Return when a worker did something last; None: never."""
    return db.session.scalar(select(func.max(JobRun.ended_at)))


def is_worker_there(now: datetime) -> bool:
    """Whether a worker was seen lately; one that is seen ahead of a clock that was set back was not."""
    seen = worker_seen_at()
    return seen is not None and abs(now - seen) <= MISSED_AFTER
