"""Ends of the chain kept outside the database, a line a day: what was cut off shows against them.

A line is written when a day's first entry is: the last entry of the days before, which is
committed by then. Whoever can write to the database *and* to this file can rewrite both; the same
line therefore goes to the log, from where it is to be sent to another machine.
"""

import logging
import os
from datetime import datetime
from pathlib import Path

from flask import current_app

from tracker.foundation.clock import local_date
from tracker.journal.chain import Anchor

FILE = "JOURNAL_HEADS"
"""The setting of the application that names the file."""
PARTS = 3
log = logging.getLogger(__name__)


def keep_anchor(end: Anchor, at: datetime, now: datetime) -> None:
    """Write the chain's end down, once a day: `at` is the end's moment, `now` the next entry's.

    A file that cannot be written stops nobody's work: it is said in the log, and by `verify`.
    """
    if local_date(now) > local_date(at):
        write_anchor(end, at)


def write_anchor(end: Anchor, at: datetime) -> None:
    """Write the chain's end down now."""
    line = f"{at.isoformat()} {end.seq} {end.hash}"
    log.info("journal head: %s", line)
    try:
        with open(_file(), "a", encoding="ascii", opener=_for_its_owner_alone) as heads:
            heads.write(f"{line}\n")
    except OSError as error:
        log.error("the journal's head could not be kept: %s", error)  # noqa: TRY400  the reason is enough


def anchors() -> dict[int, str] | None:
    """Return the kept ends by their number; None if there is no file, or it cannot be read."""
    try:
        lines = _file().read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    parts = [line.split() for line in lines]
    return {int(it[1]): it[2] for it in parts if len(it) == PARTS and it[1].isdigit()}


def _for_its_owner_alone(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _file() -> Path:
    file: Path = current_app.config[FILE]
    return file
