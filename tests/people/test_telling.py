"""What people hear of their own posts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.town import NOW, TODAY, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.messages.models import Message, Receipt
from tracker.people import commands
from tracker.people.commands import telling
from tracker.people.commands.clearances import give_clearance
from tracker.people.commands.telling import TITLES, tell_of_post
from tracker.people.models import Charge, Grant, Role

NEXT_WEEK = TODAY + timedelta(days=7)


def told() -> list[tuple[int, str, str]]:
    rows = db.session.execute(
        select(Receipt.person_id, Message.title, Message.reason)
        .join(Message)
        .where(Message.thing == "person", Message.thing_id == Receipt.person_id)
        .order_by(Message.id)
    )
    return [(who, title, why) for who, title, why in rows]


def test_whoever_gets_a_post_or_loses_it_hears_of_it(town: Town) -> None:
    fang = town.actor(town.fang)
    with transaction():
        grant = commands.give_post(
            fang,
            town.zhao,
            role=Role.HEAD,
            unit=town.east,
            from_on=TODAY,
            to_on=NEXT_WEEK,
            now=NOW,
        )
    with transaction():
        commands.withdraw_post(fang, town.zhao, grant, today=TODAY, now=NOW)
        charge = commands.give_charge(
            fang, town.yan, unit=town.roads, from_on=TODAY, to_on=None, now=NOW
        )
    with transaction():
        commands.withdraw_charge(fang, town.yan, charge, today=TODAY, now=NOW)
        commands.end_charge(
            fang, town.yan, town.yan.charges[0], last_on=TODAY, today=TODAY, now=NOW
        )
        commands.end_post(fang, town.bai, town.bai.grants[0], last_on=TODAY, today=TODAY, now=NOW)
        give_clearance(fang, town.bai, Label.SENSITIVE, now=NOW, version=town.bai.version)

    zhao, yan, bai = town.zhao.id, town.yan.id, town.bai.id
    assert told() == [
        (zhao, "您担任东溪县单位负责人", "自2026年6月18日起，到2026年6月25日为止。"),
        (zhao, "撤回了您的职责：东溪县单位负责人", telling.WITHDRAWN),
        (yan, "您分管公路局", "自2026年6月18日起。"),
        (yan, "撤回了您的分管：公路局", telling.WITHDRAWN),
        (yan, "您不再分管住房局", "自2026年1月1日起，到2026年6月18日为止。"),
        (bai, "您不再担任住房局联络员", "自2026年1月1日起，到2026年6月18日为止。"),
        (bai, "您能看到的安全标签改为“敏感”", "由安全管理员授予，从现在起生效。"),
    ]


@pytest.mark.parametrize("deed", TITLES)
def test_who_is_out_of_use_or_does_it_is_not_told(town: Town, deed: str) -> None:
    held = town.bai.grants[0] if deed.startswith("post") else town.yan.charges[0]
    assert isinstance(held, Grant | Charge)
    with transaction():
        tell_of_post(town.actor(town.bai), town.bai, deed, held, at=NOW)
        town.bai.is_active = False
        tell_of_post(town.actor(town.fang), town.bai, deed, held, at=NOW)

    assert told() == []
