"""Units: entered, corrected, renamed, put in order, closed, merged, opened again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.models import FormerName, Unit, UnitGroup

ONLY_SYSTEM_ADMIN = N_("单位和单位组由系统管理员维护。")
A_DAY = timedelta(days=1)
Register = tuple[dict[int, Unit], Sequence[UnitGroup]]
"""All units by key, and all groups."""


def create_unit(
    actor: Actor,
    data: rules.UnitData,
    *,
    now: datetime,
    position: int | None = None,
    closed_on: date | None = None,
    register: Register | None = None,
) -> Unit:
    """Enter a unit; without a position it stands last. closed_on: it is entered for its past alone.

    register: what is there, where the caller has read it; it is read otherwise.
    """
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    data = rules.cleaned(data)
    rules.check_unit_data(data)
    rules.check_kind(data, None)
    units, groups = register or (all_units(), all_groups())
    rules.check_parent(None, data.parent_id, units)
    _check_code(data.code, units)
    rules.check_names(data.names, rules.taken_names(list(units.values()), groups))
    if position is None:
        position = (db.session.scalar(select(func.max(Unit.position))) or 0) + 1
    unit = Unit(
        code=data.code,
        name=data.name,
        short_name=data.short_name,
        aliases=list(data.aliases),
        kind=data.kind,
        parent_id=data.parent_id,
        position=position,
        closed_on=closed_on,
    )
    db.session.add(unit)
    db.session.flush()
    units[unit.id] = unit
    record(actor, "unit.created", f"unit:{unit.id}", at=now, name=unit.name, code=unit.code)
    return unit


def edit_unit(
    actor: Actor,
    unit: Unit,
    data: rules.UnitData,
    *,
    renamed_on: date | None,
    today: date,
    now: datetime,
    version: int | None,
    position: int | None = None,
    register: Register | None = None,
) -> bool:
    """Correct a unit; says whether anything changed. register: as for a new one.

    renamed_on: the first day of a new name. The old name is then kept with its days, and stays an alias,
    so that reports which still use it are understood; None corrects a name that was wrong from the start.
    """
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    check_version(version, unit)
    is_renamed = (data.name, data.short_name) != (unit.name, unit.short_name)
    if is_renamed and renamed_on is not None:
        data = _with_old_names(unit, data)
    data = rules.cleaned(data)
    units, groups = register or (all_units(), all_groups())
    rules.check_unit_data(data)
    rules.check_kind(data, unit.kind)
    if data.parent_id != unit.parent_id:
        rules.check_parent(unit.id, data.parent_id, units)
    if data.code != unit.code:
        _check_code(data.code, units)
    # Names that it has already are nobody's business, even if another has them since long ago.
    had = {rules.folded_name(name) for name in unit.names}
    fresh = [name for name in data.names if rules.folded_name(name) not in had]
    rules.check_names(fresh, rules.taken_names(list(units.values()), groups, but=unit))
    before, after = _told(unit, units), _told_data(data, position, unit, units)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return False
    if is_renamed and renamed_on is not None:
        _keep_old_name(unit, renamed_on, today)
    unit.code, unit.name, unit.short_name = data.code, data.name, data.short_name
    unit.aliases, unit.kind, unit.parent_id = list(data.aliases), data.kind, data.parent_id
    unit.position = unit.position if position is None else position
    db.session.flush()
    record(
        actor,
        "unit.renamed" if is_renamed and renamed_on is not None else "unit.edited",
        f"unit:{unit.id}",
        at=now,
        name=unit.name,
        was=[f"{name}={before[name]}" for name in changed],
        now=[f"{name}={after[name]}" for name in changed],
        renamed_on=renamed_on if is_renamed else None,
    )
    return True


def move_unit(actor: Actor, unit: Unit, place: int, *, now: datetime, version: int | None) -> None:
    """Put a unit at a place (from 1) among the units of its parent; the others close ranks."""
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    check_version(version, unit)
    siblings = db.session.scalars(
        select(Unit)
        .where(Unit.parent_id == unit.parent_id if unit.parent_id else Unit.parent_id.is_(None))
        .order_by(Unit.position, Unit.id)
    ).all()
    before = [it.id for it in siblings]
    after = rules.moved(before, unit.id, place)
    if after == before:
        return
    by_id = {it.id: it for it in siblings}
    for unit_id, slot in zip(after, rules.slots(it.position for it in siblings), strict=True):
        other = by_id[unit_id]
        if other is unit:
            unit.position = slot
        elif other.position != slot:
            # Those who make room were not edited: nobody's open form of theirs grows old by it.
            db.session.execute(
                update(Unit).where(Unit.id == unit_id).values(position=slot, version=Unit.version)
            )
    db.session.flush()
    record(
        actor,
        "unit.moved",
        f"unit:{unit.id}",
        at=now,
        name=unit.name,
        was_position=before.index(unit.id) + 1,
        now_position=after.index(unit.id) + 1,
    )


def close_unit(
    actor: Actor,
    unit: Unit,
    *,
    closed_on: date,
    reason: str,
    today: date,
    now: datetime,
    version: int | None,
    successor: Unit | None = None,
) -> None:
    """Close a unit, or merge it into its successor: nothing new goes to it, its past stays its own.

    Whether its open work allows that is asked by the deed of `tasks` that calls this one.
    """
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    check_version(version, unit)
    units = all_units()
    rules.check_close(unit, units.values(), closed_on=closed_on, reason=reason, today=today)
    if successor is not None:
        rules.check_successor(unit, successor)
        unit.merged_into_id = successor.id
    unit.closed_on, unit.closed_reason = closed_on, reason
    db.session.flush()
    record(
        actor,
        "unit.closed" if successor is None else "unit.merged",
        f"unit:{unit.id}",
        at=now,
        name=unit.name,
        closed_on=closed_on,
        into=successor.name if successor else None,
        reason=reason,
    )


def reopen_unit(actor: Actor, unit: Unit, *, now: datetime, version: int | None) -> None:
    """Open a unit again under its own names; what went to its successor meanwhile stays there."""
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    check_version(version, unit)
    if unit.closed_on is None:
        raise RuleBroken(rules.NOT_CLOSED)
    units = all_units()
    parent = units.get(unit.parent_id) if unit.parent_id else None
    if parent is not None and parent.closed_on is not None:
        raise RuleBroken(rules.PARENT_CLOSED)
    unit.merged_into_id = None
    rules.check_names(unit.names, rules.taken_names(list(units.values()), all_groups(), but=unit))
    unit.closed_on, unit.closed_reason = None, ""
    db.session.flush()
    record(actor, "unit.reopened", f"unit:{unit.id}", at=now, name=unit.name)


def all_units() -> dict[int, Unit]:
    """Return the whole register by key, in official order: names are judged against all of it."""
    found = db.session.scalars(select(Unit).order_by(Unit.position, Unit.id))
    return {unit.id: unit for unit in found}


def all_groups() -> Sequence[UnitGroup]:
    """Return all groups with their members."""
    return db.session.scalars(
        select(UnitGroup)
        .options(selectinload(UnitGroup.members))
        .order_by(UnitGroup.position, UnitGroup.id)
    ).all()


def _with_old_names(unit: Unit, data: rules.UnitData) -> rules.UnitData:
    aliases = (*data.aliases, unit.name, unit.short_name)
    return rules.UnitData(data.code, data.name, data.short_name, data.kind, data.parent_id, aliases)


def _keep_old_name(unit: Unit, renamed_on: date, today: date) -> None:
    last = db.session.scalar(
        select(func.max(FormerName.to_on)).where(FormerName.unit_id == unit.id)
    )
    first = last + A_DAY if last else None
    rules.check_day(renamed_on, today, first)
    if first == renamed_on:
        # A name that was put right on the day when it was given was never in use.
        return
    db.session.add(
        FormerName(
            unit_id=unit.id,
            name=unit.name,
            short_name=unit.short_name,
            from_on=first,
            to_on=renamed_on - A_DAY,
        )
    )


def _check_code(code: str, units: Mapping[int, Unit]) -> None:
    """Refuse a code that another unit has; of two at once the index keeps one out."""
    for unit in units.values():
        if unit.code == code:
            raise RuleBroken(rules.CODE_TAKEN.format(code=code, unit=f"“{unit.name}”"))


def _told(unit: Unit, units: Mapping[int, Unit]) -> dict[str, str]:
    parent = units.get(unit.parent_id) if unit.parent_id else None
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "aliases": rules.SEPARATOR.join(unit.aliases),
        "kind": rules.KIND_WORDS[unit.kind],
        "parent": parent.name if parent else "",
        "position": str(unit.position),
    }


def _told_data(
    data: rules.UnitData, position: int | None, unit: Unit, units: Mapping[int, Unit]
) -> dict[str, str]:
    parent = units.get(data.parent_id) if data.parent_id else None
    return {
        "code": data.code,
        "name": data.name,
        "short_name": data.short_name,
        "aliases": rules.SEPARATOR.join(data.aliases),
        "kind": rules.KIND_WORDS[data.kind],
        "parent": parent.name if parent else "",
        "position": str(unit.position if position is None else position),
    }
