"""Who hears of what the office edits about a task."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.messages.models import Message, Receipt
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.carrying_over.rules import Going
from tracker.workplan.tasks.indicators.models import Direction
from tracker.workplan.tasks.indicators.rules import Wanted
from tracker.workplan.tasks.models import Task

LATER = NOW + timedelta(minutes=1)


def told(*kinds: str) -> list[tuple[str, str, bool]]:
    """Return who was told what, by login, and whether it is open for them; the earliest first."""
    rows = db.session.execute(
        select(Person.login, Message.title, Receipt.done_at)
        .select_from(Receipt)
        .join(Message)
        .join(Person, Person.id == Receipt.person_id)
        .where(Message.kind.in_(kinds))
        .order_by(Message.id, Person.id)
    )
    return [(login, title, done_at is None) for login, title, done_at in rows]


def edited(town: Town, task: Task, **changes: object) -> None:
    names = ("title", "text", "leader_id", "cycle", "is_key", "is_standing", "weight", "version")
    wanted = {name: getattr(task, name) for name in names} | changes
    with transaction():
        commands.edit_task(town.actor(town.lin), task, now=LATER, **wanted)


def test_the_units_at_work_hear_what_was_edited_and_only_the_latest_stays_open(town: Town) -> None:
    work = builders.acknowledged(town, support=[town.east], title="修通环线")

    edited(town, work.task, text="修通环线和支线。")
    edited(town, work.task, title="修通内环")

    assert told("task.edited") == [
        ("wang", "任务有修改：修通环线", False),
        ("bai", "任务有修改：修通环线", False),
        ("qin", "任务有修改：修通环线", False),
        ("wang", "任务有修改：修通内环", True),
        ("bai", "任务有修改：修通内环", True),
        ("qin", "任务有修改：修通内环", True),
    ]
    last = db.session.scalars(select(Message).where(Message.kind == "task.edited")).all()[-1]
    # Nobody has opened the earlier one: what it said is not lost with it.
    assert last.reason == "改了名称、内容，请看现在的要求。"


def test_the_leader_who_comes_hears_of_it_and_the_one_who_goes(town: Town) -> None:
    task = builders.task(town, "修通环线")
    edited(town, task, leader_id=town.yan.id)
    edited(town, task, leader_id=None)

    assert told("leader.changed") == [
        ("yan", "改由您分管：修通环线", True),
        ("yan", "不再由您分管：修通环线", True),
    ]


def test_who_has_ended_their_work_or_is_not_cleared_is_told_nothing(town: Town) -> None:
    over = builders.closed(town)
    work = builders.acknowledged(town)
    with transaction():
        work.task.label = Label.SENSITIVE

    edited(town, over.task, text="改过")
    edited(town, work.task, text="改过")

    assert told("task.edited") == []


def test_units_hear_of_milestones_and_of_what_is_counted(town: Town) -> None:
    work, lin = builders.acknowledged(town), town.actor(town.lin)
    wanted = Wanted("改造小区", "个", Direction.UP, None, Decimal(12))
    with transaction():
        milestone = commands.add_milestone(
            lin, work.task, name="完成招标", due_on=date(2026, 9, 30), now=LATER
        )
        indicator = commands.add_indicator(lin, work.task, wanted, now=LATER)
    with transaction():
        commands.edit_milestone(
            lin, milestone, name="完成招标", due_on=date(2026, 10, 9), now=LATER, version=1
        )
        commands.edit_indicator(
            lin,
            indicator,
            Wanted("改造小区", "个", Direction.UP, None, Decimal(20)),
            now=LATER,
            version=1,
        )
    with transaction():
        commands.remove_milestone(lin, milestone, now=LATER, version=2)
        commands.remove_indicator(lin, indicator, now=LATER, version=2)

    said = db.session.execute(
        select(Message.kind, Message.reason)
        .where(Message.kind.like("milestone.%") | Message.kind.like("indicator.%"))
        .order_by(Message.id)
    )
    assert [tuple(it) for it in said] == [
        ("milestone.added", "增设“完成招标”，2026年9月30日前完成。"),
        ("indicator.added", "“改造小区”达到或高于12个。"),
        (
            "milestone.edited",
            (
                "“完成招标”改为“完成招标”，2026年10月9日前完成。"
                "此前：增设“完成招标”，2026年9月30日前完成。"
            ),
        ),
        ("indicator.edited", "“改造小区”达到或高于20个。此前：“改造小区”达到或高于12个。"),
        (
            "milestone.removed",
            (
                "删除“完成招标”。此前：“完成招标”改为“完成招标”，2026年10月9日前完成。"
                "增设“完成招标”，2026年9月30日前完成。"
            ),
        ),
        (
            "indicator.removed",
            "不再统计“改造小区”。此前：“改造小区”达到或高于20个。“改造小区”达到或高于12个。",
        ),
    ]
    kinds = ("milestone.added", "milestone.edited", "milestone.removed")
    assert [is_open for _, _, is_open in told(*kinds)] == [False] * 4 + [True] * 2


def test_units_hear_under_which_number_their_work_goes_on(town: Town) -> None:
    work = builders.acknowledged(town, title="修通环线")
    into = builders.priority(town, year=2027)
    lin = town.actor(town.lin)
    autumn = NOW + timedelta(days=190)
    with transaction():
        commands.carry_over(
            lin,
            work.task.plan,
            into.plan,
            [Going(work.task_id, into.id, work.task.version, is_routine=False)],
            now=autumn,
        )
    assert told("task.carried_over") == [
        ("wang", "结转到2027年度：修通环线", True),
        ("bai", "结转到2027年度：修通环线", True),
    ]

    with transaction():
        commands.bring_back(lin, work.task, builders.plan(town), now=autumn)

    assert [is_open for _, _, is_open in told("task.carried_over")] == [False, False]
    assert told("task.brought_back") == [
        ("wang", "撤回结转：修通环线", True),
        ("bai", "撤回结转：修通环线", True),
    ]


def test_a_task_of_nobody_is_edited_in_silence(town: Town) -> None:
    task = builders.task(town)

    edited(town, task, text="改过")

    assert told("task.edited") == []
