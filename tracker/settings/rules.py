"""Who may change which option or day, and which values make sense."""

from datetime import date
from typing import Any

from tracker.foundation.errors import RuleBroken
from tracker.foundation.kinds import BadValue
from tracker.foundation.settings import Keeper, Option
from tracker.foundation.words import N_
from tracker.foundation.workdays import ONE_DAY, Calendar
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may

KEEPERS = {
    Keeper.SYSTEM_ADMIN: Permission.SET_LIMITS,
    Keeper.SECURITY_ADMIN: Permission.SET_SIGN_IN_POLICY,
}


def may_change(actor: Actor, option: Option[Any]) -> bool:
    """Whether the actor keeps this option: the system admin, or for sign-in the security admin."""
    return may(actor, KEEPERS[option.keeper])


def checked(option: Option[Any], words: str) -> Any:
    """Read a typed value; refuse what is none, or does not fit what else is set."""
    try:
        value = option.parse(words)
    except BadValue as bad:
        raise RuleBroken(str(bad)) from bad
    check_fits(option, value)
    return value


def check_fits(option: Option[Any], value: object) -> None:
    """Refuse a value that does not fit what else is set."""
    sentence = option.check(value) if option.check else ""
    if sentence:
        raise RuleBroken(sentence)


YEARS_AHEAD = 2
MOST_DAYS = 31


def may_set_days(actor: Actor) -> bool:
    """Whether the actor keeps the calendar of working days."""
    return may(actor, Permission.SET_LIMITS)


def is_ahead(day: date, today: date) -> bool:
    """Whether a day may still be set: what has passed was judged by the calendar as it was."""
    return day >= today


def check_ahead(day: date, today: date) -> None:
    """Refuse to change a day that has passed."""
    if not is_ahead(day, today):
        raise RuleBroken(
            N_("过去的日子不能再改：签收时限和信号已经按原来的日历算过。请从今天或以后的日子选。")
        )


def checked_days(
    first: date, last: date, *, works: bool, calendar: Calendar, today: date
) -> list[date]:
    """Return the days of a span that change when all of it is to be worked, or to be off."""
    if last < first:
        raise RuleBroken(N_("结束日期不能早于开始日期。"))
    check_ahead(first, today)
    if last.year > today.year + YEARS_AHEAD:
        raise RuleBroken(N_("最远调整到 {year} 年底。").format(year=today.year + YEARS_AHEAD))
    days = [first + ONE_DAY * n for n in range((last - first).days + 1)]
    if len(days) > MOST_DAYS:
        raise RuleBroken(N_("一次最多调整 {most} 天，请分几次。").format(most=MOST_DAYS))
    set_before = [day.isoformat() for day in days if day in calendar.overrides]
    if set_before:
        raise RuleBroken(
            N_("{days} 已经调整过；要改，先在下面把它恢复。").format(days="、".join(set_before))
        )
    changed = [day for day in days if calendar.is_workday(day) is not works]
    if not changed:
        words = N_("这些日子本来就是工作日。") if works else N_("这些日子本来就是休息日。")
        raise RuleBroken(words)
    return changed
