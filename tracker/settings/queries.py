"""What the pages of settings ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.foundation.calendar import DayOverride, calendar
from tracker.foundation.db import db
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
from tracker.foundation.workdays import (
    ONE_DAY,
    Break,
    breaks_of,
    feast_of,
    is_workday,
    makeup_days_of,
)
from tracker.journal.models import Entry
from tracker.journal.queries import history_of
from tracker.people.actor import Actor
from tracker.settings import rules
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


@dataclass(frozen=True, slots=True)
class SetDay:
    """A day that the office set; is_official: the official calendar says the same by now.

    may_restore: the actor may put it back, which is possible until the day has passed.
    """

    override: DayOverride
    feast: str
    is_official: bool
    may_restore: bool


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """The working days of a year.

    breaks, makeup_days: as they are officially; makeup_days is empty until they are published.
    workdays: how many there are, with what the office set.
    """

    year: int
    set_days: Sequence[SetDay]
    breaks: Sequence[Break]
    makeup_days: Sequence[date]
    workdays: int


def year_of_days(actor: Actor, year: int, today: date) -> YearOfDays:
    """Return what is set of a year, beside the official calendar."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = db.session.scalars(
        select(DayOverride).where(DayOverride.day.between(first, last)).order_by(DayOverride.day)
    ).all()
    may_set = rules.may_set_days(actor)
    return YearOfDays(
        year=year,
        set_days=[
            SetDay(
                override=row,
                feast=feast_of(row.day),
                is_official=is_workday(row.day) is row.works,
                may_restore=may_set and rules.is_ahead(row.day, today),
            )
            for row in rows
        ],
        breaks=breaks_of(year),
        makeup_days=makeup_days_of(year),
        workdays=calendar().between(first - ONE_DAY, last),
    )


def visible_override(override_id: int) -> DayOverride:
    """Find a day that was set; whoever reads settings may see each."""
    found = db.session.get(DayOverride, override_id)
    if found is None:
        raise NotFound(N_("这一天没有调整过，或者已经恢复。"))
    return found
