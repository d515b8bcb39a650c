"""A device that gives codes, and pages as somebody without a session sees them."""

from datetime import datetime

import pyotp

from tests.conftest import SECRET_KEY
from tests.town import NOW, Town
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.people import commands
from tracker.people.models import Person


def set_up(town: Town, person: Person) -> pyotp.TOTP:
    """Set a person's device up long ago, so that the codes of now are fresh."""
    before = town.days_ago(1)
    with transaction():
        secret = commands.begin_second_factor(
            town.actor(person),
            db.session.get_one(Person, person.id),
            secret_key=SECRET_KEY,
            now=before,
        )
    device = pyotp.TOTP(secret)
    with transaction():
        commands.confirm_second_factor(
            town.actor(person),
            db.session.get_one(Person, person.id),
            device.at(before),
            secret_key=SECRET_KEY,
            kept_session="",
            now=before,
        )
    return device


def code_of(device: pyotp.TOTP, at: datetime | None = None) -> str:
    """What the device shows now."""
    return device.at(at or now())


__all__ = ["NOW", "code_of", "set_up"]
