"""What people do about plans, tasks and assignments: one function per deed."""

from tracker.workplan.tasks.commands.adding import add_unit
from tracker.workplan.tasks.commands.carrying_over import bring_back, carry_over
from tracker.workplan.tasks.commands.changing import change_tasks, undo_change
from tracker.workplan.tasks.commands.chases import answer_chase, chase, withdraw_chase
from tracker.workplan.tasks.commands.closing_units import close_unit, open_work_count
from tracker.workplan.tasks.commands.comments import (
    delete_comment,
    edit_comment,
    note_thread_read,
    write_comment,
)
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
from tracker.workplan.tasks.commands.instructions import (
    answer_instruction,
    correct_instruction,
    finish_instruction,
    follow_instruction,
    give_instruction,
    join_instruction,
    part_instruction,
    reopen_instruction,
    withdraw_instruction,
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
    Free,
    Weighing,
    edit_task,
    locked,
    register,
    weigh_tasks,
)
from tracker.workplan.tasks.commands.reminding import (
    due_reminders,
    remind_units,
    tell_overdue_sums,
)
from tracker.workplan.tasks.commands.splitting import split_task
from tracker.workplan.tasks.commands.steps import take_step
from tracker.workplan.tasks.commands.undeciding import undecide_directive, undo_decisions
from tracker.workplan.tasks.commands.undoing import undo_dispatch, undo_step
from tracker.workplan.tasks.commands.voiding import void_report
from tracker.workplan.tasks.commands.watching import unwatch, watch

__all__ = [
    "Free",
    "Weighing",
    "add_indicator",
    "add_milestone",
    "add_priority",
    "add_unit",
    "answer_chase",
    "answer_instruction",
    "ask_extension",
    "bring_back",
    "carry_over",
    "change_tasks",
    "chase",
    "close_unit",
    "correct_instruction",
    "decide_extension",
    "delete_comment",
    "dispatch",
    "due_reminders",
    "edit_comment",
    "edit_indicator",
    "edit_milestone",
    "edit_task",
    "finish_instruction",
    "follow_instruction",
    "give_instruction",
    "hand_over",
    "issue_notices",
    "join_instruction",
    "join_task",
    "label_of_sources",
    "label_report",
    "label_task",
    "leave_joined",
    "locked",
    "move_priority",
    "note_percent",
    "note_thread_read",
    "open_plan",
    "open_work_count",
    "part_instruction",
    "propose_extension",
    "reach_milestone",
    "register",
    "remind_units",
    "remove_indicator",
    "remove_milestone",
    "rename_priority",
    "reopen_instruction",
    "split_task",
    "take_back_milestone",
    "take_step",
    "tell_overdue_sums",
    "undecide_directive",
    "undo_change",
    "undo_decisions",
    "undo_dispatch",
    "undo_step",
    "unwatch",
    "void_report",
    "watch",
    "weigh_tasks",
    "what_moves",
    "withdraw_chase",
    "withdraw_extension",
    "withdraw_instruction",
    "write_comment",
]
