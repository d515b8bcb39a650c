"""Chasing units about their work (催办), the unit's answer, and taking a paper back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.commands import Recipient, tell
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.people.queries import recipient, recipients, sending_office
from tracker.workplan.tasks.chases import limits, queries, rules
from tracker.workplan.tasks.chases.models import Chase, ChaseItem, NoticeLevel
from tracker.workplan.tasks.chases.printing import number_of
from tracker.workplan.tasks.chases.rules import Letter
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.commands.numbering import last_ordinal


def chase(
    actor: Actor, letters: Sequence[Letter], *, knowing: Collection[int] = (), now: datetime
) -> list[Chase]:
    """Send a paper to each unit, all or none.

    knowing: the assignments of which the sender was shown that they were chased lately.
    """
    today = local_date(now)
    ids = [it.id for letter in letters for it in letter.assignments]
    for letter in letters:
        require(
            all(rules.may_chase(actor, it.unit_id) for it in letter.assignments),
            rules.SENDERS_ONLY,
        )
        rules.check_letter(letter, today)
    if len(set(ids)) < len(ids):
        raise RuleBroken(N_("同一件任务写进了两张督办单。"))
    ordinal = last_ordinal(Chase, today.year)
    lately = queries.chased_lately(actor, ids, limits.burden_begins(today))
    rules.check_burden(lately, knowing)
    return [_send(actor, letter, ordinal + place, now) for place, letter in enumerate(letters, 1)]


def _send(actor: Actor, letter: Letter, ordinal: int, now: datetime) -> Chase:
    today, first = local_date(now), letter.assignments[0]
    sent = Chase(
        year=today.year,
        ordinal=ordinal,
        unit=first.unit,
        office=sending_office(actor),
        level=letter.level,
        text=letter.text.strip(),
        sent_on=today,
        answer_due_on=letter.answer_due_on,
        sent_at=now,
        sent_by_id=person_id(actor),
    )
    sent.items = [
        ChaseItem(
            assignment=it,
            position=place,
            title=it.task.title,
            state=it.state,
            percent=it.percent,
            due_on=it.due_on,
            days_late=rules.days_late(it, today),
        )
        for place, it in enumerate(letter.assignments, 1)
    ]
    db.session.add(sent)
    db.session.flush()
    record(
        actor,
        "chase.sent",
        f"chase:{sent.id}",
        at=now,
        number=number_of(sent),
        unit=first.unit.name,
        notice_level=sent.level.value,
        text=sent.text,
        answer_due_on=sent.answer_due_on,
        assignments=[it.task.number for it in letter.assignments],
    )
    tell(
        _people_of(sent, now),
        "chase.sent",
        about=f"chase:{sent.id}",
        title=f"收到{rules.LEVEL_WORDS[sent.level]}单：{first.task.title}",
        reason=f"{first.unit.name}承办的{len(sent.items)}件任务被催办",
        address=f"/chases/{sent.id}",
        at=now,
        urgent=sent.level is NoticeLevel.RED,
    )
    return sent


def answer_chase(
    actor: Actor, sent: Chase, *, words: str, now: datetime, version: int | None = None
) -> Chase:
    """Answer a paper for the unit that got it.

    It is answered once: what the office has read stays as it was read; what comes later belongs
    into the progress entries.
    """
    require(rules.may_answer(actor, sent), rules.HEADS_ONLY)
    check_version(version, sent)
    rules.check_waits(sent)
    words = words.strip()
    rules.check_answer(words)
    sent.answer, sent.answered_at, sent.answered_by_id = words, now, person_id(actor)
    record(actor, "chase.answered", f"chase:{sent.id}", at=now)
    tell(
        recipient(sent.sent_by_id, label=sent.items[0].assignment.task.label),
        "chase.answered",
        about=f"chase:{sent.id}",
        title=f"{sent.unit.name}回复了督办单：{sent.items[0].title}",
        reason=f"您发出的{number_of(sent)}",
        address=f"/chases/{sent.id}",
        at=now,
    )
    return sent


def withdraw_chase(
    actor: Actor, sent: Chase, *, reason: str, now: datetime, version: int | None = None
) -> Chase:
    """Take a paper back on the day it was sent, before the unit answered; it stays to be read."""
    require(rules.may_chase(actor, sent.unit_id), rules.SENDERS_ONLY)
    require(actor.id == sent.sent_by_id, rules.OWN_DEED_ONLY)
    check_version(version, sent)
    rules.check_withdrawal(sent, local_date(now))
    reason = reason.strip()
    if not reason:
        raise RuleBroken(N_("请写明理由。"))
    sent.withdrawal_reason, sent.withdrawn_at, sent.withdrawn_by_id = reason, now, person_id(actor)
    record(actor, "chase.withdrawn", f"chase:{sent.id}", at=now, reason=reason)
    tell(
        _people_of(sent, now),
        "chase.withdrawn",
        about=f"chase:{sent.id}",
        title=f"督办单已撤回：{sent.items[0].title}",
        reason=f"发给{sent.unit.name}的{number_of(sent)}",
        address=f"/chases/{sent.id}",
        at=now,
    )
    return sent


def _people_of(sent: Chase, now: datetime) -> list[Recipient]:
    """Return the heads and contacts of the unit who may see what the paper is about."""
    label = sent.items[0].assignment.task.label
    return [
        it
        for role in (Role.HEAD, Role.CONTACT)
        for it in recipients(role, [sent.unit_id], local_date(now), label=label)
    ]
