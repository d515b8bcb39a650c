"""What a reader hands on, and how it says that it cannot."""

from dataclasses import dataclass
from typing import Literal

LONGEST_TEXT = 1_000_000
"""Characters (code points) of the longest report that is taken in."""

Kind = Literal["text", "docx", "doc", "wps", "pdf", "html", "markdown", "sheet", "pasted"]


class Unreadable(ValueError):  # noqa: N818  an answer to the person, not a fault of the program
    """A file or text that cannot be taken in; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file states of its report beside the text, in the file's own words; None: nothing.

    source: who wrote it, a newspaper or an office.
    """

    title: str | None = None
    published_on: str | None = None
    source: str | None = None


class Other(Exception):  # noqa: N818  an answer of a parser, not a fault of the program
    """A file that is another form than its reader's; `form` is the one."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self.form = form


NOTHING_STATED = Stated()


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's words: lines end in a line feed, otherwise `text` is the document's own."""

    text: str
    kind: Kind
    encoding: str | None = None
    """Python's name of the encoding; None where the format fixes it."""
    warnings: tuple[str, ...] = ()
    margins: str = ""
    """Headers and notes of a Word file, what a page hides or says beside its report: not the report's
    text, but marks of secrecy stand there."""
    stated: Stated = NOTHING_STATED
