"""What the page of mails asks; nothing here tells what a mail says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, false, func, select, true

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.outgoing import OutgoingState, may_be_tried
from tracker.foundation.paging import Page, page_of
from tracker.foundation.runs import JobRun, is_worker_there, worker_seen_at
from tracker.foundation.words import N_
from tracker.messages.models import Mail, MailKind
from tracker.people.actor import Actor
from tracker.people.models import Person
from tracker.people.permissions import Permission, may

TOO_LONG = timedelta(hours=1)
"""A mail that waits longer than this waits for somebody to look."""
KIND_WORDS = {
    MailKind.DIGEST: N_("每天汇总"),
    MailKind.AT_ONCE: N_("紧急消息"),
    MailKind.TRIAL: N_("测试邮件"),
}


class ShownMails(StrEnum):
    """Which mails the page lists."""

    GIVEN_UP = OutgoingState.GIVEN_UP
    WAITING = OutgoingState.WAITING
    SENT = OutgoingState.SENT
    DROPPED = OutgoingState.DROPPED


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail and whom it is for; the address is the one that it would go to now.

    is_retried: whether it may be tried again by hand at this moment.
    """

    mail: Mail
    name: str
    email: str
    is_retried: bool


@dataclass(frozen=True, slots=True)
class Worker:
    """How the second process does; seen_at: None where none was ever seen; faults: jobs that broke off last.

    late: how many mails wait too long.
    """

    seen_at: datetime | None
    is_there: bool
    faults: Sequence[JobRun]
    late: int


def mails_visible_to(actor: Actor) -> Select[Mail]:
    """Begin every question about mails here."""
    return select(Mail).where(true() if may(actor, Permission.KEEP_MAIL) else false())


def visible_mail(actor: Actor, mail_id: int) -> Mail:
    """Find one mail."""
    found = db.session.scalar(mails_visible_to(actor).where(Mail.id == mail_id))
    if found is None:
        raise NotFound(N_("没有这封邮件，或者发送记录已经清理。"))
    return found


def mail_page(actor: Actor, shown: ShownMails, number: int, *, now: datetime) -> Page[MailRow]:
    """Answer one page of the mails of a state, the latest first; what waits by when it is tried next."""
    question = mails_visible_to(actor).where(Mail.state == OutgoingState(shown.value))
    order = Mail.next_at if shown is ShownMails.WAITING else Mail.ended_at.desc()
    page = page_of(question.order_by(order, Mail.id.desc()), number)
    found = db.session.execute(
        select(Person.id, Person.name, Person.email).where(
            Person.id.in_([it.person_id for it in page.rows])
        )
    )
    people = {person_id: (name, email) for person_id, name, email in found}
    rows = [MailRow(it, *people[it.person_id], may_be_tried(it, now)) for it in page.rows]
    return Page(rows, page.number, page.total, page.size)


def mail_counts(actor: Actor) -> dict[ShownMails, int]:
    """Count the mails of each state, in one question."""
    counted = dict(
        db.session.execute(
            mails_visible_to(actor)
            .with_only_columns(Mail.state, func.count(Mail.id))
            .group_by(Mail.state)
        ).all()
    )
    return {shown: counted.get(OutgoingState(shown.value), 0) for shown in ShownMails}


def worker(now: datetime) -> Worker:
    """Return how the second process does."""
    runs = db.session.scalars(select(JobRun).where(JobRun.fault != "").order_by(JobRun.name)).all()
    return Worker(worker_seen_at(), is_worker_there(now), runs, waiting_too_long(now))


def waiting_too_long(now: datetime) -> int:
    """Count the mails that wait longer than they should."""
    question = select(func.count(Mail.id)).where(
        Mail.state == OutgoingState.WAITING, Mail.made_at < now - TOO_LONG
    )
    return db.session.scalar(question) or 0
