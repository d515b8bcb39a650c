"""The lists of tasks and of assignments as rows of a file: the columns, order and groups of the page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.sheet import Value
from tracker.foundation.labels import LABEL_WORDS, Label, highest
from tracker.foundation.words import N_
from tracker.overview.assignment_list import AssignmentLine
from tracker.overview.columns import ListColumn
from tracker.overview.group_names import MARK_WORDS
from tracker.overview.listing import Block, Sums
from tracker.overview.task_list import TaskLine
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.rules import CYCLE_WORDS, DUTY_WORDS, MODE_WORDS, STATE_WORDS

Say = Callable[[str], str]
Line = TaskLine | AssignmentLine
UNDISPATCHED = N_("待交办")
STANDING = N_("长期坚持")
NO_DATE = N_("待定")
GROUP = N_("分组")
STATELESS = ("closed", "waiting", "supporting")
"""Marks beside which no state is said."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list as a table; bold: the places of the rows that say what a group adds up to.

    label: the highest of what is in it.
    """

    rows: Sequence[Sequence[Value]]
    bold: Sequence[int]
    label: Label


def as_printed(
    blocks: Sequence[Block[TaskLine]] | Sequence[Block[AssignmentLine]],
    columns: Sequence[ListColumn],
    say: Say,
) -> Table:
    """Return the rows as they stand on the page, each group under a row of its own."""
    rows: list[Sequence[Value]] = []
    bold = []
    for block in blocks:
        if block.sums is not None:
            bold.append(len(rows))
            rows.append(_sums_row(block.sums, columns, say))
        rows.extend(_cells(line, columns, say) for line in block.lines)
    return Table(rows, bold, _label(blocks))


def as_data(
    blocks: Sequence[Block[TaskLine]] | Sequence[Block[AssignmentLine]],
    columns: Sequence[ListColumn],
    say: Say,
) -> Table:
    """Return the rows for a program: nothing but lines, the group's name before each of them."""
    rows: list[Sequence[Value]] = [
        [*([] if block.sums is None else [say(block.sums.name)]), *_cells(line, columns, say)]
        for block in blocks
        for line in block.lines
    ]
    return Table(rows, (), _label(blocks))


def sums_in_words(sums: Sums, say: Say) -> str:
    """Say what a group adds up to: how many, of those late, warned and closed, and how far."""
    parts = [f"{sums.total} {say(N_('项'))}"]
    parts += [
        f"{say(words)} {sums.counted(key)}"
        for key, words in (
            ("late", N_("逾期")),
            ("warned", N_("临期、滞后")),
            ("closed", N_("已办结")),
        )
        if sums.counted(key)
    ]
    if sums.percent is not None:
        parts.append(f"{say(N_('平均完成'))} {sums.percent}%")
    return "，".join(parts)


def _label(
    blocks: Sequence[Block[TaskLine]] | Sequence[Block[AssignmentLine]],
) -> Label:
    return highest(line.task.label for block in blocks for line in block.lines)


def _sums_row(sums: Sums, columns: Sequence[ListColumn], say: Say) -> list[Value]:
    """Put the group's name first, and what it adds up to where there is most room."""
    row: list[Value] = [None] * len(columns)
    row[0] = say(sums.name)
    widest = max(range(len(columns)), key=lambda at: (at > 0, columns[at].width))
    words = sums_in_words(sums, say)
    row[widest] = words if widest else f"{row[0]}：{words}"
    return row


def _cells(line: Line, columns: Sequence[ListColumn], say: Say) -> list[Value]:
    own = OF_TASKS if isinstance(line, TaskLine) else OF_ASSIGNMENTS
    return [_cell(own, line, column.key, say) for column in columns]


def _cell(own: Mapping[str, Callable[..., Value]], line: Line, key: str, say: Say) -> Value:
    if key in own:
        return own[key](line, say)
    return OF_BOTH[key](line.task, say)


OF_BOTH: Mapping[str, Callable[[Task, Say], Value]] = {
    "number": lambda it, _say: it.number,
    "title": lambda it, _say: it.title,
    "priority": lambda it, _say: it.priority.name,
    "leader": lambda it, _say: it.leader.name if it.leader else None,
    "cycle": lambda it, say: say(CYCLE_WORDS[it.cycle]),
    "weight": lambda it, _say: it.weight,
    "key": lambda it, say: say(N_("是")) if it.is_key else None,
    "label": lambda it, say: say(LABEL_WORDS[it.label]),
}


def _due(due_on: date | None, task: Task, say: Say) -> Value:
    return due_on or say(STANDING if task.is_standing else NO_DATE)


def _of_signal(mark: str | None, state: str, say: Say) -> str:
    if mark is None:
        return state
    word = say(MARK_WORDS[mark])
    return word if mark in STATELESS else f"{word} · {state}"


def _task_state(line: TaskLine, say: Say) -> str:
    if not line.states:
        return say(UNDISPATCHED)
    if len(line.states) == 1:
        return say(STATE_WORDS[line.states[0]])
    return f"{len(line.lead_units)} {say(N_('家承办'))}"


def _share(line: TaskLine) -> str | None:
    return f"{line.closed}/{len(line.lead_units)}" if line.lead_units else None


OF_TASKS: Mapping[str, Callable[[TaskLine, Say], Value]] = {
    "signal": lambda it, say: _of_signal(it.mark, _task_state(it, say), say),
    "units": lambda it, _say: "、".join(it.lead_units),
    "percent": lambda it, _say: it.percent,
    "due": lambda it, say: _due(it.due_on, it.task, say),
    "supporters": lambda it, _say: "、".join(it.supporters),
    "coordinator": lambda it, _say: it.task.coordinator.short_name if it.task.coordinator else None,
    "mode": lambda it, say: say(MODE_WORDS[it.task.mode]) if it.task.mode else None,
    "dispatched": lambda it, _say: it.task.dispatched_on,
    "finished": lambda it, _say: _share(it),
    "redo": lambda it, _say: it.redo_count,
}
OF_ASSIGNMENTS: Mapping[str, Callable[[AssignmentLine, Say], Value]] = {
    "unit": lambda it, _say: it.assignment.unit.short_name,
    "signal": lambda it, say: _of_signal(it.mark, say(STATE_WORDS[it.assignment.state]), say),
    "percent": lambda it, _say: it.assignment.percent if it.assignment.is_lead else None,
    "due": lambda it, say: _due(it.assignment.due_on, it.task, say),
    "duty": lambda it, say: say(DUTY_WORDS[it.assignment.duty]),
    "original_due": lambda it, _say: it.assignment.original_due_on,
    "late": lambda it, _say: it.late or None,
    "dispatched": lambda it, _say: it.assignment.dispatched_on,
    "sign_by": lambda it, _say: it.assignment.sign_by,
    "acknowledged": lambda it, _say: it.assignment.acknowledged_on,
    "reported": lambda it, _say: it.assignment.reported_on,
    "closed": lambda it, _say: it.assignment.closed_on,
    "redo": lambda it, _say: it.assignment.redo_count,
}


def headings(columns: Sequence[ListColumn], say: Say, *, has_groups: bool) -> Iterator[str]:
    """Give what stands over the columns; with groups, over their names first."""
    if has_groups:
        yield say(GROUP)
    for column in columns:
        # A cell holds the number alone, to be reckoned with.
        yield say(N_("完成（%）")) if column.key == "percent" else say(column.words)
