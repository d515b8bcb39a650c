"""The pages on which a later date is asked for, proposed and decided."""

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.scans import NAME, sent
from tests.town import Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.extensions.builders import asked, only, proposed
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.foundation.settings import set_setting
from tracker.people.models import Grant, Role
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.extensions.models import ExtensionState
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step

S = ExtensionState


def test_a_request_goes_all_the_way_by_pages(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town, percent=60)
    browser.sign_in(town.wang)
    page = browser.get(f"/tasks/{it.task_id}")
    assert f'href="/assignments/{it.id}/extension"' in page
    form = browser.get(f"/assignments/{it.id}/extension")
    assert 'min="2026-12-31"' in form
    page = browser.post(f"/assignments/{it.id}/extension", version=it.version, expect=422)
    for words in ("请填写新时限", "请写明为什么不能按期完成", "请写明到现在办了什么"):
        assert words in page
    good: dict[str, Any] = {"reason": "汛期停工", "progress": "还差验收", "version": it.version}
    page = browser.post(f"/assignments/{it.id}/extension", **good, due_on="2026-12-30", expect=422)
    assert "新时限须晚于现在的时限" in page
    assert "还差验收" in page
    done = browser.post(f"/assignments/{it.id}/extension", **good, due_on="2027-02-28")
    assert done.location == f"/tasks/{it.task_id}"
    made = only()
    there = f"/extensions/{made.id}"
    assert browser.get(f"/assignments/{it.id}/extension", expect=302).location == there
    page = browser.get(f"/tasks/{it.task_id}")
    assert "住房局申请延期至 2027年2月28日：汛期停工" in page
    assert "待督查室提意见" in page
    assert f'href="/assignments/{it.id}/extension"' not in page
    assert "撤回申请" in browser.get(there)

    browser.sign_in(town.lin)
    assert "提延期意见" in browser.get(f"/tasks/{it.task_id}")
    assert "加快老旧小区改造" in browser.get("/extensions")
    assert "督查室提出意见以后，由领导决定" in browser.get(there)
    assert "请选同意还是不同意" in browser.post(f"{there}/propose", expect=422)
    opposes: dict[str, Any] = {"proposal-supports": "no", "proposal-version": made.version}
    assert "不同意的，请写明理由" in browser.post(f"{there}/propose", **opposes, expect=422)
    supports: dict[str, Any] = {
        "proposal-supports": "yes",
        "proposal-due_on": "2027-01-31",
        "proposal-opinion": "情况属实",
        "proposal-version": made.version,
    }
    browser.post(f"{there}/propose", **supports)
    page = browser.get(there)
    assert "建议同意，延至2027年1月31日" in page
    assert 'value="2027-01-31"' in page
    assert "哪位领导的决定" in page

    browser.sign_in(town.yan)
    assert "决定延期" in browser.get(f"/tasks/{it.task_id}")
    page = browser.get(there)
    assert "哪位领导的决定" not in page
    assert "提出意见</button>" not in page
    assert "请选批准还是不批准" in browser.post(f"{there}/decide", expect=422)
    wrong: dict[str, Any] = {"approves": "no", "version": only().version}
    assert "不批准的，请写明理由" in browser.post(f"{there}/decide", **wrong, expect=422)
    browser.post(f"{there}/decide", approves="yes", version=only().version)

    assert str(db.session.get_one(Assignment, it.id).due_on) == "2027-01-31"
    page = browser.sign_in(town.wang).get(f"/tasks/{it.task_id}")
    assert "批准住房局延期至 2027年1月31日" in page
    assert "督查室建议同意住房局延期至 2027年1月31日：情况属实" in page
    assert "批准延至2027年1月31日" in browser.get(there)


def test_a_unit_takes_its_request_back(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town)
    made = asked(town, it)
    browser.sign_in(town.wang)
    there = f"/extensions/{made.id}"
    assert browser.post(f"{there}/withdraw", version=made.version).location == there
    assert "没有决定" in browser.get(there)
    assert "已经办结，不能撤回" in browser.post(
        f"{there}/withdraw", version=only().version, expect=409
    )
    assert "住房局撤回延期申请" in browser.get(f"/tasks/{it.task_id}")
    assert "撤回、不再办理 1" in browser.get("/extensions")


def test_what_is_wrong_with_a_recorded_decision_stands_beside_its_field(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    made = proposed(town, it)
    browser.sign_in(town.lin)
    there = f"/extensions/{made.id}/decide"
    good: dict[str, Any] = {"approves": "yes", "due_on": "2027-02-28", "version": made.version}
    page = browser.post(there, approves="yes", expect=422)
    for sentence in ("请选是哪位领导的决定", "请填写决定日期"):
        assert sentence in page
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"decided_on": "2026-06-17"}, "不能早于 2026年6月18日，那天才申请延期"),
        ({"decided_on": "2026-06-19"}, "不能晚于今天"),
        ({"due_on": "2026-12-01"}, "新时限须晚于现在的时限"),
        ({"scan": (BytesIO(b""), "")}, "请附上决定的扫描件"),
        ({"scan": (BytesIO(b"<html>"), "批示.pdf")}, "与扩展名不符"),
        ({"reason": "因" * 2001}, "不超过 2000 字"),
    )
    for wrong, sentence in wrongs:
        page = browser.post(there, **(good | sent(town) | wrong), expect=422)
        assert sentence in page
        assert "请再选一次" in page
    assert db.session.scalars(select(RecordedDecision)).all() == []
    browser.post(there, **good, **sent(town))
    page = browser.get(f"/extensions/{made.id}")
    assert f"扫描件：{NAME}" in page
    assert "代录" in page
    assert str(db.session.get_one(Assignment, it.id).due_on) == "2027-02-28"


def test_a_refusal_is_told_with_its_reason(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town)
    made = proposed(town, it, supports=False, opinion="组织不力")
    browser.sign_in(town.yan)
    assert "督查室建议不同意：组织不力" in browser.get(f"/tasks/{it.task_id}")
    browser.post(
        f"/extensions/{made.id}/decide", version=only().version, approves="no", reason="倒排工期"
    )
    page = browser.sign_in(town.bai).get(f"/tasks/{it.task_id}")
    assert "未批准的理由：倒排工期" in page
    assert "不批准住房局延期：倒排工期" in page
    assert "不批准，时限不变" in browser.get(f"/extensions/{made.id}")
    assert "未批准 1" in browser.get("/extensions?state=refused")


def test_after_the_date_the_form_says_what_holds(browser: Browser, town: Town) -> None:
    late = builders.acknowledged(
        town, due_on=builders.long_ago(9).date(), now=builders.long_ago(60)
    )
    browser.sign_in(town.wang)
    assert "不再受理" in browser.get(f"/assignments/{late.id}/extension")
    refused = browser.post(
        f"/assignments/{late.id}/extension",
        due_on="2026-12-31",
        reason="因",
        progress="办",
        version=late.version,
        expect=422,
    )
    assert "现在已过时限" in refused
    with transaction():
        set_setting("tasks.late_extensions", "1")
    assert "是否逾期仍按上面的时限判断" in browser.get(f"/assignments/{late.id}/extension")
    made = proposed(town, late)
    browser.sign_in(town.yan).post(
        f"/extensions/{made.id}/decide", version=made.version, approves="yes"
    )
    assert "是否逾期仍按2026年6月9日判断" in browser.get(f"/extensions/{made.id}")
    page = browser.get(f"/tasks/{late.task_id}")
    assert "同意住房局过了时限的延期申请" in page
    assert "过了时限才申请，仍按 6月9日判断是否逾期" in page
    assert "，过了时限" in browser.get("/extensions?state=approved")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("standing", "长期坚持的任务没有时限"),
        ("signed", "只有推进中的承办可以申请延期"),
    ],
)
def test_what_cannot_be_extended_says_why(
    browser: Browser, town: Town, kind: str, words: str
) -> None:
    it = (
        builders.acknowledged(town, is_standing=True, due_on=None)
        if kind == "standing"
        else builders.dispatched(town)
    )
    assert words in browser.sign_in(town.wang).get(f"/assignments/{it.id}/extension")


def test_a_supporting_unit_is_sent_to_its_lead(browser: Browser, town: Town) -> None:
    builders.acknowledged(town, support=[town.roads])
    theirs = db.session.scalars(select(Assignment).where(Assignment.unit_id == town.roads.id)).one()
    page = browser.sign_in(town.zhao).get(f"/assignments/{theirs.id}/extension")
    assert "由牵头单位申请" in page


@pytest.mark.postgres
def test_who_sees_the_work_sees_its_requests(browser: Browser, town: Town) -> None:
    shared = builders.acknowledged(town, support=[town.east], title="共同办")
    made = asked(town, shared)
    first, second = builders.dispatched_to_each(town, title="分别办")
    for it in (first, second):
        builders.step(town, it, Step.ACKNOWLEDGE)
        asked(town, it)
    there = f"/extensions/{made.id}"
    for person in (town.lin, town.yan, town.wang, town.bai, town.qin):
        assert "共同办" in browser.sign_in(person).get(there)
    browser.sign_in(town.zhao).get(there, expect=404)
    browser.get("/extensions/987654", expect=404)
    assert "没有办理中的延期申请" in browser.get("/extensions")
    browser.get(f"/assignments/{shared.id}/extension", expect=404)
    assert "东溪县" not in browser.sign_in(town.sun).get("/extensions")
    page = browser.sign_in(town.lin).get(f"/extensions?unit={town.east.id}")
    assert "东溪县 · 汛期停工" in page
    assert "西岭县 · 汛期停工" not in page
    assert "没有符合条件的" in browser.get("/extensions?state=approved")
    assert "办理中 3" in browser.get("/extensions?state=nonsense&unit=x")

    # A request bears the label of its task.
    with transaction():
        shared.task.label = Label.SENSITIVE
    browser.get(there, expect=404)


def test_another_unit_neither_sees_nor_answers_what_was_asked_before_it_came(
    browser: Browser, town: Town
) -> None:
    it = builders.dispatched_to_each(town, [town.east])[0]
    builders.step(town, it, Step.ACKNOWLEDGE)
    made = asked(town, it)
    with transaction():
        it.unit_id = town.west.id
    browser.sign_in(town.sun).get(f"/extensions/{made.id}", expect=404)
    assert "申请先放着" in browser.sign_in(town.lin).get(f"/extensions/{made.id}")


def test_a_supervisor_who_reports_for_the_unit_leaves_it_to_others(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    made = asked(town, it)
    with transaction():
        db.session.add(
            Grant(person=town.lin, role=Role.CONTACT, unit=town.housing, from_on=it.dispatched_on)
        )
    there = f"/extensions/{made.id}"
    assert "由别的督查员提意见" in browser.sign_in(town.lin).get(there)
    assert "须由别的督查员提出" in browser.post(f"{there}/propose", expect=403)
    assert "须由别人办理" in browser.post(f"{there}/decide", expect=403)
    browser.sign_in(town.wang).post(f"{there}/propose", expect=403)


def test_a_supervisor_says_anew_what_they_think(browser: Browser, town: Town) -> None:
    made = proposed(town, builders.acknowledged(town))
    there = f"/extensions/{made.id}"
    page = browser.sign_in(town.lin).get(there)
    assert "改意见" in page
    assert "情况属实</textarea>" in page
    anew: dict[str, Any] = {
        "proposal-supports": "no",
        "proposal-opinion": "再核实",
        "proposal-version": made.version,
    }
    browser.post(f"{there}/propose", **anew)
    assert only().state is S.PROPOSED
    assert "建议不同意" in browser.get(there)
    assert "这里的内容刚刚被别人改过" in browser.post(f"{there}/propose", **anew, expect=409)


def test_the_list_has_pages(browser: Browser, town: Town) -> None:
    for number in range(31):
        asked(town, builders.acknowledged(town, title=f"第{number}件"))
    page = browser.sign_in(town.lin).get("/extensions")
    assert "第 1–30 项，共 31 项" in page
    assert "第 31–31 项" in browser.get("/extensions?page=2")


def test_what_waits_for_somebody_is_on_their_first_page(browser: Browser, town: Town) -> None:
    first = asked(town, builders.acknowledged(town, title="先办"))
    second = proposed(town, builders.acknowledged(town, title="后办"))
    page = browser.sign_in(town.lin).get("/")
    assert f'href="/extensions/{first.id}"' in page
    assert f'href="/extensions/{second.id}"' not in page
    assert "住房局申请延至 2027年1月31日：汛期停工" in page
    assert "看全部申请" in page
    page = browser.sign_in(town.yan).get("/")
    assert f'href="/extensions/{second.id}"' in page
    assert f'href="/extensions/{first.id}"' not in page
    assert "延期申请" not in browser.sign_in(town.wang).get("/")
