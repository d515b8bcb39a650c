"""The list of persons and one person's page: begun at `persons_visible_to`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import Page, page_of
from tracker.foundation.words import N_
from tracker.journal.queries import history_of
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.commands import has_second_factor
from tracker.people.models import Charge, Grant, Person, Role, Session, Unit

NO_PERSON = N_("没有这个人，或者您无权查看。")
NO_POST = N_("这个人没有这项职责。")
LONGEST_SEARCH = 50
MOST_CHOICES = 100
LAST = 1_000_000
"""Stands after every unit's place in the official order."""


class State(StrEnum):
    """How an account stands, as the list's filter knows it."""

    ACTIVE = "active"
    DISABLED = "disabled"
    NO_ROLE = "no-role"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class PersonFilters:
    """What the list is narrowed to; None and '' do not narrow."""

    q: str = ""
    unit: int | None = None
    role: Role | None = None
    state: State | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self != PersonFilters()

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the URL's parameters after a change."""
        told = asdict(replace(self, **changes))
        return {name: value for name, value in told.items() if value not in (None, "")}


def read_filters(args: Mapping[str, str]) -> PersonFilters:
    """Read the filters from the URL; what makes no sense does not narrow."""
    role, state = args.get("role", ""), args.get("state", "")
    try:
        unit = row_number(args.get("unit", ""))
    except ValueError:
        unit = None
    return PersonFilters(
        q=args.get("q", "").strip()[:LONGEST_SEARCH],
        unit=unit,
        role=Role(role) if role in set(Role) else None,
        state=State(state) if state in set(State) else None,
    )


def persons_visible_to(actor: Actor) -> Select[Person]:
    """Begin every question about persons here: the whole address book, or nothing of it."""
    return select(Person).where(true() if rules.may_read_persons(actor) else false())


def visible_person(actor: Actor, person_id: int) -> Person:
    """Find one person with posts and charges, or pretend that there is none."""
    found = db.session.scalar(
        persons_visible_to(actor)
        .where(Person.id == person_id)
        .options(
            selectinload(Person.grants).joinedload(Grant.unit),
            selectinload(Person.charges).joinedload(Charge.unit),
        )
    )
    if found is None:
        raise NotFound(NO_PERSON)
    return found


def grant_of(person: Person, grant_id: int) -> Grant:
    """Find a role among the person's own; anybody else's does not exist here."""
    found = next((it for it in person.grants if it.id == grant_id), None)
    if found is None:
        raise NotFound(NO_POST)
    return found


def charge_of(person: Person, charge_id: int) -> Charge:
    """Find a charge among the person's own."""
    found = next((it for it in person.charges if it.id == charge_id), None)
    if found is None:
        raise NotFound(NO_POST)
    return found


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A line of the list: the person and what is held today."""

    person: Person
    posts: Sequence[Grant]
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class PersonList:
    """A page of the list, and how many persons each state has under the other filters."""

    page: Page[PersonLine]
    counts: Mapping[State | None, int]


def person_list(
    actor: Actor,
    filters: PersonFilters,
    today: date,
    number: int,
    *,
    locked: Collection[str] = (),
) -> PersonList:
    """Answer one page of the list in a fixed number of questions, in the order of the units.

    locked: the login names that are shut by failed attempts, as far as the actor may know.
    """
    place = (
        select(func.min(Unit.position))
        .join(Grant, Grant.unit_id == Unit.id)
        .where(Grant.person_id == Person.id, in_force(today))
        .scalar_subquery()
    )
    page = page_of(
        filtered(actor, filters, today, locked)
        .options(selectinload(Person.grants).joinedload(Grant.unit))
        .order_by(func.coalesce(place, LAST), Person.id),
        number,
    )
    lines = [
        PersonLine(it, held_on(it, today), is_locked=it.is_active and it.login in locked)
        for it in page.rows
    ]
    return PersonList(
        Page(lines, page.number, page.total, page.size), _counts(actor, filters, today, locked)
    )


def filtered(
    actor: Actor, filters: PersonFilters, today: date, locked: Collection[str] = ()
) -> Select[Person]:
    """Ask for the persons whom the filters leave."""
    asked = persons_visible_to(actor)
    if filters.q:
        asked = asked.where(_is_named(filters.q))
    if filters.unit is not None or filters.role is not None:
        held = select(Grant.person_id).where(in_force(today))
        if filters.unit is not None:
            held = held.where(Grant.unit_id == filters.unit)
        if filters.role is not None:
            held = held.where(Grant.role == filters.role)
        asked = asked.where(Person.id.in_(held))
    if filters.state is None:
        return asked
    return asked.where(_in_state(filters.state, today, locked))


def _is_named(words: str) -> ColumnElement[bool]:
    return or_(
        Person.name.icontains(words, autoescape=True),
        Person.login.icontains(rules.folded_login(words), autoescape=True),
    )


def in_force(today: date) -> ColumnElement[bool]:
    """Ask that a role is held on that day."""
    return (Grant.from_on <= today) & (Grant.to_on.is_(None) | (Grant.to_on >= today))


def held_on(person: Person, today: date) -> list[Grant]:
    """Return the roles that a person holds on that day."""
    return [
        it
        for it in person.grants
        if it.from_on <= today and (it.to_on is None or it.to_on >= today)
    ]


def _in_state(state: State, today: date, locked: Collection[str]) -> ColumnElement[bool]:
    lasting = exists().where(
        Grant.person_id == Person.id, Grant.to_on.is_(None) | (Grant.to_on >= today)
    )
    match state:
        case State.ACTIVE:
            return Person.is_active.is_(True)
        case State.DISABLED:
            return Person.is_active.is_(False)
        case State.NO_ROLE:
            return Person.is_active.is_(True) & ~lasting
        case State.LOCKED:
            return Person.is_active.is_(True) & Person.login.in_(locked)


def _counts(
    actor: Actor, filters: PersonFilters, today: date, locked: Collection[str]
) -> dict[State | None, int]:
    under = filtered(actor, replace(filters, state=None), today)
    row = db.session.execute(
        under.with_only_columns(
            func.count(Person.id),
            *(func.count(Person.id).filter(_in_state(state, today, locked)) for state in State),
        )
    ).one()
    return dict(zip([None, *State], row, strict=True))


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person's page: roles and charges by time, and how the account stands."""

    person: Person
    now: Sequence[Grant]
    to_come: Sequence[Grant]
    before: Sequence[Grant]
    charges: Sequence[Charge]
    charges_to_come: Sequence[Charge]
    charges_before: Sequence[Charge]
    sessions: int
    signed_in_at: datetime | None
    has_second_factor: bool


def person_page(actor: Actor, person_id: int, today: date) -> PersonPage:
    """Answer everything that a person's page shows."""
    person = visible_person(actor, person_id)
    last = history_of(f"person:{person.id}", deeds={"session.began"}, limit=1)
    sessions = db.session.scalar(
        select(func.count(Session.id)).where(Session.person_id == person.id)
    )
    grants, charges = person.grants, person.charges
    return PersonPage(
        person=person,
        now=held_on(person, today),
        to_come=[it for it in grants if it.from_on > today],
        before=[it for it in grants if it.to_on is not None and it.to_on < today],
        charges=[
            it for it in charges if it.from_on <= today and (it.to_on is None or it.to_on >= today)
        ],
        charges_to_come=[it for it in charges if it.from_on > today],
        charges_before=[it for it in charges if it.to_on is not None and it.to_on < today],
        sessions=sessions or 0,
        signed_in_at=last[0].at if last else None,
        has_second_factor=has_second_factor(person),
    )


@dataclass(frozen=True, slots=True)
class ToChoose:
    """Persons to choose from; is_cut: there are more, to be found by their names."""

    persons: Sequence[Person]
    is_cut: bool


def persons_to_choose(
    actor: Actor, leaver: Person, words: str, *, chosen: int | None = None, most: int = MOST_CHOICES
) -> ToChoose:
    """Return those in use who may come after somebody, those of the same units first, so many at most.

    chosen: somebody who is among them in any case.
    """
    units = {it.unit_id for it in leaver.grants}
    is_near = Person.id.in_(select(Grant.person_id).where(Grant.unit_id.in_(units)))
    found = db.session.scalars(
        persons_visible_to(actor)
        .where(
            (Person.id == chosen) | (Person.is_active & _is_named(words)),
            Person.id.not_in((leaver.id, actor.id)),
        )
        .options(selectinload(Person.grants).joinedload(Grant.unit), selectinload(Person.charges))
        .order_by(case((Person.id == chosen, 0), (is_near, 1), else_=2), Person.name, Person.id)
        .limit(most + 1)
    ).all()
    return ToChoose(found[:most], is_cut=len(found) > most)


def persons_to_export(
    actor: Actor, filters: PersonFilters, today: date, locked: Collection[str] = ()
) -> Sequence[Person]:
    """Return the persons whom the filters leave, with all that they hold, for a file."""
    return db.session.scalars(
        filtered(actor, filters, today, locked)
        .options(
            selectinload(Person.grants).joinedload(Grant.unit),
            selectinload(Person.charges).joinedload(Charge.unit),
        )
        .order_by(Person.id)
    ).all()


def persons_by_login(logins: Sequence[str]) -> dict[str, Person]:
    """Return these persons by the folded name that they sign in with, with what they hold."""
    return {
        it.login: it
        for it in db.session.scalars(
            select(Person)
            .where(Person.login.in_(logins))
            .options(
                selectinload(Person.grants).joinedload(Grant.unit),
                selectinload(Person.charges).joinedload(Charge.unit),
            )
        )
    }


def units_for_posts() -> Sequence[Unit]:
    """Return every unit that is not closed, the city as a whole among them, in official order."""
    return db.session.scalars(
        select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.position, Unit.id)
    ).all()
