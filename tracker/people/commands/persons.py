"""Persons: entered, corrected, disabled, enabled; their telephone numbers shown and handed out."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from tracker.foundation.db import db
from tracker.foundation.errors import Outdated, RuleBroken, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.models import (
    CalendarLink,
    Grant,
    Invitation,
    Person,
    RecoveryCode,
    Role,
    Session,
)

ONLY_SYSTEM_ADMIN = N_("人员信息和账号由系统管理员维护。")
NOT_YOURS = N_("您的职责不包括查看人员信息。")
ONLY_SECURITY_ADMIN = N_("人员名单由安全管理员导出。")
NO_PHONE = N_("没有登记电话。")
FIELDS = ("login", "name", "post", "phone", "email")


def create_person(actor: Actor, data: rules.PersonData, *, now: datetime) -> Person:
    """Enter somebody; the account is inert until it is invited and a role is granted."""
    require(rules.may_keep_persons(actor), ONLY_SYSTEM_ADMIN)
    login = rules.checked_login(data.login)
    rules.check_data(name=data.name, post=data.post, phone=data.phone or "", email=data.email)
    _check_free(login)
    person = Person(
        login=login, name=data.name, post=data.post, phone=data.phone or "", email=data.email
    )
    db.session.add(person)
    db.session.flush()
    record(
        actor, "person.created", f"person:{person.id}", at=now, name=person.name, login=person.login
    )
    return person


def edit_person(
    actor: Actor,
    person: Person,
    data: rules.PersonData,
    *,
    today: date,
    now: datetime,
    version: int,
) -> Person:
    """Correct a person's data, of which `version` was seen; roles and accounts are other deeds.

    The journal names what was and what is, but of a telephone number only its masked form.
    """
    require(rules.may_keep_persons(actor), ONLY_SYSTEM_ADMIN)
    _check_seen(version, person)
    phone = person.phone if data.phone is None else data.phone
    rules.check_data(name=data.name, post=data.post, phone=phone, email=data.email)
    wanted = {
        "login": rules.checked_login(data.login),
        "name": data.name,
        "post": data.post,
        "phone": phone,
        "email": data.email,
    }
    changed = [name for name, value in wanted.items() if value != getattr(person, name)]
    if not changed:
        return person
    rules.check_sign_in_kept(roles_to_come(person, today), changed)
    if "login" in changed:
        _check_free(wanted["login"])
    was = {name: _told(person, name) for name in changed}
    for name in changed:
        setattr(person, name, wanted[name])
    if {"login", "email"}.intersection(changed):
        # Whoever was sent a link under the old address must not come in by it (C10).
        end_links(person)
    record(
        actor,
        "person.edited",
        f"person:{person.id}",
        at=now,
        name=person.name,
        was=[f"{name}={was[name]}" for name in changed],
        now=[f"{name}={_told(person, name)}" for name in changed],
    )
    return person


def disable_person(
    actor: Actor, person: Person, *, reason: str, today: date, now: datetime, version: int
) -> Person:
    """Put an account out of use; everything that it could sign in with ends at once (C08)."""
    require(rules.may_keep_persons(actor), ONLY_SYSTEM_ADMIN)
    _check_seen(version, person)
    # Held, so that nobody makes an admin of the person meanwhile.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    roles = roles_to_come(person, today)
    rules.check_can_be_disabled(actor, person.id, roles, is_active=person.is_active, reason=reason)
    return put_out_of_use(actor, person, reason=reason, now=now)


def put_out_of_use(actor: Actor, person: Person, *, reason: str, now: datetime) -> Person:
    """Close an account and all its credentials; whether that may be is for the deed that asks."""
    person.is_active = False
    person.disabled_at = now
    person.disabled_reason = reason
    end_credentials(person)
    record(actor, "person.disabled", f"person:{person.id}", at=now, name=person.name, reason=reason)
    return person


def enable_person(actor: Actor, person: Person, *, now: datetime, version: int) -> Person:
    """Put an account into use again, with the roles that are still in force."""
    require(rules.may_keep_persons(actor), ONLY_SYSTEM_ADMIN)
    _check_seen(version, person)
    rules.check_is_disabled(is_active=person.is_active)
    person.is_active = True
    person.disabled_at = None
    person.disabled_reason = ""
    record(actor, "person.enabled", f"person:{person.id}", at=now, name=person.name)
    return person


def end_credentials(person: Person) -> None:
    """End everything that the person could sign in with: the one place that knows every kind.

    Whoever adds a kind of credential (token, link, code) ends it here, and adds it to
    `test_nothing_survives_disabling`.
    """
    db.session.execute(delete(Session).where(Session.person_id == person.id))
    end_links(person)
    # The second factor itself stays: it lets nobody in alone, and guards the account when it is enabled again.
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.execute(delete(CalendarLink).where(CalendarLink.person_id == person.id))


def end_links(person: Person) -> None:
    """Throw the person's links away: with a change of the account they are no longer good."""
    db.session.execute(delete(Invitation).where(Invitation.person_id == person.id))


def show_phone(actor: Actor, person: Person, *, now: datetime) -> str:
    """Give a telephone number in full, and write down who asked for it."""
    require(rules.may_show_phones(actor), NOT_YOURS)
    if not person.phone:
        raise RuleBroken(NO_PHONE)
    record(actor, "person.phone_shown", f"person:{person.id}", at=now, name=person.name)
    return person.phone


def note_export(actor: Actor, *, persons: int, is_full: bool, now: datetime) -> None:
    """Write down that a list of persons left; is_full: with telephone numbers in full."""
    require(rules.may_export_persons(actor), ONLY_SECURITY_ADMIN)
    record(
        actor,
        "persons.exported",
        "list:persons",
        at=now,
        count=persons,
        phones=N_("完整") if is_full else N_("隐去"),
    )


def import_persons(
    actor: Actor, rows: Sequence[rules.PersonData], *, now: datetime
) -> list[Person]:
    """Enter all these persons or none of them; those who are there already are refused."""
    require(rules.may_keep_persons(actor), ONLY_SYSTEM_ADMIN)
    entered = [create_person(actor, row, now=now) for row in rows]
    record(actor, "persons.imported", "list:persons", at=now, count=len(entered))
    return entered


def roles_to_come(person: Person, today: date) -> frozenset[Role]:
    """Return the roles that the person holds today or will hold later."""
    return frozenset(
        db.session.scalars(
            select(Grant.role).where(
                Grant.person_id == person.id, Grant.to_on.is_(None) | (Grant.to_on >= today)
            )
        )
    )


def _check_seen(seen: int, person: Person) -> None:
    """Refuse a change of an older copy; what others left is told without the telephone number."""
    if seen != person.version:
        raise Outdated({name: _told(person, name) for name in FIELDS})


def _told(person: Person, name: str) -> str:
    return person.masked_phone if name == "phone" else str(getattr(person, name))


def _check_free(login: str) -> None:
    """Refuse a name that somebody signs in with; of two at once the index keeps one out."""
    if db.session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise RuleBroken(rules.LOGIN_TAKEN)
