"""Uploaded originals."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tracker.foundation import files
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound


def kept_in(app: Flask) -> list[str]:
    folder: Path = app.config["FILES"]
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_once_by_its_content(app: Flask) -> None:
    first, second = files.keep(b"words"), files.keep(b"words")

    folder: Path = app.config["FILES"]
    assert first == second
    assert files.kept(first) == b"words"
    assert files.has(first)
    assert not files.has("0" * 64)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_of_a_transaction_that_comes_to_nothing_no_file_is_left(app: Flask) -> None:
    old = files.keep(b"old words")

    def fail() -> None:
        with transaction():
            digest = files.keep(b"words")
            assert files.kept(digest) == b"words"
            assert files.keep(b"words") == digest
            files.keep(b"old words")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert kept_in(app) == [old]

    with transaction():
        new = files.keep(b"words")
    assert kept_in(app) == sorted([old, new])


def test_what_nobody_needs_any_more_is_found_after_a_while(app: Flask) -> None:
    needed, left = files.keep(b"words"), files.keep(b"other words")
    later = datetime.now(UTC) + timedelta(minutes=1)

    assert list(files.unneeded({needed}, before=later)) == [left]
    assert list(files.unneeded({needed}, before=later - timedelta(days=1))) == []
    assert kept_in(app) == sorted([needed, left])


def test_a_missing_or_changed_file_is_refused(app: Flask) -> None:
    digest = files.keep(b"words")
    folder: Path = app.config["FILES"]
    (folder / digest[:2] / digest).write_bytes(b"other words")

    for bad in (digest, "0" * 64):
        with pytest.raises(NotFound, match="原文件缺失或已损坏"):
            files.kept(bad)


def test_a_file_that_nobody_needs_is_removed(app: Flask) -> None:
    digest = files.keep(b"words")

    files.forget(digest)
    files.forget(digest)

    folder: Path = app.config["FILES"]
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_collected_is_old_and_needed_by_nothing(app: Flask) -> None:
    needed, left, draft = files.keep(b"words"), files.keep(b"other words"), "draft-abc"
    folder: Path = app.config["FILES"]
    (folder / left[:2] / draft).write_bytes(b"half a fi")
    later = datetime.now(UTC) + timedelta(minutes=1)

    assert files.collect({needed}, before=later - timedelta(days=1)) == []
    assert sorted(files.collect({needed}, before=later)) == sorted([left, draft])
    assert kept_in(app) == [needed]


def test_a_file_that_is_kept_anew_is_not_collected(app: Flask) -> None:
    digest = files.keep(b"words")
    folder: Path = app.config["FILES"]
    os.utime(folder / digest[:2] / digest, (0, 0))
    with transaction():
        files.keep(b"words")
        assert files.collect(set(), before=datetime.now(UTC) - timedelta(days=1)) == []

    os.utime(folder / digest[:2] / digest, (0, 0))
    files.begin_grace([digest, "0" * 64])
    assert files.collect(set(), before=datetime.now(UTC) - timedelta(days=1)) == []
    assert kept_in(app) == [digest]


def test_a_file_that_is_made_fresh_while_it_is_looked_at_stays(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = files.keep(b"words")
    folder: Path = app.config["FILES"]
    path = folder / digest[:2] / digest
    os.utime(path, (0, 0))
    look = files._left

    def looked_at(needed: set[str], before: datetime) -> Iterator[Path]:
        for it in look(needed, before):
            files.keep(b"words")
            yield it

    monkeypatch.setattr(files, "_left", looked_at)

    assert files.collect(set(), before=datetime.now(UTC) - timedelta(days=1)) == []
    assert path.exists()
