"""One directive becomes several tasks."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.queries import tasks_made_of
from tracker.workplan.tasks.splitting.queries import tasks_beside


def split(
    town: Town, task: Task, title: str = "改造供水管网", *, version: int | None = None
) -> Task:
    with transaction():
        return commands.split_task(
            town.actor(town.lin),
            task,
            priority=task.priority,
            title=title,
            text="",
            now=NOW,
            version=task.version if version is None else version,
        )


@pytest.mark.postgres
def test_a_directive_leads_to_each_of_its_tasks_and_each_back_to_it(town: Town) -> None:
    directive = builders.directive(town)
    first = builders.task(town, of=[directive])
    with transaction():
        directive.report.label = Label.INTERNAL
        first.label = Label.INTERNAL

    second, third = split(town, first), split(town, first, "改造供热管网")

    lin = town.actor(town.lin)
    assert [it.number for it in (first, second, third)] == [
        "2026-01-001",
        "2026-01-002",
        "2026-01-003",
    ]
    assert [[it.directive for it in task.sources] for task in (second, third)] == [[directive]] * 2
    assert second.label is Label.INTERNAL
    assert list(tasks_beside(lin, second)) == [first, third]
    made = tasks_made_of(lin, [directive.id])[directive.id]
    assert made.id == first.id
    assert made.others == [(second.id, second.number), (third.id, third.number)]
    entries = db.session.scalars(select(Entry).where(Entry.deed == "task.split")).all()
    assert [entry.details["number"] for entry in entries] == [second.number, third.number]


def test_splitting_is_the_supervisors_and_needs_a_directive(town: Town) -> None:
    by_hand = builders.task(town)
    with pytest.raises(RuleBroken, match="不用拆分"):
        split(town, by_hand)
    task = builders.task(town, of=[builders.directive(town)])
    with pytest.raises(Outdated):
        split(town, task, version=99)
    with pytest.raises(NotAllowed):
        commands.split_task(
            town.actor(town.wang),
            task,
            priority=task.priority,
            title="另一项",
            text="",
            now=NOW,
            version=task.version,
        )


def test_the_pages_of_both_tasks_and_of_the_report_lead_to_each_other(
    browser: Browser, town: Town
) -> None:
    directive = builders.directive(town)
    task = builders.task(town, of=[directive])
    here = f"/tasks/{task.id}/split"
    browser.sign_in(town.lin)
    assert "拆分任务" in browser.get(f"/tasks/{task.id}")
    form: dict[str, Any] = {"priority": task.priority_id, "leader": "", "cycle": "", "weight": 1}
    assert "请写任务名称" in browser.post(here, expect=422, title="", version=1, **form)
    browser.post(here, expect=409, title="另一项", version=99, **form)
    browser.post(here, title="改造供水管网", version=task.version, **form)

    assert "2026-01-002 改造供水管网" in browser.get(f"/tasks/{task.id}")
    assert "同一部署要求已经分出" in browser.get(here)
    page = browser.get(f"/reports/{directive.report_id}/directives")
    assert "已立项" in page
    assert "2026-01-002" in page

    by_hand = builders.task(town, "自拟的")
    assert "拆分任务" not in browser.get(f"/tasks/{by_hand.id}")
    refused = browser.post(
        f"/tasks/{by_hand.id}/split", expect=422, title="另一项", version=1, **form
    )
    assert "不用拆分" in refused
