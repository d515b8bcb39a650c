"""What a reader hands on, and how it says that it cannot."""

from dataclasses import dataclass
from typing import Literal

LONGEST_TEXT = 1_000_000
"""Characters (code points) of the longest report that is taken in."""

Kind = Literal["text", "docx", "pasted"]


class Unreadable(ValueError):  # noqa: N818  an answer to the person, not a fault of the program
    """A file or text that cannot be taken in; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's words: lines end in a line feed, otherwise `text` is the document's own."""

    text: str
    kind: Kind
    encoding: str | None = None
    """Python's name of the encoding; None where the format fixes it."""
    warnings: tuple[str, ...] = ()
    margins: str = ""
    """Headers, footers and notes of a Word file: not the report's text, but secrecy marks stand there."""
