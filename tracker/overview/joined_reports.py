"""Which report the directive was of that joined a task or left it: its title is for who may see it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, or_, select

from tracker.foundation.db import db
from tracker.foundation.labels import up_to
from tracker.journal.models import Entry
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import reports_visible_to
from tracker.workplan.tasks.models import Task, TaskSource

JOINING = frozenset({"task.joined", "task.left"})


def titles_of_joined(actor: Actor, entries: Sequence[Entry], task: Task) -> dict[int, str]:
    """Return, by entry, the titles of the reports that the actor sees, or sees by this task's sources.

    The entries are about the task, which the actor sees.
    """
    sources = (
        select(Directive.report_id)
        .join(TaskSource, TaskSource.directive_id == Directive.id)
        .where(TaskSource.task_id == task.id)
    )
    seen = reports_visible_to(actor).with_only_columns(Report.id)
    return _titles(entries, or_(Report.id.in_(seen), Report.id.in_(sources)))


def titles_within(actor: Actor, entries: Sequence[Entry]) -> dict[int, str]:
    """Return, by entry, the titles of the reports that the auditor is cleared for."""
    return _titles(entries, Report.label.in_(up_to(actor.clearance)))


def _titles(entries: Sequence[Entry], is_shown: ColumnElement[bool]) -> dict[int, str]:
    """Look the reports up by their directives: older entries bear the title and not the report's key."""
    directives = {
        it.id: key
        for it in entries
        if it.deed in JOINING and isinstance(key := it.details.get("directive"), int)
    }
    titles = _titles_by_directive(set(directives.values()), is_shown) if directives else {}
    return {key: titles[at] for key, at in directives.items() if at in titles}


def _titles_by_directive(ids: Collection[int], is_shown: ColumnElement[bool]) -> Mapping[int, str]:
    rows = db.session.execute(
        select(Directive.id, Report.title)
        .join(Report, Report.id == Directive.report_id)
        .where(Directive.id.in_(ids), is_shown)
    )
    return dict(rows.all())
