"""The day that a sheet bears."""

from datetime import date

import pytest

from tests.workplan.directives.breakdown.builders import HEAD, TITLE, file_of, sheet_of
from tracker.readers.workbook import Cell
from tracker.workplan.directives.breakdown.dated import Days, days_of_sheet
from tracker.workplan.directives.breakdown.recognition import read_breakdown

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "cells",
    [
        ("填报单位：市发改委", "填报时间：2026年3月5日"),
        ("填报单位：市发改委填报日期：2026.3.5",),
        ("日期：2026-03-05",),
        ("日 期", DAY),
        ("填表日期:", None, "20260305"),
        ("制表时间：３月５日",),
    ],
)
def test_the_day_on_which_a_sheet_was_filled_in_is_not_the_meetings(
    cells: tuple[Cell, ...],
) -> None:
    assert days_of_sheet(sheet_of(cells), [0], 2026) == Days(None, DAY)


@pytest.mark.parametrize("words", ["会议时间：2026年3月5日上午", "交办日期：2026.3.5"])
def test_the_meetings_day_beside_its_label_is_read(words: str) -> None:
    assert days_of_sheet(sheet_of((words,)), [0], 2026) == Days(DAY, None)


@pytest.mark.parametrize(
    "cells",
    [
        ("完成时间：2026年3月5日",),
        ("填报时间：",),
        ("填报日期：年　月　日",),
        ("日期：2026年2月30日",),
        ("2026年3月5日",),
    ],
)
def test_what_is_no_day_of_the_sheet_is_left_alone(cells: tuple[Cell, ...]) -> None:
    assert days_of_sheet(sheet_of(cells), [0], 2026) == Days()


def test_a_sheet_may_bear_both_days() -> None:
    sheet = sheet_of(("填报日期：2026年4月1日",), ("会议日期：2026年3月5日",))

    assert days_of_sheet(sheet, [0, 1], 2026) == Days(DAY, date(2026, 4, 1))


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_report_takes_its_day_from_the_sheet(place: str) -> None:
    row = ["填报单位：市公路局", "填报日期：2026年3月5日"]
    measure = [1, "强链育新", "办好一件事", "", "市公路局"]
    rows = [[TITLE], row, HEAD, measure] if place == "above" else [[TITLE], HEAD, measure, row]

    found = read_breakdown("表.xlsx", file_of(*rows), year=None, this_year=2026)

    assert (found.facts.held_on, found.facts.published_on) == (None, DAY)
    assert len(found.breakdown.items) == 1


def test_a_days_row_below_the_table_is_no_measure() -> None:
    rows = [HEAD, [1, "强链育新", "办好一件事", "", "市公路局"], ["", "", "日期：2026年3月5日"]]

    found = read_breakdown("表.xlsx", file_of(*rows), year=None, this_year=2026)

    assert [it.words for it in found.breakdown.items] == ["办好一件事"]
    assert (found.facts.held_on, found.facts.published_on) == (None, DAY)
