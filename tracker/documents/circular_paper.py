"""A circular (督查通报) as an official Word document, with its table of late work as an annex."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.annual_summary import numeral
from tracker.documents.official import Column, OfficialDocument, in_full
from tracker.foundation.labels import Label

ANNEX = "逾期未办结任务清单"
COLUMNS = (
    Column("序号", 13, is_centred=True),
    Column("任务", 50),
    Column("承办单位", 29, is_centred=True),
    Column("完成时限", 30, is_centred=True),
    Column("进度", 14, is_centred=True),
    Column("情况", 20, is_centred=True),
)


@dataclass(frozen=True, slots=True)
class LateWork:
    """Late work of the annex."""

    number: str
    title: str
    unit: str
    due_on: date
    percent: int
    days_late: int
    is_reported: bool

    @property
    def standing(self) -> str:
        """How it stands, in a few words."""
        return f"超期{self.days_late}天" + ("，待核定" if self.is_reported else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularPaper:
    """A circular; number and dated: empty until it is issued. Each line of a part is a paragraph."""

    title: str
    number: str
    overall: str
    meetings: str
    priorities: str
    praise: str
    problems: str
    demands: str
    late: Sequence[LateWork]
    office: str
    dated: date | None
    label: Label

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        """The parts that there are, each with its numbered heading and its paragraphs."""
        told = [
            (name, [line.strip() for line in words.split("\n") if line.strip()])
            for name, words in (
                ("总体情况", self.overall),
                ("分会议落实情况", self.meetings),
                ("分重点落实情况", self.priorities),
                ("表扬", self.praise),
                ("存在问题", self.problems),
                ("工作要求", self.demands),
            )
        ]
        filled = [it for it in told if it[1]]
        return [
            (f"{numeral(place)}、{name}", lines) for place, (name, lines) in enumerate(filled, 1)
        ]

    @property
    def annex(self) -> str:
        """What stands above the signature about the annex; '' without one."""
        return f"附件：{ANNEX}" if self.late else ""


def circular_document(paper: CircularPaper) -> bytes:
    """Write the circular as .docx."""
    document = OfficialDocument(paper.title, label=paper.label)
    document.number(paper.number)
    for heading, lines in paper.sections:
        document.heading(heading, level=1)
        for line in lines:
            document.paragraph(line)
    if paper.annex:
        document.annex_note(paper.annex)
    document.signature(paper.office, paper.dated)
    if paper.late:
        document.begin_annex(ANNEX)
        document.table(
            COLUMNS,
            [
                (
                    str(place),
                    f"{it.title}\n（{it.number}）",
                    it.unit,
                    in_full(it.due_on),
                    f"{it.percent}%",
                    it.standing,
                )
                for place, it in enumerate(paper.late, 1)
            ],
        )
    return document.to_bytes()
