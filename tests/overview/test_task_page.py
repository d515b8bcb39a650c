"""The page of one task: its source, its units, what may be done now, what befell it."""

from datetime import date, timedelta

from tests.browser import Browser
from tests.overview.builders import FEBRUARY, LATER, MAY, PAST, extended, redone
from tests.scans import told
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import entry, returned
from tests.workplan.tasks.builders import (
    acknowledged,
    closed,
    directive,
    dispatched,
    dispatched_to_each,
    note,
    report,
    reported,
    step,
    task,
)
from tests.workplan.tasks.extensions.builders import approved
from tracker.foundation.db import transaction
from tracker.overview.task_page import TaskPage, task_page
from tracker.people.models import Person
from tracker.workplan.tasks.commands import edit_task, note_percent, take_step
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import judging


def page_of(town: Town, who: Person, lead: Assignment) -> TaskPage:
    return task_page(town.actor(who), lead.task_id, judging(TODAY))


def test_the_source_sentence_comes_first_with_some_words_around(
    browser: Browser, town: Town
) -> None:
    text = f"前言。\n会议要求，加快老旧小区改造，年底见效。{'其他工作也要抓紧，' * 9}"
    source = directive(town, "加快老旧小区改造", of=report(town, "推进会召开", text=text))
    made = task(town, of=[source])

    page = task_page(town.actor(town.lin), made.id, judging(TODAY))
    assert (page.sources[0].before, page.sources[0].after) == ("会议要求，", "，年底见效。……")
    shown = browser.sign_in(town.lin).get(f"/tasks/{made.id}")
    assert "《推进会召开》" in shown
    assert "在报告中看" in shown
    assert "还没有交办给承办单位" in shown
    assert "定单位和时限" in shown


def test_long_words_around_a_quotation_are_cut(town: Town) -> None:
    text = f"{'很长的铺垫，' * 20}加快老旧小区改造{'以及后面的话，' * 20}"
    source = directive(town, "加快老旧小区改造", of=report(town, text=text))
    made = task(town, of=[source])

    found = task_page(town.actor(town.lin), made.id, judging(TODAY)).sources[0]

    assert found.before.startswith("……很长的铺垫，")
    assert found.after.endswith("……")


def test_a_task_without_a_source_says_so_and_shows_its_text(browser: Browser, town: Town) -> None:
    made = task(town, "值班检查", leader=town.yan, is_key=True, is_standing=True)
    with transaction():
        edit_task(
            town.actor(town.lin),
            made,
            title=made.title,
            text="值班检查\n随机抽查。",
            leader_id=town.yan.id,
            cycle=made.cycle,
            is_key=True,
            is_standing=True,
            weight=3,
            version=made.version,
            now=NOW,
        )

    page = browser.sign_in(town.lin).get(f"/tasks/{made.id}")

    for words in ("直接立项", "随机抽查。", "长期坚持", "重点任务", "3 分", "修改任务内容", "立项"):
        assert words in page


def test_what_needs_a_decision_comes_first(town: Town) -> None:
    first, second = dispatched_to_each(town, due_on=PAST, now=FEBRUARY)
    third, fourth = dispatched_to_each(town, [town.housing, town.roads], due_on=LATER)
    step(town, second, Step.DECLINE, reason="不属本县。", now=FEBRUARY)
    step(town, fourth, Step.ACKNOWLEDGE)
    note(town, fourth, 100)
    step(town, fourth, Step.ASK_CLOSURE)

    assert [line.assignment.id for line in page_of(town, town.lin, first).leads] == [
        second.id,
        first.id,
    ]
    page = page_of(town, town.lin, third)
    assert [line.assignment.id for line in page.leads] == [fourth.id, third.id]
    assert page.marks == [("state:reported", 1), ("waiting", 1)]


def test_a_terminated_part_comes_last(town: Town) -> None:
    first, second = dispatched_to_each(town, due_on=LATER)
    step(town, first, Step.TERMINATE, reason="任务取消。")
    step(town, second, Step.ACKNOWLEDGE)
    note(town, second, 100)
    step(town, second, Step.ASK_CLOSURE)
    step(town, second, Step.CLOSE)

    page = page_of(town, town.lin, first)

    assert [line.assignment.id for line in page.leads] == [second.id, first.id]
    assert page.marks == [("closed", 1), ("state:terminated", 1)]


def test_units_of_an_each_task_see_themselves_alone(browser: Browser, town: Town) -> None:
    first, _second = dispatched_to_each(town, due_on=LATER, now=FEBRUARY)
    for it in (first, _second):
        step(town, it, Step.ACKNOWLEDGE, now=FEBRUARY)

    page = browser.sign_in(town.qin).get(f"/tasks/{first.task_id}")

    assert "东溪县" in page
    assert "西岭县" not in page
    browser.sign_in(town.wang).get(f"/tasks/{first.task_id}", expect=404)


def test_the_coordinator_sees_all_of_them(browser: Browser, town: Town) -> None:
    first = dispatched_to_each(town, coordinator=town.housing)[0]

    page = browser.sign_in(town.wang).get(f"/tasks/{first.task_id}")

    assert "归口处室" in page
    assert "西岭县" in page


def test_supporters_are_listed_apart(browser: Browser, town: Town) -> None:
    lead = acknowledged(town, support=[town.roads], percent=20)

    page = browser.sign_in(town.zhao).get(f"/tasks/{lead.task_id}")

    assert "1 家，不单独计" in page
    assert "配合单位不单独申请办结" in page


def test_the_latest_words_and_dates_stand_beside_each_unit(browser: Browser, town: Town) -> None:
    lead = acknowledged(town, due_on=PAST, now=FEBRUARY)
    entry(town, lead, percent=60, done="完成 3 公里。", now=MAY)

    page = browser.sign_in(town.lin).get(f"/tasks/{lead.task_id}")

    for words in ("完成 3 公里。", "逾 18 天", "住房局报进展：完成 60%", "序时进度 100%"):
        assert words in page


def test_dates_tell_how_it_went(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    moved = extended(town)
    done = closed(town, due_on=PAST, now=FEBRUARY, closed_at=MAY, title="学位")
    waits = reported(town, due_on=LATER, title="公园")
    standing = acknowledged(town, is_standing=True, due_on=None, title="常抓")

    assert "原 5月31日" in browser.get(f"/tasks/{moved.task_id}")
    assert "批准住房局延期至 7月31日：须路局配合。" in browser.get(f"/tasks/{moved.task_id}")
    assert "5月26日销号" in browser.get(f"/tasks/{done.task_id}")
    assert "按时申请" in browser.get(f"/tasks/{waits.task_id}")
    assert "长期坚持" in browser.get(f"/tasks/{standing.task_id}")


def test_one_deed_to_many_units_is_one_line_of_history(browser: Browser, town: Town) -> None:
    lead = dispatched_to_each(town, [town.housing, town.roads, town.east, town.west])[0]

    page = browser.sign_in(town.lin).get(f"/tasks/{lead.task_id}")

    assert "交办 4 家" in page
    assert len(page_of(town, town.lin, lead).history) == 2


def test_every_step_has_its_sentence(browser: Browser, town: Town) -> None:
    lead = dispatched(town, due_on=LATER)
    steps = (
        Step.DECLINE,
        Step.REDISPATCH,
        Step.ACKNOWLEDGE,
        Step.ASK_CLOSURE,
        Step.WITHDRAW,
        Step.ASK_CLOSURE,
        Step.REDO,
        Step.PAUSE,
        Step.RESUME,
        Step.ASK_CLOSURE,
        Step.CLOSE,
        Step.REOPEN,
        Step.TERMINATE,
    )
    for minutes, the_step in enumerate(steps, 1):
        now = NOW + timedelta(minutes=minutes)
        step(town, lead, the_step, reason="见附件。", now=now)
        if the_step is Step.ACKNOWLEDGE:
            note(town, lead, 100, now=now)

    page = browser.sign_in(town.lin).get(f"/tasks/{lead.task_id}")

    for words in (
        "住房局退回，待重派：见附件。",
        "重新交办住房局：见附件。",
        "住房局签收",
        "住房局申请办结",
        "住房局撤回办结申请",
        "退回住房局重办",
        "中止住房局的办理",
        "恢复住房局的办理",
        "核定住房局办结",
        "对住房局回头看，重新办理",
        "终止住房局的办理",
        "更早的 4 条",
    ):
        assert words in page


def test_a_recorded_decision_names_the_leader(browser: Browser, town: Town) -> None:
    lead = acknowledged(town, due_on=LATER)
    approved(town, lead, date(2027, 1, 31), reason="雨季停工。", told=told(town))
    with transaction():
        take_step(
            town.actor(town.lin), lead, Step.PAUSE, reason="等批复。", told=told(town), now=NOW
        )

    page = browser.sign_in(town.lin).get(f"/tasks/{lead.task_id}")

    assert "雨季停工。（代录严明6月18日的决定）" in page
    assert "等批复。（代录严明6月18日的决定）" in page


def test_a_returned_one_says_how_often(browser: Browser, town: Town) -> None:
    assert "退回 1 次" in browser.sign_in(town.lin).get(f"/tasks/{redone(town).task_id}")


def test_the_deeds_of_the_page_do_what_they_say(browser: Browser, town: Town) -> None:
    lead = reported(town, due_on=LATER)

    browser.sign_in(town.lin)
    assert "核定办结" in browser.get(f"/tasks/{lead.task_id}")
    browser.post(
        f"/assignments/{lead.id}/close", version=lead.version, next=f"/tasks/{lead.task_id}"
    )

    assert "回头看" in browser.get(f"/tasks/{lead.task_id}")


def test_a_deed_to_several_units_asks_which(browser: Browser, town: Town) -> None:
    leads = dispatched_to_each(town)
    for it in leads:
        step(town, it, Step.DECLINE, reason="不属本县。")

    page = browser.sign_in(town.lin).get(f"/tasks/{leads[0].task_id}")

    assert 'id="deed-redispatch"' in page
    assert all(f'formaction="/assignments/{it.id}/redispatch"' in page for it in leads)
    assert "仍交原单位" in page
    assert "代录" in page


def test_a_stranger_and_a_missing_task_look_the_same(browser: Browser, town: Town) -> None:
    lead = acknowledged(town)

    browser.sign_in(town.zhao).get(f"/tasks/{lead.task_id}", expect=404)
    browser.get("/tasks/999999", expect=404)
    browser.sign_in(town.gu).get(f"/tasks/{lead.task_id}", expect=403)


def test_one_who_has_nothing_to_do_is_told_so(browser: Browser, town: Town) -> None:
    lead = closed(town, due_on=LATER)

    assert "现在没有需要您办的" in browser.sign_in(town.wang).get(f"/tasks/{lead.task_id}")


def test_history_names_the_unit_of_its_time(browser: Browser, town: Town) -> None:
    lead = dispatched(town, unit=town.east, due_on=LATER)
    step(town, lead, Step.DECLINE, reason="不属本县。", now=NOW + timedelta(minutes=1))
    with transaction():
        take_step(
            town.actor(town.lin),
            lead,
            Step.REDISPATCH,
            reason="按职责分工。",
            unit_id=town.roads.id,
            now=NOW + timedelta(minutes=2),
        )
    step(town, lead, Step.ACKNOWLEDGE, now=NOW + timedelta(minutes=3))

    page = browser.sign_in(town.lin).get(f"/tasks/{lead.task_id}")

    east, roads = town.east.short_name, town.roads.short_name
    assert f"交办 {east}" in page
    assert f"{east}退回，待重派：不属本县。" in page
    assert f"由{town.east.name}改派{town.roads.name}：按职责分工。" in page
    assert f"重新交办{roads}" not in page
    assert f"{roads}签收" in page


def test_a_returned_entry_is_the_supervisors_deed(browser: Browser, town: Town) -> None:
    lead = acknowledged(town, due_on=LATER)
    returned(town, entry(town, lead, percent=40), reason="请附验收单。")

    page = browser.sign_in(town.lin).get(f"/tasks/{lead.task_id}")

    assert "住房局报进展：完成 40%" in page
    assert "退回住房局的填报：请附验收单。（完成比例退回到 0%）" in page
    assert "住房局报进展：完成 0%" not in page


def test_the_words_around_a_quotation_are_cut_between_clauses(town: Town) -> None:
    before = f"{'各有关单位要提高认识，' * 4}12月20日前拿出方案，"
    after = f"，2月20日前见效，{'其他工作也要抓紧抓实抓出成效' * 3}"
    text = f"{before}加快老旧小区改造{after}\n"
    made = task(
        town, of=[directive(town, "加快老旧小区改造", of=report(town, "推进会召开", text=text))]
    )

    source = task_page(town.actor(town.lin), made.id, judging(TODAY)).sources[0]

    assert source.before == "……各有关单位要提高认识，各有关单位要提高认识，12月20日前拿出方案，"
    assert source.after == "，2月20日前见效，……"


def test_a_county_is_not_told_what_another_said_before_it_was_theirs(
    browser: Browser, town: Town
) -> None:
    first, _ = dispatched_to_each(town)
    with transaction():
        take_step(town.actor(town.qin), first, Step.DECLINE, reason="本县没有这类河道。", now=NOW)
    with transaction():
        take_step(
            town.actor(town.lin),
            first,
            Step.REDISPATCH,
            reason="改由公路部门办。",
            unit_id=town.roads.id,
            now=NOW + timedelta(hours=1),
        )

    theirs = browser.sign_in(town.zhao).get(f"/tasks/{first.task_id}")
    assert "本县没有这类河道。" not in theirs
    assert town.east.name not in theirs
    whole = browser.sign_in(town.lin).get(f"/tasks/{first.task_id}")
    assert "本县没有这类河道。" in whole


def test_a_long_history_keeps_its_beginning(town: Town) -> None:
    it = acknowledged(town)
    wang = town.actor(town.wang)
    with transaction():
        for percent in [20, 10] * 110:
            note_percent(wang, it, percent=percent, reason="重新核算。", now=NOW)

    told = page_of(town, town.lin, it).history

    assert told[-1].kind == "registered"
