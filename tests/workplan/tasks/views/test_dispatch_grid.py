"""The dispatch page: the grid, what is offered to its rows, its leaders, and the notices shown before."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import Label
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.notices.models import Notice
from tracker.workplan.tasks.notices.rules import CHANGED, USUAL_TEXT

OFFER = "建议："


def dated(task: Task, **fields: Any) -> dict[str, Any]:
    """Return what the page sends for one task that goes to the housing office."""
    usual = {"leads": "市住房局", "version": task.version}
    row = {f"t{task.id}-{name}": value for name, value in (usual | fields).items()}
    return {"task": task.id, "mode": "joint", "due_on": "2026-12-31"} | row


def hidden(page: Page) -> dict[str, Any]:
    """Return what the page of notices sends on."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page.html)
    pairs = [re.search(r'name="([^"]*)"[^>]*value="([^"]*)"', it) for it in found]
    return {it[1]: it[2] for it in pairs if it and it[1] not in {"csrf_token", "form_key"}}


def test_the_grid_has_a_column_for_each_unit_and_group_and_a_row_for_each_task(
    browser: Browser, town: Town
) -> None:
    tasks = [builders.task(town), builders.task(town, "修水渠")]

    page = browser.sign_in(town.lin).get("/tasks/dispatch?task=" + "&task=".join(map(_id, tasks)))

    assert page.html.count("data-grid-row=") == 2
    assert page.html.count("data-unit=") == 5
    assert f'data-members="{town.east.id},{town.west.id}"' in page.html
    assert OFFER not in page


def test_the_entries_of_each_unit_are_counted_as_one_fills_in(browser: Browser, town: Town) -> None:
    first, second = builders.task(town), builders.task(town, "修水渠")
    fields = dated(first) | dated(second, leads="市公路局", supports="市住房局")

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch",
        expect=200,
        deed="preview",
        **{**fields, "task": [first.id, second.id]},
    )

    for unit, count in ((town.housing, "6"), (town.roads, "3"), (town.east, "")):
        cell = re.search(rf'id="e-{unit.id}"[^>]*>(\d*)</td>', page.html)
        assert cell
        assert cell[1] == count


def test_what_makes_no_sense_is_said_beside_the_row_before_it_is_sent(
    browser: Browser, town: Town
) -> None:
    task = builders.task(town)
    fields = dated(task, leads="市住房局、市公路局")

    page = browser.sign_in(town.lin).post("/tasks/dispatch", expect=200, deed="preview", **fields)

    assert "共同承办只能有一个牵头单位" in page


def test_a_row_that_names_nobody_is_offered_where_the_like_went_and_takes_it(
    browser: Browser, town: Town
) -> None:
    builders.dispatched(town, support=(town.roads,), title="加快老旧小区改造96个")
    task = builders.task(town, "加快老旧小区改造120个")
    browser.sign_in(town.lin)

    page = browser.get(f"/tasks/dispatch?task={task.id}")
    taken = browser.post("/tasks/dispatch", expect=200, task=task.id, takes=f"t{task.id}-")

    assert "<b>住房局牵头，公路局配合</b>" in page
    assert "说法相近的 2026 年“加快老旧小区改造96个”" in page
    assert f'name="t{task.id}-leads" type="text" value=""' in page.html
    assert f'name="t{task.id}-leads" type="text" value="市住房局"' in taken.html
    assert f'name="t{task.id}-supports" type="text" value="市公路局"' in taken.html
    assert db.session.get_one(Task, task.id).mode is None


def test_a_measure_is_offered_where_the_like_went_too(browser: Browser, town: Town) -> None:
    builders.dispatched_to_each(town, title="开展房屋安全排查")
    measure = builders.directive(town, "开展房屋安全大排查")
    address = f"/reports/{measure.report_id}/carry-out"
    browser.sign_in(town.lin)

    page = browser.get(address)
    fields = {"row": measure.id, f"m{measure.id}-chosen": "y", "takes": f"m{measure.id}-"}
    taken = browser.post(address, expect=200, **fields)

    assert "<b>各县（市、区）分别承办</b>" in page
    assert f'name="m{measure.id}-leads" type="text" value="各县（市、区）"' in taken.html


def test_a_row_that_its_report_fills_in_is_offered_nothing(browser: Browser, town: Town) -> None:
    builders.dispatched(town)
    named = builders.directive(town, units=[builders.named(town.roads)])
    task = builders.task(town, of=[named])

    page = browser.sign_in(town.lin).get(f"/tasks/dispatch?task={task.id}")

    assert OFFER not in page


def test_enter_only_shows_the_page_again(browser: Browser, town: Town) -> None:
    task = builders.task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=200, deed="edit", **dated(task, leads="市公路局")
    )

    assert 'value="市公路局"' in page.html
    assert db.session.scalars(select(Assignment)).all() == []


def test_the_leader_in_charge_is_chosen_in_the_row(browser: Browser, town: Town) -> None:
    task = builders.task(town)

    browser.sign_in(town.lin).post("/tasks/dispatch", **dated(task, leader=town.yan.id))

    assert db.session.get_one(Task, task.id).leader_id == town.yan.id


def test_another_leader_is_not_put_into_a_task_that_changed_meanwhile(
    browser: Browser, town: Town
) -> None:
    task = builders.task(town)
    fields = dated(task, leader=town.yan.id)
    with transaction():
        commands.edit_task(
            town.actor(town.lin),
            task,
            title="改过的",
            text=task.text,
            leader_id=None,
            cycle=task.cycle,
            is_key=task.is_key,
            is_standing=False,
            weight=1,
            now=NOW,
            version=task.version,
        )

    browser.sign_in(town.lin).post("/tasks/dispatch", expect=422, **fields)

    assert db.session.scalars(select(Assignment)).all() == []


def test_the_notices_are_shown_as_the_units_will_read_them(browser: Browser, town: Town) -> None:
    first, second = builders.task(town), builders.task(town, "修水渠", is_standing=True)
    with transaction():
        second.label = Label.OPEN
    fields = dated(first, supports="东溪县") | dated(second, mode="each", leads="各地")

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=200, deed="sheets", **{**fields, "task": [first.id, second.id]}
    )

    assert page.html.count('class="paper-title"') == 4
    assert page.html.count("东溪县：") == 2
    assert USUAL_TEXT[:10] in page
    assert hidden(page)[f"t{first.id}-leads"] == "市住房局"
    assert db.session.scalars(select(Assignment)).all() == []


def test_what_makes_no_sense_shows_no_notices(browser: Browser, town: Town) -> None:
    task = builders.task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, deed="sheets", **dated(task, leads="月球局")
    )

    assert "单位名册里没有“月球局”" in page


def test_the_notices_go_out_with_the_dispatch_in_one_deed(browser: Browser, town: Town) -> None:
    task = builders.task(town)
    fields = dated(task, supports="东溪县")
    browser.sign_in(town.lin)
    shown = browser.post("/tasks/dispatch", expect=200, deed="sheets", **fields)

    sent = browser.post("/tasks/dispatch", deed="notify", text="请办理。", **hidden(shown))

    first = db.session.scalars(select(Notice).order_by(Notice.id)).first()
    assert first is not None
    assert sent.location == f"/notices/{first.id}/batch"
    page = browser.get(sent.location)
    assert "已交办 1 项任务，共 2 件承办。发出督办通知单 2 张。" in page
    assert "督通〔2026〕1号" in page
    assert "东溪县" in page
    assert browser.status_of("GET", f"/notices/{first.id}/batch/document") == 200


def test_notices_that_were_not_shown_do_not_go_out(browser: Browser, town: Town) -> None:
    task = builders.task(town)
    browser.sign_in(town.lin)
    shown = hidden(browser.post("/tasks/dispatch", expect=200, deed="sheets", **dated(task)))
    changed = shown | {f"t{task.id}-leads": "市公路局"}

    again = browser.post("/tasks/dispatch", expect=422, deed="notify", text="请办理。", **changed)
    blank = browser.post("/tasks/dispatch", expect=422, deed="notify", text="", **shown)

    assert "这一批刚有变化" in again
    assert "请写通知内容" in blank
    assert db.session.scalar(select(func.count(Assignment.id))) == 0


def test_where_the_notices_are_refused_nothing_goes_out(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = builders.task(town)
    browser.sign_in(town.lin)
    shown = hidden(browser.post("/tasks/dispatch", expect=200, deed="sheets", **dated(task)))

    def refuse(*_: object, **__: object) -> None:
        raise RuleBroken(CHANGED)

    monkeypatch.setattr(commands, "issue_notices", refuse)
    page = browser.post("/tasks/dispatch", expect=422, deed="notify", text="请办理。", **shown)

    assert "这一批刚有变化" in page
    assert db.session.scalar(select(func.count(Assignment.id))) == 0


def test_only_the_row_that_takes_its_offer_is_filled_in(browser: Browser, town: Town) -> None:
    builders.dispatched(town, title="加快老旧小区改造96个")
    first, second = builders.task(town), builders.task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=200, task=[first.id, second.id], takes=f"t{second.id}-"
    )

    assert "<b>住房局牵头</b>" in page
    assert f'name="t{first.id}-leads" type="text" value=""' in page.html
    assert f'name="t{second.id}-leads" type="text" value="市住房局"' in page.html


def _id(task: Task) -> str:
    return str(task.id)
