"""Which milestones make sense, and who says that one was reached."""

from collections.abc import Collection
from datetime import date

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for
from tracker.workplan.tasks.models import Assignment, AssignmentState

LONGEST_NAME = 60
MOST = 24
"""More milestones than one for each half month of a year are no milestones."""
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def may_note(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor says that this unit came past a milestone: its own people, or a supervisor."""
    return may_for(actor, Permission.NOTE_MILESTONE, assignment.unit_id)


def checked_name(name: str, others: Collection[str]) -> str:
    """Return a milestone's name without spaces at its ends; refuses none, a long and a used one."""
    name = name.strip()
    if not name:
        raise RuleBroken(N_("请写节点的名称。"))
    if len(name) > LONGEST_NAME:
        raise RuleBroken(N_("节点的名称不超过 60 字。"))
    if name in others:
        raise RuleBroken(N_("这项任务已有同名的节点。"))
    return name


def check_day(due_on: date, *, latest: date | None) -> None:
    """Refuse a day in no plausible year, or after the last due date of the work itself."""
    if not FIRST <= due_on <= LAST:
        raise RuleBroken(N_("节点日期须在 2000 年至 2100 年之间。"))
    if latest is not None and due_on > latest:
        raise RuleBroken(N_("节点不能晚于任务的完成时限。"))


def check_room(present: int) -> None:
    """Refuse one more milestone where there are as many as may be."""
    if present >= MOST:
        raise RuleBroken(N_("一项任务最多设 24 个节点。"))


def is_signed(assignment: Assignment) -> bool:
    """Whether a unit works on it, or has asked for closure."""
    return assignment.state in (AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTED)


def check_under_way(assignment: Assignment) -> None:
    """Refuse to note a milestone of a unit that supports, has not signed, or has ended its work."""
    if not assignment.is_lead:
        raise RuleBroken(N_("节点由牵头单位或承办单位报，配合单位不单独报。"))
    if not is_signed(assignment):
        raise RuleBroken(N_("签收以后、办结以前，才能报节点。"))
