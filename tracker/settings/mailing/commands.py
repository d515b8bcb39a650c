"""What the system administrator does about mails."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import update

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.outgoing import OutgoingState, try_again
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.models import Mail, MailKind
from tracker.people.actor import Actor
from tracker.people.models import Person
from tracker.people.permissions import Permission, may

NOT_YOURS = N_("邮件由系统管理员管理。")
NOT_SET = N_("还没有设置邮件服务器：在启动环境里设 LUOSHI_SMTP_HOST 和 LUOSHI_MAIL_FROM。")
NOT_NOW = N_("这封邮件已经发出、不再需要发，或者正在发、几分钟内就会再发。")
NO_ADDRESS = N_("您还没有登记邮箱，先在人员信息里补上。")


def retry_mail(actor: Actor, mail: Mail, *, now: datetime) -> None:
    """Have a mail that failed tried again at once, and as often as a new one."""
    require(may(actor, Permission.KEEP_MAIL), NOT_YOURS)
    if not try_again(Mail, Mail.id == mail.id, now=now):
        raise RuleBroken(NOT_NOW)
    record(actor, "mail.retried", f"mail:{mail.id}", at=now)


def retry_mails(actor: Actor, *, now: datetime) -> int:
    """Have everything tried again that was given up; returns how many mails."""
    require(may(actor, Permission.KEEP_MAIL), NOT_YOURS)
    tried = try_again(Mail, Mail.state == OutgoingState.GIVEN_UP, now=now)
    if tried:
        record(actor, "mails.retried", "mails:-", at=now, mails=tried)
    return tried


def try_mail(actor: Actor, *, is_set: bool, now: datetime) -> Mail:
    """Send oneself a mail, to see whether mails arrive; is_set: whether there is a mail server.

    One that still waits is thrown away: who mended something wants to see at once whether it helped.
    """
    require(may(actor, Permission.KEEP_MAIL), NOT_YOURS)
    person = db.session.get(Person, actor.id)
    if not is_set:
        raise RuleBroken(NOT_SET)
    if person is None or not person.email:
        raise RuleBroken(NO_ADDRESS)
    db.session.execute(
        update(Mail)
        .where(
            Mail.person_id == person.id,
            Mail.kind == MailKind.TRIAL,
            Mail.state == OutgoingState.WAITING,
        )
        .values(state=OutgoingState.DROPPED, ended_at=now)
    )
    mail = Mail(key=uuid4().hex, kind=MailKind.TRIAL, person_id=person.id, made_at=now, next_at=now)
    db.session.add(mail)
    db.session.flush()
    record(actor, "mail.tried", f"mail:{mail.id}", at=now)
    return mail
