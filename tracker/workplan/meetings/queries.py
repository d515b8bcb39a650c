"""What pages ask about reports; every question begins at what the actor may see."""

from collections.abc import Sequence

from sqlalchemy import Select, false, func, or_, select, true
from sqlalchemy.orm import defer, joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.meetings import rules
from tracker.workplan.meetings.models import Report


def reports_visible_to(actor: Actor) -> Select[Report]:
    """Begin every question about reports here, so that none leaks to units."""
    return select(Report).where(true() if rules.may_read(actor) else false())


def visible_report(actor: Actor, report_id: int) -> Report:
    """Find one report, or pretend that it does not exist."""
    found = db.session.scalar(
        reports_visible_to(actor)
        .where(Report.id == report_id)
        .options(joinedload(Report.taken_in_by))
    )
    if found is None:
        raise NotFound(N_("没有这份报告，或者您无权查看。"))
    return found


def report_list(actor: Actor, *, year: int | None = None, words: str = "") -> Select[Report]:
    """Ask for the reports of a year that name these words, the latest first, without their texts."""
    question = reports_visible_to(actor).options(defer(Report.text), joinedload(Report.taken_in_by))
    if year is not None:
        question = question.where(Report.plan_year == year)
    for word in words.split():
        question = question.where(
            or_(
                *(
                    column.contains(word, autoescape=True)
                    for column in (Report.title, Report.organiser, Report.speaker)
                )
            )
        )
    return question.order_by(
        func.coalesce(Report.held_on, Report.published_on).desc().nulls_last(), Report.id.desc()
    )


def plan_years(actor: Actor) -> Sequence[int]:
    """Return the years that there are reports for, the latest first."""
    years = (
        reports_visible_to(actor)
        .with_only_columns(Report.plan_year)
        .distinct()
        .order_by(Report.plan_year.desc())
    )
    return db.session.scalars(years).all()


def report_with_text(text_hash: str) -> int | None:
    """Return the id of the report that has just this text, or None."""
    return db.session.scalar(select(Report.id).where(Report.text_hash == text_hash))
