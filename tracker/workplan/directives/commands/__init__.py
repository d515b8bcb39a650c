"""What people do about directives: take a report in with them, word, cut and place them, decide, undo."""

from tracker.workplan.directives.commands.cutting import merge, split
from tracker.workplan.directives.commands.deciding import (
    OUTSIDE,
    accept,
    mark_context,
    note_only,
    undecide,
)
from tracker.workplan.directives.commands.groups import delete_group
from tracker.workplan.directives.commands.placing import move, reparent, set_level
from tracker.workplan.directives.commands.taking_in import take_in, take_in_file, take_in_text
from tracker.workplan.directives.commands.undoing import NOTHING_TO_UNDO, undo
from tracker.workplan.directives.commands.wording import add, edit

__all__ = [
    "NOTHING_TO_UNDO",
    "OUTSIDE",
    "accept",
    "add",
    "delete_group",
    "edit",
    "mark_context",
    "merge",
    "move",
    "note_only",
    "reparent",
    "set_level",
    "split",
    "take_in",
    "take_in_file",
    "take_in_text",
    "undecide",
    "undo",
]
