"""What is done about circulars, with a real database beneath it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tests.scans import told
from tests.town import NOW, Town
from tests.workplan.progress.circulars.builders import approved, drafted, issued, late
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Misfilled, NotAllowed, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.foundation.settings import set_setting
from tracker.journal.models import Entry
from tracker.messages.models import Message, Receipt
from tracker.workplan.progress.circulars import commands
from tracker.workplan.progress.circulars.models import Circular, CircularState
from tracker.workplan.progress.circulars.printing import number_of
from tracker.workplan.progress.circulars.rules import PART_WORDS, Choice, check_choice
from tracker.workplan.tasks.decisions.rules import Told

TOMORROW = NOW + timedelta(days=1)


def told_of(kind: str) -> set[int]:
    rows = db.session.scalars(
        select(Receipt.person_id).join(Receipt.message).where(Message.kind == kind)
    )
    return set(rows)


def deeds() -> list[str]:
    return [
        it.deed
        for it in db.session.scalars(select(Entry).order_by(Entry.id))
        if it.deed.startswith("circular.")
    ]


def parts(it: Circular, **changes: str) -> dict[str, str]:
    return {name: getattr(it, name) for name in PART_WORDS} | changes


@pytest.mark.postgres
def test_a_draft_tells_the_figures_and_whom_was_chosen_to_name(town: Town) -> None:
    first, second = late(town), late(town, days=3, unit=town.roads, title="整修公路")
    builders.closed(town, unit=town.east, title="已成的事")

    made = drafted(town, late=[first], praised=[town.east], criticised=[town.roads])

    assert made.title == "关于2026年二季度重点任务落实情况的通报"
    assert "已交办任务3项，由各单位承办3件。其中，已办结1件，占33.3%" in made.overall
    assert [(it.number, it.days_late, it.unit_name) for it in made.items] == [
        (first.task.number, 18, "市住房局")
    ]
    assert second.task.number not in made.problems
    assert "对市公路局予以通报批评" in made.problems
    assert "对东溪县予以通报表扬" in made.praise
    assert [(it.unit.short_name, it.is_praised) for it in made.units] == [
        ("公路局", False),
        ("东溪县", True),
    ]
    assert made.office.name == "市督查室"
    assert number_of(made) == ""
    assert deeds() == ["circular.drafted"]


@pytest.mark.postgres
def test_a_span_that_is_over_is_told_as_it_ended(town: Town) -> None:
    work = late(town, days=30)
    since = builders.acknowledged(town, title="六月才交办")

    made = drafted(town, late=[work], span="2026-05")

    assert (made.as_of.month, made.as_of.day) == (5, 31)
    assert made.items[0].days_late == 30 - 18
    assert "已交办任务1项" in made.overall
    assert since.task.number not in made.problems


def test_a_draft_is_worded_and_what_stood_there_is_kept(town: Town) -> None:
    made = drafted(town)
    lin = town.actor(town.lin)
    with transaction():
        commands.edit_circular(
            lin, made, title="通报", parts=parts(made, demands="抓紧办。"), now=NOW, version=1
        )
    version = made.version
    with transaction():
        commands.edit_circular(lin, made, title="通报", parts=parts(made), now=NOW, version=version)

    assert (made.title, made.demands) == ("通报", "抓紧办。")
    assert deeds() == ["circular.drafted", "circular.edited"]
    entry = db.session.scalars(select(Entry).where(Entry.deed == "circular.edited")).one()
    assert entry.details["was_title"] == "关于2026年二季度重点任务落实情况的通报"
    with pytest.raises(Outdated):
        commands.edit_circular(lin, made, title="旧", parts=parts(made), now=NOW, version=1)


@pytest.mark.parametrize(
    ("title", "changes", "field"),
    [
        ("", {}, "title"),
        ("字" * 101, {}, "title"),
        ("通报", {"overall": " "}, "overall"),
        ("通报", {"demands": "字" * 20_001}, "demands"),
    ],
)
def test_a_circular_without_words_or_end_is_refused(
    town: Town, title: str, changes: dict[str, str], field: str
) -> None:
    made = drafted(town)
    with pytest.raises(Misfilled) as refused:
        commands.edit_circular(
            town.actor(town.lin),
            made,
            title=title,
            parts=parts(made, **changes),
            now=NOW,
            version=1,
        )

    assert refused.value.field == field


@pytest.mark.postgres
def test_a_leader_approves_and_the_office_issues_numbers_in_a_row(town: Town) -> None:
    first, second = drafted(town), drafted(town)
    for made in (first, second):
        issued(town, approved(town, made))

    assert [number_of(it) for it in (first, second)] == [
        "督查通报〔2026〕1号",
        "督查通报〔2026〕2号",
    ]
    assert (first.state, first.leader_id) == (CircularState.ISSUED, town.yan.id)
    assert told_of("circular.approved") == {town.lin.id}
    everybody = {
        town.yan.id,
        *(it.id for it in (town.wang, town.bai, town.zhao, town.qin, town.sun)),
    }
    assert told_of("circular.issued") == everybody
    assert deeds()[-2:] == ["circular.approved", "circular.issued"]


def test_units_are_not_told_of_what_is_not_for_them(town: Town) -> None:
    issued(town, approved(town, drafted(town, is_for_units=False)))

    assert told_of("circular.issued") == {town.yan.id}


def test_a_leaders_approval_is_recorded_with_its_scan(town: Town) -> None:
    made = approved(town, drafted(town), is_recorded=True)

    assert made.leader is not None
    assert (made.leader.name, made.approved_by_id) == ("严明", town.lin.id)
    assert made.scan is not None
    entry = db.session.scalars(select(Entry).where(Entry.deed == "circular.approved")).one()
    assert entry.details["on_behalf_of"] == "严明"
    assert told_of("circular.approved") == set()


def test_leaders_are_asked_to_approve_until_one_has(town: Town) -> None:
    made = drafted(town)
    lin = town.actor(town.lin)
    for _ in range(2):
        with transaction():
            commands.ask_for_approval(lin, made, now=NOW, version=made.version)

    def still_asked() -> list[int]:
        question = select(Receipt.person_id).join(Receipt.message)
        asked = question.where(Message.kind == "circular.put_forward", Receipt.done_at.is_(None))
        return list(db.session.scalars(asked))

    assert still_asked() == [town.yan.id]
    approved(town, made)
    assert still_asked() == []
    with pytest.raises(RuleBroken, match="不是草稿"):
        commands.ask_for_approval(lin, made, now=NOW, version=made.version)
    with pytest.raises(NotAllowed):
        commands.ask_for_approval(town.actor(town.yan), made, now=NOW, version=made.version)


def test_what_was_approved_is_not_changed_until_it_is_given_back(town: Town) -> None:
    made = approved(town, drafted(town), is_recorded=True)
    lin, yan = town.actor(town.lin), town.actor(town.yan)
    with pytest.raises(RuleBroken, match="不是草稿"):
        commands.edit_circular(
            lin, made, title="改", parts=parts(made), now=NOW, version=made.version
        )
    with pytest.raises(RuleBroken, match="不是草稿"):
        commands.approve_circular(yan, made, now=NOW, version=made.version)
    with pytest.raises(RuleBroken, match="理由"):
        commands.give_back_circular(yan, made, reason=" ", now=NOW, version=made.version)

    with transaction():
        commands.give_back_circular(yan, made, reason="口径不对", now=NOW, version=made.version)

    assert (made.state, made.leader_id, made.scan_id) == (CircularState.DRAFT, None, None)
    assert told_of("circular.given_back") == {town.lin.id}
    with pytest.raises(RuleBroken, match="已批准"):
        commands.issue_circular(lin, made, now=NOW, version=made.version)
    issued(town, approved(town, made))


def test_what_was_issued_is_taken_back_the_same_day_and_keeps_its_number(town: Town) -> None:
    made = issued(town, approved(town, drafted(town)))
    lin = town.actor(town.lin)
    with transaction():
        commands.withdraw_circular(lin, made, reason="发错了", now=NOW, version=made.version)

    assert (made.state, number_of(made)) == (CircularState.WITHDRAWN, "督查通报〔2026〕1号")
    assert town.wang.id in told_of("circular.withdrawn")
    with pytest.raises(RuleBroken, match="已经撤回"):
        commands.withdraw_circular(lin, made, reason="再撤", now=NOW, version=made.version)
    again = issued(town, approved(town, drafted(town)))
    assert number_of(again) == "督查通报〔2026〕2号"
    with pytest.raises(RuleBroken, match="当天"):
        commands.withdraw_circular(lin, again, reason="迟了", now=TOMORROW, version=again.version)


def test_a_draft_that_is_given_up_tells_nobody(town: Town) -> None:
    made = drafted(town)
    with pytest.raises(RuleBroken, match="理由"):
        commands.withdraw_circular(
            town.actor(town.lin), made, reason="", now=TOMORROW, version=made.version
        )
    with transaction():
        commands.withdraw_circular(
            town.actor(town.lin), made, reason="不用了", now=TOMORROW, version=made.version
        )

    assert made.state is CircularState.WITHDRAWN
    assert told_of("circular.withdrawn") == set()


def test_nobody_but_the_office_and_the_leaders_does_anything(town: Town) -> None:
    made = drafted(town)
    for person in (town.wang, town.bai, town.gu):
        with pytest.raises(NotAllowed):
            commands.approve_circular(town.actor(person), made, now=NOW, version=made.version)
    with pytest.raises(NotAllowed):
        commands.issue_circular(town.actor(town.yan), made, now=NOW, version=made.version)


def test_nothing_above_its_label_is_counted_or_named(town: Town) -> None:
    hidden = late(town, title="不宜公开的事项")
    with transaction():
        hidden.task.label = Label.SENSITIVE
    made = drafted(town, late=[hidden])

    assert made.items == []
    assert "还没有交办任务" in made.overall
    with pytest.raises(Misfilled) as refused:
        drafted(town, label=Label.SENSITIVE)
    assert refused.value.field == "label"


@pytest.mark.postgres
def test_what_names_something_labelled_higher_by_now_is_let_out_no_more(town: Town) -> None:
    work = late(town, title="改造老旧小区若干")
    typed, named = drafted(town), drafted(town, late=[work])
    meeting = drafted(town)
    report = builders.report(town, "全市安全生产工作会召开")
    yan = town.actor(town.yan)
    with transaction():
        typed.demands = "抓紧改造老旧小区若干。"
        meeting.demands = "按全市安全生产工作会召开的要求办。"
        work.task.label = report.label = Label.SENSITIVE
    for made in (typed, named, meeting):
        with pytest.raises(RuleBroken, match="安全标签已高于"):
            commands.approve_circular(yan, made, now=NOW, version=made.version)


def test_no_paper_names_more_than_can_be_read(town: Town) -> None:
    choice = Choice(Label.INTERNAL, is_for_units=True, late=range(201), praised=(), criticised=())

    with pytest.raises(Misfilled) as refused:
        check_choice(town.actor(town.lin), choice)
    assert refused.value.field == "late"


def test_an_approval_is_recorded_without_a_scan_where_none_is_asked_for(town: Town) -> None:
    made = drafted(town)
    with transaction():
        set_setting("tasks.needs_scan", "0")
        commands.approve_circular(
            town.actor(town.lin), made, now=NOW, version=1, told=Told(town.yan.id, TODAY)
        )

    assert (made.leader_id, made.scan) == (town.yan.id, None)


def test_one_unit_is_not_praised_and_criticised_at_once(town: Town) -> None:
    with pytest.raises(Misfilled) as refused:
        drafted(town, praised=[town.east], criticised=[town.east])
    assert refused.value.field == "criticised"


@pytest.mark.parametrize(("days", "words"), [(1, "晚于今天"), (-5, "那天才起草")])
def test_an_approval_has_a_day_on_which_it_can_have_been(town: Town, days: int, words: str) -> None:
    made = drafted(town)
    said = told(town, on=(NOW + timedelta(days=days)).date())
    with pytest.raises(Misfilled, match=words):
        commands.approve_circular(
            town.actor(town.lin), made, now=NOW, version=made.version, told=said
        )


def test_nobody_approves_who_does_not_lead(town: Town) -> None:
    made = drafted(town)
    for leader in (town.wang.id, 987_654):
        with pytest.raises(Misfilled):
            commands.approve_circular(
                town.actor(town.lin), made, now=NOW, version=1, told=Told(leader, TODAY)
            )
    with pytest.raises(Misfilled):
        commands.approve_circular(town.actor(town.lin), made, now=NOW, version=made.version)
