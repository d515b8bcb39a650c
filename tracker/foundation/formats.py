"""What a file that somebody attaches must be: its ending, its first bytes and its build agree (C35).

Nothing here opens a file's content: pictures are not drawn, pages not counted, archives not unpacked.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from zlib import crc32

from tracker.foundation.archives import is_archive, is_office
from tracker.foundation.errors import RuleBroken
from tracker.foundation.texts import is_plain
from tracker.foundation.words import N_

LONGEST_FILE_NAME = 255
LONGEST_ENDING = 20
MEBIBYTE = 1024 * 1024
# C0 and C1 controls, and the signs that turn the direction of writing: a name that misleads.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

PDF_TAIL = 2048
PDF_ENDS = b"%%EOF"
PDF_BLANKS = b"\x00\t\n\x0c\r "
PDF_STREAM = re.compile(rb">>[\x00\t\n\x0c\r ]*stream\r?\n")
PDF_STREAM_ENDS = b"endstream"


def _names(*wanted: str, but: bytes = b"") -> re.Pattern[bytes]:
    """Match these names of a PDF, each letter written plainly or as #xx; `but` must not follow."""
    written = "|".join("".join(f"(?:{it}|#{ord(it):02x})" for it in name) for name in wanted)
    told = re.sub(r"(?<=#\d)([a-f])", lambda it: f"[{it[1]}{it[1].upper()}]", written)
    ends = rb"(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
    return re.compile(
        rb"/(?:" + told.encode() + rb")" + ends + (b"(?!" + but + b")" if but else b"")
    )


ACTIVE_PDF = (
    _names("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "SubmitForm"),
    # Where it opens is a place written as a list, as scanners do; anything else is an action.
    _names("OpenAction", but=rb"[\x00\t\n\x0c\r ]*\["),
)
ACTIVE_OUTSIDE = (_names("JS", "AA", "XFA"), re.compile(rb"<script\b", re.IGNORECASE))
"""Too short to be looked for in compressed pictures, where any three bytes stand sooner or later."""
ZIP_BEGINS, ZIP_ENDS, ZIP_TAIL = b"PK\x03\x04", b"PK\x05\x06", 65_557
"""The end of an archive's list stands so near to a file's end that its comment still fits."""
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PNG_FRAME = 12
"""Bytes round the content of a piece of a PNG: its length, its kind and its check sum."""
MOST_PIECES, MOST_SEGMENTS, MOST_PICTURES = 1 << 16, 1 << 12, 1 << 4
"""Of a PNG, of a JPEG, and of pictures in one file: who sends more wants to keep us busy."""
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"
JPEG_SCAN, JPEG_FILL = 0xDA, re.compile(b"\xff+")
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


NOT_AS_NAMED = N_("文件内容与扩展名不符，或者文件已经损坏，请重新扫描或者导出后再传。")
NOT_AS_SAVED = N_(
    "文件内容与扩展名不符、已经损坏、带密码或者带宏、控件，请用原来的软件另存一份再传。"
)


class BadUpload(RuleBroken):
    """The file cannot be taken; the sentence stands beside the field."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it: the name that it has with them, and its content."""

    name: str
    content: bytes = field(repr=False)


class Format(StrEnum):
    """What files may be attached."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    TXT = "txt"
    CSV = "csv"
    ZIP = "zip"


SCANS = frozenset({Format.PDF, Format.JPEG, Format.PNG})
"""What a scanner or the camera of a telephone makes."""
EVERY_FORMAT = frozenset(Format)
ENDINGS = {
    "pdf": Format.PDF,
    "jpg": Format.JPEG,
    "jpeg": Format.JPEG,
    **{it.value: it for it in Format if it not in (Format.PDF, Format.JPEG)},
}


def accepted(formats: Iterable[Format] = SCANS) -> str:
    """Write the endings as the browser's file chooser wants them."""
    wanted = frozenset(formats)
    return ",".join(f".{ending}" for ending, it in ENDINGS.items() if it in wanted)


def format_of(upload: Upload, *, most_megabytes: int, formats: frozenset[Format] = SCANS) -> Format:
    """Return what the file is; refuse what is empty, too large, not wanted or not what it says."""
    ending = PurePath(upload.name).suffix.removeprefix(".").lower()
    found = ENDINGS.get(ending)
    if found is None or found not in formats:
        names = "、".join(it.upper() for it in Format if it in formats)
        raise BadUpload(N_("只收 {formats} 文件。").format(formats=names))
    if not upload.content:
        raise BadUpload(N_("这个文件是空的，请重新选择。"))
    if len(upload.content) > most_megabytes * MEBIBYTE:
        raise BadUpload(N_("文件不超过 {most} MB，请压缩后再传。").format(most=most_megabytes))
    if not BUILT[found](upload.content):
        raise BadUpload(NOT_AS_NAMED if found in SCANS else NOT_AS_SAVED)
    if found is Format.PDF and _is_active(upload.content):
        raise BadUpload(N_("这个 PDF 里有脚本、附件或自动动作，请另存为普通 PDF 后再传。"))
    return found


def kept_name(name: str) -> str:
    """Keep a file's own name as data: all of it that can be shown, its ending even when it is long."""
    shown = UNPRINTABLE.sub("", name).strip()
    if len(shown) <= LONGEST_FILE_NAME:
        return shown
    stem, dot, ending = shown.rpartition(".")
    ending = (dot + ending)[:LONGEST_ENDING] if stem else ""
    return shown[: LONGEST_FILE_NAME - len(ending)] + ending


def _is_pdf(content: bytes) -> bool:
    """See that it begins and ends as one; it may have been added to, with an end each time."""
    whole = content.rstrip(PDF_BLANKS)
    begins = bool(re.match(rb"%PDF-[12]\.\d", content))
    return begins and whole.endswith(PDF_ENDS) and b"startxref" in whole[-PDF_TAIL:]


def _is_active(content: bytes) -> bool:
    """Whether a PDF does something by itself, or carries another file."""
    if any(it.search(content) for it in ACTIVE_PDF):
        return True
    outside = b"\n".join(map(_before_stream, content.split(PDF_STREAM_ENDS)))
    return any(it.search(outside) for it in ACTIVE_OUTSIDE)


def _before_stream(part: bytes) -> bytes:
    begins = PDF_STREAM.search(part)
    return part if begins is None else part[: begins.start()]


def _is_png(content: bytes) -> bool:
    """Go from piece to piece: whole, in order, and nothing behind the last one."""
    if not content.startswith(PNG_BEGINS):
        return False
    at, is_first = len(PNG_BEGINS), True
    for _ in range(MOST_PIECES):
        if at + PNG_FRAME > len(content):
            break
        end = at + PNG_FRAME + int.from_bytes(content[at : at + 4])
        kind, told = content[at + 4 : at + 8], int.from_bytes(content[end - 4 : end])
        is_whole = end <= len(content) and crc32(content[at + 4 : end - 4]) == told
        if not is_whole or is_first is not (kind == b"IHDR"):
            return False
        if kind == b"IEND":
            return end == len(content)
        at, is_first = end, False
    return False


def _is_jpeg(content: bytes) -> bool:
    """See that the picture is whole, and that what stands behind it is no archive.

    Telephones write more behind the end, smaller pictures and films, so that is let be: the file is
    only ever handed out whole.
    """
    end = 0
    for _ in range(MOST_PICTURES):
        found = _end_of_jpeg(content, end)
        if found is None:
            break
        end = found
    return end > 0 and ZIP_BEGINS not in content[end:]


def _end_of_jpeg(content: bytes, begins: int) -> int | None:
    """Go from segment to segment to the picture itself, and to its end."""
    if not content.startswith(JPEG_BEGINS, begins):
        return None
    at, has_frame = begins + 2, False
    for _ in range(MOST_SEGMENTS):
        fill = JPEG_FILL.match(content, at)
        if fill is None or fill.end() + 3 > len(content):
            break
        marker, size = content[fill.end()], int.from_bytes(content[fill.end() + 1 : fill.end() + 3])
        if marker == JPEG_SCAN:
            ends = content.find(JPEG_ENDS, fill.end()) if has_frame else -1
            return None if ends < 0 else ends + len(JPEG_ENDS)
        has_frame = has_frame or marker in JPEG_FRAMES
        at = fill.end() + 1 + max(size, 2)
    return None


def _without_archive(is_built: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
    """Refuse an archive behind a picture or a page too.

    Whoever opened that by another ending would find other content.
    """
    return lambda content: is_built(content) and ZIP_ENDS not in content[-ZIP_TAIL:]


BUILT: dict[Format, Callable[[bytes], bool]] = {
    Format.PDF: _without_archive(_is_pdf),
    Format.JPEG: _without_archive(_is_jpeg),
    Format.PNG: _without_archive(_is_png),
    Format.DOCX: is_office("word/", "wordprocessingml.document.main+xml"),
    Format.XLSX: is_office("xl/", "spreadsheetml.sheet.main+xml"),
    Format.PPTX: is_office("ppt/", "presentationml.presentation.main+xml"),
    Format.TXT: is_plain,
    Format.CSV: is_plain,
    Format.ZIP: is_archive,
}
