"""How gravely one is chased, in which words, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tests.town import NOW
from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import Label
from tracker.people.actor import Actor
from tracker.people.models import Role, Unit
from tracker.workplan.tasks.chases import rules
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel
from tracker.workplan.tasks.chases.rules import Grades, Letter
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Task

LIN = Actor(1, "林涛", frozenset({(Role.SUPERVISOR, 9)}))
BOTH = Actor(2, "杜仲", frozenset({(Role.SUPERVISOR, 9), (Role.HEAD, 7)}))
HEAD = Actor(3, "王芳", frozenset({(Role.HEAD, 7)}))
CONTACT = Actor(4, "白露", frozenset({(Role.CONTACT, 7)}))


def work(
    *,
    late: int | None = None,
    state: AssignmentState = AssignmentState.ACKNOWLEDGED,
    sign_by: date = TODAY,
    unit_id: int = 7,
    label: Label = Label.INTERNAL,
    duty: Duty = Duty.LEAD,
) -> Assignment:
    due_on = None if late is None else TODAY - timedelta(days=late)
    return Assignment(
        unit_id=unit_id,
        unit=Unit(name="市住房局"),
        task=Task(title="改造", label=label),
        state=state,
        duty=duty,
        due_on=due_on,
        sign_by=sign_by,
    )


def sent(*, by: int = 1, days_ago: int = 0) -> Chase:
    return Chase(unit_id=7, sent_by_id=by, sent_at=NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("late", "level"),
    [
        (0, NoticeLevel.BLUE),
        (1, NoticeLevel.YELLOW),
        (14, NoticeLevel.YELLOW),
        (15, NoticeLevel.RED),
        (300, NoticeLevel.RED),
    ],
)
def test_the_grade_is_proposed_by_how_late_it_is(late: int, level: NoticeLevel) -> None:
    assert rules.proposed_level(late, Grades()) is level


def test_an_office_sets_its_own_days() -> None:
    grades = Grades(yellow_days=5, red_days=10)

    proposed = [rules.proposed_level(days, grades) for days in (4, 5, 9, 10)]

    assert proposed == [
        NoticeLevel.BLUE,
        NoticeLevel.YELLOW,
        NoticeLevel.YELLOW,
        NoticeLevel.RED,
    ]


@pytest.mark.parametrize(
    ("it", "days"),
    [
        (work(late=None), 0),
        (work(late=-9), 0),
        (work(late=0), 0),
        (work(late=18), 18),
        (work(late=-9, state=AssignmentState.DISPATCHED, sign_by=TODAY - timedelta(days=3)), 3),
        (work(late=18, state=AssignmentState.DISPATCHED, sign_by=TODAY), 18),
        (work(late=None, sign_by=TODAY - timedelta(days=3)), 0),
        (work(late=18, duty=Duty.SUPPORT), 0),
    ],
)
def test_the_worse_of_both_clocks_counts_while_nobody_has_signed(it: Assignment, days: int) -> None:
    assert rules.days_late(it, TODAY) == days


@pytest.mark.parametrize(
    ("works", "level", "text"),
    [
        (
            [work(late=18)],
            NoticeLevel.RED,
            "贵单位承办的下列任务尚未办结，已超过时限18天。请主要负责人亲自研究，明确责任人和完成日期，限期完成。",
        ),
        (
            [work(late=18), work(late=3)],
            NoticeLevel.YELLOW,
            "贵单位承办的下列2件任务尚未办结，最长已超过时限18天。请查明原因，采取措施加快办理。",
        ),
        (
            [work(late=None)],
            NoticeLevel.BLUE,
            "贵单位承办的下列任务尚未办结。请抓紧办理，按时完成。",
        ),
        (
            [work(state=AssignmentState.DISPATCHED, sign_by=TODAY - timedelta(days=2))],
            NoticeLevel.YELLOW,
            "下列任务已经交办，贵单位尚未签收，已超过时限2天。请查明原因，采取措施加快办理。",
        ),
        (
            [work(state=AssignmentState.DISPATCHED)],
            NoticeLevel.BLUE,
            "下列任务已经交办，贵单位尚未签收。请抓紧办理，按时完成。",
        ),
    ],
)
def test_the_words_say_what_is_so_and_ask_as_the_grade_does(
    works: list[Assignment], level: NoticeLevel, text: str
) -> None:
    assert rules.proposed_text(level, works, TODAY) == text


def test_nobody_chases_the_unit_that_they_report_for() -> None:
    assert rules.may_chase(LIN, 7)
    assert rules.may_chase(BOTH, 8)
    assert not rules.may_chase(BOTH, 7)
    assert not rules.may_chase(HEAD, 8)


def test_the_head_answers_and_a_contact_where_that_is_set() -> None:
    may_submit = Actor(4, "白露", frozenset({(Role.CONTACT, 7)}), contacts_submit=True)

    assert rules.may_answer(HEAD, sent())
    assert not rules.may_answer(CONTACT, sent())
    assert rules.may_answer(may_submit, sent())
    assert not rules.may_answer(LIN, sent())


def test_who_sent_a_paper_takes_it_back_the_same_day() -> None:
    answered = sent()
    answered.answered_at = NOW

    assert rules.may_withdraw(LIN, sent(), TODAY)
    assert not rules.may_withdraw(LIN, sent(by=5), TODAY)
    assert not rules.may_withdraw(LIN, sent(days_ago=1), TODAY)
    assert not rules.may_withdraw(LIN, answered, TODAY)


GOOD = Letter([work(late=3)], NoticeLevel.YELLOW, "请加快。", TODAY)


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (Letter([], NoticeLevel.RED, "请加快。", TODAY), "请选要催办的任务"),
        (
            Letter([work(), work(unit_id=8)], NoticeLevel.RED, "请加快。", TODAY),
            "只发给一个单位",
        ),
        (
            Letter([work(), work(label=Label.SENSITIVE)], NoticeLevel.RED, "请加快。", TODAY),
            "同一安全标签",
        ),
        (
            Letter([work(state=AssignmentState.REPORTED)], NoticeLevel.RED, "请加快。", TODAY),
            "待签收和推进中的",
        ),
        (
            Letter([work(duty=Duty.SUPPORT)], NoticeLevel.RED, "请加快。", TODAY),
            "待签收和推进中的",
        ),
        (Letter([work()], NoticeLevel.RED, " ", TODAY), "请写督办要求"),
        (Letter([work()], NoticeLevel.RED, "字" * 2001, TODAY), "不超过 2000 字"),
        (
            Letter([work()], NoticeLevel.RED, "请加快。", TODAY - timedelta(days=1)),
            "不能早于今天",
        ),
        (
            Letter([work()], NoticeLevel.RED, "请加快。", TODAY + timedelta(days=400)),
            "不能超过一年",
        ),
    ],
)
def test_a_paper_that_makes_no_sense_is_refused(letter: Letter, words: str) -> None:
    rules.check_letter(GOOD, TODAY)

    with pytest.raises(RuleBroken, match=words):
        rules.check_letter(letter, TODAY)


def test_what_was_chased_lately_is_chased_again_only_knowingly() -> None:
    rules.check_burden({1, 2}, knowing={1, 2, 3})

    with pytest.raises(RuleBroken, match="已由别人催办"):
        rules.check_burden({1, 2}, knowing={1})


def test_a_paper_is_answered_once_and_not_after_it_was_taken_back() -> None:
    answered, withdrawn = sent(), sent()
    answered.answered_at = withdrawn.withdrawn_at = NOW

    rules.check_waits(sent())
    for it, words in ((answered, "已经回复"), (withdrawn, "已撤回")):
        with pytest.raises(RuleBroken, match=words):
            rules.check_waits(it)
        with pytest.raises(RuleBroken, match="不能再撤回"):
            rules.check_withdrawal(it, TODAY)


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (lambda: rules.check_withdrawal(sent(days_ago=1), TODAY), "只能在发出当天"),
        (lambda: rules.check_answer(""), "请写回复内容"),
        (lambda: rules.check_answer("字" * 2001), "不超过 2000 字"),
    ],
)
def test_what_is_refused_says_why(check: Callable[[], None], words: str) -> None:
    rules.check_withdrawal(sent(), TODAY)
    rules.check_answer("已办。")

    with pytest.raises(RuleBroken, match=words):
        check()
