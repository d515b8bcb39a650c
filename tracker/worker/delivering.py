"""Sending mails: what is due is claimed, composed as its reader may see it now, and handed in."""

import logging
from datetime import datetime, timedelta
from time import monotonic

from flask import current_app
from sqlalchemy import exists, select

from tracker.config import MailServer
from tracker.foundation.addresses import from_outside
from tracker.foundation.clock import local_date
from tracker.foundation.db import db, transaction
from tracker.foundation.outgoing import Claim, claim, note_dropped, note_failed, note_sent
from tracker.foundation.words import N_
from tracker.inbox.queries import digest_items, urgent_item
from tracker.messages.digest import MOST_LINES, Letter, digest, trial_letter, urgent_letter
from tracker.messages.mail import Post, Undelivered, as_email
from tracker.messages.models import Delivery, Mail, MailKind
from tracker.people.actor import Actor, actor_on
from tracker.people.models import Person

STALE = timedelta(days=3)
"""An urgent mail that nobody tried to send for so long is no news: mails were just turned on."""
LONGEST_RUN = 50
"""Seconds after which a run takes no further mail: the next one goes on."""
INBOX = "/messages"
BROKEN = N_("没有写成：{error}")
log = logging.getLogger("luoshi.worker")


def deliver(now: datetime) -> None:
    """Send what is due, one mail after the other; nothing where no mail server is set.

    A server that cannot be reached ends the run: what waits behind is none the worse for it.
    """
    server: MailServer | None = current_app.config["MAIL"]
    if server is None:
        return
    began = monotonic()
    with Post(server) as post:
        while monotonic() - began < LONGEST_RUN:
            with transaction(is_deed=False):
                held = claim(Mail, now=now, most=1)
            if not held or not _send(post, server, held[0], now):
                return


def _send(post: Post, server: MailServer, held: Claim, now: datetime) -> bool:
    """Send one mail and note what came of it; whether the server takes further ones.

    One that cannot even be written holds up no other, and is given up in the end like any.
    """
    try:
        return _try(post, server, held, now)
    except Exception as error:
        log.exception("mail %s broke off", held.id)
        db.session.rollback()
        with transaction(is_deed=False):
            note_failed(Mail, held, BROKEN.format(error=type(error).__name__), now=now)
        return True


def _try(post: Post, server: MailServer, held: Claim, now: datetime) -> bool:
    try:
        composed = _compose(held, now)
        if composed is None:
            with transaction(is_deed=False):
                note_dropped(Mail, held, now=now)
            return True
        letter, to, key = composed
        answer = post.send(as_email(letter, to=to, key=key, server=server, now=now), to=to)
    except Undelivered as failure:
        with transaction(is_deed=False):
            note_failed(Mail, held, failure.answer, now=now, for_good=failure.for_good)
        return not failure.is_server
    with transaction(is_deed=False):
        note_sent(Mail, held, now=now, answer=answer)
    return True


def _compose(held: Claim, now: datetime) -> tuple[Letter, str, str] | None:
    """Return what the mail says, its address and its key; None where there is nothing to say any more."""
    mail = db.session.get(Mail, held.id)
    person = db.session.get(Person, mail.person_id) if mail is not None else None
    if mail is None or person is None or not person.is_active or not person.email:
        return None
    # What was tried once and is tried again by hand has an answer, and is sent however old it is.
    is_first = held.attempts == 1 and not mail.answer
    letter = _letter(mail, actor_on(person, local_date(now)), is_first=is_first, now=now)
    found = None if letter is None else (letter, person.email, mail.key)
    # Nothing of the database is held while the server takes its time.
    db.session.rollback()
    return found


def _letter(mail: Mail, actor: Actor, *, is_first: bool, now: datetime) -> Letter | None:
    address = from_outside(INBOX)
    if mail.kind is MailKind.TRIAL:
        return trial_letter(actor.name, at=mail.made_at, address=address)
    if mail.kind is MailKind.AT_ONCE:
        receipts = db.session.scalars(
            select(Delivery.receipt_id).where(Delivery.mail_id == mail.id)
        ).all()
        is_stale = is_first and now - mail.made_at > STALE
        item = None if is_stale else urgent_item(actor, receipts)
        return None if item is None else urgent_letter(actor.name, item, address=address)
    if _is_overtaken(mail):
        return None
    items, total = digest_items(actor, MOST_LINES)
    return digest(actor.name, items, total, on=local_date(mail.made_at), address=address)


def _is_overtaken(mail: Mail) -> bool:
    """Whether a later day's digest is on its way: the earlier one would say the same."""
    later = exists().where(
        Mail.kind == MailKind.DIGEST,
        Mail.person_id == mail.person_id,
        Mail.made_at > mail.made_at,
    )
    return bool(db.session.scalar(select(later)))
