"""What people do about directives: take a report in with them, word them, decide about them."""

from tracker.workplan.directives.commands.deciding import (
    NOTHING_TO_UNDO,
    OUTSIDE,
    accept,
    mark_context,
    note_only,
    undecide,
    undo,
)
from tracker.workplan.directives.commands.taking_in import take_in, take_in_file, take_in_text
from tracker.workplan.directives.commands.wording import add, edit

__all__ = [
    "NOTHING_TO_UNDO",
    "OUTSIDE",
    "accept",
    "add",
    "edit",
    "mark_context",
    "note_only",
    "take_in",
    "take_in_file",
    "take_in_text",
    "undecide",
    "undo",
]
