"""Indicators of a task: what is counted, from where to where."""

from datetime import datetime

from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.tasks import rules as task_rules
from tracker.workplan.tasks.commands.naming import names_taken
from tracker.workplan.tasks.commands.telling_of_edits import tell_of_indicator
from tracker.workplan.tasks.indicators import rules
from tracker.workplan.tasks.indicators.models import Indicator
from tracker.workplan.tasks.indicators.rules import Wanted
from tracker.workplan.tasks.models import Task

NOT_YOURS = N_("指标由督查员设置。")
FIELDS = ("name", "unit", "direction", "baseline", "target")


def add_indicator(actor: Actor, task: Task, wanted: Wanted, *, now: datetime) -> Indicator:
    """Set up an indicator behind the task's others."""
    require(task_rules.may_register(actor), NOT_YOURS)
    others = names_taken(Indicator, task)
    rules.check_room(len(others))
    wanted = rules.checked(wanted, others)
    indicator = Indicator(task=task, **{name: getattr(wanted, name) for name in FIELDS})
    db.session.add(indicator)
    db.session.flush()
    record(
        actor,
        "indicator.added",
        f"task:{task.id}",
        at=now,
        name=wanted.name,
        unit_of_measure=wanted.unit,
        direction=wanted.direction.value,
        baseline=_plain(wanted.baseline),
        target=_plain(wanted.target),
    )
    tell_of_indicator(actor, task, "indicator.added", _words(indicator), at=now)
    return indicator


def edit_indicator(
    actor: Actor, indicator: Indicator, wanted: Wanted, *, now: datetime, version: int
) -> Indicator:
    """Say otherwise what is counted; the journal keeps what was said before."""
    require(task_rules.may_register(actor), NOT_YOURS)
    check_version(version, indicator)
    wanted = rules.checked(wanted, names_taken(Indicator, indicator.task, but=indicator.id))
    was = {name: getattr(indicator, name) for name in FIELDS}
    changed = [name for name in FIELDS if getattr(wanted, name) != was[name]]
    if not changed:
        return indicator
    for name in changed:
        setattr(indicator, name, getattr(wanted, name))
    record(
        actor,
        "indicator.edited",
        f"task:{indicator.task_id}",
        at=now,
        was=[f"{_said(name)}={_plain(was[name])}" for name in changed],
        now=[f"{_said(name)}={_plain(getattr(wanted, name))}" for name in changed],
    )
    tell_of_indicator(actor, indicator.task, "indicator.edited", _words(indicator), at=now)
    return indicator


def remove_indicator(actor: Actor, indicator: Indicator, *, now: datetime, version: int) -> None:
    """Take an indicator away; the journal keeps its name and its target."""
    require(task_rules.may_register(actor), NOT_YOURS)
    check_version(version, indicator)
    record(
        actor,
        "indicator.removed",
        f"task:{indicator.task_id}",
        at=now,
        name=indicator.name,
        unit_of_measure=indicator.unit,
        target=_plain(indicator.target),
    )
    words = N_("不再统计“{name}”。").format(name=indicator.name)
    tell_of_indicator(actor, indicator.task, "indicator.removed", words, at=now)
    db.session.delete(indicator)


def _words(it: Indicator) -> str:
    """Say what is counted now, in one sentence."""
    return N_("“{name}”{how}{target}{unit}。").format(
        name=it.name,
        how=rules.DIRECTION_WORDS[it.direction],
        target=f"{it.target.normalize():f}",
        unit=it.unit,
    )


def _plain(value: object) -> str | None:
    """Write a value down for the journal."""
    return None if value is None else str(value)


def _said(name: str) -> str:
    return "unit_of_measure" if name == "unit" else name
