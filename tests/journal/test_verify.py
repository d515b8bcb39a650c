"""`luoshi verify`, as an operator meets it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from tests.journal.readers import behind_the_back, named, write
from tests.scans import PDF
from tests.town import NOW, Town
from tests.workplan.directives.breakdown.builders import town_sheet
from tests.workplan.meetings.builders import report
from tracker.cli_verify import verify_command
from tracker.foundation import files
from tracker.foundation.db import db, transaction
from tracker.foundation.formats import Upload
from tracker.foundation.uploads import keep_upload
from tracker.journal.models import TRIGGERS
from tracker.journal.queries import history_of, missing_triggers
from tracker.readers.workbook import read_workbook
from tracker.workplan.directives.commands.importing import begin_import
from tracker.workplan.meetings.models import ReportKind

Verify = Callable[[], Result]


@pytest.fixture
def verify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Run the command on the database of this test."""
    for name, value in (("HOME", str(tmp_path)), ("ENV", "test"), ("TODAY", "2026-06-18")):
        monkeypatch.setenv(f"LUOSHI_{name}", value)

    def run() -> Result:
        db.session.rollback()
        return CliRunner().invoke(verify_command)

    return run


def test_what_is_whole_is_said_to_be_so_and_written_down(
    town: Town, verify: Verify, tmp_path: Path
) -> None:
    write(town, "task.registered", "task.edited")

    done = verify()

    assert done.exit_code == 0, done.output
    assert "核验通过" in done.stdout
    assert "没有链头文件" in done.stderr
    written = history_of("journal:-")[0]
    assert (written.deed, written.details) == ("journal.verified", {"entries": 2, "faults": 0})
    kept = (tmp_path / "journal-head").read_text("ascii").split()
    assert kept[1:] == ["3", written.hash]

    again = verify()
    assert again.exit_code == 0
    assert "没有链头文件" not in again.stderr


def test_every_broken_place_is_named_and_the_exit_code_is_1(
    town: Town, verify: Verify, tmp_path: Path
) -> None:
    write(town, *["task.edited"] * 9)
    with behind_the_back() as connection:
        connection.execute(text("UPDATE journal_entry SET actor_name = 'x' WHERE seq = 2"))
        connection.execute(text("DELETE FROM journal_entry WHERE seq IN (4, 6, 7)"))
        connection.execute(text("DELETE FROM journal_entry WHERE seq = 9"))
        connection.execute(text("UPDATE journal_entry SET seq = NULL, hash = NULL WHERE seq = 8"))

    done = verify()

    assert done.exit_code == 1
    for words in (
        "第 2 条（行号 2）内容与封存时不符",
        "第 4 条缺失",
        "第 6 条至第 9 条末尾被截断",
        "行号 8 没有序号，不属于这条链，是后来插入的",
    ):
        assert words in done.stdout
    for name in TRIGGERS:
        assert name in done.stderr
    assert f"核验发现 {4 + len(TRIGGERS)} 处问题" in done.stderr
    assert history_of("journal:-")[0].details["faults"] == 4 + len(TRIGGERS)
    assert not (tmp_path / "journal-head").exists()


def test_a_head_that_is_gone_is_a_fault(town: Town, verify: Verify) -> None:
    write(town, "task.edited")
    with behind_the_back() as connection:
        connection.execute(text("DELETE FROM journal_head"))

    assert "链头记录（journal_head）缺失" in verify().stderr
    assert named() == []


def test_an_empty_journal_is_whole(town: Town, verify: Verify) -> None:
    assert town.lin.id
    assert verify().exit_code == 0


def test_an_original_that_is_not_what_it_was_is_named(
    town: Town, verify: Verify, tmp_path: Path
) -> None:
    kept = report(town)
    with transaction():
        kept.kind, kept.file_name = ReportKind.TEXT, "minutes.txt"
        kept.file_hash = files.keep(b"minutes")
    assert verify().exit_code == 0
    file = tmp_path / "files" / kept.file_hash[:2] / kept.file_hash
    file.write_bytes(b"minuteS")

    done = verify()

    assert done.exit_code == 1
    assert f"报告 {kept.id}《{kept.title}》的原文件缺失，或与收下时不符" in done.stdout


def test_a_file_that_no_row_tells_of_is_named_and_left_where_it_is(
    town: Town, verify: Verify, tmp_path: Path
) -> None:
    assert town.lin.id
    digest = files.keep(b"minutes")
    path = tmp_path / "files" / digest[:2] / digest
    for seconds, is_told in ((NOW.timestamp(), False), (0, True)):
        os.utime(path, (seconds, seconds))
        assert ("没有任何记录" in verify().stderr) is is_told

    done = verify()

    assert done.exit_code == 0
    assert f"有 1 个没有任何记录用到：{digest}。" in done.stderr
    assert path.exists()


@pytest.mark.postgres
def test_the_triggers_of_the_journal_are_there(town: Town) -> None:
    assert town.lin.id
    assert missing_triggers() == []
    with behind_the_back():
        assert True
    assert missing_triggers() == sorted(TRIGGERS)


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_trigger_that_was_switched_off_is_missing(town: Town) -> None:
    assert town.lin.id
    with db.engine.connect() as connection:
        connection.execute(
            text("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_not_deleted")
        )
        connection.execute(text("COMMIT"))

    assert missing_triggers() == ["journal_entry_not_deleted"]


def test_an_attached_file_that_is_missing_is_named(
    town: Town, verify: Verify, tmp_path: Path
) -> None:
    assert town.lin.id
    with transaction():
        kept = keep_upload(Upload("批示.pdf", PDF), most_megabytes=1, at=NOW)
    (tmp_path / "files" / kept.sha256[:2] / kept.sha256).unlink()

    assert "附件“批示.pdf”缺失，或与收下时不符" in verify().stdout


def test_the_file_of_an_import_that_is_missing_is_named(
    town: Town, verify: Verify, tmp_path: Path
) -> None:
    data, name = town_sheet(), "分解表.xlsx"
    with transaction():
        made = begin_import(
            town.actor(town.lin), read_workbook(name, data), file_name=name, data=data, now=NOW
        )
    assert verify().exit_code == 0
    (tmp_path / "files" / made.file_hash[:2] / made.file_hash).unlink()

    assert f"导入的任务分解表（指纹 {made.file_hash[:12]}）缺失" in verify().stdout
