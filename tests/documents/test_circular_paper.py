"""Circulars and composed texts in Word."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document

from tracker.documents.circular_paper import CircularPaper, LateWork, circular_document
from tracker.documents.composed_text import TextSection, TextTable, composed_document
from tracker.foundation.labels import Label

LATE = LateWork("2026-01-001", "改造小区", "市住房局", date(2026, 5, 31), 40, 18, is_reported=False)
PAPER = CircularPaper(
    title="关于2026年二季度重点任务落实情况的通报",
    number="督查通报〔2026〕1号",
    overall="截至6月18日，任务3项。\n应办2件。",
    meetings="",
    priorities="城乡建设：3项。",
    praise="",
    problems="有1件逾期。",
    demands="抓紧办。",
    late=[LATE, replace(LATE, is_reported=True)],
    office="市督查室",
    dated=date(2026, 6, 18),
    label=Label.INTERNAL,
)


def test_a_circular_has_its_parts_numbered_and_late_work_in_an_annex() -> None:
    read = Document(BytesIO(circular_document(PAPER)))

    words = [it.text for it in read.paragraphs]
    assert [it for it in words if "、" in it[:2]] == [
        "一、总体情况",
        "二、分重点落实情况",
        "三、存在问题",
        "四、工作要求",
    ]
    assert words.index("附件：逾期未办结任务清单") < words.index("市督查室") < words.index("附件")
    assert words[0] == "内部"
    assert "督查通报〔2026〕1号" in words
    assert read.paragraphs[words.index("附件")].paragraph_format.page_break_before
    rows = [[cell.text for cell in row.cells] for row in read.tables[0].rows]
    assert rows[1] == [
        "1",
        "改造小区\n（2026-01-001）",
        "市住房局",
        "2026年5月31日",
        "40%",
        "超期18天",
    ]
    assert rows[2][-1] == "超期18天，待核定"


def test_a_draft_without_late_work_has_neither_day_nor_annex() -> None:
    read = Document(BytesIO(circular_document(replace(PAPER, late=[], dated=None, number=""))))

    assert read.tables == []
    assert not [
        it.text for it in read.paragraphs if "附件" in it.text or "2026年6月18日" in it.text
    ]


def test_a_composed_text_leaves_out_what_says_nothing() -> None:
    sections = [
        TextSection("城乡建设", "改造小区：完成45%。\n存在问题。缺资金。"),
        TextSection("民生", " "),
        TextSection("生态", "", [TextTable("治水", [("东溪县", "40%", "建成3个。")])]),
    ]
    read = Document(BytesIO(composed_document("二季度进展", sections, label=Label.OPEN)))

    words = [it.text for it in read.paragraphs]
    assert "一、城乡建设" in words
    assert "二、生态" in words
    assert not [it for it in words if "民生" in it]
    assert [it.text for it in read.tables[0].rows[1].cells] == ["东溪县", "40%", "建成3个。"]


def test_a_text_of_very_many_sections_is_not_numbered() -> None:
    sections = [TextSection(f"任务{number}", "有进展。") for number in range(100)]
    read = Document(BytesIO(composed_document("全年", sections)))

    assert "任务7" in [it.text for it in read.paragraphs]
