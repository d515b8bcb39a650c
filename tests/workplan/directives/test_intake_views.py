"""Taking a report in, as people meet it."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.town import Town
from tests.workplan.meetings.builders import TEXT, report
from tracker.foundation.db import db
from tracker.journal.models import Entry
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.commands import hash_of
from tracker.workplan.meetings.models import Report

SECRET = "机密★1年\n石桥市专题会议纪要\n会议要求在三月底前完成隐秘的莲花工程。"


def reports() -> int:
    return db.session.scalar(select(func.count(Report.id))) or 0


def test_pasted_words_are_taken_in_and_reviewed_next(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    assert "收下，开始拆解" in browser.get("/reports/new")

    page = browser.post("/reports", text=TEXT.replace("\n", "\r\n"))

    kept = db.session.scalars(select(Report)).one()
    assert page.location == f"/reports/{kept.id}/directives"
    assert kept.text == TEXT
    assert db.session.scalar(select(func.count(Directive.id)))


def test_a_file_is_taken_in_with_its_own_name(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    browser.post("/reports", file=(BytesIO(TEXT.encode("utf-16")), "部署会.txt"), plan_year="2027")

    kept = db.session.scalars(select(Report)).one()
    assert (kept.file_name, kept.text, kept.plan_year) == ("部署会.txt", TEXT, 2027)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "内容是空的"),
        ("  \n ", "内容是空的"),
        ("抓好\x00春耕", "二进制"),
        ("长" * 1_000_001, "1,000,000 字的上限"),
    ],
)
def test_words_that_cannot_be_read_are_answered_beside_the_field_and_stay(
    browser: Browser, town: Town, text: str, sentence: str
) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/reports", text=text, expect=422)

    assert sentence in page
    assert 'id="text-error"' in page
    assert text[:2].strip("\x00") in page
    assert reports() == 0


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("空.txt", b"", "内容是空的"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "二进制"),
        ("半截.txt", TEXT.encode()[:-2], "残缺的字"),
        ("半截.docx", b"PK\x03\x04broken", "不完整或已损坏"),
        ("会议.pdf", b"%PDF-1.7", "暂不支持这种格式"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_beside_the_field(
    browser: Browser, town: Town, name: str, data: bytes, sentence: str
) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/reports", file=(BytesIO(data), name), expect=422)

    assert sentence in page
    assert 'id="file-error"' in page
    assert reports() == 0


def test_words_and_a_file_at_once_are_one_too_many(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/reports", text=TEXT, file=(BytesIO(b"a"), "a.txt"), expect=422)

    assert "正文和文件只取一样" in page
    assert "建成产业园连接线" in page


def test_an_impossible_year_is_said_beside_its_field(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).post("/reports", text=TEXT, plan_year="1815", expect=422)

    assert "年度应在 2000 到 2100 之间。" in page


def test_the_same_text_again_links_to_the_first(browser: Browser, town: Town) -> None:
    first = report(town)
    browser.sign_in(town.lin)

    page = browser.post("/reports", text=TEXT, expect=409)

    assert "已经收过了" in page
    assert f'href="/reports/{first.id}"' in page
    assert reports() == 1


@pytest.mark.parametrize("way", ["pasted", "uploaded"])
def test_of_a_secret_nothing_is_kept_but_its_hash_and_the_time(
    browser: Browser, town: Town, way: str
) -> None:
    browser.sign_in(town.lin)
    sent = {"text": SECRET} if way == "pasted" else {"file": (BytesIO(SECRET.encode()), "莲花.txt")}

    page = browser.post("/reports", **sent, expect=409)

    assert "密级标志" in page
    assert "机密★1年" in page
    assert "莲花" not in page
    assert reports() == 0
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert entry.deed == "report.refused_as_secret"
    assert entry.details == {"sha256": hash_of(SECRET.encode())}


def test_an_internal_paper_comes_in_with_a_warning(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    shown = browser.get(browser.post("/reports", text="内部资料 注意保存\n" + TEXT).location)

    assert "“内部”“工作秘密”一类标志" in shown
    assert "report.taken_in" in deeds()


def test_nobody_else_takes_reports_in(browser: Browser, town: Town) -> None:
    for person in (town.yan, town.wang):
        browser.sign_in(person)
        browser.get("/reports/new", expect=403)
        browser.post("/reports", text=TEXT, expect=403)
    assert reports() == 0


def test_a_report_without_a_year_is_of_this_one_and_the_page_says_so(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/reports", text="石桥市专题会议纪要\n会议要求，12月20日前完成水闸检修。")

    kept = db.session.scalars(select(Report)).one()
    drafted = db.session.scalars(select(Directive)).one()
    assert drafted.due_on is not None
    assert kept.plan_year == drafted.due_on.year
    assert f"已按{kept.plan_year}年度收下" in browser.get(page.location)
