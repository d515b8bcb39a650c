"""What a person is on a day."""

from datetime import date

import pytest

from tests.town import Town
from tracker.foundation.db import transaction
from tracker.people.actor import SYSTEM, Actor, actor_on
from tracker.people.models import Role
from tracker.people.permissions import MAP, Permission, Relation, may, may_for


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
    assert set(MAP) == set(Permission)
    assert all(set(roles) <= set(Role) for roles in MAP.values())


def test_nobody_verifies_the_work_of_a_unit_that_they_report_for() -> None:
    both = Actor(1, "杜仲", frozenset({(Role.SUPERVISOR, 1), (Role.CONTACT, 7)}))

    for permission in (
        Permission.VERIFY,
        Permission.REDISPATCH,
        Permission.RETURN_PROGRESS,
        Permission.ACCEPT_SUMMARIES,
    ):
        assert may(both, permission)
        assert may_for(both, permission, 8)
        assert not may_for(both, permission, 7)
        assert not may_for(both, permission, 8, 7)


def test_a_role_reaches_the_units_where_it_is_held_and_no_others() -> None:
    head = Actor(1, "王芳", frozenset({(Role.HEAD, 7), (Role.CONTACT, 8)}))

    assert may_for(head, Permission.FILL_PROGRESS, 7, 8)
    assert not may_for(head, Permission.FILL_PROGRESS, 7, 9)
    assert may_for(head, Permission.SUBMIT_PROGRESS, 7)
    assert not may_for(head, Permission.SUBMIT_PROGRESS, 8)
    assert may(head, Permission.SUBMIT_PROGRESS)


def test_what_belongs_to_no_unit_is_nobodys_own() -> None:
    head = Actor(1, "王芳", frozenset({(Role.HEAD, 7)}))
    lin = Actor(2, "林涛", frozenset({(Role.SUPERVISOR, 1)}))

    assert not may_for(head, Permission.FILL_PROGRESS)
    assert may_for(lin, Permission.DISPATCH_TASKS)
    assert may_for(lin, Permission.VERIFY)


def test_contacts_submit_where_that_is_set_for_their_own_unit_alone() -> None:
    bai = Actor(1, "白露", frozenset({(Role.CONTACT, 7)}), contacts_submit=True)

    assert may_for(bai, Permission.SUBMIT_PROGRESS, 7)
    assert not may_for(bai, Permission.SUBMIT_PROGRESS, 8)
    assert not may_for(bai, Permission.ASK_CLOSURE, 7)


def test_a_relation_of_charge_reaches_the_units_in_charge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MAP, Permission.DECIDE, {Role.LEADER: Relation.CHARGE})
    yan = Actor(1, "严明", frozenset({(Role.LEADER, 1)}), frozenset({7}))

    assert may_for(yan, Permission.DECIDE, 7)
    assert not may_for(yan, Permission.DECIDE, 1)


def test_an_account_without_a_role_is_inert_but_for_itself() -> None:
    nobody = Actor(1, "辛然")

    opened = {it for it in Permission if may(nobody, it)}
    assert opened == {Permission.OWN_ACCOUNT, Permission.SEE_WORK}


def test_the_system_has_a_name_and_no_rights() -> None:
    assert SYSTEM.name == "系统"
    assert not any(may(SYSTEM, permission) for permission in Permission)
