"""The pages on which tasks are changed, one and many."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select

from tests.browser import Browser, Page
from tests.scans import sent
from tests.town import Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.changing.builders import changed
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.workplan.tasks.changing.models import Aspect, TaskChange
from tracker.workplan.tasks.models import Task

DUE, SOONER = date(2026, 9, 30), date(2026, 8, 31)


def seen_on(page: Page) -> str:
    """Return what a form says that was seen."""
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]+)"', page.html)
    assert found
    return found[1]


def test_one_task_is_changed_and_put_back_on_its_page(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    there = f"/tasks/{it.task_id}/change"
    browser.sign_in(town.lin)
    assert f'href="{there}"' in browser.get(f"/tasks/{it.task_id}")
    page = browser.get(there)
    as_it_is: dict[str, Any] = {
        "due_on": "2026-09-30",
        "leader_id": "",
        "cycle": "quarterly",
        "weight": 1,
        "priority_id": it.task.priority_id,
        "seen": seen_on(page),
    }
    page = browser.post(there, **as_it_is, expect=422)
    assert "请写明理由" in page
    page = browser.post(there, **as_it_is, reason="没改", expect=422)
    assert "现在就是这样" in page
    page = browser.post(there, **(as_it_is | {"weight": 200}), reason="要紧", expect=422)
    assert "权重须在 1 到 100 之间" in page
    later = as_it_is | {"due_on": "2026-11-30", "reason": "领导同意"}
    page = browser.post(there, **later, expect=422)
    assert "请选是哪位领导的决定" in page
    page = browser.post(there, **later, on_behalf_of=town.yan.id, expect=422)
    assert "请填写决定日期" in page

    done = browser.post(
        there, **(as_it_is | {"weight": 6, "due_on": "2026-08-31"}), reason="汛前要完成"
    )

    assert done.location == f"/tasks/{it.task_id}"
    page = browser.get(f"/tasks/{it.task_id}")
    for words in ("提前到 8月31日", "住房局的时限改为 8月31日：汛前要完成", "调整任务，权重：6"):
        assert words in page
    change = db.session.scalars(select(TaskChange)).one()
    assert f'action="/task-changes/{change.id}/undo"' in page
    browser.post(f"/task-changes/{change.id}/undo", version=change.version)
    page = browser.get(f"/task-changes/{change.id}")
    assert "已撤销：林涛" in page
    page = browser.get(f"/tasks/{it.task_id}")
    assert "撤销调整，住房局的时限恢复为 9月30日" in page
    assert "撤销调整，恢复为权重：1" in page


def test_one_value_alone_is_asked_and_both_values_are_shown_where_somebody_was_faster(
    browser: Browser, town: Town
) -> None:
    task = builders.dispatched(town, due_on=DUE).task
    browser.sign_in(town.lin)
    there = f"/tasks/{task.id}/change?only=weight"
    page = browser.get(f"{there}&next=/tasks?year=2026")
    assert 'name="cycle"' not in page
    assert 'name="on_behalf_of"' not in page
    seen = seen_on(page)
    changed(town, task, {Aspect.WEIGHT: 4})

    page = browser.post(there, weight=8, reason="重算", seen=seen, expect=409)

    assert "刚刚被别人改过" in page
    assert re.search(r">\s*8\s*<", page.html)
    assert re.search(r">\s*4\s*<", page.html)
    seen = seen_on(browser.get(there))
    done = browser.post(there, weight=8, reason="重算", seen=seen, next="/tasks?year=2026")
    assert done.location == "/tasks?year=2026"
    seen = seen_on(browser.get(there))
    done = browser.post(there, weight=9, reason="重算", seen=seen, next="https://evil.example/")
    assert done.location == f"/tasks/{task.id}"
    closed = builders.closed(town, due_on=DUE, title="办完").task_id
    page = browser.get(f"/tasks/{closed}/change?only=due_on", expect=409)
    assert "没有这一项可以改" in page


def test_a_leader_moves_the_date_of_one_unit_and_its_own_supervisor_does_not(
    browser: Browser, town: Town
) -> None:
    east, west = builders.dispatched_to_each(town, due_on=DUE)
    there = f"/assignments/{east.id}/due-date"
    browser.sign_in(town.yan)
    assert f'href="{there}"' in browser.get(f"/tasks/{east.task_id}")
    page = browser.get(there)
    assert 'name="on_behalf_of"' not in page
    good: dict[str, Any] = {"due_on": "2026-12-15", "reason": "汛期长", "seen": seen_on(page)}
    page = browser.post(there, **(good | {"due_on": "2026-01-01"}), expect=422)
    assert "新时限不能是已经过去的日子" in page
    browser.post(there, expect=422)
    browser.post(there, **good)
    db.session.refresh(east)
    assert (east.due_on, west.due_on) == (date(2026, 12, 15), DUE)
    page = browser.get(f"/tasks/{east.task_id}")
    assert "东溪县的时限改为 12月15日：汛期长" in page
    browser.sign_in(town.lin)
    page = browser.get(f"/tasks/{east.task_id}/change")
    assert f'href="/assignments/{west.id}/due-date"' in page
    there = f"/assignments/{west.id}/due-date"
    told = sent(town) | {"due_on": "2026-10-20", "reason": "批示", "seen": "0"}
    browser.post(there, **told, expect=409)
    told = sent(town) | {"due_on": "2026-10-20", "reason": "批示"}
    browser.post(there, **told, seen=seen_on(browser.get(there)))
    assert "（代录严明6月18日的决定）" in browser.get(f"/tasks/{east.task_id}")


def test_a_coordinating_department_may_be_one_that_is_no_more_to_be_chosen(
    browser: Browser, town: Town
) -> None:
    task = builders.dispatched_to_each(town, coordinator=town.roads)[0].task
    with transaction():
        task.leader_id = town.wang.id
        town.roads.closed_on = date(2026, 6, 1)
    browser.sign_in(town.lin)

    page = browser.get(f"/tasks/{task.id}/change")

    assert "市公路局" in page
    assert "王芳" in page


def test_many_are_shown_before_they_are_changed(browser: Browser, town: Town) -> None:
    first = builders.dispatched(town, due_on=DUE, title="甲项").task
    second = builders.dispatched(town, due_on=DUE, title="乙项").task
    same = builders.dispatched(town, due_on=SOONER, title="丙项").task
    waiting = builders.task(town, "未交办")
    ids = [first.id, second.id, same.id, waiting.id]
    browser.sign_in(town.lin)
    page = browser.get("/tasks/change?" + "&".join(f"task={it}" for it in ids))
    assert "甲项" in page
    page = browser.post("/tasks/change", task=ids, expect=200)
    assert "未交办" in page
    wanted: dict[str, Any] = {"task": ids, "due_on": "2026-08-31", "next": "/tasks"}
    page = browser.post("/tasks/change", **wanted, stage="preview", expect=422)
    assert "请写明理由" in page
    page = browser.post(
        "/tasks/change",
        **(wanted | {"due_on": "2026-01-01"}),
        reason="早",
        stage="preview",
        expect=422,
    )
    assert "已经过去的日子" in page
    page = browser.post(
        "/tasks/change", task=ids, weight="x", reason="早", stage="preview", expect=422
    )
    assert "1 到 100" in page

    page = browser.post("/tasks/change", **wanted, reason="汛前", stage="preview", expect=200)

    for words in (
        "还没有交办，时限在交办时定",
        "调整这 2 项",
        "1 项现在就是这样",
        "2026年9月30日",
        "2026年8月31日",
    ):
        assert words in page
    assert first.assignments[0].due_on == DUE
    doable: dict[str, Any] = {
        "task": [first.id, second.id],
        "due_on": "2026-08-31",
        "reason": "汛前",
    }
    stale = browser.post("/tasks/change", **doable, stage="apply", seen="0", expect=409)
    assert "刚刚被别人改过" in stale

    done = browser.post("/tasks/change", **doable, stage="apply", seen=seen_on(page))

    change = db.session.scalars(select(TaskChange)).one()
    assert done.location == f"/task-changes/{change.id}"
    page = browser.get(done.location)
    for words in ("甲项", "乙项", "撤销这次调整", "2 项任务"):
        assert words in page
    page = browser.post("/tasks/change", **doable, stage="apply", seen="0", expect=409)
    assert "2 项现在就是这样" in page
    again: dict[str, Any] = {
        "task": [first.id],
        "due_on": "2026-08-31",
        "weight": "1",
        "reason": "汛前",
    }
    shown = browser.post("/tasks/change", **again, is_key="yes", stage="preview", expect=200)
    browser.post("/tasks/change", **again, stage="apply", seen=seen_on(shown), expect=422)


def test_what_cannot_be_done_comes_back_with_the_preview(browser: Browser, town: Town) -> None:
    task = builders.dispatched(town, due_on=DUE).task
    browser.sign_in(town.lin)
    wanted: dict[str, Any] = {"task": [task.id], "due_on": "2026-11-30", "reason": "批示"}
    page = browser.post("/tasks/change", **wanted, stage="preview", expect=200)
    assert "须由领导决定" in page
    seen = seen_on(page)
    page = browser.post("/tasks/change", **wanted, stage="apply", seen=seen, expect=422)
    assert "请选是哪位领导的决定" in page
    page = browser.post(
        "/tasks/change", **wanted, stage="apply", seen=seen, on_behalf_of=town.yan.id, expect=422
    )
    assert "请填写决定日期" in page
    browser.post("/tasks/change", **wanted, **sent(town), stage="apply", seen=seen)
    bad: dict[str, Any] = {
        "task": [builders.task(town, "未交办").id],
        "due_on": "2026-11-30",
        "reason": "批示",
    }
    seen = seen_on(browser.post("/tasks/change", **bad, stage="preview", expect=200))
    page = browser.post("/tasks/change", **bad, stage="apply", seen=seen, expect=409)
    assert "还没有交办" in page


def test_nobody_changes_nothing_and_what_went_out_of_sight_leads_to_the_list(
    browser: Browser, town: Town
) -> None:
    task = builders.dispatched(town, due_on=DUE).task
    browser.sign_in(town.lin)
    assert browser.get("/tasks/change", expect=303).location == "/tasks"
    assert browser.post("/tasks/change", stage="preview").location == "/tasks"
    hidden: dict[str, Any] = {
        "task": [task.id],
        "label": Label.SENSITIVE.value,
        "reason": "涉及个人信息",
    }
    page = browser.post("/tasks/change", **hidden, stage="preview", expect=200)
    done = browser.post("/tasks/change", **hidden, stage="apply", seen=seen_on(page))
    assert done.location == "/tasks"
    change = db.session.scalars(select(TaskChange)).one()
    browser.get(f"/task-changes/{change.id}", expect=404)
    browser.get(f"/tasks/{task.id}/change", expect=404)
    assert db.session.get(Task, task.id) is not None
