"""Office files are parsed in another process: a hostile file can at worst end that one.

A parser is a module of this package with `answer(data: bytes) -> dict[str, object]`: JSON-able,
`{"refused": sentence}` where it cannot be read, `{"instead": form}` where it is another format.
It runs in the child alone (`confined`), so it may load what it needs at its top.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import BoundedSemaphore
from typing import Any

from tracker.readers.reading import Unreadable
from tracker.readers.refusals import BUSY, TOO_COMPLEX

PARSERS = {
    "docx": "wordml",
    "doc": "wordbinary",
    "pdf": "pdfpages",
    "html": "webmarkup",
    "sheet": "sheet",
}
"""Format → the module of this package that parses it."""

CHILD = "tracker.readers.confined"
SECONDS = 40
"""The child's own limit is 20 s of computing; this one also ends a child that only waits."""
LONGEST_ANSWER = 32 * 1024 * 1024
"""Bytes of the longest answer: a million characters, escaped, with as much again beside them."""
MOST_CHILDREN = 3
_places = BoundedSemaphore(MOST_CHILDREN)


def ask(form: str, data: bytes) -> dict[str, Any]:
    """Let a child parse `data` as `form` (a key of `PARSERS`) and give its answer.

    Raises `Unreadable` when the file is refused, and when the child died, was killed by its
    limits, or did not end in time. This process holds no more than the answer.
    """
    if not _places.acquire(timeout=SECONDS):
        raise Unreadable(BUSY)
    try:
        answer = _conversation(form, data)
    finally:
        _places.release()
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return answer


def _conversation(form: str, data: bytes) -> dict[str, Any]:
    root = Path(__file__).resolve().parents[2]
    with (
        TemporaryDirectory(prefix="luoshi-") as own,
        TemporaryFile() as asked,
        TemporaryFile() as said,
    ):
        asked.write(data)
        asked.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603  our own interpreter and module, the file comes by standard input
                [sys.executable, "-P", "-m", CHILD, form],
                stdin=asked,
                stdout=said,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
                cwd=own,
                # Nothing of this process's environment, which may hold secrets, is handed on.
                env={"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": own},
            )
        except subprocess.TimeoutExpired:
            raise Unreadable(TOO_COMPLEX) from None
        # The files share their place with the child: what it wrote begins at the start.
        said.seek(0)
        words = said.read(LONGEST_ANSWER + 1)
        if ended.returncode != 0 or len(words) > LONGEST_ANSWER:
            raise Unreadable(TOO_COMPLEX)
        try:
            answer: dict[str, Any] = json.loads(words)
        except ValueError:
            raise Unreadable(TOO_COMPLEX) from None
        return answer
