"""The zip package and the XML of an office file, opened with mistrust (runs in the child process)."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile
from zlib import error as ZlibError  # noqa: N812  its own name says nothing away from its module

from tracker.workplan.meetings.readers.docx import DAMAGED, ENCRYPTED, NOT_WORD, TOO_COMPLEX
from tracker.workplan.meetings.readers.reading import Unreadable

MOST_ENTRIES = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
SMALL_ENTRY = 1024 * 1024
MOST_RATIO = 100
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


@contextmanager
def opened(data: bytes) -> Iterator[ZipFile]:
    """Open a package whose claims were checked; raises `Unreadable`."""
    if not is_zipfile(BytesIO(data)):
        raise Unreadable(DAMAGED)
    try:
        with ZipFile(BytesIO(data)) as package:
            check_package(package.infolist())
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


def main_part(package: ZipFile) -> str:
    """Name the part that holds the document's body."""
    links = part(package, "_rels/.rels")
    for link in links if links is not None else ():
        if link.get("Type", "").endswith("/officeDocument"):
            name = link.get("Target", "").lstrip("/")
            if not name.startswith("word/"):
                raise Unreadable(NOT_WORD)
            return name
    if "word/document.xml" in package.namelist():
        return "word/document.xml"
    raise Unreadable(NOT_WORD)


def parsed(data: bytes) -> Element:
    """Parse XML that may not declare a document type, and so no entity either."""
    parser = expat.ParserCreate(namespace_separator=BETWEEN)
    parser.buffer_text = True
    tree = TreeBuilder()

    def start(name: str, attributes: dict[str, str]) -> None:
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
    except (expat.ExpatError, ValueError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(DAMAGED) from None
    return tree.close()


def _short(name: str) -> str:
    """`{…wordprocessingml…} p` as `w_p` (a colon would mean more to `find`); names of other vocabularies keep their last word alone."""
    space, _, local = name.rpartition(BETWEEN)
    return PREFIXES.get(space, "") + local
