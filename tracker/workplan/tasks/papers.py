"""Which work goes on one paper to a unit, be it a chase (督办单) or a notice (督办通知单)."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from tracker.foundation.labels import Label
from tracker.workplan.tasks.models import Assignment


def shared(it: Assignment) -> tuple[int, Label]:
    """Return what all work on one paper has in common: its unit and its label."""
    return it.unit_id, it.task.label


def fit_one_paper(assignments: Iterable[Assignment]) -> bool:
    """Whether all of this work goes on one paper."""
    return len(set(map(shared, assignments))) <= 1


def by_paper(assignments: Sequence[Assignment]) -> list[list[Assignment]]:
    """Return work that stands by unit and label, a list for each paper that it takes."""
    return [list(group) for _key, group in groupby(assignments, key=shared)]


def in_order(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Return work by unit and label, as `by_paper` takes it, whatever order it was made in."""
    return sorted(
        assignments,
        key=lambda it: (it.unit.position, it.unit.id, it.task.label, it.task.number),
    )
