"""What is older than the journal must be kept can be taken away, and the chain stays provable (C27)."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.journal.readers import behind_the_back, deeds, named
from tests.town import NOW, Town
from tracker.cli_verify import purge_command
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.journal.commands import record
from tracker.journal.limits import KEEP_DAYS
from tracker.journal.purging import purge
from tracker.journal.queries import history_of
from tracker.people.actor import SYSTEM


def write_at(town: Town, *days: int) -> None:
    """Write an entry so many days before NOW each."""
    for each in days:
        with transaction():
            record(town.actor(town.lin), "task.edited", "task:1", at=town.days_ago(each))


def purge_all_before(days: int) -> int:
    with transaction():
        return purge(SYSTEM, keep_days=days, now=NOW)


@pytest.mark.postgres
def test_what_is_old_goes_and_the_chain_still_verifies(town: Town) -> None:
    write_at(town, 900, 800, 700, 10)

    assert purge_all_before(750) == 2

    assert named() == []
    assert deeds() == ["task.edited", "task.edited", "journal.purged"]
    purged = history_of("journal:-")[0]
    assert (purged.details["entries"], purged.details["up_to"]) == (2, 2)

    assert purge_all_before(600) == 1
    assert named() == []
    write_at(town, 0)
    assert named() == []


@pytest.mark.postgres
def test_an_entry_behind_a_younger_one_is_kept_with_it(town: Town) -> None:
    write_at(town, 900, 10, 900, 5)

    assert purge_all_before(750) == 1
    assert [it.seq for it in history_of("task:1")] == [4, 3, 2]


def test_even_everything_may_be_old(town: Town) -> None:
    write_at(town, 900, 800)

    assert purge_all_before(365) == 2
    assert named() == []
    write_at(town, 0)
    assert named() == []


def test_179_days_are_refused(town: Town) -> None:
    write_at(town, 900, 10)

    with pytest.raises(RuleBroken, match="180"):
        purge_all_before(179)
    with pytest.raises(RuleBroken, match="不需要清理"):
        purge_all_before(1000)
    assert len(deeds()) == 2


def test_179_days_cannot_be_set(town: Town) -> None:
    assert town.lin.id
    assert KEEP_DAYS.default == 1095
    with pytest.raises(ValueError, match="180"):
        KEEP_DAYS.parse("179")


@pytest.mark.postgres
@pytest.mark.parametrize(
    "tampering",
    [
        "INSERT INTO journal_checkpoint SELECT seq, hash FROM journal_entry WHERE seq = 3",
        "INSERT INTO journal_checkpoint VALUES (1, 'x')",
        "INSERT INTO journal_checkpoint VALUES (99, 'x')",
        "DELETE FROM journal_entry WHERE seq = 1",
    ],
)
def test_the_database_itself_keeps_what_is_younger(town: Town, tampering: str) -> None:
    write_at(town, 900, 800)
    with transaction():
        record(town.actor(town.lin), "task.edited", "task:1", at=now())

    with pytest.raises(DatabaseError, match="only ever added to"), transaction():
        db.session.execute(text(tampering))
    assert named() == []


@pytest.mark.postgres
@pytest.mark.parametrize(
    "tampering",
    ["UPDATE journal_checkpoint SET seq = 4", "DELETE FROM journal_checkpoint"],
)
def test_a_checkpoint_cannot_be_changed(town: Town, tampering: str) -> None:
    write_at(town, 900, 10)
    purge_all_before(750)

    with pytest.raises(DatabaseError, match="only ever added to"), transaction():
        db.session.execute(text(tampering))


def test_a_checkpoint_that_no_entry_tells_of_is_a_fault(town: Town) -> None:
    write_at(town, 900, 800, 10)
    with behind_the_back() as connection:
        connection.execute(
            text("INSERT INTO journal_checkpoint SELECT seq, hash FROM journal_entry WHERE seq = 2")
        )
        connection.execute(text("DELETE FROM journal_entry WHERE seq <= 2"))

    assert named() == [("unfounded", 2)]


def test_a_checkpoint_that_was_moved_hides_nothing(town: Town) -> None:
    write_at(town, 900, 800, 10, 5)
    purge_all_before(850)
    with behind_the_back() as connection:
        connection.execute(text("UPDATE journal_checkpoint SET seq = 2"))
        connection.execute(text("DELETE FROM journal_entry WHERE seq = 2"))

    assert ("unfounded", 2) in named()


def test_the_command_purges_only_a_whole_chain(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("HOME", str(tmp_path)), ("ENV", "test"), ("TODAY", "2026-06-18")):
        monkeypatch.setenv(f"LUOSHI_{name}", value)
    write_at(town, 1200, 800, 10)
    db.session.rollback()

    done = CliRunner().invoke(purge_command)
    assert done.exit_code == 0, done.output
    assert "已清理 1 条早于 1095 天" in done.stdout
    assert (
        "已清理 1 条早于 400 天" in CliRunner().invoke(purge_command, ["--keep-days", "400"]).stdout
    )

    with behind_the_back() as connection:
        connection.execute(text("UPDATE journal_entry SET actor_name = 'x' WHERE seq = 3"))
    refused = CliRunner().invoke(purge_command, ["--keep-days", "200"])
    assert refused.exit_code == 1
    assert "校验链不完好" in refused.stderr
