"""A second factor: set up, asked for at sign-in, given up, reset."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.engine import CursorResult

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import NotAllowed, RuleBroken, require
from tracker.foundation.sealing import seal, unseal
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor, actor_on
from tracker.people.commands.tokens import token_hash
from tracker.people.models import Person, RecoveryCode, SecondFactor, Session


def has_second_factor(person: Person) -> bool:
    """Whether the person's device was set up and shown to work."""
    factor = db.session.get(SecondFactor, person.id)
    return factor is not None and factor.confirmed_at is not None


def begin_second_factor(actor: Actor, person: Person, *, secret_key: str, now: datetime) -> str:
    """Make a fresh secret for the person's device and return it; it counts once confirmed."""
    if has_second_factor(person):
        raise RuleBroken(rules.SET_UP_ALREADY)
    secret = rules.new_secret()
    sealed = seal(secret, secret_key=secret_key, about=_about(person.id))
    db.session.merge(
        SecondFactor(
            person_id=person.id, secret=sealed, made_at=now, confirmed_at=None, last_step=None
        )
    )
    record(actor, "second_factor.begun", f"person:{person.id}", at=now, name=person.name)
    return secret


def confirm_second_factor(
    actor: Actor, person: Person, code: str, *, secret_key: str, kept_session: str, now: datetime
) -> list[str]:
    """Take the device into use after its first right code, and return fresh recovery codes.

    Every other session of the person ends, and this one gets another token with its next request (C07):
    the answer to this one may be lost. Raises NotAllowed for a wrong code.
    """
    factor = db.session.get(SecondFactor, person.id)
    if factor is None:
        raise RuleBroken(rules.NOT_SET_UP)
    if factor.confirmed_at is not None:
        raise RuleBroken(rules.SET_UP_ALREADY)
    _take(person, code, secret_key=secret_key, now=now)
    factor.confirmed_at = now
    _end_sessions(person, kept_session)
    _expect_renewal(kept_session)
    record(actor, "second_factor.set_up", f"person:{person.id}", at=now, name=person.name)
    return _fresh_codes(person)


def pass_second_factor(
    session: Session, code: str, *, secret_key: str, now: datetime
) -> tuple[Person, bool]:
    """Open a waiting session by a code of the device or a recovery code; the caller renews it.

    Returns the person, and whether a recovery code was used. Raises NotAllowed for a wrong one.
    """
    person = session.person
    is_recovery = not _is_taken(person, code, secret_key=secret_key, now=now)
    if is_recovery and not _use_recovery(person, code, now):
        raise NotAllowed(rules.WRONG_CODE)
    session.awaits_code = False
    session.began_at = session.seen_at = now
    doer = actor_on(person, local_date(now))
    record(doer, "session.began", f"person:{person.id}", at=now)
    if is_recovery:
        left = recovery_codes_left(person)
        record(doer, "recovery_code.used", f"person:{person.id}", at=now, left=left)
    return person, is_recovery


def remove_second_factor(
    actor: Actor,
    person: Person,
    code: str,
    *,
    is_needed: bool,
    secret_key: str,
    kept_session: str,
    now: datetime,
) -> None:
    """Give up one's own second factor, proved by a code; refused to those who must have one."""
    if is_needed:
        raise RuleBroken(rules.MUST_HAVE)
    _check_in_use(person)
    _take(person, code, secret_key=secret_key, now=now)
    _forget(person)
    _end_sessions(person, kept_session)
    _expect_renewal(kept_session)
    record(actor, "second_factor.given_up", f"person:{person.id}", at=now, name=person.name)


def renew_recovery_codes(
    actor: Actor, person: Person, code: str, *, secret_key: str, now: datetime
) -> list[str]:
    """Replace one's recovery codes by fresh ones, proved by a code of the device."""
    _check_in_use(person)
    _take(person, code, secret_key=secret_key, now=now)
    record(actor, "recovery_codes.renewed", f"person:{person.id}", at=now, name=person.name)
    return _fresh_codes(person)


def reset_second_factor(actor: Actor, person: Person, *, now: datetime) -> None:
    """Take a lost device's codes out of use; the person signs in by password and sets up anew."""
    require(rules.may_reset_second_factor(actor), rules.ONLY_SECURITY_ADMIN)
    require(actor.id != person.id, rules.NOT_ONES_OWN)
    _check_in_use(person)
    _forget(person)
    _end_sessions(person, "")
    record(actor, "second_factor.reset", f"person:{person.id}", at=now, name=person.name)


def recovery_codes_left(person: Person) -> int:
    """Return how many recovery codes are still good."""
    left = db.session.scalar(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
        )
    )
    return left or 0


def pending_secret(person: Person, *, secret_key: str) -> str | None:
    """Return the secret that waits for its first code, or None."""
    factor = db.session.get(SecondFactor, person.id)
    if factor is None or factor.confirmed_at is not None:
        return None
    return _readable(factor, secret_key)


def _readable(factor: SecondFactor, secret_key: str) -> str | None:
    """Return the device's secret, or None where it was sealed under another key of the installation.

    Then no code of the device is right any more; the recovery codes are, and a device can be set up anew.
    """
    try:
        return unseal(factor.secret, secret_key=secret_key, about=_about(factor.person_id))
    except RuleBroken:
        return None


def _take(person: Person, code: str, *, secret_key: str, now: datetime) -> None:
    if not _is_taken(person, code, secret_key=secret_key, now=now):
        raise NotAllowed(rules.WRONG_CODE)


def _is_taken(person: Person, code: str, *, secret_key: str, now: datetime) -> bool:
    """Use a code up; of two who send the same at once one succeeds, in whichever process."""
    factor = db.session.get(SecondFactor, person.id)
    if factor is None:
        return False
    secret = _readable(factor, secret_key)
    step = rules.step_of(secret, code, now) if secret else None
    if step is None:
        return False
    is_later = or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < step)
    return _changes_one(
        update(SecondFactor)
        .where(SecondFactor.person_id == person.id, is_later)
        .values(last_step=step)
    )


def _use_recovery(person: Person, code: str, now: datetime) -> bool:
    is_it: ColumnElement[bool] = RecoveryCode.code_hash == rules.recovery_hash(code)
    return _changes_one(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person.id, is_it, RecoveryCode.used_at.is_(None))
        .values(used_at=now)
    )


def _changes_one(statement: object) -> bool:
    done = db.session.execute(statement)  # type: ignore[call-overload]  # any UPDATE
    return isinstance(done, CursorResult) and done.rowcount == 1


def _check_in_use(person: Person) -> None:
    if not has_second_factor(person):
        raise RuleBroken(rules.NOT_SET_UP)


def _fresh_codes(person: Person) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = rules.new_recovery_codes()
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=rules.recovery_hash(it)) for it in codes
    )
    return codes


def _forget(person: Person) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))


def _end_sessions(person: Person, kept_session: str) -> None:
    db.session.execute(
        delete(Session).where(
            Session.person_id == person.id, Session.token_hash != token_hash(kept_session)
        )
    )


def _expect_renewal(kept_session: str) -> None:
    """Have the session get another token at its next request: how its owner is known has changed."""
    db.session.execute(
        update(Session).where(Session.token_hash == token_hash(kept_session)).values(privileges="")
    )


def _about(person_id: int) -> str:
    return f"second_factor:{person_id}"
