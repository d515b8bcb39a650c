"""The pages of this stage."""

from tracker.workplan.tasks.views import (
    carrying_out,
    deeds,
    dispatching,
    editing,
    joining,
    plan,
    queue,
    undeciding,
    voiding,
)
from tracker.workplan.tasks.views.blueprint import pages

__all__ = [
    "carrying_out",
    "deeds",
    "dispatching",
    "editing",
    "joining",
    "pages",
    "plan",
    "queue",
    "undeciding",
    "voiding",
]
