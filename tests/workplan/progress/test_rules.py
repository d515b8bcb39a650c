"""Who writes, submits and returns entries, and which make sense; no database beneath."""

from datetime import date

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.workplan.progress import rules
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.places import days_of, period_words, place_of
from tracker.workplan.progress.rules import Wording
from tracker.workplan.tasks.models import Assignment, AssignmentState, ReportingCycle, Task
from tracker.workplan.tasks.periods import last_ended, period_of

HOUSING, ROADS = 1, 2
TODAY = date(2026, 6, 18)
HEAD = Actor(id=1, name="王芳", roles=frozenset({(Role.HEAD, HOUSING)}))
CONTACT = Actor(id=2, name="白露", roles=frozenset({(Role.CONTACT, HOUSING)}))
SUPERVISOR = Actor(id=3, name="林涛", roles=frozenset({(Role.SUPERVISOR, 9)}))
BOTH = Actor(id=4, name="身兼两职", roles=frozenset({(Role.SUPERVISOR, 9), (Role.HEAD, HOUSING)}))


def an_assignment(
    *,
    unit_id: int = HOUSING,
    state: AssignmentState = AssignmentState.ACKNOWLEDGED,
    cycle: ReportingCycle = ReportingCycle.QUARTERLY,
    dispatched_on: date = date(2026, 1, 10),
) -> Assignment:
    return Assignment(
        unit_id=unit_id, state=state, task=Task(cycle=cycle), dispatched_on=dispatched_on
    )


def an_entry(
    period: str = "2026Q2",
    *,
    state: EntryState = EntryState.SUBMITTED,
    percent: int = 30,
    done: str = "完成 3 处。",
) -> ProgressEntry:
    return ProgressEntry(period=period, state=state, percent=percent, done=done)


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (HEAD, {"draft", "submit"}),
        (CONTACT, {"draft"}),
        (SUPERVISOR, {"return"}),
        (BOTH, {"draft", "submit"}),
    ],
)
def test_units_write_heads_submit_and_nobody_returns_their_own(actor: Actor, may: set[str]) -> None:
    asked = {"draft": rules.may_draft, "submit": rules.may_submit, "return": rules.may_return}
    assert {deed for deed, permits in asked.items() if permits(actor, an_assignment())} == may


@pytest.mark.parametrize(
    ("period", "words", "in_full"),
    [
        ("2026-06", "6月", "2026年6月"),
        ("2026Q2", "二季度", "2026年二季度"),
        ("2026H1", "上半年", "2026年上半年"),
        ("2026", "全年", "2026年"),
        ("2026-06-05", "6月5日节点", "2026年6月5日节点"),
        ("", "", ""),
    ],
)
def test_a_period_is_written_as_people_say_it(period: str, words: str, in_full: str) -> None:
    assert period_words(period) == words
    assert period_words(period, with_year=True) == in_full


def test_a_unit_does_not_write_for_another() -> None:
    it = an_assignment(unit_id=ROADS)
    assert not rules.may_draft(HEAD, it)
    assert not rules.may_submit(HEAD, it)


@pytest.mark.parametrize(
    ("period", "place"),
    [("2026-03", (2026, 3)), ("2026Q2", (2026, 6)), ("2025H2", (2025, 12)), ("2026", (2026, 12))],
)
def test_a_period_has_a_place_in_time(period: str, place: tuple[int, int]) -> None:
    assert place_of(period) == place


def test_a_period_up_to_a_milestone_stands_between_the_ends_of_months() -> None:
    names = ["2025", "2026-01-02", "2026-01", "2026-03-09", "2026-03-15", "2026Q1", "2026-04-01"]
    assert sorted(names, key=place_of) == names


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-03-15", date(2026, 3, 15), date(2026, 3, 15)),
    ],
)
def test_a_period_has_its_days(period: str, first: date, last: date) -> None:
    assert days_of(period) == (first, last)


def test_what_is_no_period_has_no_place() -> None:
    with pytest.raises(ValueError, match="no period"):
        place_of("去年")


def test_last_time_is_the_latest_submitted_entry_of_an_earlier_period() -> None:
    entries = [
        an_entry("2025Q4", percent=10),
        an_entry("2026Q1", percent=20),
        an_entry("2026Q2", percent=30),
        an_entry("2026Q3", state=EntryState.DRAFT),
    ]
    last = rules.last_before(entries, "2026Q3")
    assert last is entries[2]
    assert rules.last_before(entries, "2025Q4") is None


def test_a_returned_entry_is_not_what_was_said_last_time() -> None:
    entries = [an_entry("2026Q1", state=EntryState.RETURNED)]
    assert rules.last_before(entries, "2026Q2") is None


def test_an_entry_is_overtaken_by_a_later_submitted_one() -> None:
    entries = [an_entry("2026Q1"), an_entry("2026Q2")]
    assert rules.is_latest(entries, "2026Q2")
    assert not rules.is_latest(entries, "2026Q1")
    assert rules.is_latest([an_entry("2026Q2", state=EntryState.DRAFT)], "2026Q1")


def test_a_unit_may_write_about_open_and_returned_periods() -> None:
    cycle = ReportingCycle.QUARTERLY
    opened = [period_of(cycle, TODAY), last_ended(cycle, TODAY)]
    entries = [
        an_entry("2025Q3", state=EntryState.RETURNED),
        an_entry("2026Q1", state=EntryState.RETURNED),
        an_entry("2025Q4"),
    ]
    assert rules.writable_periods(entries, opened) == ["2026Q2", "2026Q1", "2025Q3"]


@pytest.mark.parametrize("state", [it for it in AssignmentState if it != "acknowledged"])
def test_only_work_under_way_is_reported_on(state: AssignmentState) -> None:
    rules.check_writable(an_assignment())
    with pytest.raises(RuleBroken, match="推进中"):
        rules.check_writable(an_assignment(state=state))


def test_no_future_period_is_reported_on() -> None:
    opened = [period_of(ReportingCycle.QUARTERLY, TODAY)]
    rules.check_period("2026Q2", opened)
    with pytest.raises(RuleBroken, match="本期"):
        rules.check_period("2026Q3", opened)


def test_a_submitted_entry_is_not_overwritten_silently() -> None:
    rules.check_not_submitted(an_entry(state=EntryState.RETURNED))
    with pytest.raises(RuleBroken, match="更正"):
        rules.check_not_submitted(an_entry())


def test_only_a_draft_may_be_emptied() -> None:
    empty = Wording(10, "")
    rules.check_draft(empty, None)
    rules.check_draft(empty, an_entry(state=EntryState.DRAFT))
    rules.check_draft(Wording(10, "改写。"), an_entry(state=EntryState.RETURNED))
    with pytest.raises(RuleBroken, match="不能清空"):
        rules.check_draft(empty, an_entry(state=EntryState.RETURNED))


def test_only_what_was_submitted_about_a_period_not_past_its_due_day_is_corrected() -> None:
    ends = [date(2026, 6, 30)]
    rules.check_correction(an_entry(), ends)
    rules.check_correction(an_entry("2026-06"), ends)
    with pytest.raises(RuleBroken, match="直接修改"):
        rules.check_correction(an_entry(state=EntryState.DRAFT), ends)
    with pytest.raises(RuleBroken, match="往期"):
        rules.check_correction(an_entry("2026Q1"), ends)


def test_words_are_stripped_and_a_missing_percent_is_last_times() -> None:
    words = rules.settled(
        Wording(None, " 完成 2 处。 ", " 无 ", " 验收 ", lower_reason=" 返工 "), an_entry()
    )
    assert words == Wording(30, "完成 2 处。", "无", "验收", lower_reason="返工")
    assert rules.settled(Wording(None, ""), None).percent == 0


def test_unchanged_keeps_last_times_percent_and_says_so() -> None:
    words = rules.settled(Wording(80, "别的", is_unchanged=True), an_entry(percent=30))
    assert (words.percent, words.done) == (30, "与上期无变化")


def test_unchanged_needs_something_to_compare_with() -> None:
    with pytest.raises(RuleBroken, match="上期没有填报过"):
        rules.settled(Wording(None, "", is_unchanged=True), None)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percent_is_a_share(percent: int) -> None:
    with pytest.raises(RuleBroken, match="0 到 100"):
        rules.settled(Wording(percent, "完成。"), None)


def test_an_entry_without_words_is_not_submitted() -> None:
    with pytest.raises(RuleBroken, match="本期进展"):
        rules.check_complete(30, "", "", None)


def test_a_lower_percent_needs_a_reason() -> None:
    rules.check_complete(10, "返工。", "", None)
    rules.check_complete(30, "推进中。", "", an_entry())
    rules.check_complete(10, "返工。", "验收没有通过", an_entry())
    with pytest.raises(RuleBroken, match="低于上期"):
        rules.check_complete(29, "返工。", "", an_entry())


def test_only_submitted_entries_of_work_under_way_are_returned_and_with_a_reason() -> None:
    rules.check_return(an_entry(), an_assignment(), "请写明数字")
    with pytest.raises(RuleBroken, match="还没有提交"):
        rules.check_return(an_entry(state=EntryState.RETURNED), an_assignment(), "请写明数字")
    reported = an_assignment(state=AssignmentState.REPORTED)
    with pytest.raises(RuleBroken, match="退回重办"):
        rules.check_return(an_entry(), reported, "请写明数字")
    with pytest.raises(RuleBroken, match="理由"):
        rules.check_return(an_entry(), an_assignment(), "")


@pytest.mark.parametrize(
    "done",
    [
        "",
        "与上期无变化",
        "完成 3 处。",
        "完成３处。",
        "两处点位已完工。",
        "签约十余家。",
        "出台文件一份。",
    ],
)
def test_words_with_figures_need_no_advice(done: str) -> None:
    assert rules.hints(done, None) == []


def test_words_without_a_figure_are_advised() -> None:
    assert rules.hints("正在有序推进。", an_entry()) == [rules.NO_FIGURE]


def test_the_same_words_as_last_time_are_advised() -> None:
    assert rules.hints(" 完成 3 处。", an_entry()) == [rules.SAME_WORDS]
