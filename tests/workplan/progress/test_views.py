"""Where progress leads, and the page of one assignment's entries."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from tests.browser import Browser
from tests.town import Town
from tests.workplan.progress.builders import WORDS, entry, returned
from tests.workplan.tasks.builders import acknowledged, step
from tracker.foundation.db import db
from tracker.journal.models import Entry
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)


def test_progress_leads_everybody_where_they_work(browser: Browser, town: Town) -> None:
    queue = "/progress/queue"
    for person, place in (
        (town.wang, f"/progress/units/{town.housing.id}"),
        (town.lin, queue),
        (town.yan, queue),
    ):
        assert browser.sign_in(person).get("/progress", expect=302).location == place


def test_admins_have_no_business_here(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu).get("/progress", expect=403)


def report_path(assignment: Assignment) -> str:
    return f"/assignments/{assignment.id}/progress"


def test_the_unit_reports_on_one_assignment(browser: Browser, town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=40, next_steps="再开 3 处", now=MARCH)
    browser.sign_in(town.wang)
    page = browser.get(report_path(it))
    for words in (
        "上期（一季度）说下一步",
        "再开 3 处",
        "2026年二季度",
        "2026年一季度",
        "与上期无变化",
    ):
        assert words in page

    form: dict[str, Any] = {
        "period": "2026Q2",
        "version": 0,
        "percent": "55",
        "done": "完工 5 处。",
    }
    browser.post(report_path(it), deed="submit", **form)

    page = browser.get(report_path(it))
    for words in ("进展已提交。", "完工 5 处。", "更正", "2 期"):
        assert words in page
    assert 'class="spark' in page


def test_a_draft_is_kept_and_seen_by_the_unit_alone(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    form: dict[str, Any] = {
        "period": "2026Q2",
        "version": 0,
        "percent": "",
        "done": "正在写。",
        "problems": "缺地",
    }
    browser.sign_in(town.bai).post(report_path(it), deed="draft", **form)
    page = browser.get(report_path(it))
    for words in ("草稿已存。", "正在写。", "没有数字", "草稿，白露"):
        assert words in page
    assert "正在写。" not in browser.sign_in(town.lin).get(report_path(it))
    assert "还没有填报" in browser.get(report_path(it))


def test_a_report_without_a_percent_is_sent_back_with_its_words(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town)
    form: dict[str, Any] = {"period": "2026Q2", "version": 0, "percent": "", "done": "完工 5 处。"}
    page = browser.sign_in(town.wang).post(report_path(it), deed="submit", expect=422, **form)
    assert "请填写完成百分比。" in page
    assert "完工 5 处。" in page


def test_what_a_rule_refuses_is_said_on_the_form(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    form: dict[str, Any] = {"period": "2026Q4", "version": 0, "percent": "5", "done": "完工 5 处。"}
    page = browser.sign_in(town.wang).post(report_path(it), deed="submit", expect=422, **form)
    assert "只能填报本期" in page


def test_the_head_corrects_and_the_contact_is_told_to_ask(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    written = entry(town, it, percent=50, done="完工 5 处。")
    assert "请单位负责人更正" in browser.sign_in(town.bai).get(report_path(it))

    form: dict[str, Any] = {
        "period": "2026Q2",
        "version": written.version,
        "percent": "45",
        "done": "完工 4 处。",
    }
    browser.sign_in(town.wang).post(report_path(it), deed="correct", **form)

    assert "已更正。" in browser.get(report_path(it))
    assert db.session.get_one(Assignment, it.id).percent == 45


def test_there_is_nothing_to_correct_where_nothing_was_written(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town)
    form: dict[str, Any] = {
        "period": "2026Q2",
        "version": 0,
        "percent": "45",
        "done": "完工 4 处。",
    }
    browser.sign_in(town.wang).post(report_path(it), deed="correct", expect=404, **form)


def test_a_returned_period_is_opened_by_name(browser: Browser, town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    returned(town, entry(town, it, percent=10, now=MARCH), reason="请写明处数")
    page = browser.sign_in(town.wang).get(f"{report_path(it)}?period=2026Q1")
    assert "已退回，理由：请写明处数" in page
    assert "2026年一季度进展" in page


def test_closure_is_asked_for_and_withdrawn_here(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    entry(town, it, percent=100)
    browser.sign_in(town.wang)
    assert f"/assignments/{it.id}/ask-closure" in browser.get(report_path(it))
    step(town, it, Step.ASK_CLOSURE)
    page = browser.get(report_path(it))
    assert f"/assignments/{it.id}/withdraw" in page
    assert 'name="percent"' not in page


def test_what_is_terminated_has_no_signal(browser: Browser, town: Town) -> None:
    it = step(town, acknowledged(town, is_standing=True), Step.TERMINATE, reason="政策调整")
    page = browser.sign_in(town.lin).get(report_path(it))
    assert "长期坚持" in page


def test_strangers_cannot_tell_that_it_exists(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    browser.sign_in(town.zhao).get(report_path(it), expect=404)
    browser.post(report_path(it), expect=404, period="2026Q2")


def test_another_unit_of_a_joint_task_reads_but_does_not_write(
    browser: Browser, town: Town
) -> None:
    lead = acknowledged(town, support=[town.roads])
    entry(town, lead, done="完工 3 处。")
    page = browser.sign_in(town.zhao).get(report_path(lead))
    assert "完工 3 处。" in page
    assert 'name="percent"' not in page
    form: dict[str, Any] = {"period": "2026Q2", "percent": "5", "done": "代填 1 处。"}
    browser.post(report_path(lead), expect=403, **form)


def test_the_supervisor_returns_an_entry_and_comes_back(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    written = entry(town, it)
    path = f"/progress/entries/{written.id}/return"
    assert path in browser.sign_in(town.lin).get(report_path(it))

    form: dict[str, Any] = {"reason": "请写明套数", "version": written.version}
    done = browser.post(path, next="/progress/queue?view=entries", **form)

    assert done.location == "/progress/queue?view=entries"
    assert "理由：请写明套数" in browser.get(report_path(it))
    deeds = db.session.scalars(select(Entry.deed).where(Entry.subject == f"entry:{written.id}"))
    assert set(deeds) == {"progress.drafted", "progress.submitted", "progress.returned"}


def test_a_return_goes_nowhere_else_afterwards(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    written = entry(town, it)
    path = f"/progress/entries/{written.id}/return"
    form: dict[str, Any] = {
        "reason": "请写明套数",
        "version": written.version,
        "next": "https://elsewhere.example",
    }
    assert browser.sign_in(town.lin).post(path, **form).location == report_path(it)


def test_a_return_without_a_reason_asks_for_it(browser: Browser, town: Town) -> None:
    written = entry(town, acknowledged(town))
    path = f"/progress/entries/{written.id}/return"
    page = browser.sign_in(town.lin).post(path, expect=422, reason=" ")
    assert "请写明理由。" in page
    assert WORDS in page
