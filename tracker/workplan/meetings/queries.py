"""What pages ask about reports; every question begins at what the actor may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, defer, joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.meetings import rules
from tracker.workplan.meetings.models import Report, ReportBand, ReportLikeness, Voiding

MOST_ALIKE = 5
"""The reports that a new one is compared with letter by letter: those that share most of its sketch."""


@dataclass(frozen=True, slots=True)
class SimilarReport:
    """Another report that is much like this one; is_earlier: it was here first.

    is_kept: somebody said that the later one is a report of its own all the same.
    """

    report: Report
    share: float
    is_earlier: bool
    is_kept: bool


def reports_visible_to(actor: Actor) -> Select[Report]:
    """Begin every question about reports here, so that none leaks to units."""
    return select(Report).where(true() if rules.may_read(actor) else false())


def visible_report(actor: Actor, report_id: int) -> Report:
    """Find one report, or pretend that it does not exist."""
    found = db.session.scalar(
        reports_visible_to(actor)
        .where(Report.id == report_id)
        .options(joinedload(Report.taken_in_by), joinedload(Report.voiding))
    )
    if found is None:
        raise NotFound(N_("没有这份报告，或者您无权查看。"))
    return found


def is_live() -> ColumnElement[bool]:
    """Ask that a report was not voided."""
    return ~exists().where(Voiding.report_id == Report.id)


def live_reports(actor: Actor) -> Select[Report]:
    """Ask for the reports that count: those that the actor may see and nobody voided."""
    return reports_visible_to(actor).where(is_live())


def report_list(
    actor: Actor, *, year: int | None = None, words: str = "", voided: bool = False
) -> Select[Report]:
    """Ask for the reports of a year that name these words, the latest first, without their texts.

    voided: those that were voided instead, which no other list has.
    """
    question = reports_visible_to(actor) if voided else live_reports(actor)
    if voided:
        question = question.join(Report.voiding).options(contains_eager(Report.voiding))
    question = question.options(defer(Report.text), joinedload(Report.taken_in_by))
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


def reports_sharing(actor: Actor, bands: Collection[int]) -> Sequence[Report]:
    """Return the live reports that share most of a sketch, at most MOST_ALIKE.

    The index on bands answers: the cost does not grow with the number of reports.
    """
    shared = (
        live_reports(actor)
        .join(ReportBand, ReportBand.report_id == Report.id)
        .where(ReportBand.band.in_(bands))
        .with_only_columns(Report.id)
        .group_by(Report.id)
        .order_by(func.count().desc(), Report.id.desc())
        .limit(MOST_ALIKE)
    )
    ids = db.session.scalars(shared).all()
    return db.session.scalars(select(Report).where(Report.id.in_(ids)).order_by(Report.id)).all()


def similar_reports(actor: Actor, report_id: int) -> list[SimilarReport]:
    """Return the live reports that are much like this one, earlier and later, the likest first."""
    rows = db.session.execute(
        live_reports(actor)
        .add_columns(ReportLikeness)
        .join(
            ReportLikeness,
            or_(
                (ReportLikeness.report_id == report_id) & (ReportLikeness.earlier_id == Report.id),
                (ReportLikeness.earlier_id == report_id) & (ReportLikeness.report_id == Report.id),
            ),
        )
        .options(defer(Report.text))
        .order_by(ReportLikeness.share.desc(), Report.id)
    )
    return [
        SimilarReport(
            report=report,
            share=alike.share,
            is_earlier=alike.earlier_id == report.id,
            is_kept=alike.kept_at is not None,
        )
        for report, alike in rows
    ]
