"""Who changes a date or a percent, and which changes make sense."""

from datetime import date

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for
from tracker.workplan.tasks.models import Assignment, AssignmentState, Mode

WHOLE = 100
FURTHEST_YEARS = 5
"""A date further away than this is a slip of the pen."""
MOVING = (AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTED)


def units_concerned(assignment: Assignment) -> frozenset[int]:
    """Return the units that what befalls an assignment is about: a lead takes its supporters along."""
    units = {assignment.unit_id}
    if assignment.is_lead and assignment.task.mode is Mode.JOINT:
        units |= {
            it.unit_id
            for it in assignment.task.assignments
            if it.state is not AssignmentState.TERMINATED
        }
    return frozenset(units)


def units_judged(actor: Actor, assignment: Assignment) -> frozenset[int]:
    """Return the concerned units as far as the actor may be one of them.

    Who reports for no unit cannot stand in their own way, and nothing more need be loaded.
    """
    return units_concerned(assignment) if actor.own_units else frozenset({assignment.unit_id})


def may_extend(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor decides, or records a leader's decision, about a later date of it."""
    return may_for(actor, Permission.DECIDE_EXTENSION, *units_judged(actor, assignment))


def may_note_percent(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor reports for the unit, or returns what it reported."""
    return any(
        may_for(actor, it, assignment.unit_id)
        for it in (Permission.FILL_PROGRESS, Permission.RETURN_PROGRESS)
    )


def check_extension(assignment: Assignment, new_due_on: date, today: date, reason: str) -> None:
    """Refuse an extension after the date in force, to an earlier day, or without a reason."""
    if assignment.state is not AssignmentState.ACKNOWLEDGED or not assignment.is_lead:
        raise RuleBroken(N_("只有推进中的牵头承办可以延期。"))
    if assignment.due_on is None:
        raise RuleBroken(N_("长期坚持的任务没有时限，不需要延期。"))
    if today > assignment.due_on:
        raise RuleBroken(N_("延期须在时限之前提出，现在已过时限。"))
    if new_due_on <= assignment.due_on:
        raise RuleBroken(N_("新时限须晚于现在的时限。"))
    if new_due_on.year > today.year + FURTHEST_YEARS:
        raise RuleBroken(N_("新时限太远，请核对年份。"))
    if not reason.strip():
        raise RuleBroken(N_("请写明理由。"))


def check_percent(assignment: Assignment, percent: int, reason: str) -> None:
    """Refuse a percent beyond 0 to 100, on work not under way, or a lower one without a reason."""
    if assignment.state not in MOVING:
        raise RuleBroken(N_("这件承办现在不在推进中，不能填报进度。"))
    if not 0 <= percent <= WHOLE:
        raise RuleBroken(N_("完成进度须在 0 到 100 之间。"))
    if percent < assignment.percent and not reason.strip():
        raise RuleBroken(N_("进度比上次低，请写明理由。"))
