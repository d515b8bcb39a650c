"""Laying files beside an entry, and taking them away."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.scans import PDF
from tests.town import NOW, Town
from tests.workplan.progress.builders import WORDS, draft, entry, returned
from tests.workplan.progress.evidence.builders import NAME, attached, table
from tests.workplan.tasks.builders import acknowledged, step
from tracker.foundation import files
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.foundation.formats import BadUpload, Upload
from tracker.foundation.settings import keep_option
from tracker.journal.queries import history_of
from tracker.workplan.progress.evidence import commands, queries
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.evidence.rules import MOST_FILES
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.rules import Step

LATER = NOW + timedelta(days=200)


def there(the_entry: ProgressEntry) -> list[str]:
    return [it.file.name for it in queries.files_beside(the_entry) if it.removed_at is None]


@pytest.mark.postgres
def test_files_lie_beside_an_entry_under_their_own_names(town: Town, app: Flask) -> None:
    it = draft(town, acknowledged(town))
    names = ["𠮷野㐂（验收）.pdf", 'a/b;"c.pdf']
    made = attached(
        town, it, table(), *(Upload(name, PDF + b" " * at) for at, name in enumerate(names))
    )

    assert there(it) == [NAME, *names]
    assert files.kept(made[1].file.sha256) == PDF
    told = history_of(f"evidence:{made[0].id}")[0]
    assert (told.deed, told.details["file"], told.details["period"]) == (
        "evidence.added",
        NAME,
        "2026Q2",
    )
    folder: Path = app.config["FILES"]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == len(made)


def test_no_entry_needs_a_file(town: Town) -> None:
    assert entry(town, acknowledged(town)).state is EntryState.SUBMITTED
    with transaction():
        assert (
            commands.attach(town.actor(town.zhao), entry(town, acknowledged(town)), [], now=NOW)
            == []
        )


def test_one_bad_file_keeps_all_out_and_is_named(town: Town, app: Flask) -> None:
    it = draft(town, acknowledged(town))

    with pytest.raises(BadUpload, match=r"“程序\.exe”：只收 PDF、JPG"):
        attached(town, it, table(), Upload("程序.exe", b"MZ"))

    assert there(it) == []
    folder: Path = app.config["FILES"]
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_the_same_file_lies_there_once_and_comes_back_when_it_was_removed(town: Town) -> None:
    it = draft(town, acknowledged(town))
    made = attached(town, it)[0]

    assert attached(town, it, table(), table(name="另存.csv")) == []
    assert there(it) == [NAME]

    with transaction():
        commands.remove(town.actor(town.bai), made, now=NOW)
    assert there(it) == []
    attached(town, it)
    assert there(it) == [NAME]
    deeds = [told.deed for told in history_of(f"evidence:{made.id}")]
    assert deeds == ["evidence.restored", "evidence.removed", "evidence.added"]


def test_a_removed_file_is_restored_and_nothing_is_done_twice(town: Town) -> None:
    it = draft(town, acknowledged(town))
    made = attached(town, it)[0]
    wang = town.actor(town.wang)
    with pytest.raises(RuleBroken, match="没有移除"), transaction():
        commands.restore(wang, made, now=NOW)
    with transaction():
        commands.remove(wang, made, now=NOW)
    with pytest.raises(RuleBroken, match="已经移除"), transaction():
        commands.remove(wang, made, now=NOW)
    with transaction():
        commands.restore(wang, made, now=NOW)
    assert there(it) == [NAME]


def test_an_entry_has_no_more_files_than_one_looks_through(town: Town) -> None:
    it = draft(town, acknowledged(town))
    made = attached(town, it, *(table(str(at)) for at in range(MOST_FILES)))

    with pytest.raises(BadUpload, match="一期最多附 20 个"):
        attached(town, it, table("more"))
    wang = town.actor(town.wang)
    with transaction():
        commands.remove(wang, made[0], now=NOW)
    attached(town, it, table("more"))
    with pytest.raises(BadUpload, match="一期最多附 20 个"), transaction():
        commands.restore(wang, made[0], now=NOW)


@pytest.mark.postgres
def test_a_unit_has_so_much_room_and_no_more(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MEBIBYTE", 20)
    with transaction():
        keep_option("progress.evidence_unit_megabytes", "50", changed_by="gu", changed_at=NOW)
    its = [draft(town, acknowledged(town, title=title)) for title in ("一", "二")]
    first = attached(town, its[0], Upload("a.txt", b"a" * 600))[0]
    # The same content takes its place once.
    attached(town, its[1], Upload("b.txt", b"a" * 600))
    assert (queries.usage_of(town.housing.id).used, queries.usage_of(town.roads.id).used) == (
        600,
        0,
    )

    with pytest.raises(BadUpload, match="本单位的空间不够：共 1 KB，还剩 1 KB"):
        attached(town, its[0], Upload("c.txt", b"c" * 500))

    wang = town.actor(town.wang)
    second = attached(town, its[0], Upload("d.txt", b"d" * 400))[0]
    for sign in (b"e", b"f"):
        with transaction():
            commands.remove(wang, second, now=NOW)
        second = attached(town, its[0], Upload("g.txt", sign * 400))[0]
    assert queries.usage_of(town.housing.id).left == 0
    with transaction():
        commands.remove(wang, second, now=NOW)
    with pytest.raises(BadUpload, match="还在保留期内"):
        attached(town, its[0], Upload("h.txt", b"h" * 400))
    assert first.removed_at is None


def test_whoever_writes_the_entry_lays_files_beside_it(town: Town) -> None:
    it = draft(town, acknowledged(town))
    for person in (town.lin, town.yan, town.zhao, town.gu):
        with pytest.raises(NotAllowed):
            attached(town, it, by=person)
    assert len(attached(town, it, by=town.bai)) == 1


def test_a_submitted_entry_is_the_heads_and_only_while_it_can_be_corrected(town: Town) -> None:
    assignment = acknowledged(town)
    it = entry(town, assignment)
    with pytest.raises(NotAllowed, match="单位负责人"):
        attached(town, it, by=town.bai)
    made = attached(town, it)[0]
    for deed in (commands.remove, commands.restore):
        with pytest.raises(RuleBroken, match="往期填报不能更正"), transaction():
            deed(town.actor(town.wang), made, now=LATER)

    returned(town, it)
    assert len(attached(town, it, table("二"), by=town.bai, now=LATER)) == 1


def test_nothing_changes_while_the_work_waits_to_be_verified(town: Town) -> None:
    assignment = acknowledged(town, percent=100)
    it = entry(town, assignment, percent=100)
    made = attached(town, it)[0]
    step(town, assignment, Step.ASK_CLOSURE)

    with pytest.raises(RuleBroken, match="只有推进中的承办"), transaction():
        commands.remove(town.actor(town.wang), made, now=NOW)


def test_a_file_may_come_before_the_words(town: Town) -> None:
    assignment = acknowledged(town)
    wang = town.actor(town.wang)
    with transaction():
        begun = commands.entry_for(wang, assignment, "2026Q2", now=NOW)
        commands.attach(wang, begun, [table()], now=NOW)
        assert commands.entry_for(wang, assignment, "2026Q2", now=NOW) is begun

    assert (begun.state, begun.done) == (EntryState.DRAFT, "")
    with pytest.raises(RuleBroken), transaction():
        commands.entry_for(wang, assignment, "2020Q2", now=NOW)
    assert db.session.get(Evidence, 1) is not None


def test_a_draft_under_another_name_is_not_emptied(town: Town) -> None:
    assignment = acknowledged(town)
    it = draft(town, assignment)
    with transaction():
        assignment.task.cycle = ReportingCycle.MONTHLY

    with pytest.raises(Outdated), transaction():
        commands.entry_for(town.actor(town.wang), assignment, "2026-06", now=NOW)
    assert db.session.get_one(ProgressEntry, it.id).done == WORDS
