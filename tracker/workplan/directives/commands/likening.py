"""Noting which earlier measures new ones repeat."""

from collections.abc import Iterable

from sqlalchemy import delete

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.workplan.directives import repeats
from tracker.workplan.directives.likeness import Saying, alike
from tracker.workplan.directives.models import Directive, DirectiveLikeness, Level
from tracker.workplan.meetings.models import Report


def note_repeats(actor: Actor, report: Report, directives: Iterable[Directive]) -> None:
    """Keep which measures of other reports these (saved) ones repeat; asked again, look again."""
    fresh = [Saying(it.id, it.title, it.quote) for it in directives if it.level is Level.MEASURE]
    if not fresh:
        return
    db.session.execute(
        delete(DirectiveLikeness).where(DirectiveLikeness.directive_id.in_([it.id for it in fresh]))
    )
    earlier = repeats.sayings_before(actor, report.plan_year, but=report.id)
    db.session.add_all(
        DirectiveLikeness(directive_id=it.id, earlier_id=it.earlier_id, share=it.share)
        for it in alike(fresh, earlier)
    )
