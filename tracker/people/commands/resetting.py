"""A password set anew on the machine: the way back in where nobody may make a link (三员)."""

from datetime import datetime

from sqlalchemy import delete, select

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound, RuleBroken
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import SYSTEM
from tracker.people.commands.passwords import set_password
from tracker.people.models import Person, RecoveryCode, SecondFactor, SignInFailure

NOBODY = N_("没有这个用户名。")
NO_DEVICE = N_("这个账号没有设置动态口令，不用重置；请去掉 --second-factor。")


def reset_on_machine(login: str, password: str, *, forgets_device: bool, now: datetime) -> Person:
    """Give somebody a password that must be changed at the first sign-in; every session ends.

    forgets_device: the second factor is set up anew too; otherwise it is asked for as before.
    Raises rules.PasswordFault when the profile does not take the password.
    """
    person = db.session.scalar(
        select(Person).where(Person.login == rules.folded_login(login)).with_for_update()
    )
    if person is None:
        raise NotFound(NOBODY)
    if not person.is_active:
        raise RuleBroken(rules.OUT_OF_USE)
    if forgets_device:
        _forget_device(person, now)
    set_password(person, password, now=now, is_given=True)
    forgotten = delete(SignInFailure).where(SignInFailure.login == person.login)
    if not forgets_device:
        forgotten = forgotten.where(SignInFailure.is_second_factor.is_(False))
    db.session.execute(forgotten)
    record(SYSTEM, "password.reset_on_machine", f"person:{person.id}", at=now, name=person.name)
    return person


def _forget_device(person: Person, now: datetime) -> None:
    factor = db.session.get(SecondFactor, person.id)
    if factor is None:
        raise RuleBroken(NO_DEVICE)
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.delete(factor)
    record(SYSTEM, "second_factor.reset", f"person:{person.id}", at=now, name=person.name)
