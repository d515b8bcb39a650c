"""The breakdown sheet (任务分解表) of a plan as an Excel file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.sheet import Column, Value, sheet
from tracker.foundation.labels import USUAL, Label, highest

COLUMNS = (
    Column("序号", 13, is_centred=True),
    Column("重点", 16, is_centred=True),
    Column("举措", 46),
    Column("责任领导", 10, is_centred=True),
    Column("牵头单位", 16, is_centred=True),
    Column("配合单位", 22),
    Column("责任人", 10, is_centred=True),
    Column("完成时限", 13, is_centred=True),
    Column("进展情况", 40),
)


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """A task's line; `due` is a date, or words such as 长期坚持, or None while it is open."""

    no: int | str
    priority: str
    measure: str
    leader: str = ""
    lead_units: tuple[str, ...] = ()
    co_units: tuple[str, ...] = ()
    owner: str = ""
    due: date | str | None = None
    progress: str = ""
    label: Label = USUAL


def breakdown_sheet(title: str, rows: Sequence[BreakdownRow]) -> bytes:
    """Write the breakdown sheet as .xlsx, one row a task, in the order given.

    It is labelled as high as the highest of its tasks.
    """
    label = highest((row.label for row in rows), least=USUAL)
    return sheet(title, COLUMNS, map(_cells, rows), label=label)


def _cells(row: BreakdownRow) -> tuple[Value, ...]:
    return (
        row.no,
        row.priority,
        row.measure,
        row.leader,
        "、".join(row.lead_units),
        "、".join(row.co_units),
        row.owner,
        row.due,
        row.progress,
    )
