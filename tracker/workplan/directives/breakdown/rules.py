"""Which mapping makes sense, and when a breakdown sheet can be taken in."""

from collections.abc import Collection

from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import USUAL, Label, covers
from tracker.foundation.words import N_
from tracker.readers.workbook import TOO_LARGE, Sheet
from tracker.workplan.directives.breakdown.heads import Mapping, Role
from tracker.workplan.directives.breakdown.layout import Breakdown
from tracker.workplan.directives.breakdown.rows import Kind

NO_SHEET = N_("这个文件里没有这张表，请重新选择。")
NO_MEASURE = N_("请指明哪一列是举措：没有举措，就没有可以导入的任务。")
TWICE = N_("同一列只能对应一项，同一项也只能选一列，请检查后重选。")
NO_HEAD = N_("表头要在表内的一行，下面还要有内容，请重新填写。")
NOTHING = N_("按这样的对应关系，一条举措也没有读到。请检查表头行和各列。")
HAS_TROUBLES = N_("还有错误没有处理，一条也没有导入。")
NOT_MAPPED = N_("请先确认各列的对应关系。")
FINISHED = N_("这份任务分解表已经导入完了。")
BELOW_MARK = N_(
    "安全标签不能低于这张表标题上标的。标题上标的高于您能看到的，请由看得到的督查员导入。"
)
FORGIVEN: frozenset[Kind] = frozenset({Kind.DUE, Kind.MEASURE})
"""The errors that a person may choose to go on without."""


def check_sheet(sheets: Collection[Sheet], at: int) -> None:
    """Refuse a sheet that the file has not, or one that is too large to read."""
    if not 0 <= at < len(sheets):
        raise RuleBroken(NO_SHEET)
    if list(sheets)[at].is_too_large:
        raise RuleBroken(TOO_LARGE)


def check_mapping(sheet: Sheet, mapping: Mapping) -> None:
    """Refuse a mapping without a column of measures, with a column twice, or beyond the sheet."""
    if Role.MEASURE not in mapping.columns:
        raise RuleBroken(NO_MEASURE)
    places = list(mapping.columns.values())
    if len(set(places)) < len(places) or any(not 0 <= at < sheet.width for at in places):
        raise RuleBroken(TWICE)
    if not -1 <= mapping.head < len(sheet.rows) - 1:
        raise RuleBroken(NO_HEAD)


def checked_label(breakdown: Breakdown, chosen: Label | None) -> Label:
    """Return the label that a sheet is taken in with; refuses one below the mark in its title."""
    label = chosen or breakdown.label or USUAL
    if breakdown.label is not None and not covers(label, breakdown.label):
        raise RuleBroken(BELOW_MARK)
    return label


def check_complete(breakdown: Breakdown) -> None:
    """Refuse to take in a part: all rows, or none."""
    if breakdown.troubles:
        raise RuleBroken(HAS_TROUBLES)
    if not breakdown.items:
        raise RuleBroken(NOTHING)
