"""Automatic numbers as Word prints them."""

import pytest

from tests.readers.word_files import numbered, paragraph, part
from tracker.readers.counting import FORMATS, counted
from tracker.readers.numbering import Numbering
from tracker.readers.package import parsed


def level(depth: int, style: str, words: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{words}"/>{more}</w:lvl>'


OUTLINE = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
)
LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{OUTLINE}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1")}{level(1, "chineseCounting", "%1.%2", "<w:isLgl/>")}{level(2, "bullet", "")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    f'<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride></w:num>'
)


def labels(*paragraphs: str, lists: str = LISTS, styles: str = "") -> list[str]:
    numbering = Numbering(
        parsed(part("numbering", lists).encode()), parsed(part("styles", styles).encode())
    )
    body = parsed(part("body", "".join(paragraphs)).encode())
    return [numbering.label(item) for item in body]


def test_an_outline_counts_each_level_and_begins_anew_below() -> None:
    found = labels(*(numbered("事", level=depth) for depth in (0, 1, 1, 2, 0, 1)))

    assert found == ["一、", "（一）", "（二）", "1.", "二、", "（一）"]


def test_lists_of_one_root_count_on_until_one_restarts() -> None:
    assert labels(numbered("事", 1), numbered("事", 1), numbered("事", 2), numbered("事", 2)) == [
        "一、",
        "二、",
        "一、",
        "二、",
    ]


def test_a_bare_number_stands_apart_from_the_words() -> None:
    assert labels(numbered("事", 3), numbered("事", 3, 1), numbered("事", 3, 2)) == [
        "1 ",
        "1.1 ",
        "• ",
    ]


def test_a_list_may_override_a_level() -> None:
    assert labels(*[numbered("事", 4)] * 4) == ["I)", "II)", "III)", "IV)"]


def test_numbers_come_from_styles_too() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="plain"/>'
        '<w:style w:type="paragraph" w:styleId="round"><w:basedOn w:val="round"/></w:style>'
    )
    article = level(1, "decimal", "第%2条", '<w:pStyle w:val="base"/>')
    lists = (
        f'<w:abstractNum w:abstractNumId="7">{level(0, "decimal", "第%1章")}{article}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num>'
    )
    styled = '<w:pStyle w:val="{}"/>'

    found = labels(
        *(
            paragraph("事", styled.format(name))
            for name in ("base", "child", "plain", "round", "unknown")
        ),
        paragraph("事", styled.format("base") + '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        lists=lists,
        styles=styles,
    )

    assert found == ["第1条", "第2条", "", "", "", ""]


def test_a_list_may_be_named_by_a_list_style() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{OUTLINE}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="文书"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="9"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = '<w:style w:type="numbering" w:styleId="文书"><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'

    assert labels(numbered("事"), lists=lists, styles=styles) == ["一、"]


def test_what_is_not_defined_prints_nothing() -> None:
    assert labels(numbered("事", 99), numbered("事", 1, 8), paragraph("事")) == ["", "", ""]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (0, "0"),
        (10000, "10000"),
    ],
)
def test_counting_in_chinese(number: int, words: str) -> None:
    assert counted(number) == words


@pytest.mark.parametrize(
    ("style", "number", "words"),
    [
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalEnclosedParen", 3, "(3)"),
        ("decimalEnclosedFullstop", 3, "3."),
        ("ideographEnclosedCircle", 3, "(三)"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 13, "子"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 44, "xliv"),
        ("none", 4, ""),
    ],
)
def test_other_ways_of_counting(style: str, number: int, words: str) -> None:
    assert FORMATS[style](number) == words
