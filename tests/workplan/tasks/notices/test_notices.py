"""Notices of dispatch: what they say, who sees them, and that none goes out twice."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import func, select

from tests.browser import Browser
from tests.conftest import TODAY
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.chases.test_views import sent_along
from tests.workplan.tasks.notices.builders import noticed
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, RuleBroken
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.notices import queries, rules
from tracker.workplan.tasks.notices.models import Notice
from tracker.workplan.tasks.notices.printing import as_paper, number_of
from tracker.workplan.tasks.rules import Step


def batch(town: Town) -> list[list[Assignment]]:
    return queries.batch_of(town.actor(town.lin), TODAY)


@pytest.mark.postgres
def test_each_unit_gets_one_notice_for_all_of_a_days_dispatches(town: Town) -> None:
    builders.dispatched(town, support=(town.east,), title="修水渠")
    builders.dispatched_to_each(town)
    builders.dispatched(town, title="早先的", now=NOW - timedelta(days=3))
    groups = batch(town)

    with transaction():
        issued = commands.issue_notices(town.actor(town.lin), groups, text="请办理。", now=NOW)

    assert [(number_of(it), it.unit.name, len(it.items)) for it in issued] == [
        ("督通〔2026〕1号", "市住房局", 1),
        ("督通〔2026〕2号", "东溪县", 2),
        ("督通〔2026〕3号", "西岭县", 1),
    ]
    duties = {it.duty for it in as_paper(issued[1]).works}
    assert duties == {"配合", "承办"}
    assert batch(town) == []
    assert list(queries.unnoticed_days(town.actor(town.lin)).values()) == [1]


def test_a_notice_is_written_down(town: Town) -> None:
    issued = noticed(town, builders.dispatched(town))

    entry = db.session.scalars(select(Entry).where(Entry.deed == "notice.issued")).one()
    assert entry.subject == f"notice:{issued.id}"
    assert entry.details["unit"] == "市住房局"


def test_work_of_another_label_goes_on_a_notice_of_its_own(town: Town) -> None:
    first = builders.dispatched(town)
    builders.dispatched(town, title="另一件")
    with transaction():
        first.task.label = Label.OPEN

    assert [len(it) for it in batch(town)] == [1, 1]


def test_what_went_to_another_unit_gets_a_notice_anew(town: Town) -> None:
    work = builders.dispatched(town)
    noticed(town, work)
    builders.step(town, work, Step.DECLINE, reason="非本单位职责")
    assert batch(town) == []
    with transaction():
        commands.take_step(
            town.actor(town.lin),
            work,
            Step.REDISPATCH,
            reason="改派",
            unit_id=town.roads.id,
            now=NOW,
        )

    assert [it.unit.name for group in batch(town) for it in group] == ["市公路局"]


def test_a_notice_that_makes_no_sense_is_refused(town: Town) -> None:
    lin, work = town.actor(town.lin), builders.dispatched(town)
    other = builders.dispatched(town, unit=town.roads, title="修补路面")

    for group, text, words in (
        ([], "请办理。", "没有要通知的任务"),
        ([work, other], "请办理。", "只发给一个单位"),
        ([work], " ", "请写通知内容"),
        ([work], "字" * 2001, "不超过 2000 字"),
    ):
        with pytest.raises(RuleBroken, match=words):
            commands.issue_notices(lin, [group], text=text, now=NOW)
    with pytest.raises(NotAllowed, match="由督查员发出"):
        commands.issue_notices(town.actor(town.wang), [[work]], text="请办理。", now=NOW)
    noticed(town, work)
    with pytest.raises(RuleBroken, match="刚有变化"):
        commands.issue_notices(lin, [[work]], text="请办理。", now=NOW)


def test_a_unit_sees_its_own_notices_alone(town: Town) -> None:
    lead = builders.dispatched(town, support=(town.east,))
    issued = noticed(town, lead)

    for person in (town.lin, town.yan, town.wang, town.bai):
        assert queries.visible_notice(town.actor(person), issued.id).id == issued.id
    for person in (town.qin, town.zhao, town.gu):
        with pytest.raises(NotFound):
            queries.visible_notice(town.actor(person), issued.id)


def test_notices_are_looked_at_and_go_out_as_they_were_shown(browser: Browser, town: Town) -> None:
    builders.dispatched(town)
    browser.sign_in(town.lin)
    assert "还没有发过通知单" in browser.get("/notices")
    page = browser.get("/notices/new?on=x")
    assert rules.USUAL_TEXT in page
    assert "编号发出时自动生成" in page
    fields = sent_along(page) | {
        "seen": [page.html.split('name="seen"')[1].split('value="')[1].split('"')[0]]
    }
    fields["on"] = [TODAY.isoformat()]

    assert "请抓紧。" in browser.post("/notices/preview", expect=200, **fields, text="请抓紧。")
    assert "请写通知内容" in browser.post("/notices/preview", expect=422, **fields, text="")
    assert "请写通知内容" in browser.post("/notices", expect=422, **fields, text="")
    builders.dispatched(town, unit=town.roads, title="修补路面")
    changed = browser.post("/notices", expect=409, **fields, text="请抓紧。")
    assert "这一批刚有变化" in changed
    fields["seen"] = [changed.html.split('name="seen"')[1].split('value="')[1].split('"')[0]]
    browser.post("/notices", **fields, text="请抓紧。")

    assert db.session.scalar(select(func.count(Notice.id))) == 2
    assert "督通〔2026〕2号" in browser.get(f"/notices?unit={town.roads.id}")
    assert "这个单位还没有通知单" in browser.get("/notices?unit=987654")
    assert "这一天没有要通知的" in browser.get("/notices/new?on=2026-06-18")


def test_a_notice_comes_as_a_page_and_as_a_word_document(browser: Browser, town: Town) -> None:
    issued = noticed(town, builders.dispatched(town))
    browser.sign_in(town.zhao)
    assert "没有通知单" in browser.get("/notices")
    browser.sign_in(town.wang)

    assert "督通〔2026〕1号" in browser.get(f"/notices/{issued.id}")
    answer = browser._client.get(f"/notices/{issued.id}/document")

    document = Document(BytesIO(answer.data))
    told = [it.text for it in document.paragraphs if it.text]
    assert told[:4] == ["内部", "督办通知单", "督通〔2026〕1号", "市住房局："]
    assert [cell.text for cell in document.tables[0].rows[1].cells][2:] == [
        "牵头",
        "2026年12月31日",
        "每季度",
    ]
    assert any("前签收" in it for it in told)
