"""The columns of the grid of tasks × units."""

from tests.town import Town
from tracker.foundation.db import db
from tracker.people.models import UnitGroup
from tracker.people.queries import groups, units
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.dispatching.rules import columns


def test_each_unit_has_one_column_under_the_first_of_its_groups(town: Town) -> None:
    hills = UnitGroup(name="山区县", aliases=[], position=2, members=[town.west])
    db.session.add_all([hills, UnitGroup(name="空组", aliases=[], position=3, members=[])])
    db.session.flush()
    present, together = units(), groups()

    found = columns(present, together, rules.members_of(present, together))

    assert [(it.group.name if it.group else None, [u.code for u in it.units]) for it in found] == [
        ("各县（市、区）", ["201", "202"]),
        ("山区县", []),
        (None, ["100", "101", "102"]),
    ]
    assert found[0].member_ids == (town.east.id, town.west.id)
    assert found[1].member_ids == (town.west.id,)


def test_without_units_outside_of_groups_there_is_no_such_part(town: Town) -> None:
    members = rules.members_of([town.east, town.west], [town.counties])

    assert len(columns([town.east, town.west], [town.counties], members)) == 1
