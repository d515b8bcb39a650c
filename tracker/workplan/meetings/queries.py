"""What pages ask about reports; every question begins at what the actor may see."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, defer, joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label, up_to
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.meetings import rules
from tracker.workplan.meetings.models import Report, ReportBand, ReportLikeness, Voiding

MOST_ALIKE = 5
"""The reports that a new one is compared with letter by letter: those that share most of its sketch."""
MOST_SHOWN = 5
"""The similar reports that are named on a report's page, of those to decide about and of the others each."""


@dataclass(frozen=True, slots=True)
class SimilarReport:
    """Another report that is much like this one; is_earlier: it was here first.

    is_kept: somebody said that the later one is a report of its own all the same.
    """

    report: Report
    share: float
    is_earlier: bool
    is_kept: bool

    @property
    def is_asking(self) -> bool:
        """Whether it is still to be said that the later one is a report of its own."""
        return self.is_earlier and not self.is_kept


@dataclass(frozen=True, slots=True)
class SimilarReports:
    """The reports that are most like one, and how many there are in all.

    asking: the earlier ones beside which it is still to be kept or voided; told: the others.
    """

    asking: Sequence[SimilarReport] = ()
    told: Sequence[SimilarReport] = ()
    asking_count: int = 0
    told_count: int = 0


def reports_visible_to(actor: Actor) -> Select[Report]:
    """Begin every question about reports here, so that none leaks to units or past a clearance."""
    return select(Report).where(
        true() if rules.may_read(actor) else false(), Report.label.in_(up_to(actor.clearance))
    )


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


def report_seen(actor: Actor, report_id: int) -> Report | None:
    """Find one report, or None where the actor may not see it."""
    return db.session.scalar(reports_visible_to(actor).where(Report.id == report_id))


def is_live() -> ColumnElement[bool]:
    """Ask that a report was not voided."""
    return ~exists().where(Voiding.report_id == Report.id)


def live_reports(actor: Actor) -> Select[Report]:
    """Ask for the reports that count: those that the actor may see and nobody voided."""
    return reports_visible_to(actor).where(is_live())


def sought(words: str) -> list[str]:
    """Cut what somebody searches for into its words; of a text that was pasted there, its beginning."""
    return words[: rules.LONGEST_SEARCH].split()


def report_list(
    actor: Actor,
    *,
    year: int | None = None,
    words: str = "",
    voided: bool = False,
    like: int | None = None,
) -> Select[Report]:
    """Ask for the reports of a year that name these words, the latest first, without their texts.

    voided: those that were voided instead, which no other list has; like: those that are much like
    this report.
    """
    question = reports_visible_to(actor) if voided else live_reports(actor)
    if voided:
        question = question.join(Report.voiding).options(contains_eager(Report.voiding))
    question = question.options(defer(Report.text), joinedload(Report.taken_in_by))
    if year is not None:
        question = question.where(Report.plan_year == year)
    if like is not None:
        question = question.where(exists().where(_are_alike(like, Report.id)))
    for word in sought(words):
        question = question.where(
            or_(
                *(
                    column.icontains(word, autoescape=True)
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


def voiding_among(report_ids: Collection[int]) -> Voiding | None:
    """Return the voiding of any of these reports, or None where all of them count."""
    return db.session.scalar(select(Voiding).where(Voiding.report_id.in_(report_ids)).limit(1))


def report_with_file(file_hash: str) -> int | None:
    """Return the id of the first live report that was read from just this file, or None."""
    return db.session.scalar(
        select(Report.id)
        .where(Report.file_hash == file_hash, is_live())
        .order_by(Report.id)
        .limit(1)
    )


def report_with_text(text_hash: str) -> int | None:
    """Return the id of the report that has just this text, or None."""
    return db.session.scalar(select(Report.id).where(Report.text_hash == text_hash))


def labels_of_voided(text_hash: str) -> Sequence[Label]:
    """Return the labels of the voided reports that have just this text."""
    return db.session.scalars(
        select(Report.label).join(Report.voiding).where(Voiding.text_hash == text_hash)
    ).all()


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


def similar_reports(actor: Actor, report_id: int) -> SimilarReports:
    """Return the live reports that are most like this one, earlier and later, the likest first.

    One round trip, and no more rows than are shown, however often the same was taken in.
    """
    other = case(
        (ReportLikeness.report_id == report_id, ReportLikeness.earlier_id),
        else_=ReportLikeness.report_id,
    )
    asks = (ReportLikeness.report_id == report_id) & ReportLikeness.kept_at.is_(None)
    live = (
        live_reports(actor)
        .join(ReportLikeness, _are_alike(report_id, Report.id))
        .with_only_columns(
            Report.id.label("id"),
            ReportLikeness.share.label("share"),
            (other == ReportLikeness.earlier_id).label("is_earlier"),
            ReportLikeness.kept_at.is_not(None).label("is_kept"),
            func.count().over(partition_by=asks).label("count"),
            func.row_number()
            .over(partition_by=asks, order_by=(ReportLikeness.share.desc(), Report.id))
            .label("place"),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(Report, live.c.share, live.c.is_earlier, live.c.is_kept, live.c["count"])
        .join(live, live.c.id == Report.id)
        .where(live.c.place <= MOST_SHOWN)
        .options(defer(Report.text))
        .order_by(live.c.share.desc(), Report.id)
    ).all()
    found = [(SimilarReport(*row[:4]), row[4]) for row in rows]
    asking = [(it, count) for it, count in found if it.is_asking]
    told = [(it, count) for it, count in found if not it.is_asking]
    return SimilarReports(
        asking=[it for it, _count in asking],
        told=[it for it, _count in told],
        asking_count=asking[0][1] if asking else 0,
        told_count=told[0][1] if told else 0,
    )


def asking_ids(actor: Actor, report_id: int) -> Sequence[int]:
    """Return the keys of the live earlier reports beside which this one is still to be kept."""
    return db.session.scalars(
        live_reports(actor)
        .join(ReportLikeness, ReportLikeness.earlier_id == Report.id)
        .where(ReportLikeness.report_id == report_id, ReportLikeness.kept_at.is_(None))
        .with_only_columns(Report.id)
        .order_by(Report.id)
    ).all()


def similarity(report: Report, earlier: Report) -> SimilarReport | None:
    """Return how much a report is like an earlier one, if it was found so; both were asked for before."""
    alike = db.session.get(ReportLikeness, (report.id, earlier.id))
    if alike is None:
        return None
    return SimilarReport(earlier, alike.share, is_earlier=True, is_kept=alike.kept_at is not None)


def _are_alike(report_id: int, other_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Ask that one report was found to be much like the other, whichever came first."""
    return or_(
        (ReportLikeness.report_id == report_id) & (ReportLikeness.earlier_id == other_id),
        (ReportLikeness.earlier_id == report_id) & (ReportLikeness.report_id == other_id),
    )


def originals() -> Iterator[tuple[int, str, str]]:
    """Go through every report that has an original: key, title, hash of the file.

    For the check of the whole installation, which belongs to nobody's view.
    """
    kept = select(Report.id, Report.title, Report.file_hash).order_by(Report.id)
    for report_id, title, file_hash in db.session.execute(kept):
        if file_hash is not None:
            yield report_id, title, file_hash
