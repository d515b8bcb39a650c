"""The pages about instructions, as people meet them."""

from typing import Any

from sqlalchemy import event, select

from tests.browser import Browser
from tests.scans import PDF, sent
from tests.town import Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.instructions.builders import answered, demanding, followed, instructed
from tracker.foundation.db import db, transaction
from tracker.people.models import Grant, Role
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.models import Task


def the_only() -> Instruction:
    return db.session.scalars(select(Instruction)).one()


def test_from_a_leaders_words_to_a_task_its_answer_and_its_end(
    browser: Browser, town: Town
) -> None:
    work = builders.acknowledged(town, title="整治易涝点")
    builders.priority(town)
    browser.sign_in(town.yan)
    form = browser.get(f"/instructions/new?about=task:{work.task_id}")
    assert "写批示" in form
    assert "整治易涝点" in form
    assert "市住房局" in form

    refused = browser.post(
        f"/instructions/new?about=task:{work.task_id}",
        expect=422,
        about=f"task:{work.task_id}",
        text="汛期不等人。",
        units="东溪县、火星局",
        demand="摸清积水点。",
    )
    assert "单位名册里没有：火星局" in refused
    assert "汛期不等人。" in refused
    answer = browser.post(
        f"/instructions/new?about=task:{work.task_id}",
        about=f"assignment:{work.id}",
        text="汛期不等人。",
        wants_answer="y",
        answer_due_on="2026-06-25",
        demand="摸清积水点，列出清单。",
        units="东溪县、西岭县",
        demand_due_on="2026-07-10",
    )
    it = the_only()
    there = f"/instructions/{it.id}"
    assert answer.location == there
    assert "已发出" in browser.get(there)
    assert "汛期不等人" in browser.get(f"/tasks/{work.task_id}")

    browser.sign_in(town.wang)
    home = browser.get("/")
    assert "待回复的批示" in home
    assert "6月25日前" in home
    assert "请写回复内容" in browser.post(f"{there}/answer", expect=422, unit=town.housing.id)
    browser.post(f"{there}/answer", unit=town.housing.id, answer="已摸清十二处。")
    assert "已摸清十二处。" in browser.get(there)
    assert "待回复的批示" not in browser.get("/")

    browser.sign_in(town.lin)
    assert "待转任务的批示" in browser.get("/")
    assert "待转任务" in browser.get("/instructions?state=to_follow")
    page = browser.get(f"{there}/task")
    assert 'value="摸清积水点，列出清单"' in page
    assert "严明2026年6月18日批示要求。" in page
    priority = builders.priority(town)
    answer = browser.post(
        f"{there}/task",
        priority=priority.id,
        title="摸清积水点",
        text="逐个摸清。",
        leader=town.yan.id,
        cycle="",
        weight=1,
        version=it.version,
    )
    task = db.session.scalars(select(Task).where(Task.title == "摸清积水点")).one()
    assert answer.location == f"/tasks/dispatch?task={task.id}"
    dispatch = browser.get(f"/tasks/dispatch?task={task.id}")
    assert "东溪县、西岭县" in dispatch
    assert 'value="2026-07-10"' in dispatch
    assert "这项任务由这条批示立项" in browser.get(f"/tasks/{task.id}")
    assert task.number in browser.get(there)

    seen = the_only().version
    assert "请写办理结果" in browser.post(f"{there}/finish", expect=422, version=seen)
    browser.post(f"{there}/finish", outcome="已立项整治。", version=seen)
    assert "已立项整治。" in browser.get(there)
    browser.post(f"{there}/reopen", version=the_only().version)
    assert the_only().is_open


def test_a_supervisor_records_with_a_scan_that_is_handed_out(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)
    browser.sign_in(town.lin)
    path = f"/instructions/new?about=assignment:{work.id}"
    assert "代录批示" in browser.get(path)
    fields: dict[str, Any] = {"about": f"assignment:{work.id}", "text": "抓紧。"}

    unsaid = browser.post(path, expect=422, **fields)
    assert "请选是哪位领导的批示" in unsaid
    bare = {key: it for key, it in sent(town).items() if key != "scan"}
    assert "请附上批示的扫描件" in browser.post(path, expect=422, **fields, **bare)
    browser.post(path, **fields, **sent(town))

    it = the_only()
    assert "代录" in browser.get(f"/instructions/{it.id}")
    assert browser.get(f"/instructions/{it.id}/scan").data == PDF
    plain = instructed(town, work)
    browser.get(f"/instructions/{plain.id}/scan", expect=404)


def test_what_was_written_today_is_corrected_or_taken_back(browser: Browser, town: Town) -> None:
    it = demanding(town)
    browser.sign_in(town.yan)
    form = browser.get(f"/instructions/{it.id}/edit")
    assert "东溪县、西岭县" in form

    wrong = browser.post(
        f"/instructions/{it.id}/edit",
        expect=422,
        text="改了。",
        units="东溪县",
        version=it.version,
    )
    assert "请写明要求落实的事" in wrong
    assert "火星局" in browser.post(
        f"/instructions/{it.id}/edit", expect=422, text="改了。", units="火星局", version=it.version
    )
    browser.post(f"/instructions/{it.id}/edit", text="改了。", version=it.version)
    assert the_only().text == "改了。"
    assert "请写明理由" in browser.post(
        f"/instructions/{it.id}/withdraw", expect=422, version=the_only().version
    )
    browser.post(f"/instructions/{it.id}/withdraw", reason="写错了", version=the_only().version)
    assert "已撤回" in browser.get(f"/instructions/{it.id}")
    browser.get(f"/instructions/{it.id}/edit", expect=409)
    browser.sign_in(town.lin).get(f"/instructions/{it.id}/edit", expect=403)


def test_a_demand_is_joined_to_a_task_by_its_number_and_parted_again(
    browser: Browser, town: Town
) -> None:
    it, there = demanding(town), builders.task(town, "已有的事")
    browser.sign_in(town.lin)
    path = f"/instructions/{it.id}/join"

    assert "请写任务编号" in browser.post(path, expect=422, version=it.version)
    assert "没有这个编号" in browser.post(path, expect=422, task="2026-99-999", version=it.version)
    browser.post(path, task=there.number, version=it.version)
    assert "这项任务同时落实这条批示" in browser.get(f"/tasks/{there.id}")
    browser.get(f"/instructions/{it.id}/task", expect=409)
    browser.post(f"/instructions/{it.id}/part", version=the_only().version)
    assert the_only().waits_for_task


def test_a_task_that_cannot_be_is_refused_beside_its_name(browser: Browser, town: Town) -> None:
    it, priority = demanding(town), builders.priority(town)
    browser.sign_in(town.lin)
    fields = {"priority": priority.id, "text": "摸清。", "leader": "", "cycle": "", "weight": 1}

    assert "请写任务名称" in browser.post(
        f"/instructions/{it.id}/task", expect=422, version=it.version, **fields
    )
    browser.post(f"/instructions/{it.id}/task", expect=409, title="摸清", version=9, **fields)
    followed(town, it)
    assert "已经转为任务" in browser.post(
        f"/instructions/{it.id}/task",
        expect=422,
        title="摸清",
        version=the_only().version,
        **fields,
    )
    assert "还没有转为任务" in browser.post(
        f"/instructions/{demanding(town).id}/finish", expect=409, outcome="办了", version=1
    )


def test_a_report_shows_what_was_said_of_it_to_who_reads_it(browser: Browser, town: Town) -> None:
    report = builders.report(town)
    browser.sign_in(town.yan)
    assert "还没有批示" in browser.get(f"/reports/{report.id}")
    browser.post(
        f"/instructions/new?about=report:{report.id}",
        about=f"report:{report.id}",
        text="讲得好，要抓到底。",
    )

    page = browser.get(f"/reports/{report.id}")
    assert "讲得好，要抓到底。" in page
    browser.post("/watching", about=f"report:{report.id}", next=f"/reports/{report.id}")
    assert "★ 已关注" in browser.get(f"/reports/{report.id}")
    assert report.title in browser.get("/watching")


def test_who_heads_several_units_chooses_for_which_to_answer(browser: Browser, town: Town) -> None:
    east, _west = builders.dispatched_to_each(town)
    it = instructed(town, east.task)
    with transaction():
        db.session.add(
            Grant(person_id=town.qin.id, role=Role.HEAD, unit_id=town.west.id, from_on=it.given_on)
        )
    browser.sign_in(town.qin)

    assert 'name="unit"' in browser.get(f"/instructions/{it.id}")
    browser.post(f"/instructions/{it.id}/answer", unit=town.west.id, answer="已查。")
    assert "西岭县" in browser.get(f"/instructions/{it.id}")
    browser.sign_in(town.lin).post(
        f"/instructions/{it.id}/answer", expect=403, unit=town.west.id, answer="已查。"
    )


def test_an_empty_list_says_what_to_do(browser: Browser, town: Town) -> None:
    assert "代录" in browser.sign_in(town.lin).get("/instructions")
    assert "没有批示" in browser.sign_in(town.wang).get("/instructions")
    assert "没有符合条件" in browser.get("/instructions?state=done")
    browser.get("/instructions/new?about=task:1", expect=403)
    browser.sign_in(town.yan).get("/instructions/new", expect=404)


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    browser: Browser, town: Town
) -> None:
    def questions() -> int:
        asked: list[str] = []

        def note(*given: object) -> None:
            asked.append(str(given[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        browser.get("/instructions")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    work = builders.acknowledged(town)
    answered(town, instructed(town, work))
    browser.sign_in(town.lin)
    few = questions()
    for _ in range(4):
        demanding(town, work.task)

    assert questions() == few
