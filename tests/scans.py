"""Small files such as a scanner makes, and what a supervisor tells with them."""

from datetime import date
from io import BytesIO
from struct import pack
from typing import Any
from zlib import compress, crc32

from tests.town import TODAY, Town
from tracker.example.scan import scan
from tracker.foundation.formats import Upload
from tracker.people.models import Person
from tracker.workplan.tasks.decisions.rules import Told

PDF = scan("批示").content
NAME = "严明同志批示（扫描件）.pdf"


def png() -> bytes:
    """Return a picture of one white dot."""

    def piece(kind: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))

    head = pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pieces = piece(b"IHDR", head) + piece(b"IDAT", compress(b"\0\xff")) + piece(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + pieces


def jpeg() -> bytes:
    """Return the frame of a picture; what it shows does not matter here."""
    head = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    return (
        b"\xff\xd8" + head + b"\xff" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00\xd2\xff\xd9"
    )


def told(town: Town, *, of: Person | None = None, on: date = TODAY) -> Told:
    """Tell of a decision of Yan's, or of somebody else's, with its scan."""
    return Told((of or town.yan).id, on, Upload(NAME, PDF))


def sent(town: Town, *, on: date = TODAY) -> dict[str, Any]:
    """Return the fields of a form that tells the same."""
    return {
        "on_behalf_of": town.yan.id,
        "decided_on": on.isoformat(),
        "scan": (BytesIO(PDF), NAME),
    }
