"""Lists of persons and units, read by their headings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.documents.separated import guarded, separated
from tracker.documents.sheet import Column, sheet
from tracker.readers.reading import Unreadable
from tracker.readers.table import (
    MOST_LINES,
    NO_HEAD,
    NO_LINES,
    TOO_MANY,
    TWICE,
    Table,
    day_of,
    read_table,
    unguarded,
)

COLUMNS = {"login": ("用户名", "登录名"), "name": ("姓名",), "from_on": ("起",)}


def read(text: str, name: str = "名单.csv") -> Table:
    return read_table(name, text.encode(), COLUMNS, needed=("login", "name"))


def refusal(text: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read(text)
    return refused.value.sentence


def test_a_list_is_read_by_its_headings_in_any_order_below_a_title() -> None:
    table = read("人员名单\n\n姓名,登录名,备注\n周宁,zhouning,甲\n,,\n吴越,wuyue,\n")

    assert [(it.number, it["login"], it["name"], it["from_on"]) for it in table.lines] == [
        (4, "zhouning", "周宁", ""),
        (6, "wuyue", "吴越", ""),
    ]
    assert table.keys == {"login", "name"}
    assert table.aside == ("备注",)


def test_a_workbook_of_our_own_is_read_with_its_days_and_numbers() -> None:
    columns = (Column("用户名", 10), Column("姓名", 10), Column("起", 10))
    data = sheet(
        "人员",
        columns,
        [("zhou", "周宁", date(2026, 3, 1)), (1380000, "吴越", None), (1.5, "郑", "")],
    )

    table = read_table("人员.xlsx", data, COLUMNS, needed=("login", "name"))

    assert [(it["login"], it["name"], it["from_on"]) for it in table.lines] == [
        ("zhou", "周宁", "2026-03-01"),
        ("1380000", "吴越", ""),
        ("1.5", "郑", ""),
    ]


def test_a_list_without_its_needed_headings_is_refused() -> None:
    assert refusal("姓名,单位\n周宁,甲\n") == NO_HEAD


def test_a_column_that_stands_twice_is_refused() -> None:
    assert refusal("用户名,登录名,姓名\na,b,周宁\n") == TWICE


def test_a_head_without_lines_is_refused() -> None:
    assert refusal("用户名,姓名\n") == NO_LINES


def test_more_lines_than_one_upload_may_hold_are_refused() -> None:
    head = "用户名,姓名\n"
    assert len(read(head + "a,周宁\n" * MOST_LINES).lines) == MOST_LINES
    assert refusal(head + "a,周宁\n" * (MOST_LINES + 1)) == TOO_MANY


@pytest.mark.parametrize("words", ["2026-05-01", "2026/5/1", "2026.5.1", "2026年5月1日"])
def test_a_day_is_read_as_lists_write_it(words: str) -> None:
    assert day_of(words) == date(2026, 5, 1)


@pytest.mark.parametrize("words", ["", "五月", "2026-13-01", "2026-02-30", "2026"])
def test_what_is_no_day_is_none(words: str) -> None:
    assert day_of(words) is None


@given(st.text(alphabet="'=+-@＝＋－＠1a. ", max_size=5))
def test_a_guarded_text_comes_back_as_it_was(words: str) -> None:
    assert unguarded(guarded(words)) == words


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_words_like_formulas_are_guarded_in_csv(start: str) -> None:
    assert guarded(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("number", ["-1", "+86", "-3.50", "13800000000"])
def test_plain_numbers_stay_numbers(number: str) -> None:
    assert guarded(number) == number


def test_csv_begins_with_the_mark_and_quotes_every_cell() -> None:
    data = separated(("姓名", "起", "数"), [("周宁", date(2026, 3, 1), 2), ("=1\x00", None, -1)])

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == (
        '"姓名","起","数"\r\n"周宁","2026-03-01","2"\r\n"\'=1","","-1"\r\n'
    )
