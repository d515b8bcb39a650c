"""Comments for tests, written through the real command."""

from datetime import datetime

from tests.town import NOW, Town
from tracker.foundation.db import transaction
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.comments.models import Comment
from tracker.workplan.tasks.comments.rules import Thread
from tracker.workplan.tasks.models import Assignment, Task


def said(
    town: Town,
    about: Assignment | Task,
    text: str = "材料还差一份，请补报。",
    *,
    by: Person | None = None,
    now: datetime = NOW,
) -> Comment:
    """Say something in the thread of an assignment or of a task; as Lin unless said otherwise."""
    thread = Thread(about) if isinstance(about, Task) else Thread(about.task, about)
    with transaction():
        return commands.write_comment(town.actor(by or town.lin), thread, text=text, now=now)
