"""How the groups of a list are called, and in which order they stand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, extract, select

from tracker.foundation.db import db
from tracker.foundation.words import N_
from tracker.overview.filters import SILENT, SUPPORTING, UNDISPATCHED, WAITING
from tracker.overview.listing import NO_KEY, Expression, Key, Listed, Sums, sums_of
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Plan, PlanPriority, Task
from tracker.workplan.tasks.signals import Signal

SEVERAL = -1
"""The key of the group of tasks that several units answer for."""
STANDING = -1
"""The key of the group of what has no due date for ever."""

MARK_WORDS: dict[str, str] = {
    Signal.OVERDUE.value: N_("逾期"),
    Signal.LAGGING.value: N_("滞后"),
    Signal.DUE_SOON.value: N_("临期"),
    Signal.EXTENDED.value: N_("经批准延期"),
    Signal.NORMAL.value: N_("正常"),
    WAITING: N_("待签收"),
    UNDISPATCHED: N_("待交办"),
    SUPPORTING: N_("配合办理"),
    SILENT: N_("退回、中止、终止"),
    Signal.CLOSED.value: N_("已办结"),
}
"""The marks, the worst first."""

Named = Callable[[Sequence[Key]], Mapping[Key, str]]


def named_by(group: str) -> Named:
    """Return what gives the groups of a kind their names, in the order in which they stand."""
    return {
        "priority": _priorities,
        "unit": _units,
        "leader": _leaders,
        "month": _months,
        "signal": _signals,
    }[group]


def month_key(due_on: Expression) -> ColumnElement[int]:
    """Return the month of a date as 202606; of a task without one, STANDING or NO_KEY."""
    month = cast(extract("year", due_on) * 100 + extract("month", due_on), Integer)
    return case((due_on.is_not(None), month), (Task.is_standing, STANDING), else_=NO_KEY)


def groups_of(listed: Listed, group: str | None) -> list[Sums] | None:
    """Add the groups of a list up; None where it has none."""
    return None if group is None else sums_of(listed, named_by(group))


def _priorities(keys: Sequence[Key]) -> dict[Key, str]:
    return _rows(
        select(PlanPriority.id, PlanPriority.name)
        .join(Plan)
        .where(PlanPriority.id.in_(keys))
        .order_by(Plan.year.desc(), PlanPriority.place, PlanPriority.id)
    )


def _units(keys: Sequence[Key]) -> dict[Key, str]:
    found = _rows(
        select(Unit.id, Unit.short_name).where(Unit.id.in_(keys)).order_by(Unit.position, Unit.id)
    )
    return found | _those(keys, {SEVERAL: N_("多家承办"), NO_KEY: N_("还没有承办单位")})


def _leaders(keys: Sequence[Key]) -> dict[Key, str]:
    found = _rows(select(Person.id, Person.name).where(Person.id.in_(keys)).order_by(Person.id))
    return found | _those(keys, {NO_KEY: N_("没有分管领导")})


def _months(keys: Sequence[Key]) -> dict[Key, str]:
    dated = sorted(key for key in keys if isinstance(key, int) and key > NO_KEY)
    return {key: f"{key // 100}年{key % 100}月" for key in dated} | _those(
        keys, {NO_KEY: N_("时限待定"), STANDING: N_("长期坚持")}
    )


def _signals(keys: Sequence[Key]) -> dict[Key, str]:
    return _those(keys, MARK_WORDS)


def _rows(question: Select[int, str]) -> dict[Key, str]:
    return {row[0]: row[1] for row in db.session.execute(question)}


def _those(keys: Iterable[Key], words: Mapping[Any, str]) -> dict[Key, str]:
    return {key: word for key, word in words.items() if key in keys}
