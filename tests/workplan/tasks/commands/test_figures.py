"""Extensions and percents."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.scans import told
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import Assignment, DateChange, PercentChange
from tracker.workplan.tasks.rules import Step

DUE, LATER = date(2026, 7, 31), date(2026, 10, 31)


def _extend(town: Town, it: Assignment, by: Person, decided: Told | None = None) -> None:
    with transaction():
        commands.extend(
            town.actor(by),
            it,
            due_on=LATER,
            reason="汛期停工",
            now=NOW,
            version=it.version,
            told=decided,
        )


@pytest.mark.postgres
def test_an_extension_moves_the_date_and_keeps_the_original(town: Town) -> None:
    it = builders.acknowledged(town, support=[town.roads, town.east], due_on=DUE)
    ended = db.session.scalars(select(Assignment).where(Assignment.unit_id == town.east.id)).one()
    builders.step(town, ended, Step.DECLINE, reason="不属本县")

    _extend(town, it, town.yan)

    found = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert {(row.due_on, row.original_due_on) for row in found} == {(LATER, DUE)}
    changes = db.session.scalars(select(DateChange).where(DateChange.was.is_not(None))).all()
    assert [(row.was, row.now, row.reason) for row in changes] == [(DUE, LATER, "汛期停工")] * 3


def test_an_extension_of_one_unit_leaves_the_others(town: Town) -> None:
    first, second = builders.dispatched_to_each(town, due_on=DUE)
    builders.step(town, first, Step.ACKNOWLEDGE)
    _extend(town, first, town.yan)
    assert (first.due_on, second.due_on) == (LATER, DUE)


def test_a_supervisor_records_whose_extension_it_is(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    with pytest.raises(RuleBroken, match="哪位领导"):
        _extend(town, it, town.lin)
    _extend(town, it, town.lin, decided=told(town))

    entry = db.session.scalars(select(Entry).where(Entry.deed == "assignment.extended")).one()
    assert (entry.details["was"], entry.details["now"], entry.details["on_behalf_of"]) == (
        "2026-07-31",
        "2026-10-31",
        "严明",
    )


def test_a_unit_does_not_extend_its_own_date(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    with pytest.raises(NotAllowed):
        _extend(town, it, town.wang)


def test_an_extension_on_an_old_copy_is_refused(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    with pytest.raises(Outdated):
        commands.extend(
            town.actor(town.yan), it, due_on=LATER, reason="汛期停工", now=NOW, version=1
        )


def _note(town: Town, it: Assignment, by: Person, percent: int, reason: str = "") -> None:
    with transaction():
        commands.note_percent(town.actor(by), it, percent=percent, reason=reason, now=NOW)


def test_a_percent_is_kept_with_what_was_before(town: Town) -> None:
    it = builders.acknowledged(town, percent=20)
    _note(town, it, town.bai, 45)
    _note(town, it, town.bai, 45)
    _note(town, it, town.wang, 40, reason="统计口径调整")

    rows = db.session.scalars(select(PercentChange).order_by(PercentChange.id)).all()
    assert [(row.was, row.now, row.reason) for row in rows] == [
        (0, 20, ""),
        (20, 45, ""),
        (45, 40, "统计口径调整"),
    ]
    assert it.percent == 40


def test_a_supervisor_sets_a_returned_percent_back(town: Town) -> None:
    it = builders.acknowledged(town, percent=80)
    _note(town, it, town.lin, 30, reason="填报退回")
    assert it.percent == 30


def test_another_unit_notes_no_percent(town: Town) -> None:
    it = builders.acknowledged(town)
    for person in (town.zhao, town.yan):
        with pytest.raises(NotAllowed):
            _note(town, it, person, 50)
