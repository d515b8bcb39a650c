"""What brackets and labelled fields assign in a stretch of a report, and where they stand."""

import re
from bisect import bisect
from dataclasses import dataclass

from tracker.workplan.directives.extraction.model import Span
from tracker.workplan.directives.extraction.sentences import enclosed, trimmed
from tracker.workplan.directives.extraction.units import (
    LABEL,
    Assignment,
    read_bracket,
    read_labels,
)

STOPS = frozenset("。；;！？!?\n")
BRACKETS = frozenset("（([［【〔")
FIELD_DECORATION = " \t　*>-"
FIELD_END = re.compile(r"[。\n]")


@dataclass(frozen=True, slots=True)
class Assigned:
    """A bracket, or a run of labelled fields, and what it assigns."""

    span: Span
    assignment: Assignment


class Fields:
    """Reads the brackets and fields of one report; what stands in its tables belongs to the rows."""

    def __init__(self, text: str, grids: list[Span] | None = None) -> None:
        self.text = text
        self.grids = grids or []
        self.first_leads = False
        """An earlier bracket said that the unit named first leads."""

    def assigned(self, start: int, end: int) -> list[Assigned]:
        """Give the brackets and runs of fields of a stretch, in order."""
        found: list[Assigned] = []
        for inner in enclosed(self.text, start, end):
            if self.text[inner.start] not in BRACKETS or self._is_inside(inner.start, self.grids):
                continue
            if LABEL.match(self.text, inner.start):
                continue
            assignment = read_bracket(
                self.text[inner.start + 1 : inner.end - 1], first_leads=self.first_leads
            )
            if assignment is not None and self._closes(inner, start, end):
                self.first_leads = self.first_leads or assignment.first_leads
                found.append(Assigned(inner, assignment))
        found += self._labelled(start, end, [one.span for one in found])
        return sorted(found, key=lambda one: one.span.start)

    def _closes(self, bracket: Span, start: int, end: int) -> bool:
        """Whether a bracket stands behind or before a stop, so that it speaks of all before it."""
        after = self.text[bracket.end : bracket.end + 1] if bracket.end < end else ""
        before = self.text[bracket.start - 1] if bracket.start > start else ""
        return before in STOPS or not after or after in STOPS or after.isspace()

    def _labelled(self, start: int, end: int, brackets: list[Span]) -> list[Assigned]:
        """Find fields that open a line or follow a stop: `责任单位：…；完成时限：…。`."""
        found: list[Assigned] = []
        for label in LABEL.finditer(self.text, start, end):
            if found and label.start() < found[-1].span.end:
                continue  # a further field of the same run
            at = label.start()
            if self._is_inside(at, brackets) or self._is_inside(at, self.grids):
                continue
            if not self._opens(at, start):
                continue
            stop = FIELD_END.search(self.text, label.end(), end)
            span = Span(label.start(), stop.start() if stop else end)
            read = self._read(span)
            if found and trimmed(self.text, found[-1].span.end, span.start) is None:
                last = found.pop()
                span = Span(last.span.start, span.end)
                # Read together: `牵头单位：A` on one line makes `责任单位：B` on the next support.
                read = (
                    self._read(span)
                    if self.text[last.span.start] not in BRACKETS
                    else Assignment(
                        last.assignment.units + read.units, read.time or last.assignment.time
                    )
                )
            found.append(Assigned(span, read))
        return found

    def _read(self, span: Span) -> Assignment:
        read = read_labels(span.text_of(self.text), first_leads=self.first_leads)
        self.first_leads = self.first_leads or read.first_leads
        return read

    def _is_inside(self, at: int, brackets: list[Span]) -> bool:
        place = bisect(brackets, at, key=lambda span: span.start)
        return place > 0 and at < brackets[place - 1].end

    def _opens(self, at: int, start: int) -> bool:
        """Whether nothing but decoration stands between here and a stop or the line's head."""
        while at > start and self.text[at - 1] in FIELD_DECORATION:
            at -= 1
        return at == start or self.text[at - 1] in STOPS or self.text[at - 1] in "）)，,"
