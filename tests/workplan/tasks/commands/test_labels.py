"""Labels of reports and tasks: raised freely, lowered with a reason, a task never below its reports."""

import random
from datetime import date
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.foundation.labels import Label, covers
from tracker.journal.models import Entry
from tracker.people.models import Person
from tracker.workplan.directives.models import Directive
from tracker.workplan.directives.queries import visible_directive
from tracker.workplan.meetings import commands as meetings
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import visible_report
from tracker.workplan.meetings.rules import NO_LABEL_REASON, check_relabelling
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.commands import labels
from tracker.workplan.tasks.models import Task, TaskSource
from tracker.workplan.tasks.queries import visible_assignment, visible_task
from tracker.workplan.tasks.rules import BELOW_REPORT, NO_HIDING_REASON, Step

OPEN, INTERNAL, SENSITIVE = LABELS = tuple(Label)
REASON = "已在市政府网站公布"


def deeds(deed: str) -> list[Entry]:
    return list(db.session.scalars(select(Entry).where(Entry.deed == deed).order_by(Entry.id)))


def cleared(person: Person, clearance: Label = SENSITIVE) -> None:
    with transaction():
        person.clearance = clearance


def label_report(town: Town, report: Report, label: Label, reason: str = "") -> None:
    with transaction():
        commands.label_report(
            town.actor(town.lin), report, label, reason=reason, now=NOW, version=report.version
        )


def label_task(town: Town, task: Task, label: Label, reason: str = "") -> None:
    with transaction():
        commands.label_task(
            town.actor(town.lin), task, label, reason=reason, now=NOW, version=task.version
        )


@pytest.mark.postgres
def test_what_is_made_of_a_report_is_labelled_as_high_and_seen_by_the_cleared_alone(
    town: Town,
) -> None:
    report = builders.report(town)
    directive = builders.directive(town, of=report)
    task = builders.task(town, of=[directive])
    assignment = builders.dispatched(town, the_task=task)
    cleared(town.yan)

    label_report(town, report, SENSITIVE)

    assert (report.label, task.label) == (SENSITIVE, SENSITIVE)
    assert [it.details["now"] for it in deeds("task.labelled")] == ["sensitive"]
    yan = town.actor(town.yan)
    assert visible_report(yan, report.id) is report
    assert visible_task(yan, task.id) is task
    assert visible_directive(yan, directive.id) is directive
    assert visible_assignment(yan, assignment.id) is assignment
    for person in (town.lin, town.wang, town.bai):
        actor = town.actor(person)
        for seen, it in (
            (visible_report, report),
            (visible_directive, directive),
            (visible_task, task),
            (visible_assignment, assignment),
        ):
            with pytest.raises(NotFound):
                seen(actor, it.id)
    cleared(town.wang)
    assert visible_task(town.actor(town.wang), task.id) is task
    cleared(town.wang, OPEN)
    label_report(town, report, INTERNAL, REASON)
    label_task(town, task, INTERNAL, REASON)
    with pytest.raises(NotFound):
        visible_task(town.actor(town.wang), task.id)


def test_lowering_wants_a_reason_and_never_goes_below_the_report(town: Town) -> None:
    report = builders.report(town)
    task = builders.task(town, of=[builders.directive(town, of=report)])
    label_report(town, report, SENSITIVE)

    with pytest.raises(RuleBroken, match=BELOW_REPORT):
        label_task(town, task, INTERNAL, REASON)
    with pytest.raises(RuleBroken, match=NO_LABEL_REASON):
        label_report(town, report, OPEN, " ")
    label_report(town, report, INTERNAL, REASON)
    assert task.label is SENSITIVE, "lowering a report lowers nothing of what was made of it"
    with pytest.raises(RuleBroken, match=NO_LABEL_REASON):
        label_task(town, task, INTERNAL)
    label_task(town, task, INTERNAL, REASON)
    label_task(town, task, INTERNAL)

    last = deeds("task.labelled")[-1]
    assert last.details == {"was": "sensitive", "now": "internal", "reason": REASON}
    assert len(deeds("task.labelled")) == 2


def test_only_supervisors_label_and_only_what_they_have_seen(town: Town) -> None:
    report, task = builders.report(town), builders.task(town)
    for person in (town.yan, town.wang, town.gu, town.fang):
        actor = town.actor(person)
        with pytest.raises(NotAllowed):
            commands.label_report(
                actor, report, SENSITIVE, reason="", now=NOW, version=report.version
            )
        with pytest.raises(NotAllowed):
            meetings.label_report(
                actor, report, SENSITIVE, reason="", now=NOW, version=report.version
            )
        with pytest.raises(NotAllowed):
            commands.label_task(actor, task, SENSITIVE, reason="", now=NOW, version=task.version)
        with pytest.raises(NotAllowed):
            check_relabelling(actor, SENSITIVE, OPEN, REASON)
    lin = town.actor(town.lin)
    with pytest.raises(Outdated):
        commands.label_report(lin, report, SENSITIVE, reason="", now=NOW, version=0)
    with pytest.raises(Outdated):
        commands.label_task(lin, task, SENSITIVE, reason="", now=NOW, version=0)
    label_report(town, report, INTERNAL)
    assert (report.label, task.label, deeds("report.labelled")) == (INTERNAL, INTERNAL, [])


@pytest.mark.postgres
def test_a_task_is_labelled_as_its_reports_when_it_is_made_and_when_one_joins(town: Town) -> None:
    public, quiet = builders.report(town, "甲"), builders.report(town, "乙")
    label_report(town, public, OPEN, REASON)
    label_report(town, quiet, SENSITIVE)

    of_public = builders.task(town, of=[builders.directive(town, of=public)])
    assert of_public.label is OPEN
    assert builders.task(town, "无来源").label is INTERNAL
    assert builders.task(town, of=[builders.directive(town, of=quiet)]).label is SENSITIVE
    joining = builders.directive(town, of=quiet)
    with transaction():
        commands.join_task(town.actor(town.lin), joining, of_public, now=NOW)
    assert of_public.label is SENSITIVE


def test_what_somebody_is_late_with_or_was_sent_back_is_raised_with_a_reason(town: Town) -> None:
    on_time = builders.dispatched(town).task
    late = builders.dispatched(town, due_on=date(2026, 2, 1), now=town.days_ago(150)).task
    redone = builders.step(town, builders.reported(town), Step.REDO, reason="材料不全").task

    label_task(town, on_time, SENSITIVE)
    for task in (late, redone):
        with pytest.raises(RuleBroken) as refusal:
            label_task(town, task, SENSITIVE)
        assert refusal.value.sentence == NO_HIDING_REASON
        label_task(town, task, SENSITIVE, "涉及信访人信息")
        assert deeds("task.labelled")[-1].details["reason"] == "涉及信访人信息"


def test_nobody_takes_a_directive_out_of_a_task_that_they_do_not_see(town: Town) -> None:
    joining, lin = builders.directive(town), town.actor(town.lin)
    task = builders.task(town, of=[builders.directive(town, "整治背街小巷")])
    with transaction():
        commands.join_task(lin, joining, task, now=NOW)
    label_task(town, task, SENSITIVE)
    moment = NOW

    with pytest.raises(NotAllowed):
        commands.leave_joined(lin, [joining.id], now=NOW)
    with pytest.raises(NotAllowed):
        commands.undecide_directive(lin, joining, now=NOW)
    with pytest.raises(NotAllowed):
        commands.leave_joined(lin, [joining.id], now=NOW, moment=moment)
    cleared(town.lin)
    with transaction():
        assert commands.leave_joined(town.actor(town.lin), [joining.id], now=NOW) == 1


@pytest.mark.postgres
def test_a_report_raised_while_its_task_is_lowered_raises_the_task(
    app: Flask, town: Town, database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_kind != "postgresql":
        return  # One at a time writes to SQLite.
    report = builders.report(town)
    task = builders.task(town, of=[builders.directive(town, of=report)])
    label_task(town, task, SENSITIVE)
    keys, lin, others = (report.id, task.id), town.actor(town.lin), []

    def raise_the_report() -> None:
        with app.app_context(), transaction():
            found = db.session.get_one(Report, keys[0])
            commands.label_report(lin, found, SENSITIVE, reason="", now=NOW, version=found.version)

    def meanwhile(*_: object) -> None:
        others.append(Thread(target=raise_the_report))
        others[0].start()
        others[0].join(0.5)  # It waits for the task, which is held.

    monkeypatch.setattr(labels, "check_relabelling", meanwhile)
    label_task(town, task, INTERNAL, REASON)
    others[0].join()

    assert not below_a_report()
    db.session.expire_all()
    assert (db.session.get_one(Task, keys[1]).label) is SENSITIVE


def test_no_order_of_deeds_leaves_a_task_below_one_of_its_reports(town: Town) -> None:
    chance = random.Random(20)  # noqa: S311  chosen, not secret
    lin = town.actor(town.lin)
    reports = [builders.report(town, f"第{number}次例会") for number in range(3)]
    tasks = [builders.task(town, f"任务{number}") for number in range(2)]

    refused = 0
    for _ in range(40):
        deed, report, label = chance.randrange(4), chance.choice(reports), chance.choice(LABELS)
        task = chance.choice(tasks)
        try:
            if deed == 0:
                label_report(town, report, label, REASON)
            elif deed == 1:
                label_task(town, task, label, REASON)
            elif deed == 2:
                tasks.append(builders.task(town, of=[builders.directive(town, of=report)]))
            else:
                joining = builders.directive(town, of=report)
                with transaction():
                    commands.join_task(lin, joining, task, now=NOW)
        except RuleBroken:
            refused += 1
        assert not below_a_report()
    assert refused
    assert len({it.label for it in tasks}) > 1


def below_a_report() -> list[int]:
    """The tasks that are labelled lower than one of their reports."""
    rows = db.session.execute(
        select(Task.id, Task.label, Report.label)
        .join(TaskSource, TaskSource.task_id == Task.id)
        .join(Directive, Directive.id == TaskSource.directive_id)
        .join(Report, Report.id == Directive.report_id)
    )
    return [key for key, label, of_report in rows if not covers(label, of_report)]
