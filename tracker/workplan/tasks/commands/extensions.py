"""Asking for a later due date, saying what one thinks of it, deciding, taking it back.

A decision is not undone: the next request, or a supervisor's change of the date, follows it. What a
supervisor proposed is changed by proposing again, as long as nobody has decided.
"""

from datetime import date, datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.permissions import Permission
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.commands.decisions import in_words, keep_decision
from tracker.workplan.tasks.commands.events import note_date, person_id
from tracker.workplan.tasks.commands.telling_of_extensions import (
    settle_request,
    tell_of_asking,
    tell_of_decision,
    tell_of_proposal,
)
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.extensions import rules
from tracker.workplan.tasks.extensions.models import Extension, ExtensionState
from tracker.workplan.tasks.extensions.queries import pending_of
from tracker.workplan.tasks.models import Assignment, Duty, Mode
from tracker.workplan.tasks.queries import answering
from tracker.workplan.tasks.rules import NOT_YOURS, Mover

State = ExtensionState


def ask_extension(
    actor: Actor,
    assignment: Assignment,
    *,
    due_on: date,
    reason: str,
    progress: str,
    now: datetime,
    version: int | None = None,
) -> Extension:
    """Ask for a later due date, saying why and how far the work is; one at a time."""
    require(rules.may_ask(actor, assignment), rules.ASKS_FIRST)
    check_version(version, assignment)
    reason, progress = reason.strip(), progress.strip()
    rules.check_ask(
        assignment,
        due_on,
        local_date(now),
        reason=reason,
        progress=progress,
        allows_late=value_of(limits.LATE_EXTENSIONS),
    )
    if pending_of(assignment) is not None:
        raise RuleBroken(N_("这件承办已有一份延期申请等着办理，不能再提一份。"))
    asked = Extension(
        assignment=assignment,
        unit_id=assignment.unit_id,
        state=State.ASKED,
        due_on=assignment.due_on,
        wanted_on=due_on,
        reason=reason,
        progress=progress,
        percent=assignment.percent,
        asked_on=local_date(now),
        asked_at=now,
        asked_by_id=person_id(actor),
    )
    db.session.add(asked)
    record(
        actor,
        "extension.asked",
        f"assignment:{assignment.id}",
        at=now,
        due_on=asked.due_on,
        wanted_on=due_on,
        reason=reason,
    )
    db.session.flush()
    tell_of_asking(actor, asked, at=now)
    return asked


def withdraw_extension(
    actor: Actor, extension: Extension, *, now: datetime, version: int | None = None
) -> Extension:
    """Take a request back before it is decided."""
    require(rules.may_ask(actor, extension.assignment), rules.ASKS_FIRST)
    check_version(version, extension)
    rules.check_withdrawal(extension)
    _end(actor, extension, State.WITHDRAWN, now)
    settle_request(extension, at=now)
    record(actor, "extension.withdrawn", _subject(extension), at=now, wanted_on=extension.wanted_on)
    return extension


def propose_extension(
    actor: Actor,
    extension: Extension,
    *,
    supports: bool,
    due_on: date | None = None,
    opinion: str = "",
    now: datetime,
    version: int | None = None,
) -> Extension:
    """Tell the leader what to make of a request; again, to change what was said.

    due_on: another day than the unit asks for; without one its own is meant.
    """
    require(rules.may_propose(actor, extension.assignment), rules.PROPOSES)
    check_version(version, extension)
    opinion = opinion.strip()
    day = (due_on or extension.wanted_on) if supports else None
    rules.check_proposal(extension, day, local_date(now), supports=supports, opinion=opinion)

    extension.state = State.PROPOSED
    extension.is_supported, extension.proposed_on, extension.opinion = supports, day, opinion
    extension.proposed_at, extension.proposed_by_id = now, person_id(actor)
    record(
        actor,
        "extension.proposed",
        _subject(extension),
        at=now,
        is_supported=supports,
        proposed_on=day,
        opinion=opinion or None,
    )
    tell_of_proposal(actor, extension, at=now)
    return extension


def decide_extension(
    actor: Actor,
    extension: Extension,
    *,
    approves: bool,
    due_on: date | None = None,
    answer: str = "",
    now: datetime,
    version: int | None = None,
    told: Told | None = None,
) -> Extension:
    """Approve a request or not; approved in time, the due date moves and the original one stays.

    due_on: another day than was proposed. told: which decision of a leader a supervisor records
    (代录). A request that came after its date moves nothing: the work goes on being judged on it.
    """
    assignment = extension.assignment
    require(rules.may_decide(actor, assignment), NOT_YOURS[Mover.LEADER])
    check_version(version, extension)
    answer = answer.strip()
    day = (due_on or extension.offered_on) if approves else None
    decided_on = told.decided_on if told else local_date(now)
    rules.check_decision(extension, day, decided_on, answer)
    extension.decision = decision = keep_decision(
        actor,
        assignment,
        "extend" if approves else "refuse_extension",
        told,
        permission=Permission.DECIDE_EXTENSION,
        now=now,
    )
    extension.granted_on, extension.answer = day, answer
    _end(actor, extension, State.REFUSED if day is None else State.APPROVED, now)

    if day is not None and not extension.is_late:
        moved = _move_date(actor, extension, day, decision, now)
        tell_of_decision(actor, extension, [it.unit_id for it in moved], at=now)
        return extension
    tell_of_decision(actor, extension, [assignment.unit_id], at=now)
    record(
        actor,
        "extension.refused" if day is None else "extension.approved_late",
        _subject(extension),
        at=now,
        granted_on=day,
        reason=answer or None,
        **in_words(decision),
    )
    return extension


def lapse_extension(actor: Actor, assignment: Assignment, *, now: datetime) -> None:
    """End what is pending about an assignment that itself ended, or came to another unit."""
    extension = pending_of(assignment)
    if extension is None:
        return
    _end(actor, extension, State.LAPSED, now)
    settle_request(extension, at=now)
    record(actor, "extension.lapsed", _subject(extension), at=now, wanted_on=extension.wanted_on)


def _end(actor: Actor, extension: Extension, state: State, now: datetime) -> None:
    extension.state, extension.ended_at, extension.ended_by_id = state, now, person_id(actor)


def _move_date(
    actor: Actor, extension: Extension, day: date, decision: RecordedDecision | None, now: datetime
) -> list[Assignment]:
    """Give the assignment its new date, and a joint task's supporters with their lead."""
    reason = extension.answer or extension.reason
    together = [extension.assignment, *_supporters(extension.assignment)]
    for moved in together:
        was, moved.due_on = moved.due_on, day
        note_date(actor, moved, was=was, reason=reason, at=now)
        record(
            actor,
            "assignment.extended",
            f"assignment:{moved.id}",
            at=now,
            was=was,
            now=day,
            reason=reason,
            **in_words(decision),
        )
    return together


def _supporters(assignment: Assignment) -> list[Assignment]:
    """Return the supporters of a joint task that still have something to do."""
    if assignment.task.mode is not Mode.JOINT:
        return []
    return [it for it in answering(assignment.task, Duty.SUPPORT) if it.is_open]


def _subject(extension: Extension) -> str:
    return f"assignment:{extension.assignment_id}"
