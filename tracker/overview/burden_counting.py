"""What units were asked for, counted by month: the words, and the sums; nothing of the database."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.foundation.words import N_
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.periods import MONTHS as MONTHS_OF

MONTHS = 12


class Kind(StrEnum):
    """What a unit is asked for.

    entry: a progress entry of a period; returned: an entry or a closure to be done again; chase: a
    paper that urges it; question: an instruction that wants an answer, or a comment that names it.
    """

    ENTRY = "entry"
    RETURNED = "returned"
    CHASE = "chase"
    QUESTION = "question"


KIND_WORDS = {
    Kind.ENTRY: N_("填报"),
    Kind.RETURNED: N_("退回"),
    Kind.CHASE: N_("督办"),
    Kind.QUESTION: N_("追问"),
}


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.number // MONTHS, self.number % MONTHS + 1)

    @property
    def written(self) -> str:
        """How it stands in an address: 2026-06."""
        return f"{self.year}-{self.number:02d}"

    @property
    def cycles(self) -> list[ReportingCycle]:
        """The reporting cycles of which a period ends with it; that by milestones ends with the year."""
        ending = [cycle for cycle, months in MONTHS_OF.items() if self.number % months == 0]
        return [*ending, *([ReportingCycle.BY_MILESTONE] if self.number == MONTHS else [])]


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return Month(day.year, day.month)


def months_till(year: int, today: date) -> list[Month]:
    """Return the months of a year that have begun."""
    months = [Month(year, number) for number in range(1, MONTHS + 1)]
    return [it for it in months if it.first <= today]


@dataclass(slots=True)
class Load:
    """What one unit was asked for, by month and kind."""

    counts: dict[Month, dict[Kind, int]] = field(default_factory=dict)

    def add(self, month: Month, kind: Kind, count: int) -> None:
        """Count some more."""
        of_month = self.counts.setdefault(month, {})
        of_month[kind] = of_month.get(kind, 0) + count

    def of(self, month: Month, kind: Kind | None = None) -> int:
        """How much it was in a month, of one kind or of all."""
        counts = self.counts.get(month, {})
        return sum(counts.values()) if kind is None else counts.get(kind, 0)

    def told(self, month: Month) -> list[tuple[str, int]]:
        """How much it was in a month of each kind that there was any of, with the kind's word."""
        return [
            (words, self.of(month, kind))
            for kind, words in KIND_WORDS.items()
            if self.of(month, kind)
        ]

    def in_all(self, kind: Kind | None = None) -> int:
        """How much it was in all months together."""
        return sum(self.of(month, kind) for month in self.counts)


NOTHING = Load()


def summed(loads: Iterable[Load]) -> Load:
    """Add the loads of units up."""
    whole = Load()
    for load in loads:
        for month, counts in load.counts.items():
            for kind, count in counts.items():
                whole.add(month, kind, count)
    return whole


@dataclass(frozen=True, slots=True)
class Average:
    """What a month asked of all units; units: how many were asked for anything at all."""

    asked: int
    units: int

    @property
    def each(self) -> float:
        """The mean of those that were asked, with one decimal."""
        return round(self.asked / self.units, 1) if self.units else 0.0


def average(loads: Mapping[int, Load], month: Month) -> Average:
    """Count what a month asked for, and of how many units."""
    totals = [load.of(month) for load in loads.values()]
    return Average(sum(totals), sum(total > 0 for total in totals))


def heights(load: Load, months: Sequence[Month], kind: Kind | None, most: int) -> list[int]:
    """Return how high the bar of each month stands, 0 to 100 of the highest; what there is shows."""
    figures = [load.of(month, kind) for month in months]
    return [max(6, it * 100 // most) if it and most else 0 for it in figures]
