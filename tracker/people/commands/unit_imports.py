"""Importing a list of units with their groups: all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.commands.unit_groups import GroupData, create_group, edit_group
from tracker.people.commands.units import (
    ONLY_SYSTEM_ADMIN,
    all_groups,
    all_units,
    create_unit,
    edit_unit,
)
from tracker.people.models import Unit
from tracker.readers.table import Line


def import_units(
    actor: Actor, lines: Sequence[Line], previewed: Sequence[object], *, today: date, now: datetime
) -> rules.UnitSheet:
    """Make the register what the lines say; refuses where that is no longer what was previewed.

    A changed name counts as a renaming on that day: the old one is kept and stays an alias.
    """
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    units, groups = all_units(), all_groups()
    sheet = rules.judge_units(lines, list(units.values()), groups, today)
    if sheet.wrong or sheet.told != list(previewed):
        raise RuleBroken(rules.CHANGED_SINCE)
    codes = {unit.code: unit for unit in units.values()}
    for row in rules.parents_first(sheet.new):
        codes[row.data.code] = create_unit(
            actor,
            _data(row, codes),
            now=now,
            position=row.position,
            closed_on=row.closed_on,
            register=(units, groups),
        )
    for row in sheet.changed:
        unit = codes[row.data.code]
        edit_unit(
            actor,
            unit,
            _data(row, codes),
            renamed_on=today,
            today=today,
            now=now,
            version=None,
            position=row.position,
            register=(units, groups),
        )
    _regroup(actor, [*sheet.new, *sheet.changed], codes, now=now)
    record(
        actor,
        "units.imported",
        "list:units",
        at=now,
        created=len(sheet.new),
        changed=len(sheet.changed),
    )
    return sheet


def note_units_export(actor: Actor, *, count: int, now: datetime) -> None:
    """Write down that the register left as a file."""
    require(rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    record(actor, "units.exported", "list:units", at=now, count=count)


def _data(row: rules.UnitRow, codes: Mapping[str, Unit]) -> rules.UnitData:
    it = row.data
    parent_id = codes[row.parent].id if row.parent else None
    return rules.UnitData(it.code, it.name, it.short_name, it.kind, parent_id, it.aliases)


def _regroup(
    actor: Actor, rows: Sequence[rules.UnitRow], codes: Mapping[str, Unit], *, now: datetime
) -> None:
    db.session.flush()
    wanted = {codes[row.data.code].id: row.groups for row in rows if row.groups is not None}
    named = dict.fromkeys(name for groups in wanted.values() for name in groups)
    there = {group.name: group for group in all_groups()}
    by_id = {unit.id: unit for unit in codes.values()}
    for name, group in there.items():
        kept = [it for it in group.members if it.id not in wanted or name in wanted[it.id]]
        kept_ids = {it.id for it in kept}
        come = [by_id[it] for it, groups in wanted.items() if name in groups and it not in kept_ids]
        data = GroupData(name, tuple(group.aliases), [*kept, *come])
        edit_group(actor, group, data, now=now, version=None)
    for name in named:
        if name not in there:
            members = [by_id[it] for it, groups in wanted.items() if name in groups]
            create_group(actor, GroupData(name, (), members), now=now)
