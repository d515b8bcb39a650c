"""The pages of this stage."""

from tracker.workplan.tasks.views import (
    carrying_out,
    closing_units,
    deeds,
    dispatching,
    editing,
    handing_over,
    joining,
    plan,
    queue,
    undeciding,
    voiding,
)
from tracker.workplan.tasks.views.blueprint import pages

__all__ = [
    "carrying_out",
    "closing_units",
    "deeds",
    "dispatching",
    "editing",
    "handing_over",
    "joining",
    "pages",
    "plan",
    "queue",
    "undeciding",
    "voiding",
]
