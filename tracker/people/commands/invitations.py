"""Links by which a person sets a password once: made, used, thrown away."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import NotFound, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.commands.passwords import set_password
from tracker.people.commands.persons import end_links, roles_to_come
from tracker.people.commands.tokens import token_hash
from tracker.people.models import Invitation, Person, Purpose, SignInFailure

ONLY_SYSTEM_ADMIN = N_("设置密码的链接由系统管理员生成。")
OVER = N_("这个链接已经用过、过期或者不对。请联系系统管理员重新生成。")
MADE = {Purpose.INVITATION: "account.invited", Purpose.RESET: "password.reset_begun"}
USED = {Purpose.INVITATION: "account.opened", Purpose.RESET: "password.reset"}


def make_link(actor: Actor, person: Person, *, now: datetime) -> str:
    """Return the token of a new link for a person; earlier ones are no longer good.

    The person's password holds on until the link is used.
    """
    require(rules.may_invite(actor), ONLY_SYSTEM_ADMIN)
    # Held, so that nobody makes an admin of the person meanwhile.
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    rules.check_can_be_invited(
        actor,
        person.id,
        is_active=person.is_active,
        roles_to_come=roles_to_come(person, local_date(now)),
    )
    token = secrets.token_urlsafe(32)
    purpose = Purpose.RESET if person.password_hash else Purpose.INVITATION
    end_links(person)
    db.session.add(
        Invitation(token_hash=token_hash(token), person_id=person.id, purpose=purpose, made_at=now)
    )
    record(actor, MADE[purpose], f"person:{person.id}", at=now, name=person.name)
    return token


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """Return the link that this token opens; refuses one that is used, over or unknown."""
    found = db.session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))
    if found is None or now - found.made_at > rules.LINK_LASTS or not found.person.is_active:
        raise NotFound(OVER)
    return found


def is_good(token: str, *, now: datetime) -> bool:
    """Whether this token still opens a link."""
    try:
        invitation_of(token, now=now)
    except NotFound:
        return False
    return True


def use_link(token: str, password: str, *, now: datetime) -> Person:
    """Set the password of the person whom the link was made for; it works once.

    Raises rules.PasswordFault when the profile does not take the password; the link stays good.
    """
    invitation = invitation_of(token, now=now)
    person, purpose = invitation.person, invitation.purpose
    # Of two at once the second finds nothing to throw away.
    gone = db.session.execute(
        delete(Invitation).where(Invitation.id == invitation.id).returning(Invitation.id)
    )
    if gone.scalar() is None:
        raise NotFound(OVER)
    set_password(person, password, now=now)
    # Whoever forgot a password has tried a few; it is another one now. The device is the same.
    db.session.execute(
        delete(SignInFailure).where(
            SignInFailure.login == person.login, SignInFailure.is_second_factor.is_(False)
        )
    )
    record(person, USED[purpose], f"person:{person.id}", at=now, name=person.name)
    return person
