"""What pages ask about units and their groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.paging import Page
from tracker.foundation.words import N_
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.models import Grant, Person, Role, Unit, UnitGroup, UnitKind, group_member

ASSIGNABLE = (UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.COUNTY, UnitKind.ZONE)
NO_UNIT = N_("没有这个单位。")
NO_GROUP = N_("没有这个单位组。")
LONGEST_SEARCH = 50
PAGE_SIZE = 200
"""Rows of the tree on one page: a city's register is one page and stays one tree; a larger one is cut."""
MOST_POSTS = 100
OPEN, CLOSED = "open", "closed"


def units() -> Sequence[Unit]:
    """Return the units that tasks can go to, in official order."""
    return db.session.scalars(
        select(Unit)
        .where(Unit.kind.in_(ASSIGNABLE), Unit.closed_on.is_(None))
        .order_by(Unit.position, Unit.id)
    ).all()


def units_by_id(ids: Iterable[int]) -> dict[int, Unit]:
    """Return these units by id."""
    return {
        unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(list(ids))))
    }


def units_among(ids: Select[int]) -> Sequence[Unit]:
    """Return the units whose keys a question finds, in official order."""
    return db.session.scalars(
        select(Unit).where(Unit.id.in_(ids)).order_by(Unit.position, Unit.id)
    ).all()


def sending_office(actor: Actor) -> Unit:
    """Return the office in whose name a supervisor's papers go out: the first one of several."""
    return db.session.get_one(Unit, min(actor.units_as(Role.SUPERVISOR)))


def groups() -> Sequence[UnitGroup]:
    """Return the groups with their units."""
    return db.session.scalars(
        select(UnitGroup)
        .options(selectinload(UnitGroup.members))
        .order_by(UnitGroup.position, UnitGroup.id)
    ).all()


def names_by_unit() -> list[tuple[Unit, tuple[str, ...]]]:
    """Return the units that tasks can go to, each with every name that means it.

    Its own, those that it had before (they are among its aliases), and those of units that were merged
    into it.
    """
    register = _register()
    inherited: dict[int, list[str]] = {}
    for unit in register.values():
        heir = rules.heir_of(unit, register)
        if heir is not unit:
            inherited.setdefault(heir.id, []).extend(unit.names)
    return [
        (unit, tuple(dict.fromkeys([*unit.names, *inherited.get(unit.id, [])])))
        for unit in register.values()
        if unit.kind in ASSIGNABLE and unit.closed_on is None
    ]


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """What the register is narrowed to; None and '' do not narrow."""

    q: str = ""
    kind: UnitKind | None = None
    state: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self != UnitFilters()

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the URL's parameters after a change."""
        told = asdict(replace(self, **changes))
        return {name: value for name, value in told.items() if value not in (None, "")}

    def takes(self, unit: Unit) -> bool:
        """Whether the filters leave a unit."""
        words = rules.folded_name(self.q)
        return (
            (self.kind is None or unit.kind is self.kind)
            and (not self.state or (self.state == CLOSED) == (unit.closed_on is not None))
            and (
                not words
                or words.lower() in unit.code.lower()
                or any(words in rules.folded_name(name) for name in unit.names)
            )
        )


def read_unit_filters(args: Mapping[str, str]) -> UnitFilters:
    """Read the filters from the URL; what makes no sense does not narrow."""
    kind, state = args.get("kind", ""), args.get("state", "")
    return UnitFilters(
        q=args.get("q", "").strip()[:LONGEST_SEARCH],
        kind=UnitKind(kind) if kind in set(UnitKind) else None,
        state=state if state in (OPEN, CLOSED) else "",
    )


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit where it stands in the tree; heir: the unit that goes on in its place."""

    unit: Unit
    depth: int
    parent: Unit | None
    heir: Unit | None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitList:
    """A page of the register, and how many units each filter would leave under the others."""

    page: Page[UnitLine]
    states: Mapping[str, int]
    kinds: Mapping[UnitKind | None, int]


def unit_list(filters: UnitFilters, number: int) -> UnitList:
    """Answer one page of the tree in official order, in a fixed number of questions.

    The whole register is read: a tree has no order that a database would know, and every use of units
    reads it whole anyway.
    """
    lines = in_tree_order(_register())
    found = [it for it in lines if filters.takes(it.unit)]
    total = len(found)
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    by_unit = _groups_of(it.unit.id for it in shown)
    return UnitList(
        page=Page(
            [replace(it, groups=by_unit.get(it.unit.id, ())) for it in shown],
            number,
            total,
            PAGE_SIZE,
        ),
        states={
            state: sum(replace(filters, state=state).takes(it.unit) for it in lines)
            for state in ("", OPEN, CLOSED)
        },
        kinds={
            kind: sum(replace(filters, kind=kind).takes(it.unit) for it in lines)
            for kind in (None, *UnitKind)
        },
    )


def in_tree_order(register: Mapping[int, Unit]) -> list[UnitLine]:
    """Put each unit below its parent, those of one parent in official order."""
    below: dict[int | None, list[Unit]] = {}
    for unit in register.values():
        below.setdefault(unit.parent_id, []).append(unit)
    lines: list[UnitLine] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        heir = rules.heir_of(unit, register)
        lines.append(
            UnitLine(
                unit,
                depth,
                register.get(unit.parent_id) if unit.parent_id else None,
                heir if heir is not unit else None,
            )
        )
        waiting += [(it, depth + 1) for it in reversed(below.get(unit.id, []))]
    return lines


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything about one unit: where it stands, what it was called, what was merged into it."""

    unit: Unit
    parent: Unit | None
    children: Sequence[Unit]
    heir: Unit | None
    merged_in: Sequence[Unit]
    groups: Sequence[UnitGroup]
    place: int
    beside: int


def visible_unit(unit_id: int) -> Unit:
    """Find one unit; the register is open to everybody who is signed in."""
    found = db.session.get(Unit, unit_id)
    if found is None:
        raise NotFound(NO_UNIT)
    return found


def unit_page(unit_id: int) -> UnitPage:
    """Answer what a unit's page shows, in a fixed number of questions."""
    unit = db.session.scalar(
        select(Unit).where(Unit.id == unit_id).options(selectinload(Unit.former_names))
    )
    if unit is None:
        raise NotFound(NO_UNIT)
    register = _register()
    beside = [it.id for it in register.values() if it.parent_id == unit.parent_id]
    heir = rules.heir_of(unit, register)
    return UnitPage(
        unit=unit,
        parent=register.get(unit.parent_id) if unit.parent_id else None,
        children=[it for it in register.values() if it.parent_id == unit.id],
        heir=heir if heir is not unit else None,
        merged_in=[it for it in register.values() if it.merged_into_id == unit.id],
        groups=db.session.scalars(
            select(UnitGroup)
            .join(group_member, group_member.c.group_id == UnitGroup.id)
            .where(group_member.c.unit_id == unit.id)
            .order_by(UnitGroup.position, UnitGroup.id)
        ).all(),
        place=beside.index(unit.id) + 1,
        beside=len(beside),
    )


def posts_in(actor: Actor, unit: Unit, today: date) -> Sequence[Grant]:
    """Return who holds what in a unit on that day, for those who may read the list of persons."""
    if not rules.may_read_persons(actor):
        return []
    return db.session.scalars(
        select(Grant)
        .join(Grant.person)
        .where(
            Grant.unit_id == unit.id,
            Grant.from_on <= today,
            Grant.to_on.is_(None) | (Grant.to_on >= today),
        )
        .options(joinedload(Grant.person))
        .order_by(Grant.role, Person.name, Grant.id)
        .limit(MOST_POSTS)
    ).all()


def register_in_order() -> list[UnitLine]:
    """Return the whole register as a tree, with the groups of each unit, for choices and files."""
    return _with_groups(_register())


def register_to_export() -> list[UnitLine]:
    """Return the same with what each unit was called before."""
    return _with_groups(_register(selectinload(Unit.former_names)))


def visible_group(group_id: int) -> UnitGroup:
    """Find one group with its members."""
    found = db.session.scalar(
        select(UnitGroup).where(UnitGroup.id == group_id).options(selectinload(UnitGroup.members))
    )
    if found is None:
        raise NotFound(NO_GROUP)
    return found


def group_list(words: str, number: int, *, size: int = 30) -> Page[UnitGroup]:
    """Answer one page of the groups whose name or alias has these words."""
    asked = rules.folded_name(words)
    found = [
        group
        for group in groups()
        if any(asked in rules.folded_name(name) for name in (group.name, *group.aliases))
    ]
    number = min(max(1, number), max(1, -(-len(found) // size)))
    return Page(found[(number - 1) * size : number * size], number, len(found), size)


def _register(*options: ExecutableOption) -> dict[int, Unit]:
    found = db.session.scalars(select(Unit).options(*options).order_by(Unit.position, Unit.id))
    return {unit.id: unit for unit in found}


def _with_groups(register: Mapping[int, Unit]) -> list[UnitLine]:
    lines = in_tree_order(register)
    by_unit = _groups_of(it.unit.id for it in lines)
    return [replace(it, groups=by_unit.get(it.unit.id, ())) for it in lines]


def _groups_of(unit_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    wanted = set(unit_ids)
    rows = db.session.execute(
        select(group_member.c.unit_id, UnitGroup.name)
        .join(UnitGroup, UnitGroup.id == group_member.c.group_id)
        .order_by(UnitGroup.position, UnitGroup.id)
    )
    found: dict[int, list[str]] = {}
    for unit_id, name in rows:
        if unit_id in wanted:
            found.setdefault(unit_id, []).append(name)
    return {unit_id: tuple(names) for unit_id, names in found.items()}
