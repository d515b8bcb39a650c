"""Units: who keeps the register, which names make no doubt, and that a tree stays a tree."""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitGroup, UnitKind
from tracker.people.permissions import Permission, may

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,19}")
BLANK = re.compile(r"\s+")
SEPARATOR = "；"
"""Between several names in one cell: 、 and ， stand inside names (市委、市政府督查室)."""
BETWEEN = re.compile("[；;\n]+")
LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_ALIAS = 60, 30, 60
LONGEST_REASON = 200
MOST_ALIASES = 30
SHORTEST_NAME = 2
DEEPEST = 6
"""Levels of the tree: a seventh is no office's, and the database refuses it as a circle."""

KIND_WORDS: dict[UnitKind, str] = {
    UnitKind.ROOT: N_("全市"),
    UnitKind.OFFICE: N_("督查机构"),
    UnitKind.DEPARTMENT: N_("部门"),
    UnitKind.COUNTY: N_("县（市、区）"),
    UnitKind.ZONE: N_("产业集聚区"),
}

BAD_CODE = N_("编码用 1 到 20 个字母、数字，中间可以有点、横线。")
CODE_TAKEN = N_("编码“{code}”是{unit}的，请另编一个。")
NAME_TAKEN = N_("“{name}”已经是{unit}的名称，报告里写到时会分不清。请改一个，或先改那边的。")
NO_NAME = N_("请填写全称和简称。")
LONG_NAME = N_("全称、别名各不超过 60 字，简称不超过 30 字。")
SHORT_NAME = N_("名称至少两个字：一个字的名称在报告里认不出来。")
HAS_SEPARATOR = N_("名称里不能有分号。")
MANY_ALIASES = N_("别名最多 30 个。")
ONE_ROOT = N_("“全市”只有一个，不能改成别的类别，别的单位也不能改成“全市”。")
ROOT_IS_TOP = N_("“全市”在最上面，没有上级。")
ROOT_STAYS = N_("“全市”不能撤销或并入别的单位。")
CIRCLE = N_("上级不能是这个单位自己或它的下级。")
TOO_DEEP = N_("单位最多六级，请选更高的上级。")
PARENT_CLOSED = N_("这个上级已经撤销，请另选。")
NO_PARENT = N_("没有这个上级单位。")
CLOSED_ALREADY = N_("这个单位已经撤销。")
NOT_CLOSED = N_("这个单位没有撤销。")
NOT_LATER = N_("日子不能晚于今天：到那一天再办，在那之前仍要给它交办。")
BEFORE_RENAMING = N_("日子不能早于上一次更名。")
NO_REASON = N_("请写明原因。")
LONG_REASON = N_("原因不超过 200 字。")
STILL_ABOVE = N_("它还有没撤销的下级单位，请先给它们另选上级。")
INTO_ITSELF = N_("不能并入自己。")
INTO_CLOSED = N_("要并入的单位已经撤销，请选还在的单位。")
INTO_ROOT = N_("要并入的单位不承办任务，请另选。")
GROUP_NO_NAME = N_("请填写组的名称。")
GROUP_USED = N_(
    "这个组在部署要求或任务里用过，删了就不知道当时指的是谁，不能删除。不再用的，可以改名或清空成员。"
)

Taken = Mapping[str, str]
"""Every name in use, folded, with words for whose it is."""


@dataclass(frozen=True, slots=True)
class UnitData:
    """What is kept of a unit by the form and the sheet."""

    code: str
    name: str
    short_name: str
    kind: UnitKind
    parent_id: int | None = None
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a report may use for it."""
        return (self.name, self.short_name, *self.aliases)


def may_keep_units(actor: Actor) -> bool:
    """Say whether the actor keeps the register: the system admin."""
    return may(actor, Permission.KEEP_UNITS)


@lru_cache(maxsize=20_000)
def folded_name(name: str) -> str:
    """Write a name as it is compared: full and half width alike, without blanks."""
    return BLANK.sub("", unicodedata.normalize("NFKC", name))


def names_of(words: str) -> tuple[str, ...]:
    """Read several names, one a line or between semicolons, each once."""
    parts = (" ".join(part.split()) for part in BETWEEN.split(words))
    return tuple(dict.fromkeys(part for part in parts if part))


def cleaned(data: UnitData) -> UnitData:
    """Leave out aliases that say what the name or the short name says already."""
    seen = {folded_name(data.name), folded_name(data.short_name)}
    aliases = []
    for alias in data.aliases:
        if folded_name(alias) not in seen:
            seen.add(folded_name(alias))
            aliases.append(alias)
    return UnitData(
        data.code, data.name, data.short_name, data.kind, data.parent_id, tuple(aliases)
    )


def heir_of(unit: Unit, units: Mapping[int, Unit]) -> Unit:
    """Return the unit that goes on in a merged one's place; itself where it was not merged."""
    passed = {unit.id}
    while unit.merged_into_id is not None and unit.merged_into_id not in passed:
        unit = units[unit.merged_into_id]
        passed.add(unit.id)
    return unit


def taken_names(
    units: Sequence[Unit], groups: Iterable[UnitGroup], *, but: Unit | UnitGroup | None = None
) -> dict[str, str]:
    """Return every name in use; not those of `but`, nor of units that were merged into it."""
    by_id = {unit.id: unit for unit in units}
    found: dict[str, str] = {}
    for unit in units:
        if but is not None and (unit is but or heir_of(unit, by_id) is but):
            continue
        label = f"“{unit.name}”" if unit.closed_on is None else f"“{unit.name}”（已撤销）"
        for name in unit.names:
            found.setdefault(folded_name(name), label)
    for group in groups:
        if group is not but:
            for name in (group.name, *group.aliases):
                found.setdefault(folded_name(name), f"单位组“{group.name}”")
    return found


def check_names(names: Iterable[str], taken: Taken) -> None:
    """Refuse a name that means somebody else already: reports are read by these names."""
    for name in names:
        whose = taken.get(folded_name(name))
        if whose is not None:
            raise RuleBroken(NAME_TAKEN.format(name=name, unit=whose))


def check_unit_data(data: UnitData) -> None:
    """Refuse data of a unit that no form and no sheet should bring in."""
    if not CODE.fullmatch(data.code):
        raise RuleBroken(BAD_CODE)
    if not data.name or not data.short_name:
        raise RuleBroken(NO_NAME)
    check_wording(data.names)
    if len(data.short_name) > LONGEST_SHORT_NAME:
        raise RuleBroken(LONG_NAME)
    if len(data.aliases) > MOST_ALIASES:
        raise RuleBroken(MANY_ALIASES)


def check_wording(names: Iterable[str]) -> None:
    """Refuse names that are too long or short, or that a list of names would cut in two."""
    for name in names:
        if len(name) > LONGEST_NAME:
            raise RuleBroken(LONG_NAME)
        if len(folded_name(name)) < SHORTEST_NAME:
            raise RuleBroken(SHORT_NAME)
        if BETWEEN.search(name):
            raise RuleBroken(HAS_SEPARATOR)


def check_kind(data: UnitData, was: UnitKind | None) -> None:
    """Refuse a second top of the tree, and a top that is put below something."""
    if (data.kind is UnitKind.ROOT) != (was is UnitKind.ROOT):
        raise RuleBroken(ONE_ROOT)
    if data.kind is UnitKind.ROOT and data.parent_id is not None:
        raise RuleBroken(ROOT_IS_TOP)


def check_parent(unit_id: int | None, parent_id: int | None, units: Mapping[int, Unit]) -> None:
    """Refuse a parent that is missing, closed, the unit itself or below it, or too far down."""
    if parent_id is None:
        return
    parent = units.get(parent_id)
    if parent is None:
        raise RuleBroken(NO_PARENT)
    was = units[unit_id].parent_id if unit_id is not None else None
    if parent.closed_on is not None and parent_id != was:
        raise RuleBroken(PARENT_CLOSED)
    parents = {it.id: it.parent_id for it in units.values()}
    check_tree(unit_id, {**parents, unit_id: parent_id})


def check_tree(unit_id: Hashable, parents: Mapping[Any, Any]) -> None:
    """Refuse a circle, and more levels than the tree may have, with this unit where it is to be."""
    above = 0
    at = parents[unit_id]
    while at is not None:
        above += 1
        if at == unit_id:
            raise RuleBroken(CIRCLE)
        if above >= DEEPEST:
            raise RuleBroken(TOO_DEEP)
        at = parents.get(at)
    if above + 1 + _levels_below(unit_id, parents) > DEEPEST:
        raise RuleBroken(TOO_DEEP)


def _levels_below(unit_id: Hashable, parents: Mapping[Any, Any]) -> int:
    """Count the levels below a unit, as far as they may go."""
    level, levels = {unit_id}, 0
    while unit_id is not None and levels < DEEPEST:
        level = {it for it, parent in parents.items() if parent in level and it is not None}
        if not level:
            break
        levels += 1
    return levels


def check_day(day: date, today: date, last_change: date | None) -> None:
    """Refuse a day that is yet to come, or before the last change of names."""
    if day > today:
        raise RuleBroken(NOT_LATER)
    if last_change is not None and day < last_change:
        raise RuleBroken(BEFORE_RENAMING)


def check_close(
    unit: Unit, units: Iterable[Unit], *, closed_on: date, reason: str, today: date
) -> None:
    """Refuse to close what is closed, what others still stand below, or without a reason."""
    if unit.kind is UnitKind.ROOT:
        raise RuleBroken(ROOT_STAYS)
    if unit.closed_on is not None:
        raise RuleBroken(CLOSED_ALREADY)
    check_day(closed_on, today, None)
    if not reason:
        raise RuleBroken(NO_REASON)
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(LONG_REASON)
    if any(it.parent_id == unit.id and it.closed_on is None for it in units):
        raise RuleBroken(STILL_ABOVE)


def check_successor(unit: Unit, successor: Unit) -> None:
    """Refuse to merge into itself, into what is closed, or into the city as a whole."""
    if successor.id == unit.id:
        raise RuleBroken(INTO_ITSELF)
    if successor.closed_on is not None:
        raise RuleBroken(INTO_CLOSED)
    if successor.kind is UnitKind.ROOT:
        raise RuleBroken(INTO_ROOT)


def moved(siblings: Sequence[int], unit_id: int, place: int) -> list[int]:
    """Put a unit at a place (from 1) among those beside it; past the ends means the end."""
    others = [it for it in siblings if it != unit_id]
    at = min(max(place, 1), len(siblings)) - 1
    return [*others[:at], unit_id, *others[at:]]


def slots(positions: Iterable[int]) -> list[int]:
    """Return the places that units of one parent have, in order and each its own."""
    found: list[int] = []
    for position in sorted(positions):
        found.append(position if not found or position > found[-1] else found[-1] + 1)
    return found
