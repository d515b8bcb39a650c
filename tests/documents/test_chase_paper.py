"""The paper by which a unit is chased, opened again."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tracker.documents.chase_paper import ChasedWork, ChasePaper, chase_document
from tracker.foundation.labels import Label

PAPER = ChasePaper(
    level="红色督办",
    colour="C4161C",
    ink="FFFFFF",
    number="督办〔2026〕7号",
    unit="市住房局",
    text="贵单位承办的下列2件任务尚未办结。\n请限期完成。",
    works=(
        ChasedWork("2026-05-003", "加快老旧小区改造", date(2026, 5, 31), 40, 18),
        ChasedWork("2026-05-004", "排查危房", None, None, 0),
        ChasedWork("2026-05-005", "整治积水点", date(2026, 9, 30), 10, 0),
    ),
    answer_due_on=date(2026, 6, 25),
    office="市督查室",
    dated=date(2026, 6, 18),
    label=Label.INTERNAL,
)


def opened(paper: ChasePaper) -> WordDocument:
    return Document(BytesIO(chase_document(paper)))


def words(document: WordDocument) -> list[str]:
    return [it.text for it in document.paragraphs if it.text]


def test_the_paper_says_who_is_asked_what_until_when() -> None:
    assert words(opened(PAPER)) == [
        "红色督办单",
        "内部",
        "督办单",
        "督办〔2026〕7号",
        "市住房局：",
        "贵单位承办的下列2件任务尚未办结。",
        "请限期完成。",
        "请于2026年6月25日前书面回复办理情况、存在问题和下步打算。",
        "市督查室",
        "2026年6月18日",
    ]


def test_the_band_has_the_colour_of_the_grade_and_says_its_name() -> None:
    band = opened(PAPER).paragraphs[0]

    assert [it.get(qn("w:fill")) for it in band._p.iter(qn("w:shd"))] == ["C4161C"]
    assert str(band.runs[0].font.color.rgb) == "FFFFFF"
    assert band.text == "红色督办单"


def test_each_piece_of_work_is_a_row() -> None:
    table = opened(PAPER).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "任务", "时限", "完成", "情况"],
        ["1", "加快老旧小区改造\n（2026-05-003）", "2026年5月31日", "40%", "超期18天"],
        ["2", "排查危房\n（2026-05-004）", "长期坚持", "待签收", "待签收"],
        ["3", "整治积水点\n（2026-05-005）", "2026年9月30日", "10%", "未办结"],
    ]


def test_the_answer_stands_beneath() -> None:
    answered = replace(PAPER, answer="月底前完成。", answered_on=date(2026, 6, 20))

    assert words(opened(answered))[-4:] == ["回复", "月底前完成。", "市住房局", "2026年6月20日"]
