"""A markdown file → its words, unchanged: its marks are read as part of the text, by the grammar."""

import re
from dataclasses import replace

from tracker.readers.reading import Reading, Stated
from tracker.readers.text import Encoding, read_text

PREFACE = re.compile(
    r"---[ \t]*\n(?P<fields>(?:[^\n]{0,500}\n){1,40}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
FIELD = re.compile(r"^(?P<name>title|date|source|author)\s*:\s*(?P<said>\S.*?)\s*$", re.MULTILINE)
FACTS = {"title": "title", "date": "published_on", "source": "source"}
QUOTES = "\"'“”"


def read_markdown(data: bytes, encoding: Encoding | None = None) -> Reading:
    """Read a markdown file as a text file; the fields of a preface between `---` are what it states."""
    reading = read_text(data, encoding, kind="markdown")
    preface = PREFACE.match(reading.text)
    if preface is None:
        return reading
    said = {it["name"]: it["said"].strip(QUOTES) for it in FIELD.finditer(preface["fields"])}
    return replace(
        reading, stated=Stated(**{FACTS[name]: said[name] for name in FACTS if said.get(name)})
    )
