from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.example.conftest import opened
from tests.town import Town
from tracker.example.load import load_example
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.foundation.settings import holds_example
from tracker.journal.models import Entry
from tracker.journal.queries import chain_faults
from tracker.people.models import Person
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.tasks.models import Assignment, StateChange, Task


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.usefixtures("city")
def test_loading_it_again_says_that_it_is_there() -> None:
    with pytest.raises(RuleBroken, match="已经装入"):
        load_example(today=TODAY)


def test_it_never_comes_into_a_database_with_real_people(town: Town) -> None:
    with pytest.raises(RuleBroken, match="不能再装"):
        load_example(today=TODAY)
    assert not holds_example()
    assert db.session.get(Person, town.lin.id) is not None


def test_the_same_day_makes_the_same_city_and_scaling_adds_tasks_that_agree_with_their_events(
    city_file: Path, empty: Path
) -> None:
    with opened(city_file):
        tasks, pieces, seal = count(Task), count(Assignment), seal_of_the_story()
    with opened(empty):
        load_example(today=TODAY, scale=2_100)
        assert seal_of_the_story() == seal is not None
        assert count(Task) == tasks + 2_100
        assert count(Assignment) == pieces + 4_200
        assert list(chain_faults()) == []
        last = select(func.max(StateChange.id)).group_by(StateChange.assignment_id)
        changes = db.session.scalars(select(StateChange).where(StateChange.id.in_(last))).all()
        assert len(changes) == pieces + 4_200
        assert all(it.now is it.assignment.state for it in changes)
        assert all(it.on < TODAY for it in changes)
        assert count(ProgressEntry) > 2_100


def seal_of_the_story() -> str | None:
    """The last hash of the chain, which depends on everything that was done and when."""
    return db.session.scalar(select(Entry.hash).where(Entry.deed == "example.loaded"))
