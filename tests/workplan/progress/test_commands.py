"""What drafting, submitting, correcting and returning change, with a real database beneath."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.progress.builders import draft, entry, returned
from tests.workplan.tasks.builders import acknowledged, dispatched, long_ago, reported, step
from tracker.foundation.db import db
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people.actor import SYSTEM
from tracker.workplan.progress import commands
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, PercentChange
from tracker.workplan.tasks.rules import Step

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)


def journal_of(subject: str) -> list[Entry]:
    found = select(Entry).where(Entry.subject == subject).order_by(Entry.id)
    return list(db.session.scalars(found))


def test_a_contact_drafts_and_nothing_is_reported_yet(town: Town) -> None:
    it = acknowledged(town)

    written = draft(town, it, percent=35, by=town.bai)

    assert (written.state, written.period, written.percent) == (EntryState.DRAFT, "2026Q2", 35)
    assert (written.drafted_by_id, written.submitted_at) == (town.bai.id, None)
    assert it.percent == 0
    assert [note.deed for note in journal_of(f"entry:{written.id}")] == ["progress.drafted"]


def test_saving_the_same_words_again_changes_nothing(town: Town) -> None:
    it = acknowledged(town)
    first = draft(town, it, by=town.bai)
    version = first.version

    again = draft(town, it, by=town.wang)

    assert (again.id, again.version, again.drafted_by_id) == (first.id, version, town.bai.id)
    assert len(journal_of(f"entry:{first.id}")) == 1


def test_a_draft_made_on_an_old_copy_is_refused(town: Town) -> None:
    it = acknowledged(town)
    draft(town, it)

    with pytest.raises(Outdated):
        commands.save_draft(
            town.actor(town.bai),
            it,
            period="2026Q2",
            percent=50,
            done="同时在写。",
            now=NOW,
            version=0,
        )


@pytest.mark.parametrize("name", ["zhao", "lin", "yan"])
def test_nobody_else_writes_for_a_unit(town: Town, name: str) -> None:
    it = acknowledged(town)
    with pytest.raises(NotAllowed):
        draft(town, it, by=getattr(town, name))


def test_the_system_reports_nothing(town: Town) -> None:
    it = acknowledged(town)
    with pytest.raises(NotAllowed):
        commands.save_draft(SYSTEM, it, period="2026Q2", percent=1, done="代填。", now=NOW)


def test_what_is_not_signed_for_is_not_reported_on(town: Town) -> None:
    it = dispatched(town)
    with pytest.raises(RuleBroken, match="推进中"):
        draft(town, it)


def test_a_period_that_has_long_ended_is_closed(town: Town) -> None:
    it = acknowledged(town, now=long_ago(300))
    with pytest.raises(RuleBroken, match="本期"):
        draft(town, it, period="2025Q4")


@pytest.mark.postgres
def test_the_head_submits_and_the_assignment_takes_over_the_percent(town: Town) -> None:
    it = acknowledged(town)
    written = draft(town, it, percent=45, by=town.bai)

    commands.submit(town.actor(town.wang), written, now=NOW)
    db.session.flush()

    assert (written.state, written.submitted_at) == (EntryState.SUBMITTED, NOW)
    assert (written.submitted_by_id, it.percent) == (town.wang.id, 45)
    change = db.session.scalars(select(PercentChange)).one()
    assert (change.was, change.now) == (0, 45)
    last = journal_of(f"entry:{written.id}")[-1]
    assert last.deed == "progress.submitted"
    assert last.details == {"period": "2026Q2", "percent": 45}


def test_a_contact_does_not_submit(town: Town) -> None:
    written = draft(town, acknowledged(town))
    with pytest.raises(NotAllowed, match="负责人"):
        commands.submit(town.actor(town.bai), written, now=NOW)


def test_an_entry_is_submitted_once(town: Town) -> None:
    written = entry(town, acknowledged(town))
    with pytest.raises(RuleBroken, match="已经提交"):
        commands.submit(town.actor(town.wang), written, now=NOW)


def test_a_submitted_entry_is_not_saved_over(town: Town) -> None:
    it = acknowledged(town)
    entry(town, it)
    with pytest.raises(RuleBroken, match="更正"):
        draft(town, it, done="悄悄改了。")


def test_an_entry_without_words_stays_a_draft(town: Town) -> None:
    written = draft(town, acknowledged(town), done="")
    with pytest.raises(RuleBroken, match="本期进展"):
        commands.submit(town.actor(town.wang), written, now=NOW)


def test_a_fall_is_submitted_only_with_its_reason(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=60, now=MARCH)
    written = draft(town, it, percent=40)

    with pytest.raises(RuleBroken, match="低于上期"):
        commands.submit(town.actor(town.wang), written, now=NOW)
    entry(town, it, percent=40, lower_reason="两处返工")

    assert it.percent == 40
    assert db.session.scalars(select(PercentChange.reason)).all() == ["", "两处返工"]


def test_unchanged_says_so_and_keeps_the_percent(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=60, now=MARCH)

    written = entry(town, it, percent=None, done="", is_unchanged=True)

    assert (written.percent, written.done, it.percent) == (60, "与上期无变化", 60)


def test_a_late_entry_does_not_move_what_a_later_period_said(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=50)

    late = entry(town, it, percent=20, period="2026Q1")

    assert (late.state, it.percent) == (EntryState.SUBMITTED, 50)


def test_a_draft_of_a_period_long_gone_is_not_submitted(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    written = draft(town, it, now=FEBRUARY)
    with pytest.raises(RuleBroken, match="本期"):
        commands.submit(town.actor(town.wang), written, now=datetime(2026, 10, 9, tzinfo=UTC))


def test_a_supporter_contributes_and_moves_only_its_own_percent(town: Town) -> None:
    lead = acknowledged(town, support=[town.roads])
    helper = db.session.scalars(select(Assignment).where(Assignment.duty == Duty.SUPPORT)).one()
    step(town, helper, Step.ACKNOWLEDGE)

    entry(town, helper, percent=70)

    assert (helper.percent, lead.percent) == (70, 0)


def correct(
    town: Town,
    written: ProgressEntry,
    *,
    percent: int = 45,
    done: str = "完成 5 处。",
    by: str = "wang",
) -> ProgressEntry:
    actor = town.actor(getattr(town, by))
    return commands.correct(actor, written, percent=percent, done=done, now=NOW)


@pytest.mark.postgres
def test_the_head_corrects_the_present_period_and_both_wordings_are_kept(town: Town) -> None:
    it = acknowledged(town)
    written = entry(town, it, percent=54, done="完成 6 处。")

    correct(town, written)
    db.session.flush()

    assert (written.state, written.done, it.percent) == (EntryState.SUBMITTED, "完成 5 处。", 45)
    note = journal_of(f"entry:{written.id}")[-1]
    assert note.deed == "progress.corrected"
    assert note.details == {
        "was_percent": 54,
        "now_percent": 45,
        "was_done": "完成 6 处。",
        "now_done": "完成 5 处。",
    }


def test_a_correction_that_changes_nothing_is_none(town: Town) -> None:
    written = entry(town, acknowledged(town), percent=45, done="完成 5 处。")
    correct(town, written)
    assert journal_of(f"entry:{written.id}")[-1].deed == "progress.submitted"


def test_a_contact_does_not_correct(town: Town) -> None:
    written = entry(town, acknowledged(town))
    with pytest.raises(NotAllowed):
        correct(town, written, by="bai")


def test_what_waits_to_be_verified_is_not_corrected(town: Town) -> None:
    it = acknowledged(town)
    written = entry(town, it, percent=100)
    step(town, it, Step.ASK_CLOSURE)
    with pytest.raises(RuleBroken, match="撤回"):
        correct(town, written)


def test_a_past_period_is_not_corrected(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    written = entry(town, it, now=MARCH)
    with pytest.raises(RuleBroken, match="往期"):
        correct(town, written)


@pytest.mark.postgres
def test_a_returned_entry_takes_its_percent_back(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=30, now=MARCH)
    written = entry(town, it, percent=90)

    returned(town, written, reason=" 请写明套数 ")

    assert (written.state, written.return_reason) == (EntryState.RETURNED, "请写明套数")
    assert it.percent == 30
    assert journal_of(f"entry:{written.id}")[-1].details == {"reason": "请写明套数"}


def test_a_returned_first_entry_leaves_nothing_reported(town: Town) -> None:
    it = acknowledged(town)
    returned(town, entry(town, it, percent=90))
    assert it.percent == 0


def test_returning_an_overtaken_entry_moves_no_percent(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    first = entry(town, it, percent=30, now=MARCH)
    entry(town, it, percent=50)

    returned(town, first)

    assert it.percent == 50


def test_a_returned_entry_is_rewritten_and_submitted_even_when_its_period_is_over(
    town: Town,
) -> None:
    it = acknowledged(town, now=long_ago(300))
    written = returned(town, entry(town, it, percent=30, now=long_ago(280)))

    rewritten = draft(town, it, period=written.period, percent=35, done="完成 8 处。")
    assert rewritten.state is EntryState.RETURNED
    entry(town, it, period=written.period, percent=35, done="完成 8 处。")

    assert (written.state, it.percent) == (EntryState.SUBMITTED, 35)


def test_an_entry_of_a_joint_task_is_returned_too(town: Town) -> None:
    acknowledged(town, support=[town.roads])
    helper = db.session.scalars(select(Assignment).where(Assignment.duty == Duty.SUPPORT)).one()
    step(town, helper, Step.ACKNOWLEDGE)

    written = returned(town, entry(town, helper))

    assert written.state is EntryState.RETURNED


@pytest.mark.parametrize("name", ["wang", "zhao", "yan"])
def test_only_a_supervisor_returns(town: Town, name: str) -> None:
    written = entry(town, acknowledged(town))
    actor = town.actor(getattr(town, name))
    with pytest.raises(NotAllowed):
        commands.return_entry(actor, written, reason="不清楚", now=NOW)


def test_a_return_needs_a_reason_and_the_latest_copy(town: Town) -> None:
    written = entry(town, acknowledged(town))
    lin = town.actor(town.lin)
    with pytest.raises(RuleBroken, match="理由"):
        commands.return_entry(lin, written, reason="  ", now=NOW)
    with pytest.raises(Outdated):
        commands.return_entry(lin, written, reason="不清楚", now=NOW, version=99)


def test_a_unit_that_asked_for_closure_writes_again_after_withdrawing(town: Town) -> None:
    it = reported(town)
    with pytest.raises(RuleBroken, match="撤回"):
        draft(town, it)
    step(town, it, Step.WITHDRAW)
    assert it.state is AssignmentState.ACKNOWLEDGED
    assert draft(town, it, percent=100).state is EntryState.DRAFT


@pytest.mark.postgres
def test_two_people_who_begin_the_same_entry_at_once_are_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = acknowledged(town)
    draft(town, it, done="先写的 3 处。", by=town.bai)
    # The second one read before the first one wrote.
    monkeypatch.setattr(commands, "_entries_of", lambda _assignment: [])

    with pytest.raises(Outdated):
        draft(town, it, done="后写的 4 处。")

    (kept,) = db.session.scalars(select(ProgressEntry))
    assert kept.done == "先写的 3 处。"
