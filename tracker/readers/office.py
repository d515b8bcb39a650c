"""A Word file, old Word file or PDF → its words, by way of the child process."""

from typing import Literal

from tracker.readers.child import ask
from tracker.readers.reading import LONGEST_TEXT, Reading, Unreadable
from tracker.readers.refusals import IS_BREAKDOWN
from tracker.readers.text import EMPTY, TOO_LONG

Office = Literal["docx", "doc", "pdf"]


def read_office(form: Office, data: bytes, *, kind: Literal["wps"] | None = None) -> Reading:
    """Read an office file's words in document order.

    kind: what the person calls it, where one form has two names. Raises `Unreadable`.
    """
    if not data:
        raise Unreadable(EMPTY)
    answer = ask(form, data)
    if "instead" in answer:
        # Only a spreadsheet comes in the same container.
        raise Unreadable(IS_BREAKDOWN)
    text: str = answer["text"]
    if len(text) > LONGEST_TEXT:
        raise Unreadable(TOO_LONG)
    if not text.strip():
        raise Unreadable(EMPTY)
    return Reading(
        text, kind or form, warnings=tuple(answer["warnings"]), margins=answer["margins"]
    )
