"""The auditor's pages."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from tests.browser import Browser
from tests.journal.readers import deeds, write
from tests.queries import counted
from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed
from tracker.journal.commands import record
from tracker.overview import journal_filters, journal_page
from tracker.overview.journal_filters import JournalFilters
from tracker.overview.journal_page import deed_choices
from tracker.people.actor import SYSTEM
from tracker.people.commands import begin_attempt, note_failure

FORMULA = '=HYPERLINK("http://192.0.2.1","x")'


def entries(town: Town, filters: JournalFilters) -> list[str]:
    """The deeds that the filters leave, newest first."""
    return [it.deed for it in journal_page.journal_page(town.actor(town.shi), filters).rows]


def plan_of(town: Town, filters: JournalFilters, before: int | None = None) -> str:
    """How SQLite answers the list."""
    with counted() as count:
        journal_page.journal_page(town.actor(town.shi), filters, before=before)
    statement = [it for it in count.statements if "FROM journal_entry" in it][-1]
    blanks = (None,) * statement.count("?")
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", blanks).all()
    return " ".join(str(row[3]) for row in rows)


@pytest.mark.postgres
def test_every_filter_leaves_what_it_says(town: Town) -> None:
    lin, fang = town.actor(town.lin), town.actor(town.fang)
    with transaction():
        record(lin, "task.registered", "task:7", at=town.days_ago(3))
        record(fang, "permission.refused", "request:-", at=town.days_ago(2))
        record(lin, "directive.edited", "directive:7", at=town.days_ago(1))
        record(SYSTEM, "example.loaded", "plan:1", at=NOW).address = "10.0.0.9"
    day = NOW.date()

    assert entries(town, JournalFilters()) == [
        "example.loaded",
        "directive.edited",
        "permission.refused",
        "task.registered",
    ]
    assert entries(town, JournalFilters(since=day)) == ["example.loaded"]
    assert entries(town, JournalFilters(until=day - timedelta(days=3))) == ["task.registered"]
    assert entries(town, JournalFilters(until=date.max, since=day)) == ["example.loaded"]
    assert entries(town, JournalFilters(who="林涛")) == ["directive.edited", "task.registered"]
    assert entries(town, JournalFilters(who="FANG")) == ["permission.refused"]
    assert entries(town, JournalFilters(who="系统")) == ["example.loaded"]
    assert entries(town, JournalFilters(who="林")) == []
    assert entries(town, JournalFilters(deed="task.registered")) == ["task.registered"]
    assert entries(town, JournalFilters(deed="directive")) == ["directive.edited"]
    assert entries(town, JournalFilters(kind="task")) == ["task.registered"]
    assert entries(town, JournalFilters(kind="directive", key=7)) == ["directive.edited"]
    assert entries(town, JournalFilters(kind="directive", key=8)) == []
    assert entries(town, JournalFilters(address="10.0.0.9")) == ["example.loaded"]
    assert entries(town, JournalFilters(refused=True)) == ["permission.refused"]


def test_of_people_with_one_name_both_are_shown(town: Town) -> None:
    with transaction():
        town.zhao.name = "林涛"
    with transaction():
        record(town.actor(town.lin), "task.edited", "task:1", at=NOW)
        record(town.actor(town.zhao), "task.left", "task:1", at=NOW)

    assert entries(town, JournalFilters(who="林涛")) == ["task.left", "task.edited"]


@pytest.mark.postgres
def test_pages_go_on_from_an_entry_in_both_directions(town: Town) -> None:
    shi = town.actor(town.shi)
    write(town, *["task.edited"] * 7)

    def page(**place: int | None) -> tuple[list[int | None], int | None, int | None]:
        found = journal_page.journal_page(shi, JournalFilters(), size=3, **place)
        return [it.seq for it in found.rows], found.newer, found.older

    first, newer, older = page()
    assert (first, newer) == ([7, 6, 5], None)
    second, newer, oldest = page(before=older)
    assert second == [4, 3, 2]
    last, _, none = page(before=oldest)
    assert (last, none) == ([1], None)
    assert page(after=newer) == (first, None, older)
    assert page(after=older)[0] == [7, 6]
    assert page(before=9999)[0] == [7, 6, 5]


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (JournalFilters(), "ix_journal_entry_at_id"),
        (JournalFilters(since=date(2026, 1, 1), until=date(2026, 2, 1)), "ix_journal_entry_at_id"),
        (JournalFilters(who="林涛"), "ix_journal_entry_actor_id_at_id"),
        (JournalFilters(deed="task.edited"), "ix_journal_entry_deed_at_id"),
        (JournalFilters(address="10.0.0.1"), "ix_journal_entry_address_at_id"),
    ],
)
def test_a_page_is_read_off_an_index_without_sorting_or_counting(
    town: Town, filters: JournalFilters, index: str
) -> None:
    write(town, "task.edited", "task.edited")

    for before in (None, 2):
        plan = plan_of(town, filters, before)
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_filters_are_read_from_the_address_and_written_back() -> None:
    told = {
        "since": "2026-01-01",
        "until": "2026-06-18",
        "who": "林涛",
        "deed": "task",
        "kind": "task",
        "key": "7",
        "address": "10.0.0.1",
        "refused": "1",
    }

    filters = journal_filters.read(told)

    assert {name: str(value) for name, value in filters.written.items()} == told
    assert filters.narrows
    assert filters.with_(who="", refused=False).keys() == told.keys() - {"who", "refused"}


@pytest.mark.parametrize(
    "told",
    [
        {"since": "2026-13-01"},
        {"until": "heute"},
        {"deed": "task.eaten"},
        {"kind": "planet", "key": "7"},
        {"key": "7"},
        {"key": "9999999999"},
        {"refused": "yes"},
    ],
)
def test_what_makes_no_sense_does_not_narrow(told: dict[str, str]) -> None:
    assert journal_filters.read(told) == JournalFilters()


def test_nobody_but_the_auditor_reads_the_journal(town: Town, browser: Browser) -> None:
    for person in (town.lin, town.yan, town.wang, town.bai, town.gu, town.fang):
        browser.sign_in(person)
        for path in ("/journal", "/journal/1", "/journal.csv", "/journal.xlsx"):
            browser.get(path, expect=403)
        with pytest.raises(NotAllowed):
            journal_page.journal_visible_to(town.actor(person))
        with pytest.raises(NotAllowed):
            journal_page.exported(town.actor(person), JournalFilters())


def test_the_page_tells_before_and_after_in_words(town: Town, browser: Browser) -> None:
    with transaction():
        record(
            town.actor(town.lin),
            "task.edited",
            "task:7",
            at=NOW,
            was=["is_key=False", "title=修路"],
            now=["is_key=True", "title=修桥"],
        )
        record(town.actor(town.wang), "permission.refused", "request:-", at=NOW, path="/persons")
    browser.sign_in(town.shi)

    page = browser.get("/journal?who=%E6%9E%97%E6%B6%9B")
    assert "修改任务" in page
    assert "重点任务：" in page
    assert "督查员" in page
    assert "任务 7" in page
    assert "操作被拒绝" in browser.get("/journal?refused=1")
    entry = browser.get("/journal/1")
    for words in ("修改任务", "修路", "修桥", "否", "是", "林涛", "task.edited"):
        assert words in entry
    assert browser.get("/journal/999", expect=404)
    assert "没有符合条件的记录" in browser.get("/journal?who=nobody")


def test_filters_stay_in_the_addresses_of_other_pages(town: Town, browser: Browser) -> None:
    write(town, *["task.edited"] * 60)
    browser.sign_in(town.shi)

    page = browser.get("/journal?deed=task.edited")

    assert "/journal?deed=task.edited&amp;before=11" in page
    older = browser.get("/journal?deed=task.edited&before=11")
    assert "/journal?deed=task.edited&amp;after=10" in older
    assert "这个方向没有更多记录" in browser.get("/journal?deed=task.edited&before=1")


def test_reading_the_journal_is_written_down_once_an_hour(town: Town, browser: Browser) -> None:
    browser.sign_in(town.shi)
    for _ in range(3):
        browser.get("/journal")

    assert deeds().count("journal.read") == 1


@pytest.mark.postgres
def test_an_export_holds_what_is_filtered_and_is_itself_written_down(
    town: Town, browser: Browser
) -> None:
    with transaction():
        town.lin.name = FORMULA
    with transaction():
        record(
            town.actor(town.lin),
            "assignment.extended",
            "assignment:3",
            at=NOW,
            was="2026-06-30",
            now="2026-09-30",
            reason="连日下雨",
        )
        record(town.actor(town.wang), "task.edited", "task:1", at=NOW)
    browser.sign_in(town.shi)

    page = browser.get("/journal.csv?who=lin")
    book = load_workbook(BytesIO(browser.get("/journal.xlsx?who=lin").data))

    rows = list(csv.reader(StringIO(page.data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][1:6] == [
        "2026-06-18 10:00:00+0800",
        "'" + FORMULA,
        "督查员",
        "批准延期",
        "承办 3",
    ]
    assert rows[1][6] == "完成时限：2026年6月30日 → 2026年9月30日；理由：连日下雨"
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=3) for cell in row]
    assert [cell.data_type for cell in cells].count("f") == 0
    assert [cell.value for cell in cells][2:5] == [FORMULA, "督查员", "批准延期"]
    assert deeds()[-2:] == ["journal.exported", "journal.exported"]
    handed_out = JournalFilters(deed="journal.exported")
    for entry in journal_page.journal_page(town.actor(town.shi), handed_out).rows:
        assert ("筛选", "who=lin") in [(it.label, it.value) for it in entry.facts]


def test_more_than_a_file_may_hold_is_refused_with_a_sentence(
    town: Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_page, "MOST_EXPORTED", 2)
    write(town, *["task.edited"] * 3)
    browser.sign_in(town.shi)

    assert "请缩短日期范围" in browser.get("/journal.csv?deed=task.edited", expect=409)
    assert "journal.exported" not in deeds()


def test_a_last_verification_is_told(town: Town, browser: Browser) -> None:
    browser.sign_in(town.shi)
    assert "还没有核验过" in browser.get("/journal")
    with transaction():
        record(SYSTEM, "journal.verified", "journal:-", at=NOW, entries=3, faults=0)

    page = browser.get("/journal")

    assert "最近一次核验：6月18日 10:00" in page
    assert "问题处数" in page


def test_a_journal_of_nothing_says_so(town: Town, browser: Browser) -> None:
    browser.sign_in(town.shi)
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(text("DROP TRIGGER journal_entry_not_deleted"))
        connection.execute(text("DELETE FROM journal_entry"))
        connection.execute(text("COMMIT"))

    assert "有人登录、办理以后" in browser.get("/journal")


def test_every_kind_of_deed_has_its_name() -> None:
    assert all(not name.isascii() for _kind, name, _deeds in deed_choices())


def test_a_person_is_found_with_the_failed_sign_ins_on_their_account(town: Town) -> None:
    with transaction():
        begin_attempt("lin", address="192.0.2.7", now=town.days_ago(2))
        note_failure("lin", now=town.days_ago(2))
        begin_attempt("wang", address="192.0.2.7", now=town.days_ago(1))
        note_failure("wang", now=town.days_ago(1))
    with transaction():
        record(town.actor(town.lin), "task.registered", "task:7", at=town.days_ago(3))
        record(town.actor(town.lin), "task.registered", "task:8", at=town.days_ago(1))
    found = ["task.registered", "sign_in.failed", "task.registered"]

    for who in ("林涛", "lin"):
        assert entries(town, JournalFilters(who=who)) == found
    assert entries(town, JournalFilters(who="林涛", refused=True)) == ["sign_in.failed"]
    everything = journal_page.exported(town.actor(town.shi), JournalFilters(who="林涛"))
    assert [it.deed for it in everything] == found
    first = journal_page.journal_page(town.actor(town.shi), JournalFilters(who="林涛"), size=2)
    assert [it.deed for it in first.rows] == found[:2]
    rest = journal_page.journal_page(
        town.actor(town.shi), JournalFilters(who="林涛"), size=2, before=first.older
    )
    assert [it.deed for it in rest.rows] == found[2:]
    back = journal_page.journal_page(
        town.actor(town.shi), JournalFilters(who="林涛"), size=2, after=rest.newer
    )
    assert back.rows == first.rows
