"""Uploaded originals, kept by their content under the files folder."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import current_app

from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_


def keep(content: bytes) -> str:
    """Keep a file for good before its row is written; return its SHA-256 (hex)."""
    digest = hashlib.sha256(content).hexdigest()
    place = _place(digest)
    if place.exists():
        return digest
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(place)
    return digest


def kept(digest: str) -> bytes:
    """Return a kept file; refuse one that is missing or no longer what it was."""
    place = _place(digest)
    content = place.read_bytes() if place.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotFound(N_("原文件缺失或已损坏，请联系系统管理员。"))
    return content


def has(digest: str) -> bool:
    """Whether a file of this content is kept."""
    return _place(digest).is_file()


def forget(digest: str) -> None:
    """Remove a kept file that nothing needs any more; after the transaction that said so."""
    _place(digest).unlink(missing_ok=True)


def _place(digest: str) -> Path:
    folder: Path = current_app.config["FILES"]
    return folder / digest[:2] / digest
