"""A repeated measure beside the earlier one, and the same task in one click, as people meet them."""

import re

from sqlalchemy import func, select

from tests.browser import Browser
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.directives.builders import HOMES, STREETS, measure, report
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.workplan.directives import commands as directives
from tracker.workplan.directives.models import Directive, DirectiveLikeness, DirectiveState
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Task, TaskSource
from tracker.workplan.tasks.rules import Step

AGAIN = """石桥市城乡建设工作例会召开
2026年4月8日，市政府召开城乡建设工作例会，副市长何静主持会议。
何静强调，要改造老旧小区120个，让群众住得安心。要新建体育公园8处。
"""


def registered(town: Town, words: str = HOMES) -> Task:
    """The task that an earlier report's measure became."""
    earlier = measure(town, report(town), words)
    with transaction():
        directives.accept(town.actor(town.lin), earlier, now=NOW)
    return builders.task(town, "改造老旧小区96个", of=[earlier])


def again(town: Town) -> Directive:
    """The measure of a later report that says the same with another figure."""
    return measure(town, report(town, AGAIN), "老旧小区120个")


def state_of(directive: Directive) -> DirectiveState:
    asked = select(Directive.state).where(Directive.id == directive.id)
    return db.session.execute(asked).scalar_one()


def earlier_of(directive: Directive) -> int:
    asked = select(DirectiveLikeness.earlier_id).where(
        DirectiveLikeness.directive_id == directive.id
    )
    return db.session.execute(asked).scalar_one()


def test_a_repeated_measure_becomes_one_more_source_in_one_click(
    browser: Browser, town: Town
) -> None:
    task, directive = registered(town), again(town)
    browser.sign_in(town.lin)
    page = browser.get(f"/reports/{directive.report_id}/directives")
    assert "条相近 6" in page
    assert task.number in page
    assert "同一任务" in page

    answer = browser.post(
        f"/directives/{directive.id}/join", task=task.id, version=directive.version
    )

    assert f"/reports/{directive.report_id}/directives" in (answer.location or "")
    assert state_of(directive) is DirectiveState.ACCEPTED
    review = browser.get(f"/reports/{directive.report_id}/directives?item={directive.id}")
    assert "已并入任务" in review
    assert "退出这项任务" in review
    shown = browser.get(f"/tasks/{task.id}")
    assert "老旧小区96个" in shown
    assert "老旧小区120个" in shown
    assert "并入《石桥市城乡建设工作例会召开》" in shown

    browser.post(f"/directives/{directive.id}/leave-task")
    assert "的一条部署要求退出" in browser.get(f"/tasks/{task.id}")
    browser.post(f"/directives/{directive.id}/leave-task", expect=409)


def test_both_are_compared_with_what_differs_marked(browser: Browser, town: Town) -> None:
    task, directive = registered(town), again(town)
    path = f"/directives/{directive.id}/compare/{earlier_of(directive)}"

    page = browser.sign_in(town.lin).get(path)

    assert "<del>96个</del><ins>120个，让群众住得安心</ins>" in page
    assert task.number in page
    assert "2026年4月8日" in page
    assert "同一任务" in page
    assert "同一任务" not in browser.sign_in(town.yan).get(path)


def test_before_it_joins_the_units_are_named_that_would_no_longer_see_the_task(
    browser: Browser, town: Town
) -> None:
    task, directive = registered(town), again(town)
    builders.dispatched(town, the_task=task)
    with transaction():
        directive.report.label = Label.SENSITIVE
        town.lin.clearance = Label.SENSITIVE
    path = f"/directives/{directive.id}/compare/{earlier_of(directive)}"

    assert "这些单位没有人能看到它：住房局。" in browser.sign_in(town.lin).get(path)
    browser.post(f"/directives/{directive.id}/join", task=task.id, version=directive.version)
    assert "住房局没有人能看到它，请安全管理员授予" in browser.get(f"/tasks/{task.id}")


def test_what_is_not_alike_has_no_page(browser: Browser, town: Town) -> None:
    task, directive = registered(town), again(town)
    browser.sign_in(town.lin)

    browser.get(f"/directives/{directive.id}/compare/{directive.id}", expect=404)
    browser.post(f"/directives/{directive.id}/join", expect=409)
    browser.post(f"/directives/{directive.id}/join", task=task.id, expect=409)
    browser.post(f"/directives/{directive.id}/join", task=task.id + 99, expect=404)
    browser.sign_in(town.wang).get(
        f"/directives/{directive.id}/compare/{earlier_of(directive)}", expect=403
    )
    browser.post(f"/directives/{directive.id}/join", task=task.id, expect=403)


def test_all_that_say_just_the_same_are_settled_in_one_click(browser: Browser, town: Town) -> None:
    first = report(town)
    for words in (HOMES, STREETS):
        earlier = measure(town, first, words)
        with transaction():
            directives.accept(town.actor(town.lin), earlier, now=NOW)
        builders.task(town, words, of=[earlier])
    later = report(
        town, "全市城建例会\n会议要求，改造老旧小区96个。打造20条示范街区。新建体育公园8处。"
    )
    ids = [measure(town, later, words).id for words in (HOMES, STREETS, "体育公园")]
    browser.sign_in(town.lin)
    assert "这 2 条都并入原任务" in browser.get(f"/reports/{later.id}/directives")

    browser.post(f"/reports/{later.id}/join-repeated", ids=ids)

    page = browser.get(f"/reports/{later.id}/directives")
    assert "2 条已并入原来的任务" in page
    assert "条都并入原任务" not in page
    assert db.session.scalar(select(func.count()).select_from(TaskSource)) == 4
    browser.post(f"/reports/{later.id}/join-repeated", ids=ids, expect=409)


def test_without_a_task_the_repetition_is_only_noted(browser: Browser, town: Town) -> None:
    report(town)
    directive = again(town)
    browser.sign_in(town.lin)

    page = browser.get(f"/reports/{directive.report_id}/directives?item={directive.id}")

    assert "重复，只阅知" in page
    assert "同一任务" not in page
    assert "与《石桥市召开全市重点工作部署会》第" in page


def test_what_is_registered_comes_first_and_is_kept_among_many_copies(
    browser: Browser, town: Town
) -> None:
    earlier = measure(town, report(town), HOMES)
    with transaction():
        directives.accept(town.actor(town.lin), earlier, now=NOW)
    drafts = "改造老旧小区120个，让群众住得安心"
    for n in range(10):
        report(town, f"第{n}次城建例会\n会议要求，{drafts}。会议开了一天。")
    kept = report(town, AGAIN)
    task = builders.task(town, "改造老旧小区96个", of=[earlier])
    it = measure(town, kept, "老旧小区120个")
    browser.sign_in(town.lin)

    page = browser.get(f"/reports/{kept.id}/directives?item={it.id}")

    lines = page.html.split('class="repeat"')[1:]
    assert len(lines) == 3
    assert task.number in lines[0]
    assert "同一任务" in lines[0]


def test_all_are_settled_although_a_likelier_draft_stands_beside(
    browser: Browser, town: Town
) -> None:
    task = registered(town)
    report(town, "城建例会\n会议要求，改造老旧小区96个。会议开了一天。")
    later = report(town, "城建调度会\n会议要求，改造老旧小区96个。新建体育公园8处。")
    it = measure(town, later, HOMES)
    browser.sign_in(town.lin)

    browser.post(f"/reports/{later.id}/join-repeated", ids=[it.id])

    assert task.number in browser.get(f"/reports/{later.id}/directives?item={it.id}")


def test_beside_an_undecided_draft_noting_is_not_the_thing_to_do(
    browser: Browser, town: Town
) -> None:
    earlier = measure(town, report(town), HOMES)
    directive = again(town)
    path = f"/directives/{directive.id}/compare/{earlier_of(directive)}"
    browser.sign_in(town.lin)

    page = browser.get(path).html
    assert button_of(page, "重复，只阅知") == "btn btn-quiet"
    assert "先审较早的那一条" in page

    with transaction():
        directives.accept(town.actor(town.lin), earlier, now=NOW)
    page = browser.get(path).html
    assert button_of(page, "重复，只阅知") == "btn btn-primary"
    assert "先审较早的那一条" not in page


def button_of(page: str, label: str) -> str:
    """The classes of the button that says this."""
    found = re.search(rf'<button class="([^"]*)"[^>]*>\s*{label}', page)
    assert found is not None
    return found[1]


def test_a_task_that_is_over_is_named_but_not_offered(browser: Browser, town: Town) -> None:
    task = registered(town)
    work = builders.dispatched(town, the_task=task)
    for step in (Step.ACKNOWLEDGE, Step.ASK_CLOSURE, Step.CLOSE):
        builders.step(town, work, step)
    directive = again(town)

    page = browser.sign_in(town.lin).get(
        f"/directives/{directive.id}/compare/{earlier_of(directive)}"
    )

    assert "（已办结）" in page
    assert "另行立项" in page
    assert "同一任务" not in page


def test_what_was_voided_is_repeated_by_nothing(browser: Browser, town: Town) -> None:
    first = report(town)
    directive = again(town)
    with transaction():
        commands.void_report(town.actor(town.lin), first, reason="收重了", now=NOW)

    page = browser.sign_in(town.lin).get(f"/reports/{directive.report_id}/directives")

    assert "相近" not in page


def test_what_is_added_by_hand_is_compared_as_well(browser: Browser, town: Town) -> None:
    report(town)
    kept = report(town, "石桥市住房工作座谈会\n大家谈到改造老旧小区108个的打算。\n会议开了一天。")
    browser.sign_in(town.lin)

    browser.post(
        f"/reports/{kept.id}/directives", text="改造老旧小区108个", start="", level="measure"
    )

    assert "比一比" in browser.get(f"/reports/{kept.id}/directives")


def test_many_repetitions_cost_no_more_than_one(browser: Browser, town: Town) -> None:
    lines = [f"要改造第{n}号街区，打造第{n}号公园，整治第{n}号河道。" for n in range(12)]
    costs = []
    for text in ("全市城建例会\n要改造第1号街区。", "全市城建调度会\n" + "\n".join(lines)):
        report(town, "上一次城建会议\n" + text)
        kept = report(town, text + "\n会议开了一天。")
        browser.sign_in(town.lin)
        with counted() as count:
            page = browser.get(f"/reports/{kept.id}/directives")
        assert "比一比" in page
        costs.append(count.total)

    assert costs[0] == costs[1]


def test_sources_and_reports_stay_what_they_are(town: Town) -> None:
    task, directive = registered(town), again(town)
    with transaction():
        commands.join_task(town.actor(town.lin), directive, task, now=NOW)

    asked = select(TaskSource.joined_at).where(TaskSource.task_id == task.id)
    assert sorted(it is not None for it in db.session.scalars(asked)) == [False, True]
    assert db.session.scalar(select(Report.text).where(Report.id == directive.report_id)) == AGAIN
