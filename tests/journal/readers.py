"""Reading the journal in tests, and tampering with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select, text

from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.journal.commands import record
from tracker.journal.models import TRIGGERS, Entry
from tracker.journal.queries import chain_faults


def deeds() -> list[str]:
    """Every deed in the journal, in order."""
    return list(db.session.scalars(select(Entry.deed).order_by(Entry.id)))


def write(town: Town, *deeds: str, subject: str = "task:1") -> None:
    """Have Lin do these deeds, each in a transaction of its own."""
    for deed in deeds:
        with transaction():
            record(town.actor(town.lin), deed, subject, at=NOW, was=1, now="二")


@contextmanager
def behind_the_back() -> Iterator[Connection]:
    """Reach into the database as somebody would who may change its tables: without the triggers."""
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection:
        for name in TRIGGERS:
            table = "_".join(name.split("_")[:2])
            of = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{of}"))
        yield connection
        connection.execute(text("COMMIT"))


def named() -> list[tuple[str, int | None]]:
    """What is wrong with the chain, and where."""
    return [(str(it.wrong), it.seq) for it in chain_faults()]
