"""Sentences of a stretch, clauses of a sentence: cut at punctuation outside brackets and quotes."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.workplan.directives.extraction.model import Span

SENTENCE_ENDS = frozenset("。！？!?\n")
CLAUSE_ENDS = frozenset("，,；;：:。！？!?\n")
OPENERS = {
    "（": "）",
    "[": "]",
    "［": "］",
    "(": ")",
    "“": "”",
    "《": "》",
    "〔": "〕",
    "【": "】",
    "「": "」",
    "『": "』",
}
CLOSERS = frozenset(OPENERS.values())
# What may stand around a span without being part of it.
LOOSE = " \t\n\r　，,；;。：:！？!?、*|-—"
# A quotation that never closes must not swallow what follows.
LONGEST_ENCLOSED = 200


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two marks; `mark` is the one that closes it, empty at the end."""

    start: int
    end: int
    mark: str


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Leave off surrounding punctuation and white space; None where nothing is left."""
    while start < end and text[start] in LOOSE:
        start += 1
    while start < end and text[end - 1] in LOOSE:
        end -= 1
    return Span(start, end) if start < end else None


def enclosed(text: str, start: int, end: int) -> Iterator[Span]:
    """Brackets and quotations of the outermost level, marks included, none longer than a line."""
    awaited: list[str] = []
    opened = start
    for at in range(start, end):
        char = text[at]
        if awaited and (char == "\n" or at - opened > LONGEST_ENCLOSED * 4):
            awaited.clear()
        if char in OPENERS:
            if not awaited:
                opened = at
            awaited.append(OPENERS[char])
        elif awaited and char in CLOSERS and char in awaited:
            while awaited.pop() != char:
                pass
            if not awaited:
                yield Span(opened, at + 1)


def _cut(text: str, start: int, end: int, marks: frozenset[str]) -> Iterator[Clause]:
    inner = iter(enclosed(text, start, end))
    shelter = next(inner, None)
    begun = at = start
    while at < end:
        if shelter is not None and at == shelter.start:
            at = shelter.end
            shelter = next(inner, None)
            continue
        if text[at] in marks and not _is_in_figure(text, at, end):
            yield Clause(begun, at, text[at])
            begun = at + 1
        at += 1
    if begun < end:
        yield Clause(begun, end, "")


def _is_in_figure(text: str, at: int, end: int) -> bool:
    """Whether the mark stands between two digits: `1,000`, `14:30`."""
    return (
        text[at] in ",:："
        and 0 < at < end - 1
        and text[at - 1].isdigit()
        and text[at + 1].isdigit()
    )


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a stretch into sentences, without their full stops and the space around them."""
    for piece in _cut(text, start, end, SENTENCE_ENDS):
        first, last = piece.start, piece.end
        while first < last and text[first] in LOOSE:
            first += 1
        while first < last and text[last - 1] in " \t\n\r　*":
            last -= 1
        if first < last:
            yield Span(first, last)


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """Cut a sentence into clauses, without the space around them; empty ones are left out."""
    found = []
    for piece in _cut(text, start, end, CLAUSE_ENDS):
        span = trimmed(text, piece.start, piece.end)
        if span is not None:
            found.append(Clause(span.start, span.end, piece.mark))
    return found
