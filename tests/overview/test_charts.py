"""The geometry of charts."""

from datetime import date

from tracker.overview import charts


def test_the_whole_year_is_the_whole_width() -> None:
    assert charts.share_of_year(date(2026, 12, 31)) == 1
    assert round(charts.share_of_year(date(2026, 7, 1)), 2) == 0.5


def test_a_small_trend_ends_where_the_work_stands() -> None:
    drawn = charts.spark([(0, 0), (1, 100)], [(0, 0), (0.5, 40)])

    assert drawn.planned == "2,18.0 70,2.0"
    assert drawn.end == (36.0, 11.6)


def test_a_small_trend_without_any_step_has_no_end() -> None:
    assert charts.spark([(0, 0), (1, 100)], []).end is None


def test_a_year_behind_its_schedule_is_filled_below_it() -> None:
    drawn = charts.trend([(0, 0), (0.5, 50), (1, 100)], [(0, 0), (0.5, 30)], charts.WIDE, 2026)

    assert len(drawn.behind) == 1
    assert not drawn.ahead
    assert drawn.end is not None
    assert drawn.end_label > drawn.end[1]


def test_lines_that_cross_are_filled_on_both_sides() -> None:
    drawn = charts.trend([(0, 10), (0.5, 50), (1, 100)], [(0, 0), (0.5, 70)], charts.WIDE, 2026)

    assert len(drawn.behind) == len(drawn.ahead) == 1
    assert drawn.end is not None
    assert drawn.end_label < drawn.end[1]


def test_lines_that_lie_on_each_other_are_not_filled() -> None:
    drawn = charts.trend([(0, 0), (1, 100)], [(0, 0), (1, 100)], charts.WIDE, 2026)

    assert not drawn.behind
    assert not drawn.ahead


def test_a_year_to_come_has_a_schedule_alone() -> None:
    drawn = charts.trend([(0, 0), (1, 100)], [], charts.NARROW, 2027)

    assert drawn.planned
    assert drawn.end is None


def test_a_year_without_work_has_no_lines() -> None:
    assert charts.trend([], [], charts.NARROW, 2027).planned == ""


def test_the_bar_is_shared_by_what_became_of_the_dates() -> None:
    drawn = charts.rate(2, 1, 1)

    assert drawn == charts.Rate((0, 194), (196, 291), (293, 388))


def test_a_bar_of_nothing_has_no_length() -> None:
    assert charts.rate(0, 0, 0) == charts.Rate((0, 0), (0, 0), (0, 0))
