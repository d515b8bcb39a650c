"""What papers to a unit have in common: a number, words, a table of the unit's work, who signs and when."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tracker.documents.official import Band, Column, OfficialDocument, in_full
from tracker.foundation.labels import Label

NO_DAY = "长期坚持"


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work; number: of its task."""

    number: str
    title: str
    due_on: date | None

    @property
    def due(self) -> str:
        """Until when, as papers write it."""
        return in_full(self.due_on) or NO_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(ABC):
    """A paper of an office to a unit.

    title: in large letters; number: empty until it goes out; text: one paragraph a line.
    """

    title: ClassVar[str]

    number: str
    unit: str
    text: str
    office: str
    dated: date
    label: Label | None = None

    @property
    @abstractmethod
    def request(self) -> str:
        """The sentence beneath the table that says what the unit is to do until when."""


def paper_document(
    paper: Paper,
    columns: Sequence[Column],
    works: Iterable[tuple[Work, Sequence[str]]],
    *,
    band: Band | None = None,
    behind: OfficialDocument | None = None,
) -> OfficialDocument:
    """Write a paper; a row for each piece of work, with what its columns say behind number and title.

    behind: the file that it goes on in, on a page of its own.
    """
    if behind is None:
        document = OfficialDocument(paper.title, label=paper.label, band=band)
    else:
        document = behind
        document.begin_next(paper.title, label=paper.label)
    document.number(paper.number)
    document.addressee(paper.unit)
    document.paragraph(paper.text)
    document.table(
        columns,
        [
            (str(place), f"{it.title}\n（{it.number}）", *cells)
            for place, (it, cells) in enumerate(works, 1)
        ],
    )
    document.paragraph(paper.request)
    document.signature(paper.office, paper.dated)
    return document
