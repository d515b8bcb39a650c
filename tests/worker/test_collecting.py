"""Files that nothing needs go after a while; one that a row names never does."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.scans import PDF
from tests.town import NOW, Town
from tests.workplan.meetings.builders import report
from tests.workplan.progress.builders import draft
from tests.workplan.progress.evidence.builders import attached, table
from tests.workplan.tasks.builders import acknowledged
from tracker.foundation import files
from tracker.foundation.db import db, transaction
from tracker.foundation.formats import Upload
from tracker.foundation.model import Model
from tracker.foundation.uploads import KeptFile, keep_upload
from tracker.worker.collecting import collect_files, needed_files
from tracker.workplan.meetings.models import ReportKind
from tracker.workplan.progress.evidence.commands import remove
from tracker.workplan.progress.evidence.models import Evidence

KNOWN = {"kept_file.sha256", "report.file_hash", "breakdown_import.file_hash"}
"""The columns that name a kept file, each asked by `needed_files`."""
OTHER = {"text_hash", "token_hash", "code_hash", "previous_hash"}
"""Hashes of something else: of words, of what is kept by nobody, of an entry."""


def kept_in(app: Flask) -> set[str]:
    folder: Path = app.config["FILES"]
    return {path.name for path in folder.rglob("*") if path.is_file()}


def age(app: Flask) -> None:
    folder: Path = app.config["FILES"]
    for path in folder.glob("*/*"):
        os.utime(path, (0, 0))


@pytest.mark.postgres
def test_what_a_row_names_stays_however_old(town: Town, app: Flask) -> None:
    its_report = report(town)
    with transaction():
        its_report.kind, its_report.file_name = ReportKind.TEXT, "minutes.txt"
        its_report.file_hash = files.keep(b"minutes")
        keep_upload(Upload("批示.pdf", PDF), most_megabytes=1, at=NOW)
    attached(town, draft(town, acknowledged(town)))
    left = files.keep(b"left behind")
    age(app)

    collect_files(NOW)

    assert kept_in(app) == needed_files()
    assert len(needed_files()) == 3
    assert left not in needed_files()


@pytest.mark.postgres
def test_removed_evidence_goes_after_its_time_and_its_file_a_while_later(
    town: Town, app: Flask
) -> None:
    it = draft(town, acknowledged(town))
    gone, stays, shared = attached(town, it, table("一"), table("二"), table("三"))
    attached(town, draft(town, acknowledged(town, title="另一件")), table("三"))
    wang = town.actor(town.wang)
    with transaction():
        for one in (gone, shared):
            remove(wang, one, now=NOW)
    digests = [one.file.sha256 for one in (gone, stays, shared)]

    age(app)
    collect_files(NOW + timedelta(days=29))
    assert db.session.scalar(select(func.count(Evidence.id))) == 4

    moment = datetime.now(UTC)
    collect_files(max(moment, NOW + timedelta(days=31)))
    assert db.session.scalar(select(func.count(Evidence.id))) == 2
    assert db.session.scalar(select(func.count(KeptFile.id))) == 2
    assert kept_in(app) == {*digests}

    age(app)
    collect_files(moment)
    assert kept_in(app) == {*digests[1:]}


def test_every_column_that_names_a_file_is_asked() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if ("sha256" in column.name or column.name.endswith("_hash"))
        and column.name not in {*OTHER, "password_hash"}
    }

    assert found == KNOWN
