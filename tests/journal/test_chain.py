"""The journal cannot be changed unnoticed."""

import pytest
from flask import Flask
from sqlalchemy import delete, update

from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.journal.commands import record
from tracker.journal.models import Entry
from tracker.journal.queries import broken_link, history_of


def write(town: Town, *deeds: str) -> None:
    for deed in deeds:
        with transaction():
            record(town.actor(town.lin), deed, "task:1", at=NOW, was=1, now="二")


@pytest.mark.postgres
def test_entries_are_chained_in_the_order_of_their_transactions(town: Town) -> None:
    write(town, "task.registered", "task.dispatched", "task.edited")

    rows = history_of("task:1")

    assert [row.deed for row in rows] == ["task.edited", "task.dispatched", "task.registered"]
    assert rows[0].previous_hash == rows[1].hash
    assert rows[0].details == {"was": 1, "now": "二"}
    assert broken_link() is None


@pytest.mark.parametrize("column", ["deed", "subject", "actor_name", "details", "hash"])
def test_a_changed_entry_is_found(town: Town, column: str) -> None:
    write(town, "task.registered", "task.dispatched")
    first = history_of("task:1")[1]
    changed = {"was": 9} if column == "details" else "x"
    with transaction():
        db.session.execute(update(Entry).where(Entry.id == first.id).values({column: changed}))

    broken = broken_link()

    assert broken is not None
    assert broken.seq in (first.seq, (first.seq or 0) + 1)


def test_a_missing_entry_is_found(town: Town) -> None:
    write(town, "task.registered", "task.dispatched")
    first = history_of("task:1")[1]
    with transaction():
        db.session.execute(delete(Entry).where(Entry.id == first.id))

    assert broken_link() is not None


def test_a_refused_deed_leaves_no_entry(town: Town) -> None:
    def fail() -> None:
        with transaction():
            record(town.actor(town.lin), "task.registered", "task:1", at=NOW)
            raise RuleBroken("不行")

    with pytest.raises(RuleBroken):
        fail()

    assert list(history_of("task:1")) == []


def test_the_address_of_a_request_is_kept(app: Flask, town: Town) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "10.0.0.7"}), transaction():
        record(town.actor(town.lin), "task.registered", "task:1", at=NOW, skipped=None)

    entry = history_of("task:1")[0]
    assert entry.address == "10.0.0.7"
    assert entry.details == {}
