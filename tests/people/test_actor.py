"""What a person is on a day."""

from datetime import date

from tests.town import Town
from tracker.foundation.db import transaction
from tracker.people.actor import SYSTEM, actor_on
from tracker.people.models import Role
from tracker.people.permissions import ROLES, Permission, may


def test_a_grant_counts_from_its_first_day_to_its_last(town: Town) -> None:
    grant = town.wang.grants[0]
    with transaction():
        grant.to_on = date(2026, 6, 30)

    assert actor_on(town.wang, date(2026, 6, 30)).headed_units == {town.housing.id}
    assert actor_on(town.wang, date(2026, 7, 1)).headed_units == frozenset()
    assert actor_on(town.wang, date(2025, 12, 31)).headed_units == frozenset()


def test_a_contact_reports_for_a_unit_without_heading_it(town: Town) -> None:
    bai = town.actor(town.bai)

    assert bai.own_units == {town.housing.id}
    assert bai.headed_units == frozenset()
    assert not bai.sees_all


def test_supervisors_and_leaders_see_everything(town: Town) -> None:
    assert town.actor(town.lin).sees_all
    assert town.actor(town.lin).is_supervisor
    assert town.actor(town.yan).sees_all
    assert town.actor(town.yan).is_leader
    assert town.actor(town.yan).charge == {town.housing.id}


def test_administrators_do_no_business(town: Town) -> None:
    gu = town.actor(town.gu)

    assert may(gu, Permission.OWN_ACCOUNT)
    assert not may(gu, Permission.READ_TASKS)
    assert not may(gu, Permission.SEE_DASHBOARD)


def test_the_map_names_every_permission_and_only_known_roles() -> None:
    assert set(ROLES) == set(Permission)
    assert all(roles <= set(Role) for roles in ROLES.values())


def test_the_system_has_a_name_and_no_rights() -> None:
    assert SYSTEM.name == "系统"
    assert not any(may(SYSTEM, permission) for permission in Permission)
