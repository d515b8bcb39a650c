"""Tasks that are changed after they were given out, one and many, and put back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.queries import counted
from tests.scans import told
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.changing.builders import WHY, changed, targets, told_of, undone
from tests.workplan.tasks.extensions.builders import asked
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Misfilled, NotAllowed, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.people.models import Grant, Person, Role
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.changing import queries, rules
from tracker.workplan.tasks.changing.models import Aspect, TaskChange, TaskChangeItem
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.models import Assignment, DateChange, ReportingCycle
from tracker.workplan.tasks.rules import Step

DUE, SOONER, LATER = date(2026, 9, 30), date(2026, 8, 31), date(2026, 11, 30)
A = Aspect


def entries(*deeds: str) -> list[Entry]:
    question = select(Entry).where(Entry.deed.in_(deeds)).order_by(Entry.id)
    return list(db.session.scalars(question))


def all_of(task_id: int) -> list[Assignment]:
    question = select(Assignment).where(Assignment.task_id == task_id).order_by(Assignment.id)
    return list(db.session.scalars(question))


@pytest.mark.postgres
def test_what_was_settled_is_changed_told_and_put_back(town: Town) -> None:
    it = builders.acknowledged(town, support=[town.east], due_on=DUE, leader=None, title="修通环线")
    task = it.task
    former = (task.cycle, task.weight, task.is_key, task.version)

    change = changed(
        town,
        task,
        {
            A.DUE_ON: SOONER,
            A.LEADER: town.yan.id,
            A.CYCLE: ReportingCycle.MONTHLY,
            A.WEIGHT: 5,
            A.KEY: True,
        },
    )

    assert (task.leader_id, task.cycle, task.weight, task.is_key) == (
        town.yan.id,
        ReportingCycle.MONTHLY,
        5,
        True,
    )
    assert {(one.due_on, one.original_due_on) for one in all_of(task.id)} == {(SOONER, DUE)}
    (entry,) = entries("task.changed")
    assert entry.details["now"] == [
        "分管领导：严明",
        "报送周期：每月",
        "权重：5",
        "重点任务：是",
    ]
    assert len(entries("assignment.redated")) == 2
    assert not entries("tasks.changed")
    assert told_of("assignment.redated")["qin"] == (
        "时限由2026年9月30日改为2026年8月31日：修通环线",
        True,
    )
    assert told_of("task.changed") == {
        "yan": ("改由您分管：修通环线", True),
        "wang": ("任务调整：修通环线", True),
        "bai": ("任务调整：修通环线", True),
        "qin": ("任务调整：修通环线", True),
    }

    undone(town, change)

    assert (task.cycle, task.weight, task.is_key) == former[:3]
    assert task.leader_id is None
    assert {one.due_on for one in all_of(task.id)} == {DUE}
    last = db.session.scalars(select(DateChange).order_by(DateChange.id.desc()).limit(1)).one()
    assert (last.was, last.now, last.reason) == (SOONER, DUE, "撤销调整")
    assert told_of("task.change_undone")["yan"] == ("撤销调整：修通环线", True)
    assert not any(is_open for _title, is_open in told_of("task.changed").values())
    assert entries("task.change_undone")[0].details["now"][0] == "分管领导：待定"
    with pytest.raises(RuleBroken, match="已经撤销过"):
        undone(town, change)


@pytest.mark.postgres
def test_many_are_changed_in_one_deed_or_none(town: Town) -> None:
    first = builders.dispatched(town, due_on=DUE, title="甲").task
    each = builders.dispatched_to_each(town, due_on=DUE)[0].task
    undispatched = builders.task(town, "未交办")

    with pytest.raises(Misfilled, match="还没有交办") as refusal:
        changed(town, [first, each, undispatched], {A.DUE_ON: SOONER, A.WEIGHT: 3})
    assert refusal.value.field == "due_on"
    assert db.session.scalar(select(func.count(TaskChange.id))) == 0
    assert first.weight == 1

    change = changed(town, [first, each], {A.DUE_ON: SOONER, A.WEIGHT: 3})

    assert {it.due_on for it in [*all_of(first.id), *all_of(each.id)]} == {SOONER}
    (entry,) = entries("tasks.changed")
    assert entry.subject == f"task_change:{change.id}"
    assert (entry.details["count"], entry.details["aspects"]) == (2, ["完成时限", "权重"])
    shown = queries.told_change(town.actor(town.yan), change, TODAY)
    assert [(it.aspect, it.was, it.now, it.units) for it in shown.items] == [
        ("权重", "1", "3", ()),
        ("完成时限", "2026年9月30日", "2026年8月31日", ("住房局",)),
        ("权重", "1", "3", ()),
        ("完成时限", "2026年9月30日", "2026年8月31日", ("东溪县", "西岭县")),
    ]
    assert not shown.may_undo
    assert queries.told_change(town.actor(town.lin), change, TODAY).may_undo

    undone(town, change)

    assert (first.weight, each.weight) == (1, 1)
    assert entries("tasks.change_undone")[0].details["count"] == 2


@pytest.mark.postgres
def test_a_date_past_the_original_one_needs_a_leader_and_stays_decided(town: Town) -> None:
    it = builders.acknowledged(town, support=[town.east], due_on=DUE)
    with pytest.raises(Misfilled, match="请选是哪位领导的决定"):
        changed(town, it.task, {A.DUE_ON: LATER})

    change = changed(town, it.task, {A.DUE_ON: LATER}, told=told(town))

    assert (it.due_on, it.original_due_on) == (LATER, DUE)
    kept = db.session.scalars(select(RecordedDecision)).one()
    assert (kept.deed, kept.assignment_id, kept.leader_id) == ("redate", it.id, town.yan.id)
    assert entries("assignment.redated")[0].details["on_behalf_of"] == "严明"
    with pytest.raises(RuleBroken, match="领导决定的事不能撤销"):
        undone(town, change)

    # Back to no later than the original one, no leader is asked.
    changed(town, it.task, {A.DUE_ON: DUE})
    assert it.due_on == DUE
    changed(town, it.task, {A.DUE_ON: LATER}, by=town.yan)
    assert it.due_on == LATER
    assert len(db.session.scalars(select(RecordedDecision)).all()) == 1


def test_nobody_moves_a_date_for_their_own_unit_or_without_the_right(town: Town) -> None:
    it = builders.acknowledged(town, due_on=DUE)
    with pytest.raises(NotAllowed, match="由督查员或领导改"):
        changed(town, it.task, {A.DUE_ON: SOONER}, by=town.wang)
    with pytest.raises(NotAllowed, match="由督查员调整"):
        changed(town, it.task, {A.WEIGHT: 2}, by=town.yan)
    with transaction():
        db.session.add(
            Grant(
                person_id=town.lin.id,
                role=Role.HEAD,
                unit_id=town.housing.id,
                from_on=TODAY - timedelta(days=9),
            )
        )
    with pytest.raises(Misfilled, match="须由别人改"):
        changed(town, it.task, {A.DUE_ON: SOONER})


def test_a_pending_request_and_a_date_gone_by_stand_in_the_way(town: Town) -> None:
    asking = builders.acknowledged(town, due_on=DUE)
    asked(town, asking, LATER)
    with pytest.raises(Misfilled, match="住房局有延期申请等着办理"):
        changed(town, asking.task, {A.DUE_ON: SOONER})
    late = builders.acknowledged(town, due_on=date(2026, 6, 10), now=builders.long_ago(60))
    with pytest.raises(Misfilled, match="住房局已过时限"):
        changed(town, late.task, {A.DUE_ON: DUE}, told=told(town))


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({A.DUE_ON: date(2026, 6, 17)}, "due_on", "已经过去"),
        ({A.DUE_ON: date(2036, 6, 17)}, "due_on", "太远"),
        ({A.WEIGHT: 0}, "weight", "1 到 100"),
        ({A.LEADER: 999_999}, "leader_id", "不是在任领导"),
        ({A.PRIORITY: 999_999}, "priority_id", "没有这个重点"),
        ({A.COORDINATOR: 999_999}, "coordinator_id", "不在单位名册里"),
        ({A.LABEL: Label.SENSITIVE, A.WEIGHT: 2}, "label", "请单独调"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    town: Town, values: dict[Aspect, rules.Value], field: str, sentence: str
) -> None:
    task = builders.dispatched(town, due_on=DUE).task

    with pytest.raises(Misfilled, match=sentence) as refusal:
        changed(town, task, values)
    assert refusal.value.field == field


def test_nothing_no_reason_nobody_who_leads_and_too_many_are_refused(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = builders.dispatched(town, due_on=DUE).task
    with pytest.raises(RuleBroken, match="至少改一项"):
        changed(town, task, {})
    with pytest.raises(RuleBroken, match="现在就是这样"):
        changed(town, task, {A.WEIGHT: 1})
    with pytest.raises(Misfilled, match="请写明理由"):
        changed(town, task, {A.WEIGHT: 2}, reason=" ")
    with pytest.raises(Misfilled, match="不是在任领导"):
        changed(town, task, {A.LEADER: town.wang.id})
    with pytest.raises(NotAllowed):
        changed(town, [], {A.WEIGHT: 2}, by=town.wang)
    with pytest.raises(RuleBroken, match="现在就是这样"):
        changed(town, [], {A.DUE_ON: SOONER})
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 0)
    with pytest.raises(RuleBroken, match="分几次办"):
        changed(town, task, {A.WEIGHT: 2})


def test_who_saw_something_older_changes_nothing(town: Town) -> None:
    task = builders.dispatched(town, due_on=DUE, title="甲").task
    other = builders.dispatched(town, due_on=DUE, title="乙").task
    seen, both = rules.seen_of(targets(town, [task])), rules.seen_of(targets(town, [task, other]))
    changed(town, task, {A.WEIGHT: 4}, seen=seen)

    with pytest.raises(Outdated) as refusal:
        changed(town, task, {A.WEIGHT: 9}, seen=seen)
    assert refusal.value.current["weight"] == 4
    assert refusal.value.current["due_on"] == DUE
    with pytest.raises(Outdated) as refusal:
        changed(town, [task, other], {A.WEIGHT: 9}, seen=both)
    assert refusal.value.current == {}
    assert task.weight == 4


@pytest.mark.postgres
def test_a_task_under_another_priority_keeps_its_number_and_nobody_gets_its_place(
    town: Town,
) -> None:
    task = builders.task(town, "移走")
    to = builders.priority(town, "民生实事")
    number, place, home = task.number, task.ordinal, task.priority_id

    change = changed(town, task, {A.PRIORITY: to.id})

    assert (task.priority_id, task.ordinal, task.number) == (to.id, 1, number)
    following = builders.task(town, "后来")
    assert following.ordinal == place + 1
    assert following.number != number
    assert builders.task(town, "别处", under="民生实事").ordinal == 2
    undone(town, change)
    assert (task.priority_id, task.ordinal) == (home, place)
    next_year = builders.priority(town, "明年", year=2027)
    with pytest.raises(Misfilled, match="不在这一年的计划里"):
        changed(town, task, {A.PRIORITY: next_year.id})


def test_a_coordinating_department_is_appointed_changed_and_removed(town: Town) -> None:
    task = builders.dispatched_to_each(town, title="排查")[0].task
    changed(town, task, {A.COORDINATOR: town.housing.id})
    assert told_of("task.coordinated")["wang"][0] == "请归口协调：排查"
    changed(town, task, {A.COORDINATOR: town.roads.id})
    assert told_of("task.changed")["wang"][0] == "不再由你单位归口协调：排查"
    changed(town, task, {A.COORDINATOR: None})
    assert task.coordinator_id is None
    assert entries("task.changed")[-1].details["now"] == ["归口处室：不设"]
    with pytest.raises(Misfilled, match="它自己承办"):
        changed(town, task, {A.COORDINATOR: town.east.id})
    with pytest.raises(Misfilled, match="不另设归口处室"):
        changed(town, builders.dispatched(town).task, {A.COORDINATOR: town.roads.id})
    with pytest.raises(Misfilled, match="归口处室在交办时定"):
        changed(town, builders.task(town, "未交办"), {A.COORDINATOR: town.roads.id})
    with transaction():
        town.roads.closed_on = TODAY
    with pytest.raises(Misfilled, match="已撤销"):
        changed(town, task, {A.COORDINATOR: town.roads.id})


def test_labels_are_raised_alone_and_not_put_back(town: Town) -> None:
    with transaction():
        for person in (town.lin, town.yan):
            person.clearance = Label.SENSITIVE
    task = builders.dispatched(town, due_on=DUE).task
    with pytest.raises(Misfilled, match="现在的标签更高"):
        changed(town, task, {A.LABEL: Label.OPEN})
    with transaction():
        town.yan.clearance = Label.OPEN
    with pytest.raises(Misfilled, match="不能看这项任务"):
        changed(town, task, {A.LEADER: town.yan.id})

    change = changed(town, task, {A.LABEL: Label.SENSITIVE})

    assert task.label is Label.SENSITIVE
    assert [it.deed for it in entries("task.labelled", "task.changed")] == [
        "task.labelled",
        "task.changed",
    ]
    assert not told_of("task.changed")
    with pytest.raises(RuleBroken, match="标签不能这样撤销"):
        undone(town, change)


def test_only_the_maker_takes_it_back_the_same_day_while_it_stands(town: Town) -> None:
    it = builders.dispatched(town, due_on=DUE)
    first = changed(town, it.task, {A.WEIGHT: 2})
    with pytest.raises(NotAllowed, match="作这次调整的人自己"):
        undone(town, first, by=town.yan)
    with pytest.raises(RuleBroken, match="只能当天撤销"):
        undone(town, first, now=NOW + timedelta(days=1))
    changed(town, it.task, {A.WEIGHT: 3})
    with pytest.raises(RuleBroken, match="以后又有变动"):
        undone(town, first)
    with pytest.raises(Outdated), transaction():
        commands.undo_change(town.actor(town.lin), first, now=NOW, version=9)
    undone(town, changed(town, it.task, {A.DUE_ON: SOONER}))
    assert it.due_on == DUE
    assert not entries("task.change_undone")
    moved = changed(town, it.task, {A.DUE_ON: SOONER})
    builders.step(town, it, Step.ACKNOWLEDGE)
    builders.step(town, it, Step.ASK_CLOSURE)
    with pytest.raises(RuleBroken, match="以后又有变动"):
        undone(town, moved)


def test_what_went_out_of_sight_keeps_the_whole_from_being_taken_back(town: Town) -> None:
    first = builders.dispatched(town, title="甲").task
    other = builders.dispatched(town, title="乙").task
    change = changed(town, [first, other], {A.WEIGHT: 2})
    with transaction():
        other.label = Label.SENSITIVE

    shown = queries.told_change(town.actor(town.lin), change, TODAY)

    assert (shown.hidden, shown.may_undo) == (1, False)
    with pytest.raises(RuleBroken, match="您已经看不到"):
        undone(town, change)


def test_what_is_over_or_rests_or_has_no_date_is_left_alone(town: Town) -> None:
    over = builders.closed(town, title="办完").task
    with pytest.raises(Misfilled, match="已经办完"):
        changed(town, over, {A.CYCLE: ReportingCycle.MONTHLY})
    with pytest.raises(Misfilled, match="没有正在办的承办单位"):
        changed(town, over, {A.DUE_ON: SOONER})
    changed(town, over, {A.WEIGHT: 7})
    assert over.weight == 7
    standing = builders.dispatched(town, is_standing=True, title="长期").task
    with pytest.raises(Misfilled, match="没有时限"):
        changed(town, standing, {A.DUE_ON: SOONER})
    waits = builders.reported(town, support=[town.east], title="待核定").task
    with pytest.raises(Misfilled, match="没有正在办的承办单位"):
        changed(town, waits, {A.DUE_ON: SOONER})
    ended = builders.dispatched_to_each(town, title="分别")
    for it in ended:
        builders.step(town, it, Step.TERMINATE, reason="不办了")
    with pytest.raises(Misfilled, match="不再调整"):
        changed(town, ended[0].task, {A.COORDINATOR: town.roads.id})


def test_a_deed_on_many_tasks_asks_no_question_for_each_unit(town: Town) -> None:
    few = [builders.dispatched(town, title=f"少{it}").task_id for it in range(2)]
    many = [builders.dispatched(town, title=f"多{it}").task_id for it in range(8)]
    lin = town.actor(town.lin)

    with counted() as asked_few:
        queries.targets(lin, few)
    with counted() as asked_many:
        those = queries.targets(lin, many)
    wanted = queries.wanted_of({A.DUE_ON: SOONER, A.WEIGHT: 2})
    with counted() as asked_outcomes:
        found = [rules.outcome_of(lin, it, wanted, TODAY) for it in those]
        queries.told_outcomes(found)

    assert asked_many.total == asked_few.total
    assert not asked_outcomes.statements


def test_a_change_is_kept_as_it_was_written(town: Town) -> None:
    it = builders.dispatched(town, due_on=DUE)
    change = changed(town, it.task, {A.DUE_ON: SOONER, A.KEY: True}, by=None)

    kept = db.session.scalars(select(TaskChangeItem).order_by(TaskChangeItem.id)).all()
    assert [(one.aspect, one.was, one.now, one.unit_id) for one in kept] == [
        (A.KEY, "no", "yes", None),
        (A.DUE_ON, "2026-09-30", "2026-08-31", town.housing.id),
    ]
    assert change.reason == WHY
    assert isinstance(change.made_by, Person)
