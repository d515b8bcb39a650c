"""What pages ask about measures that repeat one of an earlier report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select, true
from sqlalchemy.orm import contains_eager, load_only

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.directives.likeness import Saying
from tracker.workplan.directives.models import (
    Directive,
    DirectiveLikeness,
    DirectiveState,
    Level,
)
from tracker.workplan.directives.queries import directives_visible_to
from tracker.workplan.directives.sheet import tree
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import is_live

SAME = 0.9
MOST_COMPARED = 5000
"""The measures that a new report is compared with, those that were accepted before the others."""
RETIRED = DirectiveState.RETIRED


@dataclass(frozen=True, slots=True)
class Repeat:
    """An earlier measure that is repeated, how alike the two are, 0 to 1, and its number.

    number: its place among the measures of its report, as the review counts them.
    """

    earlier: Directive
    share: float
    number: str

    @property
    def is_same(self) -> bool:
        """Whether the two say just the same, so that many may be settled in one click."""
        return self.share >= SAME


class Made(Protocol):
    """A task that an earlier measure became, as far as this stage asks."""

    @property
    def is_over(self) -> bool:
        """Whether all who answer for it have ended their work."""


def registered_first(found: Iterable[Repeat], made: Mapping[int, Made]) -> list[Repeat]:
    """Put before the others those that are being worked on, then those whose work is over.

    made: by earlier measure, what a later stage made of it.
    """

    def standing(it: Repeat) -> int:
        task = made.get(it.earlier.id)
        return 2 if task is None else int(task.is_over)

    return sorted(found, key=standing)


def same_task(found: Iterable[Repeat], made: Mapping[int, Made]) -> Repeat | None:
    """Return the first of those that say just the same and are being worked on."""
    for it in found:
        task = made.get(it.earlier.id)
        if it.is_same and task is not None and not task.is_over:
            return it
    return None


def sayings_before(actor: Actor, year: int, *, but: int | None = None) -> list[Saying]:
    """Return measures of live reports for a year's plan and the one before it, the latest of each.

    Those that were accepted come first. but: the report whose own measures are left out.
    """
    accepted = Directive.state == DirectiveState.ACCEPTED
    rows = db.session.execute(
        directives_visible_to(actor)
        .join(Directive.report)
        .where(
            Directive.report_id != but if but is not None else true(),
            Directive.level == Level.MEASURE,
            Report.plan_year.in_((year, year - 1)),
            is_live(),
        )
        .with_only_columns(Directive.id, Directive.title, Directive.quote, accepted)
        .order_by(accepted.desc(), Directive.id.desc())
        .limit(MOST_COMPARED)
    )
    return [Saying(*row) for row in rows]


def repeats_of(actor: Actor, ids: Iterable[int]) -> dict[int, list[Repeat]]:
    """Return, by measure, the live earlier ones that it repeats, the likest first.

    Two round trips, however many there are.
    """
    rows = db.session.execute(
        directives_visible_to(actor)
        .join(DirectiveLikeness, DirectiveLikeness.earlier_id == Directive.id)
        .join(Directive.report)
        .where(DirectiveLikeness.directive_id.in_(list(ids)), is_live())
        .options(contains_eager(Directive.report).defer(Report.text))
        .add_columns(DirectiveLikeness.share, DirectiveLikeness.directive_id)
        .order_by(DirectiveLikeness.share.desc(), Directive.id.desc())
    ).all()
    numbers = _numbers({row[0].report_id for row in rows})
    found: defaultdict[int, list[Repeat]] = defaultdict(list)
    for earlier, share, directive_id in rows:
        found[directive_id].append(Repeat(earlier, share, numbers[earlier.id]))
    return dict(found)


def repeat(actor: Actor, directive: Directive, earlier_id: int) -> Repeat:
    """Return what a measure has in common with one earlier one, or pretend that there is nothing."""
    for it in repeats_of(actor, [directive.id]).get(directive.id, []):
        if it.earlier.id == earlier_id:
            return it
    raise NotFound(N_("没有这一处相近的部署要求，或者您无权查看。"))


def _numbers(report_ids: Iterable[int]) -> dict[int, str]:
    """Give the directives of these reports the numbers that their reviews give them."""
    ids = list(report_ids)
    if not ids:
        return {}
    rows: Sequence[Directive] = db.session.scalars(
        select(Directive)
        .where(Directive.report_id.in_(ids), Directive.state != RETIRED)
        .options(
            load_only(
                Directive.report_id,
                Directive.parent_id,
                Directive.position,
                Directive.level,
                Directive.state,
            )
        )
    ).all()
    of: defaultdict[int, list[Directive]] = defaultdict(list)
    for it in rows:
        of[it.report_id].append(it)
    return {row.directive.id: row.number for those in of.values() for row in tree(those)}
