"""What each deed changes, with a real database beneath it."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.progress.builders import draft as unsubmitted
from tests.workplan.progress.builders import entry
from tests.workplan.review.builders import REASON, accepted, draft, returned, submitted, told
from tests.workplan.tasks.builders import acknowledged, dispatched, plan, step
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people.models import Person
from tracker.workplan.review import commands
from tracker.workplan.review.models import AnnualSummary, SummaryState
from tracker.workplan.review.parts import part_words, result_part
from tracker.workplan.tasks.rules import Step


def deeds(summary: AnnualSummary) -> Sequence[Entry]:
    return db.session.scalars(
        select(Entry).where(Entry.subject == f"summary:{summary.id}").order_by(Entry.id)
    ).all()


def edit(town: Town, summary: AnnualSummary, by: Person | None = None, **words: Any) -> None:
    kept = {
        "results": {},
        "highlights": summary.highlights,
        "problems": summary.problems,
        "next_year_plan": summary.next_year_plan,
    }
    with transaction():
        commands.edit_summary(town.actor(by or town.bai), summary, now=NOW, **(kept | words))


@pytest.mark.postgres
def test_a_draft_holds_what_the_unit_reported_by_priority(town: Town) -> None:
    told(town, problems="图纸缺 3 份", next_steps="补齐图纸")
    told(town, "新建公园", under="生态环境", is_key=True, done="建成 2 座公园")
    told(town, "修路", unit=town.roads, under="交通")

    summary = draft(town)

    assert [(it.priority.name, it.words) for it in summary.results] == [
        ("城乡建设", "加快老旧小区改造：完成40%。完成改造 12 个小区。"),
        ("生态环境", "新建公园：完成40%。建成 2 座公园。"),
    ]
    assert summary.highlights == "新建公园（重点任务）：完成40%。建成 2 座公园。"
    assert summary.problems == "加快老旧小区改造：图纸缺 3 份。"
    assert summary.next_year_plan == "加快老旧小区改造：补齐图纸。"
    assert (summary.state, summary.version) == (SummaryState.DRAFT, 1)
    assert [(it.deed, it.details) for it in deeds(summary)] == [("summary.drafted", {"tasks": 2})]


def test_a_supporting_unit_names_the_lead_and_what_was_declined_is_left_out(town: Town) -> None:
    lead = dispatched(town, unit=town.roads, support=[town.housing], under="交通")
    (mine,) = [it for it in lead.task.assignments if it.unit_id == town.housing.id]
    entry(town, step(town, mine, Step.ACKNOWLEDGE), percent=20, done="供图 3 份。")
    step(town, dispatched(town, title="别家的事"), Step.DECLINE, reason="不是本单位职责")
    db.session.refresh(lead)

    summary = draft(town)

    assert [it.words for it in summary.results] == [
        "配合市公路局做好“加快老旧小区改造”：完成20%。供图 3 份。"
    ]


def test_nothing_is_drafted_out_of_nothing(town: Town) -> None:
    plan(town)

    with pytest.raises(RuleBroken, match="没有承办任务"):
        draft(town)


@pytest.mark.parametrize("name", ["zhao", "lin", "yan"])
def test_only_the_unit_drafts_and_edits(town: Town, name: str) -> None:
    told(town)
    summary = draft(town)

    with pytest.raises(NotAllowed):
        draft(town, by=getattr(town, name))
    with pytest.raises(NotAllowed):
        edit(town, summary, by=getattr(town, name), problems="无")


def test_a_second_draft_never_overwrites_silently(town: Town) -> None:
    told(town)
    draft(town)

    with pytest.raises(RuleBroken, match="换掉哪几部分"):
        draft(town)


def test_a_second_draft_replaces_what_was_chosen_and_nothing_else(town: Town) -> None:
    assignment = told(town, problems="图纸缺 3 份")
    summary = draft(town)
    part = result_part(summary.results[0].priority_id)
    edit(town, summary, results={summary.results[0].priority_id: "手写成效"}, problems="手写问题")
    step(town, assignment, Step.ASK_CLOSURE)
    told(town, "新建公园", under="生态环境")
    before = summary.version

    with transaction():
        commands.draft_summary(
            town.actor(town.wang),
            summary.plan,
            town.housing,
            replaces=[part],
            now=NOW,
            version=before,
        )

    words = part_words(summary)
    assert "申请办结" in words[part]
    assert summary.problems == "手写问题"
    assert summary.results[1].words == "新建公园：完成40%。完成改造 12 个小区。"
    assert (summary.version, summary.drafted_by) == (before + 1, town.wang)
    last = deeds(summary)[-1]
    assert last.deed == "summary.redrafted"
    assert last.details == {"parts": "城乡建设、生态环境", f"was_{part}": "手写成效"}


def test_a_second_draft_of_the_same_words_changes_nothing(town: Town) -> None:
    told(town)
    summary = draft(town)

    with transaction():
        commands.draft_summary(
            town.actor(town.bai), summary.plan, town.housing, replaces=["problems"], now=NOW
        )

    assert (summary.version, len(deeds(summary))) == (1, 1)


def test_a_second_draft_on_an_older_copy_is_refused(town: Town) -> None:
    told(town)
    summary = draft(town)

    with pytest.raises(Outdated), transaction():
        commands.draft_summary(
            town.actor(town.bai),
            summary.plan,
            town.housing,
            replaces=["problems"],
            now=NOW,
            version=summary.version + 1,
        )


def test_editing_one_result_counts_the_version_up_and_keeps_both_wordings(town: Town) -> None:
    told(town)
    summary = draft(town)
    result = summary.results[0]
    was = result.words

    edit(town, summary, by=town.wang, results={result.priority_id: " 改过的成效 "})

    assert (result.words, summary.version, summary.drafted_by) == ("改过的成效", 2, town.wang)
    last = deeds(summary)[-1]
    assert last.deed == "summary.edited"
    assert last.details == {"parts": "城乡建设", f"was_{result_part(result.priority_id)}": was}


def test_saving_the_same_words_is_no_deed(town: Town) -> None:
    told(town)
    summary = draft(town)

    edit(town, summary)

    assert (summary.version, len(deeds(summary))) == (1, 1)


def test_editing_an_older_copy_is_refused(town: Town) -> None:
    told(town)
    summary = draft(town)

    with pytest.raises(Outdated):
        edit(town, summary, problems="新的", version=7)


def test_a_priority_that_the_summary_has_not_got_is_refused(town: Town) -> None:
    told(town)
    summary = draft(town)

    with pytest.raises(NotFound):
        edit(town, summary, results={4711: "哪来的"})


def test_what_was_submitted_is_not_edited(town: Town) -> None:
    told(town)
    summary = submitted(town)

    with pytest.raises(RuleBroken, match="已经提交"):
        edit(town, summary, problems="后来加的")


def test_the_head_submits(town: Town) -> None:
    told(town)
    summary = submitted(town)

    assert (summary.state, summary.submitted_by) == (SummaryState.SUBMITTED, town.wang)
    assert summary.submitted_at == NOW
    assert deeds(summary)[-1].deed == "summary.submitted"


def test_the_contact_does_not_submit(town: Town) -> None:
    told(town)
    summary = draft(town)

    with pytest.raises(NotAllowed, match="负责人"), transaction():
        commands.submit_summary(town.actor(town.bai), summary, now=NOW)


def test_a_returned_summary_can_be_edited_and_submitted_again(town: Town) -> None:
    told(town)
    summary = returned(town)
    assert (summary.state, summary.return_reason) == (SummaryState.RETURNED, REASON)
    assert deeds(summary)[-1].details == {"reason": REASON}

    edit(town, summary, problems="补写的问题。")
    with transaction():
        commands.submit_summary(town.actor(town.wang), summary, now=NOW)

    assert summary.state is SummaryState.SUBMITTED


def test_an_accepted_summary_is_dated(town: Town) -> None:
    told(town)
    summary = accepted(town)

    assert (summary.state, summary.accepted_at) == (SummaryState.ACCEPTED, NOW)
    assert deeds(summary)[-1].deed == "summary.accepted"


def test_a_return_needs_a_reason(town: Town) -> None:
    told(town)
    summary = submitted(town)

    with pytest.raises(RuleBroken, match="写明理由"), transaction():
        commands.return_summary(town.actor(town.lin), summary, reason="  ", now=NOW)


@pytest.mark.parametrize("name", ["wang", "yan", "gu"])
def test_only_a_supervisor_judges(town: Town, name: str) -> None:
    told(town)
    summary = submitted(town)
    actor = town.actor(getattr(town, name))

    with pytest.raises(NotAllowed), transaction():
        commands.accept_summary(actor, summary, now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.return_summary(actor, summary, reason=REASON, now=NOW)


def test_judging_an_older_copy_is_refused(town: Town) -> None:
    told(town)
    summary = submitted(town)
    lin = town.actor(town.lin)

    with pytest.raises(Outdated), transaction():
        commands.accept_summary(lin, summary, now=NOW, version=1)
    with pytest.raises(Outdated), transaction():
        commands.return_summary(lin, summary, reason=REASON, now=NOW, version=1)
    with pytest.raises(Outdated), transaction():
        commands.submit_summary(town.actor(town.wang), summary, now=NOW, version=1)


def test_a_draft_is_not_judged(town: Town) -> None:
    told(town)
    summary = draft(town)

    with pytest.raises(RuleBroken, match="待审核"), transaction():
        commands.accept_summary(town.actor(town.lin), summary, now=NOW)


def test_entries_that_were_not_submitted_are_not_drafted_from(town: Town) -> None:
    unsubmitted(town, acknowledged(town), done="还没有定稿的话。")

    assert draft(town).results[0].words == ""
