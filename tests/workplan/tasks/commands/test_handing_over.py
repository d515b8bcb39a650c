"""Handing over: what a leaver holds and the open work of the name go to the successor in one deed."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.people.test_persons import made
from tests.people.test_posts import charged, given
from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks.builders import closed, dispatched, dispatched_to_each, task
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.journal.models import Entry
from tracker.people import rules
from tracker.people.actor import actor_on
from tracker.people.models import Person, Role
from tracker.workplan.directives.breakdown.models import BreakdownImport
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.commands.handing_over import Moved

DAY = timedelta(days=1)
YESTERDAY = TODAY - DAY


def handed_over(
    town: Town,
    leaver: Person,
    successor: Person,
    last_on: date = YESTERDAY,
    *,
    disables: bool = False,
    by: Person | None = None,
) -> Moved:
    with transaction():
        return commands.hand_over(
            town.actor(by or town.fang),
            leaver,
            successor,
            last_on=last_on,
            disables=disables,
            today=TODAY,
            now=NOW,
        )


def refusal(town: Town, leaver: Person, successor: Person, last_on: date = YESTERDAY) -> str:
    with pytest.raises(RuleBroken) as refused:
        handed_over(town, leaver, successor, last_on)
    return refused.value.sentence


def begun_import(person: Person, *, report_id: int | None = None) -> BreakdownImport:
    with transaction():
        begun = BreakdownImport(
            begun_by_id=person.id,
            begun_at=NOW,
            file_name="分解表.xlsx",
            file_hash="0" * 64,
            report_id=report_id,
        )
        db.session.add(begun)
    return begun


def deeds_on(person: Person) -> Sequence[str]:
    return db.session.scalars(
        select(Entry.deed).where(Entry.subject == f"person:{person.id}").order_by(Entry.id)
    ).all()


@pytest.mark.postgres
def test_what_has_not_begun_is_taken_back_by_name(town: Town) -> None:
    successor = made(town)
    given(town, town.wang, Role.CONTACT, town.roads, TODAY + 30 * DAY)
    given(town, town.yan, Role.LEADER, town.office, TODAY + 30 * DAY)
    charged(town, town.yan, town.roads, TODAY + 40 * DAY)

    handed_over(town, town.wang, successor)
    assert deeds_on(town.wang)[-3:] == ["post.ended", "post.withdrawn", "post.handed_over"]
    assert [it.unit_id for it in town.wang.grants] == [town.housing.id]

    handed_over(town, town.yan, made(town, login="hexin"))
    assert deeds_on(town.yan)[-5:] == [
        "charge.ended",
        "charge.withdrawn",
        "post.ended",
        "post.withdrawn",
        "post.handed_over",
    ]


@pytest.mark.postgres
def test_a_term_of_one_of_the_three_that_has_not_begun_is_handed_over(town: Town) -> None:
    coming, instead = made(town), made(town, login="hexin")
    given(town, coming, Role.AUDITOR, town.office, TODAY + 30 * DAY)
    with transaction():
        town.shi.grants[0].to_on = TODAY + 29 * DAY

    handed_over(town, coming, instead)

    assert coming.grants == []
    assert [it.from_on for it in instead.grants] == [TODAY + 30 * DAY]


@pytest.mark.postgres
def test_posts_charges_and_open_tasks_go_to_the_successor_from_the_next_day(town: Town) -> None:
    successor = made(town)
    waiting = task(town, "尚未交办的任务", leader=town.yan)
    running = dispatched(town, title="正在办理的任务", leader=town.yan).task
    over = closed(town, title="已经办结的任务").task
    with transaction():
        over.leader_id = town.yan.id
    others = task(town, "没有责任领导的任务")
    version = running.version
    given(town, town.yan, Role.LEADER, town.office, TODAY + 30 * DAY)
    charged(town, town.yan, town.roads, TODAY, TODAY + 90 * DAY)

    moved = handed_over(town, town.yan, successor)

    assert (moved.held.posts, moved.held.charges, moved.tasks) == (2, 2, 2)
    assert not actor_on(town.yan, TODAY).roles
    assert not actor_on(town.yan, TODAY + 60 * DAY).roles
    assert not actor_on(town.yan, TODAY).charge
    heir = actor_on(successor, TODAY)
    assert heir.roles == {(Role.LEADER, town.root.id)}
    assert heir.charge == {town.housing.id, town.roads.id}
    later = actor_on(successor, TODAY + 91 * DAY)
    assert later.roles == {(Role.LEADER, town.root.id), (Role.LEADER, town.office.id)}
    assert later.charge == {town.housing.id}
    assert actor_on(town.yan, YESTERDAY).roles == {(Role.LEADER, town.root.id)}
    assert [waiting.leader_id, running.leader_id] == [successor.id] * 2
    assert over.leader_id == town.yan.id
    assert others.leader_id is None
    assert running.version > version
    assert "post.handed_over" in deeds_on(town.yan)
    assert "post.taken_over" in deeds_on(successor)
    told = db.session.scalars(select(Entry).where(Entry.deed == "leader.handed_over")).all()
    assert {it.subject for it in told} == {f"task:{waiting.id}", f"task:{running.id}"}
    assert {it.details["now_leader"] for it in told} == {"夏雨"}


def test_it_may_be_settled_beforehand(town: Town) -> None:
    successor, last = made(town), TODAY + 10 * DAY

    handed_over(town, town.wang, successor, last)

    assert actor_on(town.wang, last).roles == {(Role.HEAD, town.housing.id)}
    assert not actor_on(successor, last).roles
    assert actor_on(successor, last + DAY).roles == {(Role.HEAD, town.housing.id)}


def test_an_account_is_closed_in_the_same_deed_when_its_last_day_is_over(town: Town) -> None:
    successor = made(town)
    with pytest.raises(RuleBroken) as refused:
        handed_over(town, town.wang, successor, TODAY, disables=True)
    assert refused.value.sentence == rules.STILL_IN_OFFICE

    handed_over(town, town.wang, successor, disables=True)

    assert not town.wang.is_active
    assert town.wang.disabled_reason == "离任移交"
    assert deeds_on(town.wang)[-1] == "person.disabled"


def test_what_the_successor_holds_already_stays_one(town: Town) -> None:
    given(town, town.bai, Role.HEAD, town.housing)

    assert handed_over(town, town.wang, town.bai).held.posts == 1

    assert len(town.bai.grants) == 2
    assert not actor_on(town.wang, TODAY).roles


def test_a_charge_that_the_successor_has_already_stays_one(town: Town) -> None:
    successor = made(town)
    given(town, successor, Role.LEADER, town.root)
    charged(town, successor, town.housing)

    assert handed_over(town, town.yan, successor).held.charges == 1

    assert [it.unit_id for it in successor.charges] == [town.housing.id]


def test_work_in_hand_of_a_supervisor_goes_too(town: Town) -> None:
    successor = made(town)
    unfinished = begun_import(town.lin)
    kept = task(town, leader=town.yan)
    assert commands.what_moves(town.actor(town.fang), town.lin, last_on=YESTERDAY).imports == 1

    moved = handed_over(town, town.lin, successor)

    assert (moved.imports, moved.tasks) == (1, 0)
    assert unfinished.begun_by_id == successor.id
    assert kept.leader_id == town.yan.id


def test_a_head_hands_over_no_tasks_of_the_name(town: Town) -> None:
    old = task(town, leader=town.wang)

    assert handed_over(town, town.wang, made(town)).tasks == 0
    assert old.leader_id == town.wang.id


@pytest.mark.parametrize("who", ["gu", "lin", "yan", "wang", "shi"])
def test_handing_over_is_the_security_admins(town: Town, who: str) -> None:
    actor = getattr(town, who)
    with pytest.raises(NotAllowed):
        handed_over(town, town.bai, town.sun, by=actor)
    with pytest.raises(NotAllowed):
        commands.what_moves(town.actor(actor), town.bai, last_on=TODAY)


def test_the_security_admin_hands_over_nothing_of_his_own(town: Town) -> None:
    with pytest.raises(NotAllowed) as refused:
        handed_over(town, town.fang, made(town))
    assert refused.value.sentence == rules.NOT_OWN
    with pytest.raises(NotAllowed):
        handed_over(town, town.wang, town.fang)


def test_the_three_stay_apart_when_they_are_handed_over(town: Town) -> None:
    assert refusal(town, town.shi, town.bai) == rules.SEPARATE
    assert refusal(town, town.wang, town.gu) == rules.SEPARATE

    successor = made(town)
    handed_over(town, town.shi, successor)

    assert actor_on(successor, TODAY).roles == {(Role.AUDITOR, town.office.id)}
    assert not actor_on(town.shi, TODAY).roles


def test_a_hand_over_to_nobody_or_of_nothing_is_refused(town: Town) -> None:
    idle = made(town)

    assert refusal(town, town.wang, town.wang) == rules.NOBODY_ELSE
    assert refusal(town, town.wang, idle, TODAY - 2 * DAY) == rules.TOO_EARLY
    assert refusal(town, town.wang, idle, TODAY + 400 * DAY) == rules.TOO_FAR
    assert refusal(town, idle, town.wang) == rules.NOTHING_HELD
    with transaction():
        idle.is_active = False
    assert refusal(town, town.wang, idle) == rules.SUCCESSOR_OUT


def test_nothing_moves_when_a_part_of_it_cannot(town: Town) -> None:
    successor = made(town)
    given(town, town.bai, Role.CONTACT, town.roads)
    # A part of the time is held already, so that the whole cannot be given.
    given(town, successor, Role.CONTACT, town.roads, TODAY + 5 * DAY, TODAY + 9 * DAY)

    assert refusal(town, town.bai, successor) == rules.HELD_ALREADY

    db.session.expire_all()
    assert len(actor_on(town.bai, TODAY).roles) == 2
    assert not actor_on(successor, TODAY).roles


def test_what_would_move_is_counted_with_as_many_questions_for_ten_as_for_one(town: Town) -> None:
    actor = town.actor(town.fang)
    dispatched_to_each(town)
    task(town, "第一件", leader=town.yan)
    with counted() as few:
        one = commands.what_moves(actor, town.yan, last_on=YESTERDAY)
    for number in range(9):
        task(town, f"另外第{number}件", leader=town.yan)
    db.session.expire_all()
    assert len(town.yan.grants) + len(town.yan.charges) == 2
    with counted() as many:
        ten = commands.what_moves(actor, town.yan, last_on=YESTERDAY)

    assert (one.tasks, ten.tasks, ten.posts, ten.charges) == (1, 10, 1, 1)
    assert not ten.is_empty
    assert commands.what_moves(actor, made(town), last_on=TODAY).is_empty
    assert many.total <= few.total
