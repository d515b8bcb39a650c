"""The zip package and the XML of an office file, opened with mistrust (runs in the child process)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile
from zlib import error as ZlibError  # noqa: N812  its own name says nothing away from its module

from tracker.readers.reading import Other, Unreadable
from tracker.readers.refusals import (
    DAMAGED,
    ENCRYPTED,
    IS_ARCHIVE,
    IS_OPEN_DOCUMENT,
    IS_SLIDES,
    TOO_COMPLEX,
)
from tracker.readers.secrecy import HINT

MOST_ENTRIES = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
SMALL_ENTRY = 1024 * 1024
MOST_RATIO = 100
MOST_ELEMENTS = 1_500_000
"""Elements of one part: a report of the longest text, with a run for every other character."""
LOCAL_HEADER = 30
IS_ENCRYPTED = 0x1

# Word writes the transitional names, `strict` is the other dialect of the same standard.
PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w_",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w_",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc_",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m_",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m_",
}
BETWEEN = " "
PROPERTIES = ("docProps/core.xml", "docProps/custom.xml")
TAG = re.compile(r"<[^<>]*>")
FOREIGN = {"ppt/": IS_SLIDES, "mimetype": IS_OPEN_DOCUMENT}
"""Beginnings of names in packages of other programs."""


@contextmanager
def opened(data: bytes) -> Iterator[ZipFile]:
    """Open a package whose claims were checked; raises `Unreadable`."""
    if not is_zipfile(BytesIO(data)):
        raise Unreadable(DAMAGED)
    try:
        with ZipFile(BytesIO(data)) as package:
            check_package(package.infolist())
            for entry in package.infolist():
                # The entry's own head must say the same as the list of contents.
                package.open(entry).close()
            yield package
    except (BadZipFile, EOFError, ZlibError, NotImplementedError, OSError, UnicodeDecodeError):
        raise Unreadable(DAMAGED) from None


def check_package(entries: list[ZipInfo]) -> None:
    """Refuse bombs, encrypted entries and two entries in one place."""
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise Unreadable(ENCRYPTED)
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(TOO_COMPLEX)
    if any(
        e.file_size > SMALL_ENTRY and e.file_size > MOST_RATIO * max(e.compress_size, 1)
        for e in entries
    ):
        raise Unreadable(TOO_COMPLEX)
    if len({entry.filename for entry in entries}) < len(entries):
        raise Unreadable(DAMAGED)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise Unreadable(DAMAGED)
        end = entry.header_offset + LOCAL_HEADER + entry.compress_size


def part(package: ZipFile, name: str) -> Element | None:
    """One XML part as a tree with short names (`w_p`), or None where the package has none."""
    return parsed(package.read(name)) if name in package.namelist() else None


def properties(package: ZipFile) -> list[str]:
    """Give what a file states of itself (title, keywords) that may be a mark of secrecy."""
    found: list[str] = []
    for name in PROPERTIES:
        if name in package.namelist():
            pieces = TAG.split(package.read(name).decode("utf-8", "replace"))
            found += (unescape(it).strip() for it in pieces if HINT.search(it))
    return found


def main_part(package: ZipFile) -> str:
    """Name the part that holds a Word document's body; raises `Other` or `Unreadable` where none does."""
    names = package.namelist()
    links = part(package, "_rels/.rels")
    for link in links if links is not None else ():
        if link.get("Type", "").endswith("/officeDocument"):
            name = link.get("Target", "").lstrip("/")
            if name.startswith("word/"):
                return name
    if "word/document.xml" in names:
        return "word/document.xml"
    if any(name.startswith("xl/") for name in names):
        raise Other("sheet")
    for beginning, sentence in FOREIGN.items():
        if any(name.startswith(beginning) for name in names):
            raise Unreadable(sentence)
    raise Unreadable(IS_ARCHIVE if names else DAMAGED)


def parsed(data: bytes) -> Element:
    """Parse XML that may not declare a document type, and so no entity either."""
    parser = expat.ParserCreate(namespace_separator=BETWEEN)
    parser.buffer_text = True
    tree = TreeBuilder()

    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise Unreadable(TOO_COMPLEX)
        tree.start(_short(name), {_short(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        tree.end(_short(name))

    def doctype(*_: object) -> None:
        raise Unreadable(TOO_COMPLEX)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = tree.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat takes no keyword here
    except (expat.ExpatError, ValueError, LookupError) as error:
        # An encoding that nobody knows is a fault of looking up.
        raise error if isinstance(error, Unreadable) else Unreadable(DAMAGED) from None
    return tree.close()


def _short(name: str) -> str:
    """`{…wordprocessingml…} p` as `w_p` (a colon would mean more to `find`); names of other vocabularies keep their last word alone."""
    space, _, local = name.rpartition(BETWEEN)
    return PREFIXES.get(space, "") + local
