from collections import Counter

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tracker.example.people import ACCOUNTS, MERGED, PASSWORD
from tracker.foundation.db import db
from tracker.journal.queries import history_of
from tracker.people.actor import actor_on
from tracker.people.commands import check_password
from tracker.people.models import Charge, Grant, Person, Role, Unit, UnitGroup, UnitKind
from tracker.people.queries import names_by_unit

pytestmark = pytest.mark.usefixtures("city")
RUNNING = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}


def units() -> list[Unit]:
    open_ones = select(Unit).where(Unit.closed_on.is_(None))
    return list(db.session.scalars(open_ones.order_by(Unit.position)))


def persons() -> list[Person]:
    return list(db.session.scalars(select(Person)))


def test_the_city_has_twelve_counties_three_zones_and_twenty_four_departments() -> None:
    kinds = Counter(unit.kind for unit in units())
    assert kinds[UnitKind.COUNTY] == 12
    assert kinds[UnitKind.ZONE] == 3
    assert kinds[UnitKind.DEPARTMENT] == 24
    assert kinds[UnitKind.OFFICE] == 1


def test_every_unit_has_a_head_and_a_contact() -> None:
    held = {(grant.role, grant.unit_id) for grant in db.session.scalars(select(Grant))}
    for unit in units():
        if unit.kind is not UnitKind.ROOT:
            assert (Role.HEAD, unit.id) in held, unit.name
            assert (Role.CONTACT, unit.id) in held, unit.name


def test_nobody_is_without_a_grant() -> None:
    assert all(person.grants for person in persons())
    assert len({person.name for person in persons()}) == len(persons())


def test_those_who_run_the_system_are_three_persons_without_business() -> None:
    running = [it for it in persons() if {grant.role for grant in it.grants} & RUNNING]
    assert [len(person.grants) for person in running] == [1, 1, 1]


def test_there_are_three_supervisors_and_five_leaders() -> None:
    roles = Counter(grant.role for grant in db.session.scalars(select(Grant)))
    assert roles[Role.SUPERVISOR] == 3
    assert roles[Role.LEADER] == 5


def test_every_unit_is_in_one_leaders_charge() -> None:
    charged = Counter(db.session.scalars(select(Charge.unit_id)))
    assert all(charged[unit.id] == 1 for unit in units() if unit.kind is not UnitKind.ROOT)


def test_no_name_means_two_units() -> None:
    names = Counter(name for unit in units() for name in set(unit.names))
    assert max(names.values()) == 1


def test_the_counties_are_one_group_by_every_way_of_writing_it() -> None:
    group = db.session.scalars(select(UnitGroup).order_by(UnitGroup.position)).first()
    assert group is not None
    assert len(group.members) == 12
    assert "各县(市、区)" in group.aliases


@pytest.mark.parametrize(("words", "login", "name"), ACCOUNTS)
def test_the_accounts_that_are_shown_can_sign_in(words: str, login: str, name: str) -> None:
    person = check_password(login, PASSWORD, is_open=True)
    assert person.name == name
    assert actor_on(person, TODAY).roles, words


def test_telephone_numbers_and_addresses_are_nobodys() -> None:
    kept = [it for it in persons() if it.phone]

    assert len(kept) > 80
    assert len({it.phone for it in kept}) == len(kept)
    assert all(it.phone.startswith("1380000") for it in kept)
    assert all(it.email.endswith(".example") for it in kept)


def test_somebody_left_and_a_successor_has_the_post() -> None:
    leaver = next(it for it in persons() if it.name == "毕行舟")
    successor = next(it for it in persons() if it.name == "柯梦")

    assert not leaver.is_active
    assert not actor_on(leaver, TODAY).roles
    (old,), (new,) = leaver.grants, successor.grants
    assert (old.role, old.unit_id) == (new.role, new.unit_id)
    assert old.to_on is not None
    assert (new.from_on - old.to_on).days == 1
    deeds = {it.deed for it in history_of(f"person:{leaver.id}")}
    assert {"post.handed_over", "person.disabled"} <= deeds


def test_some_units_have_several_contacts_and_some_persons_several_posts() -> None:
    held = [it for it in db.session.scalars(select(Grant)) if it.to_on is None]
    contacts = Counter(it.unit_id for it in held if it.role is Role.CONTACT)
    posts = Counter(it.person_id for it in held)

    assert sum(count > 1 for count in contacts.values()) >= 3
    assert sum(count > 1 for count in posts.values()) >= 3


def test_the_reform_left_a_former_name_and_a_merged_unit() -> None:
    register = {unit.id: unit for unit in db.session.scalars(select(Unit))}
    merged = next(unit for unit in register.values() if unit.code == MERGED[0])
    renamed = next(unit for unit in units() if unit.former_names)

    assert register[merged.merged_into_id or 0].name == "市发展和改革委员会"
    assert renamed.former_names[0].name in renamed.aliases
    names = dict(names_by_unit())
    assert "市粮食局" in names[register[merged.merged_into_id or 0]]
