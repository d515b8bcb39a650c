"""The columns of the lists of tasks and of assignments: what each is called and how wide it is.

A column's key is its name in the URL, what one sorts by, and what its cells are made by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.foundation.words import N_


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column; width: in characters of a spreadsheet; is_usual: shown unless asked otherwise."""

    key: str
    words: str
    width: float = 12
    is_usual: bool = False
    is_number: bool = False


_OF_BOTH = (
    ListColumn("priority", N_("重点"), 18),
    ListColumn("leader", N_("分管领导"), 11),
    ListColumn("cycle", N_("填报周期"), 11),
    ListColumn("weight", N_("权重"), 8, is_number=True),
    ListColumn("key", N_("重点任务"), 10),
    ListColumn("label", N_("安全标签"), 10),
)
_NUMBER = ListColumn("number", N_("编号"), 16, is_usual=True)
_TITLE = ListColumn("title", N_("任务"), 46, is_usual=True)
_SIGNAL = ListColumn("signal", N_("信号 · 状态"), 20, is_usual=True)
_PERCENT = ListColumn("percent", N_("完成"), 9, is_usual=True, is_number=True)
_DUE = ListColumn("due", N_("时限"), 13, is_usual=True, is_number=True)
_DISPATCHED = ListColumn("dispatched", N_("交办日期"), 13, is_number=True)
_REDO = ListColumn("redo", N_("退回重办次数"), 14, is_number=True)

TASK_COLUMNS: Mapping[str, ListColumn] = {
    it.key: it
    for it in (
        _NUMBER,
        _TITLE,
        _SIGNAL,
        ListColumn("units", N_("牵头（承办）单位"), 26, is_usual=True),
        _PERCENT,
        _DUE,
        *_OF_BOTH,
        ListColumn("supporters", N_("配合单位"), 26),
        ListColumn("coordinator", N_("归口处室"), 14),
        ListColumn("mode", N_("承办方式"), 11),
        _DISPATCHED,
        ListColumn("finished", N_("办结家数"), 10, is_number=True),
        _REDO,
    )
}
"""The columns of the list of tasks, the usual ones first."""

ASSIGNMENT_COLUMNS: Mapping[str, ListColumn] = {
    it.key: it
    for it in (
        _NUMBER,
        _TITLE,
        ListColumn("unit", N_("单位"), 16, is_usual=True),
        _SIGNAL,
        _PERCENT,
        _DUE,
        *_OF_BOTH,
        ListColumn("duty", N_("承办还是配合"), 12),
        ListColumn("original_due", N_("原定时限"), 13, is_number=True),
        ListColumn("late", N_("逾期天数"), 10, is_number=True),
        _DISPATCHED,
        ListColumn("sign_by", N_("签收期限"), 13, is_number=True),
        ListColumn("acknowledged", N_("签收日期"), 13, is_number=True),
        ListColumn("reported", N_("申请办结日期"), 14, is_number=True),
        ListColumn("closed", N_("办结日期"), 13, is_number=True),
        _REDO,
    )
}
"""The columns of the list of assignments, the usual ones first."""


def shown(columns: Mapping[str, ListColumn], keys: Sequence[str]) -> tuple[ListColumn, ...]:
    """Return the columns of these keys in their order; the usual ones where none is known."""
    chosen = tuple(columns[key] for key in keys if key in columns)
    return chosen or tuple(it for it in columns.values() if it.is_usual)


def to_choose(columns: Mapping[str, ListColumn], keys: Sequence[str]) -> tuple[ListColumn, ...]:
    """Return all columns as they stand in the form of choice: those that are shown first."""
    chosen = shown(columns, keys)
    return (*chosen, *(it for it in columns.values() if it not in chosen))
