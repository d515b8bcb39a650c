"""A chase as a paper: the same for the screen, before it is sent, and for Word."""

from datetime import date

from tracker.documents.chase_paper import ChasedWork, ChasePaper
from tracker.foundation.clock import local_date
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel
from tracker.workplan.tasks.chases.rules import LEVEL_WORDS, Letter, days_late
from tracker.workplan.tasks.models import Assignment, AssignmentState

COLOURS = {
    NoticeLevel.BLUE: ("1F5FA8", "FFFFFF"),
    NoticeLevel.YELLOW: ("F2C230", "000000"),
    NoticeLevel.RED: ("C4161C", "FFFFFF"),
}
"""Of each grade's band, and of the word in it, so that it can be read."""


def number_of(sent: Chase) -> str:
    """Return the number under which a paper is filed."""
    return f"督办〔{sent.year}〕{sent.ordinal}号"


def as_paper(sent: Chase) -> ChasePaper:
    """Return a paper that was sent, as it was sent; the label is the one of today."""
    return ChasePaper(
        level=LEVEL_WORDS[sent.level],
        colour=COLOURS[sent.level][0],
        ink=COLOURS[sent.level][1],
        number=number_of(sent),
        unit=sent.unit.name,
        text=sent.text,
        works=[
            ChasedWork(
                it.assignment.task.number,
                it.title,
                it.due_on,
                _percent(it.state, it.percent),
                it.days_late,
            )
            for it in sent.items
        ],
        answer_due_on=sent.answer_due_on,
        office=sent.office.name,
        dated=sent.sent_on,
        label=sent.items[0].assignment.task.label,
        answer=sent.answer,
        answered_on=local_date(sent.answered_at) if sent.answered_at else None,
    )


def as_draft(letter: Letter, office: str, today: date) -> ChasePaper:
    """Return a paper that is to be sent today, without a number."""
    first = letter.assignments[0]
    return ChasePaper(
        level=LEVEL_WORDS[letter.level],
        colour=COLOURS[letter.level][0],
        ink=COLOURS[letter.level][1],
        number="",
        unit=first.unit.name,
        text=letter.text,
        works=[_work(it, today) for it in letter.assignments],
        answer_due_on=letter.answer_due_on,
        office=office,
        dated=today,
        label=first.task.label,
    )


def _work(it: Assignment, today: date) -> ChasedWork:
    return ChasedWork(
        it.task.number,
        it.task.title,
        it.due_on,
        _percent(it.state, it.percent),
        days_late(it, today),
    )


def _percent(state: AssignmentState, percent: int) -> int | None:
    return None if state is AssignmentState.DISPATCHED else percent
