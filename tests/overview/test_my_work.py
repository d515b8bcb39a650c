"""What each person finds to do."""

import re

from tests.browser import Browser, Page
from tests.overview.builders import (
    FEBRUARY,
    LATER,
    MAY,
    PAST,
    SOON,
    extended,
    redone,
    summary,
    town_with_a_year,
)
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import draft, entry, returned
from tests.workplan.tasks.builders import (
    acknowledged,
    closed,
    directive,
    dispatched,
    dispatched_to_each,
    note,
    plan,
    reported,
    step,
    task,
)
from tracker.foundation.db import db, transaction
from tracker.foundation.settings import keep_option
from tracker.overview.filters import Filters
from tracker.overview.my_work import MyWork, my_work
from tracker.overview.task_list import task_list
from tracker.people.models import Grant, Person, Role
from tracker.workplan.directives.models import DirectiveState
from tracker.workplan.review.models import SummaryState
from tracker.workplan.tasks.limits import DUE_SOON
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Signal, judging


def work_of(town: Town, who: Person) -> MyWork:
    return my_work(town.actor(who), judging(TODAY))


def url_of(filters: Filters) -> str:
    return f"/tasks?year={filters.written['year']}&work={filters.work}"


def headline(page: Page) -> str:
    """Return what the page says first, without its blanks."""
    head = page.html[page.html.index("<h1") : page.html.index("</h1>")]
    return "".join(re.sub("<[^>]*>", "", head).split())


def kinds(town: Town, who: Person) -> dict[str, int]:
    return {group.kind: group.total for group in work_of(town, who).filled}


def test_a_head_finds_what_the_unit_has_to_do(browser: Browser, town: Town) -> None:
    dispatched(town, title="新交办的事")
    redone(town, title="退回的事")
    acknowledged(town, due_on=PAST, now=FEBRUARY, title="逾期的事")
    acknowledged(town, due_on=SOON, now=FEBRUARY, percent=80, title="临期的事")
    acknowledged(town, due_on=LATER, now=FEBRUARY, title="滞后的事", cycle=ReportingCycle.MONTHLY)
    drafted = acknowledged(town, due_on=LATER, title="拟好的事")
    draft(town, drafted, by=town.bai)
    returned(town, entry(town, acknowledged(town, due_on=LATER, title="报过的事")))
    summary(town, plan(town), town.housing, SummaryState.RETURNED)

    assert kinds(town, town.wang) == {
        "sign": 1,
        "redo": 1,
        "overdue": 1,
        "returned": 1,
        "due_soon": 1,
        "lagging": 1,
        "submit": 1,
        "summary": 1,
    }
    work = work_of(town, town.wang)
    assert (work.now, *work.counts_of("due_soon", "lagging")) == (6, 1, 1)
    page = browser.sign_in(town.wang).get("/")
    for words in (
        "新交办的事",
        "“缺两处验收意见。”",
        "补正重报",
        "逾期 18 天",
        "余 7 个工作日",
        "白露",
        "审阅提交",
        "修改重报",
        "请补充数据。",
    ):
        assert words in page


def test_a_contact_is_not_asked_to_submit(town: Town) -> None:
    it = acknowledged(town, due_on=LATER)
    draft(town, it, by=town.bai)

    assert "submit" not in kinds(town, town.bai)
    assert kinds(town, town.wang)["submit"] == 1


def test_what_was_signed_late_says_so(browser: Browser, town: Town) -> None:
    dispatched(town, now=FEBRUARY)

    assert "签收逾期" in browser.sign_in(town.wang).get("/")


def test_a_redone_one_that_was_reported_again_is_no_longer_asked_for(town: Town) -> None:
    it = redone(town)
    note(town, it, 100)
    step(town, it, Step.ASK_CLOSURE)

    assert "redo" not in kinds(town, town.wang)
    assert [row.assignment for row in work_of(town, town.wang).waiting] == [it]


def test_a_unit_reads_what_it_waits_for(browser: Browser, town: Town) -> None:
    reported(town, title="已申请的事")
    declined = dispatched(town, title="退回的事")
    step(town, declined, Step.DECLINE, reason="不属本局。")

    page = browser.sign_in(town.wang).get("/")

    assert "待督查室核定" in page
    assert "已退回，待督查室重新交办" in page
    assert "手头的事都办完了" in page


def test_the_filling_of_the_period_is_counted(browser: Browser, town: Town) -> None:
    first = acknowledged(town, due_on=LATER, title="甲")
    acknowledged(town, due_on=LATER, title="乙")
    entry(town, first)

    filling = work_of(town, town.wang).filling[0]
    assert (filling.filled, filling.asked, filling.left) == (1, 2, 1)
    assert "接着填余下 1 件" in browser.sign_in(town.wang).get("/")


def test_a_filled_period_is_looked_at(browser: Browser, town: Town) -> None:
    entry(town, acknowledged(town, due_on=LATER))

    assert "看本期填报" in browser.sign_in(town.wang).get("/")


def test_the_supervisor_finds_everything_from_report_to_summary(
    browser: Browser, town: Town
) -> None:
    reported(town, due_on=LATER, title="待核定的事")
    declined = dispatched_to_each(
        town, [town.housing, town.roads, town.east, town.west], title="退回的事"
    )
    for it in declined:
        step(town, it, Step.DECLINE, reason="不属本单位。")
    directive(town, "加快公路提档", state=DirectiveState.DRAFT)
    directive(town, "加快小区改造")
    task(town, "待交办的事")
    dispatched(town, title="待签收的事", unit=town.east)
    acknowledged(town, due_on=PAST, now=FEBRUARY, title="逾期的事")
    summary(town, plan(town), town.housing, SummaryState.SUBMITTED)

    assert kinds(town, town.lin) == {
        "verify": 1,
        "declined": 4,
        "review": 1,
        "register": 1,
        "dispatch": 1,
        "accept": 1,
        "late": 1,
    }
    page = browser.sign_in(town.lin).get("/")
    for words in (
        "住房局申请办结，完成 100%",
        "住房局、公路局等 4 家退回",
        "1 条待定，共 1 条",
        "1 条举措已采纳",
        "待交办的事",
        "等您审核",
        "待东溪县签收",
    ):
        assert words in page
    assert headline(page) == "今天有9件要您办，各单位逾期1件"


def test_supporters_that_have_not_signed_are_waited_for_too(town: Town) -> None:
    acknowledged(town, support=[town.east])
    waiting = my_work(town.actor(town.lin), judging(TODAY)).unsigned
    assert waiting is not None
    assert [it.assignment.unit_id for it in waiting.rows if it.assignment] == [town.east.id]


def test_waiting_for_many_signatures_is_summed_up(browser: Browser, town: Town) -> None:
    for number in range(3):
        dispatched_to_each(town, title=f"排查{number}", now=FEBRUARY)

    page = browser.sign_in(town.lin).get("/")

    assert "共 6 件待签收" in page
    assert "已过" in page


def test_what_has_no_date_is_shown_without_one(browser: Browser, town: Town) -> None:
    reported(town, title="有时限的事", due_on=LATER)
    standing = acknowledged(town, is_standing=True, due_on=None, title="常抓")
    note(town, standing, 100)
    step(town, standing, Step.ASK_CLOSURE)

    assert kinds(town, town.lin) == {"verify": 2}
    assert "常抓" in browser.sign_in(town.lin).get("/")


def test_a_leader_finds_what_is_red_in_their_charge_first(browser: Browser, town: Town) -> None:
    acknowledged(town, due_on=PAST, now=FEBRUARY, title="住房局的事")
    acknowledged(town, unit=town.roads, due_on=PAST, now=FEBRUARY, title="公路局的事")
    acknowledged(town, due_on=SOON, now=FEBRUARY, percent=80, title="临期的事")
    dispatched_to_each(town, due_on=PAST, now=FEBRUARY, title="两县的事")

    assert kinds(town, town.yan) == {"red_mine": 1, "warned_mine": 1, "red_others": 3}
    page = browser.sign_in(town.yan).get("/")
    assert page.html.index("住房局的事") < page.html.index("公路局的事")
    assert headline(page) == "今天没有要您办的，您分管的逾期1件，其他单位逾期3件"
    assert "东溪县、西岭县" in page


def test_what_runs_late_with_an_approval_is_not_red(town: Town) -> None:
    extended(town)

    assert kinds(town, town.yan) == {}


def test_those_who_run_the_system_are_told_that_they_do_no_business(
    browser: Browser, town: Town
) -> None:
    page = browser.sign_in(town.gu).get("/")

    assert "不办理业务" in page
    assert "本期填报" not in page


def test_the_month_marks_the_days_on_which_something_is_due(town: Town) -> None:
    acknowledged(town, due_on=SOON, now=FEBRUARY, percent=80)
    dispatched_to_each(town, due_on=SOON, now=FEBRUARY, title="已退回的事")

    def marks(who: Person) -> list[Signal]:
        days = [day for week in work_of(town, who).month for day in week if day]
        return [day.signal for day in days if day.signal]

    assert marks(town.wang) == marks(town.yan) == [Signal.DUE_SOON]
    assert marks(town.zhao) == []


def test_a_day_on_which_all_is_declined_has_no_mark(town: Town) -> None:
    it = dispatched(town, due_on=SOON)
    step(town, it, Step.DECLINE, reason="不属本局。")

    days = [day for week in work_of(town, town.wang).month for day in week if day]

    assert not any(day.signal for day in days)


def test_everybody_meets_a_page_that_keeps_the_house_rules(browser: Browser, town: Town) -> None:
    town_with_a_year(town, 2)
    closed(town, unit=town.east, due_on=LATER, now=FEBRUARY, closed_at=MAY, title="早办的事")

    for who in (town.wang, town.bai, town.zhao, town.qin, town.sun, town.lin, town.yan):
        assert "我的工作" in browser.sign_in(who).get("/")


def test_the_filling_is_what_the_grid_says(browser: Browser, town: Town) -> None:
    draft(town, acknowledged(town, due_on=LATER, title="拟了的事"), by=town.bai)
    entry(town, acknowledged(town, due_on=LATER, title="报了的事"))
    acknowledged(town, due_on=LATER, title="没写的事")

    filling = work_of(town, town.wang).filling[0]

    assert (filling.filled, filling.asked) == (2, 3)
    page = browser.sign_in(town.wang).get(f"/progress/units/{town.housing.id}")
    assert re.search(r"data-filled>2</span></b> / 3", page.html)


def test_a_link_to_other_counts_says_how_many_tasks_it_shows(browser: Browser, town: Town) -> None:
    for lead in dispatched_to_each(town, due_on=PAST, now=FEBRUARY, title="两家的事"):
        step(town, lead, Step.ACKNOWLEDGE, now=FEBRUARY)

    page = browser.sign_in(town.lin).get("/")

    assert "看全部 1 项任务" in page


def test_what_was_reported_waits_with_its_days(browser: Browser, town: Town) -> None:
    reported(town, due_on=PAST, now=FEBRUARY, reported_at=NOW, title="报过的事")

    assert "，已报待核定" in browser.sign_in(town.lin).get("/")


def test_who_does_the_offices_and_a_units_work_reads_how_much_is_the_units(
    browser: Browser, town: Town
) -> None:
    with transaction():
        db.session.add(
            Grant(person_id=town.lin.id, role=Role.CONTACT, unit_id=town.housing.id, from_on=PAST)
        )
    dispatched(town, title="本单位待签收的事")
    acknowledged(town, due_on=SOON, now=FEBRUARY, percent=80, title="临期的事")
    reported(town, unit=town.roads, due_on=LATER, title="待核定的事")

    page = browser.sign_in(town.lin).get("/")

    assert headline(page) == "今天有2件要您办（其中本单位1件），本单位临期1件"


def test_the_list_behind_each_group_holds_exactly_its_tasks(browser: Browser, town: Town) -> None:
    town_with_a_year(town)
    dispatched(town, unit=town.roads, support=[town.housing], title="配合的事")
    dispatched(town, the_task=task(town, "明年的事", year=2027), unit=town.housing)
    task(town, "待交办的事", year=2027)
    reported(town, unit=town.roads, title="待核定的事")
    acknowledged(town, unit=town.roads, due_on=PAST, now=FEBRUARY, title="别家逾期的事")
    draft(town, acknowledged(town, due_on=LATER, title="拟好的事"), by=town.bai)
    with transaction():
        db.session.add(
            Grant(person_id=town.lin.id, role=Role.CONTACT, unit_id=town.housing.id, from_on=PAST)
        )
    day, found = judging(TODAY), {}

    for who in (town.lin, town.yan, town.wang, town.zhao):
        actor, work = town.actor(who), work_of(town, who)
        groups = [*work.filled, *([work.unsigned] if work.unsigned else [])]
        page = browser.sign_in(who).get("/")
        for group in groups:
            if group.extent is None:
                continue
            filters = Filters(year=group.extent.year, work=group.kind)
            assert task_list(actor, filters, day, 1).page.total == group.extent.tasks, group.kind
            address = url_of(filters)
            if group.kind != "unsigned":  # linked where there are more than are shown
                assert address.replace("&", "&amp;") in page
            found[who.login, group.kind] = group.extent.year
    assert "我的工作：退回重办" not in browser.get(url_of(Filters(year=2026, work="sign")))
    assert "我的工作：待本单位签收" in browser.get(url_of(Filters(work="sign")))
    assert found["wang", "sign"] is None
    assert found["lin", "dispatch"] == 2027
    assert {"verify", "declined", "late", "unsigned", "overdue", "redo", "submit"} <= {
        kind for _, kind in found
    }
    # Nobody asks for what is another's to do.
    for kind in ("late", "verify", "red_mine"):
        assert task_list(town.actor(town.bai), Filters(work=kind), day, 1).page.total == 0


def test_the_days_that_count_as_soon_are_the_ones_that_are_set(
    browser: Browser, town: Town
) -> None:
    acknowledged(town, due_on=SOON, now=FEBRUARY, percent=80)
    with transaction():
        keep_option(DUE_SOON.name, "8", changed_by="顾平", changed_at=NOW)

    page = browser.sign_in(town.wang).get("/")

    assert "临期（8 个工作日内到期）" in page
    assert "两周" not in page
