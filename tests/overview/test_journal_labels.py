"""What of the journal is withheld from whom is not cleared for it."""

from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.progress import builders as progress
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.journal.words import SUBJECTS
from tracker.overview.journal_filters import JournalFilters
from tracker.overview.journal_labels import KINDS, subjects_above
from tracker.overview.journal_page import exported, journal_page
from tracker.workplan.tasks.commands import label_report
from tracker.workplan.tasks.rules import Step

OTHERS = {
    "grant",
    "group",
    "installation",
    "journal",
    "list",
    "person",
    "plan",
    "request",
    "session",
    "setting",
    "settings",
    "summary",
    "unit",
}
"""Kinds without a label of their own: what they tell is 内部 at most."""


def test_every_kind_of_thing_is_known_to_have_a_label_or_not() -> None:
    assert set(SUBJECTS) == OTHERS | set(KINDS)


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
    told = {it.deed: [(side.was, side.now) for side in it.changes] for it in withheld if it.changes}
    assert told == {deed: [("内部", "敏感")] for deed in ("report.labelled", "task.labelled")}
    assert any(it.facts for it in rows if not it.is_withheld)
    assert [it.is_withheld for it in exported(shi, JournalFilters())] == [
        it.is_withheld for it in rows
    ]
    town.shi.clearance = Label.SENSITIVE
    assert subjects_above(town.actor(town.shi), asked) == frozenset()
    db.session.rollback()
