"""The pages on which people talk, as they meet them."""

from sqlalchemy import select

from tests.browser import Browser
from tests.queries import counted
from tests.town import Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.comments.builders import said
from tracker.foundation.clock import now
from tracker.foundation.db import db
from tracker.workplan.tasks.comments.models import Comment

HOSTILE = "<script>alert(1)</script>\n\"'><img src=x onerror=alert(1)>\u202e{{ 7*7 }}"


def test_a_unit_and_the_office_talk_and_see_what_is_new(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)
    thread = f"/assignments/{work.id}/comments"
    browser.sign_in(town.lin)
    assert "还没有人说话" in browser.get(thread)

    browser.post(thread, text="请补材料。", mentions=[f"person{town.wang.id}"])

    assert "已发表，提到了王芳。" in browser.get(thread)
    browser.sign_in(town.wang)
    task_page = browser.get(f"/tasks/{work.task_id}")
    assert "1 条没看" in task_page
    assert "督查室和领导" not in task_page.html.partition('id="comments"')[2]
    page = browser.get(thread)
    assert '<b class="mention">@王芳</b>' in page
    made = db.session.scalars(select(Comment)).one()
    assert browser.get(f"/comments/{made.id}", expect=303).location == f"{thread}#comment-{made.id}"

    browser.post(f"{thread}/read", seen=made.id)

    assert "没看过" not in browser.get(thread)
    assert "1 条没看" not in browser.get(f"/tasks/{work.task_id}")


def test_what_is_wrong_with_a_comment_stands_beside_it(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)
    made = said(town, work, now=now())
    browser.sign_in(town.lin)

    page = browser.post(f"/tasks/{work.task_id}/comments", expect=422, text="")
    assert "请写要说的话。" in page
    page = browser.post(f"/comments/{made.id}/edit", expect=422, text="", version=1)
    assert "请写要说的话。" in page


def test_hostile_words_are_words(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)
    said(town, work, HOSTILE)
    browser.sign_in(town.wang)

    page = browser.get(f"/assignments/{work.id}/comments")

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_a_comment_is_edited_then_deleted_and_a_line_remains(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)
    made = said(town, work, "写错了", now=now())
    thread = f"/assignments/{work.id}/comments"
    browser.sign_in(town.lin)
    assert "写错了" in browser.get(f"/comments/{made.id}/edit")

    browser.post(f"/comments/{made.id}/edit", text="写对了", version=1)
    page = browser.get(thread)
    assert "写对了" in page
    assert "改过" in page

    browser.post(f"/comments/{made.id}/delete", version=2)
    page = browser.get(thread)
    assert "写对了" not in page
    assert "这一条已由本人删除。" in page
    assert "共 1 项" in page


def test_numbers_of_tasks_lead_to_them_and_long_threads_have_pages(
    browser: Browser, town: Town
) -> None:
    work, other = builders.acknowledged(town), builders.acknowledged(town, unit=town.roads)
    thread = f"/assignments/{work.id}/comments"
    first = said(town, work, f"同 {work.task.number}，不同 {other.task.number}")
    browser.sign_in(town.wang)
    with counted() as few:
        page = browser.get(thread)
    assert f'<a href="/tasks/{work.task_id}">{work.task.number}</a>' in page
    assert f'<a href="/tasks/{other.task_id}">' not in page
    for number in range(22):
        said(town, work, f"第{number}条，见 {work.task.number}", by=town.bai)

    with counted() as many:
        page = browser.get(thread)

    assert many.total == few.total
    assert "第 1–20 项，共 23 项" in page
    where = f"{thread}?page=2#comment-{first.id}"
    assert browser.get(f"/comments/{first.id}", expect=303).location == where


def test_only_what_was_shown_is_noted_as_read_by_the_way(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)
    thread = f"/assignments/{work.id}/comments"
    for number in range(23):
        said(town, work, f"第{number}条")
    oldest = db.session.scalars(select(Comment.id).order_by(Comment.id).limit(3)).all()
    browser.sign_in(town.wang)

    page = browser.get(thread)
    assert "23 条没看过。" in page
    assert "data-reads" not in page  # three of them stand on the page after
    page = browser.get(f"{thread}?page=2")
    assert "data-reads" in page
    assert f'name="seen" value="{oldest[-1]}"' in page
    browser.post(f"{thread}/read", seen=oldest[-1])

    page = browser.get(thread)
    assert "20 条没看过。" in page
    assert "data-reads" in page


def test_the_progress_of_a_unit_leads_to_its_thread(browser: Browser, town: Town) -> None:
    work = builders.acknowledged(town)
    said(town, work)
    browser.sign_in(town.wang)

    page = browser.get(f"/assignments/{work.id}/progress")
    assert f'href="/assignments/{work.id}/comments"' in page
    assert "1 条没看" in page

    browser.post(f"/assignments/{work.id}/comments/read", seen=1)
    assert "1 条没看" not in browser.get(f"/assignments/{work.id}/progress")
