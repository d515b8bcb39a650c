"""Directives cut anew: what may be merged, split, lifted or lowered, and what comes of it. Plain Python."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.workplan.directives.extraction import Span
from tracker.workplan.directives.extraction.sentences import trimmed
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Level,
    NamedTarget,
    NamedUnit,
)

FEWEST_MERGED = 2
TOO_FEW = N_("请选中两条以上再合并。")
DECIDED_AMONG = N_("要合并的有的已经处理过，请先撤销再合并。")
LEVELS_DIFFER = N_("重点和举措不能合并，请先改成同一层级。")
DECIDED_BETWEEN = N_("中间还有已经处理的条目，不能合并；要合并请先撤销它。")
DRAFT_BETWEEN = N_("所选的不相连，中间还有别的条目，请一并选中再合并。")
DECIDED_BELOW = N_("其下有的举措已经处理过，请先撤销再改。")
CUT_INSIDE = N_("请把光标放在要分开的两条文字之间。")
CUT_DISAGREES = N_("前一条的文字与原文对不上，请刷新页面后重新拆分。")
NO_CUT_IN_PRIORITY = N_("重点连着它的举措，不能拆分；请拆分举措，或者先改成举措。")
NO_PARENT_BELOW = N_("重点不能归到自己或者自己下面的重点。")
SAME_LEVEL = N_("这一条已经是这个层级，不用改。")
AT_THE_END = N_("这一条已经在最前面或者最后面，不能再移。")


class Decided(RuleBroken):
    """Decided ones stand in the way; `ids` names them."""

    def __init__(self, sentence: str, them: Iterable[Directive]) -> None:
        super().__init__(sentence)
        self.ids = [it.id for it in them if it.state is not DirectiveState.DRAFT]


def _refuse_decided(sentence: str, them: Sequence[Directive]) -> None:
    refusal = Decided(sentence, them)
    if refusal.ids:
        raise refusal


def check_mergeable(chosen: Sequence[Directive], others: Sequence[Directive]) -> None:
    """Refuse to merge what is decided, of two levels, or has something else between.

    others: all directives of the report, those that are chosen among them or not.
    """
    if len(chosen) < FEWEST_MERGED:
        raise RuleBroken(TOO_FEW)
    _refuse_decided(DECIDED_AMONG, chosen)
    if len({it.level for it in chosen}) > 1:
        raise RuleBroken(LEVELS_DIFFER)
    below = descendants(chosen, others)
    ids = {it.id for it in [*chosen, *below]}
    span = merged_span(chosen)
    between = [
        it
        for it in others
        if it.id not in ids
        and not (it.start <= span.start and it.end >= span.end)
        and any(it.start < gap.end and it.end > gap.start for gap in _gaps(chosen))
    ]
    _refuse_decided(DECIDED_BETWEEN, between)
    if between:
        raise RuleBroken(DRAFT_BETWEEN)
    check_open_below(below)


def check_open_below(below: Sequence[Directive]) -> None:
    """Refuse to move what stands under a priority where some of it is decided."""
    _refuse_decided(DECIDED_BELOW, below)


def check_new_parent(directive: Directive, parent_id: int | None, below: set[int]) -> None:
    """Refuse to put a priority under itself or under what stands below it."""
    if parent_id is not None and parent_id in below | {directive.id}:
        raise RuleBroken(NO_PARENT_BELOW)


def check_level(directive: Directive, level: Level) -> None:
    """Refuse to make a priority of a priority, or a measure of a measure."""
    if directive.level is level:
        raise RuleBroken(SAME_LEVEL)


def check_splittable(directive: Directive) -> None:
    """Refuse to split a priority, whose words hold those of its measures."""
    if directive.level is Level.PRIORITY:
        raise RuleBroken(NO_CUT_IN_PRIORITY)


def merged_span(chosen: Iterable[Directive]) -> Span:
    """Give the stretch from the first one's beginning to the last one's end."""
    them = list(chosen)
    return Span(min(it.start for it in them), max(it.end for it in them))


def in_text_order(chosen: Iterable[Directive]) -> list[Directive]:
    """Put directives in the order of the text."""
    return sorted(chosen, key=lambda it: (it.start, -it.end, it.id))


def descendants(chosen: Iterable[Directive], others: Iterable[Directive]) -> list[Directive]:
    """Give everything that stands below the chosen ones, at any depth, in any order."""
    children: dict[int | None, list[Directive]] = {}
    for it in others:
        children.setdefault(it.parent_id, []).append(it)
    ids = {it.id for it in chosen}
    found, waiting = [], list(ids)
    while waiting:
        for it in children.get(waiting.pop(), []):
            if it.id not in ids:
                ids.add(it.id)
                found.append(it)
                waiting.append(it.id)
    return found


def united_units(chosen: Iterable[Directive]) -> list[NamedUnit]:
    """Unite the units that several directives name, each once, with its first duty."""
    units: dict[tuple[int | None, int | None, str], NamedUnit] = {}
    for it in chosen:
        for unit in it.units:
            is_known = unit["unit_id"] is not None or unit["group_id"] is not None
            name = "" if is_known else unit["name"]
            units.setdefault((unit["unit_id"], unit["group_id"], name), unit.copy())
    return list(units.values())


def united_targets(chosen: Iterable[Directive]) -> list[NamedTarget]:
    """Unite the figures of several directives, in their order."""
    found: list[NamedTarget] = []
    for it in chosen:
        found += [target for target in it.targets if target not in found]
    return found


def latest_due(chosen: Iterable[Directive]) -> tuple[date | None, str | None]:
    """Give the latest limit of several directives with the words that it stands in."""
    limits = [(it.due_on, it.due_text) for it in chosen if it.due_on or it.due_text]
    return max(limits, key=lambda it: it[0] or date.min, default=(None, None))


def cut_at(text: str, whole: Span, before: str) -> tuple[Span, Span]:
    """Cut a stretch behind the words `before`, with which it begins; punctuation falls between.

    Blanks may differ, as they do when a browser sends words back.
    """
    wanted = [char for char in before if not char.isspace()]
    at = whole.start
    for char in wanted:
        while at < whole.end and text[at].isspace():
            at += 1
        if at >= whole.end or text[at] != char:
            raise RuleBroken(CUT_DISAGREES)
        at += 1
    first = trimmed(text, whole.start, at)
    second = trimmed(text, at, whole.end)
    if first is None or second is None:
        raise RuleBroken(CUT_INSIDE)
    return first, second


def place_between(siblings: Sequence[Directive], directive: Directive, by: int) -> int:
    """Say where among its siblings (in order) a directive goes: one place up (-1) or down (1)."""
    at = siblings.index(directive) + by
    if not 0 <= at < len(siblings):
        raise RuleBroken(AT_THE_END)
    return at


def position_between(before: float | None, after: float | None) -> float | None:
    """Give a position between two, or beyond the only one; None where no room is left."""
    if before is None:
        return None if after is None else after - 1
    if after is None:
        return before + 1
    middle = (before + after) / 2
    return middle if before < middle < after else None


def ids_of(directives: Collection[Directive]) -> set[int]:
    """Give the keys of directives."""
    return {it.id for it in directives}


def _gaps(chosen: Iterable[Directive]) -> list[Span]:
    """Give the stretches between directives that none of them covers."""
    gaps, reached = [], None
    spans = [Span(it.start, it.end) for it in in_text_order(chosen)]
    for before, after in pairwise(spans):
        reached = max(reached or 0, before.end)
        if after.start > reached:
            gaps.append(Span(reached, after.start))
    return gaps
