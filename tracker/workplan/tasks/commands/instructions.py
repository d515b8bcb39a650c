"""Instructions of leaders (批示): giving them, answering, making tasks of what they demand."""

from collections.abc import Sequence
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.settings import value_of
from tracker.foundation.uploads import keep_upload
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor, actor_on
from tracker.people.models import Person, Unit
from tracker.people.queries import units_by_id
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import check_live
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.commands import telling_of_instructions as telling
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.commands.labels import raise_label
from tracker.workplan.tasks.commands.registering import register
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.instructions import queries, rules
from tracker.workplan.tasks.instructions.models import (
    Instruction,
    InstructionAnswer,
    InstructionUnit,
)
from tracker.workplan.tasks.instructions.rules import About, Said
from tracker.workplan.tasks.models import Assignment, PlanPriority, ReportingCycle, Task
from tracker.workplan.tasks.rules import check_units


def give_instruction(
    actor: Actor, about: About, said: Said, *, now: datetime, told: Told | None = None
) -> Instruction:
    """Write an instruction down: a leader's own, or one that a supervisor records (代录).

    told: whose it is and of which day; None where a leader writes. Raises `Misfilled` or `BadUpload`.
    """
    today, units = local_date(now), queries.units_of(about)
    require(rules.may_instruct(actor, [it.id for it in units]), rules.GIVERS_ONLY)
    if isinstance(about, Report):
        check_live(about.voiding)
    rules.check_said(said, today)
    made = Instruction(recorded_at=now, recorded_by_id=person_id(actor))
    _put_about(made, about)
    _put_giver(actor, made, told, now)
    wanted = _put_said(made, said)
    db.session.add(made)
    db.session.flush()
    record(
        actor,
        "instruction.given",
        f"instruction:{made.id}",
        at=now,
        on_behalf_of=made.leader.name if made.is_recorded else None,
        decided_on=made.given_on if made.is_recorded else None,
        scan=made.scan.name if made.scan else None,
        text=made.text,
        demand=made.demand or None,
        due_on=made.demand_due_on,
        units=[it.name for it in wanted] or None,
    )
    telling.tell_of_instruction(actor, made, units, at=now)
    return made


def correct_instruction(
    actor: Actor, it: Instruction, said: Said, *, now: datetime, version: int
) -> Instruction:
    """Correct what was written the same day, before anybody acted on it; the journal keeps both."""
    units = _check_writer(actor, it, now, version)
    rules.check_said(said, local_date(now))
    was = _in_words(it)
    _put_said(it, said)
    if _in_words(it) == was:
        return it
    record(
        actor,
        "instruction.corrected",
        f"instruction:{it.id}",
        at=now,
        was=was,
        now=_in_words(it),
    )
    telling.tell_of_correction(actor, it, units, at=now)
    return it


def withdraw_instruction(
    actor: Actor, it: Instruction, *, reason: str, now: datetime, version: int
) -> Instruction:
    """Take back what was written the same day, before anybody acted on it; it stays to be read."""
    units = _check_writer(actor, it, now, version)
    it.withdrawal_reason = rules.check_words(reason, "reason", N_("请写明理由。"))
    it.withdrawn_at = now
    record(
        actor,
        "instruction.withdrawn",
        f"instruction:{it.id}",
        at=now,
        reason=it.withdrawal_reason,
    )
    telling.tell_of_withdrawal(actor, it, units, at=now)
    return it


def answer_instruction(
    actor: Actor, it: Instruction, *, unit_id: int, words: str, now: datetime
) -> InstructionAnswer:
    """Answer an instruction for a unit that it concerns; what was answered stays as it was read."""
    require(rules.may_answer(actor, unit_id), rules.HEADS_ONLY)
    unit = next((unit for unit in queries.concerned_units(it) if unit.id == unit_id), None)
    require(unit is not None, rules.HEADS_ONLY)
    rules.check_open(it)
    answer = InstructionAnswer(
        instruction=it,
        unit=unit,
        text=rules.check_words(words, "answer", N_("请写回复内容。")),
        answered_at=now,
        answered_by_id=person_id(actor),
    )
    db.session.add(answer)
    record(
        actor,
        "instruction.answered",
        f"instruction:{it.id}",
        at=now,
        unit=answer.unit.name,
        text=answer.text,
    )
    telling.tell_of_answer(actor, it, answer.unit, at=now)
    return answer


def follow_instruction(
    actor: Actor,
    it: Instruction,
    *,
    priority: PlanPriority,
    title: str,
    text: str,
    leader_id: int | None,
    cycle: ReportingCycle | None = None,
    is_key: bool = False,
    is_standing: bool = False,
    weight: int = 1,
    now: datetime,
    version: int,
) -> Task:
    """Make a task of what an instruction demands (转为任务); the wanted date goes on to its dispatch."""
    _check_handler(actor, it, version)
    rules.check_unfollowed(it)
    task = register(
        actor,
        plan=priority.plan,
        priority=priority,
        title=title,
        text=text,
        directives=(),
        leader_id=leader_id,
        cycle=cycle,
        is_key=is_key,
        is_standing=is_standing,
        weight=weight,
        now=now,
    )
    raise_label(actor, task, queries.label_of(queries.about_of(it)), now=now)
    _link(actor, it, task, "instruction.followed", now=now)
    return task


def join_instruction(
    actor: Actor, it: Instruction, task: Task, *, now: datetime, version: int
) -> Instruction:
    """Let a task that is there already carry out what an instruction demands (并入任务)."""
    _check_handler(actor, it, version)
    rules.check_joinable(it, task, queries.label_of(queries.about_of(it)))
    it.is_joined = True
    _link(actor, it, task, "instruction.joined", now=now)
    return it


def part_instruction(actor: Actor, it: Instruction, *, now: datetime, version: int) -> Instruction:
    """Take the link to a task back; the task stays, the demand waits again."""
    _check_handler(actor, it, version)
    followed_at = rules.check_followed(it)
    record(
        actor,
        "instruction.parted",
        f"instruction:{it.id}",
        at=now,
        number=it.follow_up.number if it.follow_up else None,
    )
    telling.reopen_demand(it, followed_at)
    it.follow_up, it.is_joined = None, False
    it.followed_at = it.followed_by_id = None
    return it


def finish_instruction(
    actor: Actor, it: Instruction, *, outcome: str, now: datetime, version: int
) -> Instruction:
    """Have an instruction done (办结), saying what it came to."""
    _check_handler(actor, it, version)
    rules.check_finishable(it)
    it.outcome = rules.check_words(outcome, "outcome", N_("请写办理结果。"))
    it.done_at, it.done_by_id = now, person_id(actor)
    record(
        actor,
        "instruction.finished",
        f"instruction:{it.id}",
        at=now,
        outcome=it.outcome,
    )
    telling.tell_of_end(actor, it, at=now)
    return it


def reopen_instruction(
    actor: Actor, it: Instruction, *, now: datetime, version: int
) -> Instruction:
    """Take up again an instruction that was done."""
    _check_handler(actor, it, version)
    done_at = rules.check_done(it)
    record(
        actor,
        "instruction.reopened",
        f"instruction:{it.id}",
        at=now,
        outcome=it.outcome,
    )
    telling.tell_of_reopening(actor, it, done_at, at=now)
    it.outcome, it.done_at, it.done_by_id = "", None, None
    return it


def _check_writer(actor: Actor, it: Instruction, now: datetime, version: int) -> Sequence[Unit]:
    """Let only who wrote it change it, that day; returns the units that it concerns."""
    units = queries.units_of(queries.about_of(it))
    require(rules.may_instruct(actor, [unit.id for unit in units]), rules.GIVERS_ONLY)
    require(actor.id == it.recorded_by_id, rules.WRITER_ONLY)
    check_version(version, it)
    rules.check_correctable(actor, it, local_date(now), is_answered=queries.is_answered(it))
    return units


def _check_handler(actor: Actor, it: Instruction, version: int) -> None:
    units = [unit.id for unit in queries.units_of(queries.about_of(it))]
    require(rules.may_handle(actor, units), rules.HANDLERS_ONLY)
    check_version(version, it)


def _put_about(made: Instruction, about: About) -> None:
    if isinstance(about, Assignment):
        made.assignment, made.unit = about, about.unit
    elif isinstance(about, Report):
        made.report = about
    else:
        made.task = about


def _put_giver(actor: Actor, made: Instruction, told: Told | None, now: datetime) -> None:
    """Say whose instruction it is; a supervisor tells that of a leader, with its day and the paper."""
    today = local_date(now)
    if told is None:
        rules.check_own(actor)
        made.leader, made.given_on = db.session.get_one(Person, actor.id), today
        return
    person = db.session.get(Person, told.leader_id)
    # Who was shut out writes nothing today; what they wrote before is still to be recorded.
    is_gone = person is None or (not person.is_active and told.decided_on == today)
    rules.check_recorded(
        told,
        None if person is None or is_gone else actor_on(person, told.decided_on),
        recorder_id=actor.id,
        label=queries.label_of(queries.about_of(made)),
        today=today,
        needs_scan=value_of(limits.NEEDS_SCAN),
    )
    if told.scan is not None:
        made.scan = keep_upload(told.scan, most_megabytes=value_of(limits.SCAN_MEGABYTES), at=now)
    made.leader, made.given_on = db.session.get_one(Person, told.leader_id), told.decided_on


def _put_said(made: Instruction, said: Said) -> list[Unit]:
    """Write what is said into the row; returns the units that are to carry out the demand."""
    known = units_by_id(said.unit_ids)
    if said.unit_ids:
        check_units(said.unit_ids, known)
    made.text, made.wants_answer = said.text, said.wants_answer
    made.answer_due_on = said.answer_due_on
    made.demand, made.demand_due_on = said.demand, said.demand_due_on
    kept = {it.unit_id: it for it in made.units}
    made.units = []
    for position, unit_id in enumerate(dict.fromkeys(said.unit_ids)):
        it = kept.get(unit_id) or InstructionUnit(unit=known[unit_id])
        it.position = position
        made.units.append(it)
    return [known[unit_id] for unit_id in dict.fromkeys(said.unit_ids)]


def _link(actor: Actor, it: Instruction, task: Task, deed: str, *, now: datetime) -> None:
    it.follow_up, it.followed_at, it.followed_by_id = task, now, person_id(actor)
    record(actor, deed, f"instruction:{it.id}", at=now, number=task.number)
    telling.tell_of_following(actor, it, task, at=now)


def _in_words(it: Instruction) -> list[str]:
    """Return what the journal says of an instruction, as `name=value`."""
    return [
        f"text={it.text}",
        f"wants_answer={it.wants_answer}",
        f"answer_due_on={it.answer_due_on}",
        f"demand={it.demand or None}",
        f"due_on={it.demand_due_on}",
        f"units={'、'.join(one.unit.name for one in it.units) or None}",
    ]
