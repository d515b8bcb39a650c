"""A score is one figure for all who see the unit; what it is about is for who is cleared."""

from collections.abc import Sequence
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, TODAY, Town
from tests.workplan.review import builders as summaries
from tests.workplan.tasks import builders
from tests.workplan.tasks.carrying_over.test_commands import carry
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.workplan.review import queries
from tracker.workplan.review.ledgers import ledgers_of
from tracker.workplan.review.scoring import Ledger, Rule
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Task

CANARY = "银杏计划"
SECRET = Label.SENSITIVE


def late(town: Town, title: str, *, due: date = date(2026, 2, 1)) -> Task:
    """A task with which the housing office is late."""
    task = builders.task(town, title)
    builders.dispatched(town, the_task=task, due_on=due, now=town.days_ago(150))
    return task


def label(town: Town, task: Task, to: Label) -> None:
    with transaction():
        commands.label_task(
            town.actor(town.lin), task, to, reason="误标", now=NOW, version=task.version
        )


def ledgers(town: Town, task: Task) -> list[Ledger]:
    """The housing office's, as the supervisor, the leader, its head and its contact read it."""
    people = (town.lin, town.yan, town.wang, town.bai)
    return [
        ledgers_of(town.actor(it), task.plan, [town.housing.id], TODAY)[town.housing.id]
        for it in people
    ]


def figures(of: Ledger) -> tuple[object, ...]:
    counts = [(of.count(rule), of.points(rule)) for rule in Rule]
    return (of.total, of.leads, len(of.lines), counts)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    labels=st.lists(st.sampled_from(list(Label)), min_size=2, max_size=2),
    clearances=st.lists(st.sampled_from(list(Label)), min_size=4, max_size=4),
)
def test_whoever_sees_the_unit_reads_the_same_figures(
    town: Town, labels: Sequence[Label], clearances: Sequence[Label]
) -> None:
    tasks = list(db.session.scalars(select(Task))) or [late(town, "甲"), late(town, "乙")]
    for task, to in zip(tasks, labels, strict=True):
        label(town, task, to)
    with transaction():
        for person, it in zip((town.lin, town.yan, town.wang, town.bai), clearances, strict=True):
            person.clearance = it

    read = ledgers(town, tasks[0])

    assert len({str(figures(it)) for it in read}) == 1
    assert (read[0].leads, read[0].count(Rule.LATE)) == (2, 2)


def test_of_a_line_above_the_clearance_rule_and_points_are_left(
    town: Town, browser: Browser
) -> None:
    hidden, shown = late(town, f"推进{CANARY}"), late(town, "改造小区")
    label(town, hidden, SECRET)
    with transaction():
        town.lin.clearance = SECRET

    cleared, uncleared = ledgers(town, hidden)[:2]

    assert [it.is_withheld for it in cleared.lines] == [False, False]
    first, last = uncleared.lines
    assert (first.task_id, last.is_withheld) == (shown.id, True), "it stands last"
    said = (last.assignment_id, last.task_id, last.number, last.title, last.reason, last.ground)
    assert (said, last.on, dict(last.values)) == ((0, 0, "", "", "", ""), None, {})
    page = f"/review/scores/{town.housing.id}"
    assert CANARY in browser.sign_in(town.lin).get(page)
    for person in (town.yan, town.wang):
        read = browser.sign_in(person).get(page)
        assert CANARY not in read
        assert "（安全标签高于您能看到的）" in read
        assert f'href="/tasks/{hidden.id}"' not in read.html
        assert f'href="/tasks/{shown.id}"' in read.html


def test_the_label_page_names_the_units_whose_summary_may_tell_of_the_task(
    town: Town, browser: Browser
) -> None:
    assignment = summaries.told(town)
    task = assignment.task
    page = browser.sign_in(town.lin).get(f"/tasks/{task.id}/label")
    assert "年度总结可能已经写到它" not in page
    assert "这些单位没有人能看到自己承办的任务：住房局" in page

    summaries.draft(town)

    assert "年度总结可能已经写到它：住房局" in browser.get(f"/tasks/{task.id}/label")
    assert queries.units_telling_of([task.id]) == ["住房局"]
    label(town, task, SECRET)
    assert queries.units_telling_of([task.id]) == []


def test_the_summary_of_the_year_that_a_task_left_may_tell_of_it_too(town: Town) -> None:
    task = summaries.told(town).task
    summaries.draft(town)

    carry(town, task)

    assert queries.units_telling_of([task.id]) == ["住房局"]
