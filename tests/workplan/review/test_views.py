"""The pages as people meet them."""

from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from docx import Document

from tests.browser import Browser
from tests.queries import counted
from tests.town import Town
from tests.workplan.review.builders import accepted, draft, returned, submitted, told
from tests.workplan.tasks.builders import acknowledged, long_ago, plan
from tracker.foundation.db import db
from tracker.workplan.review.models import AnnualSummary, SummaryState


def kept(summary_id: int) -> AnnualSummary:
    found = db.session.get(AnnualSummary, summary_id)
    assert found is not None
    return found


def fields(summary: AnnualSummary, **changed: Any) -> dict[str, Any]:
    """Return everything that the page of a summary sends."""
    results = {f"result_{it.priority_id}": it.words for it in summary.results}
    return {
        **results,
        "highlights": summary.highlights,
        "problems": summary.problems,
        "next_year_plan": summary.next_year_plan,
        "version": summary.version,
        **changed,
    }


def test_without_a_plan_the_pages_say_what_comes_first(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    assert "还没有年度计划" in browser.get("/review")
    assert "还没有年度计划" in browser.get("/review/scores")
    browser.get(f"/review/scores/{town.housing.id}", expect=404)
    assert "还没有年度计划" in browser.get("/review?year=2031")


def test_the_supervisor_sees_all_units_with_states_and_scores(browser: Browser, town: Town) -> None:
    told(town)
    submitted(town)

    page = browser.sign_in(town.lin).get("/review")

    for words in ("市住房局", "市公路局", "东溪县", "待审核", "未起草", "不排名", "审核"):
        assert words in page
    narrowed = browser.get("/review?state=submitted&kind=department")
    assert "市住房局" in narrowed
    assert "市公路局" not in narrowed
    assert "没有符合条件的单位" in browser.get("/review?state=accepted")
    assert "市公路局" in browser.get("/review?state=nonsense&kind=nonsense&page=x")


def test_a_unit_sees_its_own_line_and_begins_its_summary_there(
    browser: Browser, town: Town
) -> None:
    told(town)

    page = browser.sign_in(town.bai).get("/review")
    assert "市住房局" in page
    assert "市公路局" not in page
    assert "起草总结" in page

    done = browser.post(f"/review/units/{town.housing.id}/draft", year=2026)
    assert done.location.startswith("/review/summaries/")
    page = browser.get(done.location)
    assert "完成改造 12 个小区。" in page
    assert "保存并提交" not in page
    assert "继续写" in browser.get("/review")


def test_strangers_cannot_draft_for_a_unit(browser: Browser, town: Town) -> None:
    told(town)
    browser.sign_in(town.zhao).post(f"/review/units/{town.housing.id}/draft", year=2026, expect=404)
    browser.sign_in(town.lin).post(f"/review/units/{town.housing.id}/draft", year=2026, expect=403)
    browser.sign_in(town.bai).post(f"/review/units/{town.housing.id}/draft", year=2031, expect=404)
    browser.post(f"/review/units/{town.housing.id}/draft", year="去年", expect=404)


def test_every_part_is_edited_on_one_page(browser: Browser, town: Town) -> None:
    told(town)
    summary = draft(town)
    part = f"result_{summary.results[0].priority_id}"

    browser.sign_in(town.bai).post(
        f"/review/summaries/{summary.id}",
        **fields(summary, **{part: "第一段。\r\n第二段。"}, highlights="亮点。"),
    )

    found = kept(summary.id)
    assert (found.results[0].words, found.highlights) == ("第一段。\n第二段。", "亮点。")
    page = browser.get(f"/review/summaries/{summary.id}")
    assert "总结已保存。" in page
    assert "修改：城乡建设、亮点工作" in page


def test_a_part_that_is_too_long_is_sent_back(browser: Browser, town: Town) -> None:
    told(town)
    summary = draft(town)

    page = browser.sign_in(town.bai).post(
        f"/review/summaries/{summary.id}",
        **fields(summary, problems="长" * 20_001),
        expect=422,
    )

    assert "每一部分不超过 20000 字。" in page


def test_an_older_copy_comes_back_beside_the_newer_one(browser: Browser, town: Town) -> None:
    told(town)
    summary = draft(town)
    old = fields(summary, problems="后来者的话。")
    address = f"/review/summaries/{summary.id}"
    browser.sign_in(town.wang).post(address, **fields(summary, problems="先来者的话。"))

    page = browser.sign_in(town.bai).post(address, **old, expect=409)

    assert "后来者的话。" in page
    assert "先来者的话。" in page
    assert "现在保存的是" in page
    assert f'name="version" value="{kept(summary.id).version}"' in page
    again = old | {"version": kept(summary.id).version}
    browser.post(address, **again)
    assert kept(summary.id).problems == "后来者的话。"


def test_what_was_typed_survives_when_the_head_has_submitted_meanwhile(
    browser: Browser, town: Town
) -> None:
    told(town)
    summary = draft(town)
    old = fields(summary, problems="来不及的话。")
    browser.sign_in(town.wang).post(f"/review/summaries/{summary.id}/submit", **fields(summary))

    page = browser.sign_in(town.bai).post(f"/review/summaries/{summary.id}", **old, expect=409)

    assert "来不及的话。" in page
    assert "现在不能再改" in page
    old["version"] = kept(summary.id).version
    page = browser.post(f"/review/summaries/{summary.id}", **old, expect=409)
    assert "总结已经提交" in page


def test_the_head_submits_with_what_is_on_the_page(browser: Browser, town: Town) -> None:
    told(town)
    summary = draft(town)

    page = browser.sign_in(town.wang).get(f"/review/summaries/{summary.id}")
    assert "保存并提交" in page
    browser.post(
        f"/review/summaries/{summary.id}/submit", **fields(summary, problems="提交前补的。")
    )

    found = kept(summary.id)
    assert (found.state, found.problems) == (SummaryState.SUBMITTED, "提交前补的。")
    assert "<textarea" not in browser.get(f"/review/summaries/{summary.id}")


def test_the_contact_cannot_submit(browser: Browser, town: Town) -> None:
    told(town)
    summary = draft(town)

    browser.sign_in(town.bai).post(
        f"/review/summaries/{summary.id}/submit", **fields(summary), expect=403
    )


def test_a_new_draft_asks_first_and_says_what_it_replaces(browser: Browser, town: Town) -> None:
    told(town, problems="图纸缺 3 份")
    summary = draft(town)
    address = f"/review/summaries/{summary.id}"
    assert "重新起草…" not in browser.sign_in(town.bai).get(address)
    browser.post(address, **fields(summary, problems="手写。"))

    page = browser.get(address)
    assert "重新起草…" in page
    assert 'name="part" value="problems"' in page
    assert 'name="part" value="highlights"' not in page
    redraft = f"/review/units/{town.housing.id}/draft"
    version = kept(summary.id).version
    browser.post(redraft, year=2026, version=version)
    assert kept(summary.id).problems == "手写。"
    assert "没有选要换掉的部分" in browser.get(address)
    browser.post(redraft, year=2026, version=version, part=["problems"])
    assert kept(summary.id).problems == "加快老旧小区改造：图纸缺 3 份。"
    assert "重新起草：存在问题" in browser.get(address)


def test_a_priority_that_has_come_since_can_be_taken_in(browser: Browser, town: Town) -> None:
    told(town)
    summary = draft(town)
    address = f"/review/summaries/{summary.id}"
    later = told(town, "新建公园", under="生态环境")

    page = browser.sign_in(town.bai).get(address)
    assert "主要成效，新增：生态环境" in page
    part = f"result_{later.task.priority_id}"
    browser.post(
        f"/review/units/{town.housing.id}/draft", year=2026, part=[part], version=summary.version
    )

    assert "新建公园：完成40%。" in browser.get(address)
    assert [it.priority.name for it in kept(summary.id).results] == ["城乡建设", "生态环境"]


def test_the_supervisor_returns_with_a_reason(browser: Browser, town: Town) -> None:
    told(town)
    summary = submitted(town)
    address = f"/review/summaries/{summary.id}"

    page = browser.sign_in(town.lin).get(address)
    assert "审核通过" in page
    assert "<textarea" in page  # the reason's
    refused = browser.post(
        f"{address}/return", reason="长" * 2001, version=summary.version, expect=422
    )
    assert "理由不超过 2000 字" in refused
    assert "长" * 2001 in refused
    assert "请写明理由" in browser.post(f"{address}/return", reason=" ", expect=422)
    browser.post(f"{address}/return", reason="成效缺数字。", version=summary.version)

    page = browser.sign_in(town.bai).get(address)
    assert "成效缺数字。" in page
    assert "退回修改" in page


def test_the_supervisor_accepts(browser: Browser, town: Town) -> None:
    told(town)
    summary = submitted(town)
    address = f"/review/summaries/{summary.id}"

    browser.sign_in(town.lin).post(f"{address}/accept", version=99, expect=409)
    browser.post(f"{address}/accept", version=summary.version)

    assert kept(summary.id).state is SummaryState.ACCEPTED
    page = browser.get("/review")
    assert "已通过" in page
    assert "6月18日审核通过" in page


@pytest.mark.parametrize(
    ("name", "read", "deed"),
    [("yan", 200, 403), ("zhao", 404, 404), ("wang", 200, 403), ("gu", 403, 403)],
)
def test_each_sees_and_does_what_is_theirs(
    browser: Browser, town: Town, name: str, read: int, deed: int
) -> None:
    told(town)
    summary = submitted(town)
    address = f"/review/summaries/{summary.id}"
    browser.sign_in(getattr(town, name))

    browser.get(address, expect=read)
    browser.get(f"{address}/document", expect=read)
    edit_status = {"wang": 409, "zhao": 404}.get(name, 403)
    browser.post(address, **fields(summary), expect=edit_status)
    browser.post(f"{address}/accept", expect=403)
    assert deed in (403, 404)


def test_a_unit_reads_only_its_own_scores(browser: Browser, town: Town) -> None:
    acknowledged(town, title="修渠", due_on=date(2026, 5, 31), now=long_ago(100))

    page = browser.sign_in(town.wang).get("/review/scores")
    assert "市住房局" in page
    assert "市公路局" not in page
    browser.get(f"/review/scores/{town.roads.id}", expect=404)
    page = browser.get(f"/review/scores/{town.housing.id}")
    assert "时限5月31日，到6月18日逾期 18 天尚未办结，按 2 个整周计" in page
    assert "−2" in page
    assert "<b>98</b>" in page


def test_lines_are_found_by_rule_and_link_to_their_task(browser: Browser, town: Town) -> None:
    assignment = acknowledged(town, due_on=date(2026, 5, 31), now=long_ago(100))
    address = f"/review/scores/{town.housing.id}"
    browser.sign_in(town.lin)

    assert f"/tasks/{assignment.task_id}" in browser.get(f"{address}?rule=late")
    assert "没有这一类记录" in browser.get(f"{address}?rule=redo")
    assert "还没有计分的记录" in browser.get(f"/review/scores/{town.roads.id}")
    assert "不排名" in browser.get(f"/review/scores/{town.roads.id}")
    assert "逾期" in browser.get(f"{address}?rule=nonsense&page=9")
    assert "没有符合条件的单位" in browser.get("/review/scores?kind=zone")
    assert "市住房局" in browser.get("/review/scores?kind=department")


def test_the_document_has_the_official_parts_and_a_chinese_name(
    browser: Browser, town: Town
) -> None:
    told(town, problems="图纸缺 3 份", next_steps="补齐图纸", is_key=True)
    summary = accepted(town)

    page = browser.sign_in(town.lin).get(f"/review/summaries/{summary.id}/document")

    assert "wordprocessingml.document" in page.headers["Content-Type"]
    name = quote("市住房局2026年度工作总结.docx")
    assert f"filename*=UTF-8''{name}" in page.headers["Content-Disposition"]
    lines = [paragraph.text for paragraph in Document(BytesIO(page.data)).paragraphs]
    for words in (
        "一、主要成效",
        "（一）城乡建设",
        "二、亮点工作",
        "三、存在问题",
        "四、下年思路举措",
    ):
        assert words in lines
    assert lines[-2:] == ["市住房局", "2026年6月18日"]


def test_a_draft_in_word_bears_no_date(browser: Browser, town: Town) -> None:
    told(town)
    summary = returned(town)
    page = browser.sign_in(town.bai).get(f"/review/summaries/{summary.id}/document")

    assert Document(BytesIO(page.data)).paragraphs[-1].text == "市住房局"


def test_the_page_of_a_summary_costs_a_bounded_number_of_questions(
    browser: Browser, town: Town
) -> None:
    for number in range(8):
        told(town, f"第 {number} 项任务", under=f"重点{number % 4}")
    summary = draft(town)
    plan(town, 2025)
    browser.sign_in(town.bai)

    with counted() as count:
        browser.get(f"/review/summaries/{summary.id}")

    assert count.total <= 30
