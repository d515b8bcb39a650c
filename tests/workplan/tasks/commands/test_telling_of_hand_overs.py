"""Who hears that somebody's posts went to somebody else."""

from datetime import timedelta

from sqlalchemy import select

from tests.people.test_posts import given
from tests.town import TODAY, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.commands.test_handing_over import handed_over
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.inbox.queries import receipts_visible_to
from tracker.messages.models import Message, Receipt
from tracker.people.models import Person, Role

NEXT_WEEK = TODAY + timedelta(days=7)


def told() -> list[tuple[str, str, str, str]]:
    """Return the kind, who was told, title and reason, of what is about posts."""
    rows = db.session.execute(
        select(Message.kind, Person.login, Message.title, Message.reason)
        .select_from(Receipt)
        .join(Message)
        .join(Person, Person.id == Receipt.person_id)
        .where(Message.thing == "person")
        .order_by(Message.id)
    )
    return [(kind, who, title, why) for kind, who, title, why in rows]


def test_a_leaders_successor_and_the_units_hear_of_it_once(town: Town) -> None:
    for title in ("修通环线", "修通支线"):
        builders.acknowledged(town, title=title, leader=town.yan)
    hidden = builders.acknowledged(town, title="敏感的", leader=town.yan)
    with transaction():
        hidden.task.label = Label.SENSITIVE
        town.bai.clearance = Label.SENSITIVE

    handed_over(town, town.yan, town.sun, NEXT_WEEK)

    address = f"/tasks?leader={town.sun.id}"
    assert told() == [
        (
            "post.taken_over",
            "sun",
            "严明的职责移交给您",
            "自2026年6月26日起由您负责：石桥市领导、责任领导的任务 3 项。",
        ),
        (
            "post.handed_over",
            "yan",
            "您的职责移交给孙悦",
            "您负责到2026年6月25日为止：石桥市领导、责任领导的任务 3 项。",
        ),
        (
            "leader.handed_over",
            "wang",
            "分管领导由严明改为孙悦",
            "涉及您单位承办的任务 2 项。",
        ),
        (
            "leader.handed_over",
            "bai",
            "分管领导由严明改为孙悦",
            "涉及您单位承办的任务 3 项。",
        ),
    ]
    paths = select(Message.path).where(Message.kind == "leader.handed_over")
    assert set(db.session.scalars(paths)) == {address}


def test_supervisors_and_colleagues_hear_who_heads_a_unit(town: Town) -> None:
    handed_over(town, town.wang, town.sun, NEXT_WEEK)

    assert [it[:3] for it in told()] == [
        ("post.taken_over", "sun", "王芳的职责移交给您"),
        ("post.handed_over", "wang", "您的职责移交给孙悦"),
        ("post.passed_on", "lin", "住房局单位负责人由王芳改为孙悦"),
        ("post.passed_on", "bai", "住房局单位负责人由王芳改为孙悦"),
    ]
    mine = receipts_visible_to(town.actor(town.bai)).where(Message.kind == "post.passed_on")
    assert len(db.session.scalars(mine).all()) == 1
    assert not db.session.scalars(
        receipts_visible_to(town.actor(town.zhao)).where(Message.kind == "post.passed_on")
    ).all()


def test_charges_alone_are_named_too_and_a_closed_account_is_told_nothing(town: Town) -> None:
    given(town, town.sun, Role.LEADER, town.root)
    with transaction():
        town.yan.grants[0].to_on = NEXT_WEEK

    handed_over(town, town.yan, town.sun, NEXT_WEEK)

    taken = next(it for it in told() if it[0] == "post.taken_over")
    assert taken[3].endswith("：分管的单位。")
