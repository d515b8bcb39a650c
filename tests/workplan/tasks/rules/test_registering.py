"""Which plans, priorities and tasks make sense."""

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import Mode, PlanPriority, ReportingCycle, Task


def test_a_number_says_year_priority_and_ordinal() -> None:
    assert rules.number_of(2026, 5, 3) == "2026-05-003"
    assert rules.number_of(2026, 12, 1000) == "2026-12-1000"


def test_a_key_task_is_reported_monthly_and_others_quarterly() -> None:
    assert rules.usual_cycle(rules.UsualCycles(), is_key=True) is ReportingCycle.MONTHLY
    assert rules.usual_cycle(rules.UsualCycles(), is_key=False) is ReportingCycle.QUARTERLY


@pytest.mark.parametrize(
    ("name", "words"), [(" ", "请写"), ("字" * 61, "不超过 60"), ("民生", "同名")]
)
def test_a_priority_needs_a_short_name_of_its_own(name: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        rules.checked_name(name, ["民生"])


def test_a_name_loses_the_spaces_at_its_ends() -> None:
    assert rules.checked_name(" 民生 ", []) == "民生"


@pytest.mark.parametrize(("title", "words"), [("", "请写"), ("字" * 201, "不超过 200")])
def test_a_task_needs_a_title_that_fits(title: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        rules.checked_wording(title, "")


def test_a_task_without_text_repeats_its_title() -> None:
    assert rules.checked_wording(" 修路 ", " ") == ("修路", "修路")
    assert rules.checked_wording("修路", " 十条 ") == ("修路", "十条")


@pytest.mark.parametrize("weight", [0, 101])
def test_a_weight_is_among_one_and_a_hundred(weight: int) -> None:
    rules.check_weight(1)
    rules.check_weight(100)
    with pytest.raises(RuleBroken):
        rules.check_weight(weight)


def test_sources_are_accepted_and_not_used_yet() -> None:
    accepted = Directive(state=DirectiveState.ACCEPTED)
    rules.check_sources([accepted], set())
    rules.check_sources([], set())
    with pytest.raises(RuleBroken, match="没有采纳"):
        rules.check_sources([accepted, Directive(state=DirectiveState.DRAFT)], set())
    with pytest.raises(RuleBroken, match="已经立项"):
        rules.check_sources([accepted], {1})


def test_of_a_task_that_is_given_out_only_the_wording_is_corrected() -> None:
    rules.check_correctable(Task(mode=None), ["title", "is_standing", "weight"])
    rules.check_correctable(Task(mode=Mode.EACH), ["title", "text"])
    for name in ("leader_id", "cycle", "is_key", "is_standing", "weight"):
        with pytest.raises(RuleBroken, match="调整"):
            rules.check_correctable(Task(mode=Mode.EACH), ["title", name])


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("突出“安居惠民”", "安居惠民"),
        ("一、安居惠民", "安居惠民"),
        ("（二）突出安居惠民。", "安居惠民"),
        ("一是安居惠民", "一是安居惠民"),
        ("3. 安居 惠民", "安居惠民"),
        ("", ""),
    ],
)
def test_spellings_of_a_heading_agree(heading: str, bare: str) -> None:
    assert rules.bare_name(heading) == bare


def test_a_heading_goes_where_its_name_is_or_where_it_went_before() -> None:
    priorities = [PlanPriority(id=7, name="安居惠民"), PlanPriority(id=8, name="产业")]
    assert rules.likely_priority("突出“安居惠民”", priorities, None) == "7"
    assert rules.likely_priority("突出“安居惠民”", priorities, 8) == "8"
    assert rules.likely_priority("数字赋能", priorities, None) == ""
    assert rules.likely_priority("", priorities, None) == ""


def test_a_heading_may_become_a_priority_while_there_is_room() -> None:
    assert rules.may_become_priority("安居", ["产业"], 12)
    assert not rules.may_become_priority("产业", ["产业"], 12)
    assert not rules.may_become_priority("", [], 12)
    assert not rules.may_become_priority("字" * 61, [], 12)
    assert not rules.may_become_priority("安居", [str(n) for n in range(12)], 12)


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("每月调度一次", ReportingCycle.MONTHLY),
        ("每季度通报进展", ReportingCycle.QUARTERLY),
        ("每半年开展一次评估", ReportingCycle.HALF_YEARLY),
        ("年底前完成", None),
    ],
)
def test_a_measure_may_say_how_often_one_reports(text: str, cycle: ReportingCycle | None) -> None:
    assert rules.cycle_said(text) is cycle


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("长期坚持领导包案制度", True),
        ("常年坚持错时延时服务", True),
        ("编制长期护理保险办法", False),
        ("持续优化营商环境", False),
    ],
)
def test_what_goes_on_for_ever_is_taken_from_the_words(words: str, *, is_said: bool) -> None:
    assert rules.is_said_standing(words) is is_said
