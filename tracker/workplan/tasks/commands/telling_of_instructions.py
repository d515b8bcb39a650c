"""Who gets a message about a leader's instruction, and which earlier ones it settles."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.labels import Label
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.messages.commands import News, Recipient, settle, tell_each, unsettle_each
from tracker.people.actor import Actor
from tracker.people.models import Role, Unit
from tracker.people.queries import REPORTING, recipient, recipients, recipients_by_unit
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.queries import about_of, label_of
from tracker.workplan.tasks.models import Task

GIVEN, ORDERED = "instruction.given", "instruction.ordered"


def tell_of_instruction(
    actor: Actor, it: Instruction, units: Sequence[Unit], *, at: datetime
) -> None:
    """Tell the units concerned, the supervisors, and the leader for whom it was recorded."""
    told = it.text if not it.demand else f"{it.text}（要求落实：{it.demand}）"
    until = "" if it.answer_due_on is None else f"请在{in_full(it.answer_due_on)}前回复。"
    asks = until or N_("请回复办理情况。") if it.wants_answer else N_("供您知悉。")
    title = f"{it.leader.name}批示：{told}"
    news = [
        _news(
            it,
            GIVEN,
            _without(actor, _reporters(it, units, at)),
            title,
            f"批示的是“{_name_of(it)}”，您的单位承办。{asks}",
            urgent=it.wants_answer,
            asks=it.wants_answer,
        ),
        _news(
            it,
            ORDERED if it.demand else GIVEN,
            _without(actor, _office(it, at)),
            title,
            f"批示的是“{_name_of(it)}”。"
            + (N_("要求落实的事由督查员转为任务。") if it.demand else N_("供您知悉。")),
            urgent=bool(it.demand),
            asks=bool(it.demand),
        ),
        _news(
            it,
            "instruction.recorded",
            _without(actor, recipient(it.leader_id, label=_label(it))),
            f"{actor.name}代录了您的批示：{it.text}",
            f"{in_full(it.given_on)}对“{_name_of(it)}”的批示；有出入的，请告诉督查室更正。",
            asks=False,
        ),
    ]
    tell_each(_each_once(news), at=at)


def tell_of_correction(
    actor: Actor, it: Instruction, units: Sequence[Unit], *, at: datetime
) -> None:
    """Tell everybody who was told of it that it reads otherwise now; what it asks for is asked anew."""
    _settle_all(it, at)
    tell_of_instruction(actor, it, units, at=at)


def tell_of_withdrawal(
    actor: Actor, it: Instruction, units: Sequence[Unit], *, at: datetime
) -> None:
    """Tell everybody who was told of it that it counts no more."""
    _settle_all(it, at)
    everybody = [
        *_reporters(it, units, at),
        *_office(it, at),
        *recipient(it.leader_id, label=_label(it)),
    ]
    news = _news(
        it,
        "instruction.withdrawn",
        _without(actor, everybody),
        f"批示已撤回：{it.text}",
        f"对“{_name_of(it)}”的批示撤回，理由：{it.withdrawal_reason}",
        asks=False,
    )
    tell_each([news], at=at)


def tell_of_answer(actor: Actor, it: Instruction, unit: Unit, *, at: datetime) -> None:
    """Tell the leader and who wrote it down that a unit answered; that unit is asked no more."""
    settle(f"instruction:{it.id}", (GIVEN,), at=at, among=_reporters(it, [unit], at))
    told = [
        *recipient(it.leader_id, label=_label(it)),
        *recipient(it.recorded_by_id, label=_label(it)),
    ]
    news = _news(
        it,
        "instruction.answered",
        _without(actor, told),
        f"{unit.short_name}回复了批示：{_name_of(it)}",
        f"{it.leader.name}{in_full(it.given_on)}的批示。",
        asks=False,
    )
    tell_each([news], at=at)


def tell_of_following(actor: Actor, it: Instruction, task: Task, *, at: datetime) -> None:
    """Tell the leader which task carries the demand out; nobody is asked to make one any more."""
    settle(f"instruction:{it.id}", (ORDERED,), at=at)
    # Seen by who sees the task that it names, which is labelled no lower than the instruction.
    news = News(
        _without(actor, recipient(it.leader_id, label=task.label)),
        "instruction.followed",
        about=f"task:{task.id}",
        title=f"您批示要求落实的事已转为任务：{task.number} {task.title}",
        reason=f"批示的是“{_name_of(it)}”。",
        address=f"/instructions/{it.id}",
        asks=False,
    )
    tell_each([news], at=at)


def reopen_demand(it: Instruction, followed_at: datetime) -> None:
    """Ask again for a task, because the link to one was taken back."""
    unsettle_each([f"instruction:{it.id}"], settled_at=followed_at)


def tell_of_end(actor: Actor, it: Instruction, *, at: datetime) -> None:
    """Tell the leader what an instruction came to; nobody is asked for anything any more."""
    _settle_all(it, at)
    news = _news(
        it,
        "instruction.finished",
        _without(actor, recipient(it.leader_id, label=_label(it))),
        f"批示办结：{_name_of(it)}",
        f"办理结果：{it.outcome}",
        asks=False,
    )
    tell_each([news], at=at)


def tell_of_reopening(actor: Actor, it: Instruction, done_at: datetime, *, at: datetime) -> None:
    """Tell the leader that work on it goes on; what was asked for before is asked for again."""
    unsettle_each([f"instruction:{it.id}"], settled_at=done_at)
    news = _news(
        it,
        "instruction.reopened",
        _without(actor, recipient(it.leader_id, label=_label(it))),
        f"批示恢复办理：{_name_of(it)}",
        f"{it.leader.name}{in_full(it.given_on)}的批示。",
        asks=False,
    )
    tell_each([news], at=at)


def _settle_all(it: Instruction, at: datetime) -> None:
    settle(f"instruction:{it.id}", (GIVEN, ORDERED), at=at)


def _news(
    it: Instruction,
    kind: str,
    told: Sequence[Recipient],
    title: str,
    reason: str,
    *,
    urgent: bool = False,
    asks: bool,
) -> News:
    return News(
        recipients=told,
        kind=kind,
        about=f"instruction:{it.id}",
        title=title,
        reason=reason,
        address=f"/instructions/{it.id}",
        urgent=urgent,
        asks=asks,
    )


def _each_once(news: Sequence[News]) -> list[News]:
    """Tell whoever stands on two sides once: what asks for something, else what is said first."""
    told: set[int] = set()
    kept = []
    for it in sorted(news, key=lambda one: not one.asks):
        left = [to for to in it.recipients if to.person_id not in told]
        told |= {to.person_id for to in left}
        kept.append(replace(it, recipients=left))
    return kept


def _label(it: Instruction) -> Label:
    return label_of(about_of(it))


def _name_of(it: Instruction) -> str:
    """Return the name of what an instruction is about."""
    about = about_of(it)
    if isinstance(about, Report | Task):
        return about.title
    return about.task.title


def _reporters(it: Instruction, units: Sequence[Unit], at: datetime) -> list[Recipient]:
    people = recipients_by_unit(
        REPORTING, {unit.id for unit in units}, local_date(at), label=_label(it)
    )
    return [one for told in people.values() for one in told]


def _office(it: Instruction, at: datetime) -> list[Recipient]:
    return recipients(Role.SUPERVISOR, None, local_date(at), label=_label(it))


def _without(actor: Actor, people: Iterable[Recipient]) -> list[Recipient]:
    """Leave out whoever does it: nobody is told of their own deed."""
    return [it for it in people if it.person_id != actor.id]
