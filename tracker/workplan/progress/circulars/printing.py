"""A circular as a paper: the same for the screen and for Word."""

from tracker.documents.circular_paper import CircularPaper, LateWork
from tracker.foundation.clock import local_date
from tracker.workplan.progress.circulars.models import Circular


def number_of(it: Circular) -> str:
    """Return the number under which a circular was issued, '' before."""
    return "" if it.ordinal is None else f"督查通报〔{it.year}〕{it.ordinal}号"


def as_paper(it: Circular) -> CircularPaper:
    """Return a circular as it stands."""
    return CircularPaper(
        title=it.title,
        number=number_of(it),
        overall=it.overall,
        meetings=it.meetings,
        priorities=it.priorities,
        praise=it.praise,
        problems=it.problems,
        demands=it.demands,
        late=[
            LateWork(
                number=one.number,
                title=one.title,
                unit=one.unit_name,
                due_on=one.due_on,
                percent=one.percent,
                days_late=one.days_late,
                is_reported=one.is_reported,
            )
            for one in it.items
        ],
        office=it.office.name,
        dated=local_date(it.issued_at) if it.issued_at else None,
        label=it.label,
    )
