"""Uploaded originals."""

from pathlib import Path

import pytest
from flask import Flask

from tracker.foundation import files
from tracker.foundation.errors import NotFound


def test_a_file_is_kept_once_by_its_content(app: Flask) -> None:
    first, second = files.keep(b"words"), files.keep(b"words")

    folder: Path = app.config["FILES"]
    assert first == second
    assert files.kept(first) == b"words"
    assert files.has(first)
    assert not files.has("0" * 64)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


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
