"""Web pages saved from the sites of offices: the report is found, and no sentence of it is lost."""

import base64
import codecs
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.pages import (
    BODY,
    DIVISION,
    FIRST,
    FLAT,
    MODERN,
    PAGES,
    RELATED,
    SECTIONS,
    TABLES,
    TITLE,
    Page,
)
from tracker.readers import Unreadable, read, webmarkup
from tracker.readers.html import read_html
from tracker.readers.metadata import read_metadata
from tracker.readers.reading import LONGEST_TEXT
from tracker.readers.secrecy import mark_of
from tracker.readers.text import GARBLED

P = f"<p>{FIRST}</p>"


def lines(source: str) -> list[str]:
    return str(webmarkup.answer(source.encode())["text"]).split("\n")


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("it", PAGES, ids=lambda it: it.name)
def test_no_sentence_of_the_report_is_lost_and_no_menu_is_taken_for_it(it: Page) -> None:
    said = webmarkup.answer(it.source.encode())
    text = str(said["text"])

    assert [words for words in it.body if words not in text] == []
    assert [words for words in it.foreign if words in text] == []
    assert "脚本里的话" not in text


@pytest.mark.parametrize("it", PAGES, ids=lambda it: it.name)
def test_the_head_goes_before_the_page_and_the_page_before_nothing(it: Page) -> None:
    reading = read_html(it.source.encode())
    facts = read_metadata(reading.text, reading.stated)

    assert facts.title == it.title
    assert (facts.published_on and facts.published_on.isoformat()) == it.published_on


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "gb2312")],
)
def test_the_bytes_are_believed_before_the_declared_encoding(encoding: str, declared: str) -> None:
    source = page(P, f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">')

    reading = read_html(source.encode(encoding))

    assert (reading.text, reading.encoding, reading.kind) == (FIRST, encoding, "html")


def test_every_way_of_writing_a_page_down_is_read() -> None:
    traditional = "會議要求，加快推進堤防加固工程。"
    big5 = page(f"<p>{traditional}</p>", "<meta charset=big5>").encode("big5")

    assert lines_of(codecs.BOM_UTF16_LE + page(P).encode("utf-16-le")) == [FIRST]
    assert lines_of(page(P).encode("utf-16-be")) == [FIRST]
    assert lines_of(big5) == [traditional]


def lines_of(data: bytes) -> list[str]:
    return str(webmarkup.answer(data)["text"]).split("\n")


def test_a_cut_description_in_the_head_spoils_nothing() -> None:
    for encoding in ("utf-8", "gb18030"):
        head = b'<meta name="description" content="' + "会议要求".encode(encoding)[:-1] + b'">'
        data = b"<html><head>" + head + b"</head><body>" + (P * 9).encode(encoding)

        assert set(lines_of(data)) == {FIRST}
        assert GARBLED not in read_html(data).warnings


def test_noise_is_no_page() -> None:
    with pytest.raises(Unreadable, match="编码"):
        webmarkup.answer(b"<html>" + b"\xff\x80\xff" * 90)


def test_a_person_may_say_the_encoding() -> None:
    assert read_html(page(P).encode("gb18030"), "gb18030").encoding == "gb18030"
    with pytest.raises(Unreadable, match="不是所选的编码"):
        read_html(page(P).encode("gb18030"), "utf-8")


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_a_web_archive_is_read_by_its_page(coding: str) -> None:
    words = MODERN.source.encode()
    body = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(
        coding, bytes
    )(words)
    archive = (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: " + coding.encode() + b"\r\n\r\n" + body + b"\r\n--b--\r\n"
    )

    assert set(BODY) <= set(lines_of(archive))
    assert read("存档.mhtml", archive).stated.title == TITLE


def test_a_web_archive_without_a_page_says_so() -> None:
    archive = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n\nx\n--b--\n"

    with pytest.raises(Unreadable, match="没有找到网页正文"):
        webmarkup.answer(archive)


def test_a_text_under_a_page_s_name_keeps_its_lines() -> None:
    assert lines("a < b\n\nc") == ["a < b", "", "c"]
    assert read("报告.html", b"a < b\n\nc").text == "a < b\n\nc"


def test_lists_bear_the_numbers_that_a_browser_draws() -> None:
    body = (
        "<ol><li>修堤。<li>清淤。</ol><ol start=3><li>补种。<li value=7>验收。</ol>"
        "<ol style='list-style:none'><li>甲乙。</ol><ol style='list-style-type:cjk-ideographic' start=20>"
        "<li>丙丁。<li>戊己。</ol><ol><li>（一）自带。</ol><ul><li>无号。</ul><ol start=x><li>坏号。</ol>"
        "<ol start=100 style='list-style-type:simp-chinese-informal'><li>很多。</ol><li>散的。"
    )

    assert lines(page(body)) == [
        "1. 修堤。",
        "2. 清淤。",
        "3. 补种。",
        "7. 验收。",
        "甲乙。",
        "二十、丙丁。",
        "二十一、戊己。",
        "（一）自带。",
        "无号。",
        "1. 坏号。",
        "100、很多。",
        "散的。",
    ]


def test_tables_are_rows_of_cells_and_frames_are_not() -> None:
    body = (
        "<table><caption>任务表。</caption><tr><td colspan=3>一、防汛</td></tr><tr><td>修堤。</td><td></td><td>市水利局</td></tr>"
        "<tr><td rowspan=2>甲。</td><td>乙</td><td rowspan=2>己</td></tr><tr><td>丙</td></tr><tr><td></td></tr></table>"
        "<table role=presentation><tr><td>丁。<td>戊。</table>"
    )

    assert lines(page(body)) == [
        "任务表。",
        "一、防汛",
        "修堤。\t\t市水利局",
        "甲。\t乙\t己",
        "\t丙",
        "丁。",
        "戊。",
    ]


def test_white_space_of_the_source_is_not_the_text_s() -> None:
    body = "<p>会议\n   要求，<b>抓</b>\n<b>好</b>ABC\nDEF&nbsp;&nbsp;春耕。<p>\n</p><pre>一。\n 二。</pre>"

    assert lines(page(body)) == ["会议要求，抓好ABC DEF 春耕。", "一。", "二。"]


def test_attachments_are_kept_and_rows_of_links_are_not() -> None:
    body = (
        f"<div>{P * 3}</div><p><a href=a>附件：任务清单.docx</a></p><p><a href=b>上一篇标题</a></p>"
    )

    assert lines(page(body))[-1] == "附件：任务清单.docx"


def test_a_row_of_links_in_a_table_beside_the_report_is_a_menu() -> None:
    menu = "<table><tr><td><a href=a>首页</a></td><td><a href=b>政务公开</a></td></tr></table>"

    assert lines(page(f"{menu}<div>{P * 3}</div>")) == [FIRST] * 3
    assert "首页\t政务公开" in lines(page(f"<div>{P * 3}{menu}{P}</div>"))


def test_a_sentence_in_a_box_that_is_not_read_is_told() -> None:
    box = "<div class=comment><p>市水利局要在8月底前加固水库6座。</p></div>"
    furniture = "<div class=footer><p>版权所有：本站，未经许可不得转载。</p></div>"

    report = f"<div>{P * 3}</div>"

    assert webmarkup.HAS_OTHERS in read_html(page(report + box).encode()).warnings
    assert webmarkup.HAS_OTHERS not in read_html(page(report + furniture).encode()).warnings


@pytest.mark.parametrize(
    ("head", "beside"),
    [
        ("<title>机密★1年</title>", ""),
        ("<meta name=keywords content=机密★1年>", ""),
        ("", "<p hidden>机密★1年</p>"),
        ("", "<p style='display:none'>密级：<b>机密</b></p>"),
        ("", "<div class=footer><a href=a>机密★1年</a></div>"),
    ],
)
def test_a_mark_of_secrecy_beside_the_report_is_found(head: str, beside: str) -> None:
    mark = mark_of(read_html(page(P * 3 + beside, head).encode()))

    assert mark is not None
    assert mark.kind == "refuse"


def test_hidden_words_are_left_out_with_a_warning_unless_they_are_the_page() -> None:
    hidden = f"<div hidden>{P}</div>"

    assert webmarkup.HAS_HIDDEN in read_html(SECTIONS.source.encode()).warnings
    assert lines(page(hidden)) == [FIRST]


def test_a_page_that_holds_only_pictures_says_so() -> None:
    said = webmarkup.answer(page("<p>见图</p><img src=a.png>").encode())

    assert said["warnings"] == [webmarkup.ONLY_PICTURES]


def test_links_are_all_there_is_then_they_are_kept() -> None:
    assert lines(page(RELATED))[0] == "城东大桥主塔封顶"
    assert lines(page(f"<a href=x>{FIRST}</a>")) == [FIRST]
    assert lines(page(f"<div class=nav>{P}</div>")) == [FIRST]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("<html><body></body></html>", "空的"),
        ("<html>", "空的"),
        ("<br ", "空的"),
        ("<html><body>" + "<div>" * 3_000 + P, "结构异常"),
        ("<html><body>" + "<b>好</b>" * 300_001, "结构异常"),
        ("<html><body><table>" + ("<tr>" + "<td colspan=50>好" * 90) * 50, "结构异常"),
        ("<html><body>" + "会" * (LONGEST_TEXT + 1), "1,000,000"),
        (f"<html><body {' '.join(f'attribute{n}=1' for n in range(5_001))}>{P}", "结构异常"),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
            + "--b\nContent-Type: text/css\n\n" * 2_001,
            "结构异常",
        ),
    ],
)
def test_what_is_beyond_measure_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        webmarkup.answer(source.encode())


def test_the_limit_of_the_text_holds_for_what_is_no_page_too() -> None:
    with pytest.raises(Unreadable, match="1,000,000"):
        read_html(b"a" * (LONGEST_TEXT + 1))


def test_what_stands_right_above_the_text_belongs_to_it() -> None:
    facts = "<p>发文机关：云岭市水利局</p>"

    found = lines(page(f"<ul class=nav>{RELATED}</ul>{facts}<div><h1>{TITLE}</h1>{P * 3}</div>"))

    assert found[:2] == ["发文机关：云岭市水利局", TITLE]


def test_short_lines_are_the_report_though_the_foot_has_the_sentence() -> None:
    notes = "".join(f"<p>备足编织袋{n}万条，责任单位：市应急局</p>" for n in range(9))
    foot = "<footer>未经允许不得转载。</footer>"

    assert len(lines(page(f"<div>{notes}</div>{foot}"))) == 9


def test_a_page_that_is_not_understood_is_kept_whole() -> None:
    menus = f"<nav>{FIRST[:20]}，{FIRST}</nav><div><p>春耕生产，稳步推进</p></div><footer>{FIRST}</footer>"

    assert len(lines(page(menus))) == 3


def test_a_huge_attribute_does_no_harm() -> None:
    assert lines(page(f"<img src='data:{'A' * 3_000_000}'>{P}")) == [FIRST]


PARTS = st.sampled_from(
    ["<div>", "</div>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<ol>", "<li>", "<a href=x>", "<a>", "</a>",
     "<div class=nav>", "<div style='display:none'>", "<pre>", "<br>", "&nbsp;", "<script>", "</script>", "会议要求，", "抓好春耕。", "\n",
     "<!--", "-->", "<ul class=menu>", "<td rowspan=3>", "<title>", "</title>", "<h1>", "\x01", "<frameset>", "<svg>", "<math>"]
)  # fmt: skip  # a table: one line a row


@given(st.lists(PARTS, max_size=40))
def test_no_page_makes_it_stumble(parts: list[str]) -> None:
    try:
        said = webmarkup.answer(("<html>" + "".join(parts)).encode())
    except Unreadable:
        return
    assert str(said["text"]).strip()


BOX = st.sampled_from(["div", "section", "article", "main", "center", "blockquote", "td"])


@given(
    st.lists(st.tuples(BOX, st.booleans()), max_size=6),
    st.integers(0, 5),
    st.sampled_from(["<p>", "<br>"]),
)
def test_however_the_boxes_stand_every_sentence_is_there(
    boxes: list[tuple[str, bool]], cut: int, mark: str
) -> None:
    words = [f"{mark}{line}" for line in BODY]
    inside, after = "".join(words[:cut]), "".join(words[cut:])
    for tag, splits in boxes:
        wrapped = f"<{tag}>{inside}</{tag}>"
        inside = f"<table><tr>{wrapped}</tr></table>" if tag == "td" else wrapped
        if splits:
            inside, after = inside + after, ""
    text = "\n".join(lines(page(f"<ul class=nav>{RELATED}</ul>{inside}{after}")))

    assert [line for line in BODY if line not in text] == []


def test_the_samples_are_built_in_at_least_eight_ways() -> None:
    assert len({it.name for it in PAGES}) >= 8
    assert {TABLES, FLAT, DIVISION} < set(PAGES)
