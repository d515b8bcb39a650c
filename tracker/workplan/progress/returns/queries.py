"""What is kept of entries; the ids come from a question that began at what the actor may see."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.workplan.progress.returns.models import EntryReturn, EntryWording


@dataclass(frozen=True, slots=True)
class Earlier:
    """A wording that stood before; back: its return, None where it was corrected."""

    wording: EntryWording
    back: EntryReturn | None


def earlier_wordings(entry_ids: Collection[int]) -> dict[int, list[Earlier]]:
    """Return what entries said before, the first wording first; two round trips."""
    returns = {
        it.wording_id: it
        for it in db.session.scalars(
            select(EntryReturn)
            .where(EntryReturn.entry_id.in_(entry_ids), EntryReturn.wording_id.is_not(None))
            .options(joinedload(EntryReturn.by))
        )
    }
    found: dict[int, list[Earlier]] = {}
    for it in db.session.scalars(
        select(EntryWording)
        .where(EntryWording.entry_id.in_(entry_ids))
        .options(joinedload(EntryWording.submitted_by))
        .order_by(EntryWording.id)
    ):
        found.setdefault(it.entry_id, []).append(Earlier(it, returns.get(it.id)))
    return found
