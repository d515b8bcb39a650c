"""What pages ask about imports of breakdown sheets; everybody sees only their own."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, false, or_, select, true

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.uploads import is_attached
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.directives.breakdown.models import BreakdownImport
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import reports_visible_to
from tracker.workplan.meetings.rules import may_take_in

MOST_SHOWN = 20


def imports_visible_to(actor: Actor) -> Select[BreakdownImport]:
    """Begin every question about imports here: an unfinished one is nobody else's business.

    A finished one is as open to whoever began it as the report that it became.
    """
    may_see = true() if may_take_in(actor) else false()
    reports = reports_visible_to(actor).with_only_columns(Report.id)
    return select(BreakdownImport).where(
        may_see,
        BreakdownImport.begun_by_id == actor.id,
        BreakdownImport.report_id.is_(None) | BreakdownImport.report_id.in_(reports),
    )


def visible_import(actor: Actor, import_id: int) -> BreakdownImport:
    """Find one import, or pretend that it does not exist."""
    found = db.session.scalar(imports_visible_to(actor).where(BreakdownImport.id == import_id))
    if found is None:
        raise NotFound(N_("没有这次导入，可能已经删除，或者是别人的。"))
    return found


def unfinished_imports(actor: Actor) -> Sequence[BreakdownImport]:
    """Return the actor's unfinished imports, the latest first, no more than a page of them."""
    return db.session.scalars(
        imports_visible_to(actor)
        .where(BreakdownImport.report_id.is_(None))
        .order_by(BreakdownImport.begun_at.desc(), BreakdownImport.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def unfinished_import_of(actor: Actor, file_hash: str) -> BreakdownImport | None:
    """Return the actor's unfinished import of a file, or None."""
    return db.session.scalar(
        imports_visible_to(actor)
        .where(BreakdownImport.report_id.is_(None), BreakdownImport.file_hash == file_hash)
        .order_by(BreakdownImport.id.desc())
        .limit(1)
    )


def imported_files() -> Sequence[str]:
    """Return the hashes of the files of all imports.

    For the check of the whole installation, which belongs to nobody's view.
    """
    return db.session.scalars(select(BreakdownImport.file_hash)).all()


def is_file_needed(file_hash: str) -> bool:
    """Whether a report, another import or whatever it was attached to still needs a kept file."""
    of_report = exists().where(Report.file_hash == file_hash)
    of_import = exists().where(BreakdownImport.file_hash == file_hash)
    return bool(db.session.scalar(select(or_(of_report, of_import)))) or is_attached(file_hash)
