"""What extraction hands on: directives, each tied to its words in the report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["priority", "measure"]
Duty = Literal["lead", "support"]
Comparison = Literal[">=", "<=", ">", "<", "=", "~"]
Change = Literal["increase", "decrease"]
Reached = Callable[[int], None]
"""Is told how many characters of a report have been read."""


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit as the report writes it, with the duty that the report gives it."""

    name: str
    duty: Duty


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to be reached: `text` as written, `value` in `unit`, compared by `comparison`.

    upper: the end of a range that begins at `value`; change: the figure is by how much something
    grows or falls; baseline: where it starts (`由12%降至8%`); against: what it is measured against
    (`比上年增长5%`), in the report's words.
    """

    text: str
    value: float
    unit: str
    comparison: Comparison
    upper: float | None = None
    change: Change | None = None
    baseline: float | None = None
    against: str | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """One priority or measure; `start` and `end` are code points, `report[start:end] == text`."""

    id: str
    level: Level
    parent: str | None
    heading: str | None
    text: str
    start: int
    end: int
    due: date | None
    due_text: str | None
    units: tuple[NamedUnit, ...]
    modality: str | None
    targets: tuple[Target, ...]
    reason: str
    confidence: float
    due_flag: str | None = None
    """Why `due_text` means no day, for a person to settle; None where nothing is in doubt."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The directives of one report in reading order, and how much of it they cover."""

    directives: tuple[Directive, ...]
    characters: int
    measures: int
    """Characters of the report that lie inside a measure."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of the report."""

    start: int
    end: int

    def text_of(self, report: str) -> str:
        """Give the words of the stretch."""
        return report[self.start : self.end]
