"""A request for a later date, from the asking to its end."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.scans import told
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.extensions.builders import (
    SO_FAR,
    UNTIL,
    WHY,
    approved,
    asked,
    only,
    proposed,
)
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.foundation.settings import set_setting
from tracker.journal.models import Entry
from tracker.messages.models import Message, Receipt
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.extensions.models import Extension, ExtensionState
from tracker.workplan.tasks.models import Assignment, DateChange
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Signal, judging, signal_of

DUE, LATER = date(2026, 7, 31), date(2026, 10, 31)
LONG_AGO, PAST = builders.long_ago(60), date(2026, 6, 10)
S = ExtensionState


def deeds() -> list[str]:
    return [
        it.deed
        for it in db.session.scalars(select(Entry).order_by(Entry.id))
        if it.deed.startswith("extension.") or it.deed == "assignment.extended"
    ]


def moves() -> list[tuple[date | None, date | None, str]]:
    rows = db.session.scalars(select(DateChange).where(DateChange.was.is_not(None)))
    return [(row.was, row.now, row.reason) for row in rows]


def decide(
    town: Town,
    it: Extension,
    by: Person,
    *,
    approves: bool = True,
    due_on: date | None = None,
    answer: str = "",
    decided: Told | None = None,
) -> None:
    with transaction():
        commands.decide_extension(
            town.actor(by),
            it,
            approves=approves,
            due_on=due_on,
            answer=answer,
            now=NOW,
            version=it.version,
            told=decided,
        )


@pytest.mark.postgres
def test_a_request_goes_from_the_unit_to_the_supervisor_to_the_leader(town: Town) -> None:
    it = builders.acknowledged(town, support=[town.roads, town.east], due_on=DUE, percent=60)
    ended = db.session.scalars(select(Assignment).where(Assignment.unit_id == town.east.id)).one()
    builders.step(town, ended, Step.DECLINE, reason="不属本县")

    made = asked(town, it, LATER)
    assert (made.state, made.unit, made.due_on, made.wanted_on) == (
        S.ASKED,
        town.housing,
        DUE,
        LATER,
    )
    assert (made.reason, made.progress, made.percent) == (WHY, SO_FAR, 60)
    assert (made.asked_by, made.asked_on, it.due_on) == (town.wang, TODAY, DUE)
    with transaction():
        commands.propose_extension(
            town.actor(town.lin), made, supports=True, due_on=date(2026, 9, 30), now=NOW
        )
    assert (made.state, made.is_supported, made.offered_on) == (S.PROPOSED, True, date(2026, 9, 30))
    assert it.due_on == DUE
    decide(town, made, town.yan, due_on=LATER, answer="抓紧办")

    assert (made.state, made.granted_on, made.ended_by) == (S.APPROVED, LATER, town.yan)
    found = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert {(row.due_on, row.original_due_on) for row in found} == {(LATER, DUE)}
    assert moves() == [(DUE, LATER, "抓紧办")] * 3
    assert deeds() == ["extension.asked", "extension.proposed", *["assignment.extended"] * 3]


def test_without_another_day_the_one_that_was_proposed_is_granted(town: Town) -> None:
    first, second = builders.dispatched_to_each(town, due_on=DUE)
    builders.step(town, first, Step.ACKNOWLEDGE)
    approved(town, first, LATER)
    assert (first.due_on, second.due_on) == (LATER, DUE)
    assert only().proposed_on == LATER
    assert moves() == [(DUE, LATER, WHY)]


@pytest.mark.postgres
def test_only_one_request_is_pending_at_a_time(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    made = asked(town, it, LATER)
    with pytest.raises(RuleBroken, match="已有一份延期申请"):
        asked(town, it, UNTIL)
    twin = {
        column.name: getattr(made, column.name)
        for column in Extension.__table__.columns
        if column.name not in ("id", "version")
    }
    with pytest.raises(Outdated), transaction():
        db.session.add(Extension(**twin))

    with transaction():
        commands.withdraw_extension(town.actor(town.wang), made, now=NOW, version=made.version)
    assert (made.state, made.ended_by) == (S.WITHDRAWN, town.wang)
    assert asked(town, it, UNTIL).wanted_on == UNTIL
    assert deeds() == ["extension.asked", "extension.withdrawn", "extension.asked"]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "facts",
    [
        {"state": S.PROPOSED},
        {"state": S.APPROVED, "ended_at": NOW},
        {"granted_on": UNTIL},
        {"is_supported": True},
        {"wanted_on": DUE},
        {"state": S.WITHDRAWN},
        {"proposed_on": LATER},
    ],
)
def test_the_database_keeps_no_impossible_request(town: Town, facts: dict[str, object]) -> None:
    made = asked(town, builders.acknowledged(town, due_on=DUE), LATER)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Extension).where(Extension.id == made.id).values(**facts))


def test_a_refused_request_leaves_the_date_and_tells_why(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    made = proposed(town, it, LATER, supports=False, opinion="组织不力")
    assert (made.is_supported, made.proposed_on, made.offered_on) == (False, None, LATER)
    with pytest.raises(RuleBroken, match="不批准的，请写明理由"):
        decide(town, made, town.yan, approves=False)
    decide(town, made, town.yan, approves=False, answer="倒排工期")

    assert (made.state, made.answer, it.due_on) == (S.REFUSED, "倒排工期", DUE)
    assert moves() == []
    assert deeds()[-1] == "extension.refused"
    # What was refused may be asked again.
    asked(town, it, LATER)


def test_a_supervisor_changes_what_they_proposed_until_it_is_decided(town: Town) -> None:
    made = proposed(town, builders.acknowledged(town, due_on=DUE), LATER)
    with transaction():
        commands.propose_extension(
            town.actor(town.lin), made, supports=False, opinion="再核实", now=NOW, version=2
        )
    assert (made.is_supported, made.proposed_on, made.opinion) == (False, None, "再核实")
    decide(town, made, town.yan)
    with pytest.raises(RuleBroken, match="已经办结"), transaction():
        commands.propose_extension(town.actor(town.lin), made, supports=True, now=NOW)


@pytest.mark.postgres
def test_a_supervisor_records_whose_decision_it_is(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    made = proposed(town, it, LATER)
    with pytest.raises(RuleBroken, match="哪位领导"):
        decide(town, made, town.lin)
    decide(town, made, town.lin, decided=told(town))

    kept = db.session.scalars(select(RecordedDecision)).one()
    assert (kept.deed, kept.leader, made.decision, made.ended_by) == (
        "extend",
        town.yan,
        kept,
        town.lin,
    )
    entry = db.session.scalars(select(Entry).where(Entry.deed == "assignment.extended")).one()
    assert (entry.details["was"], entry.details["now"], entry.details["on_behalf_of"]) == (
        "2026-07-31",
        "2026-10-31",
        "严明",
    )


def test_a_recorded_refusal_keeps_its_paper_too(town: Town) -> None:
    made = proposed(town, builders.acknowledged(town, due_on=DUE), LATER)
    decide(town, made, town.lin, approves=False, answer="不同意", decided=told(town))
    assert db.session.scalars(select(RecordedDecision.deed)).one() == "refuse_extension"
    entry = db.session.scalars(select(Entry).where(Entry.deed == "extension.refused")).one()
    assert entry.details["on_behalf_of"] == "严明"


def test_each_deed_is_its_own_sides(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    for person in (town.bai, town.lin, town.yan, town.zhao):
        with pytest.raises(NotAllowed, match="负责人申请"), transaction():
            commands.ask_extension(
                town.actor(person), it, due_on=LATER, reason="因", progress="办", now=NOW
            )
    made = asked(town, it, LATER)
    for person in (town.wang, town.yan):
        with pytest.raises(NotAllowed, match="由督查员提出"), transaction():
            commands.propose_extension(town.actor(person), made, supports=True, now=NOW)
    with pytest.raises(NotAllowed):
        decide(town, made, town.wang)
    with pytest.raises(RuleBroken, match="还没有提出意见"):
        decide(town, made, town.yan)
    with pytest.raises(NotAllowed), transaction():
        commands.withdraw_extension(town.actor(town.bai), made, now=NOW)


def test_what_is_done_on_an_old_copy_is_refused(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    with pytest.raises(Outdated):
        commands.ask_extension(
            town.actor(town.wang), it, due_on=LATER, reason="因", progress="办", now=NOW, version=1
        )
    made = proposed(town, it, LATER)
    lin, yan, wang = (town.actor(person) for person in (town.lin, town.yan, town.wang))
    with pytest.raises(Outdated):
        commands.propose_extension(lin, made, supports=True, now=NOW, version=1)
    with pytest.raises(Outdated):
        commands.decide_extension(yan, made, approves=True, now=NOW, version=1)
    with pytest.raises(Outdated):
        commands.withdraw_extension(wang, made, now=NOW, version=1)


@pytest.mark.postgres
def test_asked_in_time_and_approved_later_the_signal_turns_only_then(town: Town) -> None:
    it = builders.acknowledged(town, due_on=PAST, now=LONG_AGO)
    made = proposed(town, it, LATER, now=builders.long_ago(9))
    assert not made.is_late
    assert signal_of(it, it.task.cycle, judging(TODAY)) is Signal.OVERDUE
    decide(town, made, town.yan)
    assert signal_of(it, it.task.cycle, judging(TODAY)) is Signal.EXTENDED


@pytest.mark.postgres
def test_asked_after_the_date_it_goes_on_being_judged_on_it(town: Town) -> None:
    it = builders.acknowledged(town, due_on=PAST, now=LONG_AGO)
    with pytest.raises(RuleBroken, match="已过时限"):
        asked(town, it, LATER)
    with transaction():
        set_setting("tasks.late_extensions", "1")
    made = proposed(town, it, LATER)
    assert made.is_late
    decide(town, made, town.yan)

    assert (made.state, made.granted_on, it.due_on) == (S.APPROVED, LATER, PAST)
    assert signal_of(it, it.task.cycle, judging(TODAY)) is Signal.OVERDUE
    # The review counts from the dates' own events: nothing moved, nothing is forgiven.
    assert moves() == []
    assert deeds()[-1] == "extension.approved_late"


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([Step.ASK_CLOSURE], S.ASKED),
        ([Step.PAUSE], S.ASKED),
        ([Step.ASK_CLOSURE, Step.CLOSE], S.LAPSED),
        ([Step.TERMINATE], S.LAPSED),
    ],
)
def test_a_request_ends_with_the_work_and_waits_while_it_rests(
    town: Town, steps: list[Step], state: ExtensionState
) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    made = asked(town, it, LATER)
    for step in steps:
        builders.step(town, it, step, reason="等资金")
    assert made.state is state
    assert ("extension.lapsed" in deeds()) == (state is S.LAPSED)
    if state is S.ASKED:
        with pytest.raises(RuleBroken, match="等恢复推进后再办"), transaction():
            commands.propose_extension(town.actor(town.lin), made, supports=True, now=NOW)


def told_of(kind: str) -> set[tuple[str, bool]]:
    """Return who was told of a deed, and whether it still asks for something."""
    rows = db.session.execute(
        select(Person.login, Receipt.done_at)
        .join(Receipt, Receipt.person_id == Person.id)
        .join(Message, Message.id == Receipt.message_id)
        .where(Message.kind == kind)
    )
    return {(login, done_at is None) for login, done_at in rows}


def test_each_side_is_told_when_it_is_its_turn(town: Town) -> None:
    it = builders.acknowledged(town, support=[town.roads], due_on=DUE)
    made = asked(town, it, LATER)
    assert told_of("extension.asked") == {("lin", True)}
    with transaction():
        commands.propose_extension(town.actor(town.lin), made, supports=True, now=NOW)
    assert told_of("extension.asked") == {("lin", False)}
    assert told_of("extension.proposed") == {("yan", True)}
    decide(town, made, town.yan)
    assert told_of("extension.proposed") == {("yan", False)}
    assert told_of("assignment.extended") == {("wang", True), ("bai", True), ("zhao", True)}


def test_a_refusal_and_a_late_approval_are_told_to_the_unit(town: Town) -> None:
    it = builders.acknowledged(town, due_on=PAST, now=LONG_AGO)
    with transaction():
        set_setting("tasks.late_extensions", "1")
    first = proposed(town, it, LATER, supports=False)
    decide(town, first, town.yan, approves=False, answer="倒排工期")
    assert told_of("extension.refused") == {("wang", True), ("bai", True)}
    message = db.session.scalars(select(Message).where(Message.kind == "extension.refused")).one()
    assert "倒排工期" in message.reason
    decide(town, proposed(town, it, LATER), town.yan)
    assert told_of("extension.approved_late") == {("wang", True), ("bai", True)}


def test_what_was_withdrawn_asks_nobody_any_more(town: Town) -> None:
    made = proposed(town, builders.acknowledged(town, due_on=DUE), LATER)
    with transaction():
        commands.withdraw_extension(town.actor(town.wang), made, now=NOW)
    assert told_of("extension.proposed") == {("yan", False)}
