"""The pages for labels, and that what is labelled above a clearance shows itself nowhere."""

import zipfile
from datetime import date
from io import BytesIO

from docx import Document
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, Town
from tests.workplan.progress import builders as progress
from tests.workplan.tasks import builders
from tracker.documents.annual_summary import AnnualSummary, annual_summary_document
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.workplan.meetings.models import Report
from tracker.workplan.review.material import material_of
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.rules import Step

CANARY = "银杏计划"
WORDS = (f"推进{CANARY}", f"{CANARY}部署会", f"{CANARY}已开工")
OF_WORK = ("/", "/tasks", f"/tasks?q={CANARY}", "/tasks/breakdown.xlsx", "/tasks/{task}", "/review")
OF_REPORTS = (
    "/dashboard",
    "/progress",
    f"/reports?q={CANARY}",
    "/directives",
    "/reports/{report}",
    "/reports/{report}/label",
    "/tasks/{task}/label",
)
OF_JOURNAL = ("/journal", "/journal?kind=task", "/journal.csv", "/journal.xlsx")
PAGES = {
    "lin": OF_WORK + OF_REPORTS,
    "wang": OF_WORK,
    "shi": OF_JOURNAL,
}


def sensitive(town: Town) -> Task:
    """A task of the housing office, under way, from a report that is sensitive."""
    report = builders.report(town, f"{CANARY}部署会", text=f"会议要求，推进{CANARY}。")
    directive = builders.directive(town, f"推进{CANARY}", of=report)
    task = builders.task(town, f"推进{CANARY}", of=[directive])
    assignment = builders.step(town, builders.dispatched(town, the_task=task), Step.ACKNOWLEDGE)
    progress.entry(town, assignment, done=f"{CANARY}已开工")
    with transaction():
        town.yan.clearance = Label.SENSITIVE
        commands.label_report(
            town.actor(town.lin),
            report,
            Label.SENSITIVE,
            reason="",
            now=NOW,
            version=report.version,
        )
    return task


def said(browser: Browser, address: str) -> str:
    """All the words of an answer, those of a workbook too."""
    page = browser.answer("GET", address, {})
    if page.data[:2] != b"PK":
        return page.html
    with zipfile.ZipFile(BytesIO(page.data)) as book:
        return "".join(book.read(it).decode("utf-8", "replace") for it in book.namelist())


def test_nobody_uncleared_meets_a_word_of_it_on_any_page_or_file(
    town: Town, browser: Browser
) -> None:
    task = sensitive(town)
    places = {"task": task.id, "report": task.sources[0].directive.report_id}

    def is_met(address: str) -> bool:
        words = said(browser, address.format(**places))
        return any(it in words for it in WORDS)

    for person in (town.lin, town.wang, town.shi):
        browser.sign_in(person)
        assert [it for it in PAGES[person.login] if is_met(it)] == [], person.login
    assert "高于您能看到的" in browser.get("/journal?kind=task"), "that something was done is told"
    with transaction():
        for person in (town.lin, town.wang, town.shi):
            person.clearance = Label.SENSITIVE
    for person, address in (
        (town.lin, "/reports/{report}"),
        (town.wang, "/tasks"),
        (town.shi, "/journal"),
    ):
        browser.sign_in(person)
        assert is_met(address), f"{person.login} is cleared and meets it"
    assert material_of(town.actor(town.wang), task.plan, town.housing) == [], "nor in a summary"


def test_a_label_is_given_on_its_own_page(town: Town, browser: Browser) -> None:
    report = builders.report(town)
    task = builders.task(town, of=[builders.directive(town, of=report)])
    browser.sign_in(town.lin)
    of_report, of_task = f"/reports/{report.id}/label", f"/tasks/{task.id}/label"
    assert of_report in browser.get(f"/reports/{report.id}")
    assert of_task in browser.get(f"/tasks/{task.id}")
    for address in (of_report, of_task):
        assert "改安全标签" in browser.get(address)
        browser.post(address, expect=422, label="secret", version="1")

    unsaid = browser.post(of_report, expect=422, label="open", version=str(report.version))
    assert "请写明理由" in unsaid
    low = browser.post(of_task, expect=422, label="open", reason="误标", version=str(task.version))
    assert "不能低于" in low
    browser.post(of_report, label="open", reason="误标", version=str(report.version))
    browser.post(of_report, expect=409, label="internal", version="1")
    gone = browser.post(of_task, label="sensitive", version=str(task.version))

    assert gone.location == "/tasks"
    assert "您自己也看不到了" in browser.get("/tasks")
    browser.get(of_task, expect=404)


def test_files_say_how_they_are_labelled(town: Town, browser: Browser) -> None:
    sensitive(town)

    assert "（敏感）" in said(browser.sign_in(town.yan), "/tasks/breakdown.xlsx")
    assert "（内部）" in said(browser.sign_in(town.lin), "/tasks/breakdown.xlsx")
    paper = annual_summary_document(AnnualSummary("市住房局", 2026, label=Label.INTERNAL))
    assert next(it.text for it in Document(BytesIO(paper)).paragraphs) == "内部"


def test_a_report_is_labelled_as_it_comes_in_no_higher_than_one_sees(
    town: Town, browser: Browser
) -> None:
    text = "全市例会\n会议要求，要改造小区9个。"
    browser.sign_in(town.lin)
    browser.post("/reports", expect=422, text=text, label="sensitive")
    with transaction():
        town.lin.clearance = Label.SENSITIVE
    browser.post("/reports", text=text, label="sensitive")
    report = db.session.scalars(select(Report)).one()
    assert report.label is Label.SENSITIVE
    assert "正文完全相同" in browser.post("/reports", expect=409, text=text)
    with transaction():
        town.lin.clearance = Label.INTERNAL

    again = browser.post("/reports", expect=409, text=text)

    assert "安全标签高于您能看到的" in again
    assert "改造小区9个" in again, "what was typed is kept"


def test_what_comes_back_by_way_of_voiding_keeps_its_label_and_says_so(
    town: Town, browser: Browser
) -> None:
    text = "全市例会\n会议要求，要改造小区9个。"
    with transaction():
        town.lin.clearance = Label.SENSITIVE
    browser.sign_in(town.lin)
    for expected in ("收下", "仍照它标"):
        browser.post("/reports", text=text, label="sensitive" if expected == "收下" else "open")
        report = db.session.scalars(select(Report).order_by(Report.id.desc())).first()
        assert report is not None
        assert report.label is Label.SENSITIVE
        assert expected in browser.get(f"/reports/{report.id}/directives")
        browser.post(f"/reports/{report.id}/void", reason="收错")
    with transaction():
        town.lin.clearance = Label.INTERNAL

    assert browser.post("/reports", text=text, label="open").location == "/reports"
    assert "报告已收下，您看不到" in browser.get("/reports")


def test_a_unit_where_nobody_may_see_the_task_is_marked_before_it_gets_it_again(
    town: Town, browser: Browser
) -> None:
    declined = builders.step(town, builders.dispatched(town), Step.DECLINE, reason="不是本单位的事")
    with transaction():
        town.lin.clearance = Label.SENSITIVE
        lin, task = town.actor(town.lin), declined.task
        commands.label_task(lin, task, Label.SENSITIVE, reason="", now=NOW, version=task.version)

    page = browser.sign_in(town.lin).get(f"/tasks/{task.id}")

    assert f"{town.roads.name}（没有人能看到这项任务）" in page


def test_a_task_that_somebody_is_late_with_is_raised_with_a_reason(
    town: Town, browser: Browser
) -> None:
    late = builders.dispatched(town, due_on=date(2026, 2, 1), now=town.days_ago(150)).task
    address = f"/tasks/{late.id}/label"
    browser.sign_in(town.lin)

    page = browser.post(address, expect=422, label="sensitive", version=str(late.version))

    assert "请写明理由" in page
    browser.post(address, label="sensitive", reason="涉及信访人", version=str(late.version))
