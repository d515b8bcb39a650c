"""Which indicators make sense."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.workplan.tasks.indicators.models import Direction

LONGEST_NAME = 60
LONGEST_UNIT = 20
MOST = 20
LARGEST = Decimal(10) ** 11
CENT = Decimal("0.01")

DIRECTION_WORDS = {
    Direction.UP: N_("达到或高于"),
    Direction.DOWN: N_("降到或低于"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants an indicator to be; see the model."""

    name: str
    unit: str
    direction: Direction
    baseline: Decimal | None
    target: Decimal


def figure(value: Decimal) -> str:
    """Write a value without decimals that say nothing: 120.00 is 120."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def checked(wanted: Wanted, others: Collection[str]) -> Wanted:
    """Return the indicator without spaces at its ends; refuses what makes no sense."""
    name, unit = wanted.name.strip(), wanted.unit.strip()
    if not name:
        raise RuleBroken(N_("请写指标的名称。"))
    if len(name) > LONGEST_NAME:
        raise RuleBroken(N_("指标的名称不超过 60 字。"))
    if name in others:
        raise RuleBroken(N_("这项任务已有同名的指标。"))
    if not unit:
        raise RuleBroken(N_("请写指标的单位，如“户”“万元”“%”。"))
    if len(unit) > LONGEST_UNIT:
        raise RuleBroken(N_("指标的单位不超过 20 字。"))
    for value in (wanted.baseline, wanted.target):
        if value is not None:
            _check_value(value)
    _check_way(wanted)
    return Wanted(name, unit, wanted.direction, wanted.baseline, wanted.target)


def check_room(present: int) -> None:
    """Refuse one more indicator where there are as many as may be."""
    if present >= MOST:
        raise RuleBroken(N_("一项任务最多设 20 个指标。"))


def _check_value(value: Decimal) -> None:
    if not value.is_finite() or abs(value) > LARGEST:
        raise RuleBroken(N_("数值太大了，请换大一些的单位，如“万元”“亿元”。"))
    if value != value.quantize(CENT):
        raise RuleBroken(N_("数值最多两位小数。"))


def _check_way(wanted: Wanted) -> None:
    if wanted.baseline is None:
        return
    if wanted.direction is Direction.UP and wanted.target < wanted.baseline:
        raise RuleBroken(N_("目标比基数还低；要降下来的，请选“降到或低于”。"))
    if wanted.direction is Direction.DOWN and wanted.target > wanted.baseline:
        raise RuleBroken(N_("目标比基数还高；要升上去的，请选“达到或高于”。"))
