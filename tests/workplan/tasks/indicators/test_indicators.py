"""Indicators of tasks: which make sense, and what is kept of them."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.indicators import rules
from tracker.workplan.tasks.indicators.models import Direction, Indicator
from tracker.workplan.tasks.indicators.queries import indicators_of, visible_indicator
from tracker.workplan.tasks.indicators.rules import Wanted

UP, DOWN = Direction.UP, Direction.DOWN


def wanted(
    name: str = "改造老旧小区",
    unit: str = "个",
    direction: Direction = UP,
    baseline: str | None = "80",
    target: str = "120",
) -> Wanted:
    return Wanted(
        name, unit, direction, None if baseline is None else Decimal(baseline), Decimal(target)
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (wanted(name=" "), "请写指标的名称"),
        (wanted(name="长" * 61), "不超过 60 字"),
        (wanted(name="户数"), "同名"),
        (wanted(unit=" "), "请写指标的单位"),
        (wanted(unit="长" * 21), "不超过 20 字"),
        (wanted(target="NaN", baseline=None), "太大"),
        (wanted(target="1e12"), "太大"),
        (wanted(target="120.125"), "两位小数"),
        (wanted(target="79.9"), "比基数还低"),
        (wanted(direction=DOWN), "比基数还高"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: Wanted, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        rules.checked(asked, ["户数"])


def test_what_makes_sense_is_kept_without_spaces() -> None:
    assert rules.checked(wanted(name=" 户数 ", unit=" 户 "), []) == wanted("户数", "户")
    assert rules.checked(wanted(direction=DOWN, baseline="120", target="80"), []).direction is DOWN
    assert rules.checked(wanted(baseline=None, target="0"), []).baseline is None
    with pytest.raises(RuleBroken, match="20 个"):
        rules.check_room(20)


@pytest.mark.parametrize(
    ("value", "said"), [("120.00", "120"), ("12.50", "12.5"), ("0.05", "0.05"), ("1000", "1000")]
)
def test_a_figure_says_no_more_than_it_must(value: str, said: str) -> None:
    assert rules.figure(Decimal(value)) == said


@pytest.mark.postgres
def test_indicators_are_set_up_changed_and_taken_away(town: Town) -> None:
    lin, task = town.actor(town.lin), builders.acknowledged(town).task
    with transaction():
        it = commands.add_indicator(lin, task, wanted(), now=NOW)
    for _twice in range(2):
        with transaction():
            commands.edit_indicator(
                lin, it, wanted(unit="处", target="130.5"), now=NOW, version=it.version
            )

    [kept] = indicators_of(town.actor(town.wang), task)
    assert (kept.unit, kept.target, kept.baseline) == ("处", Decimal("130.50"), Decimal(80))
    with pytest.raises(NotFound):
        visible_indicator(town.actor(town.zhao), it.id)
    with transaction():
        commands.remove_indicator(lin, it, now=NOW, version=it.version)
    assert db.session.scalar(select(Indicator)) is None
    entries = db.session.scalars(
        select(Entry).where(Entry.deed.startswith("indicator.")).order_by(Entry.id)
    ).all()
    assert [entry.deed for entry in entries] == [
        "indicator.added",
        "indicator.edited",
        "indicator.removed",
    ]
    assert entries[1].details["now"] == ["unit_of_measure=处", "target=130.5"]


def test_only_supervisors_set_indicators_and_nobody_overwrites_another(town: Town) -> None:
    lin, task = town.actor(town.lin), builders.acknowledged(town).task
    with transaction():
        it = commands.add_indicator(lin, task, wanted(), now=NOW)
    with pytest.raises(RuleBroken, match="同名"):
        commands.add_indicator(lin, task, wanted(), now=NOW)
    with pytest.raises(Outdated):
        commands.edit_indicator(lin, it, wanted(), now=NOW, version=99)
    with pytest.raises(Outdated):
        commands.remove_indicator(lin, it, now=NOW, version=99)
    for who in (town.yan, town.wang):
        actor = town.actor(who)
        with pytest.raises(NotAllowed):
            commands.add_indicator(actor, task, wanted("户数"), now=NOW)
        with pytest.raises(NotAllowed):
            commands.edit_indicator(actor, it, wanted("户数"), now=NOW, version=1)
        with pytest.raises(NotAllowed):
            commands.remove_indicator(actor, it, now=NOW, version=1)
