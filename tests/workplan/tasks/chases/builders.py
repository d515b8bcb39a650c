"""Chases for tests, sent through the real command."""

from datetime import date, datetime, timedelta

from tests.conftest import TODAY
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import transaction
from tracker.people.models import Unit
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel
from tracker.workplan.tasks.chases.rules import Letter
from tracker.workplan.tasks.models import Assignment

TEXT = "请查明原因，采取措施加快办理。"
ANSWER_BY = TODAY + timedelta(days=7)


def late(
    town: Town, *, days: int = 18, unit: Unit | None = None, title: str = "加快老旧小区改造"
) -> Assignment:
    """Return work whose date passed so many days ago."""
    return builders.acknowledged(
        town,
        unit=unit,
        due_on=TODAY - timedelta(days=days),
        now=NOW - timedelta(days=days + 60),
        percent=40,
        title=title,
    )


def letter(
    *assignments: Assignment,
    level: NoticeLevel = NoticeLevel.YELLOW,
    text: str = TEXT,
    answer_due_on: date = ANSWER_BY,
) -> Letter:
    """Return a paper that is to be sent."""
    return Letter(assignments, level, text, answer_due_on)


def chased(
    town: Town,
    *assignments: Assignment,
    level: NoticeLevel = NoticeLevel.YELLOW,
    now: datetime = NOW,
) -> Chase:
    """Send a paper about this work, or about some of the housing office's."""
    about = assignments or (late(town),)
    with transaction():
        sent = commands.chase(
            town.actor(town.lin),
            [letter(*about, level=level, answer_due_on=now.date() + timedelta(days=7))],
            knowing=[it.id for it in about],
            now=now,
        )
    return sent[0]


def answered(town: Town, chase: Chase, words: str = "已约谈施工方，月底前完成。") -> Chase:
    """Answer a paper as the head of the housing office."""
    with transaction():
        return commands.answer_chase(town.actor(town.wang), chase, words=words, now=NOW)
