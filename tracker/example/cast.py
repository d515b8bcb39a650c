"""The example's units and persons as rows, and who acts for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.example import people
from tracker.example.people import UnitRow
from tracker.foundation.clock import HERE, now
from tracker.foundation.db import db
from tracker.people.actor import Actor, actor_on
from tracker.people.commands import hand_over_posts, hash_password
from tracker.people.models import Charge, FormerName, Grant, Person, Role, Unit, UnitGroup, UnitKind

LAST_DAY = (9, 30)
"""Month and day on which one contact left, in the year before."""
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody of the story; units by code, heads and contacts by the id of their unit."""

    units: dict[str, Unit]
    heads: dict[int, Actor]
    contacts: dict[int, Actor]
    supervisors: tuple[Actor, ...]
    leaders: tuple[Actor, ...]
    system_admin: Actor
    security_admin: Actor

    def leader_of(self, unit: Unit) -> Actor:
        """Return the leader in whose charge a unit is."""
        return next(leader for leader in self.leaders if unit.id in leader.charge)


def assemble(since: date) -> Cast:
    """Write down all units, groups and persons, with what each has held since that day."""
    units = _units(since)
    _groups(units)
    persons = _persons(units, since)
    _covers(units, persons, since)
    db.session.flush()
    _departure(units, persons, since)
    db.session.flush()
    acting = {login: actor_on(person, since) for login, person in persons.items()}
    rows = [row for _, rows in people.ALL_UNITS for row in rows]
    return Cast(
        units=units,
        heads={units[row.code].id: acting[row.head[0]] for row in rows},
        contacts={units[row.code].id: acting[row.contact[0]] for row in rows},
        supervisors=tuple(acting[login] for login, _, _ in people.SUPERVISORS),
        leaders=tuple(acting[login] for login, _, _, _ in people.LEADERS),
        system_admin=acting[people.OFFICERS[0][0]],
        security_admin=acting[people.OFFICERS[1][0]],
    )


def _units(since: date) -> dict[str, Unit]:
    code, name, short_name = people.CITY
    city = Unit(code=code, name=name, short_name=short_name, kind=UnitKind.ROOT)
    db.session.add(city)
    db.session.flush()
    units = {code: city}
    for kind, rows in people.ALL_UNITS:
        for row in rows:
            units[row.code] = Unit(
                code=row.code,
                name=row.name,
                short_name=row.short_name,
                aliases=list(row.aliases),
                kind=kind,
                parent_id=city.id,
                position=len(units),
            )
            db.session.add(units[row.code])
    db.session.flush()
    _reform(units, since)
    return units


def _reform(units: dict[str, Unit], since: date) -> None:
    """Give the city a past: a unit that had another name, and one that went into another."""
    day = date(since.year - people.YEARS_SINCE_REFORM + 1, 3, 1)
    code, name, short_name = people.RENAMED
    renamed = units[code]
    renamed.aliases = [*renamed.aliases, name, short_name]
    renamed.former_names = [
        FormerName(name=name, short_name=short_name, to_on=day - timedelta(days=1))
    ]
    code, name, short_name, into = people.MERGED
    db.session.add(
        Unit(
            code=code,
            name=name,
            short_name=short_name,
            kind=UnitKind.DEPARTMENT,
            parent_id=units[into].parent_id,
            position=len(units),
            closed_on=day,
            closed_reason=people.REFORM,
            merged_into_id=units[into].id,
        )
    )
    db.session.flush()


def _groups(units: dict[str, Unit]) -> None:
    for position, row in enumerate(people.GROUPS, 1):
        members = [units[code] for code in row.codes]
        db.session.add(
            UnitGroup(name=row.name, aliases=list(row.aliases), position=position, members=members)
        )


def _persons(units: dict[str, Unit], since: date) -> dict[str, Person]:
    password_hash = hash_password(people.PASSWORD)
    persons: dict[str, Person] = {}
    for login, name, post, role, code in _posts():
        if login not in persons:
            persons[login] = Person(
                login=login,
                name=name,
                post=post,
                phone=people.PHONE.format(number=len(persons) + 1),
                email=people.EMAIL.format(login=login),
                password_hash=password_hash,
                password_set_at=now(),
            )
            db.session.add(persons[login])
        persons[login].grants.append(Grant(role=role, unit=units[code], from_on=since))
    db.session.flush()
    for login, _, _, codes in people.LEADERS:
        persons[login].charges = [Charge(unit_id=units[code].id, from_on=since) for code in codes]
    return persons


def _posts() -> Iterator[tuple[str, str, str, Role, str]]:
    """Give every post as ``(login, name, post, role, unit code)``; who holds two comes twice."""
    city, office = people.CITY[0], people.OFFICE.code
    for login, name, post in people.SUPERVISORS:
        yield login, name, post, Role.SUPERVISOR, office
    for login, name, post, _ in people.LEADERS:
        yield login, name, post, Role.LEADER, city
    for kind, rows in people.ALL_UNITS:
        for row in rows:
            yield *row.head, _post(kind, row), Role.HEAD, row.code
            yield *row.contact, "联络员", Role.CONTACT, row.code
    for code, login, name, post in people.SECOND_CONTACTS:
        if login != people.LEAVER[3]:
            yield login, name, post, Role.CONTACT, code
    for login, name, post, role in people.OFFICERS:
        yield login, name, post, role, office


def _post(kind: UnitKind, row: UnitRow) -> str:
    match kind:
        case UnitKind.COUNTY:
            return "区长" if row.name.endswith("区") else f"{row.name[-1]}长"
        case UnitKind.ZONE:
            return "管委会主任"
        case _:
            return "局长" if row.name.endswith("局") else "主要负责人"


def _covers(units: dict[str, Unit], persons: dict[str, Person], since: date) -> None:
    for role, login, code in people.COVERS:
        persons[login].grants.append(Grant(role=role, unit=units[code], from_on=since))


def _departure(units: dict[str, Unit], persons: dict[str, Person], since: date) -> None:
    """Let a contact leave and hand the post over to a successor, as the security admin does it."""
    login, name, post, successor_login = people.LEAVER
    code, _, successor_name, successor_post = next(
        row for row in people.SECOND_CONTACTS if row[1] == successor_login
    )
    leaver = Person(login=login, name=name, post=post, password_hash=None)
    leaver.grants.append(Grant(role=Role.CONTACT, unit=units[code], from_on=since))
    successor = Person(
        login=successor_login,
        name=successor_name,
        post=successor_post,
        phone=people.PHONE.format(number=len(persons) + 1),
        email=people.EMAIL.format(login=successor_login),
        password_hash=persons[people.OFFICERS[1][0]].password_hash,
        password_set_at=now(),
    )
    db.session.add_all([leaver, successor])
    db.session.flush()
    last_on = date(since.year, *LAST_DAY)
    first_on = last_on + timedelta(days=1)
    hand_over_posts(
        actor_on(persons[people.OFFICERS[1][0]], last_on),
        leaver,
        successor,
        last_on=last_on,
        disables=True,
        today=first_on,
        now=datetime.combine(first_on, MORNING, HERE),
    )
    persons[login], persons[successor_login] = leaver, successor
