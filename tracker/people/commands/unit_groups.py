"""Groups of units: entered, changed, deleted as long as nothing was ever addressed to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.commands.units import ONLY_SYSTEM_ADMIN, all_groups, all_units
from tracker.people.models import Unit, UnitGroup


@dataclass(frozen=True, slots=True)
class GroupData:
    """What is kept of a group."""

    name: str
    aliases: tuple[str, ...]
    members: Sequence[Unit]


def create_group(actor: Actor, data: GroupData, *, now: datetime) -> UnitGroup:
    """Enter a group; it stands last."""
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    _check(data, None)
    last = db.session.scalar(select(func.max(UnitGroup.position))) or 0
    group = UnitGroup(
        name=data.name, aliases=list(data.aliases), position=last + 1, members=list(data.members)
    )
    db.session.add(group)
    db.session.flush()
    record(
        actor,
        "group.created",
        f"group:{group.id}",
        at=now,
        name=group.name,
        members=[it.name for it in data.members],
    )
    return group


def edit_group(
    actor: Actor, group: UnitGroup, data: GroupData, *, now: datetime, version: int | None
) -> bool:
    """Rename a group or change who belongs to it; says whether anything changed."""
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    check_version(version, group)
    _check(data, group)
    before = (group.name, tuple(group.aliases), {it.id for it in group.members})
    if before == (data.name, data.aliases, {it.id for it in data.members}):
        return False
    was = {it.id: it.name for it in group.members}
    kept = {it.id for it in data.members}
    record(
        actor,
        "group.edited",
        f"group:{group.id}",
        at=now,
        name=data.name,
        was_name=group.name if group.name != data.name else None,
        now_name=data.name if group.name != data.name else None,
        was_aliases=list(group.aliases) if before[1] != data.aliases else None,
        now_aliases=list(data.aliases) if before[1] != data.aliases else None,
        added=[it.name for it in data.members if it.id not in was] or None,
        removed=[name for unit_id, name in was.items() if unit_id not in kept] or None,
    )
    group.name, group.aliases = data.name, list(data.aliases)
    group.members = list(data.members)
    # Members stand in a table of their own: the version counts for them too.
    flag_modified(group, "name")
    db.session.flush()
    return True


def delete_group(
    actor: Actor, group: UnitGroup, *, is_used: bool, now: datetime, version: int | None
) -> None:
    """Delete a group that nothing was ever addressed to; `is_used` is asked by the deed above."""
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    check_version(version, group)
    if is_used:
        raise RuleBroken(rules.GROUP_USED)
    record(
        actor,
        "group.deleted",
        f"group:{group.id}",
        at=now,
        name=group.name,
        members=[it.name for it in group.members],
    )
    db.session.delete(group)
    db.session.flush()


def _check(data: GroupData, group: UnitGroup | None) -> None:
    if not data.name:
        raise RuleBroken(rules.GROUP_NO_NAME)
    names = (data.name, *data.aliases)
    rules.check_wording(names)
    if len(data.aliases) > rules.MOST_ALIASES:
        raise RuleBroken(rules.MANY_ALIASES)
    had = {rules.folded_name(it) for it in (group.name, *group.aliases)} if group else set()
    fresh = [it for it in names if rules.folded_name(it) not in had]
    units = list(all_units().values())
    rules.check_names(fresh, rules.taken_names(units, all_groups(), but=group))
