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


def png(note: bytes = b"", *, notes: int = 1) -> bytes:
    """Return a picture of one white dot, with a note written into it so many times."""

    def piece(kind: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))

    head = pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    noted = piece(b"tEXt", note) * notes
    pieces = (
        piece(b"IHDR", head) + noted + piece(b"IDAT", compress(b"\0\xff")) + piece(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + pieces


def jpeg() -> bytes:
    """Return the frame of a picture; what it shows does not matter here."""
    head = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    return (
        b"\xff\xd8" + head + b"\xff" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00\xd2\xff\xd9"
    )


def photo() -> bytes:
    """Return what a telephone makes: EXIF with a small picture, a second picture, a film behind."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + jpeg() + jpeg()
    body = jpeg()[2:]
    whole = b"\xff\xd8\xff\xe1" + pack(">H", len(exif) + 2) + exif + body
    return whole + jpeg() + b"\0\0\0\x18ftypmp42" + bytes(range(256))


def scanned() -> bytes:
    """Return what an office's scanner makes: a picture, a place to open at, and notes added later."""
    picture = compress(bytes(range(256))) + b"/JS /AA /XFA <script >"
    page = PDF.replace(b"/Catalog", b"/Catalog /OpenAction [3 0 R /Fit] /AAPL:Keywords []")
    added = (
        b"9 0 obj\n<< /Filter /DCTDecode >>\nstream\r\n" + picture + b"\r\nendstream\nendobj\n"
        b"xref\n0 0\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF\r\n"
    )
    return page + added + added + b"\0"


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
