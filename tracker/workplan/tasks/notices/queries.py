"""What pages ask about notices: who sees all of the work that one names sees the notice."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.people.queries import units_among
from tracker.workplan.tasks.models import Assignment, AssignmentState, Task
from tracker.workplan.tasks.notices.models import Notice, NoticeItem
from tracker.workplan.tasks.notices.rules import MOST_AT_ONCE
from tracker.workplan.tasks.papers import by_paper
from tracker.workplan.tasks.queries import assignments_visible_to

AT_WORK = (AssignmentState.DISPATCHED, AssignmentState.ACKNOWLEDGED)


def notices_visible_to(actor: Actor) -> Select[Notice]:
    """Begin every question about notices here; a unit sees its own alone."""
    seen = assignments_visible_to(actor).with_only_columns(Assignment.id)
    hidden = Notice.items.any(NoticeItem.assignment_id.not_in(seen.correlate(None)))
    mine = true() if actor.sees_all else Notice.unit_id.in_(actor.own_units)
    return select(Notice).where(mine, ~hidden)


def visible_notice(actor: Actor, notice_id: int) -> Notice:
    """Find one notice with all that its page tells, or pretend that it does not exist."""
    found = db.session.scalar(_in_full(notices_visible_to(actor)).where(Notice.id == notice_id))
    if found is None:
        raise NotFound(N_("没有这张通知单，或者您无权查看。"))
    return found


def issued_along(actor: Actor, notice: Notice) -> Sequence[Notice]:
    """Return the notices that went out in one deed with this one, by number, with all they tell."""
    return db.session.scalars(
        _in_full(notices_visible_to(actor))
        .where(Notice.issued_at == notice.issued_at, Notice.issued_by_id == notice.issued_by_id)
        .order_by(Notice.ordinal)
    ).all()


def _in_full(question: Select[Notice]) -> Select[Notice]:
    return question.options(
        joinedload(Notice.unit),
        joinedload(Notice.office),
        joinedload(Notice.issued_by),
        selectinload(Notice.items).joinedload(NoticeItem.assignment).joinedload(Assignment.task),
    )


def notice_list(actor: Actor, unit_id: int | None) -> Select[Notice]:
    """Ask for the notices, of one unit if asked, the latest first."""
    question = notices_visible_to(actor)
    if unit_id is not None:
        question = question.where(Notice.unit_id == unit_id)
    return question.options(
        joinedload(Notice.unit), joinedload(Notice.issued_by), selectinload(Notice.items)
    ).order_by(Notice.issued_at.desc(), Notice.id.desc())


def noticed_units(actor: Actor) -> Sequence[Unit]:
    """Return the units that have a notice which the actor sees."""
    return units_among(notices_visible_to(actor).with_only_columns(Notice.unit_id))


def unnoticed(actor: Actor) -> Select[Assignment]:
    """Ask for the work of which its present unit got no notice yet."""
    got = (
        select(NoticeItem.assignment_id)
        .join(NoticeItem.notice)
        .where(NoticeItem.assignment_id == Assignment.id, Notice.unit_id == Assignment.unit_id)
    )
    return assignments_visible_to(actor).where(Assignment.state.in_(AT_WORK), ~got.exists())


def unnoticed_days(actor: Actor) -> dict[date, int]:
    """Return the days on which work was given out without a notice yet, with how much, latest first."""
    rows = db.session.execute(
        unnoticed(actor)
        .with_only_columns(Assignment.dispatched_on, func.count())
        .group_by(Assignment.dispatched_on)
        .order_by(Assignment.dispatched_on.desc())
        .limit(30)
    )
    return dict(rows.all())


def batch_of(actor: Actor, day: date) -> list[list[Assignment]]:
    """Return what was given out on a day without a notice, a list for each notice that it takes."""
    found = db.session.scalars(
        unnoticed(actor)
        .where(Assignment.dispatched_on == day)
        .join(Assignment.unit)
        .options(contains_eager(Assignment.task), contains_eager(Assignment.unit))
        .order_by(Unit.position, Unit.id, Task.label, Task.number)
        .limit(MOST_AT_ONCE)
    ).all()
    return by_paper(found)


def already_noticed(ids: Collection[int]) -> bool:
    """Whether the present unit of one of these got its notice already."""
    return (
        db.session.scalar(
            select(NoticeItem.assignment_id)
            .join(NoticeItem.notice)
            .join(NoticeItem.assignment)
            .where(NoticeItem.assignment_id.in_(ids), Notice.unit_id == Assignment.unit_id)
            .limit(1)
        )
        is not None
    )
