"""The body of a Word file (.docx) → lines in document order (runs in the child process)."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from tracker.foundation.words import N_
from tracker.readers.numbering import Numbering
from tracker.readers.package import main_part, opened, part, properties
from tracker.readers.reading import LONGEST_TEXT, Unreadable
from tracker.readers.refusals import DAMAGED
from tracker.readers.text import TOO_LONG

REVISED = N_("文档带有修订痕迹：插入的文字已读入，删除的文字没有读入。")
HAS_PICTURES = N_("文档里有图片或图表，其中的文字没有读入。")
HAS_NOTES = N_("文档有脚注、尾注或批注，没有读入正文。")
HAS_HIDDEN = N_("文档里有隐藏文字，没有读入。")
HAS_BOXES = N_("文档里有文本框，其中的文字接在正文之后，请核对位置。")
HAS_INSERTED = N_("文档里插入了别的文件，其内容没有读入。")

# What was taken out, what only instructs Word, and the small reading signs above characters.
PASSED_OVER = {
    "w_pPr",
    "w_rPr",
    "w_instrText",
    "w_delText",
    "w_rt",
    "w_sectPr",
    "w_object",
    "w_tblPr",
}
TAKEN_OUT = {"w_del", "w_moveFrom"}
WRAPPERS = {
    "w_sdt",
    "w_sdtContent",
    "w_customXml",
    "w_smartTag",
    "w_ins",
    "w_moveTo",
    "w_dir",
    "w_bdo",
}
SIGNS = {"w_tab": "\t", "w_cr": "\n", "w_noBreakHyphen": "-", "w_ptab": "\t"}
PICTURES = {"blip", "imagedata", "chart", "relIds"}
NOTES = {"w_footnoteReference", "w_endnoteReference", "w_commentReference"}
MOST_COLUMNS = 63
SPAN = re.compile(r"[1-9][0-9]{0,2}")
MARGINS = ("header", "footer", "footnotes", "endnotes", "comments")


class Body:
    """Walks a document; `warnings` grows as it meets what it cannot give as text."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.warnings: dict[str, None] = {}
        self.set_aside: list[str] = []
        """Deleted and hidden words: not the text, but what marks of secrecy are looked for in."""
        self._boxes: list[Element] = []
        self._begun = ""

    def lines(self, parent: Element) -> Iterator[str]:
        """Give the lines of a body, table cell, text box, header or note."""
        for block in parent:
            if block.tag == "w_p":
                yield from self._paragraph(block)
            elif block.tag == "w_tbl":
                yield from self._table(block)
            elif block.tag in WRAPPERS and not _is_prompt(block):
                yield from self.lines(block)
            elif block.tag == "mc_AlternateContent":
                yield from chain.from_iterable(self.lines(choice) for choice in block[:1])
            elif block.tag == "w_altChunk":
                self._warn(HAS_INSERTED)
            elif block.tag in TAKEN_OUT:
                self._warn(REVISED)
                self._set_aside(block)
        if self._begun:
            yield self._begun
            self._begun = ""

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        outer, self._boxes = self._boxes, []
        words = self._begun + "".join(self._words(paragraph))
        boxes, self._boxes = self._boxes, outer
        self._begun = ""
        is_open = paragraph.find("w_pPr/w_rPr/w_del") is not None
        if not is_open:
            label = self.numbering.label(paragraph) if words.strip() else ""
            yield from (label + words).split("\n")
        # A text box stands beside its paragraph: its lines follow, so that no sentence is torn apart.
        for box in boxes:
            yield from self.lines(box)
        if is_open:
            # Its end was taken out: it goes on in the next paragraph.
            self._warn(REVISED)
            self._begun = words

    def _words(self, parent: Element) -> Iterator[str]:
        for item in parent:
            if item.tag in {"w_t", "m_t"}:
                yield item.text or ""
            elif item.tag in SIGNS:
                yield SIGNS[item.tag]
            elif item.tag == "w_br":
                yield "\n" if item.get("w_type", "textWrapping") == "textWrapping" else ""
            elif item.tag == "w_txbxContent":
                self._boxes.append(item)
            elif item.tag == "mc_AlternateContent":
                # The same thing twice, for new and for old programs.
                yield from chain.from_iterable(self._words(choice) for choice in item[:1])
            elif not self._is_passed_over(item):
                yield from self._words(item)

    def _is_passed_over(self, item: Element) -> bool:
        if item.tag in TAKEN_OUT or item.tag == "w_ins":
            self._warn(REVISED)
            if item.tag != "w_ins":
                self._set_aside(item)
        elif item.tag in PICTURES:
            self._warn(HAS_PICTURES)
        elif item.tag in NOTES:
            self._warn(HAS_NOTES)
        elif item.tag == "w_r" and _is_hidden(item):
            self._warn(HAS_HIDDEN)
            self._set_aside(item)
            return True
        elif item.tag == "w_sdt" and _is_prompt(item):
            return True
        return item.tag in PASSED_OVER or item.tag in TAKEN_OUT

    def _table(self, table: Element) -> Iterator[str]:
        """One line for each row, cells apart by tabs; a row of one cell is a frame and keeps its lines."""
        for row in _inside(table, "w_tr"):
            found = list(_inside(row, "w_tc"))
            cells = [list(self.lines(cell)) for cell in found]
            if len(cells) == 1:
                yield from cells[0]
            elif cells:
                yield "\t".join(
                    _in_one(lines) + "\t" * (_span(cell) - 1)
                    for cell, lines in zip(found, cells, strict=True)
                )

    def _set_aside(self, item: Element) -> None:
        words = (it.text for it in item.iter() if it.tag in {"w_t", "w_delText"} and it.text)
        self.set_aside.append("".join(words))

    def _warn(self, sentence: str) -> None:
        self.warnings[sentence] = None


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    for item in parent:
        if item.tag == tag:
            yield item
        elif item.tag in WRAPPERS:
            yield from _inside(item, tag)


def _in_one(lines: list[str]) -> str:
    """Put a cell's lines in one, that of a table inside it too: a tab parts the cells of this one."""
    return " ".join(line.strip() for line in lines if line.strip()).replace("\t", " ")


def _span(cell: Element) -> int:
    """Give the columns that a cell takes, so that those behind it keep their place."""
    span = cell.find("w_tcPr/w_gridSpan")
    columns = span.get("w_val", "") if span is not None else ""
    return min(int(columns), MOST_COLUMNS) if SPAN.fullmatch(columns) else 1


def _is_prompt(control: Element) -> bool:
    """Say whether a control shows its prompt (`单击此处输入`) because nobody has filled it in."""
    return control.find("w_sdtPr/w_showingPlcHdr") is not None


def _is_hidden(run: Element) -> bool:
    vanish = run.find("w_rPr/w_vanish")
    return vanish is not None and vanish.get("w_val", "1") not in {"0", "false", "off"}


def answer(data: bytes) -> dict[str, object]:
    """Parse a Word file: `text`, `margins` and `warnings`; raises `Unreadable`."""
    with opened(data) as package:
        name = main_part(package)
        document = part(package, name)
        body = document.find("w_body") if document is not None else None
        if body is None:
            raise Unreadable(DAMAGED)
        folder = name.rpartition("/")[0]
        reader = Body(
            Numbering(
                part(package, f"{folder}/numbering.xml"), part(package, f"{folder}/styles.xml")
            )
        )
        lines: list[str] = []
        length = -1
        for line in reader.lines(body):
            lines.append(line)
            length += len(line) + 1
            if length > LONGEST_TEXT:
                raise Unreadable(TOO_LONG)
        text = "\n".join(lines).rstrip("\n")
        beside = (
            other
            for entry in package.namelist()
            if entry.startswith(tuple(f"{folder}/{margin}" for margin in MARGINS))
            if (other := part(package, entry)) is not None
        )
        notes = [line for other in beside for line in _marginal(other)]
        notes += (*reader.set_aside, *properties(package))
        margins = "\n".join(line for line in notes if line.strip())
    return {"text": text, "margins": margins[:LONGEST_TEXT], "warnings": list(reader.warnings)}


def _marginal(root: Element) -> Iterator[str]:
    """Give the lines of a header or footer itself, or of each note inside."""
    reader = Body(Numbering(None, None))
    for holder in (root, *root):
        yield from reader.lines(holder)
