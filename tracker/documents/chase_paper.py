"""A paper by which a unit is chased (三色督办单), as an official Word document with its band of colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tracker.documents.official import Band, Column, in_full
from tracker.documents.paper import Paper, Work, paper_document

COLUMNS = (
    Column("序号", 13, is_centred=True),
    Column("任务", 59),
    Column("时限", 38, is_centred=True),
    Column("完成", 18, is_centred=True),
    Column("情况", 28, is_centred=True),
)
UNSIGNED = "待签收"


@dataclass(frozen=True, slots=True)
class ChasedWork(Work):
    """One piece of work; percent: None while nobody signed for it."""

    percent: int | None
    days_late: int

    @property
    def standing(self) -> str:
        """How it stands, in a few words."""
        if self.days_late:
            return f"超期{self.days_late}天"
        return UNSIGNED if self.percent is None else "未办结"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChasePaper(Paper):
    """A chase; colour, ink: of its band, in hexadecimal digits.

    answered_on: None while there is no answer.
    """

    title: ClassVar[str] = "督办单"

    level: str
    colour: str
    ink: str
    works: Sequence[ChasedWork]
    answer_due_on: date
    answer: str = ""
    answered_on: date | None = None

    @property
    def request(self) -> str:
        """The sentence that asks for an answer."""
        return f"请于{in_full(self.answer_due_on)}前书面回复办理情况、存在问题和下步打算。"


def chase_document(paper: ChasePaper) -> bytes:
    """Write the paper as .docx."""
    document = paper_document(
        paper,
        COLUMNS,
        [
            (it, (it.due, UNSIGNED if it.percent is None else f"{it.percent}%", it.standing))
            for it in paper.works
        ],
        band=Band(f"{paper.level}单", paper.colour, paper.ink),
    )
    if paper.answer:
        document.heading("回复", level=1)
        document.paragraph(paper.answer)
        document.signature(paper.unit, paper.answered_on)
    return document.to_bytes()
