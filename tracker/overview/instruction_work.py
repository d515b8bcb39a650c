"""My work about leaders' instructions: what units answer, what supervisors make tasks of."""

from datetime import date

from sqlalchemy import Select

from tracker.overview.work_rows import Group, dated, some
from tracker.people.actor import Actor
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.queries import to_answer, to_follow


def instructions_to_answer(actor: Actor, today: date) -> Group:
    """Return the instructions that the actor's units are still to answer, the most urgent first."""
    return _group("answers", to_answer(actor), today)


def instructions_to_follow(actor: Actor, today: date) -> Group:
    """Return the instructions whose demands are still to become tasks, the most urgent first."""
    return _group("instructions", to_follow(actor), today)


def _group(kind: str, waiting: Select[Instruction], today: date) -> Group:
    found, total = some(waiting)
    rows = [
        dated(it.answer_due_on if kind == "answers" else it.demand_due_on, today, instruction=it)
        for it in found
    ]
    return Group(kind, is_now=True, rows=rows, total=total)
