"""Which directives wait to be registered, of which reports and under which headings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, load_only

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import USUAL, Label
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive, DirectiveState, Level
from tracker.workplan.directives.queries import directives_visible_to
from tracker.workplan.meetings.models import Report, Voiding
from tracker.workplan.meetings.queries import is_live, reports_visible_to
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import Task, TaskSource


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report with accepted directives that no task was made from yet."""

    id: int
    title: str
    plan_year: int
    count: int
    is_voided: bool = False
    label: Label = USUAL


@dataclass(frozen=True, slots=True)
class Heading:
    """A report's priority with its measures that wait to be registered, in the text's order.

    priority: None for measures that stand under no priority; above: the one that it is a part of.
    """

    priority: Directive | None
    measures: list[Directive]
    above: "Heading | None" = None

    @property
    def id(self) -> int:
        """The priority's key; 0 for the measures under none."""
        return self.priority.id if self.priority else 0

    @property
    def name(self) -> str:
        """The priority's heading in the report; empty for none."""
        return (self.priority.heading or "") if self.priority else ""


def waiting_directives(actor: Actor) -> Select[Directive]:
    """Ask for accepted measures, and priorities without any measure, that became no task yet."""
    child = aliased(Directive)
    has_measures = exists().where(
        child.parent_id == Directive.id, child.state != DirectiveState.RETIRED
    )
    return directives_visible_to(actor).where(
        Directive.state == DirectiveState.ACCEPTED,
        (Directive.level == Level.MEASURE) | ~has_measures,
        ~exists().where(TaskSource.directive_id == Directive.id),
        Directive.report_id.not_in(select(Voiding.report_id)),
    )


def waiting_reports(actor: Actor) -> list[WaitingReport]:
    """Return the reports with something to register, the latest first."""
    waiting = waiting_directives(actor).subquery()
    rows = db.session.execute(
        select(Report.id, Report.title, Report.plan_year, func.count())
        .join(waiting, waiting.c.report_id == Report.id)
        .group_by(Report.id)
        .order_by(Report.taken_in_at.desc(), Report.id.desc())
    )
    return [WaitingReport(*row) for row in rows]


def waiting_report(actor: Actor, report_id: int) -> WaitingReport:
    """Find one report with what waits of it, be it nothing; its long text is not read."""
    waiting = waiting_of(actor, report_id).order_by(None).subquery()
    row = db.session.execute(
        reports_visible_to(actor)
        .where(Report.id == report_id)
        .with_only_columns(
            Report.id,
            Report.title,
            Report.plan_year,
            select(func.count()).select_from(waiting).scalar_subquery(),
            ~is_live(),
            Report.label,
        )
    ).one_or_none()
    if row is None:
        raise NotFound(N_("没有这份报告，或者您无权查看。"))
    return WaitingReport(*row)


def waiting_of(actor: Actor, report_id: int) -> Select[Directive]:
    """Ask for what waits of one report, in the text's order."""
    return (
        waiting_directives(actor)
        .where(Directive.report_id == report_id)
        .order_by(Directive.position, Directive.id)
    )


def waiting_among(actor: Actor, report_id: int, ids: Collection[int]) -> Sequence[Directive]:
    """Return those of the directives that still wait, in the text's order."""
    return db.session.scalars(waiting_of(actor, report_id).where(Directive.id.in_(ids))).all()


def under_headings(report_id: int, waiting: Sequence[Directive]) -> list[Heading]:
    """Return measures of one report under the report's own priorities; one round trip.

    A heading that is a part of another follows it, which may have no measures of its own.
    """
    tree = {
        directive.id: directive
        for directive in db.session.scalars(
            select(Directive)
            .where(Directive.report_id == report_id)
            .options(
                load_only(Directive.id, Directive.parent_id, Directive.level, Directive.heading)
            )
        )
    }
    found: dict[int, Heading] = {}
    for measure in waiting:
        priority = _priority_above(measure, tree)
        if (key := priority.id if priority else 0) not in found:
            top = _topmost(priority, tree)
            above = found.setdefault(top.id, Heading(top, [])) if top else None
            found[key] = Heading(priority, [], above)
        found[key].measures.append(measure)
    return [
        it for head in found.values() if head.above is None for it in (head, *_parts(head, found))
    ]


def _parts(head: Heading, found: dict[int, Heading]) -> list[Heading]:
    return [it for it in found.values() if it.above is head]


def chosen_before(report_id: int) -> dict[int | None, int]:
    """Return, by parent directive, the plan priority of the task last made of one of its measures."""
    rows = db.session.execute(
        select(Directive.parent_id, Task.priority_id)
        .join(TaskSource, TaskSource.directive_id == Directive.id)
        .join(Task, Task.id == TaskSource.task_id)
        .where(Directive.report_id == report_id)
        .order_by(Task.id)
    )
    return dict(rows.all())


def _priority_above(directive: Directive, tree: dict[int, Directive]) -> Directive | None:
    """Climb to the priority under which a directive stands; a priority stands under itself."""
    here: Directive | None = directive
    while here is not None and here.level is not Level.PRIORITY:
        here = tree.get(here.parent_id) if here.parent_id is not None else None
    return here


def _topmost(priority: Directive | None, tree: dict[int, Directive]) -> Directive | None:
    """Climb from a priority to the highest one that it is a part of, if its name says of what."""
    top: Directive | None = None
    here = tree.get(priority.parent_id or 0) if priority else None
    while here is not None:
        if here.level is Level.PRIORITY and not rules.says_nothing(here.heading or ""):
            top = here
        here = tree.get(here.parent_id or 0)
    return top
