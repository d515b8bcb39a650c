"""What chasing changes, with a real database beneath it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.chases.builders import ANSWER_BY, answered, chased, late, letter
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.foundation.settings import keep_option
from tracker.journal.models import Entry
from tracker.messages.models import Message, Receipt
from tracker.people.models import Grant, Role
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.chases import limits
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel
from tracker.workplan.tasks.chases.printing import number_of
from tracker.workplan.tasks.chases.rules import Grades


def told(deed: str) -> set[int]:
    rows = db.session.scalars(
        select(Receipt.person_id).join(Receipt.message).where(Message.kind == deed)
    )
    return set(rows)


@pytest.mark.postgres
def test_each_unit_gets_one_paper_numbered_in_its_year(town: Town) -> None:
    first, second = late(town), late(town, days=3, title="排查危房")
    other = late(town, unit=town.roads)

    with transaction():
        sent = commands.chase(town.actor(town.lin), [letter(first, second), letter(other)], now=NOW)
    again = chased(town, first)

    assert [number_of(it) for it in (*sent, again)] == [
        "督办〔2026〕1号",
        "督办〔2026〕2号",
        "督办〔2026〕3号",
    ]
    assert [it.unit.name for it in sent] == ["市住房局", "市公路局"]
    assert sent[0].office.name == "市督查室"
    assert [(it.title, it.percent, it.days_late) for it in sent[0].items] == [
        ("加快老旧小区改造", 40, 18),
        ("排查危房", 40, 3),
    ]


def test_a_chase_is_written_down_and_the_unit_is_told(town: Town) -> None:
    sent = chased(town, level=NoticeLevel.RED)

    entry = db.session.scalars(select(Entry).where(Entry.deed == "chase.sent")).one()
    assert entry.subject == f"chase:{sent.id}"
    assert entry.details["number"] == "督办〔2026〕1号"
    assert entry.details["notice_level"] == "red"
    assert told("chase.sent") == {town.wang.id, town.bai.id}
    message = db.session.scalars(select(Message).where(Message.kind == "chase.sent")).one()
    assert (message.path, message.is_urgent) == (f"/chases/{sent.id}", True)


def test_only_supervisors_of_other_units_chase(town: Town) -> None:
    work = late(town)
    with transaction():
        db.session.add(
            Grant(person_id=town.lin.id, role=Role.HEAD, unit_id=town.housing.id, from_on=TODAY)
        )
    db.session.refresh(town.lin)

    for person in (town.wang, town.yan, town.lin):
        with pytest.raises(NotAllowed, match="催办由督查员办理"):
            commands.chase(town.actor(person), [letter(work)], now=NOW)


def test_the_same_work_is_chased_again_only_by_who_was_shown_that_it_was(town: Town) -> None:
    work, lin = late(town), town.actor(town.lin)
    chased(town, work, now=NOW - timedelta(days=6))

    with pytest.raises(RuleBroken, match="已由别人催办"):
        commands.chase(lin, [letter(work)], now=NOW)
    commands.chase(lin, [letter(work)], knowing=[work.id], now=NOW)


def test_what_was_chased_long_ago_or_taken_back_is_no_burden(town: Town) -> None:
    first, second, lin = late(town), late(town, title="排查危房"), town.actor(town.lin)
    chased(town, first, now=NOW - timedelta(days=7))
    with transaction():
        commands.withdraw_chase(lin, chased(town, second), reason="选错了", now=NOW)

    with transaction():
        sent = commands.chase(lin, [letter(first, second)], now=NOW)

    assert len(sent[0].items) == 2


def test_one_piece_of_work_stands_in_one_paper_of_a_deed(town: Town) -> None:
    work = late(town)

    with pytest.raises(RuleBroken, match="两张督办单"):
        commands.chase(town.actor(town.lin), [letter(work), letter(work)], now=NOW)


def test_the_head_answers_once_and_the_sender_is_told(town: Town) -> None:
    sent = chased(town)

    answered(town, sent)

    assert (sent.answer, sent.answered_by_id) == ("已约谈施工方，月底前完成。", town.wang.id)
    assert told("chase.answered") == {town.lin.id}
    assert db.session.scalars(select(Entry).where(Entry.deed == "chase.answered")).one()
    with pytest.raises(RuleBroken, match="已经回复"):
        answered(town, sent)
    with pytest.raises(NotAllowed, match="负责人回复"):
        commands.answer_chase(town.actor(town.bai), sent, words="在办。", now=NOW)


def test_an_answer_to_an_older_state_of_the_paper_is_refused(town: Town) -> None:
    sent = chased(town)

    with pytest.raises(Outdated):
        commands.answer_chase(town.actor(town.wang), sent, words="在办。", now=NOW, version=9)


def test_who_sent_a_paper_takes_it_back_with_a_reason(town: Town) -> None:
    sent, lin = chased(town), town.actor(town.lin)

    with pytest.raises(RuleBroken, match="请写明理由"):
        commands.withdraw_chase(lin, sent, reason=" ", now=NOW)
    with transaction():
        commands.withdraw_chase(lin, sent, reason="选错了单位", now=NOW)

    assert (sent.withdrawal_reason, sent.waits) == ("选错了单位", False)
    assert told("chase.withdrawn") == {town.wang.id, town.bai.id}
    assert db.session.scalars(select(Entry).where(Entry.deed == "chase.withdrawn")).one()


def test_another_supervisor_does_not_take_it_back(town: Town) -> None:
    sent = chased(town)
    with transaction():
        db.session.add(
            Grant(
                person_id=town.zhao.id, role=Role.SUPERVISOR, unit_id=town.office.id, from_on=TODAY
            )
        )
    db.session.refresh(town.zhao)

    with pytest.raises(NotAllowed, match="由发出的人撤回"):
        commands.withdraw_chase(town.actor(town.zhao), sent, reason="选错", now=NOW)


def test_a_paper_stays_as_it_was_sent(town: Town) -> None:
    work = late(town)
    sent = chased(town, work)

    builders.note(town, work, 90)

    kept = db.session.get_one(Chase, sent.id)
    assert (kept.items[0].percent, kept.answer_due_on) == (40, ANSWER_BY)


def test_an_office_sets_when_papers_are_graver_and_how_long_they_wait(town: Town) -> None:
    assert town
    with transaction():
        for it, value in ((limits.YELLOW, 3), (limits.RED, 30), (limits.ANSWER, 1)):
            keep_option(it.name, it.format(value), changed_by="顾平", changed_at=NOW)

    assert limits.grades() == Grades(yellow_days=3, red_days=30)
    # The Dragon Boat holiday lies between.
    assert limits.usual_answer_day(TODAY) == date(2026, 6, 22)
