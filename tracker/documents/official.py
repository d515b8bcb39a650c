"""A Word document in the layout of official papers (GB/T 9704): page, fonts, headings, page number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tracker.documents.characters import printable
from tracker.foundation.labels import LABEL_WORDS, Label

LATIN = "Times New Roman"
TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
FIRST_FONT = "黑体"
SECOND_FONT = "楷体_GB2312"
PAGE_NUMBER_FONT = "宋体"

TITLE_SIZE = 22.0
"""Points of 二号; the body's 三号 is 16, the page number's 四号 14."""
BODY_SIZE = 16.0
TABLE_SIZE = 12.0
PAGE_NUMBER_SIZE = 14.0
LINE = 28.95
"""Points between lines: 22 lines on the 225 mm of a page's core."""
TABLE_LINE = 18.0
TWIPS = 20
INDENT = 2
SIGNATURE_INDENT = 4
"""Characters: the date ends four characters from the right edge."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table in a document: its heading and its share of the width in millimetres."""

    heading: str
    millimetres: float
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A band of colour over the whole width, with a word in it; colour, ink: hexadecimal digits."""

    words: str
    colour: str
    ink: str = "FFFFFF"


def in_full(day: date | None) -> str:
    """Write a day as papers do; `foundation.wording` does too, and knows the web."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


class OfficialDocument:
    """Written from top to bottom; `to_bytes` hands over the .docx.

    label: the security label of what is in it, at the left above the title; band: above all.
    """

    def __init__(
        self,
        title: str,
        *,
        is_landscape: bool = False,
        label: Label | None = None,
        band: Band | None = None,
    ) -> None:
        self._word: WordDocument = Document()
        self._set_page(is_landscape=is_landscape)
        self._set_styles()
        self._number_pages()
        self._word.core_properties.title = printable(title)
        self._word.core_properties.author = ""
        self._word.core_properties.comments = ""
        if band is not None:
            self._add_band(band)
        if label is not None:
            self._word.core_properties.category = LABEL_WORDS[label]
            self._add_label(LABEL_WORDS[label])
        self._add("Title", title)

    def begin_next(self, title: str, *, label: Label | None = None) -> None:
        """Begin another paper of this file, on a page of its own and numbered from 1 again."""
        section = self._word.add_section(WD_SECTION.NEW_PAGE)
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:start"), "1")
        properties = section._sectPr  # noqa: SLF001  python-docx has no word for page numbers
        for old in properties.findall(qn("w:pgNumType")):
            properties.remove(old)
        # The schema fixes the order: behind the margins, before the columns and the grid.
        properties.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")
        if label is not None:
            self._add_label(LABEL_WORDS[label])
        self._add("Title", title)

    def annex_note(self, words: str) -> None:
        """Say beneath the text which annex there is; it never stands alone on a page."""
        for above in (self._word.paragraphs[-1], self._add_blank()):
            above.paragraph_format.keep_with_next = True
        self._add("Normal", words)

    def begin_annex(self, title: str) -> None:
        """Begin the annex on a page of its own; pages go on being counted."""
        mark = self._word.add_paragraph(style="Normal")
        mark.paragraph_format.page_break_before = True
        _set_indent(mark, first=0)
        _set_font(mark.add_run("附件"), FIRST_FONT, BODY_SIZE)
        self._add("Title", title)

    def number(self, words: str) -> None:
        """Add the number under which the paper is filed, centred beneath the title."""
        paragraph = self._add("Normal", words)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set_indent(paragraph, first=0)
        paragraph.paragraph_format.space_after = Pt(LINE)

    def addressee(self, name: str) -> None:
        """Add to whom the paper goes, at the left edge."""
        _set_indent(self._add("Normal", f"{name}："), first=0)

    def heading(self, words: str, *, level: int) -> None:
        """Add a heading of level 1 (一、, 黑体) or 2 ((一), 楷体)."""
        self._add(f"Heading {level}", words)

    def paragraph(self, words: str) -> None:
        """Add text; each of its lines is a paragraph, first line indented by two characters."""
        for line in printable(words).split("\n"):
            if line.strip():
                self._add("Normal", line.strip())

    def signature(self, signed_by: str, signed_on: date | None) -> None:
        """Add who issues the paper, centred over the date, at the right."""
        day = in_full(signed_on)
        # A signature never stands alone on a page: the last paragraph goes there with it.
        for above in (self._word.paragraphs[-1], self._add_blank()):
            above.paragraph_format.keep_with_next = True
        # The shorter of the two lines stands centred beneath the longer one.
        spread = (len(signed_by) - _characters(day)) / 2
        for words, more in ((signed_by, max(-spread, 0.0)), (day, max(spread, 0.0))):
            if words:
                paragraph = self._add("Normal", words)
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.keep_with_next = words is signed_by and bool(day)
                _set_indent(paragraph, first=0, right=SIGNATURE_INDENT + more)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, bold: Sequence[int] = ()
    ) -> None:
        """Add a table whose head is repeated on each page; `bold` are indexes of rows."""
        table = self._word.add_table(rows=1, cols=len(columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            _fill(cell, column.heading, font=FIRST_FONT, is_centred=True)
        _mark_row(table.rows[0], "w:tblHeader")
        strong = set(bold)
        for index, row in enumerate(rows):
            line = table.add_row()
            _mark_row(line, "w:cantSplit")
            for cell, column, words in zip(line.cells, columns, row, strict=True):
                font = FIRST_FONT if index in strong else BODY_FONT
                _fill(cell, words, font=font, is_centred=column.is_centred)
        for column, place in zip(columns, table.columns, strict=True):
            place.width = Mm(column.millimetres)
            for cell in place.cells:
                cell.width = Mm(column.millimetres)

    def to_bytes(self) -> bytes:
        """Hand over the file's content."""
        file = BytesIO()
        self._word.save(file)
        return file.getvalue()

    def _add(self, style: str, words: str) -> Paragraph:
        return self._word.add_paragraph(printable(words), style=style)

    def _add_label(self, words: str) -> None:
        """Write the label where official papers have such marks: in 黑体 at the left edge."""
        paragraph = self._word.add_paragraph(style="Normal")
        _set_indent(paragraph, first=0)
        _set_font(paragraph.add_run(words), FIRST_FONT, BODY_SIZE)

    def _add_band(self, band: Band) -> None:
        """Shade a line; the word in it says the colour to whoever prints without any."""
        paragraph = self._word.add_paragraph(style="Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set_indent(paragraph, first=0)
        paragraph.paragraph_format.space_after = Pt(LINE / 2)
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", band.colour)):
            shade.set(qn(f"w:{name}"), value)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no word for shading
        # The schema fixes the order: before spacing and indents.
        properties.insert_element_before(shade, "w:spacing", "w:ind", "w:jc", "w:rPr")
        run = paragraph.add_run(band.words)
        _set_font(run, FIRST_FONT, BODY_SIZE)
        run.font.color.rgb = RGBColor.from_string(band.ink)

    def _add_blank(self) -> Paragraph:
        return self._word.add_paragraph()

    def _set_page(self, *, is_landscape: bool) -> None:
        section = self._word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        if is_landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.top_margin, section.bottom_margin = Mm(28), Mm(26)
            section.left_margin, section.right_margin = Mm(25), Mm(25)
        section.footer_distance = Mm(18 if is_landscape else 25)
        properties = section._sectPr  # noqa: SLF001  python-docx has no word for the grid of lines
        for grid in properties.findall(qn("w:docGrid")):
            properties.remove(grid)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE * TWIPS)))
        properties.append(grid)

    def _set_styles(self) -> None:
        for name, font, size in (
            ("Normal", BODY_FONT, BODY_SIZE),
            ("Title", TITLE_FONT, TITLE_SIZE),
            ("Heading 1", FIRST_FONT, BODY_SIZE),
            ("Heading 2", SECOND_FONT, BODY_SIZE),
        ):
            style = self._word.styles[name]
            if not isinstance(
                style, ParagraphStyle
            ):  # pragma: no cover - they are, in python-docx's template
                continue
            _set_style(style, font, size)
        title = self._word.styles["Title"]
        if isinstance(title, ParagraphStyle):
            title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            title.paragraph_format.space_after = Pt(LINE)
            _set_indent(title, first=0)

    def _number_pages(self) -> None:
        """Put the page number, — 1 —, at the outer edge: right on odd pages, left on even ones."""
        self._word.settings.odd_and_even_pages_header_footer = True
        section = self._word.sections[0]
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            _set_indent(paragraph, first=0, left=1, right=1)
            for run in (paragraph.add_run("— "), *_page_field(paragraph), paragraph.add_run(" —")):
                _set_font(run, PAGE_NUMBER_FONT, PAGE_NUMBER_SIZE)


def _set_style(style: ParagraphStyle, font: str, size: float) -> None:
    style.font.name = LATIN
    style.font.size = Pt(size)
    style.font.bold = False
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), font)
    for language in style.element.rPr.findall(qn("w:lang")):
        style.element.rPr.remove(language)
    language = OxmlElement("w:lang")
    # Chinese signs and Latin ones each have their language: without the former some programs print
    # the signs of another country's Chinese; digits called Chinese are torn apart at a line's end.
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(language)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(LINE)
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    for contextual in properties.findall(qn("w:contextualSpacing")):
        properties.remove(contextual)
    _set_indent(style, first=INDENT)


def _set_indent(
    holder: Paragraph | ParagraphStyle, *, first: float, left: float = 0, right: float = 0
) -> None:
    """Indent by characters; the length in twips beside it serves programs that do not count characters."""
    element = holder._p if isinstance(holder, Paragraph) else holder.element  # noqa: SLF001  as above
    indent = element.get_or_add_pPr().get_or_add_ind()
    for name, characters in (("firstLine", first), ("left", left), ("right", right)):
        indent.set(qn(f"w:{name}Chars"), str(round(characters * 100)))
        indent.set(qn(f"w:{name}"), str(round(characters * BODY_SIZE * TWIPS)))


def _set_font(run: Run, font: str, size: float) -> None:
    run.font.name = LATIN if font != PAGE_NUMBER_FONT else font
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001  as above


def _page_field(paragraph: Paragraph) -> list[Run]:
    """Add a field that shows the page's number, and "1" until a program has counted."""
    runs = [paragraph.add_run() for _ in range(5)]
    for run, kind in zip((runs[0], runs[2], runs[4]), ("begin", "separate", "end"), strict=True):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001  as above
    order = OxmlElement("w:instrText")
    order.text = "PAGE"
    runs[1]._r.append(order)  # noqa: SLF001  as above
    runs[3].text = "1"
    return runs


def _fill(cell: _Cell, words: str, *, font: str, is_centred: bool) -> None:
    lines = printable(words).split("\n")
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for index, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _set_indent(paragraph, first=0)
        paragraph.paragraph_format.line_spacing = Pt(TABLE_LINE)
        _leave_grid(paragraph)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.LEFT
        _set_font(paragraph.add_run(line), font, TABLE_SIZE)


def _leave_grid(paragraph: Paragraph) -> None:
    """Let a table's lines stand closer than the page's grid of lines."""
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  as above
    # The schema fixes the order: before spacing and indents.
    properties.insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _mark_row(row: _Row, mark: str) -> None:
    """Set a property of a table's row that is either there or not."""
    row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001  python-docx has no word for these


def _characters(day: str) -> float:
    """Count how many Chinese characters wide a date stands: a digit is half of one."""
    return sum(0.5 if sign.isdigit() else 1 for sign in day)
