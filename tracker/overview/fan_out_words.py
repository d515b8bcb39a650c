"""The matrix in words: what the units said last, as one paragraph or as the rows of a table.

Papers are Chinese whatever the screen speaks.
"""

from collections.abc import Iterable, Sequence

from tracker.documents.official import in_full
from tracker.documents.separated import guarded
from tracker.overview.fan_out import FanOut, UnitLine
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.places import period_words
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.rules import STATE_WORDS
from tracker.workplan.tasks.signals import Signal

BETWEEN = "、"
ENDS = "。；;．. \n\t"
HEADINGS = ("单位", "完成", "状态", "最近进展", "存在问题", "下步打算")
SILENT_STATES = {
    AssignmentState.DISPATCHED: "尚未签收的",
    AssignmentState.DECLINED: "退回待重派的",
    AssignmentState.PAUSED: "中止办理的",
    AssignmentState.TERMINATED: "终止办理的",
}


def paragraph(matrix: FanOut) -> str:
    """Merge the latest words of the units shown into one paragraph.

    First the sum, then each unit in the order of the page. Units that say the same share a sentence;
    those that say nothing new, or nothing, are named at the end.
    """
    lines = matrix.lines
    said: dict[str, list[UnitLine]] = {}
    for it in lines:
        words = _news(it.entry)
        if words and it.assignment.state not in SILENT_STATES:
            said.setdefault(words, []).append(it)
    clauses = [f"{_with_percents(those)}：{words}" for words, those in said.items()]
    parts = [_sum(matrix), *clauses, *_rest(lines), _problems(lines)]
    return "。".join(part for part in parts if part) + "。"


def rows(matrix: FanOut) -> list[tuple[str, ...]]:
    """Return the units shown as rows of a table, a cell for each of HEADINGS."""
    return [
        (
            it.unit.short_name,
            f"{it.assignment.percent}%",
            standing_of(it),
            _dated(it.entry),
            it.entry.problems if it.entry else "",
            it.entry.next_steps if it.entry else "",
        )
        for it in matrix.lines
    ]


def tabbed(matrix: FanOut) -> str:
    """Return the table as lines that a word processor or a spreadsheet takes over as cells.

    Words stay words there, too (C37).
    """
    return "\n".join(
        "\t".join(guarded(" ".join(cell.split())) for cell in row)
        for row in (HEADINGS, *rows(matrix))
    )


def standing_of(it: UnitLine) -> str:
    """Say how a unit stands: by how many days it is overdue, or its signal, or its state."""
    if it.signal is Signal.OVERDUE:
        return f"逾期{it.late}天"
    if it.signal is not None and it.signal in WORDS and it.mark == it.signal:
        return WORDS[it.signal]
    return STATE_WORDS[it.assignment.state]


WORDS = {
    Signal.CLOSED: "已办结",
    Signal.EXTENDED: "经批准延期",
    Signal.DUE_SOON: "临期",
    Signal.LAGGING: "滞后",
}


def _sum(matrix: FanOut) -> str:
    totals, of_all = matrix.totals, len(matrix.everything)
    words = f"截至{in_full(matrix.today)}，“{matrix.task.title}”"
    if totals.units == of_all:
        words += f"由{of_all}家单位分别承办"
    else:
        words += f"的{of_all}家承办单位中，以下{totals.units}家"
    if totals.percent is not None:
        words += f"，平均完成{totals.percent}%"
        words += "" if totals.planned is None else f"（序时{totals.planned}%）"
    counted = [
        f"{name}{count}家"
        for name, count in (
            ("已办结", totals.closed),
            ("逾期", totals.overdue),
            ("临期、滞后", totals.warned),
        )
        if count
    ]
    return words + ("，其中" + BETWEEN.join(counted) if counted else "")


def _news(entry: ProgressEntry | None) -> str:
    """Return what an entry says, without what ends it; '' where it says that nothing is new."""
    return "" if entry is None or entry.is_unchanged else _clause(entry.done)


def _clause(words: str) -> str:
    """Make several lines one, without the stop at its end: a clause goes on with a semicolon."""
    lines = [line.strip().rstrip(ENDS) for line in words.splitlines()]
    return "；".join(line for line in lines if line)


def _with_percents(lines: Sequence[UnitLine]) -> str:
    return BETWEEN.join(f"{it.unit.short_name}（{_how_far(it)}）" for it in lines)


def _how_far(it: UnitLine) -> str:
    if it.signal is Signal.CLOSED:
        return "已办结"
    late = f"，逾期{it.late}天" if it.late else ""
    return f"完成{it.assignment.percent}%{late}"


def _rest(lines: Iterable[UnitLine]) -> list[str]:
    """Name those that say nothing new, those that never said anything, and those that do not work."""
    kinds: dict[str, list[str]] = {}
    for it in lines:
        state = it.assignment.state
        if state in SILENT_STATES:
            kind = SILENT_STATES[state]
        elif it.entry is None:
            kind = "还没有报过进展的"
        elif it.entry.is_unchanged:
            kind = "与上期无变化的"
        else:
            continue
        kinds.setdefault(kind, []).append(it.unit.short_name)
    return [f"{kind}：{BETWEEN.join(units)}" for kind, units in kinds.items()]


def _problems(lines: Iterable[UnitLine]) -> str:
    told = [
        f"{it.unit.short_name}反映，{_clause(it.entry.problems)}"
        for it in lines
        if it.entry is not None and it.entry.problems and it.assignment.is_open
    ]
    return "存在的问题：" + "；".join(told) if told else ""


def _dated(entry: ProgressEntry | None) -> str:
    if entry is None:
        return ""
    return f"（{period_words(entry.period)}）{entry.done}"


def title_of(matrix: FanOut) -> str:
    """Return what the paper about the units shown is called."""
    return f"“{matrix.task.title}”各单位进展情况"
