"""Who may do what with a summary, and when."""

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.workplan.review import rules
from tracker.workplan.review.models import AnnualSummary, SummaryResult, SummaryState

HOUSING, ROADS = 1, 2


def actor(role: Role, unit: int = HOUSING) -> Actor:
    return Actor(id=1, name="某人", roles=frozenset({(role, unit)}))


def summary(state: SummaryState, words: str = "完成 12 个小区。") -> AnnualSummary:
    return AnnualSummary(state=state, results=[SummaryResult(priority_id=1, words=words)])


@pytest.mark.parametrize(
    ("role", "writes", "submits", "judges"),
    [
        (Role.HEAD, True, True, False),
        (Role.CONTACT, True, False, False),
        (Role.SUPERVISOR, False, False, True),
        (Role.LEADER, False, False, False),
        (Role.SYSTEM_ADMIN, False, False, False),
    ],
)
def test_each_role_has_its_part(role: Role, writes: bool, submits: bool, judges: bool) -> None:  # noqa: FBT001  a table of roles
    somebody = actor(role)

    assert rules.may_write(somebody, HOUSING) is writes
    assert rules.may_submit(somebody, HOUSING) is submits
    assert rules.may_judge(somebody, HOUSING) is judges


def test_another_units_head_has_no_part_in_it() -> None:
    zhao = actor(Role.HEAD, ROADS)

    assert not rules.may_write(zhao, HOUSING)
    assert not rules.may_submit(zhao, HOUSING)


def test_nobody_judges_the_unit_that_they_report_for() -> None:
    both = Actor(
        id=1, name="兼任", roles=frozenset({(Role.SUPERVISOR, ROADS), (Role.CONTACT, HOUSING)})
    )

    assert not rules.may_judge(both, HOUSING)
    assert rules.may_judge(both, ROADS)


@pytest.mark.parametrize("state", [SummaryState.SUBMITTED, SummaryState.ACCEPTED])
def test_what_was_submitted_is_not_changed(state: SummaryState) -> None:
    with pytest.raises(RuleBroken, match="已经提交"):
        rules.check_writable(summary(state))
    with pytest.raises(RuleBroken, match="已经提交"):
        rules.check_submission(summary(state))
    with pytest.raises(RuleBroken, match="已经提交"):
        rules.check_redraft(summary(state), ["highlights"])


@pytest.mark.parametrize("state", [SummaryState.DRAFT, SummaryState.RETURNED])
def test_a_draft_and_a_returned_summary_can_be_changed_and_submitted(state: SummaryState) -> None:
    rules.check_writable(summary(state))
    rules.check_submission(summary(state))
    rules.check_redraft(summary(state), ["highlights"])


@pytest.mark.parametrize("parts", [None, [], set()])
def test_a_new_draft_asks_what_it_may_replace(parts: list[str] | None) -> None:
    with pytest.raises(RuleBroken, match="换掉哪几部分"):
        rules.check_redraft(summary(SummaryState.DRAFT), parts)


def test_a_summary_without_results_is_not_submitted() -> None:
    with pytest.raises(RuleBroken, match="主要成效还没有写"):
        rules.check_submission(summary(SummaryState.DRAFT, words="  "))


def test_a_draft_needs_tasks() -> None:
    rules.check_material([object()])
    with pytest.raises(RuleBroken, match="没有承办任务"):
        rules.check_material([])


def test_a_part_has_its_longest() -> None:
    rules.check_length({"problems": "字" * 500}, 500)
    with pytest.raises(RuleBroken, match="500"):
        rules.check_length({"problems": "字" * 501}, 500)


@pytest.mark.parametrize(
    "state", [SummaryState.DRAFT, SummaryState.RETURNED, SummaryState.ACCEPTED]
)
def test_only_what_was_submitted_is_judged(state: SummaryState) -> None:
    rules.check_judgeable(summary(SummaryState.SUBMITTED))
    with pytest.raises(RuleBroken, match="待审核"):
        rules.check_judgeable(summary(state))


def test_a_return_has_a_reason_of_some_length() -> None:
    rules.check_reason("请补写数字。")
    with pytest.raises(RuleBroken, match="写明理由"):
        rules.check_reason("")
    with pytest.raises(RuleBroken, match="2000"):
        rules.check_reason("字" * (rules.LONGEST_REASON + 1))
