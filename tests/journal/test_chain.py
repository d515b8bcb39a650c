"""The journal cannot be changed unnoticed."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from tests.journal.readers import behind_the_back, named, write
from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.journal import commands
from tracker.journal.chain import digest
from tracker.journal.commands import JournalSilent, record
from tracker.journal.models import Entry, Head
from tracker.journal.queries import history_of
from tracker.people.models import Unit

TAMPERINGS = [
    "UPDATE journal_entry SET deed = 'task.edited' WHERE seq = 2",
    "UPDATE journal_entry SET actor_id = 99 WHERE seq = 2",
    "UPDATE journal_entry SET hash = previous_hash WHERE seq = 2",
    "UPDATE journal_entry SET seq = 77 WHERE seq = 2",
    "DELETE FROM journal_entry WHERE seq = 2",
    "UPDATE journal_head SET seq = seq - 1",
    "UPDATE journal_head SET seq = seq + 1",
    "UPDATE journal_head SET hash = 'of nobody'",
    "INSERT INTO journal_head (id, seq, hash, at) SELECT 2, seq, hash, at FROM journal_head",
    "DELETE FROM journal_head",
    (
        "INSERT INTO journal_entry (at, actor_name, deed, subject, details, chain_format, roles,"
        " seq, previous_hash, hash) VALUES ('2026-06-18 02:00:00+00', 'x', 'task.edited',"
        " 'task:1', '{}', 2, '[]', 4, 'x', 'y')"
    ),
]


@pytest.mark.postgres
def test_entries_are_chained_in_the_order_of_their_transactions(town: Town) -> None:
    write(town, "task.registered", "task.dispatched", "task.edited")

    rows = history_of("task:1")

    assert [row.deed for row in rows] == ["task.edited", "task.dispatched", "task.registered"]
    assert [row.seq for row in rows] == [3, 2, 1]
    assert rows[0].previous_hash == rows[1].hash
    assert rows[0].details == {"was": 1, "now": "二"}
    assert rows[0].roles == ["supervisor"]
    head = db.session.scalars(select(Head)).one()
    assert (head.seq, head.hash, head.at) == (3, rows[0].hash, NOW)
    assert named() == []


@pytest.mark.postgres
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_the_database_itself_refuses_to_change_what_was_written(town: Town, tampering: str) -> None:
    write(town, "task.registered", "task.dispatched", "task.edited")

    with pytest.raises(DatabaseError, match="only ever added to"), transaction():
        db.session.execute(text(tampering))

    assert named() == []


@pytest.mark.parametrize(
    "tampering",
    ["TRUNCATE journal_entry", "TRUNCATE journal_head", "TRUNCATE journal_entry CASCADE"],
)
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_journal_cannot_be_emptied_at_once(town: Town, tampering: str) -> None:
    write(town, "task.registered")

    with pytest.raises(DatabaseError, match="only ever added to"), transaction():
        db.session.execute(text(tampering))


PUT_IN = (
    "INSERT INTO journal_entry (at, actor_name, deed, subject, details, chain_format, roles)"
    " VALUES ('2026-06-18 02:00:00+00', 'x', 'task.edited', 'task:1', '{}', 2, '[]')"
)


@pytest.mark.parametrize(
    "tampering",
    [
        (
            "INSERT OR REPLACE INTO journal_entry (id, at, actor_name, deed, subject, details,"
            " chain_format, roles) SELECT id, at, 'x', deed, subject, details, 2, roles"
            " FROM journal_entry WHERE seq = 1"
        ),
        (
            "UPDATE OR REPLACE journal_entry SET seq = 1, previous_hash = 'x', hash = 'y'"
            " WHERE seq IS NULL"
        ),
        "REPLACE INTO journal_head SELECT 1, 1, hash, at FROM journal_entry WHERE seq = 1",
        "REPLACE INTO journal_head SELECT id, seq + 5, 'x', at FROM journal_head",
        "UPDATE OR REPLACE journal_head SET seq = 9, hash = 'x'",
    ],
)
def test_nothing_of_the_journal_can_be_replaced_by_another(town: Town, tampering: str) -> None:
    write(town, "task.registered", "task.dispatched")
    with transaction():
        db.session.execute(text(PUT_IN))

    with pytest.raises(DatabaseError, match="only ever added to"), transaction():
        db.session.execute(text(tampering))

    assert named() == [("inserted", None)]


@pytest.mark.postgres
def test_a_chain_s_first_head_is_that_of_an_entry(town: Town) -> None:
    with pytest.raises(DatabaseError, match="only ever added to"), transaction():
        db.session.execute(
            text("INSERT INTO journal_head VALUES (1, 7, 'x', '2026-06-18 02:00:00+00')")
        )

    write(town, "task.registered")
    assert named() == []


@pytest.mark.postgres
def test_a_row_put_in_by_hand_is_never_sealed_and_is_named(town: Town) -> None:
    write(town, "task.registered")
    with transaction():
        db.session.execute(text(PUT_IN))
    write(town, "task.dispatched")

    assert named() == [("inserted", None)]


@pytest.mark.postgres
def test_an_end_that_was_cut_off_is_named_and_never_written_over(town: Town) -> None:
    write(town, "task.registered", "task.dispatched", "task.edited")
    with behind_the_back() as connection:
        connection.execute(text("DELETE FROM journal_entry WHERE seq > 1"))

    assert named() == [("cut_off", 2)]

    write(town, "task.edited")

    assert named() == [("missing", 2)]
    assert history_of("task:1")[0].seq == 4


def test_a_whole_history_written_anew_shows_against_the_kept_ends(
    town: Town, tmp_path: Path
) -> None:
    write(town, "task.registered", "task.dispatched")
    with transaction():
        record(town.actor(town.lin), "task.edited", "task:1", at=town.days_ago(-1))
    kept = (tmp_path / "journal-head").read_text("ascii").split()
    assert kept[:2] == [NOW.isoformat(), "2"]
    with behind_the_back() as connection:
        connection.execute(text("DELETE FROM journal_entry"))
        connection.execute(text("DELETE FROM journal_head"))
    write(town, "task.registered", "task.registered", "task.registered")

    assert named() == [("changed", 2)]

    with behind_the_back() as connection:
        connection.execute(text("DELETE FROM journal_entry"))
        connection.execute(text("DELETE FROM journal_head"))
    write(town, "task.registered")
    assert named() == [("cut_off", 2)]


def test_a_kept_end_is_written_once_a_day(town: Town, tmp_path: Path) -> None:
    write(town, "task.registered", "task.dispatched")
    file = tmp_path / "journal-head"
    assert not file.exists()
    for _ in range(2):
        with transaction():
            record(town.actor(town.lin), "task.edited", "task:1", at=town.days_ago(-1))

    assert len(file.read_text("ascii").splitlines()) == 1
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_of_ends_that_cannot_be_written_stops_nobody(
    app: Flask, town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["JOURNAL_HEADS"] = tmp_path / "no" / "such" / "folder"
    write(town, "task.registered")
    with transaction():
        record(town.actor(town.lin), "task.edited", "task:1", at=town.days_ago(-1))

    assert history_of("task:1")[0].deed == "task.edited"
    assert "could not be kept" in caplog.text


def test_entries_of_before_the_format_was_written_down_still_verify(town: Town) -> None:
    write(town, "task.registered")
    with behind_the_back() as connection:
        connection.execute(
            text("UPDATE journal_entry SET chain_format = 1, roles = '[]', request_id = NULL")
        )
    db.session.expire_all()
    old = digest(history_of("task:1")[0], "0" * 64)
    with behind_the_back() as connection:
        connection.execute(text("UPDATE journal_entry SET hash = :hash"), {"hash": old})
        connection.execute(text("UPDATE journal_head SET hash = :hash"), {"hash": old})
    write(town, "task.dispatched")
    assert named() == []

    with behind_the_back() as connection:
        connection.execute(text("UPDATE journal_entry SET request_id = 'x' WHERE seq = 1"))
    assert named() == [("changed", 1)]


def test_a_refused_deed_leaves_no_entry(town: Town) -> None:
    def fail() -> None:
        with transaction():
            record(town.actor(town.lin), "task.registered", "task:1", at=NOW)
            db.session.flush()
            raise RuleBroken("不行")

    with pytest.raises(RuleBroken):
        fail()
    write(town, "task.edited")

    assert [it.deed for it in history_of("task:1")] == ["task.edited"]
    assert named() == []


@pytest.mark.postgres
def test_without_its_entry_a_deed_is_not_done(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename() -> None:
        with transaction():
            db.session.get_one(Unit, town.roads.id).name = "市路政局"
            record(town.actor(town.lin), "task.edited", "task:1", at=NOW)

    write(town, "task.registered")
    with behind_the_back() as connection:
        connection.execute(text("ALTER TABLE journal_entry RENAME COLUMN roles TO gone"))

    with pytest.raises(DatabaseError):
        rename()
    assert db.session.get_one(Unit, town.roads.id).name == "市公路局"

    with behind_the_back() as connection:
        connection.execute(text("ALTER TABLE journal_entry RENAME COLUMN gone TO roles"))

    def fail(*_given: Any) -> str:
        raise OSError("no hash")

    monkeypatch.setattr(commands, "digest", fail)
    with pytest.raises(JournalSilent):
        rename()
    assert db.session.get_one(Unit, town.roads.id).name == "市公路局"


def test_the_address_and_number_of_a_request_are_kept(app: Flask, town: Town) -> None:
    with (
        app.test_request_context(
            environ_base={"REMOTE_ADDR": "10.0.0.7"}, headers={"X-Forwarded-For": "192.0.2.1"}
        ),
        transaction(),
    ):
        g.request_id = "a1b2"
        record(town.actor(town.lin), "task.registered", "task:1", at=NOW, skipped=None)

    entry = history_of("task:1")[0]
    assert (entry.address, entry.request_id) == ("10.0.0.7", "a1b2")
    assert entry.details == {}


def test_outside_of_a_request_there_is_neither(town: Town) -> None:
    write(town, "task.registered")

    entry = db.session.scalars(select(Entry)).one()
    assert (entry.address, entry.request_id) == (None, None)
