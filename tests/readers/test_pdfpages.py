"""Pages of a PDF as paragraphs and rows: what was wrapped is joined, what was apart stays apart."""

import pytest
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from tests.readers.pdf_files import (
    HEIGHT,
    LEFT,
    SIZE,
    STEP,
    WIDTH,
    Sheet,
    pdf_file,
)
from tracker.readers import pdfpages, refusals
from tracker.readers.pdfpages import answer
from tracker.readers.reading import Unreadable
from tracker.readers.text import GARBLED, TOO_LONG

FIRST = "会议要求，市水务局要在六月底前完成青溪水库除险加固，同步改造坝区道路，各县要按照职责分工抓紧推进，确保汛期安全。"
SECOND = "市财政局要统筹安排资金，优先保障病险水库治理，加强资金使用监督，每季度向市政府报告一次进度，重要情况随时报告。"
THIRD = "市住房城乡建设局要对老旧管网开展全面排查，建立台账，分类治理，明年三月底前完成首批改造，漏损率控制在百分之九以内。"


def text(*sheets: Sheet) -> str:
    return str(answer(pdf_file(*sheets))["text"])


def warnings(data: bytes) -> list[str]:
    said = answer(data)["warnings"]
    assert isinstance(said, list)
    return said


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        answer(data)
    return refused.value.sentence


def test_wrapped_lines_are_joined_and_paragraphs_stay_apart() -> None:
    sheet = Sheet()
    sheet.write("供水工作纪要", 230, 100, 22)
    y = sheet.paragraph(FIRST, 160)
    y = sheet.paragraph("一、统筹资金保障", y)
    y = sheet.paragraph(SECOND, y)
    sheet.paragraph(THIRD, y)

    assert text(sheet).split("\n") == ["供水工作纪要", FIRST, "一、统筹资金保障", SECOND, THIRD]


def test_paragraphs_without_indent_are_told_by_their_distance_and_their_ends() -> None:
    sheet = Sheet()
    y = sheet.paragraph(FIRST, 100, indent=0)
    y = sheet.paragraph("一、" + SECOND, y, indent=0)
    sheet.paragraph(THIRD, y + STEP, indent=0)

    assert text(sheet).split("\n") == [FIRST, "一、" + SECOND, THIRD]


def test_a_heading_that_fills_its_line_is_not_joined_with_what_follows() -> None:
    sheet = Sheet()
    heading = "（三）进一步健全完善水利工程建设与运行管理长效机制"
    y = sheet.paragraph(FIRST, 100)
    y = sheet.paragraph(heading, y)
    sheet.paragraph(SECOND, y)

    assert len(heading) == 25
    assert text(sheet).split("\n") == [FIRST, heading, SECOND]


def test_a_line_without_a_known_edge_is_joined_with_nothing() -> None:
    sheet = Sheet()
    sheet.write("各县要抓紧完善手续", LEFT, 100)
    sheet.write("十二月底前报备案。", LEFT, 100 + STEP)

    assert text(sheet) == "各县要抓紧完善手续\n十二月底前报备案。"


def test_the_lines_of_an_item_may_stand_further_in_than_its_number() -> None:
    sheet = Sheet()
    y = sheet.paragraph(FIRST, 100, indent=0)
    sheet.write("1.", LEFT, y)
    for line in (SECOND[:24], SECOND[24:48], SECOND[48:]):
        sheet.write(line, LEFT + 48, y)
        y += STEP
    sheet.paragraph("2.抓好落实。", y, indent=0)

    assert text(sheet).split("\n")[1:] == ["1. " + SECOND, "2.抓好落实。"]


def test_words_of_other_scripts_keep_their_space() -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST, 400)
    y = 100
    for line in (
        "一二三四五六七八九十一二三四五六七八九十Phase A",
        "Two 项目由市发展改革委负责，一二三四五六七八九十一",
        "完成。",
    ):
        sheet.write(line, LEFT, y)
        y += STEP

    assert "Phase A Two 项目由市发展改革委" in text(sheet)


def test_a_sentence_goes_on_over_the_page_and_heads_and_feet_are_left_out() -> None:
    sheets = []
    for number in range(1, 5):
        sheet = Sheet()
        sheet.write("云岭市供水保障工作方案", 200, 50, 10)
        sheet.write(f"— {number} —", 280, HEIGHT - 40, 12)
        sheets.append(sheet)
    words = FIRST + SECOND + THIRD
    sheets[0].paragraph(words[:52], 200)
    sheets[1].paragraph(words[52 : 52 + 54], 100, indent=0)
    sheets[2].paragraph(words[106:], 100, indent=0)
    sheets[3].paragraph(THIRD, 100)

    said = answer(pdf_file(*sheets))

    assert str(said["text"]).split("\n") == [words, THIRD]
    assert said["margins"] == "云岭市供水保障工作方案\n— 1 —\n— 2 —\n— 3 —\n— 4 —"
    assert said["warnings"] == [pdfpages.JOINED, pdfpages.HAS_MARGINS]


@pytest.mark.parametrize(
    "number", ["{}", "第{}页", "第 {} 页 共 3 页", "{} / 3", "Page {} of 3", "- {} -"]
)
def test_page_numbers_of_all_kinds_are_left_out(number: str) -> None:
    sheets = []
    for page in range(1, 4):
        sheet = Sheet()
        sheet.paragraph(THIRD, 200)
        sheet.write(number.format(page), 280, HEIGHT - 40, 12)
        sheets.append(sheet)

    assert text(*sheets).split("\n") == [THIRD] * 3


def test_a_number_that_stands_once_is_no_page_number() -> None:
    sheet = Sheet()
    sheet.paragraph(THIRD, 300)
    sheet.write("2027", LEFT, HEIGHT - 40)

    assert text(sheet).endswith("\n2027")


def test_lines_of_a_table_of_contents_stay_apart() -> None:
    sheet = Sheet()
    for number, heading in enumerate(("一、总体要求", "二、重点任务", "三、保障措施")):
        line = heading + "." * (2 * (27 - len(heading)) - 2)
        sheet.write(line[:27] + "3", LEFT, 100 + number * STEP)

    assert len(text(sheet).split("\n")) == 3


def test_a_table_is_read_row_by_row() -> None:
    sheet = Sheet()
    y = sheet.paragraph(FIRST, 100)
    y = sheet.table(
        [
            ("任务", "单位", "时限"),
            ("水质检测\n室改造", "市卫健委", "三月底"),
            ("应急演练", "", "五月底"),
        ],
        y,
        (72, 150, 120),
    )
    sheet.paragraph(SECOND, y + STEP)

    assert text(sheet).split("\n") == [
        FIRST,
        "任务\t单位\t时限",
        "水质检测室改造\t市卫健委\t三月底",
        "应急演练\t\t五月底",
        SECOND,
    ]


def test_cells_of_two_short_lines_stay_two_words() -> None:
    sheet = Sheet()
    sheet.table([("任务", "单位"), ("改造", "市水务局\n市财政局")], 100, (150, 200))

    assert text(sheet).split("\n")[1] == "改造\t市水务局 市财政局"


def test_a_cell_across_all_columns_is_a_line_of_its_own() -> None:
    sheet = Sheet()
    sheet.write("一、水源工程", LEFT + 4, 120)
    sheet.rule(LEFT, 100, LEFT + 300, 100)
    y = sheet.table([("改造", "市水务局"), ("演练", "市应急局")], 130, (150, 150))
    for x in (LEFT, LEFT + 300):
        sheet.rule(x, 100, x, y)

    assert text(sheet).split("\n") == ["一、水源工程", "改造\t市水务局", "演练\t市应急局"]


def test_a_table_goes_on_over_the_page_under_its_head() -> None:
    head, first, second = ("号", "任务", "单位"), Sheet(), Sheet()
    first.table(
        [
            head,
            ("1", "加快推进病险\n水库除险加固", "水务局"),
            ("2", "排查老旧管网\n并且建立台账", "住建局"),
        ],
        600,
        (40, 104, 100),
    )
    y = second.table(
        [head, ("", "分类治理。", ""), ("3", "组织演练。", "应急局")], 110, (40, 104, 100)
    )
    second.paragraph(THIRD, y + STEP)

    said = answer(pdf_file(first, second))

    assert str(said["text"]).split("\n") == [
        "号\t任务\t单位",
        "1\t加快推进病险水库除险加固\t水务局",
        "2\t排查老旧管网并且建立台账分类治理。\t住建局",
        "3\t组织演练。\t应急局",
        THIRD,
    ]
    assert said["margins"] == "号\t任务\t单位"


def test_a_row_on_the_next_page_without_a_number_is_not_guessed_to_go_on() -> None:
    first, second = Sheet(), Sheet()
    first.table([("号", "任务"), ("1", "排查管网。")], 700, (40, 200))
    second.table([("", "改造管网。"), ("2", "组织演练。")], 110, (40, 200))

    assert text(first, second).split("\n") == [
        "号\t任务",
        "1\t排查管网。",
        "\t改造管网。",
        "2\t组织演练。",
    ]


def test_a_frame_and_the_rule_of_a_letterhead_are_no_tables() -> None:
    sheet = Sheet()
    sheet.write("云岭市人民政府办公室文件", 150, 90, 22)
    sheet.rule(LEFT, 100, WIDTH - LEFT, 100)
    sheet.table([("会议要求抓好落实。",)], 300, (400,))
    sheet.paragraph(SECOND, 140)

    assert text(sheet).split("\n") == ["云岭市人民政府办公室文件", SECOND, "会议要求抓好落实。"]


def two_columns(*, size: int = 13) -> Sheet:
    sheet = Sheet()
    sheet.write("全市防汛工作要点专刊第三期", 190, 90)
    for x, words in ((60, FIRST + SECOND), (320, THIRD + FIRST)):
        for row in range(0, len(words), size):
            sheet.write(words[row : row + size], x, 140 + row // size * STEP)
    return sheet


def test_two_columns_are_read_one_after_the_other() -> None:
    lines = text(two_columns()).split("\n")

    assert lines[0] == "全市防汛工作要点专刊第三期"
    assert "".join(lines[1:]) == FIRST + SECOND + THIRD + FIRST
    assert FIRST in lines[1]


def test_the_last_page_of_two_columns_may_fill_but_the_first() -> None:
    last = Sheet()
    for row in range(0, len(SECOND), 13):
        last.write(SECOND[row : row + 13], 60, 140 + row // 13 * STEP)

    assert text(two_columns(), last).split("\n")[-1] == SECOND


def test_cells_without_rules_are_no_columns() -> None:
    sheet = Sheet()
    for row in range(9):
        sheet.write(f"事项{'甲乙丙丁戊己庚辛壬'[row] * (row % 4 + 1)}", 60, 100 + row * STEP)
        sheet.write(f"单位{'子丑寅卯辰巳午未申'[row] * (row % 3 + 1)}", 320, 100 + row * STEP)

    assert text(sheet).split("\n")[:2] == ["事项甲\t单位子", "事项乙乙\t单位丑丑"]


def test_a_title_in_spaced_letters_is_one_line_without_cells() -> None:
    sheet = Sheet()
    for place, letter in enumerate("会议纪要"):
        sheet.write(letter, 120 + place * 80, 100, 22)
    sheet.write("签发人：周启明      编号：12", LEFT, 200)

    assert text(sheet) == "会 议 纪 要\n签发人：周启明\t编号：12"


def test_letters_printed_twice_and_radicals_and_turned_words() -> None:
    sheet = Sheet()
    for shift in (0, 0.4):
        for place, letter in enumerate("加强领导"):
            sheet.write(letter, LEFT + shift + place * SIZE, 100)
    sheet.write("⼯作⽬标", LEFT, 200)
    sheet.write("内部资料", 200, 500, turn="0.7 0.7 -0.7 0.7")

    said = answer(pdf_file(sheet))

    assert said["text"] == "加强领导\n工作目标"
    assert said["margins"] == "内部资料"
    assert pdfpages.HAS_TURNED in warnings(pdf_file(sheet))


def test_a_pdf_without_words_says_that_it_is_scanned() -> None:
    assert refusal(pdf_file(Sheet())) == refusals.SCANNED


def picture(sheet: Sheet, width: float, height: float) -> None:
    sheet.content.append(f"q {width} 0 0 {height} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q")


def test_pages_of_pictures_among_others_and_recognised_pages_are_mentioned() -> None:
    written, scanned = Sheet(), Sheet()
    written.paragraph(THIRD, 100)
    picture(scanned, WIDTH, HEIGHT)

    assert pdfpages.HAS_SCANNED_PAGES in warnings(pdf_file(written, scanned))
    picture(written, WIDTH, HEIGHT)
    assert pdfpages.WAS_RECOGNISED in warnings(pdf_file(written))


def test_letters_without_their_meaning_are_no_text() -> None:
    sheet = Sheet()
    sheet.paragraph(THIRD, 100)

    assert refusal(pdf_file(sheet, has_codes=False)) == refusals.UNCODED


def test_some_unknown_letters_are_mentioned() -> None:
    sheet = Sheet()
    sheet.paragraph(THIRD + "\ue5d2", 100)

    assert GARBLED in warnings(pdf_file(sheet))


def test_too_many_pages_and_too_much_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.paragraph(THIRD, 100)
    whole = pdf_file(sheet, sheet)

    monkeypatch.setattr(pdfpages, "LONGEST_TEXT", 60)
    assert refusal(whole) == TOO_LONG
    monkeypatch.setattr(pdfpages, "MOST_PAGES", 1)
    assert refusal(whole) == refusals.TOO_MANY_PAGES
    assert str(300) in refusals.TOO_MANY_PAGES


def test_pages_that_are_missing_are_damage() -> None:
    sheet = Sheet()
    sheet.paragraph(THIRD, 100)

    for count in (b"/Count 2", b"/Count x", b"/Count 0"):
        assert refusal(pdf_file(sheet).replace(b"/Count 1", count)) == refusals.DAMAGED


def test_a_stream_that_breaks_off_is_damage_and_not_half_a_page() -> None:
    sheet = Sheet()
    for page in range(20):
        sheet.paragraph(THIRD + FIRST, 100 + page)
    whole = pdf_file(sheet)
    at = whole.rindex(b"endstream") - 40

    assert refusal(whole[:at] + b"\0" * 30 + whole[at + 30 :]) == refusals.DAMAGED


def test_unpacking_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.paragraph(THIRD, 100)
    monkeypatch.setattr(pdfpages, "MOST_UNPACKED", 100)

    assert refusal(pdf_file(sheet)) == refusals.TOO_COMPLEX


def test_a_page_that_says_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.paragraph(THIRD, 100)
    monkeypatch.setattr(pdfpages, "MOST_CONTENT", 100)

    assert refusal(pdf_file(sheet)) == refusals.TOO_COMPLEX


def test_a_drawing_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet()
    sheet.table([("事项", "单位"), ("改造", "住建")], 300, (200, 200))
    monkeypatch.setattr(pdfpages, "MOST_EDGES", 3)

    assert text(sheet).split("\n") == ["事项\t单位", "改造\t住建"]


def test_the_library_wraps_what_happened_below_it() -> None:
    assert isinstance(pdfpages._cause(PdfminerException(MemoryError())), MemoryError)
    locked = pdfpages._cause(PdfminerException(PDFPasswordIncorrect()))
    assert isinstance(locked, Unreadable)
    assert locked.sentence == refusals.ENCRYPTED
    other = pdfpages._cause(PdfminerException())
    assert isinstance(other, Unreadable)
    assert other.sentence == refusals.DAMAGED
