"""What pages ask about directives; every question begins at what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound, RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind, group_member
from tracker.people.queries import groups, names_by_unit
from tracker.workplan.directives.matching import Office, Party, office_of
from tracker.workplan.directives.models import (
    Context,
    Directive,
    DirectiveState,
    ReviewStep,
)
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import report_list, reports_visible_to

LATEST = 200
"""How far back among a report's steps the last change of a directive is looked for."""


class Retired(RuleBroken):
    """The directive was merged into another, or its making was taken back (409)."""

    def __init__(self, report_id: int) -> None:
        super().__init__(N_("这一条刚刚被并入别的条目或者撤销了，请刷新页面后再办。"))
        self.report_id = report_id


class Progress(StrEnum):
    """How far the review of a report is."""

    WAITING = "waiting"
    DONE = "done"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many directives of a report were decided in which way."""

    drafts: int = 0
    accepted: int = 0
    noted: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.drafts + self.accepted + self.noted


def directives_visible_to(actor: Actor) -> Select[Directive]:
    """Begin every question about directives here: who sees a report sees its directives.

    What was merged into another, or taken back, is in no list.
    """
    return _all_visible_to(actor).where(Directive.state != DirectiveState.RETIRED)


def visible_directive(actor: Actor, directive_id: int) -> Directive:
    """Find one directive, or pretend that it does not exist; say so where it was merged away."""
    found = db.session.scalar(
        _all_visible_to(actor)
        .join(Directive.report)
        .options(contains_eager(Directive.report).defer(Report.text))
        .where(Directive.id == directive_id)
    )
    if found is None:
        raise NotFound(N_("没有这一条部署要求，或者您无权查看。"))
    if found.state is DirectiveState.RETIRED:
        raise Retired(found.report_id)
    return found


def directives_of(actor: Actor, report_id: int) -> Sequence[Directive]:
    """Return a report's directives in the order of their place in the text."""
    return db.session.scalars(
        directives_visible_to(actor)
        .where(Directive.report_id == report_id)
        .order_by(Directive.position, Directive.id)
    ).all()


def outline(report_id: int) -> Sequence[Directive]:
    """Return the outline of a report that the actor was shown: where each directive stands, no words.

    Thousands of rows cost little this way; each one that is asked for its words costs a query.
    """
    return db.session.scalars(
        _live(report_id)
        .options(
            load_only(
                Directive.id,
                Directive.report_id,
                Directive.parent_id,
                Directive.position,
                Directive.level,
                Directive.state,
                Directive.start,
                Directive.end,
                Directive.version,
            )
        )
        .order_by(Directive.position, Directive.id)
    ).all()


def in_full(report_id: int, ids: Iterable[int]) -> Sequence[Directive]:
    """Return these of a report's directives with all that they say, in the order of the text."""
    return db.session.scalars(
        _live(report_id)
        .where(Directive.id.in_(list(ids)))
        .order_by(Directive.position, Directive.id)
    ).all()


def with_retired(report_id: int, ids: Iterable[int]) -> Sequence[Directive]:
    """Return these of a report's directives, also those that were merged away or taken back."""
    return db.session.scalars(
        select(Directive)
        .where(Directive.report_id == report_id, Directive.id.in_(list(ids)))
        .order_by(Directive.position, Directive.id)
    ).all()


def siblings_of(report_id: int, directive: Directive) -> list[Directive]:
    """Return what stands under the same priority, the directive among them, in order."""
    return list(
        db.session.scalars(
            _live(report_id)
            .where(
                Directive.parent_id.is_(None)
                if directive.parent_id is None
                else Directive.parent_id == directive.parent_id
            )
            .order_by(Directive.position, Directive.id)
        )
    )


def priorities_of(report_id: int, ids: Iterable[int]) -> Sequence[tuple[int, str]]:
    """Return the keys and titles of these priorities, in the order of the text."""
    rows = db.session.execute(
        select(Directive.id, Directive.title)
        .where(Directive.report_id == report_id, Directive.id.in_(list(ids)))
        .order_by(Directive.position, Directive.id)
    )
    return [(row.id, row.title) for row in rows]


def titles_of(report_id: int, ids: Iterable[int | None]) -> dict[int, str]:
    """Return the titles of these directives by key; a key that is None is nobody's."""
    return dict(priorities_of(report_id, [it for it in ids if it is not None]))


def chosen_directives(actor: Actor, report_id: int, ids: Iterable[int]) -> Sequence[Directive]:
    """Return these directives of a report, retired ones too; another report's seem not to exist."""
    wanted = set(ids)
    found = db.session.scalars(
        _all_visible_to(actor)
        .where(Directive.report_id == report_id, Directive.id.in_(wanted))
        .order_by(Directive.position, Directive.id)
    ).all()
    if len(found) != len(wanted):
        raise NotFound(N_("所选的部署要求有的已经不在这份报告里，请刷新页面后重选。"))
    return found


def contexts_of(report_id: int) -> Sequence[Context]:
    """Return the stretches of a report that were marked as context."""
    return db.session.scalars(
        select(Context).where(Context.report_id == report_id).order_by(Context.start, Context.id)
    ).all()


def last_reason(report_id: int) -> str:
    """Return the latest reason for which something on the report was only noted."""
    return (
        db.session.scalar(
            select(Directive.note_reason)
            .where(
                Directive.report_id == report_id,
                Directive.state == DirectiveState.NOTE_ONLY,
                Directive.note_reason.is_not(None),
            )
            .order_by(Directive.decided_at.desc(), Directive.id.desc())
            .limit(1)
        )
        or ""
    )


def last_step(actor: Actor, report_id: int) -> ReviewStep | None:
    """Return the actor's latest step on a report that can be undone."""
    return db.session.scalar(
        _steps(report_id)
        .where(ReviewStep.actor_id == actor.id)
        .options(load_only(ReviewStep.at))
        .order_by(ReviewStep.at.desc(), ReviewStep.id.desc())
        .limit(1)
    )


def steps_at(actor: Actor, report_id: int, moment: datetime) -> Sequence[ReviewStep]:
    """Return what the actor did on a report at that moment and has not undone, the last first."""
    return db.session.scalars(
        _steps(report_id)
        .where(ReviewStep.actor_id == actor.id, ReviewStep.at == moment)
        .order_by(ReviewStep.id.desc())
    ).all()


def directives_at(actor: Actor, report_id: int, moment: datetime) -> list[int]:
    """Return the keys of the directives that those steps were about."""
    steps = steps_at(actor, report_id, moment)
    return sorted({image["id"] for it in steps for image in it.images})


def last_by_others(actor: Actor, report_id: int, *, since: datetime) -> ReviewStep | None:
    """Return the latest step that somebody else did on a report since a moment."""
    return db.session.scalar(
        _steps(report_id)
        .where(ReviewStep.actor_id != actor.id, ReviewStep.at >= since)
        .options(joinedload(ReviewStep.actor))
        .order_by(ReviewStep.at.desc(), ReviewStep.id.desc())
        .limit(1)
    )


def last_change_of(report_id: int, directive_id: int) -> ReviewStep | None:
    """Return the latest step that was about a directive, among the report's latest ones."""
    latest = db.session.scalars(
        _steps(report_id)
        .options(joinedload(ReviewStep.actor))
        .order_by(ReviewStep.at.desc(), ReviewStep.id.desc())
        .limit(LATEST)
    )
    return next(
        (it for it in latest if any(image["id"] == directive_id for image in it.images)), None
    )


def office() -> Office:
    """Return the office's table of units and groups, by every name that a report may use."""
    parties = [Party("group", it.id, (it.name, *it.aliases)) for it in groups()]
    parties += [Party("unit", it.id, names) for it, names in names_by_unit()]
    roots = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.ROOT)).all()
    return office_of(parties, [name for root in roots for name in root.names])


def group_sizes() -> dict[int, int]:
    """Return how many units each group has."""
    rows = db.session.execute(
        select(group_member.c.group_id, func.count().label("size")).group_by(
            group_member.c.group_id
        )
    )
    return {row.group_id: row.size for row in rows}


def reviews(
    actor: Actor, *, progress: Progress | None = None, year: int | None = None, words: str = ""
) -> Select[Report]:
    """Ask for the reports whose review is that far, the latest first."""
    question = report_list(actor, year=year, words=words)
    return question if progress is None else question.where(_is(progress))


def tallies(report_ids: Iterable[int]) -> dict[int, Tally]:
    """Count the directives of each report in one round trip; priorities count as well."""
    rows = db.session.execute(
        select(
            Directive.report_id,
            _count(DirectiveState.DRAFT),
            _count(DirectiveState.ACCEPTED),
            _count(DirectiveState.NOTE_ONLY),
        )
        .where(Directive.report_id.in_(list(report_ids)))
        .group_by(Directive.report_id)
    )
    return {report_id: Tally(*counts) for report_id, *counts in rows}


def _all_visible_to(actor: Actor) -> Select[Directive]:
    reports = reports_visible_to(actor).with_only_columns(Report.id)
    return select(Directive).where(Directive.report_id.in_(reports))


def _live(report_id: int) -> Select[Directive]:
    return select(Directive).where(
        Directive.report_id == report_id, Directive.state != DirectiveState.RETIRED
    )


def _steps(report_id: int) -> Select[ReviewStep]:
    return select(ReviewStep).where(
        ReviewStep.report_id == report_id, ReviewStep.undone_at.is_(None)
    )


def _count(state: DirectiveState) -> ColumnElement[int]:
    return func.count(case((Directive.state == state, 1)))


def _is(progress: Progress) -> ColumnElement[bool]:
    any_of = select(Directive.id).where(
        Directive.report_id == Report.id, Directive.state != DirectiveState.RETIRED
    )
    draft = any_of.where(Directive.state == DirectiveState.DRAFT)
    if progress is Progress.WAITING:
        return draft.exists()
    if progress is Progress.DONE:
        return any_of.exists() & ~draft.exists()
    return ~any_of.exists()
