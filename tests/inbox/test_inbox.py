"""One's own messages: what is shown, for how long, and what one does with it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.browser import Browser, Page
from tests.queries import counted
from tests.town import NOW, YEAR_BEGAN, Town
from tests.workplan.progress import builders as progress
from tests.workplan.review import builders as summaries
from tests.workplan.tasks import builders
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.inbox.queries import digest_items, last_batch, unread_count
from tracker.messages.commands import Recipient, tell
from tracker.messages.models import Message, Preference, Receipt
from tracker.messages.words import Topic
from tracker.people.models import Grant, Person, Role
from tracker.workplan.progress.commands import submit
from tracker.workplan.review.commands import accept_summary, submit_summary
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.rules import Step

ROW = re.compile(r'<button class="btn btn-title[^"]*"[^>]*>\s*([^<]+?)\s*</button>')
UNREAD = re.compile(r'class="inbox-link"[^>]*>[^<]*<b [^>]*>(\d+\+?)</b>')


def rows(page: Page) -> list[str]:
    return ROW.findall(page.html)


def unread(page: Page) -> str:
    found = UNREAD.search(page.html)
    return found[1] if found else ""


def filled(town: Town) -> Assignment:
    """Three messages for Wang: two dispatches, one of which was sent back since."""
    builders.dispatched(town, title="修通环线")
    it = builders.reported(town, title="改造小区")
    return builders.step(town, it, Step.REDO, reason="缺验收单")


def message_id(person: Person, kind: str) -> int:
    return db.session.scalars(
        select(Receipt.message_id)
        .join(Message)
        .where(Receipt.person_id == person.id, Message.kind == kind)
        .order_by(Receipt.id.desc())
        .limit(1)
    ).one()


@pytest.mark.postgres
def test_the_inbox_shows_what_is_open_with_its_reason_and_counts_it(
    browser: Browser, town: Town
) -> None:
    filled(town)
    browser.sign_in(town.wang)

    page = browser.get("/messages")

    assert rows(page) == ["退回重办：改造小区", "交办：修通环线"]
    assert "待处理 2 条，其中 2 条还没看过。" in page
    assert "您的单位承办这项任务。理由：缺验收单" in page
    assert unread(page) == "2"
    assert rows(browser.get("/messages?shown=done")) == ["交办：改造小区"]
    assert "事项已办" in browser.get("/messages?shown=done")
    assert len(rows(browser.get("/messages?shown=all"))) == 3


def test_an_empty_inbox_says_what_will_come_and_where_work_is(browser: Browser, town: Town) -> None:
    browser.sign_in(town.zhao)

    assert "没有待处理的消息" in browser.get("/messages")
    assert "还没有消息" in browser.get("/messages?shown=done")
    page = browser.get("/messages?topic=review&shown=nonsense")
    assert "没有符合条件的消息" in page
    assert unread(page) == ""


def test_topics_narrow_and_stay_in_the_address(browser: Browser, town: Town) -> None:
    filled(town)
    browser.sign_in(town.wang)

    page = browser.get("/messages?topic=closure")

    assert rows(page) == ["退回重办：改造小区"]
    assert "/messages?shown=unread&amp;topic=closure" in page
    assert rows(browser.get("/messages?topic=dispatch")) == ["交办：修通环线"]


def test_opening_a_message_leads_to_its_matter_and_takes_it_off_the_count(
    browser: Browser, town: Town
) -> None:
    it = filled(town)
    browser.sign_in(town.wang)
    link = f"/messages/{message_id(town.wang, 'assignment.sent_back')}"

    assert browser.post(f"{link}/read").location == f"/tasks/{it.task_id}"

    page = browser.get("/messages")
    assert unread(page) == "1"
    assert len(rows(page)) == 2
    assert rows(browser.get("/messages?shown=unread")) == ["交办：修通环线"]


def test_what_only_informs_needs_no_putting_away(browser: Browser, town: Town) -> None:
    builders.closed(town, title="改造小区")
    browser.sign_in(town.wang)
    assert rows(browser.get("/messages")) == ["核定办结：改造小区"]

    browser.post(f"/messages/{message_id(town.wang, 'assignment.closed')}/read")

    page = browser.get("/messages")
    assert rows(page) == []
    assert "刚才把" not in page


def test_a_message_is_put_away_and_taken_back_in_place(browser: Browser, town: Town) -> None:
    filled(town)
    browser.sign_in(town.wang)
    link = f"/messages/{message_id(town.wang, 'assignment.sent_back')}"

    answer = browser.post(f"{link}/done?topic=closure")
    assert answer.location == "/messages?topic=closure"
    assert rows(browser.get("/messages")) == ["交办：修通环线"]

    browser.post(f"{link}/reopen?shown=done")
    assert len(rows(browser.get("/messages"))) == 2


def test_all_that_a_list_shows_is_put_away_but_not_what_came_meanwhile(
    browser: Browser, town: Town
) -> None:
    filled(town)
    browser.sign_in(town.wang)
    page = browser.get("/messages?topic=dispatch")
    assert "所列的都标为已处理" in page
    up_to = re.search(r'name="up_to" value="(\d+)"', page.html)
    assert up_to
    builders.dispatched(town, title="后来的事")

    browser.post("/messages/done?topic=dispatch", up_to=up_to[1])

    page = browser.get("/messages")
    assert set(rows(page)) == {"交办：后来的事", "退回重办：改造小区"}
    for nonsense in ("no number", "", 0, 999, 2**63):
        browser.post("/messages/done", up_to=nonsense, expect=404)
    assert len(rows(browser.get("/messages"))) == 2


def test_the_last_putting_away_can_be_taken_back_for_a_while(browser: Browser, town: Town) -> None:
    filled(town)
    browser.sign_in(town.wang)
    browser.post("/messages/done", up_to=message_id(town.wang, "assignment.sent_back"))

    page = browser.get("/messages")
    assert "刚才把 2 条标为已处理" in page
    moment = re.search(r'name="moment" value="([^"]+)"', page.html)
    assert moment
    browser.post("/messages/reopen", moment=moment[1])

    page = browser.get("/messages")
    assert len(rows(page)) == 2
    assert "刚才把" not in page
    for nonsense in ("", "yesterday", "2026-06-18T10:00:00", "0001-01-01T00:00:00+14:00"):
        browser.post("/messages/reopen", moment=nonsense, expect=404)
    browser.post("/messages/done", up_to=message_id(town.wang, "assignment.sent_back"))
    assert last_batch(town.actor(town.wang), now() + timedelta(hours=1)) is None


def test_another_persons_message_is_not_there(browser: Browser, town: Town) -> None:
    filled(town)
    link = f"/messages/{message_id(town.wang, 'assignment.sent_back')}"
    browser.sign_in(town.zhao)

    browser.post(f"{link}/read", expect=404)
    browser.post(f"{link}/done", expect=404)
    browser.post(f"{link}/reopen", expect=404)


def test_a_message_is_gone_when_its_matter_may_not_be_seen_any_more(
    browser: Browser, town: Town
) -> None:
    it = filled(town)
    wang, link = town.wang, f"/messages/{message_id(town.wang, 'assignment.sent_back')}"
    assert unread_count(town.actor(wang)) == 2
    browser.sign_in(wang)

    with transaction():
        db.session.execute(update(Task).where(Task.id == it.task_id).values(label=Label.SENSITIVE))
    assert rows(browser.get("/messages")) == ["交办：修通环线"]
    browser.post(f"{link}/read", expect=404)

    with transaction():
        db.session.execute(
            update(Grant)
            .where(Grant.person_id == wang.id)
            .values(to_on=YEAR_BEGAN + timedelta(days=30))
        )
        db.session.add(
            Grant(person_id=wang.id, role=Role.HEAD, unit_id=town.roads.id, from_on=YEAR_BEGAN)
        )
    page = browser.get("/messages?shown=all")
    assert rows(page) == []
    assert unread(page) == ""


def test_what_a_message_is_about_must_be_known(browser: Browser, town: Town) -> None:
    with transaction():
        tell(
            [Recipient(town.lin.id, None)],
            "chase.sent",
            about="nothing:1",
            title="不知是什么",
            reason="",
            address="/",
            at=NOW,
        )

    assert rows(browser.sign_in(town.lin).get("/messages")) == []


def test_long_lists_are_paged_and_cost_no_more_than_short_ones(
    browser: Browser, town: Town
) -> None:
    it = builders.dispatched(town)
    browser.sign_in(town.wang)
    browser.get("/messages")
    with counted() as few:
        browser.get("/messages")
    with transaction():
        for number in range(40):
            tell(
                [Recipient(town.wang.id, None)],
                "assignment.sent_back",
                about=f"assignment:{it.id}",
                title=f"第 {number} 次",
                reason="",
                address="/",
                at=NOW + timedelta(minutes=number),
            )

    with counted() as many:
        page = browser.get("/messages")

    assert many.total == few.total
    assert len(rows(page)) == 30
    assert "/messages?page=2" in page
    assert len(rows(browser.get("/messages?page=2"))) == 11


def test_wishes_are_shown_kept_and_used_for_the_digest_beside_them(
    browser: Browser, town: Town
) -> None:
    filled(town)
    browser.sign_in(town.wang)
    page = browser.get("/messages/preferences")
    assert "您还没有登记邮箱" in page
    assert "■ 办结申请与核定" in page
    assert page.html.count(" checked") == len(Topic) + 1

    browser.post(
        "/messages/preferences", urgent_at_once="y", mailed=["dispatch", "dates"], version=0
    )

    wish = db.session.scalars(select(Preference)).one()
    assert (wish.has_digest, wish.urgent_at_once) == (False, True)
    assert set(wish.muted) == {*Topic} - {"dispatch", "dates"}
    page = browser.get("/messages/preferences")
    assert "■ 办结申请与核定" not in page
    assert "1. 【紧急】交办：修通环线" in page


def test_an_old_or_impossible_wish_is_refused(browser: Browser, town: Town) -> None:
    with transaction():
        town.lin.email = "lin@yunling.example"
    browser.sign_in(town.lin)
    browser.post("/messages/preferences", mailed=["dispatch"], version=0)

    browser.post("/messages/preferences", mailed=["review"], version=5, expect=409)
    browser.post("/messages/preferences", mailed=["weather"], version=1, expect=422)
    page = browser.get("/messages/preferences")
    assert "lin@yunling.example" in page
    assert "没有待处理的消息，今天不发。" in page


def test_what_is_sensitive_leaves_the_house_without_its_words(town: Town) -> None:
    with transaction():
        town.wang.clearance = Label.SENSITIVE
    it = filled(town)
    with transaction():
        db.session.get_one(Task, it.task_id).label = Label.SENSITIVE

    items, total = digest_items(town.actor(town.wang), 20)

    assert total == 2
    assert [one.title for one in items] == ["一条敏感事项的消息", "交办：修通环线"]
    assert "缺验收单" not in items[0].reason


def test_progress_that_is_returned_is_told_until_it_is_submitted_again(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town, title="改造小区")
    browser.sign_in(town.wang)
    entry = progress.returned(town, progress.entry(town, it), reason="请写明套数")

    page = browser.get("/messages?topic=progress")
    assert rows(page) == ["进展退回修改：改造小区"]
    assert "理由：请写明套数" in page

    with transaction():
        submit(town.actor(town.wang), entry, now=NOW)
    assert rows(browser.get("/messages?topic=progress")) == []


def test_a_summary_goes_to_the_office_and_comes_back(browser: Browser, town: Town) -> None:
    summaries.told(town)
    summary = summaries.returned(town, reason="请写明问题")
    assert rows(browser.sign_in(town.bai).get("/messages?topic=review")) == [
        f"{summary.plan.year}年度总结退回修改"
    ]
    assert rows(browser.sign_in(town.lin).get("/messages?topic=review")) == []

    with transaction():
        submit_summary(town.actor(town.wang), summary, now=NOW)
    assert rows(browser.get("/messages?topic=review")) == [f"住房局提交{summary.plan.year}年度总结"]
    with transaction():
        accept_summary(town.actor(town.lin), summary, now=NOW)
    assert rows(browser.get("/messages?topic=review")) == []
    assert rows(browser.sign_in(town.wang).get("/messages?topic=review")) == [
        f"{summary.plan.year}年度总结审核通过"
    ]
