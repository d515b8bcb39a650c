"""What the body of a Word file holds, and how it stands as text."""

from functools import partial

import pytest

from tests.readers.word_files import numbered, package, paragraph, part, word_file
from tracker.readers import confined, wordml
from tracker.readers.refusals import DAMAGED

answer = partial(confined.answer, "docx")

BOX = "<w:txbxContent>{}</w:txbxContent>"


def text(body: str, **others: str) -> str:
    said = answer(word_file(body, **others))["text"]
    assert isinstance(said, str)
    return said


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def test_breaks_and_tabs_are_kept_and_page_breaks_are_not_lines() -> None:
    body = '<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r></w:p>'

    assert text(body) == "甲\t乙\n丙-"


def test_words_in_links_fields_and_content_controls_are_read() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('封面')}</w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{run('链接')}</w:hyperlink><w:fldSimple>{run('域')}</w:fldSimple>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )

    assert text(body) == "封面\n链接域"


def test_tracked_changes_are_read_as_accepted() -> None:
    body = f"<w:p>{run('保留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:moveFrom>{run('移走')}</w:moveFrom><w:ins>{run('插入')}</w:ins></w:p>"
    said = answer(word_file(body + f"<w:del>{paragraph('整段')}</w:del>"))

    assert (said["text"], said["warnings"]) == ("保留插入", [wordml.REVISED])


def test_hidden_words_are_left_out_with_a_warning() -> None:
    shown = run("也见", '<w:vanish w:val="0"/>')

    said = answer(word_file(f"<w:p>{run('看得见')}{run('看不见', '<w:vanish/>')}{shown}</w:p>"))

    assert (said["text"], said["warnings"]) == ("看得见也见", [wordml.HAS_HIDDEN])


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    box = f"<mc:AlternateContent><mc:Choice>{BOX.format(paragraph('框里'))}</mc:Choice><mc:Fallback>{BOX.format(paragraph('框里'))}</mc:Fallback></mc:AlternateContent>"

    assert (
        text(f"<w:p><w:r><w:t>前</w:t>{box}<w:t>后</w:t></w:r></w:p>{paragraph('下一段')}")
        == "前后\n框里\n下一段"
    )


def test_what_cannot_be_given_as_text_is_mentioned() -> None:
    body = "<w:p><w:r><w:t>图</w:t><w:drawing><blip/></w:drawing><w:footnoteReference/></w:r></w:p><w:altChunk/><mc:AlternateContent/>"

    assert answer(word_file(body))["warnings"] == [
        wordml.HAS_PICTURES,
        wordml.HAS_NOTES,
        wordml.HAS_INSERTED,
    ]


def test_a_frame_of_one_cell_keeps_its_lines_and_a_row_is_one_line() -> None:
    cell = "<w:tc>{}</w:tc>"
    frame = f"<w:tr>{cell.format(paragraph('一') + paragraph('二'))}</w:tr>"
    row = f"<w:tr>{cell.format(paragraph('甲') + paragraph('乙'))}{cell.format(paragraph(''))}<w:sdt>{cell.format(paragraph('丙'))}</w:sdt></w:tr><w:tr/>"

    assert text(f"<w:tbl>{frame}{row}</w:tbl>{paragraph('完')}") == "一\n二\n甲 乙\t\t丙\n完"


def test_headers_and_notes_stand_apart() -> None:
    notes = part(
        "footnotes",
        f"<w:footnote>{paragraph('注一')}</w:footnote><w:footnote>{paragraph('注二')}</w:footnote>",
    )

    said = answer(
        word_file(paragraph("正文"), header1=part("hdr", paragraph("秘密★")), footnotes=notes)
    )

    assert (said["text"], said["margins"]) == ("正文", "秘密★\n注一\n注二")


def test_automatic_numbers_stand_before_the_words_but_not_before_nothing() -> None:
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )

    assert (
        text(numbered("总体要求") + numbered("") + numbered("重点任务"), numbering=numbering)
        == "一、总体要求\n\n二、重点任务"
    )


def test_the_main_part_is_found_by_its_link() -> None:
    link = (
        '<Relationships><Relationship Type="http://x/officeDocument" Target="/{}"/></Relationships>'
    )
    body = part("document", f"<w:body>{paragraph('正文')}</w:body>")

    assert (
        answer(
            package({"_rels/.rels": link.format("word/document2.xml"), "word/document2.xml": body})
        )["text"]
        == "正文"
    )
    other = package({"_rels/.rels": link.format("xl/workbook.xml"), "xl/workbook.xml": body})
    assert answer(other) == {"instead": "sheet"}
    assert answer(package({"_rels/.rels": link.format("word/gone.xml")}))["refused"] == DAMAGED


def test_broken_or_foreign_xml_is_damaged() -> None:
    assert answer(package({"word/document.xml": "<w:document"}))["refused"] == DAMAGED
    assert answer(package({"word/document.xml": "<other/>"}))["refused"] == DAMAGED
    assert answer(b"PK\x03\x04 no zip")["refused"] == DAMAGED


def test_the_text_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordml, "LONGEST_TEXT", 3)

    assert "1,000,000" in str(answer(word_file(paragraph("会议要求")))["refused"])


def test_hidden_and_deleted_words_are_kept_beside_the_text() -> None:
    body = f"<w:p>{run('保留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>{run('看不见', '<w:vanish/>')}</w:p><w:moveFrom>{paragraph('移走')}</w:moveFrom>"

    assert answer(word_file(body))["margins"] == "删去\n看不见\n移走"


def test_a_paragraph_whose_end_was_taken_out_goes_on_in_the_next() -> None:
    taken = "<w:rPr><w:del/></w:rPr>"
    body = paragraph("上半句，", taken) + paragraph("下半句。") + paragraph("末段，", taken)

    assert text(body) == "上半句，下半句。\n末段，"


def test_a_prompt_that_nobody_filled_in_is_no_text() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"

    assert text(prompt.format(paragraph("单击此处输入")) + paragraph("正文")) == "正文"
    assert text(f"<w:p>{run('时间：')}{prompt.format(run('单击此处选日期'))}</w:p>") == "时间："


def test_a_cell_across_columns_leaves_those_behind_it_in_place() -> None:
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='{}'/></w:tcPr>{}</w:tc>"
    row = f"<w:tr>{cell.format(2, paragraph('任务'))}{cell.format('x', paragraph('单位'))}</w:tr>"

    assert text(f"<w:tbl>{row}</w:tbl>") == "任务\t\t单位"


def test_a_table_in_a_cell_adds_no_columns() -> None:
    inner = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    outer = inner.format(
        paragraph("事项") + inner.format(paragraph("甲"), paragraph("乙")), paragraph("丙")
    )

    assert text(outer) == "事项 甲 乙\t丙"


def test_charts_and_diagrams_are_mentioned() -> None:
    assert answer(word_file("<w:p><w:r><w:t>图</w:t><w:drawing><chart/></w:drawing></w:r></w:p>"))[
        "warnings"
    ] == [wordml.HAS_PICTURES]


def test_what_a_file_states_of_itself_is_searched_for_marks_of_secrecy() -> None:
    parts: dict[str, str | bytes] = {
        "word/document.xml": part("document", f"<w:body>{paragraph('正文')}</w:body>"),
        "docProps/core.xml": "<p><dc:title>机密</dc:title><cp:keywords>甲</cp:keywords></p>",
    }

    assert answer(package(parts))["margins"] == "机密"
