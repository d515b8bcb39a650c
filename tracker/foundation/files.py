"""Uploaded originals, kept by their content under the files folder."""

import fcntl
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import current_app

from tracker.foundation.db import db, ending_act, is_under_way, last_act
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_

DRAFT, DRAFTS = "draft-", "drafts"


def keep(content: bytes) -> str:
    """Keep a file for good, and before its row is: return its SHA-256 (hex).

    Inside a transaction it is written aside, and goes to its place just before the transaction is
    kept; of one that comes to nothing, nothing is left.
    """
    digest = hashlib.sha256(content).hexdigest()
    place = _place(digest)
    if digest in _drafts() or _is_freshened(place):
        return digest
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, prefix=DRAFT, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    if is_under_way():
        _drafts()[digest] = Path(draft.name)
    else:
        Path(draft.name).replace(place)
    return digest


@last_act
def _place_drafts() -> None:
    for digest, draft in _drafts().items():
        draft.replace(_place(digest))


@ending_act
def _drop_drafts() -> None:
    for draft in db.session().info.pop(DRAFTS, {}).values():
        draft.unlink(missing_ok=True)


def kept(digest: str) -> bytes:
    """Return a kept file; refuse one that is missing or no longer what it was."""
    place = _drafts().get(digest, _place(digest))
    content = place.read_bytes() if place.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotFound(N_("原文件缺失或已损坏，请联系系统管理员。"))
    return content


def has(digest: str) -> bool:
    """Whether a file of this content is kept."""
    return digest in _drafts() or _place(digest).is_file()


def forget(digest: str) -> None:
    """Remove a kept file that nothing needs any more; after the transaction that said so."""
    _place(digest).unlink(missing_ok=True)


def begin_grace(digests: Iterable[str]) -> None:
    """Say that these files are needed no more from now on, so that they stay as long as any that is."""
    for digest in digests:
        _is_freshened(_place(digest))


def unneeded(needed: Collection[str], *, before: datetime) -> Iterator[str]:
    """Go through the files that were there before a moment and are none of these: their names.

    What a process left behind that was ended in the middle, as well as what somebody put there.
    """
    return (path.name for path in _left(needed, before))


def collect(needed: Collection[str], *, before: datetime) -> list[str]:
    """Remove what was there before a moment and is none of these; return the names.

    A file that is kept anew meanwhile stays, though the row that tells of it is not there yet:
    keeping makes it fresh, and nothing is kept while one is looked at and removed.
    """
    removed = []
    for path in _left(needed, before):
        with _locked(fcntl.LOCK_EX):
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed.append(path.name)
    return removed


def _left(needed: Collection[str], before: datetime) -> Iterator[Path]:
    folder: Path = current_app.config["FILES"]
    for path in sorted(folder.glob("*/*")):
        if path.name not in needed and path.stat().st_mtime < before.timestamp():
            yield path


def _is_freshened(place: Path) -> bool:
    """Whether the file is there; it is as good as new from now on, see `collect`."""
    with _locked(fcntl.LOCK_SH):
        if not place.is_file():
            return False
        os.utime(place)
        return True


@contextmanager
def _locked(how: int) -> Iterator[None]:
    """Let many keep at once, and one collect alone; a process that dies lets go by itself."""
    folder = os.open(current_app.config["FILES"], os.O_RDONLY)
    try:
        fcntl.flock(folder, how)
        yield
    finally:
        os.close(folder)


def _drafts() -> dict[str, Path]:
    """Return the files of the transaction under way that are not in their places yet, by hash."""
    drafts: dict[str, Path] = db.session().info.setdefault(DRAFTS, {})
    return drafts


def _place(digest: str) -> Path:
    folder: Path = current_app.config["FILES"]
    return folder / digest[:2] / digest
