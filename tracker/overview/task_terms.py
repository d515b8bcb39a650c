"""What the filters of the lists ask of the tasks themselves, whoever works on them."""

from sqlalchemy import ColumnElement, or_

from tracker.overview.filters import UNDISPATCHED, Filters
from tracker.overview.standing import is_undispatched, was_there
from tracker.workplan.tasks.carrying_over.membership import in_year, under_priority
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.signals import Judging


def task_terms(filters: Filters, day: Judging) -> list[ColumnElement[bool]]:
    """Return what the filters ask of the tasks themselves; the question is joined with the plan."""
    terms = [was_there(day)]
    if filters.year is not None:
        terms.append(in_year(filters.year, then=day.then))
    if filters.priority is not None:
        terms.append(under_priority(filters.priority, then=day.then))
    if filters.leader is not None:
        terms.append(Task.leader_id == filters.leader)
    if filters.key:
        terms.append(Task.is_key.is_(True))
    if filters.state == UNDISPATCHED:
        terms.append(is_undispatched(day))
    if filters.q:
        terms.append(
            or_(
                Task.title.icontains(filters.q, autoescape=True),
                Task.number.icontains(filters.q, autoescape=True),
            )
        )
    return terms
