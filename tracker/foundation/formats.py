"""What a file that somebody attaches must be: its ending, its first bytes and its build agree (C35).

Nothing here opens a file's content: pictures are not drawn, pages not counted.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from zlib import crc32

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_

LONGEST_FILE_NAME = 255
LONGEST_ENDING = 20
MEBIBYTE = 1024 * 1024
# C0 and C1 controls, and the signs that turn the direction of writing: a name that misleads.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

PDF_TAIL = 2048
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?)\b")
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PNG_FRAME = 12
"""Bytes round the content of a piece of a PNG: its length, its kind and its check sum."""
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"
JPEG_SCAN, JPEG_FILL = 0xDA, 0xFF
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


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


SCANS = frozenset({Format.PDF, Format.JPEG, Format.PNG})
"""What a scanner or the camera of a telephone makes."""
ENDINGS = {"pdf": Format.PDF, "jpg": Format.JPEG, "jpeg": Format.JPEG, "png": Format.PNG}


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
        raise BadUpload(N_("文件内容与扩展名不符，或者文件已经损坏，请重新扫描后再传。"))
    if found is Format.PDF and ACTIVE_PDF.search(upload.content):
        raise BadUpload(N_("这个 PDF 里有脚本或附件，请另存为普通 PDF 后再传。"))
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
    tail = content[-PDF_TAIL:]
    return bool(re.match(rb"%PDF-[12]\.\d", content)) and b"startxref" in tail and b"%%EOF" in tail


def _is_png(content: bytes) -> bool:
    """Go from piece to piece: whole, in order, and nothing behind the last one."""
    if not content.startswith(PNG_BEGINS):
        return False
    at, is_first = len(PNG_BEGINS), True
    while at + PNG_FRAME <= len(content):
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
    """Go from segment to segment to the picture itself, and see that it ends.

    Telephones write more behind the end, so that is let be: the file is only ever handed out whole.
    """
    if not content.startswith(JPEG_BEGINS):
        return False
    at, has_frame = 2, False
    while at + 4 <= len(content) and content[at] == JPEG_FILL:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == JPEG_FILL:
            at += 1
            continue
        if marker == JPEG_SCAN:
            return has_frame and JPEG_ENDS in content[at:]
        has_frame = has_frame or marker in JPEG_FRAMES
        at += 2 + max(size, 2)
    return False


BUILT: dict[Format, Callable[[bytes], bool]] = {
    Format.PDF: _is_pdf,
    Format.JPEG: _is_jpeg,
    Format.PNG: _is_png,
}
