"""What stands in a column of time limits: a day, an open limit, or a mistake."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.readers.workbook import NOT_COMPUTED, Cell, Fault, words_of
from tracker.workplan.directives.breakdown.days import read_limit
from tracker.workplan.directives.extraction.calendar import Calendar

YEAR = Calendar(2026, None)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 5, 31), "2026-05-31"),
        ("2026年5月31日", "2026-05-31"),
        ("2026-05-31", "2026-05-31"),
        ("2026/5/31", "2026-05-31"),
        ("2026.5.31", "2026-05-31"),
        ("２０２６－５－３１", "2026-05-31"),
        ("2026-05-31 00:00:00", "2026-05-31"),
        ("2026/5/31前", "2026-05-31"),
        ("20260531", "2026-05-31"),
        (20260531, "2026-05-31"),
        ("5月31日", "2026-05-31"),
        ("5月31号前", "2026-05-31"),
        ("5.31", "2026-05-31"),
        (5.31, "2026-05-31"),
        (12.8, "2026-12-08"),
        ("5/31", "2026-05-31"),
        ("12.31前", "2026-12-31"),
        ("2026年5月", "2026-05-31"),
        ("2026.5", "2026-05-31"),
        (2026.12, "2026-12-31"),
        ("2026-05", "2026-05-31"),
        ("5月底前", "2026-05-31"),
        ("二〇二六年五月底", "2026-05-31"),
        ("6月中旬", "2026-06-20"),
        ("第三季度", "2026-09-30"),
        ("上半年", "2026-06-30"),
        ("年底前", "2026-12-31"),
        ("2026", "2026-12-31"),
        (2026, "2026-12-31"),
        ("2027年底", "2027-12-31"),
        ("3月至5月", "2026-05-31"),
        ("2026年3月1日-5月31日", "2026-05-31"),
        ("2026.3-2026.5", "2026-05-31"),
        ("2026.3.1—2026.5.31", "2026-05-31"),
        ("一阶段3月底；二阶段6月底", "2026-06-30"),
        ("2月29日（闰年）", None),
        ("长期坚持", None),
        ("持续推进", None),
        ("每季度末", None),
        ("全年", None),
        ("待定", None),
        ("立行立改", None),
    ],
)
def test_a_cell_means_a_day_or_stays_open(cell: Cell, day: str | None) -> None:
    limit = read_limit(cell, YEAR, 1900)

    if cell == "2月29日（闰年）":
        assert limit.fault is not None
        return
    assert limit.fault is None
    assert (str(limit.on) if limit.on else None) == day
    assert limit.is_open is (day is None)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("2月30日", "日期 2月30日 不存在"),
        ("2026-02-30", "日期 2026-02-30 不存在"),
        ("2026年13月", "日期 2026年13月 不存在"),
        ("13月", "日期 13月 不存在"),
        ("2.30", "日期 2.30 不存在"),
        ("20260230", "日期 20260230 不存在"),
        (2.3, None),
        (4.31, "日期 4.31 不存在"),
        (2026.13, "日期 2026.13 不存在"),
        ("1926年5月1日", "日期 1926年5月1日 不在 2000 年到 2100 年之间"),
        ("1926-05", "日期 1926-05 不在 2000 年到 2100 年之间"),
        ("1900年1月1日起", "日期 1900年1月1日 不在 2000 年到 2100 年之间"),
        (date(1900, 2, 28), "日期 1900年2月28日 不在 2000 年到 2100 年之间"),
        ("00:00:00", "“00:00:00”不是日期"),
        (0, "“0”不是日期"),
        (-1, "“-1”不是日期"),
        (60, "“60”不是日期"),
        ("0000", "“0000”不是日期"),
        (10000, "“10000”不是日期"),
        (0.5, None),
        (123.456, "“123.456”不是日期"),
        ("2026.13.1-2026.14.1", "日期 2026.13.1-2026.14.1 不存在"),
        (Fault("#REF!"), "公式没有结果（#REF!）"),
        (Fault(NOT_COMPUTED), "公式还没有算出结果，请在 Excel 或 WPS 里打开、保存后再上传"),
    ],
)
def test_a_day_that_cannot_be_is_a_mistake_and_never_guessed(
    cell: Cell, sentence: str | None
) -> None:
    limit = read_limit(cell, YEAR, 1900)

    assert limit.on is None
    if sentence is not None:
        assert str(limit.fault) == sentence


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        (6.3, "“6.3”末尾可能省去了 0，看不出是哪一天"),
        (2026.1, "“2026.1”末尾可能省去了 0，看不出是哪一天"),
        ("6月至3月", "起止颠倒"),
        ("2026.6-2026.3", "起止颠倒"),
    ],
)
def test_what_could_mean_two_days_is_left_to_a_person(cell: Cell, hint: str) -> None:
    limit = read_limit(cell, YEAR, 1900)

    assert (limit.on, limit.fault) == (None, None)
    assert str(limit.hint) == hint
    assert limit.is_open


def test_a_day_number_is_read_by_the_files_own_epoch() -> None:
    by_1900, by_1904 = (read_limit(46_173, YEAR, epoch) for epoch in (1900, 1904))

    assert str(by_1900.on) == "2026-05-31"
    assert str(by_1904.on) == "2030-06-01"
    assert str(by_1900.hint) == "按日期序号 46173 读出"
    unknown = read_limit(46_173, YEAR, None)
    assert unknown.on is None
    assert "没有设成日期格式" in str(unknown.fault)


def test_without_a_year_a_bare_day_stays_open() -> None:
    assert read_limit("5.31", Calendar(None, None), 1900).is_open


@pytest.mark.parametrize("cell", [None, "", " ", "/", "—", "无"])
def test_an_empty_cell_says_nothing(cell: Cell) -> None:
    limit = read_limit(cell, YEAR, 1900)

    assert (limit.words, limit.on, limit.fault, limit.is_open) == ("", None, None, False)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_way_of_writing_a_day_means_that_day(day: date) -> None:
    ways = (
        words_of(day),
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}前",
    )

    assert {read_limit(it, YEAR, 1900).on for it in (day, *ways)} == {day}


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.dates()))
def test_nothing_that_a_cell_may_hold_breaks_the_reading(cell: Cell) -> None:
    limit = read_limit(cell, YEAR, 1900)

    assert limit.on is None or 2000 <= limit.on.year <= 2100
