"""Notices in Word: one alone, or those of a batch one behind the other."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from tracker.documents.notice_paper import NoticedWork, NoticePaper, notice_document
from tracker.foundation.labels import Label

PAPER = NoticePaper(
    number="督通〔2026〕1号",
    unit="市住房局",
    text="请办理。",
    works=[NoticedWork("2026-01-001", "改造小区", date(2026, 12, 31), "牵头", "每季度")],
    sign_by=date(2026, 6, 23),
    office="市督查室",
    dated=date(2026, 6, 18),
    label=Label.INTERNAL,
)


def test_each_notice_of_a_batch_begins_a_page_of_its_own_with_number_one() -> None:
    others = replace(PAPER, number="督通〔2026〕2号", unit="东溪县", label=None)

    read = Document(BytesIO(notice_document(PAPER, others, replace(PAPER, unit="西岭县"))))

    words = [it.text for it in read.paragraphs]
    assert [it for it in words if it.endswith("：")] == ["市住房局：", "东溪县：", "西岭县："]
    assert words.count("督办通知单") == 3
    assert words.count("内部") == 2
    assert len(read.tables) == 3
    assert len(read.sections) == 3
    starts = [it._sectPr.find(qn("w:pgNumType")) for it in read.sections]
    assert [it is not None and it.get(qn("w:start")) for it in starts] == [False, "1", "1"]


def test_a_notice_alone_is_one_section() -> None:
    assert len(Document(BytesIO(notice_document(PAPER))).sections) == 1
