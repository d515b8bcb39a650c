"""What people do about plans, tasks and assignments: one function per deed."""

from tracker.workplan.tasks.commands.closing_units import close_unit, open_work_count
from tracker.workplan.tasks.commands.dispatching import dispatch
from tracker.workplan.tasks.commands.figures import extend, note_percent
from tracker.workplan.tasks.commands.handing_over import hand_over, what_moves
from tracker.workplan.tasks.commands.joining import join_task, leave_joined
from tracker.workplan.tasks.commands.labels import label_of_sources, label_report, label_task
from tracker.workplan.tasks.commands.plans import add_priority, open_plan, rename_priority
from tracker.workplan.tasks.commands.registering import edit_task, locked, register
from tracker.workplan.tasks.commands.steps import take_step
from tracker.workplan.tasks.commands.undeciding import undecide_directive, undo_decisions
from tracker.workplan.tasks.commands.voiding import void_report

__all__ = [
    "add_priority",
    "close_unit",
    "dispatch",
    "edit_task",
    "extend",
    "hand_over",
    "join_task",
    "label_of_sources",
    "label_report",
    "label_task",
    "leave_joined",
    "locked",
    "note_percent",
    "open_plan",
    "open_work_count",
    "register",
    "rename_priority",
    "take_step",
    "undecide_directive",
    "undo_decisions",
    "void_report",
    "what_moves",
]
