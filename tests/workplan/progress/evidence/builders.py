"""Evidence for tests, laid down through the real commands."""

from datetime import datetime

from tests.papers import TABLE
from tests.town import NOW, Town
from tracker.foundation.db import transaction
from tracker.foundation.formats import Upload
from tracker.people.models import Person
from tracker.workplan.progress.evidence import commands
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.models import ProgressEntry

NAME = "进度台账（6月）.csv"


def table(note: str = "", name: str = NAME) -> Upload:
    """Return a small table; another note makes another content."""
    return Upload(name, TABLE + note.encode())


def attached(
    town: Town,
    entry: ProgressEntry,
    *uploads: Upload,
    by: Person | None = None,
    now: datetime = NOW,
) -> list[Evidence]:
    """Lay files beside an entry; a small table, where nothing else is said."""
    with transaction():
        return commands.attach(town.actor(by or town.wang), entry, uploads or [table()], now=now)
