"""What the pages of settings ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.foundation.errors import NotFound
from tracker.foundation.settings import (
    Group,
    Option,
    Setting,
    kept_settings,
    option_named,
    options,
    value_of,
)
from tracker.foundation.words import N_
from tracker.journal.models import Entry
from tracker.journal.queries import history_of
from tracker.people.actor import Actor
from tracker.settings.rules import may_change


@dataclass(frozen=True, slots=True)
class Line:
    """An option as it stands.

    is_set: somebody set a value of its own; version: 0 where nobody ever did.
    """

    option: Option[Any]
    value: Any
    is_set: bool
    may_change: bool
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str | None = None


def lines_by_group(actor: Actor) -> dict[Group, list[Line]]:
    """Return every option, grouped as they are declared."""
    kept = kept_settings()
    found: dict[Group, list[Line]] = {}
    for option in options():
        found.setdefault(option.group, []).append(_line(actor, option, kept.get(option.name)))
    return found


def line_of(actor: Actor, name: str) -> Line:
    """Return one option as it stands; refuses a name that none has."""
    option = option_named(name)
    if option is None:
        raise NotFound(N_("没有这项设置。"))
    return _line(actor, option, kept_settings().get(name))


def changes_of(option: Option[Any]) -> Sequence[Entry]:
    """Return what was done to an option, newest first."""
    return history_of(f"setting:{option.name}", limit=20)


def _line(actor: Actor, option: Option[Any], row: Setting | None) -> Line:
    changes = may_change(actor, option)
    if row is None:
        return Line(option, value_of(option), is_set=False, may_change=changes)
    return Line(
        option,
        value_of(option),
        is_set=row.value is not None,
        may_change=changes,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )
