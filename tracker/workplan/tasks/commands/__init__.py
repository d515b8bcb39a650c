"""What people do about plans, tasks and assignments: one function per deed."""

from tracker.workplan.tasks.commands.dispatching import dispatch
from tracker.workplan.tasks.commands.figures import extend, note_percent
from tracker.workplan.tasks.commands.plans import add_priority, open_plan, rename_priority
from tracker.workplan.tasks.commands.registering import edit_task, register
from tracker.workplan.tasks.commands.steps import take_step
from tracker.workplan.tasks.commands.undeciding import undecide_directive, undo_decisions

__all__ = [
    "add_priority",
    "dispatch",
    "edit_task",
    "extend",
    "note_percent",
    "open_plan",
    "register",
    "rename_priority",
    "take_step",
    "undecide_directive",
    "undo_decisions",
]
