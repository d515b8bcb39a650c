"""The fan-out matrix as rows of a file: the lines and the order of the page, and what they add up to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.documents.sheet import Value
from tracker.foundation.words import N_
from tracker.overview.fan_out import FanOut, UnitLine
from tracker.overview.fan_out_words import standing_of
from tracker.workplan.progress.places import period_words
from tracker.workplan.tasks.rules import STATE_WORDS

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One column; width: in characters of a spreadsheet."""

    words: str
    width: float
    value: Callable[[UnitLine, Say], Value]
    is_centred: bool = True


COLUMNS: Sequence[MatrixColumn] = (
    MatrixColumn(N_("单位"), 14, lambda it, _: it.unit.short_name),
    MatrixColumn(N_("信号"), 12, lambda it, _: standing_of(it)),
    MatrixColumn(N_("状态"), 12, lambda it, say: say(STATE_WORDS[it.assignment.state])),
    MatrixColumn(N_("完成（%）"), 10, lambda it, _: it.assignment.percent),
    MatrixColumn(N_("序时（%）"), 10, lambda it, _: it.planned),
    MatrixColumn(N_("比序时"), 9, lambda it, _: it.gap),
    MatrixColumn(N_("已过节点"), 10, lambda it, _: it.reached),
    MatrixColumn(N_("时限"), 13, lambda it, _: it.assignment.due_on),
    MatrixColumn(N_("原定时限"), 13, lambda it, _: it.assignment.original_due_on),
    MatrixColumn(
        N_("最近报的一期"),
        14,
        lambda it, _: period_words(it.entry.period, with_year=True) if it.entry else None,
    ),
    MatrixColumn(N_("报送日期"), 13, lambda it, _: it.reported_on),
    MatrixColumn(
        N_("最近进展"), 50, lambda it, _: it.entry.done if it.entry else None, is_centred=False
    ),
    MatrixColumn(
        N_("存在问题"), 30, lambda it, _: it.entry.problems if it.entry else None, is_centred=False
    ),
    MatrixColumn(
        N_("下步打算"),
        30,
        lambda it, _: it.entry.next_steps if it.entry else None,
        is_centred=False,
    ),
    MatrixColumn(N_("督办次数"), 10, lambda it, _: it.chased.times if it.chased else 0),
    MatrixColumn(N_("最近督办"), 13, lambda it, _: it.chased.last_on if it.chased else None),
)
SUM_OF = N_("合计、平均")


def cells(matrix: FanOut, say: Say) -> list[list[Value]]:
    """Return a row for each unit shown."""
    return [[column.value(it, say) for column in COLUMNS] for it in matrix.lines]


def sum_row(matrix: FanOut, say: Say) -> list[Value]:
    """Return what the units shown add up to: how many, their mean percents, all chases."""
    totals = matrix.totals
    row: list[Value] = [None] * len(COLUMNS)
    row[0], row[2] = say(SUM_OF), f"{totals.units} {say(N_('家'))}"
    row[3], row[4], row[-2] = totals.percent, totals.planned, totals.chases
    if totals.percent is not None and totals.planned is not None:
        row[5] = totals.percent - totals.planned
    return row
