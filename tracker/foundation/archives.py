"""Whether a file is an archive, or a document of an office program, by its list of parts.

An archive is judged by that list alone. Of a document one part is read, the list of its kinds.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as bad_stream

BEGINS, LISTED = b"PK\x03\x04", b"PK\x01\x02"
END, LIST_HEAD = struct.Struct("<4sHHHHIIH"), struct.Struct("<4s6H3I5H2I")
END_BEGINS = b"PK\x05\x06"
LONGEST_COMMENT = 65_535
MOST_PARTS = 20_000
KINDS = "[Content_Types].xml"
MOST_KINDS = 1 << 20
OTHER_FILE = b"%PDF-"
BROKEN = (
    BadZipFile,
    bad_stream,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What Python says of an archive that cannot be read, for one reason or another."""
HEAD = 1024
"""So far from its beginning readers of PDF look for one."""
ENCRYPTED = 1
MACROS = re.compile(rb"macroenabled|vbaproject|activex|&#", re.IGNORECASE)
"""A sign written as a number would hide the rest."""
MACRO_PARTS = re.compile(r"vbaproject|/activex/", re.IGNORECASE)
LEADING_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")
"""A part that would be unpacked somewhere else."""


@dataclass(frozen=True, slots=True)
class Part:
    """A line of an archive's list."""

    name: str
    flags: int
    begins: int


def is_archive(content: bytes) -> bool:
    """Whether it is one whole archive from the first byte to the last, and unpacks where it is put."""
    found = parts(content)
    return bool(found) and not any(LEADING_OUT.search(it.name) for it in found)


def is_office(folder: str, kind: str) -> Callable[[bytes], bool]:
    """Make the check of a document: its main part in that folder, of that kind, without macros."""

    def is_built(content: bytes) -> bool:
        found = parts(content)
        names = [it.name for it in found]
        return (
            len({name.casefold() for name in names}) == len(names)
            and any(name.startswith(folder) for name in names)
            and not any(it.flags & ENCRYPTED or MACRO_PARTS.search(it.name) for it in found)
            and OTHER_FILE not in content[:HEAD]
            and _is_kind(_kinds(content), kind.encode())
        )

    return is_built


def _is_kind(kinds: bytes, wanted: bytes) -> bool:
    return wanted in kinds and MACROS.search(kinds) is None


def _kinds(content: bytes) -> bytes:
    """Read which kinds of parts a document has, and no more of it than a document has."""
    try:
        with ZipFile(BytesIO(content)) as package:
            is_usual = package.getinfo(KINDS).compress_type in (ZIP_STORED, ZIP_DEFLATED)
            with package.open(KINDS) as listed:
                return listed.read(MOST_KINDS) if is_usual else b""
    except BROKEN:
        return b""


def parts(content: bytes) -> list[Part]:
    """Read an archive's list; nothing where it is none, or anything stands before or behind it."""
    at = content.rfind(END_BEGINS, max(0, len(content) - END.size - LONGEST_COMMENT))
    if not content.startswith(BEGINS) or at < 0 or at + END.size > len(content):
        return []
    _, disk, first_disk, here, count, size, begins, comment = END.unpack_from(content, at)
    is_whole = at + END.size + comment == len(content) and begins + size == at
    if disk or first_disk or here != count or count > MOST_PARTS or not is_whole:
        return []
    found = []
    for _ in range(count):
        part, begins = _part(content, begins, at)
        if part is None:
            return []
        found.append(part)
    return found if begins == at and any(it.begins == 0 for it in found) else []


def _part(content: bytes, at: int, end: int) -> tuple[Part | None, int]:
    """Read one line of the list, and where the next one begins."""
    if at + LIST_HEAD.size > end:
        return None, at
    told = LIST_HEAD.unpack_from(content, at)
    mark, flags, lengths, begins = told[0], told[3], told[10:13], told[16]
    name = content[at + LIST_HEAD.size : at + LIST_HEAD.size + lengths[0]]
    if mark != LISTED or not content.startswith(BEGINS, begins):
        return None, at
    is_utf8 = bool(flags & 0x800)
    shown = name.decode("utf-8" if is_utf8 else "cp437", "replace")
    return Part(shown, flags, begins), at + LIST_HEAD.size + sum(lengths)
