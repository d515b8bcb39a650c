"""What of the journal is withheld from whom is not cleared for it."""

from dataclasses import replace

from sqlalchemy import select

from tests.browser import Browser
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.progress import builders as progress
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.journal.telling import told
from tracker.journal.words import SUBJECTS
from tracker.overview.journal_filters import JournalFilters
from tracker.overview.journal_labels import FIXED, KINDS, OTHER_REPORT, subjects_above, told_within
from tracker.overview.journal_page import exported, journal_page
from tracker.people.actor import Actor
from tracker.workplan.tasks.commands import join_task, label_report, leave_joined
from tracker.workplan.tasks.rules import Step

OTHERS = {
    "grant",
    "group",
    "installation",
    "journal",
    "list",
    "mail",
    "mails",
    "message",
    "periods",
    "person",
    "plan",
    "reminders",
    "request",
    "saved_view",
    "session",
    "setting",
    "settings",
    "unit",
    "watch",
    "webhook",
    "workdays",
}
"""Kinds without a label of their own: what they tell is 内部 at most."""


def test_every_kind_of_thing_is_known_to_have_a_label_or_not() -> None:
    assert set(SUBJECTS) == OTHERS | set(KINDS) | set(FIXED)


def test_what_was_done_is_told_and_what_it_was_about_is_not(town: Town) -> None:
    report = builders.report(town)
    task = builders.task(town, of=[builders.directive(town, of=report)])
    assignment = builders.step(town, builders.dispatched(town, the_task=task), Step.ACKNOWLEDGE)
    entry = progress.entry(town, assignment)
    builders.task(town, "公开的事")
    with transaction():
        lin, version = town.actor(town.lin), report.version
        label_report(lin, report, Label.SENSITIVE, reason="", now=NOW, version=version)
    shi = town.actor(town.shi)
    above = {f"report:{report.id}", f"task:{task.id}", f"assignment:{assignment.id}"}
    above.add(f"entry:{entry.id}")
    asked = [*above, "task:987", "person:1", "report:-", f"directive:{report.id}"]

    assert set(subjects_above(shi, asked)) - {f"directive:{report.id}"} == above
    with counted() as questions:
        rows = journal_page(shi, JournalFilters()).rows
    assert questions.total <= 2 + len(KINDS)
    withheld = [it for it in rows if it.is_withheld]
    assert {f"{it.kind}:{it.key}" for it in withheld} == above
    assert not any(it.facts for it in withheld)
    changes = {
        it.deed: [(side.was, side.now) for side in it.changes] for it in withheld if it.changes
    }
    assert changes == {deed: [("内部", "敏感")] for deed in ("report.labelled", "task.labelled")}
    assert any(it.facts for it in rows if not it.is_withheld)
    assert [it.is_withheld for it in exported(shi, JournalFilters())] == [
        it.is_withheld for it in rows
    ]
    town.shi.clearance = Label.SENSITIVE
    assert subjects_above(town.actor(town.shi), asked) == frozenset()
    db.session.rollback()


def test_a_summary_is_internal_for_the_auditor_too(town: Town) -> None:
    shi = town.actor(town.shi)
    assert subjects_above(shi, ["summary:1", "summary:-"]) == frozenset()
    assert subjects_above(replace(shi, clearance=Label.OPEN), ["summary:1", "person:1"]) == {
        "summary:1"
    }


def test_the_report_of_what_joined_and_left_is_named_to_the_cleared_alone(
    town: Town, browser: Browser
) -> None:
    quiet = builders.report(town, "银杏秘要推进会", text="会议要求，推进银杏。")
    joining = builders.directive(town, "推进银杏", of=quiet)
    task = builders.task(town, of=[builders.directive(town)])
    builders.dispatched(town, the_task=task)
    lin = town.actor(town.lin)
    with transaction():
        join_task(lin, joining, task, now=NOW)
    entry = db.session.scalars(select(Entry).where(Entry.deed == "task.joined")).one()
    assert entry.details["report"] == quiet.id, "its title is looked up when it is shown"
    assert "并入《银杏秘要推进会》" in browser.sign_in(town.wang).get(f"/tasks/{task.id}")
    with transaction():
        leave_joined(lin, [joining.id], now=NOW)
    assert "另一份报告" in browser.get(f"/tasks/{task.id}"), "units see the reports of their tasks"
    assert "《银杏秘要推进会》" in browser.sign_in(town.lin).get(f"/tasks/{task.id}")

    shi = town.actor(town.shi)
    assert named(shi, entry) == ["银杏秘要推进会"]
    with transaction():
        label_report(lin, quiet, Label.SENSITIVE, reason="", now=NOW, version=quiet.version)
    assert named(shi, entry) == [OTHER_REPORT]
    older = Entry(
        id=entry.id,
        at=entry.at,
        actor_name="林涛",
        deed=entry.deed,
        subject=entry.subject,
        details=entry.details | {"report": "银杏秘要推进会"},
    )
    assert named(shi, older) == [OTHER_REPORT], "older entries bear the title"
    assert "银杏秘要" not in browser.get(f"/tasks/{task.id}")


def named(actor: Actor, entry: Entry) -> list[str]:
    """What the journal calls the report of an entry."""
    return [it.value for it in told_within(actor, [entry])[0].facts if it.label == "报告"]


def test_places_in_a_text_are_counted() -> None:
    entry = Entry(
        at=NOW,
        actor_name="林涛",
        deed="context.marked",
        subject="report:1",
        details={"spans": ["0-5", "110-166"]},
    )
    assert [it.value for it in told(entry).facts] == ["2 处"]
