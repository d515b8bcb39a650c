"""What supervisors do about directives, with a real database beneath."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.journal.readers import deeds
from tests.town import NOW, Town
from tests.workplan.directives.builders import (
    HOMES,
    PARKS,
    ROAD,
    directives,
    measure,
    priority,
    report,
)
from tests.workplan.meetings.builders import TEXT
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people.actor import Actor
from tracker.readers import Unreadable
from tracker.workplan.directives import commands, queries, rules
from tracker.workplan.directives.models import Directive, DirectiveState, Level, Mode, Origin
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import SameReport, SecretReport


def last_moment(actor: Actor, kept: Report) -> datetime | None:
    step = queries.last_step(actor, kept.id)
    return step.at if step else None


def last_entry() -> Entry:
    db.session.flush()
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    return entry


@pytest.mark.postgres
def test_taking_a_report_in_drafts_its_directives(town: Town) -> None:
    kept = report(town)
    found = directives(town, kept)

    assert {it.state for it in found} == {DirectiveState.DRAFT}
    assert all(kept.text[it.start : it.end] == it.quote for it in found)
    assert measure(town, kept).parent is priority(town, kept)
    assert deeds()[-2:] == ["report.taken_in", "directives.drafted"]


def test_a_draft_has_the_units_and_the_day_that_the_text_itself_names(town: Town) -> None:
    kept = report(town)
    road, parks, homes = (measure(town, kept, it) for it in (ROAD, PARKS, HOMES))

    assert (road.due_on, road.mode) == (date(2026, 5, 31), Mode.JOINT)
    assert [it["unit_id"] for it in road.units] == [town.roads.id]
    assert ([it["group_id"] for it in parks.units], parks.mode) == ([town.counties.id], Mode.EACH)
    assert (homes.units, homes.mode, homes.due_on) == ([], None, None)


def test_units_of_a_plan_are_tied_to_the_office_or_stay_as_written(town: Town) -> None:
    kept = report(
        town,
        "石桥市2026年重点任务分解\n一、城乡建设\n1.改造老旧小区96个。"
        "（牵头单位：石桥市住房局；配合单位：市园林中心；完成时限：2026年9月底）\n",
    )
    homes = measure(town, kept, "改造老旧小区")

    assert [(it["name"], it["duty"], it["unit_id"]) for it in homes.units] == [
        ("石桥市住房局", "lead", town.housing.id),
        ("市园林中心", "support", None),
    ]
    assert homes.due_on == date(2026, 9, 30)


def test_a_file_is_taken_in_as_pasted_words_are(town: Town) -> None:
    with transaction():
        kept = commands.take_in_file(
            town.actor(town.lin), "会议.md", TEXT.encode(), now=NOW, plan_year=2027
        )

    assert (kept.file_name, kept.plan_year) == ("会议.md", 2027)
    assert measure(town, kept).due_on == date(2027, 5, 31)


def test_what_cannot_come_in_says_why(town: Town) -> None:
    lin = town.actor(town.lin)
    report(town)

    with pytest.raises(Unreadable):
        commands.take_in_text(lin, " ", now=NOW)
    with pytest.raises(Unreadable):
        commands.take_in_file(lin, "会议.pdf", b"%PDF-1.7", now=NOW)
    with pytest.raises(SecretReport):
        commands.take_in_text(lin, "机密★3年\n" + TEXT, now=NOW)
    with pytest.raises(SameReport):
        commands.take_in_text(lin, TEXT, now=NOW)


def test_nobody_else_takes_reports_in(town: Town) -> None:
    for person in (town.yan, town.wang):
        with pytest.raises(NotAllowed):
            commands.take_in_text(town.actor(person), TEXT, now=NOW)
        with pytest.raises(NotAllowed):
            commands.take_in_file(town.actor(person), "a.txt", TEXT.encode(), now=NOW)


def test_accepting_says_who_and_when(town: Town) -> None:
    road = measure(town, report(town))

    commands.accept(town.actor(town.lin), road, now=NOW, version=road.version)

    assert (road.state, road.decided_by_id) == (DirectiveState.ACCEPTED, town.lin.id)
    assert road.decided_at == NOW
    assert last_entry().deed == "directive.accepted"


def test_a_measure_is_accepted_under_a_draft_priority(town: Town) -> None:
    kept = report(town)

    commands.accept(town.actor(town.lin), measure(town, kept), now=NOW)

    assert priority(town, kept).state is DirectiveState.DRAFT


def test_noting_keeps_the_reason(town: Town) -> None:
    road = measure(town, report(town))

    commands.note_only(town.actor(town.lin), road, reason=" 去年已办结。 ", now=NOW)

    assert (road.state, road.note_reason) == (DirectiveState.NOTE_ONLY, "去年已办结。")
    assert last_entry().details["reason"] == "去年已办结。"


def test_noting_without_a_reason_is_refused(town: Town) -> None:
    with pytest.raises(RuleBroken):
        commands.note_only(town.actor(town.lin), measure(town, report(town)), reason=" ", now=NOW)


def test_a_decision_is_taken_back_and_both_steps_stay_in_the_journal(town: Town) -> None:
    road = measure(town, report(town))
    lin = town.actor(town.lin)
    commands.note_only(lin, road, reason="已在办。", now=NOW)
    commands.undecide(lin, road, now=NOW)
    db.session.flush()

    assert (road.state, road.note_reason, road.decided_at) == (DirectiveState.DRAFT, "", None)
    assert deeds()[-2:] == ["directive.noted", "directive.undecided"]


def test_a_draft_is_worded_and_its_quote_stays(town: Town) -> None:
    road = measure(town, report(town))
    quote = road.quote

    commands.edit(
        town.actor(town.lin),
        road,
        title=" 建成连接线 ",
        due_on=date(2026, 5, 20),
        mode=Mode.JOINT,
        units=[rules.named("市住房局", "lead", None)],
        now=NOW,
        version=road.version,
    )

    assert (road.title, road.due_on, road.quote) == ("建成连接线", date(2026, 5, 20), quote)
    assert last_entry().details["now"] == [
        "title=建成连接线",
        "due_on=2026-05-20",
        "units=市住房局（lead）",
    ]


def test_wording_nothing_anew_is_not_written_down(town: Town) -> None:
    road = measure(town, report(town))

    commands.edit(
        town.actor(town.lin),
        road,
        title=road.title,
        due_on=road.due_on,
        mode=road.mode,
        units=road.units,
        now=NOW,
    )

    assert last_entry().deed == "directives.drafted"


def test_decided_directives_are_neither_worded_nor_decided_again(town: Town) -> None:
    lin, road = town.actor(town.lin), measure(town, report(town))
    commands.accept(lin, road, now=NOW)

    with pytest.raises(RuleBroken):
        commands.accept(lin, road, now=NOW)
    with pytest.raises(RuleBroken):
        commands.note_only(lin, road, reason="改主意。", now=NOW)
    with pytest.raises(RuleBroken):
        commands.edit(lin, road, title="修路", due_on=None, mode=None, units=[], now=NOW)


def test_an_old_copy_is_refused(town: Town) -> None:
    lin, road = town.actor(town.lin), measure(town, report(town))

    with pytest.raises(Outdated):
        commands.accept(lin, road, now=NOW, version=9)
    with pytest.raises(Outdated):
        commands.note_only(lin, road, reason="已办。", now=NOW, version=9)
    with pytest.raises(Outdated):
        commands.undecide(lin, road, now=NOW, version=9)
    with pytest.raises(Outdated):
        commands.edit(lin, road, title="修路", due_on=None, mode=None, units=[], now=NOW, version=9)


def added(
    town: Town,
    kept: Report,
    words: str,
    *,
    level: Level = Level.MEASURE,
    parent_id: int | None = None,
) -> Directive:
    start = kept.text.index(words)
    return commands.add(
        town.actor(town.lin),
        kept,
        start=start,
        end=start + len(words),
        parent_id=parent_id,
        level=level,
        now=NOW,
    )


def test_selected_words_become_a_directive_under_the_priority_before_them(town: Town) -> None:
    kept = report(town)

    fresh = added(town, kept, "会场设在石桥市人民礼堂")

    assert (fresh.quote, fresh.origin) == ("会场设在石桥市人民礼堂", Origin.ADDED)
    assert fresh.parent_id == priority(town, kept, "山水润城").id
    assert directives(town, kept)[-1] is fresh
    assert last_entry().deed == "directive.added"


def test_selected_words_are_read_for_their_limit_units_figures_and_tone(town: Town) -> None:
    kept = report(
        town, TEXT + "各县（市、区）力争在4月底前新建口袋公园不少于12个，绿意更浓。\n散会。\n"
    )

    fresh = added(town, kept, "各县（市、区）力争在4月底前新建口袋公园不少于12个")

    assert (fresh.title, fresh.due_on, fresh.due_text) == (
        "力争在4月底前新建口袋公园不少于12个",
        date(2026, 4, 30),
        "4月底前",
    )
    assert [(it["group_id"], it["duty"]) for it in fresh.units] == [(town.counties.id, "lead")]
    assert (fresh.mode, fresh.modality) == (Mode.EACH, "力争")
    assert [(it["value"], it["unit"]) for it in fresh.targets] == [(12, "个")]


def test_a_bracket_in_selected_words_assigns(town: Town) -> None:
    kept = report(
        town, TEXT + "路灯改造（市公路局牵头，市住房局配合，4月底前完成）要跟上（见附件）。\n"
    )

    fresh = added(town, kept, "路灯改造（市公路局牵头，市住房局配合，4月底前完成）要跟上（见附件）")

    assert fresh.due_on == date(2026, 4, 30)
    assert [(it["unit_id"], it["duty"]) for it in fresh.units] == [
        (town.roads.id, "lead"),
        (town.housing.id, "support"),
    ]


def test_units_beside_those_that_the_prose_assigns_are_added(town: Town) -> None:
    kept = report(town, "会议要求，由市公路局牵头，各县（市、区）配合，加固沿河护栏。")

    drafted = measure(town, kept, "护栏")

    assert drafted.title == "加固沿河护栏"
    assert [(it["unit_id"], it["group_id"], it["duty"]) for it in drafted.units] == [
        (town.roads.id, None, "lead"),
        (None, town.counties.id, "support"),
    ]


def test_a_directive_is_added_where_the_supervisor_says(town: Town) -> None:
    kept = report(town)
    chain = priority(town, kept)

    assert added(town, kept, "会议开了两个小时", parent_id=chain.id).parent_id == chain.id
    fresh = added(town, kept, "程远山指出", level=Level.PRIORITY)
    assert (fresh.parent_id, fresh.heading) == (None, "程远山指出")


def test_a_measure_is_no_parent_and_neither_is_another_reports_priority(town: Town) -> None:
    kept = report(town)
    other = report(town, "全市水利工作会议\n要突出“长治久清”，推进河湖管护。")

    for parent in (measure(town, kept), priority(town, other, "长治久清")):
        with pytest.raises(RuleBroken):
            added(town, kept, "会议开了两个小时", parent_id=parent.id)


def test_sentences_are_set_aside_once(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)

    marked = commands.mark_context(lin, kept, [(60, 80), (90, 95)], now=NOW)
    again = commands.mark_context(lin, kept, [(60, 80)], now=NOW)

    assert [(it.start, it.end) for it in marked] == [(60, 80), (90, 95)]
    assert again == []
    assert last_entry().details["spans"] == ["60-80", "90-95"]


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (0, 100_000)])
def test_only_words_of_the_report_are_set_aside(town: Town, span: tuple[int, int]) -> None:
    with pytest.raises(RuleBroken):
        commands.mark_context(town.actor(town.lin), report(town), [span], now=NOW)


def test_a_whole_step_is_undone_and_nothing_else(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    later = NOW + timedelta(seconds=5)
    road, homes = measure(town, kept), measure(town, kept, HOMES)
    with transaction():
        commands.accept(lin, measure(town, kept, PARKS), now=NOW)
        commands.accept(lin, road, now=later)
        commands.note_only(lin, homes, reason="已在办。", now=later)
        commands.mark_context(lin, kept, [(60, 80)], now=later)
    assert last_moment(lin, kept) == later

    with transaction():
        assert len(commands.undo(lin, kept, moment=later, now=later)) == 3

    states = {it.state for it in (measure(town, kept), measure(town, kept, HOMES))}
    assert states == {DirectiveState.DRAFT}
    assert measure(town, kept, PARKS).state is DirectiveState.ACCEPTED
    assert queries.contexts_of(kept.id) == []
    assert last_moment(lin, kept) == NOW
    with pytest.raises(RuleBroken):
        commands.undo(lin, kept, moment=later, now=later)


def test_decisions_alone_are_undone_as_well(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    commands.accept(lin, measure(town, kept), now=NOW)

    assert len(commands.undo(lin, kept, moment=NOW, now=NOW)) == 1
    assert last_moment(lin, kept) is None


def test_nobody_else_reviews(town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    for person in (town.yan, town.wang):
        actor = town.actor(person)
        for deed in (
            lambda who=actor: commands.accept(who, road, now=NOW),
            lambda who=actor: commands.note_only(who, road, reason="无关。", now=NOW),
            lambda who=actor: commands.undecide(who, road, now=NOW),
            lambda who=actor: commands.edit(
                who, road, title="修路", due_on=None, mode=None, units=[], now=NOW
            ),
            lambda who=actor: commands.add(
                who, kept, start=0, end=5, parent_id=None, level=Level.MEASURE, now=NOW
            ),
            lambda who=actor: commands.mark_context(who, kept, [(0, 5)], now=NOW),
            lambda who=actor: commands.undo(who, kept, moment=NOW, now=NOW),
        ):
            with pytest.raises(NotAllowed):
                deed()
