"""Whom a change is about, who changes a percent, and which changes make sense."""

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


def may_note_percent(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor reports for the unit, or returns what it reported."""
    return may_for(actor, Permission.FILL_PROGRESS, assignment.unit_id) or may_return_entries(
        actor, assignment
    )


def may_return_entries(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor may give back what this unit reported: nobody who reports for it.

    A supervisor may, and the head of the department that coordinates the task (归口处室).
    """
    if assignment.unit_id in actor.own_units:
        return False
    coordinator_id = assignment.task.coordinator_id
    of = [assignment.unit_id] if coordinator_id is None else [assignment.unit_id, coordinator_id]
    return any(may_for(actor, Permission.RETURN_PROGRESS, unit_id) for unit_id in of)


def check_percent(assignment: Assignment, percent: int, reason: str) -> None:
    """Refuse a percent beyond 0 to 100, on work not under way, or a lower one without a reason."""
    if assignment.state not in MOVING:
        raise RuleBroken(N_("这件承办现在不在推进中，不能填报进度。"))
    if not 0 <= percent <= WHOLE:
        raise RuleBroken(N_("完成进度须在 0 到 100 之间。"))
    if percent < assignment.percent and not reason.strip():
        raise RuleBroken(N_("进度比上次低，请写明理由。"))
