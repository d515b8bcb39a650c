"""Marks of secrecy refuse a report, internal marks warn, prose about secrets does neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.readers.reading import Reading
from tracker.readers.secrecy import mark_of, secrecy_mark

BODY = "云岭市防汛工作会议纪要\n会议要求，加固河堤12公里。\n"


@pytest.mark.parametrize(
    "line",
    [
        "秘密★",
        "机密★1年",
        "绝密",
        "绝密★长期",
        "机　密",
        "机 密 ★ 1 年",
        "【秘密】",
        "秘密★启用前",
        "密级：机密",
        "密级：秘密★6个月",
        "000123  机密★1年",
        "000123\t机密\t特急",
        "特急 秘密★1年",
        "機密★一年",
        "机密*10年",
        "秘密级★三年",
        "**机密★1年**",
        "密级标识：绝密",
        "机密☆",
        "关于防汛的通知（秘密）",
        "[机密]云岭市会议纪要",
    ],
)
def test_a_mark_refuses(line: str) -> None:
    mark = secrecy_mark(f"{line}\n{BODY}")

    assert mark is not None
    assert mark.kind == "refuse"


def test_a_starred_mark_refuses_wherever_it_stands() -> None:
    text = f"{BODY * 30}附件二（机密★1年）见另册。\n"

    mark = secrecy_mark(text)

    assert mark is not None
    assert (mark.kind, mark.quote) == ("refuse", "机密★1年")
    assert text[mark.start :].startswith(mark.quote)


def test_the_quote_is_verbatim_and_at_its_place() -> None:
    mark = secrecy_mark("云岭市\n  机　密 ★ 1 年\n")

    assert mark is not None
    assert (mark.quote, mark.start) == ("机　密 ★ 1 年", 6)


@pytest.mark.parametrize(
    "line",
    [
        "内部",
        "内部资料",
        "内部资料，注意保存",
        "工作秘密",
        "工作秘密★",
        "（内部使用）",
        "密级：内部",
        "000123  内部  特急",
        "商业秘密★",
        "核心商密▲",
        "注意保存，严禁外传",
        "本件为内部资料，注意保存。",
    ],
)
def test_an_internal_mark_warns(line: str) -> None:
    mark = secrecy_mark(f"{line}\n{BODY}")

    assert mark is not None
    assert mark.kind == "warn"


@pytest.mark.parametrize(
    "line",
    [
        "会议要求，保守国家秘密，落实保密责任。",
        "加强绝密级文件管理，开展保密检查。",
        "健全商业秘密保护机制。",
        "严禁在互联网上传输机密文件。",
        "绝密\t机密\t秘密",
        "加强内部管理，完善内部控制。",
        "密级确定由保密办负责，得到落实。",
        "此事机密进行已久，不得而知",
    ],
)
def test_prose_about_secrets_bears_no_mark(line: str) -> None:
    assert secrecy_mark(f"{line}\n{BODY}") is None


def test_a_rule_that_quotes_a_mark_only_warns() -> None:
    mark = secrecy_mark("起草的文件应当在首页标注“机密★1年”字样。\n")

    assert mark is not None
    assert mark.kind == "warn"


def test_a_mark_that_refuses_goes_before_one_that_warns() -> None:
    mark = secrecy_mark(f"内部资料\n{BODY}秘密★1年\n")

    assert mark is not None
    assert mark.kind == "refuse"


def test_the_margins_of_a_word_file_are_looked_at_too() -> None:
    marked = Reading(BODY, "docx", margins="机密★1年")
    internal = Reading("秘密★\n" + BODY, "docx", margins="内部资料")
    plain = Reading(BODY, "docx", margins="第1页")

    assert [mark and mark.kind for mark in map(mark_of, (marked, internal, plain))] == [
        "refuse",
        "refuse",
        None,
    ]


@given(st.text("秘密机绝★1年内部工作（）“”:：\t\n 　*", max_size=80))
def test_every_mark_is_quoted_from_its_place(text: str) -> None:
    mark = secrecy_mark(text)

    assert mark is None or text[mark.start : mark.start + len(mark.quote)] == mark.quote
