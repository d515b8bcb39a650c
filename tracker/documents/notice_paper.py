"""A notice of what a unit was given to do (督办通知单), as an official Word document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.chase_paper import NO_DAY, in_words
from tracker.documents.official import Column, OfficialDocument
from tracker.foundation.labels import Label

COLUMNS = (
    Column("序号", 13, is_centred=True),
    Column("任务", 65),
    Column("承办", 18, is_centred=True),
    Column("完成时限", 40, is_centred=True),
    Column("报送", 20, is_centred=True),
)


@dataclass(frozen=True, slots=True)
class NoticedWork:
    """One piece of work; duty, cycle: in words."""

    number: str
    title: str
    duty: str
    due_on: date | None
    cycle: str


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """A notice; number: empty until it is issued; text: one paragraph a line."""

    number: str
    unit: str
    text: str
    works: Sequence[NoticedWork]
    sign_by: date
    office: str
    issued_on: date
    label: Label | None = None

    @property
    def title(self) -> str:
        """What stands in large letters."""
        return "督办通知单"

    @property
    def request(self) -> str:
        """The sentence that says until when to sign."""
        return f"请于{in_words(self.sign_by)}前签收；不属于本单位职责的，请在此之前退回并写明理由。"


def notice_document(paper: NoticePaper) -> bytes:
    """Write the notice as .docx."""
    document = OfficialDocument(paper.title, label=paper.label)
    document.number(paper.number)
    document.addressee(paper.unit)
    document.paragraph(paper.text)
    document.table(
        COLUMNS,
        [
            (
                str(place),
                f"{it.title}\n（{it.number}）",
                it.duty,
                in_words(it.due_on) if it.due_on else NO_DAY,
                it.cycle,
            )
            for place, it in enumerate(paper.works, 1)
        ],
    )
    document.paragraph(paper.request)
    document.signature(paper.office, paper.issued_on)
    return document.to_bytes()
