"""The one mail a day: each person's open messages, where something came since the last one."""

from datetime import datetime

from flask import current_app
from sqlalchemy import exists, select, update

from tracker.foundation.calendar import calendar
from tracker.foundation.clock import HERE
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Outdated
from tracker.foundation.settings import value_of
from tracker.messages.limits import DIGEST_AT
from tracker.messages.models import Delivery, Mail, MailKind, Receipt


def digest_day(now: datetime) -> None:
    """Make each person's digest of the day, on working days from the set hour on.

    It is composed when it is sent; here it is only made sure that there is one, and one alone.
    """
    local = now.astimezone(HERE)
    if current_app.config["MAIL"] is None or not calendar().is_workday(local.date()):
        return
    if local.time() < value_of(DIGEST_AT):
        return
    day = local.date().isoformat()
    for person_id in _waiting(day):
        try:
            with transaction(is_deed=False):
                _make(person_id, _key(person_id, day), now)
        except Outdated:
            # Another worker made it at the same moment.
            continue


def _waiting(day: str) -> list[int]:
    """Return who has something for a digest, and none of this day yet."""
    people = db.session.scalars(
        select(Receipt.person_id)
        .join(Delivery, Delivery.receipt_id == Receipt.id)
        .where(Delivery.mail_id.is_(None))
        .distinct()
        .order_by(Receipt.person_id)
    ).all()
    keys = {_key(it, day): it for it in people}
    made = set(db.session.scalars(select(Mail.key).where(Mail.key.like(f"digest:%:{day}"))))
    return [it for key, it in keys.items() if key not in made]


def _make(person_id: int, key: str, now: datetime) -> None:
    if db.session.scalar(select(exists().where(Mail.key == key))):
        return
    mail = Mail(key=key, kind=MailKind.DIGEST, person_id=person_id, made_at=now, next_at=now)
    db.session.add(mail)
    db.session.flush()
    mine = select(Receipt.id).where(Receipt.person_id == person_id)
    db.session.execute(
        update(Delivery)
        .where(Delivery.mail_id.is_(None), Delivery.receipt_id.in_(mine))
        .values(mail_id=mail.id)
        .execution_options(synchronize_session=False)
    )


def _key(person_id: int, day: str) -> str:
    return f"digest:{person_id}:{day}"
