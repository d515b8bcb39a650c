"""Taking a report in, as people meet it."""

import json
from contextvars import Context
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import func, select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.readers.pages import MODERN
from tests.town import Town
from tests.workplan.meetings.builders import TEXT, report
from tracker.foundation.db import db
from tracker.journal.models import Entry
from tracker.workplan.directives.models import Directive
from tracker.workplan.directives.views import intake
from tracker.workplan.meetings.commands import hash_of
from tracker.workplan.meetings.models import Report, ReportKind

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
        ("会议.rar", b"Rar!", "暂不支持这种格式"),
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


def test_what_is_here_already_is_refused_before_any_work_is_done_on_it(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(town.lin)
    browser.post("/reports", file=(BytesIO(TEXT.encode()), "部署会.txt"))
    for work in ("draft_file", "draft_text"):
        monkeypatch.setattr(intake, work, None)

    for sent in (
        {"file": (BytesIO(TEXT.encode()), "再来一次.txt")},
        {"text": TEXT.replace("\n", "\r\n")},
    ):
        assert "已经收过了" in browser.post("/reports", expect=409, **sent)
    told = steps(browser, text=TEXT)
    assert [it.get("status") for it in told] == [409]
    assert reports() == 1


def test_a_file_of_a_voided_report_may_come_in_again(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    for name in ("部署会.txt", "再来一次.txt"):
        browser.post("/reports", file=(BytesIO(TEXT.encode()), name))
        kept = db.session.scalars(select(Report).order_by(Report.id.desc())).first()
        assert kept is not None
        browser.post(f"/reports/{kept.id}/void", reason="收错了")

    assert reports() == 2


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


GARBLED = "锟斤拷锟斤拷会议要求，" * 3


def steps(browser: Browser, **fields: Any) -> list[dict[str, Any]]:
    """Send the form as the page's script does and return what it is told."""
    token = browser.token()

    def ask() -> tuple[int, str | None, str]:
        answer = browser._client.post(
            "/reports",
            data=fields | {"csrf_token": token},
            headers={"Accept": "application/x-ndjson"},
        )
        return answer.status_code, answer.mimetype, answer.text

    status, mimetype, words = Context().run(ask)
    db.session.rollback()
    assert (status, mimetype) == (200, "application/x-ndjson")
    return [json.loads(line) for line in words.splitlines()]


def test_the_page_names_every_kind_of_file_and_the_limits(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).get("/reports/new")

    for words in (".docx", ".wps", ".pdf", ".html", ".mhtml", ".md", ".et", "20 MB", "100 万字"):
        assert words in page
    assert 'accept=".txt,' in page


def test_the_script_is_told_every_stage_and_at_last_the_address(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)

    told = steps(browser, file=(BytesIO(TEXT.encode()), "部署会.txt"))

    stages = [it["stage"] for it in told[:-1]]
    assert (stages[0], stages[-1]) == ("reading", "keeping")
    assert {it["of"] for it in told if it.get("stage") == "finding"} == {len(TEXT)}
    counts = [it["done"] for it in told if it.get("stage") == "finding"]
    assert counts == sorted(counts)
    kept = db.session.scalars(select(Report)).one()
    page = browser.get(told[-1]["address"], expect=303)
    assert page.location == f"/reports/{kept.id}/directives"


def test_the_script_is_told_the_warnings_too(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    told = steps(browser, text="内部资料 注意保存\n石桥市纪要\n会议要求，修复水闸。")

    shown = browser.get(browser.get(told[-1]["address"], expect=303).location)
    assert "“内部”“工作秘密”一类标志" in shown
    assert "年度收下" in shown


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [(" ", 422, "内容是空的"), (SECRET, 409, "密级标志")],
)
def test_the_script_is_given_the_page_that_refuses(
    browser: Browser, town: Town, words: str, status: int, sentence: str
) -> None:
    browser.sign_in(town.lin)

    told = steps(browser, text=words)

    assert told[-1]["status"] == status
    assert sentence in told[-1]["page"]
    assert "莲花" not in told[-1]["page"]
    assert reports() == 0


def test_the_script_is_led_to_the_first_when_the_text_is_here_already(
    browser: Browser, town: Town
) -> None:
    first = report(town)
    browser.sign_in(town.lin)

    told = steps(browser, text=TEXT)

    assert told[-1]["status"] == 409
    assert f'href="/reports/{first.id}"' in told[-1]["page"]


def test_a_file_that_looks_garbled_is_shown_in_each_encoding_to_choose_from(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/reports", file=(BytesIO(GARBLED.encode()), "乱.txt"), expect=422)

    assert "文字像是乱码" in page
    assert "锟斤拷锟斤拷会议要求" in page
    assert 'value="gb18030"' in page
    assert "请重新选择" in page
    assert reports() == 0


def test_a_chosen_encoding_is_taken_at_its_word(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    browser.post("/reports", file=(BytesIO(GARBLED.encode()), "乱.txt"), encoding="utf-8")

    assert db.session.scalars(select(Report)).one().text == GARBLED


def test_an_encoding_that_does_not_fit_is_said_beside_the_file(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)
    data = "会议要求，修复水闸。".encode("gb18030")

    page = browser.post("/reports", file=(BytesIO(data), "报.txt"), encoding="utf-8", expect=422)

    assert "不是所选的编码" in page
    assert "会议要求，修复水闸。" in page


def test_a_web_page_is_taken_in_with_what_its_head_states(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    browser.post("/reports", file=(BytesIO(MODERN.source.encode()), "网页.html"))

    kept = db.session.scalars(select(Report)).one()
    assert (kept.kind, kept.title) == (ReportKind.HTML, MODERN.title)
    assert kept.published_on == date(2026, 3, 3)
    assert all(line in kept.text for line in MODERN.body)


@pytest.mark.parametrize("is_told", [True, False])
def test_a_breakdown_sheet_goes_on_to_its_columns(
    browser: Browser, town: Town, *, is_told: bool
) -> None:
    browser.sign_in(town.lin)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["序号", "工作任务", "牵头单位", "完成时限"])
    sheet.append([1, "修复水闸12座", "市水利局", "6月底前"])
    content = BytesIO()
    book.save(content)
    file = (BytesIO(content.getvalue()), "分解表.xlsx")

    address = (
        steps(browser, file=file)[-1]["address"]
        if is_told
        else browser.post("/reports", file=file).location
    )

    assert address.startswith("/breakdowns/")


def test_a_sheet_that_cannot_be_read_is_said_beside_the_field(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/reports", file=(BytesIO(b"PK\x03\x04"), "表.xlsx"), expect=422)

    assert 'id="file-error"' in page
