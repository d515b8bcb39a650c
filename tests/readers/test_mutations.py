"""Damaged files: each is read or refused with a sentence; no parser fails in a way of its own.

Most are parsed in this process by the code of the child, where a failure shows; some go through
the real child. Together more than two thousand.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.readers.mutations import mutants, repacked
from tests.readers.pages import MODERN
from tests.readers.pdf_files import Sheet, pdf_file
from tests.readers.word_files import numbered, paragraph, part, word_file
from tracker.readers import read
from tracker.readers.confined import answer
from tracker.readers.reading import LONGEST_TEXT, Unreadable

FILES = Path(__file__).parent / "files"
LISTS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
TABLE = (
    f"<w:tbl><w:tr><w:tc>{paragraph('事项')}</w:tc><w:tc>{paragraph('单位')}</w:tc></w:tr></w:tbl>"
)
DOCX = word_file(
    numbered("总体要求") + paragraph("会议要求加快推进。") + TABLE + numbered("重点任务"),
    numbering=LISTS,
    styles=part("styles", '<w:style w:styleId="a" w:type="paragraph"/>'),
    header1=part("hdr", paragraph("内部资料")),
)
DOC = (FILES / "minutes.doc").read_bytes()


def small_pdf() -> bytes:
    sheet = Sheet()
    y = sheet.paragraph(
        "会议要求，市水务局要在六月底前完成水库除险加固，各县要同步改造老旧管网。", 150
    )
    sheet.table([("事项", "单位"), ("管网改造", "市住建局")], y, (200, 200))
    return pdf_file(sheet)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The library of PDFs writes each fault that it meets."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def tallied(form: str, files: Iterable[bytes]) -> Counter[str]:
    found: Counter[str] = Counter()
    for data in files:
        said = answer(form, data)
        json.dumps(said)
        if "refused" in said:
            found["refused"] += 1
            assert str(said["refused"]).endswith("。")
        elif "instead" in said:
            found["other"] += 1
        else:
            found["read"] += 1
            assert len(str(said.get("text", ""))) <= LONGEST_TEXT * 2
    return found


def test_damaged_word_files() -> None:
    found = tallied("docx", mutants(DOCX, 400)) + tallied("docx", repacked(DOCX, 500))

    assert found["refused"] > 450
    assert found.total() == 900


def test_damaged_old_word_files() -> None:
    found = tallied("doc", mutants(DOC, 900))

    assert found["refused"] > 300
    assert found.total() == 900


def test_damaged_pdfs() -> None:
    found = tallied("pdf", mutants(small_pdf(), 220))

    assert found["refused"] > 100
    assert found.total() == 220


def test_damaged_pages() -> None:
    found = tallied("html", mutants(MODERN.source.encode(), 200))

    assert found["read"] > 150
    assert found.total() == 200


def test_damaged_spreadsheets() -> None:
    book, file = Workbook(), BytesIO()
    for row in (("任务", "责任单位", "完成时限"), ("管网改造", "市住建局", 46203)):
        book.active.append(row)  # type: ignore[union-attr]  # a new book has a sheet
    book.save(file)
    seed = file.getvalue()

    found = tallied("sheet", mutants(seed, 150)) + tallied("sheet", repacked(seed, 250))

    assert found["refused"] > 150
    assert found.total() == 400


@pytest.mark.parametrize(
    ("name", "seed"), [("a.docx", DOCX), ("a.doc", DOC), ("a.pdf", small_pdf())]
)
def test_damaged_files_through_the_real_child(name: str, seed: bytes) -> None:
    for data in mutants(seed, 8, number=5):
        with suppress(Unreadable):
            assert read(name, data).text


@given(st.binary(max_size=600), st.sampled_from(["docx", "doc", "pdf"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_refused_or_read(data: bytes, form: str) -> None:
    assert {"refused", "text", "instead"} & answer(form, data).keys()
