"""Recording decisions of leaders: what is kept, and who sees it."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.scans import NAME, PDF, told
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.extensions import builders as extensions
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, RuleBroken
from tracker.foundation.formats import BadUpload, Upload
from tracker.foundation.labels import Label
from tracker.foundation.settings import set_setting
from tracker.journal.models import Entry
from tracker.people.models import Grant, Role, Unit
from tracker.people.queries import holders
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.decisions.queries import decided_since, deciders, visible_decision
from tracker.workplan.tasks.decisions.rules import BadDecision, Told
from tracker.workplan.tasks.models import Assignment, Mode
from tracker.workplan.tasks.rules import Step

GIVEN = date(2026, 5, 19)


def step(town: Town, it: Assignment, the_step: Step, decided: Told | None = None) -> None:
    with transaction():
        commands.take_step(
            town.actor(town.lin), it, the_step, reason="等资金", now=NOW, told=decided
        )


def given(town: Town, unit: Unit | None = None, support: Sequence[Unit] = ()) -> Assignment:
    """Return work that was given thirty days ago."""
    return builders.acknowledged(town, unit=unit, support=support, now=town.days_ago(30))


@pytest.mark.postgres
def test_a_decision_is_kept_with_its_leader_its_day_and_its_scan(town: Town) -> None:
    it = given(town, support=[town.roads])

    step(town, it, Step.PAUSE, told(town, on=date(2026, 6, 1)))

    kept = db.session.scalars(select(RecordedDecision)).one()
    assert (kept.leader, kept.decided_on, kept.deed) == (town.yan, date(2026, 6, 1), "pause")
    assert (kept.recorded_by, kept.recorded_at, kept.unit) == (town.lin, NOW, town.housing)
    assert kept.scan
    assert (kept.scan.name, kept.scan.size) == (NAME, len(PDF))
    entries = db.session.scalars(select(Entry).where(Entry.deed == "assignment.paused")).all()
    assert len(entries) == 2
    for entry in entries:
        assert entry.details["on_behalf_of"] == "严明"
        assert entry.details["decided_on"] == "2026-06-01"
        assert (entry.details["scan"], entry.details["sha256"]) == (NAME, kept.scan.sha256)

    # A decision after it cannot be older than it, though it was written down later.
    assert decided_since(it) == date(2026, 6, 1)
    with pytest.raises(BadDecision, match="不能早于 2026年6月1日"):
        step(town, it, Step.RESUME, told(town, on=date(2026, 5, 31)))
    step(town, it, Step.RESUME, told(town, on=date(2026, 6, 1)))


@pytest.mark.postgres
def test_who_sees_the_work_sees_its_decisions_as_long_as_it_was_theirs(town: Town) -> None:
    shared, alone = given(town, support=[town.east]), given(town)
    each = builders.dispatched_to_each(town, [town.east], now=town.days_ago(30))[0]
    builders.step(town, each, Step.ACKNOWLEDGE, now=town.days_ago(29))
    for it in (shared, alone, each):
        step(town, it, Step.PAUSE, told(town))
    kept = {it.assignment_id: it.id for it in db.session.scalars(select(RecordedDecision)).all()}

    def seen_by(it: Assignment) -> set[str]:
        cast = (town.lin, town.yan, town.wang, town.bai, town.zhao, town.qin, town.sun, town.gu)
        found = set()
        for person in cast:
            try:
                visible_decision(town.actor(person), kept[it.id])
            except NotFound:
                continue
            found.add(person.login)
        return found

    assert seen_by(shared) == {"lin", "yan", "wang", "bai", "qin"}
    assert seen_by(alone) == {"lin", "yan", "wang", "bai"}
    assert seen_by(each) == {"lin", "yan", "qin"}

    # It is another unit's now; what was decided before stays with the one that had it.
    with transaction():
        each.unit_id = town.west.id
    assert each.task.mode is Mode.EACH
    assert seen_by(each) == {"lin", "yan"}

    # A scan bears the label of its task.
    with transaction():
        shared.task.label = Label.SENSITIVE
    assert seen_by(shared) == set()


def test_a_decision_that_cannot_be_leaves_nothing_behind(app: Flask, town: Town) -> None:
    it = given(town)
    late = Told(town.yan.id, date(2026, 6, 19), Upload(NAME, PDF))
    for wrong, sentence in (
        (None, "哪位领导"),
        (late, "不能晚于今天"),
        (told(town, on=date(2026, 5, 18)), "不能早于 2026年5月19日"),
        (told(town, of=town.lin), "不是在任领导"),
        (Told(987654, TODAY, Upload(NAME, PDF)), "不是在任领导"),
        (Told(town.yan.id, TODAY), "扫描件"),
        (Told(town.yan.id, TODAY, Upload("批示.pdf", b"<html>")), "与扩展名不符"),
    ):
        with pytest.raises((BadDecision, BadUpload), match=sentence):
            step(town, it, Step.PAUSE, wrong)
    assert db.session.scalar(select(func.count(RecordedDecision.id))) == 0
    folder: Path = app.config["FILES"]
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_who_led_then_may_have_decided_then_and_nobody_about_their_own_unit(town: Town) -> None:
    it = given(town)
    with transaction():
        db.session.add(
            Grant(person=town.zhao, role=Role.LEADER, unit=town.root, from_on=date(2026, 6, 1))
        )
        town.yan.grants[0].to_on = date(2026, 6, 10)
    with pytest.raises(BadDecision, match="不是在任领导"):
        step(town, it, Step.PAUSE, told(town))
    with pytest.raises(BadDecision, match="不是在任领导"):
        step(town, it, Step.PAUSE, told(town, of=town.zhao, on=date(2026, 5, 31)))
    step(town, it, Step.PAUSE, told(town, on=date(2026, 6, 10)))

    theirs = given(town, unit=town.roads)
    with pytest.raises(BadDecision, match="须由别的领导"):
        step(town, theirs, Step.PAUSE, told(town, of=town.zhao))
    with pytest.raises(NotAllowed, match="自己所在单位"):
        builders.step(town, theirs, Step.PAUSE, reason="等资金", by=town.zhao)


def test_a_decision_is_not_older_than_any_that_was_recorded(town: Town) -> None:
    it = given(town)
    extensions.approved(town, it, told=told(town, on=TODAY))

    assert decided_since(it) == TODAY
    with pytest.raises(BadDecision, match="不能早于 2026年6月18日"):
        step(town, it, Step.PAUSE, told(town, on=date(2026, 6, 17)))


def test_who_was_shut_out_has_decided_nothing_today_but_may_have_before(town: Town) -> None:
    it = given(town)
    with transaction():
        town.yan.is_active = False
    with pytest.raises(BadDecision, match="不是在任领导"):
        step(town, it, Step.PAUSE, told(town))
    step(town, it, Step.PAUSE, told(town, on=date(2026, 6, 17)))


@pytest.mark.postgres
def test_who_led_since_the_work_was_given_is_offered_but_not_the_recorder(town: Town) -> None:
    it = given(town)
    gone, before = town.zhao, town.wang
    with transaction():
        town.yan.clearance = Label.SENSITIVE
        for person, last in (
            (gone, GIVEN),
            (before, GIVEN - timedelta(days=1)),
            (town.lin, date(2026, 6, 1)),
        ):
            db.session.add(
                Grant(
                    person=person,
                    role=Role.LEADER,
                    unit=town.root,
                    from_on=date(2026, 1, 1),
                    to_on=last,
                )
            )
        gone.is_active = False
    actor = town.actor(town.lin)

    assert {who.login for who in deciders(actor, [it], TODAY)} == {"yan", "zhao"}
    with pytest.raises(BadDecision, match="不能自己代录"):
        step(town, it, Step.PAUSE, told(town, of=town.lin, on=date(2026, 6, 1)))

    with transaction():
        it.task.label = Label.SENSITIVE
    assert {who.login for who in deciders(actor, [it], TODAY)} == {"yan"}
    with pytest.raises(BadDecision, match="不能看这项任务的安全标签"):
        step(town, it, Step.PAUSE, told(town, of=gone, on=GIVEN))
    assert deciders(actor, [], TODAY) == list(holders(Role.LEADER, TODAY))


def test_the_office_sets_whether_there_must_be_a_scan_and_how_large_it_may_be(town: Town) -> None:
    it = given(town)
    with transaction():
        set_setting("tasks.needs_scan", "0")
        set_setting("tasks.scan_megabytes", "1")
    large = Told(town.yan.id, TODAY, Upload(NAME, PDF + b" " * 1024 * 1024))
    with pytest.raises(RuleBroken, match="不超过 1 MB"):
        step(town, it, Step.PAUSE, large)

    step(town, it, Step.PAUSE, Told(town.yan.id, TODAY))

    assert db.session.scalars(select(RecordedDecision)).one().scan is None
    entry = db.session.scalars(select(Entry).where(Entry.deed == "assignment.paused")).one()
    assert "scan" not in entry.details
