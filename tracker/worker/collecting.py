"""Taking away files that nothing needs any more."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from tracker.foundation import files
from tracker.foundation.db import db, transaction
from tracker.foundation.settings import value_of
from tracker.foundation.uploads import KEEP_UNNEEDED, KeptFile, attached
from tracker.worker.sweeping import some
from tracker.workplan.directives.breakdown.queries import imported_files
from tracker.workplan.meetings.queries import originals
from tracker.workplan.progress.evidence.limits import KEEP_REMOVED
from tracker.workplan.progress.evidence.models import Evidence


def collect_files(now: datetime) -> None:
    """Let go what was removed long enough ago, and then the files that no row names.

    A row goes before its file: whoever is killed in between leaves a file that the next run finds.
    """
    removed = now - timedelta(days=value_of(KEEP_REMOVED))
    before = now - timedelta(days=value_of(KEEP_UNNEEDED))
    for ids in some(select(Evidence.id).where(Evidence.removed_at < removed)):
        with transaction(is_deed=False):
            _drop(ids, removed)
    files.collect(needed_files(), before=before)


def needed_files() -> set[str]:
    """Return the hash of every file that a row names: of reports, imports, and what was attached."""
    told = {sha256 for _key, _name, sha256 in (*originals(), *attached())}
    return told | {*imported_files()}


def _drop(ids: list[int], removed: datetime) -> None:
    """Delete what still is removed: it may have been restored since it was looked for."""
    gone = db.session.execute(
        delete(Evidence)
        .where(Evidence.id.in_(ids), Evidence.removed_at < removed)
        .returning(Evidence.file_id)
    ).all()
    rows = db.session.execute(
        delete(KeptFile)
        .where(KeptFile.id.in_([it.file_id for it in gone]))
        .returning(KeptFile.sha256)
    ).all()
    files.begin_grace(it.sha256 for it in rows)
