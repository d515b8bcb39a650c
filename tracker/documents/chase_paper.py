"""A paper by which a unit is chased (三色督办单), as an official Word document with its band of colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.official import Band, Column, OfficialDocument
from tracker.foundation.labels import Label

COLUMNS = (
    Column("序号", 13, is_centred=True),
    Column("任务", 63),
    Column("时限", 40, is_centred=True),
    Column("完成", 18, is_centred=True),
    Column("情况", 22, is_centred=True),
)
UNSIGNED = "待签收"
NO_DAY = "长期坚持"


@dataclass(frozen=True, slots=True)
class ChasedWork:
    """One piece of work; number: of its task; percent: None while nobody signed for it."""

    number: str
    title: str
    due_on: date | None
    percent: int | None
    days_late: int

    @property
    def standing(self) -> str:
        """How it stands, in a few words."""
        if self.days_late:
            return f"超期{self.days_late}天"
        return UNSIGNED if self.percent is None else "未办结"


@dataclass(frozen=True, slots=True)
class ChasePaper:
    """A paper; colour, ink: of its band, in hexadecimal digits; number: empty until it is sent.

    text: one paragraph a line. answered_on: None while there is no answer.
    """

    level: str
    colour: str
    ink: str
    number: str
    unit: str
    text: str
    works: Sequence[ChasedWork]
    answer_due_on: date
    office: str
    sent_on: date
    label: Label | None = None
    answer: str = ""
    answered_on: date | None = None

    @property
    def title(self) -> str:
        """What stands in large letters."""
        return "督办单"

    @property
    def request(self) -> str:
        """The sentence that asks for an answer."""
        return f"请于{in_words(self.answer_due_on)}前书面回复办理情况、存在问题和下步打算。"


def in_words(day: date) -> str:
    """Write a day as papers do."""
    return f"{day.year}年{day.month}月{day.day}日"


def chase_document(paper: ChasePaper) -> bytes:
    """Write the paper as .docx."""
    document = OfficialDocument(
        paper.title, label=paper.label, band=Band(f"{paper.level}单", paper.colour, paper.ink)
    )
    document.number(paper.number)
    document.addressee(paper.unit)
    document.paragraph(paper.text)
    document.table(
        COLUMNS,
        [
            (
                str(place),
                f"{it.title}\n（{it.number}）",
                in_words(it.due_on) if it.due_on else NO_DAY,
                UNSIGNED if it.percent is None else f"{it.percent}%",
                it.standing,
            )
            for place, it in enumerate(paper.works, 1)
        ],
    )
    document.paragraph(paper.request)
    document.signature(paper.office, paper.sent_on)
    if paper.answer:
        document.heading("回复", level=1)
        document.paragraph(paper.answer)
        document.signature(paper.unit, paper.answered_on)
    return document.to_bytes()
