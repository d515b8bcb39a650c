"""The dispatch page, when what is sent makes no sense."""

import re
from typing import Any

import pytest
from sqlalchemy import update

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks.builders import task
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.people.models import Person


def test_a_mode_that_does_not_exist_is_said_beside_its_field(browser: Browser, town: Town) -> None:
    it = task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=it.id, **{f"t{it.id}-mode": "bogus"}
    )

    assert it.number in page


def test_what_is_wrong_is_named_by_the_tasks_title(browser: Browser, town: Town) -> None:
    it = task(town)

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=it.id, leads="市公路局", **{f"t{it.id}-leads": "月球局"}
    )

    assert f"{it.number}“{it.title}”：单位名册里没有“月球局”" in page
    assert f"{it.number}：单位名册里没有“月球局”" in page


def test_a_task_that_does_not_exist_is_not_found(browser: Browser, town: Town) -> None:
    it = task(town)
    browser.sign_in(town.lin)

    assert "没有这项任务" in browser.get("/tasks/dispatch?task=99999999", expect=404)
    browser.post("/tasks/dispatch", expect=404, task="99999999")
    browser.get(f"/tasks/dispatch?task={it.id}&task=99999999")
    for nothing in ("", "?task=x"):
        browser.get(f"/tasks/dispatch{nothing}", expect=303)
        assert "请先选要交办的任务。" in browser.get("/tasks/queue")


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"is_active": False}, "住房局没有负责人也没有联络员，交办了没有人能签收；请安全管理员先"),
        ({"password_hash": None}, "住房局的负责人、联络员还没有设密码，登录不了；请系统管理员先"),
        ({"clearance": Label.OPEN}, "住房局没有人能看到标签这样高的任务，交办了没有人知道；请安全"),
    ],
)
def test_a_unit_where_nobody_can_sign_is_named_before_its_task_goes(
    browser: Browser, town: Town, lacks: dict[str, Any], sentence: str
) -> None:
    it = task(town)
    with transaction():
        people = Person.id.in_([town.wang.id, town.bai.id])
        db.session.execute(update(Person).where(people).values(**lacks))
    fields: dict[str, Any] = {
        "task": it.id,
        "leads": "市住房局",
        "supports": "市公路局",
        "due_on": "2026-12-31",
    }
    browser.sign_in(town.lin)

    shown = browser.post("/tasks/dispatch", expect=200, deed="preview", **fields)
    page = browser.post("/tasks/dispatch", expect=422, **fields)

    assert sentence in shown
    assert "公路局没有" not in shown
    assert page.html.count(sentence) == 2
    named = re.search(r'name="warned_of"\s+value="([^"]*)"', page.html)
    assert named
    assert named[1] == str(town.housing.id)
    browser.post("/tasks/dispatch", warned_of=named[1], **fields)
    assert "已交办 1 项任务" in browser.get(f"/tasks/{it.id}")


def test_many_units_where_nobody_can_sign_are_counted(browser: Browser, town: Town) -> None:
    it = task(town)
    with transaction():
        db.session.execute(update(Person).where(Person.id != town.lin.id).values(is_active=False))

    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch",
        expect=422,
        task=it.id,
        mode="each",
        leads="市住房局、市公路局、东溪县、西岭县",
        due_on="2026-12-31",
    )

    assert "住房局、公路局、东溪县等 4 家没有负责人" in page
