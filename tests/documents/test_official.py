"""Official Word documents, opened again."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from tracker.documents.annual_summary import (
    AnnualSummary,
    Results,
    annual_summary_document,
    numeral,
)
from tracker.documents.official import Column, OfficialDocument


def opened(data: bytes) -> WordDocument:
    return Document(BytesIO(data))


def words(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_the_page_and_the_fonts_are_those_of_official_papers() -> None:
    document = OfficialDocument("防汛工作总结")
    document.heading("一、概况", level=1)
    document.paragraph("全年平安。")

    made = opened(document.to_bytes())

    section = made.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [length and round(length / Mm(1)) for length in lengths] == [210, 297, 37, 28]
    fonts = {
        style: made.styles[style].element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in ("Title", "Heading 1", "Heading 2", "Normal")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Normal": "仿宋_GB2312",
    }
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    assert section.even_page_footer.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert made.core_properties.title == "防汛工作总结"
    assert made.core_properties.author == ""


def test_each_line_is_a_paragraph_and_forbidden_signs_are_left_out() -> None:
    document = OfficialDocument("总结")
    document.paragraph("  第一段\x00\r\n\n第二段\n")

    assert words(opened(document.to_bytes())) == ["总结", "第一段", "第二段"]


@pytest.mark.parametrize(
    ("signed_by", "signed_on", "lines"),
    [
        ("云岭市水利局", date(2026, 12, 8), ["云岭市水利局", "2026年12月8日"]),
        ("局", date(2026, 12, 8), ["局", "2026年12月8日"]),
        ("云岭市水利局", None, ["云岭市水利局"]),
        ("", date(2026, 12, 8), ["2026年12月8日"]),
    ],
)
def test_a_signature_stands_at_the_right(
    signed_by: str, signed_on: date | None, lines: list[str]
) -> None:
    document = OfficialDocument("总结")
    document.signature(signed_by, signed_on)

    signed = [p for p in opened(document.to_bytes()).paragraphs if p.text][1:]

    assert [paragraph.text for paragraph in signed] == lines
    assert {paragraph.alignment for paragraph in signed} == {WD_ALIGN_PARAGRAPH.RIGHT}


def test_a_signature_never_stands_alone_on_a_page() -> None:
    document = OfficialDocument("总结")
    document.paragraph("第一段\n第二段")
    document.signature("云岭市水利局", date(2026, 12, 8))

    kept = [p.paragraph_format.keep_with_next for p in opened(document.to_bytes()).paragraphs[1:]]

    # Two paragraphs, the blank line, who signs, and the day.
    assert kept == [None, True, True, True, False]


def test_digits_are_not_called_chinese_or_they_would_be_torn_apart() -> None:
    made = opened(OfficialDocument("总结").to_bytes())

    language = made.styles["Normal"].element.rPr.find(qn("w:lang"))

    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")


def test_a_table_repeats_its_head() -> None:
    document = OfficialDocument("清单", is_landscape=True)
    document.table(
        [Column("事项", 100), Column("单位", 40, is_centred=True)],
        [("固堤\n清淤", "市水利局"), ("检修", "")],
        bold=[1],
    )

    made = opened(document.to_bytes())
    (table,) = made.tables

    assert round((made.sections[0].page_width or 0) / Mm(1)) == 297
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["事项", "单位"],
        ["固堤\n清淤", "市水利局"],
        ["检修", ""],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_an_annual_summary_numbers_only_the_parts_that_have_words() -> None:
    summary = AnnualSummary(
        unit="云岭市水利局",
        year=2026,
        results=(Results("固堤强基", ("加固河堤12公里。",)), Results("空", (" ",))),
        problems=("资金不足。",),
        next_year_plan=("修复水闸。",),
        signed_by="云岭市水利局",
        signed_on=date(2026, 12, 8),
    )

    assert words(opened(annual_summary_document(summary))) == [
        "云岭市水利局2026年度工作总结",
        "一、主要成效",
        "（一）固堤强基",
        "加固河堤12公里。",
        "二、存在问题",
        "资金不足。",
        "三、下年思路举措",
        "修复水闸。",
        "云岭市水利局",
        "2026年12月8日",
    ]


def test_a_summary_without_words_is_its_title() -> None:
    assert words(opened(annual_summary_document(AnnualSummary("云岭市水利局", 2026)))) == [
        "云岭市水利局2026年度工作总结"
    ]


def test_numerals_of_headings() -> None:
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]
