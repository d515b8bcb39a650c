"""How somebody proves who they are, and for how long that holds."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model
from tracker.people.models.persons import Person


class Session(Model):
    """A signed-in browser; only the SHA-256 of its token is kept.

    awaits_code: the password was right, the second factor is still asked for; nothing is open yet.
    privileges: a digest of the roles that the person held when the token was given: another token
    is given when they change. address, browser: by which its owner tells it from others.
    """

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    awaits_code: Mapped[bool] = mapped_column(default=False)
    privileges: Mapped[str] = mapped_column(String(64), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    browser: Mapped[str] = mapped_column(String(60), default="")

    person: Mapped[Person] = relationship()


class Shown(Model):
    """What a session was shown once (a link, recovery codes), sealed: it is shown again for minutes.

    The second of two clicks, or a page that was lost on its way, must not cost it. It goes with the
    session.
    """

    __tablename__ = "shown"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("session.id", ondelete="CASCADE"), primary_key=True
    )
    about: Mapped[str] = mapped_column(String(60), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


class SecondFactor(Model):
    """A person's one-time codes (TOTP, RFC 6238); `secret` is sealed.

    confirmed_at: None until the person has shown that their device gives the right codes.
    last_step: the latest step (30 s since 1970) whose code was taken: no code is taken twice.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None] = mapped_column(BigInteger)


class RecoveryCode(Model):
    """A code for the day on which the device is lost; only its SHA-256 is kept, good for once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class SignInFailure(Model):
    """An attempt that did not succeed; kept in the database, where all workers count it.

    login: the name as it was typed, folded; nobody needs to have it. network: where it came from,
    the /24 or /64 around the address. counts: not where the door was shut already.
    """

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_login_at", "login", "at"),
        Index("ix_sign_in_failure_network_at", "network", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60))
    network: Mapped[str] = mapped_column(String(45))
    is_second_factor: Mapped[bool] = mapped_column(default=False)
    counts: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime] = mapped_column(index=True)


class FormerPassword(Model):
    """The hash of a password that somebody had before, so that it is not taken again."""

    __tablename__ = "former_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    replaced_at: Mapped[datetime]


class Purpose(StrEnum):
    """What a link is good for."""

    INVITATION = "invitation"
    RESET = "reset"


class Invitation(Model):
    """A link by which one person sets a password once; only the SHA-256 of its token is kept.

    There is one at most for a person; it is deleted when it is used or no longer good.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    purpose: Mapped[Purpose]
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class CalendarLink(Model):
    """A person's private address of due dates for a calendar program, one at most.

    Only the SHA-256 of its token is kept. It shows dates and opens nothing: whoever holds it can do
    nothing in the person's name.
    """

    __tablename__ = "calendar_link"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
