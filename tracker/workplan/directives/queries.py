"""What pages ask about directives; every question begins at what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind, group_member
from tracker.people.queries import groups, units
from tracker.workplan.directives.matching import Office, Party, office_of
from tracker.workplan.directives.models import Context, Directive, DirectiveState
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import report_list, reports_visible_to


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
    """Begin every question about directives here: who sees a report sees its directives."""
    reports = reports_visible_to(actor).with_only_columns(Report.id)
    return select(Directive).where(Directive.report_id.in_(reports))


def visible_directive(actor: Actor, directive_id: int) -> Directive:
    """Find one directive, or pretend that it does not exist."""
    found = db.session.scalar(
        directives_visible_to(actor)
        .join(Directive.report)
        .options(contains_eager(Directive.report).defer(Report.text))
        .where(Directive.id == directive_id)
    )
    if found is None:
        raise NotFound(N_("没有这一条部署要求，或者您无权查看。"))
    return found


def directives_of(actor: Actor, report_id: int) -> Sequence[Directive]:
    """Return a report's directives in the order of their place in the text."""
    return db.session.scalars(
        directives_visible_to(actor)
        .where(Directive.report_id == report_id)
        .order_by(Directive.position, Directive.id)
    ).all()


def chosen_directives(actor: Actor, report_id: int, ids: Iterable[int]) -> Sequence[Directive]:
    """Return these directives of a report; an id of another report is as if it did not exist."""
    wanted = set(ids)
    found = [it for it in directives_of(actor, report_id) if it.id in wanted]
    if len(found) != len(wanted):
        raise NotFound(N_("所选的部署要求有的已经不在这份报告里，请刷新页面后重选。"))
    return found


def contexts_of(report_id: int) -> Sequence[Context]:
    """Return the stretches of a report that were marked as context."""
    return db.session.scalars(
        select(Context).where(Context.report_id == report_id).order_by(Context.start, Context.id)
    ).all()


def last_step(
    actor: Actor, directives: Sequence[Directive], contexts: Sequence[Context]
) -> datetime | None:
    """Return the moment of the actor's latest decision on a report, which can be undone."""
    moments = [it.decided_at for it in directives if it.decided_at and it.decided_by_id == actor.id]
    moments += [it.marked_at for it in contexts if it.marked_by_id == actor.id]
    return max(moments, default=None)


def office() -> Office:
    """Return the office's table of units and groups, by every name that a report may use."""
    parties = [Party("group", it.id, (it.name, *it.aliases)) for it in groups()]
    parties += [Party("unit", it.id, it.names) for it in units()]
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


def _count(state: DirectiveState) -> ColumnElement[int]:
    return func.count(case((Directive.state == state, 1)))


def _is(progress: Progress) -> ColumnElement[bool]:
    any_of = select(Directive.id).where(Directive.report_id == Report.id)
    draft = any_of.where(Directive.state == DirectiveState.DRAFT)
    if progress is Progress.WAITING:
        return draft.exists()
    if progress is Progress.DONE:
        return any_of.exists() & ~draft.exists()
    return ~any_of.exists()
