"""The pages of a PDF → paragraphs and rows of tables in the order of reading (in the child process)."""

import re
import unicodedata
import zlib
from io import BytesIO

import pdfplumber
from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from tracker.foundation.words import N_
from tracker.readers.paragraphs import paragraphs, without_margins
from tracker.readers.pdflines import Drawn, Line, Sign, lines_of
from tracker.readers.pdftables import holds, is_table, rows_of, whole_tables
from tracker.readers.reading import LONGEST_TEXT, Unreadable
from tracker.readers.refusals import (
    DAMAGED,
    ENCRYPTED,
    SCANNED,
    TOO_COMPLEX,
    TOO_MANY_PAGES,
    UNCODED,
)
from tracker.readers.text import GARBLED, TOO_LONG

JOINED = N_("PDF 按行存字：断开的行已接成段落，请对照原文件核对段落和表格。")
HAS_MARGINS = N_("PDF 的页眉、页脚和页码没有读入正文。")
HAS_SCANNED_PAGES = N_("PDF 有的页没有文字，可能是扫描的图片，这些页没有读入。")
WAS_RECOGNISED = N_("PDF 像是扫描后识别的文字，可能有错字，请对照原文件核对。")
HAS_TURNED = N_("PDF 里有斜排、竖排的文字（如水印），没有读入正文。")

MOST_PAGES = 300
"""As many as are surely read within the child's time."""
MOST_UNPACKED_AT_ONCE, MOST_UNPACKED = 32 * 1024 * 1024, 100 * 1024 * 1024
MOST_CONTENT = 4 * 1024 * 1024
"""Bytes that draw one page."""
MOST_EDGES = 5_000
TAIL = 2048
"""Bytes at the end among which the mark of a whole PDF stands."""
UNKNOWN_SIGN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
MOST_UNKNOWN = 0.1
# Chinese characters under the numbers of their radicals: some programs print 目 as ⽬.
RADICALS = re.compile("[\u2e80-\u2fdf]")
WHOLE_PAGE = 0.8


class Inflating:
    """Stands for the library's zlib: unpacks no more than a document needs, and nothing by halves."""

    error = zlib.error

    def __init__(self) -> None:
        self._left = MOST_UNPACKED

    def decompress(self, data: bytes) -> bytes:
        """Unpack one stream; raises `Unreadable` when it or all together grow too large."""
        unpacking = zlib.decompressobj()
        words = unpacking.decompress(data, MOST_UNPACKED_AT_ONCE)
        self._left -= len(words)
        if unpacking.unconsumed_tail or self._left < 0:
            raise Unreadable(TOO_COMPLEX)
        if not unpacking.eof:
            raise zlib.error
        return words


def answer(data: bytes) -> dict[str, object]:
    """Parse a PDF: `text`, `margins` and `warnings`; raises `Unreadable`."""
    if b"%%EOF" not in data[-TAIL:]:
        raise Unreadable(DAMAGED)
    vars(pdftypes)["zlib"] = Inflating()
    # The library reads on where a stream breaks off, and says nothing.
    vars(pdftypes)["decompress_corrupted"] = _refuse
    try:
        return _read(data)
    except Exception as error:  # noqa: BLE001  a damaged file makes the library raise anything
        raise _cause(error) from None


def _cause(error: Exception) -> Exception:
    """Say what an exception of the library means; it wraps what happened below it."""
    while isinstance(error, PdfminerException) and error.args:
        error = error.args[0]
    if isinstance(error, Unreadable | MemoryError | RecursionError):
        return error
    is_locked = isinstance(error, PDFPasswordIncorrect | PDFEncryptionError)
    return Unreadable(ENCRYPTED if is_locked else DAMAGED)


def _refuse(_: bytes) -> bytes:
    raise Unreadable(DAMAGED)


def _read(data: bytes) -> dict[str, object]:
    warnings: dict[str, None] = {JOINED: None}
    lines: list[Line] = []
    aside: list[str] = []
    widths: list[float] = []
    heights: list[float] = []
    gutter: float | None = None
    characters = signs_read = unknown = empty = recognised = 0
    with pdfplumber.open(BytesIO(data)) as file:
        _check_pages(file)
        for page in file.pages:
            _check_content(page)
            signs, turned = _signs(page)
            words = "".join(sign.text for sign in signs)
            characters += len(words)
            signs_read += len(signs)
            unknown += len(UNKNOWN_SIGN.findall(words))
            if characters > LONGEST_TEXT:
                raise Unreadable(TOO_LONG)
            if turned.strip():
                warnings[HAS_TURNED] = None
                aside.append(turned)
            if not words.strip():
                empty += bool(page.images or page.curves)
            elif _is_picture(page):
                recognised += 1
            drawn = _lines(page, signs, len(heights), gutter)
            lines += drawn.lines
            gutter = drawn.gutter
            widths.append(float(page.width))
            heights.append(float(page.height))
            page.close()
    if not lines:
        raise Unreadable(SCANNED)
    if unknown > MOST_UNKNOWN * signs_read:
        raise Unreadable(UNCODED)
    body, margins = without_margins(lines, heights)
    body, heads = whole_tables(body)
    margins += heads
    for sentence, is_said in (
        (HAS_MARGINS, margins),
        (HAS_SCANNED_PAGES, empty),
        (WAS_RECOGNISED, recognised * 2 > len(heights)),
        (GARBLED, unknown),
    ):
        if is_said:
            warnings[sentence] = None
    return {
        "text": "\n".join(paragraphs(body, widths)),
        "margins": "\n".join([*dict.fromkeys(line.text for line in margins), *aside]),
        "warnings": list(warnings),
    }


def _check_pages(file: PDF) -> None:
    """Refuse too many pages, and fewer than the file itself says that it has."""
    stated = resolve1(resolve1(file.doc.catalog["Pages"])["Count"])
    if not isinstance(stated, int) or stated < 1:
        raise Unreadable(DAMAGED)
    if stated > MOST_PAGES:
        raise Unreadable(TOO_MANY_PAGES)
    if len(file.pages) != stated:
        raise Unreadable(DAMAGED)


def _check_content(page: Page) -> None:
    """Refuse a page that says more than a printed page can hold, before it is drawn."""
    streams = (resolve1(it) for it in page.page_obj.contents)
    if sum(len(it.get_data()) for it in streams) > MOST_CONTENT:
        raise Unreadable(TOO_COMPLEX)


def _signs(page: Page) -> tuple[list[Sign], str]:
    """Give a page's characters, and apart from them the words that do not stand upright."""
    found: list[Sign] = []
    turned: list[str] = []
    for it in page.chars:
        a, b, c, d, *_ = it["matrix"]
        text = RADICALS.sub(lambda sign: unicodedata.normalize("NFKC", sign.group()), it["text"])
        if abs(b) > abs(a) / 10 or abs(c) > abs(d) / 10:
            turned.append(text)
        elif 0 <= it["top"] <= page.height and 0 <= it["x0"] <= page.width:
            found.append(
                Sign(
                    text.replace("\xa0", " "),
                    it["x0"],
                    it["x1"],
                    it["top"],
                    it["bottom"],
                    max(it["size"], 1.0),
                )
            )
    return found, "".join(turned)


def _is_picture(page: Page) -> bool:
    """Say whether one picture covers the page: then its words were recognised from it."""
    area = page.width * page.height * WHOLE_PAGE
    return any((it["x1"] - it["x0"]) * (it["bottom"] - it["top"]) >= area for it in page.images)


def _lines(page: Page, signs: list[Sign], number: int, gutter: float | None) -> Drawn:
    """Give a page's lines and rows; `gutter`: where the columns of the page before it parted."""
    # A map or a drawing has thousands of strokes; nobody draws a table with so many.
    is_drawing = len(page.edges) > MOST_EDGES
    tables = [] if is_drawing else [table for table in page.find_tables() if is_table(table)]
    inside: list[list[Sign]] = [[] for _ in tables]
    outside: list[Sign] = []
    for sign in signs:
        at = next((n for n, table in enumerate(tables) if holds(table.bbox, sign)), None)
        (outside if at is None else inside[at]).append(sign)
    drawn = lines_of(outside, gutter)
    for table, words in zip(tables, inside, strict=True):
        # A table stands where its upper edge lies among the lines.
        top = table.bbox[1]
        place = next((n for n, it in enumerate(drawn.lines) if it.top >= top), len(drawn.lines))
        drawn.lines[place:place] = rows_of(table, words)
    for line in drawn.lines:
        line.page = number
    return drawn
