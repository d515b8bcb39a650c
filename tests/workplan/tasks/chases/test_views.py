"""The pages about chasing, as people meet them."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy import event, func, select

from tests.browser import Browser, Page
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.chases.builders import answered, chased, late
from tracker.foundation.db import db
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel

HIDDEN = re.compile(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)">')


def sent_along(page: Page) -> dict[str, Any]:
    """Return what the page's form carries without asking."""
    fields: dict[str, Any] = {}
    for name, value in HIDDEN.findall(page.html):
        if name != "csrf_token":
            fields.setdefault(name, []).append(unescape(value))
    return fields


def test_late_work_is_chosen_written_looked_at_and_sent(browser: Browser, town: Town) -> None:
    first, second = late(town), late(town, days=3, title="排查危房")
    other = late(town, unit=town.roads, title="修补路面", days=2)
    browser.sign_in(town.lin)

    due = browser.get("/chases/due")
    assert due.html.count('name="assignment"') == 3
    ids = [first.id, second.id, other.id]
    page = browser.get("/chases/new?" + "&".join(f"assignment={it}" for it in ids))
    assert "最长已超过时限18天。请主要负责人亲自研究" in page
    assert "尚未办结，已超过时限2天。请查明原因" in page
    fields: dict[str, Any] = {
        "assignment": ids,
        f"c{first.id}-level": "red",
        f"c{first.id}-answer_due_on": "2026-06-25",
        f"c{first.id}-text": "请主要负责人研究。",
        f"c{other.id}-level": "yellow",
        f"c{other.id}-answer_due_on": "2026-06-24",
        f"c{other.id}-text": "请加快。",
    }
    preview = browser.post("/chases/preview", expect=200, show="preview", **fields)
    assert "红色督办单" in preview
    assert "请于2026年6月25日前书面回复" in preview
    assert db.session.scalar(select(func.count(Chase.id))) == 0

    answer = browser.post("/chases", **sent_along(preview))

    assert answer.location == "/chases"
    listed = browser.get("/chases")
    assert "督办〔2026〕1号" in listed
    assert "督办〔2026〕2号" in listed
    kept = db.session.scalars(select(Chase).order_by(Chase.id)).all()
    assert [(it.unit.name, it.level, it.text) for it in kept] == [
        ("市住房局", NoticeLevel.RED, "请主要负责人研究。"),
        ("市公路局", NoticeLevel.YELLOW, "请加快。"),
    ]


def test_one_paper_leads_to_its_page(browser: Browser, town: Town) -> None:
    work = late(town)
    fields: dict[str, Any] = {
        "assignment": work.id,
        f"c{work.id}-level": "red",
        f"c{work.id}-answer_due_on": "2026-06-25",
        f"c{work.id}-text": "请加快。",
    }

    answer = browser.sign_in(town.lin).post("/chases", **fields)

    assert "待回复" in browser.get(answer.location or "")


def test_words_are_proposed_anew_for_another_grade_and_can_be_changed_after_the_look(
    browser: Browser, town: Town
) -> None:
    work = late(town)
    fields: dict[str, Any] = {
        "assignment": work.id,
        f"c{work.id}-level": "blue",
        f"c{work.id}-answer_due_on": "2026-06-25",
        f"c{work.id}-text": "我自己写的。",
    }
    browser.sign_in(town.lin)

    anew = browser.post("/chases/preview", expect=200, show=f"c{work.id}", **fields)
    assert "请抓紧办理，按时完成。" in anew
    back = browser.post("/chases/preview", expect=200, show="compose", **fields)
    assert "我自己写的。" in back
    assert "看样张" in back


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("level", "green", "Not a valid choice"),
        ("answer_due_on", "", "请填写回复期限"),
        ("answer_due_on", "2026-06-17", "不能早于今天"),
        ("text", "", "请写督办要求"),
        ("text", "字" * 2001, "不超过 2000 字"),
    ],
)
@pytest.mark.parametrize("path", ["/chases/preview", "/chases"])
def test_a_paper_with_faults_comes_back_with_what_was_typed(
    browser: Browser, town: Town, path: str, name: str, value: str, words: str
) -> None:
    work = late(town)
    fields: dict[str, Any] = {
        "assignment": work.id,
        f"c{work.id}-level": "red",
        f"c{work.id}-answer_due_on": "2026-06-25",
        f"c{work.id}-text": "请加快办理这一件。",
    } | {f"c{work.id}-{name}": value}

    page = browser.sign_in(town.lin).post(path, expect=422, show="preview", **fields)

    assert words in page or name == "level"
    assert "请加快办理这一件。" in page or name == "text"
    assert db.session.scalar(select(func.count(Chase.id))) == 0


def test_who_chases_again_is_warned_before(browser: Browser, town: Town) -> None:
    work = late(town)
    fields: dict[str, Any] = {
        "assignment": work.id,
        f"c{work.id}-level": "red",
        f"c{work.id}-answer_due_on": "2026-06-25",
        f"c{work.id}-text": "请加快。",
    }
    browser.sign_in(town.lin)
    unwarned = browser.post("/chases/preview", expect=200, show="preview", **fields)
    assert "重复打扰" not in unwarned
    chased(town, work, now=NOW - timedelta(days=2))

    warned = browser.post("/chases", expect=409, **sent_along(unwarned))

    assert "有的刚刚已由别人催办" in warned
    assert "重复打扰" in warned
    assert "已经催办过" in browser.get(f"/chases/new?assignment={work.id}")
    browser.post("/chases", **sent_along(warned))
    assert db.session.scalar(select(func.count(Chase.id))) == 2


def test_what_needs_no_chasing_any_more_is_left_out(browser: Browser, town: Town) -> None:
    work, done = late(town), builders.closed(town, title="已办结")
    browser.sign_in(town.lin)

    page = browser.get(f"/chases/new?assignment={work.id}&assignment={done.id}&assignment=x")
    assert "1 件现在不用催办" in page
    assert "选中的都不用催办了" in browser.get(f"/chases/new?assignment={done.id}")
    browser.post("/chases", expect=422, assignment=done.id)
    browser.post("/chases/preview", expect=422, assignment=done.id)
    browser.get("/chases/new?assignment=987654", expect=404)
    assert browser.get("/chases/new", expect=303).location == "/chases/due"


def test_the_lists_say_what_to_do_when_they_are_empty(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    assert "还没有发过督办单" in browser.get("/chases")
    assert "没有符合条件的督办单" in browser.get("/chases?level=red")
    assert "没有超过时限的任务" in browser.get("/chases/due")
    assert "没有符合条件的任务" in browser.get("/chases/due?show=any")
    assert "没有督办单" in browser.sign_in(town.wang).get("/chases")


def test_a_list_keeps_its_filters_and_asks_as_often_whatever_its_length(
    browser: Browser, town: Town
) -> None:
    work = late(town)
    chased(town, work)
    late(town, unit=town.roads, title="修补路面")
    browser.sign_in(town.lin)

    def questions(path: str) -> int:
        asked = 0

        def count(*_: object) -> None:
            nonlocal asked
            asked += 1

        event.listen(db.engine, "before_cursor_execute", count)
        browser.get(path)
        event.remove(db.engine, "before_cursor_execute", count)
        return asked

    paths = ["/chases?level=yellow", "/chases/due?show=late"]
    few = [questions(it) for it in paths]
    for number in range(5):
        chased(town, late(town, title=f"第 {number} 件"))
    assert [questions(it) for it in paths] == few
    page = browser.get(f"/chases?level=yellow&unit={town.housing.id}&task={work.task_id}")
    assert "只看一项任务的" in page
    assert f"level=yellow&amp;state=waiting&amp;unit={town.housing.id}" in page
    assert "只看一项任务的" in browser.get(f"/chases/due?task={work.task_id}")


def test_the_unit_is_asked_answers_and_the_sender_reads_it(browser: Browser, town: Town) -> None:
    sent = chased(town)
    browser.sign_in(town.wang)
    assert "督办单待回复" in browser.get("/")
    page = browser.get(f"/chases/{sent.id}")
    assert "提交回复" in page
    assert "撤回督办单" not in page

    path = f"/chases/{sent.id}/answer"
    assert "请写回复内容" in browser.post(path, expect=422, answer="", version=1)
    browser.post(path, answer="已约谈施工方。\n月底前完成。", version=1)

    assert "督办单待回复" not in browser.get("/")
    browser.post(path, expect=409, answer="再说一句。", version=2)
    seen = browser.sign_in(town.lin).get(f"/chases/{sent.id}")
    assert "月底前完成。" in seen
    assert "已回复" in seen
    assert "已回复" in browser.get(f"/tasks/{sent.items[0].assignment.task_id}")


def test_a_contact_reads_and_does_not_answer(browser: Browser, town: Town) -> None:
    sent = chased(town)
    browser.sign_in(town.bai)

    assert "提交回复" not in browser.get(f"/chases/{sent.id}")
    browser.post(f"/chases/{sent.id}/answer", expect=403, answer="在办。", version=1)


def test_a_paper_is_taken_back_with_a_reason(browser: Browser, town: Town) -> None:
    sent = chased(town)
    browser.sign_in(town.lin)
    path = f"/chases/{sent.id}/withdraw"

    assert "请写明理由" in browser.post(path, expect=422, reason="", version=1)
    browser.post(path, reason="选错了单位", version=1)

    assert "选错了单位" in browser.sign_in(town.wang).get(f"/chases/{sent.id}")
    assert "已撤回" in browser.get("/chases?state=withdrawn")


def test_the_paper_comes_as_a_word_document(browser: Browser, town: Town) -> None:
    sent = answered(town, chased(town, builders.dispatched(town), level=NoticeLevel.BLUE))
    browser.sign_in(town.wang)

    answer = browser._client.get(f"/chases/{sent.id}/document")

    told = "\n".join(it.text for it in Document(BytesIO(answer.data)).paragraphs)
    assert "蓝色督办单" in told
    assert "已约谈施工方" in told
    assert "%E7%9D%A3%E5%8A%9E" in answer.headers["Content-Disposition"]


def test_a_task_offers_chasing_while_a_unit_is_to_act(browser: Browser, town: Town) -> None:
    running, done = late(town), builders.closed(town, title="已办结")
    browser.sign_in(town.lin)

    assert f"/chases/due?task={running.task_id}" in browser.get(f"/tasks/{running.task_id}")
    assert "/chases/due" not in browser.get(f"/tasks/{done.task_id}")
    assert "/chases/due" not in browser.sign_in(town.wang).get(f"/tasks/{running.task_id}")
