"""What is fuzzed, and what must hold for every input: pure functions of bytes, no test library."""

import json
from datetime import date
from pathlib import Path

from tracker.readers import Unreadable, read_pasted
from tracker.readers.markdown import read_markdown
from tracker.readers.metadata import Metadata, read_metadata
from tracker.readers.navigation import set_aside
from tracker.readers.reading import Reading
from tracker.readers.secrecy import secrecy_mark
from tracker.readers.text import read_text
from tracker.workplan.directives.extraction import Span, extract, read_stretch
from tracker.workplan.directives.extraction.calendar import Calendar
from tracker.workplan.directives.extraction.modality import read_modality
from tracker.workplan.directives.extraction.targets import read_targets
from tracker.workplan.directives.extraction.times import read_field, read_limits
from tracker.workplan.directives.joining import joined
from tracker.workplan.directives.printing import as_json
from tracker.workplan.directives.titles import titles

# What official texts are made of: one byte of input is one of these.
WORDS = (Path(__file__).parent / "words.txt").read_text("utf-8").split(" ")
LONGEST = 3000
DAYS = (None, date(2026, 3, 5), date(2025, 12, 20), date.max)


def text_of(data: bytes) -> str:
    """Spell a text with the bytes: the words of the grammar, or, after a 0, any text at all."""
    if data[:1] == b"\0":
        return data[1:].decode("utf-8", "replace")[:LONGEST]
    return "".join(WORDS[byte % len(WORDS)] for byte in data)[:LONGEST]


def grammar(data: bytes) -> None:
    """Every directive stands in its text; a limit has a day or a doubt; all can be printed."""
    text, day = text_of(data[1:]), DAYS[data[0] % len(DAYS)] if data else None
    found = extract(text, year=day.year if day else None, held_on=day)
    directives = found.directives
    if len({it.id for it in directives}) != len(directives):
        raise AssertionError(text)
    for it in directives:
        is_there = 0 <= it.start < it.end <= len(text) and text[it.start : it.end] == it.text
        is_settled = it.due_text is None or (it.due is None) == (it.due_flag is not None)
        if not is_there or not is_settled or not 0 <= it.confidence <= 1:
            raise AssertionError(text, it)
    if len(titles(text, directives)) != len(directives):
        raise AssertionError(text)
    nobody = Metadata(None, None, None, None, None)
    json.dumps(as_json(Reading(text, "pasted"), nobody, found))
    if text:
        read_stretch(text, Span(0, len(text)), year=2026)


def figures(data: bytes) -> None:
    """Times, targets and modality are read from any words, and lie in them."""
    text, day = text_of(data[1:]), DAYS[data[0] % len(DAYS)] if data else None
    calendar = Calendar(day.year if day else None, day, day)
    for due in (*read_limits(text, calendar), *filter(None, [read_field(text, calendar)])):
        if not text[due.start :].startswith(due.text) or (due.on is None) == (due.doubt is None):
            raise AssertionError(text, due)
    if not all(it.text in text for it in read_targets(text)):
        raise AssertionError(text)
    read_modality(text)


def readers(data: bytes) -> None:
    """Bytes are a text or refused with a sentence; what surrounds a text is told of any text."""
    for read in (read_text, read_markdown):
        try:
            read(data)
        except Unreadable as refusal:
            if not str(refusal):
                raise
    text = text_of(data)
    read_metadata(text)
    secrecy_mark(text)
    joined(text)
    if any(not 0 <= it.start <= it.end <= len(text) for it in set_aside(text)):
        raise AssertionError(text)
    try:
        read_pasted(text)
    except Unreadable as refusal:
        if not str(refusal):
            raise


SUBJECTS = {"grammar": grammar, "figures": figures, "readers": readers}
