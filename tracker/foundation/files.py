"""Uploaded originals, kept by their content under the files folder."""

import hashlib
import os
from collections.abc import Collection, Iterator
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
    if has(digest):
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


def unneeded(needed: Collection[str], *, before: datetime) -> Iterator[str]:
    """Go through the files that were there before a moment and are none of these: their names.

    What a process left behind that was ended in the middle, as well as what somebody put there.
    """
    folder: Path = current_app.config["FILES"]
    for path in sorted(folder.glob("*/*")):
        if path.name not in needed and path.stat().st_mtime < before.timestamp():
            yield path.name


def _drafts() -> dict[str, Path]:
    """Return the files of the transaction under way that are not in their places yet, by hash."""
    drafts: dict[str, Path] = db.session().info.setdefault(DRAFTS, {})
    return drafts


def _place(digest: str) -> Path:
    folder: Path = current_app.config["FILES"]
    return folder / digest[:2] / digest
