"""Notices for tests, issued through the real command."""

from tests.town import NOW, Town
from tracker.foundation.db import transaction
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.notices.models import Notice
from tracker.workplan.tasks.notices.rules import USUAL_TEXT


def noticed(town: Town, *assignments: Assignment) -> Notice:
    """Issue the notice about this work of one unit."""
    with transaction():
        return commands.issue_notices(
            town.actor(town.lin), [assignments], text=USUAL_TEXT, now=NOW
        )[0]
