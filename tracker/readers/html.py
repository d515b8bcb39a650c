"""A web page saved from a site → its report, by way of the child process: the parser is C code."""

import codecs
from dataclasses import replace

from tracker.readers.child import ask
from tracker.readers.reading import Reading, Stated
from tracker.readers.text import Encoding, checked, decoded_as


def read_html(data: bytes, encoding: Encoding | None = None) -> Reading:
    """Read the report of a saved page (.html, .mhtml): its text, and what the page's head states of it."""
    if encoding is not None:
        # The child believes a mark before anything else.
        data = codecs.BOM_UTF8 + decoded_as(data, encoding).encode()
    answer = ask("html", data)
    reading = checked(answer["text"], kind="html", encoding=encoding or answer["encoding"])
    return replace(
        reading,
        warnings=(*reading.warnings, *answer["warnings"]),
        margins=answer["margins"],
        stated=Stated(**answer["stated"]),
    )
