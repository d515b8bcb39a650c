"""Issuing the notices of a dispatch."""

from collections.abc import Sequence
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.queries import sending_office
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.commands.numbering import last_ordinal
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.notices import queries, rules
from tracker.workplan.tasks.notices.models import Notice, NoticeItem
from tracker.workplan.tasks.notices.printing import number_of
from tracker.workplan.tasks.rules import may_dispatch


def issue_notices(
    actor: Actor, batch: Sequence[Sequence[Assignment]], *, text: str, now: datetime
) -> list[Notice]:
    """Issue a numbered notice for each group of assignments, all or none.

    Nobody is told: the dispatch itself told the units. A notice is not taken back: it says what was
    given out, and what is given to another unit later gets a notice of its own.
    """
    require(may_dispatch(actor), rules.SENDERS_ONLY)
    for assignments in batch:
        rules.check_notice(text, assignments)
    ordinal = last_ordinal(Notice, local_date(now).year)
    if queries.already_noticed([it.id for assignments in batch for it in assignments]):
        raise RuleBroken(rules.CHANGED)
    return [
        _issue(actor, assignments, ordinal + place, text.strip(), now)
        for place, assignments in enumerate(batch, 1)
    ]


def _issue(
    actor: Actor, assignments: Sequence[Assignment], ordinal: int, text: str, now: datetime
) -> Notice:
    today, unit = local_date(now), assignments[0].unit
    issued = Notice(
        year=today.year,
        ordinal=ordinal,
        unit=unit,
        office=sending_office(actor),
        text=text,
        sign_by=min(it.sign_by for it in assignments),
        issued_on=today,
        issued_at=now,
        issued_by_id=person_id(actor),
    )
    issued.items = [
        NoticeItem(
            assignment=it, position=place, title=it.task.title, duty=it.duty, due_on=it.due_on
        )
        for place, it in enumerate(assignments, 1)
    ]
    db.session.add(issued)
    db.session.flush()
    record(
        actor,
        "notice.issued",
        f"notice:{issued.id}",
        at=now,
        number=number_of(issued),
        unit=unit.name,
        text=text,
        assignments=[it.task.number for it in assignments],
    )
    return issued
