"""From a report's text to its directives."""

from collections.abc import Iterator
from datetime import date

from tracker.workplan.directives.extraction.calendar import Calendar, read_calendar
from tracker.workplan.directives.extraction.doers import Doers
from tracker.workplan.directives.extraction.items import Items
from tracker.workplan.directives.extraction.lines import read_lines
from tracker.workplan.directives.extraction.modality import read_modality
from tracker.workplan.directives.extraction.model import Directive, Extraction, Reached, Span
from tracker.workplan.directives.extraction.outline import read_outline
from tracker.workplan.directives.extraction.sentences import enclosed
from tracker.workplan.directives.extraction.tables import read_tables
from tracker.workplan.directives.extraction.targets import read_targets
from tracker.workplan.directives.extraction.times import Due, read_due, read_field
from tracker.workplan.directives.extraction.tree import Branch, Finding, Theme, findings
from tracker.workplan.directives.extraction.units import read_bracket, read_prose

BRACKETS = "（([［【"


def extract(
    text: str,
    *,
    year: int | None = None,
    held_on: date | None = None,
    published_on: date | None = None,
    reached: Reached | None = None,
) -> Extraction:
    """Find the directives that `text` states, in reading order, each tied to its very words.

    `year` is the year that the report plans; without it the report's own words and dates decide.
    `reached` is told now and then how many characters have been read.
    """
    calendar = read_calendar(text, year=year, held_on=held_on, published_on=published_on)
    tables, lines, spans = read_tables(text, list(read_lines(text)))
    branches = Items(text, lines, tables, spans, reached).read_all(read_outline(text, lines))
    doers = Doers(text, (unit for one in findings(branches) for unit in one.units))
    directives = tuple(_Numbering(text, calendar, doers).number(branches))
    covered = sum(f.end - f.start for f in findings(branches))
    return Extraction(directives, len(text), covered)


def read_stretch(
    text: str,
    span: Span,
    *,
    year: int | None = None,
    held_on: date | None = None,
    published_on: date | None = None,
) -> Directive:
    """Read words that a person chose as one measure: their time limit, units, tone and figures."""
    calendar = read_calendar(text, year=year, held_on=held_on, published_on=published_on)
    finding = Finding(span.start, span.end, "", 1.0)
    for inner in enclosed(text, span.start, span.end):
        given = read_bracket(text[inner.start + 1 : inner.end - 1])
        if given is not None and text[inner.start] in BRACKETS:
            finding.units, finding.time = given.units, given.time
    return next(_Numbering(text, calendar, Doers(text, finding.units)).number([finding]))


class _Numbering:
    def __init__(self, text: str, calendar: Calendar, doers: Doers) -> None:
        self.text = text
        self.doers = doers
        self.calendar = calendar

    def number(self, branches: list[Branch]) -> Iterator[Directive]:
        """Priorities before their measures, numbered `1`, `1.1`."""
        waiting: list[tuple[Branch, str, str | None]] = [
            (branch, str(n), None) for n, branch in enumerate(branches, 1)
        ]
        waiting.reverse()
        while waiting:
            branch, identity, parent = waiting.pop()
            if isinstance(branch, Finding):
                yield self._measure(branch, identity, parent)
                continue
            yield self._priority(branch, identity, parent)
            waiting.extend(
                (child, f"{identity}.{n}", identity)
                for n, child in reversed(list(enumerate(branch.children, 1)))
            )

    def _priority(self, theme: Theme, identity: str, parent: str | None) -> Directive:
        end = max(theme.end, *(finding.end for finding in findings([theme])))
        return Directive(
            id=identity, level="priority", parent=parent, heading=theme.heading,
            text=self.text[theme.start : end], start=theme.start, end=end, due=None, due_text=None,
            units=(), modality=None, targets=(), reason=theme.reason, confidence=theme.confidence,
        )  # fmt: skip  # a table: one line a row

    def _measure(self, finding: Finding, identity: str, parent: str | None) -> Directive:
        words = self.text[finding.start : finding.end]
        due = self._due(words, finding.time)
        return Directive(
            id=identity,
            level="measure",
            parent=parent,
            heading=None,
            text=words,
            start=finding.start,
            end=finding.end,
            due=due.on if due else None,
            due_text=due.text if due else None,
            units=finding.units or read_prose(words) or self.doers.of(words),
            modality=read_modality(words),
            targets=read_targets(words),
            reason=finding.reason,
            confidence=finding.confidence,
            due_flag=due.doubt.sentence if due and due.doubt else None,
        )

    def _due(self, words: str, time: str | None) -> Due | None:
        """Prefer the limit of a bracket or field to one in the measure's words."""
        if time is not None:
            given = read_field(time, self.calendar)
            if given is not None:
                return given
        return read_due(words, self.calendar)
