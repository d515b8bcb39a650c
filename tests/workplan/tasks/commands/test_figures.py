"""Extensions and percents."""

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment, PercentChange


def _note(town: Town, it: Assignment, by: Person, percent: int, reason: str = "") -> None:
    with transaction():
        commands.note_percent(town.actor(by), it, percent=percent, reason=reason, now=NOW)


def test_a_percent_is_kept_with_what_was_before(town: Town) -> None:
    it = builders.acknowledged(town, percent=20)
    _note(town, it, town.bai, 45)
    _note(town, it, town.bai, 45)
    _note(town, it, town.wang, 40, reason="统计口径调整")

    rows = db.session.scalars(select(PercentChange).order_by(PercentChange.id)).all()
    assert [(row.was, row.now, row.reason) for row in rows] == [
        (0, 20, ""),
        (20, 45, ""),
        (45, 40, "统计口径调整"),
    ]
    assert it.percent == 40


def test_a_supervisor_sets_a_returned_percent_back(town: Town) -> None:
    it = builders.acknowledged(town, percent=80)
    _note(town, it, town.lin, 30, reason="填报退回")
    assert it.percent == 30


def test_another_unit_notes_no_percent(town: Town) -> None:
    it = builders.acknowledged(town)
    for person in (town.zhao, town.yan):
        with pytest.raises(NotAllowed):
            _note(town, it, person, 50)
