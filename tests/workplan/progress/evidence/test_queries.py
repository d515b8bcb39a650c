"""Who sees which evidence."""

import pytest

from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.progress.builders import draft, entry, returned
from tests.workplan.progress.evidence.builders import attached, table
from tests.workplan.tasks.builders import acknowledged, dispatched_to_each, step
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label
from tracker.people.models import Person
from tracker.workplan.progress.evidence import commands
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.evidence.queries import (
    MOST_SHOWN,
    beside,
    evidence_of_task,
    visible_evidence,
)
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.tasks.rules import Step


def seen_by(town: Town, made: Evidence, *persons: Person) -> list[bool]:
    found = []
    for person in persons:
        try:
            visible_evidence(town.actor(person), made.id)
        except NotFound:
            found.append(False)
        else:
            found.append(True)
    return found


@pytest.mark.postgres
def test_who_sees_the_entry_sees_its_files(town: Town) -> None:
    it = draft(town, acknowledged(town))
    made = attached(town, it)[0]
    people = (town.wang, town.bai, town.lin, town.yan, town.zhao, town.gu)
    assert seen_by(town, made, *people) == [True, True, False, False, False, False]

    done = entry(town, acknowledged(town, title="二"))
    its = attached(town, done)[0]
    assert seen_by(town, its, *people) == [True, True, True, True, False, False]
    with transaction():
        commands.remove(town.actor(town.wang), its, now=NOW)
    assert seen_by(town, its, *people) == [True, True, False, False, False, False]


def test_counties_do_not_see_each_others_files(town: Town) -> None:
    east, west = dispatched_to_each(town)
    step(town, east, Step.ACKNOWLEDGE)
    made = attached(town, entry(town, east), by=town.qin)[0]

    assert west.id
    assert seen_by(town, made, town.qin, town.sun) == [True, False]
    assert evidence_of_task(town.actor(town.sun), east.task_id).count == 0


def test_a_files_label_is_that_of_its_task(town: Town) -> None:
    it = acknowledged(town)
    made = attached(town, entry(town, it))[0]
    with transaction():
        it.task.label = Label.SENSITIVE

    assert seen_by(town, made, town.lin, town.yan) == [False, False]


def test_what_was_anothers_stays_theirs(town: Town) -> None:
    east = dispatched_to_each(town, [town.east])[0]
    step(town, east, Step.ACKNOWLEDGE)
    made = attached(town, entry(town, east), by=town.qin)[0]
    with transaction():
        east.unit_id = town.west.id

    assert seen_by(town, made, town.lin, town.sun, town.qin) == [True, False, False]


def test_the_page_of_a_task_shows_the_latest(town: Town) -> None:
    it = acknowledged(town)
    done = entry(town, it)
    attached(town, done, *(table(str(at), f"{at}.csv") for at in range(MOST_SHOWN - 1)))
    lin = town.actor(town.lin)
    assert evidence_of_task(lin, it.task_id).count == MOST_SHOWN - 1

    attached(town, done, table("x", "十.csv"), table("y", "十一.csv"))
    db.session.expire_all()
    with counted() as count:
        found = evidence_of_task(lin, it.task_id)
        names = [(row.file.name, row.entry.assignment.unit.short_name) for row in found.latest]
    assert (found.count, len(names), names[0]) == (
        MOST_SHOWN + 1,
        MOST_SHOWN,
        ("十一.csv", "住房局"),
    )
    assert count.total <= 6


def test_the_page_of_entries_says_which_may_be_changed(town: Town) -> None:
    it = acknowledged(town)
    done = entry(town, it)
    attached(town, done)
    times = times_on(NOW.date())
    for person, may, sees_room in (
        (town.wang, True, True),
        (town.bai, False, True),
        (town.lin, False, False),
    ):
        found = beside(town.actor(person), it, [done], times)
        assert (done.id in found.changeable, found.usage is not None) == (may, sees_room)
        assert len(found.of[done.id]) == 1

    returned(town, done)
    assert done.id in beside(town.actor(town.bai), it, [done], times).changeable
    step(town, it, Step.ASK_CLOSURE)
    assert not beside(town.actor(town.wang), it, [done], times).changeable
