"""The month, quarter, half-year or year that a text is about, and the periods within it."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.workplan.progress.places import place_of

LENGTHS = (("-", 1), ("Q", 3), ("H", 6), ("", 12))
"""How the name of a span goes on after its year, and how many months it has."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of months of a year; name: as that of a period; months: how many."""

    name: str
    year: int
    last_month: int
    months: int

    @property
    def begins_on(self) -> date:
        """Its first day."""
        return date(self.year, self.last_month - self.months + 1, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @property
    def periods(self) -> list[str]:
        """The names of the reporting periods that end within it, whatever their cycle."""
        first = self.last_month - self.months
        return [it.name for it in _spans_of(self.year) if first < it.last_month <= self.last_month]


def span_named(name: str) -> Span | None:
    """Return the span of that name; None where there is none."""
    try:
        year = place_of(name)[0]
    except ValueError:
        return None
    return next((it for it in _spans_of(year) if it.name == name), None)


def begun_spans(years: Collection[int], today: date) -> list[Span]:
    """Return the spans of these years that have begun, the latest end first, the short ones first."""
    spans = [it for year in years for it in _spans_of(year) if it.begins_on <= today]
    return sorted(spans, key=lambda it: (-it.year, -it.last_month, it.months))


def usual_span(spans: Collection[Span], today: date) -> Span | None:
    """Return the month that ended last, else whatever there is first."""
    ended = [it for it in spans if it.months == 1 and it.ends_on < today]
    return next(iter(ended or spans), None)


def _spans_of(year: int) -> list[Span]:
    found = []
    for mark, months in LENGTHS:
        for index in range(1, MONTHS // months + 1):
            number = f"{index:02d}" if mark == "-" else str(index)
            name = f"{year}{mark}{number}" if mark else str(year)
            found.append(Span(name, year, index * months, months))
    return found
