"""The body of a Word file → lines in document order. Run as a module it is the child process of `docx`."""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from xml.etree.ElementTree import Element

from tracker.foundation.words import N_
from tracker.workplan.meetings.readers.docx import DAMAGED, TOO_COMPLEX
from tracker.workplan.meetings.readers.numbering import Numbering
from tracker.workplan.meetings.readers.package import main_part, opened, part
from tracker.workplan.meetings.readers.reading import LONGEST_TEXT, Unreadable
from tracker.workplan.meetings.readers.text import TOO_LONG

REVISED = N_("文档带有修订痕迹：插入的文字已读入，删除的文字没有读入。")
HAS_PICTURES = N_("文档里有图片，图片中的文字没有读入。")
HAS_NOTES = N_("文档有脚注、尾注或批注，没有读入正文。")
HAS_HIDDEN = N_("文档里有隐藏文字，没有读入。")
HAS_INSERTED = N_("文档里插入了别的文件，其内容没有读入。")

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 20
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
NOTES = {"w_footnoteReference", "w_endnoteReference", "w_commentReference"}
MARGINS = ("header", "footer", "footnotes", "endnotes", "comments")


class Body:
    """Walks a document; `warnings` grows as it meets what it cannot give as text."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.warnings: dict[str, None] = {}
        self._boxes: list[Element] = []

    def lines(self, parent: Element) -> Iterator[str]:
        """Give the lines of a body, table cell, text box, header or note."""
        for block in parent:
            if block.tag == "w_p":
                yield from self._paragraph(block)
            elif block.tag == "w_tbl":
                yield from self._table(block)
            elif block.tag in WRAPPERS:
                yield from self.lines(block)
            elif block.tag == "mc_AlternateContent":
                yield from chain.from_iterable(self.lines(choice) for choice in block[:1])
            elif block.tag == "w_altChunk":
                self._warn(HAS_INSERTED)
            elif block.tag in TAKEN_OUT:
                self._warn(REVISED)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        outer, self._boxes = self._boxes, []
        words = "".join(self._words(paragraph))
        boxes, self._boxes = self._boxes, outer
        yield from (self.numbering.label(paragraph) + words if words.strip() else words).split("\n")
        # A text box stands beside its paragraph: its lines follow, so that no sentence is torn apart.
        for box in boxes:
            yield from self.lines(box)

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
        elif item.tag in {"blip", "imagedata"}:
            self._warn(HAS_PICTURES)
        elif item.tag in NOTES:
            self._warn(HAS_NOTES)
        elif item.tag == "w_r" and _is_hidden(item):
            self._warn(HAS_HIDDEN)
            return True
        return item.tag in PASSED_OVER or item.tag in TAKEN_OUT

    def _table(self, table: Element) -> Iterator[str]:
        """One line for each row, cells apart by tabs; a row of one cell is a frame and keeps its lines."""
        for row in _inside(table, "w_tr"):
            cells = [list(self.lines(cell)) for cell in _inside(row, "w_tc")]
            if len(cells) == 1:
                yield from cells[0]
            elif cells:
                yield "\t".join(
                    " ".join(line.strip() for line in lines if line.strip()) for lines in cells
                )

    def _warn(self, sentence: str) -> None:
        self.warnings[sentence] = None


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    for item in parent:
        if item.tag == tag:
            yield item
        elif item.tag in WRAPPERS:
            yield from _inside(item, tag)


def _is_hidden(run: Element) -> bool:
    vanish = run.find("w_rPr/w_vanish")
    return vanish is not None and vanish.get("w_val", "1") not in {"0", "false", "off"}


def answer(data: bytes) -> dict[str, object]:
    """Say as the child: `text`, `margins` and `warnings`, or the sentence under `refused`."""
    try:
        return _read(data)
    except Unreadable as refusal:
        return {"refused": refusal.sentence}
    except (MemoryError, RecursionError):
        return {"refused": TOO_COMPLEX}


def _read(data: bytes) -> dict[str, object]:
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
        text = "\n".join(reader.lines(body)).rstrip("\n")
        if len(text) > LONGEST_TEXT:
            raise Unreadable(TOO_LONG)
        beside = (
            other
            for entry in package.namelist()
            if entry.startswith(tuple(f"{folder}/{margin}" for margin in MARGINS))
            if (other := part(package, entry)) is not None
        )
        margins = "\n".join(line for other in beside for line in _marginal(other) if line.strip())
    return {"text": text, "margins": margins[:LONGEST_TEXT], "warnings": list(reader.warnings)}


def _marginal(root: Element) -> Iterator[str]:
    """Give the lines of a header or footer itself, or of each note inside."""
    reader = Body(Numbering(None, None))
    for holder in (root, *root):
        yield from reader.lines(holder)


def limit_this_process() -> None:
    """Take from this process the means to harm the machine: memory, time, files."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system knows every limit, and an administrator may have set a lower one.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> None:
    """Read a Word file from standard input, write the answer as JSON."""
    limit_this_process()
    json.dump(answer(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
