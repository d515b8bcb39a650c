"""Changing an option or a day of the calendar, and putting it back to what it was."""

from datetime import date, datetime
from typing import Any

from tracker.foundation.calendar import DayOverride, calendar, calendar_changed
from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import Outdated, check_version, require
from tracker.foundation.settings import Option, Setting, keep_option, value_of
from tracker.foundation.words import N_
from tracker.foundation.workdays import is_workday
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.settings import rules

NOT_YOURS = N_("时限和系统设置由系统管理员修改，登录策略由安全管理员修改。")
NOT_YOUR_DAYS = N_("工作日历由系统管理员调整。")
DEFAULT = N_("恢复为默认值")


def change_setting(
    actor: Actor, option: Option[Any], words: str, *, version: int, now: datetime
) -> bool:
    """Set an option to what was typed; whether that changes anything.

    version: the one that was seen, 0 where nobody had set it yet.
    """
    require(rules.may_change(actor, option), NOT_YOURS)
    _check_version(option, version)
    value = rules.checked(option, words)
    before = value_of(option)
    if value == before:
        return False
    _keep(actor, option, option.format(value), now)
    record(
        actor,
        "setting.changed",
        f"setting:{option.name}",
        at=now,
        setting=option.label,
        was=option.in_words(before),
        now=option.in_words(value),
    )
    return True


def reset_setting(actor: Actor, option: Option[Any], *, version: int, now: datetime) -> bool:
    """Put an option back to its default; whether that changes anything."""
    require(rules.may_change(actor, option), NOT_YOURS)
    _check_version(option, version)
    row = db.session.get(Setting, option.name)
    if row is None or row.value is None:
        return False
    rules.check_fits(option, option.default)
    before = value_of(option)
    _keep(actor, option, None, now)
    record(
        actor,
        "setting.reset",
        f"setting:{option.name}",
        at=now,
        setting=option.label,
        was=option.in_words(before),
        now=option.in_words(option.default),
    )
    return True


def _keep(actor: Actor, option: Option[Any], value: str | None, now: datetime) -> None:
    keep_option(option.name, value, changed_by=actor.name, changed_at=now)


def _check_version(option: Option[Any], seen: int) -> None:
    row = db.session.get(Setting, option.name, with_for_update=True)
    if seen != (row.version if row else 0):
        raise Outdated({"value": option.in_words(value_of(option))})


def set_days(
    actor: Actor, *, first: date, last: date, works: bool, note: str, now: datetime
) -> list[date]:
    """Make the days of a span, both ends included, all working days or all days of rest.

    Those that are so already stay as the official calendar has them; the others are returned. It
    counts from here on: a time to sign that runs already was told to the units, and stays.
    """
    require(rules.may_set_days(actor), NOT_YOUR_DAYS)
    days = rules.checked_days(first, last, works=works, calendar=calendar(), today=local_date(now))
    db.session.add_all(
        DayOverride(day=day, works=works, note=note, set_at=now, set_by=actor.name) for day in days
    )
    calendar_changed(days, was=None, now=works, at=now)
    record(
        actor,
        "workdays.set",
        f"workdays:{first.year}",
        at=now,
        days=[day.isoformat() for day in days],
        works=works,
        note=note,
    )
    return days


def restore_day(actor: Actor, override: DayOverride, *, version: int, now: datetime) -> None:
    """Put one day back to what the official calendar says of it."""
    require(rules.may_set_days(actor), NOT_YOUR_DAYS)
    check_version(version, override)
    rules.check_ahead(override.day, local_date(now))
    db.session.delete(override)
    calendar_changed([override.day], was=override.works, now=None, at=now)
    record(
        actor,
        "workdays.restored",
        f"workdays:{override.day.year}",
        at=now,
        days=[override.day.isoformat()],
        works=is_workday(override.day),
    )
