"""The page of a task's milestones and indicators, as people meet it."""

import re
from typing import Any

from sqlalchemy import select

from tests.browser import Browser
from tests.queries import counted
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.workplan.tasks.indicators.models import Indicator
from tracker.workplan.tasks.milestones.models import Milestone, MilestoneReached


def sent(prefix: str, **fields: object) -> dict[str, Any]:
    return {f"{prefix}{name}": str(value) for name, value in fields.items()}


def test_a_supervisor_sets_milestones_and_the_unit_reports_them(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    here = f"/tasks/{it.task_id}/milestones"
    browser.sign_in(town.lin)
    assert "还没有设节点" in browser.get(here)
    assert "没有设节点，序时进度按天数匀速算" in browser.get(f"/tasks/{it.task_id}")
    browser.post(here, **sent("new-milestone-", name="完成招标", due_on="2026-06-01"))
    milestone = db.session.scalars(select(Milestone)).one()
    assert "逾期 17 天" in browser.get(f"/tasks/{it.task_id}")
    prefix, address = f"m{milestone.id}-", f"/milestones/{milestone.id}"
    said = {"name": "完成招标和签约", "due_on": "2026-09-01", "version": milestone.version}
    browser.post(address, **sent(prefix, **said))
    browser.post(address, expect=409, **sent(prefix, **said))

    browser.sign_in(town.wang)
    page = browser.get(here)
    assert "完成招标和签约" in page
    assert "加一个节点" not in page
    browser.post(f"{address}/reach/{it.id}")
    assert "已完成" in browser.get(f"/tasks/{it.task_id}")
    browser.post(f"{address}/take-back/{it.id}")
    assert db.session.scalar(select(MilestoneReached)) is None

    browser.sign_in(town.lin)
    db.session.expire_all()
    browser.post(f"{address}/remove", version=milestone.version)
    assert db.session.scalar(select(Milestone)) is None


def test_indicators_are_kept_on_the_same_page(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town)
    here = f"/tasks/{it.task_id}/milestones"
    browser.sign_in(town.lin)
    wanted = {"name": "改造小区", "unit": "个", "direction": "up", "baseline": 80, "target": 120}
    browser.post(f"/tasks/{it.task_id}/indicators", **sent("new-indicator-", **wanted))
    indicator = db.session.scalars(select(Indicator)).one()
    page = re.sub(r"\s+", " ", browser.get(f"/tasks/{it.task_id}").html)
    assert "达到或高于 <b>120</b>个" in page
    assert "基数 80" in page
    prefix, address = f"i{indicator.id}-", f"/indicators/{indicator.id}"
    changed = {**wanted, "target": "130.5", "version": indicator.version}
    browser.post(address, **sent(prefix, **changed))
    browser.post(address, expect=409, **sent(prefix, **changed))
    assert "<b>130.5</b>" in browser.get(here)
    db.session.expire_all()
    browser.post(f"{address}/remove", version=indicator.version)
    assert "还没有设指标" in browser.get(here)


def test_what_is_wrong_stands_beside_its_field_and_the_input_is_kept(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    browser.sign_in(town.lin)
    milestones, indicators = (
        f"/tasks/{it.task_id}/{kind}" for kind in ("milestones", "indicators")
    )
    for said, words in (
        ({"name": "", "due_on": "2026-09-01"}, "请写节点的名称"),
        ({"name": "开工", "due_on": ""}, "请填写节点的日期"),
        ({"name": "开工", "due_on": "2027-01-01"}, "不能晚于任务的完成时限"),
    ):
        page = browser.post(milestones, expect=422, **sent("new-milestone-", **said))
        assert words in page
        assert f'value="{said["name"]}"' in page
    wrong: tuple[tuple[dict[str, object], str], ...] = (
        ({"name": "", "target": 1}, "请写指标的名称"),
        ({"name": "小区", "target": ""}, "请填写目标数值"),
        ({"name": "小区", "target": 1, "baseline": 2}, "比基数还低"),
    )
    for given, words in wrong:
        fields = {"unit": "个", "direction": "up", **given}
        page = browser.post(indicators, expect=422, **sent("new-indicator-", **fields))
        assert words in page


def test_twenty_milestones_cost_no_more_questions_than_one(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town)
    here = f"/tasks/{it.task_id}/milestones"
    browser.sign_in(town.lin)
    counts = []
    for number in range(4):
        fields = {"name": f"第{number}步", "due_on": "2026-09-01"}
        browser.post(here, **sent("new-milestone-", **fields))
        with counted() as asked:
            browser.get(here)
        counts.append(asked.total)
    assert counts[0] == counts[-1]
