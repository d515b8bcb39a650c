"""Who gives tasks to units, and which dispatches make sense."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind
from tracker.people.permissions import Permission, may
from tracker.workplan.directives.models import Directive, NamedUnit
from tracker.workplan.tasks.models import Duty, Mode, Task
from tracker.workplan.tasks.rules.figures import FURTHEST_YEARS


def may_dispatch(actor: Actor) -> bool:
    """Whether the actor gives tasks to units."""
    return may(actor, Permission.DISPATCH_TASKS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a task is to go to its units; is_standing: it has no due date for ever."""

    mode: Mode
    lead_ids: Sequence[int]
    support_ids: Sequence[int] = ()
    coordinator_id: int | None = None
    due_on: date | None = None
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What makes no sense about a dispatch; part: ``leads``, ``supports``, ``coordinator`` or ``due_on``."""

    part: str
    sentence: str


def faults(wanted: Wanted, today: date) -> Iterator[Fault]:
    """Find everything about a dispatch that makes no sense."""
    is_joint = wanted.mode is Mode.JOINT
    if not wanted.lead_ids:
        yield Fault("leads", N_("请至少选一个牵头单位或承办单位。"))
    if is_joint and len(wanted.lead_ids) > 1:
        yield Fault("leads", N_("共同承办只能有一个牵头单位，其余请列为配合单位。"))
    if not is_joint and wanted.support_ids:
        yield Fault("supports", N_("分别承办的任务没有配合单位，每个单位各负其责。"))
    if set(wanted.lead_ids) & set(wanted.support_ids):
        yield Fault("supports", N_("同一个单位不能既牵头又配合。"))
    if is_joint and wanted.coordinator_id is not None:
        yield Fault("coordinator", N_("共同承办的任务由牵头单位汇总，不另设归口处室。"))
    if wanted.due_on is None and not wanted.is_standing:
        yield Fault("due_on", N_("请写明完成时限；确无时限的，先把任务标为长期坚持。"))
    if wanted.due_on is not None and wanted.due_on < today and not wanted.is_standing:
        yield Fault("due_on", N_("完成时限不能早于交办的日子。"))
    if wanted.due_on is not None and wanted.due_on.year > today.year + FURTHEST_YEARS:
        yield Fault("due_on", N_("完成时限太远，请核对年份。"))


def check_dispatch(task: Task, wanted: Wanted, today: date) -> None:
    """Refuse a dispatch that makes no sense, with the first reason."""
    if task.mode is not None:
        raise RuleBroken(N_("这项任务已经交办过。"))
    for fault in faults(wanted, today):
        raise RuleBroken(fault.sentence)


def check_units(ids: Sequence[int], units: Mapping[int, Unit]) -> None:
    """Refuse units that do not exist, take no tasks, or were closed down."""
    for unit_id in ids:
        unit = units.get(unit_id)
        if unit is None or unit.kind is UnitKind.ROOT:
            raise RuleBroken(N_("所选单位不在单位名册里，请重新选择。"))
        if unit.closed_on is not None:
            raise RuleBroken(N_("所选单位已撤销，请另选单位。"))


def has_no_day(directive: Directive) -> bool:
    """Whether a report says a time that means no day (`汛前`), so that a person has to say which."""
    return bool(directive.due_text) and directive.due_on is None


def likely_mode(directives: Sequence[Directive], named: Sequence[NamedUnit]) -> Mode:
    """Return the mode that the report says, else each where it names a group or several leads."""
    said = next((it.mode for it in directives if it.mode is not None), None)
    if said is not None:
        return said
    leads = [it for it in named if it["duty"] == Duty.LEAD]
    return Mode.EACH if len(leads) > 1 or any(it["group_id"] for it in leads) else Mode.JOINT
