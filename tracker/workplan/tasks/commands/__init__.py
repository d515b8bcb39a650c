"""What people do about plans, tasks and assignments: one function per deed."""

from tracker.workplan.tasks.commands.adding import add_unit
from tracker.workplan.tasks.commands.carrying_over import bring_back, carry_over
from tracker.workplan.tasks.commands.chases import answer_chase, chase, withdraw_chase
from tracker.workplan.tasks.commands.closing_units import close_unit, open_work_count
from tracker.workplan.tasks.commands.dispatching import dispatch
from tracker.workplan.tasks.commands.extensions import (
    ask_extension,
    decide_extension,
    propose_extension,
    withdraw_extension,
)
from tracker.workplan.tasks.commands.figures import note_percent
from tracker.workplan.tasks.commands.handing_over import hand_over, what_moves
from tracker.workplan.tasks.commands.indicators import (
    add_indicator,
    edit_indicator,
    remove_indicator,
)
from tracker.workplan.tasks.commands.joining import join_task, leave_joined
from tracker.workplan.tasks.commands.labels import label_of_sources, label_report, label_task
from tracker.workplan.tasks.commands.milestones import (
    add_milestone,
    edit_milestone,
    reach_milestone,
    remove_milestone,
    take_back_milestone,
)
from tracker.workplan.tasks.commands.notices import issue_notices
from tracker.workplan.tasks.commands.plans import (
    add_priority,
    move_priority,
    open_plan,
    rename_priority,
)
from tracker.workplan.tasks.commands.registering import (
    Weighing,
    edit_task,
    locked,
    register,
    weigh_tasks,
)
from tracker.workplan.tasks.commands.splitting import split_task
from tracker.workplan.tasks.commands.steps import take_step
from tracker.workplan.tasks.commands.undeciding import undecide_directive, undo_decisions
from tracker.workplan.tasks.commands.undoing import undo_dispatch, undo_step
from tracker.workplan.tasks.commands.voiding import void_report

__all__ = [
    "Weighing",
    "add_indicator",
    "add_milestone",
    "add_priority",
    "add_unit",
    "answer_chase",
    "ask_extension",
    "bring_back",
    "carry_over",
    "chase",
    "close_unit",
    "decide_extension",
    "dispatch",
    "edit_indicator",
    "edit_milestone",
    "edit_task",
    "hand_over",
    "issue_notices",
    "join_task",
    "label_of_sources",
    "label_report",
    "label_task",
    "leave_joined",
    "locked",
    "move_priority",
    "note_percent",
    "open_plan",
    "open_work_count",
    "propose_extension",
    "reach_milestone",
    "register",
    "remove_indicator",
    "remove_milestone",
    "rename_priority",
    "split_task",
    "take_back_milestone",
    "take_step",
    "undecide_directive",
    "undo_decisions",
    "undo_dispatch",
    "undo_step",
    "void_report",
    "weigh_tasks",
    "what_moves",
    "withdraw_chase",
    "withdraw_extension",
]
