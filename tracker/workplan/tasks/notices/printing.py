"""A notice as a paper: the same for the screen, before it goes out, and for Word."""

from collections.abc import Sequence
from datetime import date

from tracker.documents.notice_paper import NoticedWork, NoticePaper
from tracker.workplan.tasks.models import Assignment, Duty, Mode, Task
from tracker.workplan.tasks.notices.models import Notice
from tracker.workplan.tasks.rules import CYCLE_WORDS, DUTY_WORDS

OWN_WORK = "承办"
"""What a unit does on a task that each answers for."""


def number_of(issued: Notice) -> str:
    """Return the number under which a notice is filed."""
    return f"督通〔{issued.year}〕{issued.ordinal}号"


def as_paper(issued: Notice) -> NoticePaper:
    """Return a notice as it was issued; the label is the one of today."""
    return NoticePaper(
        number=number_of(issued),
        unit=issued.unit.name,
        text=issued.text,
        works=[
            noticed_work(it.assignment.task, it.title, it.duty, it.due_on, it.assignment.task.mode)
            for it in issued.items
        ],
        sign_by=issued.sign_by,
        office=issued.office.name,
        dated=issued.issued_on,
        label=issued.items[0].assignment.task.label,
    )


def as_draft(
    assignments: Sequence[Assignment], *, text: str, office: str, today: date
) -> NoticePaper:
    """Return a notice that is to go out today, without a number."""
    first = assignments[0]
    return NoticePaper(
        number="",
        unit=first.unit.name,
        text=text,
        works=[
            noticed_work(it.task, it.task.title, it.duty, it.due_on, it.task.mode)
            for it in assignments
        ],
        sign_by=min(it.sign_by for it in assignments),
        office=office,
        dated=today,
        label=first.task.label,
    )


def noticed_work(
    task: Task, title: str, duty: Duty, due_on: date | None, mode: Mode | None
) -> NoticedWork:
    """Return one line of a notice; mode: in which the task goes, or went, to its units."""
    words = OWN_WORK if mode is Mode.EACH else DUTY_WORDS[duty]
    return NoticedWork(task.number, title, due_on, words, CYCLE_WORDS[task.cycle])
