"""What giving an instruction changes, who hears of it, and what may be done about it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tests.scans import told as told_of
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.instructions.builders import (
    DEMAND,
    answered,
    demanding,
    followed,
    instructed,
    said,
)
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Misfilled, NotAllowed, Outdated, RuleBroken
from tracker.foundation.labels import USUAL, Label
from tracker.foundation.settings import keep_option
from tracker.inbox.queries import digest_items
from tracker.journal.models import Entry
from tracker.messages.models import Message, Receipt
from tracker.people.models import Grant, Role
from tracker.workplan.meetings.commands import void_report
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.limits import NEEDS_SCAN


def told(kind: str) -> set[int]:
    """Return who was told of a kind of deed."""
    return set(
        db.session.scalars(
            select(Receipt.person_id).join(Receipt.message).where(Message.kind == kind)
        )
    )


def asked(kind: str) -> set[int]:
    """Return of whom a kind of message still asks something."""
    return set(
        db.session.scalars(
            select(Receipt.person_id)
            .join(Receipt.message)
            .where(Message.kind == kind, Receipt.done_at.is_(None))
        )
    )


def entry(deed: str) -> Entry:
    """Return the one entry of a deed."""
    return db.session.scalars(select(Entry).where(Entry.deed == deed)).one()


@pytest.mark.postgres
def test_a_leader_instructs_and_everybody_concerned_is_told(town: Town) -> None:
    it = demanding(town)

    assert (it.leader_id, it.given_on, it.is_recorded) == (town.yan.id, TODAY, False)
    assert [one.unit_id for one in it.units] == [town.east.id, town.west.id]
    assert told("instruction.given") == {town.wang.id, town.bai.id}
    assert told("instruction.ordered") == {town.lin.id}
    assert not told("instruction.recorded")
    kept = entry("instruction.given")
    assert kept.subject == f"instruction:{it.id}"
    assert kept.details["demand"] == DEMAND
    assert kept.details["units"] == ["东溪县", "西岭县"]
    message = db.session.scalars(select(Message).where(Message.kind == "instruction.given")).one()
    assert (message.path, message.is_urgent) == (f"/instructions/{it.id}", True)


def test_one_on_a_whole_task_is_told_to_all_its_units_and_one_on_a_report_to_the_office(
    town: Town,
) -> None:
    work = builders.acknowledged(town, support=(town.east,))
    instructed(town, work.task)

    assert told("instruction.given") == {town.wang.id, town.bai.id, town.qin.id, town.lin.id}
    instructed(town, builders.report(town), wants_answer=False)
    last = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert last is not None
    assert {
        it.person_id
        for it in db.session.scalars(select(Receipt).where(Receipt.message_id == last.id))
    } == {town.lin.id}


def test_a_supervisor_records_a_leaders_instruction_with_its_day_and_scan(town: Town) -> None:
    it = instructed(town, by=town.lin, told=told_of(town, on=TODAY - timedelta(days=2)))

    assert (it.leader_id, it.recorded_by_id, it.is_recorded) == (town.yan.id, town.lin.id, True)
    assert it.given_on == TODAY - timedelta(days=2)
    assert it.scan is not None
    assert told("instruction.recorded") == {town.yan.id}
    assert entry("instruction.given").details["on_behalf_of"] == "严明"


def test_what_cannot_be_told_of_an_instruction_is_refused(town: Town) -> None:
    work, lin = builders.acknowledged(town), town.actor(town.lin)

    for wrong, sentence in (
        (None, "请选是哪位领导"),
        (Told(town.yan.id, TODAY + timedelta(days=1)), "不能晚于今天"),
        (Told(town.yan.id, TODAY - timedelta(days=400)), "一年以前"),
        (Told(town.wang.id, TODAY), "不是在任领导"),
        (Told(987654, TODAY), "不是在任领导"),
        (Told(town.yan.id, TODAY), "扫描件"),
    ):
        with pytest.raises(Misfilled, match=sentence):
            commands.give_instruction(lin, work, said(), told=wrong, now=NOW)


def test_one_is_recorded_without_a_scan_where_the_office_wants_none(town: Town) -> None:
    with transaction():
        keep_option(
            NEEDS_SCAN.name, NEEDS_SCAN.format(value=False), changed_by="顾平", changed_at=NOW
        )

    it = instructed(town, by=town.lin, told=Told(town.yan.id, TODAY))

    assert it.scan is None


def test_who_was_shut_out_instructs_nothing_today(town: Town) -> None:
    work = builders.acknowledged(town)
    with transaction():
        town.yan.is_active, town.yan.disabled_at = False, NOW
        town.yan.disabled_reason = "调离"

    with pytest.raises(Misfilled, match="不是在任领导"):
        instructed(town, work, by=town.lin, told=told_of(town))
    assert (
        instructed(
            town, work, by=town.lin, told=told_of(town, on=TODAY - timedelta(days=1))
        ).leader_id
        == town.yan.id
    )


def test_nobody_records_instructions_on_their_own_units_work_and_no_unit_gives_any(
    town: Town,
) -> None:
    work = builders.acknowledged(town)
    with transaction():
        db.session.add(
            Grant(person_id=town.lin.id, role=Role.HEAD, unit_id=town.housing.id, from_on=TODAY)
        )
    db.session.refresh(town.lin)

    for person in (town.lin, town.wang, town.gu):
        with pytest.raises(NotAllowed, match="批示由领导作出"):
            instructed(town, work, by=person, told=told_of(town))


def test_nothing_is_said_of_a_report_that_was_taken_in_by_mistake(town: Town) -> None:
    report = builders.report(town)
    with transaction():
        void_report(town.actor(town.lin), report, reason="收重了", now=NOW)

    with pytest.raises(RuleBroken):
        instructed(town, report)


@pytest.mark.postgres
def test_who_wrote_it_corrects_it_that_day_and_everybody_is_told_anew(town: Town) -> None:
    it = demanding(town)
    with transaction():
        commands.correct_instruction(
            town.actor(town.yan),
            it,
            said("一处一策。", demand=DEMAND, unit_ids=(town.west.id, town.roads.id)),
            now=NOW + timedelta(minutes=5),
            version=it.version,
        )

    assert (it.text, it.wants_answer, it.demand_due_on) == ("一处一策。", False, None)
    assert [one.unit_id for one in it.units] == [town.west.id, town.roads.id]
    assert "text=一处一策，汛期不等人。" in entry("instruction.corrected").details["was"]
    assert asked("instruction.ordered") == {town.lin.id}
    # What asked for an answer before asks no more; the new message only informs.
    rows = db.session.execute(
        select(Message.asks, Receipt.done_at)
        .join(Receipt.message)
        .where(Message.kind == "instruction.given", Receipt.person_id == town.wang.id)
        .order_by(Message.id)
    ).all()
    assert [(asks, done is None) for asks, done in rows] == [(True, False), (False, True)]


def test_a_correction_that_changes_nothing_tells_nobody(town: Town) -> None:
    it = instructed(town)

    with transaction():
        commands.correct_instruction(
            town.actor(town.yan), it, said(wants_answer=True), now=NOW, version=it.version
        )

    assert not db.session.scalars(select(Entry).where(Entry.deed == "instruction.corrected")).all()


def test_an_instruction_is_not_changed_by_others_later_or_once_it_was_acted_on(town: Town) -> None:
    mine, other = instructed(town), demanding(town, builders.acknowledged(town, title="另一件"))
    yan = town.actor(town.yan)

    with pytest.raises(NotAllowed, match="写下它的人"):
        commands.withdraw_instruction(
            town.actor(town.lin), mine, reason="错了", now=NOW, version=mine.version
        )
    with pytest.raises(RuleBroken, match="只能在当天"):
        commands.withdraw_instruction(
            yan, mine, reason="错了", now=NOW + timedelta(days=1), version=mine.version
        )
    with pytest.raises(Outdated):
        commands.withdraw_instruction(yan, mine, reason="错了", now=NOW, version=9)
    answered(town, mine)
    followed(town, other)
    for it in (mine, other):
        with pytest.raises(RuleBroken, match="还没有回复和转任务"):
            commands.correct_instruction(yan, it, said("改"), now=NOW, version=it.version)


def test_one_taken_back_stays_to_be_read_and_asks_for_nothing(town: Town) -> None:
    it, yan = demanding(town), town.actor(town.yan)

    with pytest.raises(Misfilled, match="请写明理由"):
        commands.withdraw_instruction(yan, it, reason=" ", now=NOW, version=it.version)
    with transaction():
        commands.withdraw_instruction(yan, it, reason="写错了任务", now=NOW, version=it.version)

    assert not it.is_open
    assert not asked("instruction.given") | asked("instruction.ordered")
    assert told("instruction.withdrawn") == {town.wang.id, town.bai.id, town.lin.id}
    assert entry("instruction.withdrawn").details["reason"] == "写错了任务"
    with pytest.raises(RuleBroken, match="已经办结或撤回"):
        answered(town, it)


def test_a_unit_answers_and_the_leader_is_told(town: Town) -> None:
    it = instructed(town)

    answered(town, it)

    assert told("instruction.answered") == {town.yan.id}
    assert not asked("instruction.given") - {town.lin.id}
    assert entry("instruction.answered").details["unit"] == "市住房局"
    with pytest.raises(Misfilled, match="请写回复内容"):
        answered(town, it, " ")
    with pytest.raises(Misfilled, match="2000"):
        answered(town, it, "长" * 2001)
    answered(town, it, "又有进展。")


def test_only_the_head_of_a_unit_concerned_answers(town: Town) -> None:
    it = instructed(town)

    for person, unit in ((town.bai, town.housing), (town.qin, town.east), (town.zhao, town.roads)):
        with pytest.raises(NotAllowed, match="负责人回复"):
            commands.answer_instruction(
                town.actor(person), it, unit_id=unit.id, words="在办。", now=NOW
            )


@pytest.mark.postgres
def test_a_demand_becomes_a_task_with_the_same_label_and_nobody_is_asked_for_it_any_more(
    town: Town,
) -> None:
    work = builders.acknowledged(town)
    with transaction():
        work.task.label = Label.SENSITIVE
        town.yan.clearance = town.lin.clearance = Label.SENSITIVE
    it = demanding(town, work)

    task = followed(town, it)

    assert (it.follow_up_id, it.is_joined, task.label) == (task.id, False, Label.SENSITIVE)
    assert entry("instruction.followed").details["number"] == task.number
    assert not asked("instruction.ordered")
    assert told("instruction.followed") == {town.yan.id}
    with pytest.raises(RuleBroken, match="已经转为任务"):
        followed(town, it)


def test_only_supervisors_make_tasks_of_instructions(town: Town) -> None:
    it = demanding(town)

    for person in (town.yan, town.wang):
        with pytest.raises(NotAllowed, match="由督查员办理"):
            commands.join_instruction(
                town.actor(person), it, builders.task(town, "别的事"), now=NOW, version=it.version
            )


def test_a_demand_is_joined_to_a_task_that_is_there_and_parted_from_it_again(town: Town) -> None:
    it, lin = demanding(town), town.actor(town.lin)
    there = builders.task(town, "已有的事")

    with transaction():
        commands.join_instruction(lin, it, there, now=NOW, version=it.version)
    assert (it.follow_up_id, it.is_joined) == (there.id, True)
    assert not asked("instruction.ordered")
    with transaction():
        commands.part_instruction(lin, it, now=NOW + timedelta(hours=1), version=it.version)

    assert it.waits_for_task
    assert asked("instruction.ordered") == {town.lin.id}
    assert entry("instruction.parted").details["number"] == there.number
    with pytest.raises(RuleBroken, match="没有转为任务"):
        commands.part_instruction(lin, it, now=NOW, version=it.version)


def test_a_demand_is_not_joined_to_the_task_itself_or_to_one_that_more_may_see(town: Town) -> None:
    work, lin = builders.acknowledged(town), town.actor(town.lin)
    it = demanding(town, work.task)
    lower = builders.task(town, "公开的事")
    with transaction():
        lower.label = Label.OPEN

    for task, sentence in ((work.task, "就是这项任务"), (lower, "安全标签低于")):
        with pytest.raises(Misfilled, match=sentence):
            commands.join_instruction(lin, it, task, now=NOW, version=it.version)


def test_an_instruction_is_done_when_its_demand_has_a_task_and_may_be_taken_up_again(
    town: Town,
) -> None:
    it, lin = demanding(town), town.actor(town.lin)

    with pytest.raises(RuleBroken, match="还没有转为任务"):
        commands.finish_instruction(lin, it, outcome="办了", now=NOW, version=it.version)
    followed(town, it)
    done_at = NOW + timedelta(hours=2)
    with transaction():
        commands.finish_instruction(lin, it, outcome="已整改。", now=done_at, version=it.version)
    assert (it.outcome, it.is_open) == ("已整改。", False)
    assert told("instruction.finished") == {town.yan.id}
    assert not asked("instruction.given")
    with pytest.raises(RuleBroken, match="已经办结"):
        commands.finish_instruction(lin, it, outcome="又办", now=NOW, version=it.version)

    with transaction():
        commands.reopen_instruction(lin, it, now=NOW + timedelta(hours=3), version=it.version)
    assert it.is_open
    assert asked("instruction.given") == {town.wang.id, town.bai.id}
    assert told("instruction.reopened") == {town.yan.id}
    with pytest.raises(RuleBroken, match="没有办结"):
        commands.reopen_instruction(lin, it, now=NOW, version=it.version)


def test_a_unit_that_got_the_work_later_is_not_concerned(town: Town) -> None:
    work = builders.dispatched(town)
    it = instructed(town, work)
    kept = db.session.get_one(Instruction, it.id)
    with transaction():
        work.unit = town.roads

    with pytest.raises(NotAllowed, match="负责人回复"):
        commands.answer_instruction(
            town.actor(town.zhao), kept, unit_id=town.roads.id, words="在办。", now=NOW
        )


@pytest.mark.postgres
def test_what_an_instruction_made_is_never_labelled_lower_than_what_it_was_about(
    town: Town,
) -> None:
    report = builders.report(town)
    made = followed(town, demanding(town, report))
    further = followed(town, demanding(town, made))
    with transaction():
        town.lin.clearance = Label.SENSITIVE
    lin = town.actor(town.lin)

    with transaction():
        commands.label_report(
            lin, report, Label.SENSITIVE, reason="", now=NOW, version=report.version
        )

    assert made.label is further.label is Label.SENSITIVE
    with pytest.raises(RuleBroken, match="不能低于"), transaction():
        commands.label_task(lin, further, USUAL, reason="写错了", now=NOW, version=further.version)


def test_the_name_of_a_sensitive_task_that_carries_out_a_demand_leaves_by_no_mail(
    town: Town,
) -> None:
    it = demanding(town)
    there = builders.task(town, "敏感的那件事")
    with transaction():
        there.label = Label.SENSITIVE
        town.yan.clearance = town.lin.clearance = Label.SENSITIVE
    with transaction():
        commands.join_instruction(town.actor(town.lin), it, there, now=NOW, version=it.version)

    items, _total = digest_items(town.actor(town.yan), 20)

    assert told("instruction.followed") == {town.yan.id}
    assert not [one.title for one in items if there.title in one.title]
