"""The spans that texts are about, and which reporting periods belong to them."""

from datetime import date

from tracker.workplan.progress.composing.spans import begun_spans, span_named, usual_span


def test_a_span_holds_the_periods_that_end_within_it() -> None:
    def within(name: str) -> list[str]:
        found = span_named(name)
        return [] if found is None else found.periods

    assert within("2026-02") == ["2026-02"]
    assert within("2026-03") == ["2026-03", "2026Q1"]
    assert within("2026Q2") == ["2026-04", "2026-05", "2026-06", "2026Q2", "2026H1"]
    assert set(within("2026")) >= {"2026-01", "2026-12", "2026Q4", "2026H1", "2026H2", "2026"}


def test_a_span_knows_its_days() -> None:
    quarter, february = span_named("2026Q2"), span_named("2028-02")

    assert quarter is not None
    assert february is not None
    assert (quarter.begins_on, quarter.ends_on) == (date(2026, 4, 1), date(2026, 6, 30))
    assert february.ends_on == date(2028, 2, 29)


def test_what_is_no_span_is_none() -> None:
    assert span_named("") is None
    assert span_named("2026Q7") is None
    assert span_named("2026-13") is None


def test_spans_are_offered_from_when_they_begin_the_latest_first() -> None:
    today = date(2026, 6, 18)
    found = begun_spans([2026, 2025], today)
    names = [it.name for it in found]

    assert names[:4] == ["2026", "2026-06", "2026Q2", "2026H1"]
    assert "2026-07" not in names
    assert "2026H2" not in names
    assert "2025-12" in names
    usual = usual_span(found, today)
    assert usual is not None
    assert usual.name == "2026-05"


def test_before_the_first_month_has_ended_the_first_offered_is_usual() -> None:
    today = date(2026, 1, 5)
    usual = usual_span(begun_spans([2026], today), today)

    assert usual is not None
    assert usual.name == "2026"
    assert usual_span([], today) is None
