"""What a comment changes, and who is told of it, with a real database beneath it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.comments.builders import said
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated
from tracker.foundation.labels import Label
from tracker.inbox.queries import receipts_visible_to
from tracker.journal.models import Entry
from tracker.messages.models import Message, Receipt
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.comments import queries, rules
from tracker.workplan.tasks.comments.models import Reading
from tracker.workplan.tasks.comments.rules import Nameable, Thread

LATER = NOW + timedelta(minutes=5)


def told(kind: str) -> set[str]:
    """Return who was told, by login."""
    found = db.session.scalars(
        select(Person.login)
        .join(Receipt, Receipt.person_id == Person.id)
        .join(Message)
        .where(Message.kind == kind)
    )
    return {*found}


def entries() -> list[tuple[str, dict[str, str]]]:
    found = db.session.scalars(select(Entry).where(Entry.deed.like("comment.%")).order_by(Entry.id))
    return [(it.deed, dict(it.details)) for it in found]


@pytest.mark.postgres
def test_the_mentioned_are_told_at_once_and_the_others_of_the_thread_with_the_day(
    town: Town,
) -> None:
    work = builders.acknowledged(town)

    made = said(town, work, "@严明 请看，@住房局 请补材料。@赵强 看不到这里。")

    assert [(it.handle, it.unit_id is None) for it in made.mentions] == [
        ("严明", True),
        ("住房局", False),
    ]
    assert told("comment.mentioned") == {"yan", "wang", "bai"}
    assert told("comment.written") == set()
    message = db.session.scalars(select(Message).where(Message.thing == "comment")).one()
    assert (message.reason, message.is_urgent, message.asks) == ("提到了您。", True, False)
    assert message.path == f"/comments/{made.id}"
    said(town, work, "好。", by=town.wang)
    assert told("comment.written") == {"lin"}
    assert entries()[0] == (
        "comment.written",
        {"number": work.task.number, "unit": "市住房局"},
    )


def test_the_unit_hears_of_what_the_office_says_and_the_other_way_round(town: Town) -> None:
    work = builders.acknowledged(town)

    said(town, work)
    assert told("comment.written") == {"wang", "bai"}
    said(town, work, "已补。", by=town.bai)

    assert told("comment.written") == {"wang", "bai", "lin"}


def test_office_and_leaders_talk_about_a_task_without_its_units(town: Town) -> None:
    task = builders.acknowledged(town, leader=town.yan).task

    said(town, task, "@王芳 听不到。进度要不要约谈？")

    assert told("comment.mentioned") == set()
    assert told("comment.written") == {"yan"}
    assert queries.comments_of(town.actor(town.wang), Thread(task), 1).total == 0
    assert queries.comments_of(town.actor(town.yan), Thread(task), 1).total == 1


def test_who_may_not_see_the_work_does_not_speak_in_its_thread(town: Town) -> None:
    work = builders.acknowledged(town, support=[town.east])

    for stranger in (town.zhao, town.qin, town.gu):
        with pytest.raises(NotAllowed):
            said(town, work, by=stranger)
    with pytest.raises(NotAllowed):
        said(town, work.task, by=town.wang)


def test_of_labelled_work_only_the_cleared_are_told(town: Town) -> None:
    work = builders.acknowledged(town)
    with transaction():
        work.task.label = Label.SENSITIVE
        town.lin.clearance = town.bai.clearance = Label.SENSITIVE

    said(town, work, "@王芳 @白露 请看。")

    assert told("comment.mentioned") == {"bai"}
    assert told("comment.written") == set()


def test_a_fresh_comment_is_edited_and_its_first_wording_stays_in_the_journal(town: Town) -> None:
    work = builders.acknowledged(town)
    lin = town.actor(town.lin)
    made = said(town, work, "@王芳 请补材料。")

    with transaction():
        commands.edit_comment(lin, made, text="@王芳 @严明 请补两份。", now=LATER, version=1)
        commands.edit_comment(lin, made, text="@王芳 @严明 请补两份。", now=LATER)

    assert (made.text, made.edited_at) == ("@王芳 @严明 请补两份。", LATER)
    assert told("comment.mentioned") == {"wang", "yan"}
    assert len(entries()) == 2
    assert entries()[1][1]["was_text"] == "@王芳 请补材料。"
    with pytest.raises(Outdated):
        commands.edit_comment(lin, made, text="旧的", now=LATER, version=1)


def test_whoever_was_mentioned_stays_mentioned_though_they_may_not_see_it_any_more(
    town: Town,
) -> None:
    work = builders.acknowledged(town)
    made = said(town, work, "@白露 请补材料。")
    with transaction():
        town.bai.is_active = False

    with transaction():
        commands.edit_comment(town.actor(town.lin), made, text="@白露 请补齐。", now=LATER)

    assert [it.handle for it in made.mentions] == ["白露"]


def test_a_deleted_comment_leaves_a_line_and_asks_nobody_any_more(town: Town) -> None:
    work = builders.acknowledged(town)
    made = said(town, work, "@王芳 写错了。")

    with transaction():
        commands.delete_comment(town.actor(town.lin), made, now=LATER, version=1)

    assert (made.text, made.is_deleted, made.mentions) == ("", True, [])
    assert entries()[-1] == (
        "comment.deleted",
        {"number": work.task.number, "was_text": "@王芳 写错了。"},
    )
    thread = Thread(work.task, work)
    assert queries.comments_of(town.actor(town.wang), thread, 1).total == 1
    assert not queries.unread_in(town.actor(town.wang), thread)
    open_ones = receipts_visible_to(town.actor(town.wang)).where(
        Message.thing == "comment", Receipt.done_at.is_(None)
    )
    assert not db.session.scalars(open_ones).all()


def test_only_those_who_may_read_it_are_taken_from_the_list(town: Town) -> None:
    work = builders.acknowledged(town)
    thread, day = Thread(work.task, work), NOW.date()
    offered = rules.nameable(town.actor(town.lin), queries.members_of(thread, day))
    bai = next(it for it in offered if it.person_id == town.bai.id)
    zhao = Nameable("赵强", "公路局", person_id=town.zhao.id)

    with transaction():
        made = commands.write_comment(
            town.actor(town.lin), thread, text="请看。", chosen=[bai, zhao], now=NOW
        )

    assert made.text == "@白露 请看。"
    assert told("comment.mentioned") == {"bai"}


@pytest.mark.postgres
def test_what_was_looked_through_is_read_up_to_what_was_shown(town: Town) -> None:
    work = builders.acknowledged(town)
    thread, wang = Thread(work.task, work), town.actor(town.wang)
    first, second = said(town, work), said(town, work, "再催一次。")
    assert [*queries.unread_in(wang, thread)] == [first.id, second.id]

    for seen in (first.id, first.id, None):
        with transaction():
            commands.note_thread_read(wang, thread, at=LATER, seen=seen)

    assert [it.up_to for it in db.session.scalars(select(Reading))] == [second.id]
    receipts = db.session.scalars(select(Receipt).where(Receipt.person_id == wang.id)).all()
    assert sum(it.is_settled for it in receipts if it.message.thing == "comment") == 2
    said(town, work.task)
    with transaction():
        commands.note_thread_read(town.actor(town.yan), Thread(work.task), at=LATER)
    assert len(db.session.scalars(select(Reading)).all()) == 2
