"""What is done about circulars: draft, word, approve, give back, issue and withdraw."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import func, select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.settings import value_of
from tracker.foundation.uploads import KeptFile, keep_upload
from tracker.journal.commands import record
from tracker.messages.commands import Recipient, settle, tell
from tracker.people.actor import Actor, actor_on
from tracker.people.models import Person, Role
from tracker.people.permissions import Permission
from tracker.people.queries import recipient, recipients, sending_office
from tracker.workplan.progress.circulars import figures, queries, rules
from tracker.workplan.progress.circulars.figures import Stand, Work
from tracker.workplan.progress.circulars.models import (
    Circular,
    CircularItem,
    CircularState,
    CircularUnit,
)
from tracker.workplan.progress.circulars.printing import number_of
from tracker.workplan.progress.circulars.rules import Choice
from tracker.workplan.progress.composing.spans import Span
from tracker.workplan.progress.places import period_words
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.decisions.rules import Told, check_decides, check_leader, check_proof
from tracker.workplan.tasks.models import AssignmentState, Plan

ASKED = ("circular.put_forward",)
PUT_FORWARD = "督查室起草，请您批准"
DRAFTED_BY_YOU = "您起草的督查通报"


def draft_circular(
    actor: Actor, plan: Plan, span: Span, choice: Choice, *, now: datetime
) -> Circular:
    """Draft a circular about a span from the figures of its last day, or of today."""
    require(rules.may_write(actor), rules.WRITERS_ONLY)
    rules.check_choice(actor, choice)
    stand = queries.stand_of(actor, plan, span, choice.label, local_date(now))
    late = [it for it in stand.late if it.assignment_id in set(choice.late)]
    made = Circular(
        plan=plan,
        period=span.name,
        as_of=stand.as_of,
        label=choice.label,
        is_for_units=choice.is_for_units,
        office=sending_office(actor),
        title=f"关于{period_words(span.name, with_year=True)}重点任务落实情况的通报",
        overall=figures.overall_text(stand),
        meetings=figures.meetings_text(stand),
        priorities=figures.priorities_text(stand),
        praise=figures.praise_text(stand, choice.praised),
        problems=figures.problems_text(stand, late, choice.criticised),
        demands=figures.DEMANDS,
        drafted_at=now,
        drafted_by_id=person_id(actor),
    )
    made.items = [_item(it, place, stand) for place, it in enumerate(late, 1)]
    named = [it for it in stand.by_unit if it in {*choice.praised, *choice.criticised}]
    made.units = [
        CircularUnit(unit_id=it, position=place, is_praised=it in set(choice.praised))
        for place, it in enumerate(named, 1)
    ]
    db.session.add(made)
    db.session.flush()
    record(
        actor,
        "circular.drafted",
        f"circular:{made.id}",
        at=now,
        title=made.title,
        period=made.period,
        label=made.label,
        count=len(made.items),
    )
    return made


def edit_circular(
    actor: Actor,
    it: Circular,
    *,
    title: str,
    parts: Mapping[str, str],
    now: datetime,
    version: int,
) -> Circular:
    """Change the words of a draft; what is the same is not journalled."""
    require(rules.may_write(actor), rules.WRITERS_ONLY)
    check_version(version, it)
    rules.check_draft(it)
    words = {name: parts.get(name, getattr(it, name)).strip() for name in rules.PART_WORDS}
    rules.check_words(title, words)
    said = {"title": title, **words}
    changed = {name: getattr(it, name) for name in said if said[name] != getattr(it, name)}
    if changed:
        for name in changed:
            setattr(it, name, said[name])
        was = {f"was_{name}": words for name, words in changed.items()}
        record(actor, "circular.edited", f"circular:{it.id}", at=now, **was)
    return it


def ask_for_approval(actor: Actor, it: Circular, *, now: datetime, version: int) -> Circular:
    """Tell the leaders that a draft is ready for them; asked again, the earlier message is over."""
    require(rules.may_write(actor), rules.WRITERS_ONLY)
    check_version(version, it)
    rules.check_draft(it)
    rules.check_nothing_above(names_above=queries.names_above(it))
    record(actor, "circular.put_forward", f"circular:{it.id}", at=now)
    settle(f"circular:{it.id}", ASKED, at=now)
    leaders = recipients(Role.LEADER, None, local_date(now), label=it.label)
    others = [one for one in leaders if one.person_id != actor.id]
    _tell(others, it, *ASKED, f"请批准通报：{it.title}", now)
    return it


def approve_circular(
    actor: Actor, it: Circular, *, now: datetime, version: int, told: Told | None = None
) -> Circular:
    """Approve a draft as a leader, or record that a leader did (代录); its words stay as they are.

    Raises `Misfilled` or `BadUpload`.
    """
    require(rules.may_approve(actor), rules.APPROVERS_ONLY)
    check_version(version, it)
    rules.check_draft(it)
    rules.check_nothing_above(names_above=queries.names_above(it))
    today = local_date(now)
    if told is None:
        check_decides(actor)
        it.leader_id, it.decided_on = person_id(actor), today
    else:
        it.leader_id, it.decided_on, it.scan = _decision(actor, it, told, now)
    it.state = CircularState.APPROVED
    it.approved_at, it.approved_by_id = now, person_id(actor)
    db.session.flush()
    leader = db.session.get_one(Person, it.leader_id)
    record(
        actor,
        "circular.approved",
        f"circular:{it.id}",
        at=now,
        on_behalf_of=leader.name if told else None,
        decided_on=it.decided_on if told else None,
        scan=it.scan.name if it.scan else None,
    )
    settle(f"circular:{it.id}", ASKED, at=now)
    _tell(_writer(actor, it), it, "circular.approved", f"通报已批准：{it.title}", now)
    return it


def give_back_circular(
    actor: Actor, it: Circular, *, reason: str, now: datetime, version: int
) -> Circular:
    """Make an approved circular a draft again, because something in it is to be changed."""
    require(rules.may_approve(actor), rules.APPROVERS_ONLY)
    check_version(version, it)
    rules.check_approved(it)
    reason = reason.strip()
    rules.check_reason(reason)
    it.state = CircularState.DRAFT
    it.leader_id = it.decided_on = it.approved_at = it.approved_by_id = it.scan = None
    record(actor, "circular.given_back", f"circular:{it.id}", at=now, reason=reason)
    _tell(_writer(actor, it), it, "circular.given_back", f"通报退回修改：{it.title}", now)
    return it


def issue_circular(actor: Actor, it: Circular, *, now: datetime, version: int) -> Circular:
    """Issue an approved circular under the next number of the year; it is only read from now on."""
    require(rules.may_write(actor), rules.WRITERS_ONLY)
    check_version(version, it)
    rules.check_approved(it)
    rules.check_nothing_above(names_above=queries.names_above(it))
    year = local_date(now).year
    ordinal = _next_ordinal(year)
    it.year, it.ordinal, it.state = year, ordinal, CircularState.ISSUED
    it.issued_at, it.issued_by_id = now, person_id(actor)
    db.session.flush()
    record(actor, "circular.issued", f"circular:{it.id}", at=now, number=number_of(it))
    _tell(_readers(actor, it, now), it, "circular.issued", f"督查通报：{it.title}", now)
    return it


def withdraw_circular(
    actor: Actor, it: Circular, *, reason: str, now: datetime, version: int
) -> Circular:
    """Give a draft up, or take back on its day what was issued; it stays to be read, with its number."""
    require(rules.may_write(actor), rules.WRITERS_ONLY)
    check_version(version, it)
    rules.check_withdrawal(actor, it, local_date(now))
    reason = reason.strip()
    rules.check_reason(reason)
    it.state = CircularState.WITHDRAWN
    it.withdrawal_reason, it.withdrawn_at, it.withdrawn_by_id = reason, now, person_id(actor)
    db.session.flush()
    record(actor, "circular.withdrawn", f"circular:{it.id}", at=now, reason=reason)
    settle(f"circular:{it.id}", ASKED, at=now)
    if it.issued_at is not None:
        _tell(_readers(actor, it, now), it, "circular.withdrawn", f"通报已撤回：{it.title}", now)
    return it


def _item(it: Work, place: int, stand: Stand) -> CircularItem:
    return CircularItem(
        assignment_id=it.assignment_id,
        position=place,
        number=it.number,
        title=it.title,
        unit_name=it.unit,
        due_on=it.due_on,
        percent=it.percent,
        days_late=it.days_late(stand.as_of),
        is_reported=it.state is AssignmentState.REPORTED,
    )


def _decision(
    actor: Actor, it: Circular, told: Told, now: datetime
) -> tuple[int, date, KeptFile | None]:
    """Return whose approval it was, of which day, and its scan."""
    rules.check_decided_on(it, told.decided_on, local_date(now))
    person = db.session.get(Person, told.leader_id)
    leader = None if person is None else actor_on(person, told.decided_on)
    check_leader(leader, Permission.APPROVE_CIRCULARS, (), recorder_id=actor.id, label=it.label)
    check_proof(told.scan, is_needed=value_of(limits.NEEDS_SCAN))
    scan = None
    if told.scan is not None:
        scan = keep_upload(told.scan, most_megabytes=value_of(limits.SCAN_MEGABYTES), at=now)
    return told.leader_id, told.decided_on, scan


def _next_ordinal(year: int) -> int:
    """Take the next number; whoever issues at the same moment waits for this deed's end."""
    db.session.execute(select(Plan.id).order_by(Plan.id).with_for_update())
    last = db.session.scalar(select(func.max(Circular.ordinal)).where(Circular.year == year))
    return (last or 0) + 1


def _writer(actor: Actor, it: Circular) -> list[Recipient]:
    """Return who drafted it, unless that is who does it."""
    if it.drafted_by_id == actor.id:
        return []
    return recipient(it.drafted_by_id, label=it.label)


def _readers(actor: Actor, it: Circular, now: datetime) -> list[Recipient]:
    """Return who is to read what was issued: the leaders, and the units where it is for them."""
    roles = [Role.LEADER, *((Role.HEAD, Role.CONTACT) if it.is_for_units else ())]
    found = recipients(roles, None, local_date(now), label=it.label)
    return [one for one in found if one.person_id != actor.id]


def _tell(people: list[Recipient], it: Circular, kind: str, title: str, now: datetime) -> None:
    tell(
        people,
        kind,
        about=f"circular:{it.id}",
        title=title,
        reason=number_of(it) or (PUT_FORWARD if kind in ASKED else DRAFTED_BY_YOU),
        address=f"/circulars/{it.id}",
        at=now,
        asks=kind in (*ASKED, "circular.approved", "circular.given_back"),
    )
