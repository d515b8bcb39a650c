"""三员分立: the three who run the system are three persons, and none of them does business.

The rule refuses with a sentence; the database refuses whatever goes round it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import permutations, product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.town import TODAY, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.people import rules
from tracker.people.models import Person, Role
from tracker.people.permissions import MAP, Permission

THREE = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
BUSINESS = (Role.SUPERVISOR, Role.LEADER, Role.HEAD, Role.CONTACT)
APART = [*permutations(THREE, 2), *product(THREE, BUSINESS), *product(BUSINESS, THREE)]
NEW_YEAR, SPRING, SUMMER = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)
CHANGES = (
    "UPDATE \"grant\" SET to_on = NULL WHERE person_id = :gu AND role = 'head'",
    "UPDATE \"grant\" SET to_on = '2026-01-01' WHERE person_id = :gu AND role = 'head'",
    "UPDATE \"grant\" SET from_on = '2025-12-31' WHERE person_id = :gu AND to_on IS NULL",
    'UPDATE "grant" SET person_id = :fang WHERE person_id = :gu AND to_on IS NULL',
    "UPDATE \"grant\" SET role = 'auditor', person_id = :fang WHERE person_id = :gu AND to_on IS NULL",
)
HARMLESS = (
    "UPDATE \"grant\" SET to_on = '2025-06-30' WHERE person_id = :gu AND role = 'head'",
    "UPDATE \"grant\" SET role = 'leader' WHERE person_id = :gu AND role = 'head'",
    "UPDATE \"grant\" SET role = 'auditor' WHERE person_id = :gu AND to_on IS NULL",
)
OF_ALL = {
    Permission.OWN_ACCOUNT,
    Permission.SEE_COMPONENTS,
    Permission.SEE_WORK,
    Permission.USE_MESSAGES,
}
OF_THE_SYSTEM = (
    "journal.",
    "person.",
    "post.",
    "clearance.",
    "account.",
    "unit.",
    "unit_group.",
    "setting.",
    "webhook.",
    "mail.",
    "policy_breach.",
    "second_factor.",
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role held from a day to a day."""

    role: Role
    from_on: date
    to_on: date | None


@contextmanager
def refused() -> Iterator[None]:
    """Expect the database to refuse."""
    with pytest.raises(IntegrityError, match="three persons"):
        yield
    db.session.rollback()


def newcomer() -> int:
    """Make a person without a role and give the key."""
    with transaction():
        person = Person(login="xin", name="辛然", post="")
        db.session.add(person)
    return person.id


def given(
    town: Town,
    person_id: int,
    role: Role,
    from_on: date = NEW_YEAR,
    to_on: date | None = None,
) -> None:
    """Give a role by SQL, past every rule."""
    db.session.execute(
        text(
            'INSERT INTO "grant" (person_id, role, unit_id, from_on, to_on)'
            " VALUES (:person, :role, :unit, :from_on, :to_on)"
        ),
        {
            "person": person_id,
            "role": role.value,
            "unit": town.housing.id,
            "from_on": from_on.isoformat(),
            "to_on": to_on and to_on.isoformat(),
        },
    )


@pytest.mark.parametrize(("first", "second"), APART)
def test_the_rule_refuses_each_pair(first: Role, second: Role) -> None:
    with pytest.raises(RuleBroken, match="三员分立"):
        rules.check_separation([Held(first, NEW_YEAR, None)], second, SPRING, None)


@pytest.mark.parametrize(("first", "second"), [*permutations(BUSINESS, 2)])
def test_roles_of_the_business_go_together(first: Role, second: Role) -> None:
    rules.check_separation([Held(first, NEW_YEAR, None)], second, SPRING, None)


@pytest.mark.postgres
def test_the_database_refuses_each_pair(town: Town) -> None:
    xin = newcomer()
    for first, second in APART:
        given(town, xin, first)
        with refused():
            given(town, xin, second)


@pytest.mark.postgres
def test_the_database_lets_business_roles_and_two_of_a_kind_go_together(town: Town) -> None:
    xin = newcomer()
    with transaction():
        for role in BUSINESS:
            given(town, xin, role)
        given(town, town.gu.id, Role.SYSTEM_ADMIN)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("from_on", "to_on", "collides"),
    [
        (NEW_YEAR, date(2026, 3, 31), False),
        (NEW_YEAR, SPRING, True),
        (date(2026, 5, 1), date(2026, 5, 2), True),
        (date(2026, 6, 30), None, True),
        (SUMMER, None, False),
        (NEW_YEAR, None, True),
    ],
)
def test_only_days_in_common_collide(
    town: Town, from_on: date, to_on: date | None, *, collides: bool
) -> None:
    held = Held(Role.AUDITOR, SPRING, date(2026, 6, 30))
    xin = newcomer()
    given(town, xin, held.role, held.from_on, held.to_on)

    if collides:
        with pytest.raises(RuleBroken):
            rules.check_separation([held], Role.HEAD, from_on, to_on)
        with refused():
            given(town, xin, Role.HEAD, from_on, to_on)
    else:
        rules.check_separation([held], Role.HEAD, from_on, to_on)
        given(town, xin, Role.HEAD, from_on, to_on)


@pytest.mark.postgres
def test_no_change_of_what_is_held_goes_round_it(town: Town) -> None:
    with transaction():
        given(town, town.gu.id, Role.HEAD, date(2025, 1, 1), date(2025, 12, 31))
    people = {"gu": town.gu.id, "fang": town.fang.id}

    for change in CHANGES:
        with refused():
            db.session.execute(text(change), people)
    for change in HARMLESS:
        db.session.execute(text(change), people)


def test_none_of_the_three_reaches_business_and_no_business_role_runs_the_system() -> None:
    for permission, reach in MAP.items():
        if permission in OF_ALL:
            continue
        is_of_system = permission.value.startswith(OF_THE_SYSTEM)
        assert is_of_system or not set(reach) & set(THREE), permission


def test_each_of_the_three_does_what_is_theirs_alone() -> None:
    only = {
        Role.SYSTEM_ADMIN: {Permission.KEEP_PERSONS, Permission.INVITE_PERSONS},
        Role.SECURITY_ADMIN: {
            Permission.GIVE_POSTS,
            Permission.HAND_OVER,
            Permission.GIVE_CLEARANCES,
            Permission.UNLOCK_ACCOUNTS,
        },
        Role.AUDITOR: {Permission.READ_JOURNAL, Permission.EXPORT_JOURNAL},
    }
    for role, permissions in only.items():
        for permission in permissions:
            assert set(MAP[permission]) == {role}, permission


def test_the_town_keeps_the_rule(town: Town) -> None:
    for person in (town.gu, town.fang, town.shi, town.lin):
        assert len(town.actor(person).roles) == 1
        assert all(grant.from_on <= TODAY for grant in person.grants)
