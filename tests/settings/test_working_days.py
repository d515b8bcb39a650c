"""The calendar of working days: who sets a day, which days, and what follows from it."""

from datetime import date

import pytest

from tests.browser import Browser
from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders as tasks
from tracker.foundation.calendar import calendar
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.queries import history_of
from tracker.overview.my_work import my_work
from tracker.settings.commands import restore_day, set_days
from tracker.settings.queries import year_of_days
from tracker.workplan.tasks.limits import judging_on

PAGE = "/settings/working-days"
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 7, day) for day in (3, 4, 5, 6))


def set_one(
    town: Town, first: date, last: date | None = None, *, works: bool = False
) -> list[date]:
    with transaction():
        return set_days(
            town.actor(town.gu),
            first=first,
            last=last or first,
            works=works,
            note="云办〔2026〕9号",
            now=NOW,
        )


@pytest.mark.postgres
def test_of_a_span_the_days_that_were_worked_become_days_of_rest(town: Town) -> None:
    assert set_one(town, FRIDAY, MONDAY) == [FRIDAY, MONDAY]

    assert not calendar().is_workday(FRIDAY)
    assert calendar().between(date(2026, 7, 2), date(2026, 7, 7)) == 1
    (entry,) = history_of("workdays:2026")
    assert (entry.deed, entry.actor_name) == ("workdays.set", "顾平")
    assert entry.details == {
        "days": ["2026-07-03", "2026-07-06"],
        "works": False,
        "note": "云办〔2026〕9号",
    }


def test_a_weekend_becomes_working_days_and_goes_back(town: Town) -> None:
    set_one(town, SATURDAY, SUNDAY, works=True)
    set_day = year_of_days(town.actor(town.gu), 2026, TODAY).set_days[0]
    assert (set_day.override.day, set_day.is_official, set_day.may_restore) == (
        SATURDAY,
        False,
        True,
    )
    with transaction():
        restore_day(town.actor(town.gu), set_day.override, version=1, now=NOW)

    assert calendar().overrides == {SUNDAY: True}
    assert history_of("workdays:2026")[0].details == {"days": ["2026-07-04"], "works": False}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FRIDAY, SUNDAY.replace(day=2), "不能早于开始日期"),
        (TODAY.replace(day=17), FRIDAY, "过去的日子不能再改"),
        (date(2029, 1, 2), date(2029, 1, 2), "最远调整到 2028 年底"),
        (FRIDAY, date(2026, 8, 3), "一次最多调整 31 天"),
        (SATURDAY, SUNDAY, "本来就是休息日"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(
    town: Town, first: date, last: date, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        set_one(town, first, last)


def test_working_days_are_not_made_working_days(town: Town) -> None:
    with pytest.raises(RuleBroken, match="本来就是工作日"):
        set_one(town, FRIDAY, works=True)


def test_today_may_still_be_set(town: Town) -> None:
    assert set_one(town, TODAY) == [TODAY]


def test_a_day_is_set_once_until_it_is_put_back(town: Town) -> None:
    set_one(town, FRIDAY)

    with pytest.raises(RuleBroken, match="2026-07-03 已经调整过"):
        set_one(town, FRIDAY, MONDAY)


def test_a_day_that_has_passed_is_not_put_back(town: Town) -> None:
    set_one(town, FRIDAY)
    (found,) = year_of_days(town.actor(town.gu), 2026, MONDAY).set_days

    assert not found.may_restore
    with pytest.raises(RuleBroken, match="过去的日子"), transaction():
        restore_day(town.actor(town.gu), found.override, version=1, now=NOW.replace(month=7, day=6))


def test_an_older_page_does_not_put_a_day_back(town: Town) -> None:
    set_one(town, FRIDAY)
    (found,) = year_of_days(town.actor(town.gu), 2026, TODAY).set_days

    with pytest.raises(Outdated), transaction():
        restore_day(town.actor(town.gu), found.override, version=2, now=NOW)


def test_the_system_admin_alone_sets_days(town: Town) -> None:
    set_one(town, FRIDAY)
    (found,) = year_of_days(town.actor(town.lin), 2026, TODAY).set_days
    assert not found.may_restore
    lin = town.actor(town.lin)
    with pytest.raises(NotAllowed), transaction():
        set_days(lin, first=MONDAY, last=MONDAY, works=False, note="通知", now=NOW)
    with pytest.raises(NotAllowed), transaction():
        restore_day(lin, found.override, version=1, now=NOW)


def test_the_calendar_is_read_once_a_transaction(town: Town) -> None:
    set_one(town, FRIDAY)
    calendar()
    with counted() as count:
        calendar()
        judging_on(TODAY)

    assert [it for it in count.statements if "day_override" in it] == []
    db.session.rollback()
    assert calendar().overrides == {FRIDAY: False}


# ── what follows from it ────────────────────────────────────────────────────


def test_the_time_to_sign_and_what_is_soon_leave_out_the_day_off(town: Town) -> None:
    before = judging_on(TODAY).due_soon_until
    assert tasks.dispatched(town, title="此前").sign_by == date(2026, 6, 24)
    set_one(town, date(2026, 6, 22))

    assert tasks.dispatched(town, title="此后").sign_by == date(2026, 6, 25)
    assert judging_on(TODAY).due_soon_until > before


def test_the_month_beside_my_work_shows_the_day_off(town: Town) -> None:
    set_one(town, date(2026, 6, 22))
    work = my_work(town.actor(town.lin), judging_on(TODAY))

    days = {day.on: day for week in work.month for day in week if day}
    assert days[date(2026, 6, 22)].is_off
    assert work.rest is not None
    assert work.rest.back_on == date(2026, 6, 23)


# ── the page ────────────────────────────────────────────────────────────────


@pytest.mark.postgres
def test_the_admin_sets_a_day_on_the_page_and_puts_it_back(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.gu).get(PAGE)
    assert "2026年没有调整" in page
    assert "国庆节" in page
    assert "10月10日" in page
    browser.post(PAGE, first="2026-07-03", last="2026-07-06", kind="off", note="三月三放假")

    page = browser.get(f"{PAGE}?year=2026")
    for words in ("已把 2 天改成休息日", "7月3日", "三月三放假", "顾平"):
        assert words in page
    (found, _) = year_of_days(town.actor(town.gu), 2026, TODAY).set_days
    browser.post(f"{PAGE}/{found.override.id}/restore", version="1")
    assert "已恢复" in browser.get(PAGE)
    assert calendar().overrides == {MONDAY: False}


def test_a_year_whose_make_up_days_are_not_known_says_so(browser: Browser, town: Town) -> None:
    assert "还没有收进系统" in browser.sign_in(town.lin).get(f"{PAGE}?year=2028")


@pytest.mark.parametrize("year", ["1066", "x", "99999999999"])
def test_a_year_far_away_is_this_one(browser: Browser, town: Town, year: str) -> None:
    assert "2026年共" in browser.sign_in(town.lin).get(f"{PAGE}?year={year}")


def test_supervisors_read_the_calendar_without_a_form(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).get(PAGE)

    assert "请找系统管理员" in page
    assert 'name="first"' not in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"first": "2026-07-03", "kind": "off", "note": ""}, "请写明依据"),
        ({"first": "2026-07-03", "kind": "", "note": "通知"}, "请选改成休息日还是工作日"),
        ({"first": "2026-06-01", "kind": "off", "note": "通知"}, "过去的日子不能再改"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(
    browser: Browser, town: Town, sent: dict[str, str], words: str
) -> None:
    page = browser.sign_in(town.gu).post(PAGE, **sent, expect=422)

    assert words in page
    assert f'value="{sent["first"]}"' in page


def test_a_day_that_was_put_back_meanwhile_is_not_found(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu).post(f"{PAGE}/1/restore", version="1", expect=404)
