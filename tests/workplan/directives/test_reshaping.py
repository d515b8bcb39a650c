"""What may be merged, split, lifted or lowered, and what comes of it."""

from datetime import date
from typing import Any

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives import reshaping
from tracker.workplan.directives.extraction import Span
from tracker.workplan.directives.models import Directive, DirectiveState, Level, NamedUnit

DRAFT, ACCEPTED = DirectiveState.DRAFT, DirectiveState.ACCEPTED


def made(number: int, start: int, end: int, **more: Any) -> Directive:
    facts: dict[str, Any] = {
        "level": Level.MEASURE,
        "state": DRAFT,
        "units": [],
        "targets": [],
        "parent_id": None,
    }
    return Directive(id=number, start=start, end=end, position=start, **(facts | more))


def priority(number: int, start: int, end: int, **more: Any) -> Directive:
    return made(number, start, end, level=Level.PRIORITY, **more)


def refused(chosen: list[Directive], *others: Directive) -> str:
    with pytest.raises(RuleBroken) as refusal:
        reshaping.check_mergeable(chosen, [*chosen, *others])
    return refusal.value.sentence


def test_drafts_that_follow_each_other_are_merged_under_their_priority() -> None:
    chosen = [made(2, 10, 20), made(3, 21, 30), made(4, 29, 40)]

    reshaping.check_mergeable(chosen, [*chosen, priority(1, 0, 60), made(5, 45, 50)])


@pytest.mark.parametrize(
    ("chosen", "others", "sentence"),
    [
        ([made(1, 0, 5)], [], reshaping.TOO_FEW),
        ([made(1, 0, 5), made(2, 6, 9, state=ACCEPTED)], [], reshaping.DECIDED_AMONG),
        ([made(1, 0, 5), priority(2, 6, 9)], [], reshaping.LEVELS_DIFFER),
        (
            [made(1, 0, 5), made(2, 20, 25)],
            [made(3, 8, 12, state=ACCEPTED)],
            reshaping.DECIDED_BETWEEN,
        ),
        ([made(1, 0, 5), made(2, 20, 25)], [made(3, 8, 12)], reshaping.DRAFT_BETWEEN),
        ([made(1, 0, 5), made(2, 20, 25)], [priority(3, 8, 40)], reshaping.DRAFT_BETWEEN),
        (
            [priority(1, 0, 10), priority(2, 20, 40)],
            [made(3, 22, 30, parent_id=2, state=ACCEPTED)],
            reshaping.DECIDED_BELOW,
        ),
    ],
)
def test_what_cannot_be_merged_says_why(
    chosen: list[Directive], others: list[Directive], sentence: str
) -> None:
    assert refused(chosen, *others) == sentence


def test_priorities_are_merged_with_what_stands_below() -> None:
    first, second = priority(1, 0, 10), priority(2, 20, 40)
    below = [made(3, 2, 8, parent_id=1), made(4, 22, 30, parent_id=2)]

    reshaping.check_mergeable([first, second], [first, second, *below])

    assert reshaping.merged_span([second, first]) == Span(0, 40)
    assert reshaping.in_text_order([second, first]) == [first, second]


def test_descendants_are_found_at_any_depth_and_once() -> None:
    top, sub = priority(1, 0, 50), priority(2, 5, 50, parent_id=1)
    leaf, other = made(3, 9, 12, parent_id=2), made(4, 60, 70)

    assert reshaping.descendants([top, sub], [other, leaf, sub, top]) == [leaf]
    assert {it.id for it in reshaping.descendants([top], [leaf, sub, other])} == {2, 3}


def unit(name: str, unit_id: int | None, duty: str = "lead") -> NamedUnit:
    return NamedUnit(name=name, duty=duty, unit_id=unit_id, group_id=None)


def test_units_are_united_each_with_its_first_duty() -> None:
    first = made(1, 0, 5, units=[unit("市公路局", 7), unit("园林中心", None)])
    second = made(2, 6, 9, units=[unit("公路局", 7, "support"), unit("园林中心", None)])
    third = made(3, 10, 12, units=[unit("水文站", None)])

    names = [(it["name"], it["duty"]) for it in reshaping.united_units([first, second, third])]

    assert names == [("市公路局", "lead"), ("园林中心", "lead"), ("水文站", "lead")]


def test_figures_are_united_and_the_latest_limit_counts() -> None:
    details = dict.fromkeys(("upper", "change", "baseline", "against"))
    target = {"text": "12个", "value": 12.0, "unit": "个", "comparison": "="} | details
    first = made(1, 0, 5, targets=[target], due_on=date(2026, 9, 30), due_text="9月底前")
    second = made(2, 6, 9, targets=[target], due_on=date(2026, 6, 30), due_text="6月底前")
    third = made(3, 10, 12, due_text="汛期前")

    assert reshaping.united_targets([first, second, third]) == [target]
    assert reshaping.latest_due([third, second, first]) == (date(2026, 9, 30), "9月底前")
    assert reshaping.latest_due([third]) == (None, "汛期前")
    assert reshaping.latest_due([made(4, 0, 1)]) == (None, None)


def test_a_stretch_is_cut_behind_its_first_words_and_the_comma_falls_between() -> None:
    text = "要疏浚河道，\n修复护坡。"

    first, second = reshaping.cut_at(text, Span(1, len(text)), "疏浚河道")

    assert (text[first.start : first.end], text[second.start : second.end]) == (
        "疏浚河道",
        "修复护坡",
    )
    assert reshaping.cut_at(text, Span(1, len(text)), "疏浚 河道，修") == (
        Span(1, 8),
        Span(8, 11),
    )


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("", reshaping.CUT_INSIDE),
        ("疏浚河道，修复护坡", reshaping.CUT_INSIDE),
        ("别的字", reshaping.CUT_DISAGREES),
        ("疏浚河道，修复护坡。还有", reshaping.CUT_DISAGREES),
    ],
)
def test_a_cut_that_leaves_nothing_or_disagrees_is_refused(before: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        reshaping.cut_at("疏浚河道，修复护坡。", Span(0, 10), before)
    assert refusal.value.sentence == sentence


def test_a_place_between_neighbours_is_found_as_long_as_there_is_room() -> None:
    assert reshaping.position_between(1.0, 2.0) == 1.5
    assert reshaping.position_between(None, 3.0) == 2.0
    assert reshaping.position_between(3.0, None) == 4.0
    assert reshaping.position_between(2.0, 2.0) is None
    assert reshaping.position_between(None, None) is None


def test_a_priority_goes_neither_under_itself_nor_under_what_is_below_it() -> None:
    top = priority(1, 0, 50)

    for parent_id in (1, 2):
        with pytest.raises(RuleBroken, match="不能归到自己"):
            reshaping.check_new_parent(top, parent_id, {2})
    reshaping.check_new_parent(top, None, {2})
    reshaping.check_new_parent(top, 3, {2})


def test_a_level_is_changed_only_to_the_other_one_and_only_measures_are_split() -> None:
    top, leaf = priority(1, 0, 50), made(2, 5, 9)

    with pytest.raises(RuleBroken, match="已经是这个层级"):
        reshaping.check_level(top, Level.PRIORITY)
    reshaping.check_level(top, Level.MEASURE)
    with pytest.raises(RuleBroken, match="不能拆分"):
        reshaping.check_splittable(top)
    reshaping.check_splittable(leaf)


def test_the_first_goes_no_further_up_and_the_last_no_further_down() -> None:
    first, last = made(1, 0, 5), made(2, 6, 9)

    for it, by in ((first, -1), (last, 1)):
        with pytest.raises(RuleBroken, match="不能再移"):
            reshaping.place_between([first, last], it, by)
    assert reshaping.place_between([first, last], first, 1) == 1
