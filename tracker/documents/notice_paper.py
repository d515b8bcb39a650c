"""A notice of what a unit was given to do (督办通知单), as an official Word document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tracker.documents.official import Column, in_full
from tracker.documents.paper import Paper, Work, paper_document

COLUMNS = (
    Column("序号", 13, is_centred=True),
    Column("任务", 65),
    Column("承办", 18, is_centred=True),
    Column("完成时限", 40, is_centred=True),
    Column("报送", 20, is_centred=True),
)


@dataclass(frozen=True, slots=True)
class NoticedWork(Work):
    """One piece of work; duty, cycle: in words."""

    duty: str
    cycle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper(Paper):
    """A notice; sign_by: the last day to sign."""

    title: ClassVar[str] = "督办通知单"

    works: Sequence[NoticedWork]
    sign_by: date

    @property
    def request(self) -> str:
        """The sentence that says until when to sign."""
        return f"请于{in_full(self.sign_by)}前签收；不属于本单位职责的，请在此之前退回并写明理由。"


def notice_document(paper: NoticePaper, *others: NoticePaper) -> bytes:
    """Write the notice as .docx; others stand behind it, each on pages of its own."""
    document = paper_document(paper, COLUMNS, _rows(paper))
    for other in others:
        paper_document(other, COLUMNS, _rows(other), behind=document)
    return document.to_bytes()


def _rows(paper: NoticePaper) -> list[tuple[NoticedWork, Sequence[str]]]:
    return [(it, (it.duty, it.due, it.cycle)) for it in paper.works]
