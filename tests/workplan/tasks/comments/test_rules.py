"""What comments may say, and whom they mention: decisions without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.workplan.tasks.comments import rules
from tracker.workplan.tasks.comments.models import Comment
from tracker.workplan.tasks.comments.rules import Kind, Member, Nameable, Piece, Thread
from tracker.workplan.tasks.models import Assignment, Task

AT = datetime(2026, 6, 18, 2, 0, tzinfo=UTC)
OFFICE, HOUSING, ROADS, ROOT = 1, 2, 3, 4
LIN = Actor(1, "林涛", frozenset({(Role.SUPERVISOR, OFFICE)}))
YAN = Actor(2, "严明", frozenset({(Role.LEADER, ROOT)}))
WANG = Actor(3, "王芳", frozenset({(Role.HEAD, HOUSING)}))
ZHAO = Actor(4, "赵强", frozenset({(Role.HEAD, ROADS)}))
GU = Actor(5, "顾平", frozenset({(Role.SYSTEM_ADMIN, OFFICE)}))
BOTH = Actor(6, "杜仲", frozenset({(Role.SUPERVISOR, OFFICE), (Role.HEAD, HOUSING)}))
MEMBERS = [
    Member(2, "严明", "", Role.LEADER, ROOT, "石桥市"),
    Member(1, "林涛", "", Role.SUPERVISOR, OFFICE, "督查室"),
    Member(3, "王芳", "", Role.HEAD, HOUSING, "住房局"),
    Member(3, "王芳", "", Role.CONTACT, HOUSING, "住房局"),
    Member(7, "王芳", "", Role.CONTACT, HOUSING, "住房局"),
    Member(8, "督查室", "", Role.CONTACT, HOUSING, "住房局"),
]


def thread(*, of_task: bool = False, coordinator: int | None = None) -> Thread:
    task = Task(id=9, coordinator_id=coordinator, registered_by_id=1, leader_id=2)
    return Thread(task, None if of_task else Assignment(id=5, unit_id=HOUSING))


def comment(**more: object) -> Comment:
    return Comment(written_by_id=3, written_at=AT, deleted_at=None, text="好", **more)


@pytest.mark.parametrize(
    ("actor", "in_assignment", "in_task"),
    [
        (LIN, True, True),
        (YAN, True, True),
        (WANG, True, False),
        (ZHAO, False, False),
        (GU, False, False),
        (BOTH, True, True),
    ],
)
def test_an_assignments_thread_is_its_units_and_a_tasks_own_is_the_offices(
    actor: Actor,
    in_assignment: bool,  # noqa: FBT001  a case of the table
    in_task: bool,  # noqa: FBT001  a case of the table
) -> None:
    assert rules.may_write(actor, thread()) is in_assignment
    assert rules.may_write(actor, thread(of_task=True)) is in_task


def test_the_coordinating_department_speaks_in_each_units_thread() -> None:
    assert rules.may_write(ZHAO, thread(coordinator=ROADS))
    assert rules.speaks_for(ZHAO, thread(coordinator=ROADS)) == ROADS


@pytest.mark.parametrize(
    ("actor", "unit"), [(LIN, OFFICE), (YAN, ROOT), (WANG, HOUSING), (BOTH, OFFICE)]
)
def test_one_speaks_for_the_unit_that_lets_one_speak(actor: Actor, unit: int) -> None:
    assert rules.speaks_for(actor, thread()) == unit


def test_a_comment_is_changed_by_its_writer_within_the_hour() -> None:
    late = AT + timedelta(minutes=61)
    assert rules.may_change(WANG, comment(), AT + timedelta(minutes=60), 60)
    assert not rules.may_change(WANG, comment(), late, 60)
    assert not rules.may_change(LIN, comment(), AT, 60)
    with pytest.raises(RuleBroken, match="过了可以修改"):
        rules.check_change(WANG, comment(), late, 60)
    with pytest.raises(NotAllowed):
        rules.check_change(LIN, comment(), AT, 60)
    gone = comment()
    gone.deleted_at = AT
    assert not rules.may_change(WANG, gone, AT, 60)
    with pytest.raises(RuleBroken, match="已经删除"):
        rules.check_change(WANG, gone, AT, 60)


@pytest.mark.parametrize("text", ["", "长" * 2001])
def test_a_comment_says_something_and_not_too_much(text: str) -> None:
    with pytest.raises(RuleBroken):
        rules.check_text(text)


def test_everybody_has_a_handle_of_their_own() -> None:
    found = rules.nameable(LIN, MEMBERS)

    assert [(it.key, it.handle) for it in found] == [
        ("unit1", "督查室"),
        ("unit2", "住房局"),
        ("person3", "王芳（住房局）"),
        ("person7", "王芳（住房局）2"),
        ("person8", "督查室（住房局）"),
        ("person2", "严明"),
    ]


def test_a_unit_that_is_mentioned_calls_its_people_and_no_leader() -> None:
    named = [Nameable("石桥市", "", unit_id=ROOT), Nameable("住房局", "", unit_id=HOUSING)]

    assert {it.person_id for it in rules.told_of(named, MEMBERS)} == {3, 7, 8}
    assert [it.person_id for it in rules.told_of([Nameable("严明", "", 2)], MEMBERS)] == [2]


def test_a_text_mentions_the_longest_name_that_fits() -> None:
    choices = [Nameable(it, "", at) for at, it in enumerate(("王芳", "王芳（住房局）", "Li"), 1)]

    found = rules.mentioned("请@王芳（住房局）看，＠王芳、@Linda @Li。@王芳", choices)

    assert [it.handle for it in found] == ["王芳（住房局）", "王芳", "Li"]
    assert rules.mentioned("@王芳", []) == []


def test_who_was_picked_stands_before_the_text_unless_it_names_them() -> None:
    wang, lin = Nameable("王芳", "", 3), Nameable("林涛", "", 1)

    assert rules.with_chosen("请看", [wang, lin], [wang, lin]) == "@王芳 @林涛 请看"
    assert rules.with_chosen("@王芳 请看", [wang], [wang, lin]) == "@王芳 请看"


def test_nobody_calls_everybody_together() -> None:
    with pytest.raises(RuleBroken):
        rules.check_mentions([Nameable(str(it), "", it) for it in range(21)])


def test_the_other_side_hears_of_a_comment_and_whoever_has_spoken() -> None:
    def heard(where: Thread, writer: Actor, *speakers: int) -> set[int]:
        return {it.person_id for it in rules.heard_by(where, MEMBERS, speakers, writer)}

    assert heard(thread(), WANG) == {1}
    assert heard(thread(), WANG, 2) == {1, 2}
    assert heard(thread(), LIN) == {3, 7, 8}
    assert heard(thread(of_task=True), YAN) == {1, 2}


def test_words_are_cut_into_pieces_that_a_page_may_show() -> None:
    text = "@王芳 见2026-05-003和2026-05-004\n<b>@2026-05-003"

    found = list(rules.pieces(text, {"王芳", "2026-05-003"}, {"2026-05-003": 7}))

    assert found == [
        Piece(Kind.MENTION, "@王芳"),
        Piece(Kind.WORDS, " 见"),
        Piece(Kind.TASK, "2026-05-003", 7),
        Piece(Kind.WORDS, "和2026-05-004"),
        Piece(Kind.BREAK),
        Piece(Kind.WORDS, "<b>"),
        Piece(Kind.MENTION, "@2026-05-003"),
    ]
    assert list(rules.pieces("好", (), {})) == [Piece(Kind.WORDS, "好")]


def test_only_what_is_written_like_a_number_is_one() -> None:
    assert rules.numbers_in(["2026-05-003，12026-05-003、2026-05-0034-1"]) == {"2026-05-003"}
