"""The pages of this stage."""

from tracker.workplan.tasks.views import (
    carrying_out,
    closing_units,
    decisions,
    deeds,
    dispatching,
    editing,
    handing_over,
    joining,
    labels,
    plan,
    queue,
    undeciding,
    voiding,
)
from tracker.workplan.tasks.views.blueprint import pages

__all__ = [
    "carrying_out",
    "closing_units",
    "decisions",
    "deeds",
    "dispatching",
    "editing",
    "handing_over",
    "joining",
    "labels",
    "pages",
    "plan",
    "queue",
    "undeciding",
    "voiding",
]
