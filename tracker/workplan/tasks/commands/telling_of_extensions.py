"""Who gets a message about a request for a later date: who answers it next, then the unit."""

from datetime import date, datetime

from tracker.foundation.clock import local_date
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.messages.commands import News, Recipient, settle, tell_each
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.people.queries import REPORTING, judges, recipient, recipients, reporters
from tracker.workplan.tasks.extensions.models import Extension
from tracker.workplan.tasks.reminders.rules import DUE_KINDS

ASKED, PROPOSED = "extension.asked", "extension.proposed"


def tell_of_asking(actor: Actor, extension: Extension, *, at: datetime) -> None:
    """Tell the supervisors that a unit asks for a later date; not those who report for it."""
    told = judges(extension.unit_id, local_date(at), label=extension.assignment.task.label)
    title = N_("{unit}申请延期至{day}：{task}")
    why = N_("请督查员先提出意见，再由领导决定。")
    _tell(actor, extension, ASKED, told, title, why, at=at)


def tell_of_proposal(actor: Actor, extension: Extension, *, at: datetime) -> None:
    """Tell the leader in charge of the task, or every leader, that a request waits for a decision."""
    task = extension.assignment.task
    settle(_about(extension), (ASKED, PROPOSED), at=at)
    own = {it.person_id for it in reporters(extension.unit_id, local_date(at))}
    leader = recipient(task.leader_id, label=task.label)
    told = leader or recipients(Role.LEADER, None, local_date(at), label=task.label)
    title = N_("{unit}申请延期至{day}，等领导决定：{task}")
    why = N_("督查室建议同意。") if extension.is_supported else N_("督查室建议不同意。")
    why += extension.opinion
    _tell(
        actor,
        extension,
        PROPOSED,
        [it for it in told if it.person_id not in own],
        title,
        why,
        at=at,
    )


def tell_of_decision(
    actor: Actor, extension: Extension, unit_ids: list[int], *, at: datetime
) -> None:
    """Tell the units concerned what was decided, and why where it was refused."""
    label = extension.assignment.task.label
    settle_request(extension, at=at)
    told = recipients(REPORTING, unit_ids, local_date(at), label=label)
    if extension.granted_on is None:
        kind, title = "extension.refused", N_("未批准延期，时限不变：{task}")
        why = N_("理由：{words}").format(words=extension.answer)
    elif extension.is_late:
        kind, title = "extension.approved_late", N_("同意延至{day}，仍按原时限判断：{task}")
        why = N_("过了时限才申请的，是否逾期仍按原来的时限判断。")
    else:
        kind, title = "assignment.extended", N_("批准延期至{day}：{task}")
        why = N_("原定时限仍保留在旁边。")
        settle(_about(extension), DUE_KINDS, at=at)
    _tell(actor, extension, kind, told, title, why, at=at, day=extension.granted_on, asks=False)


def settle_request(extension: Extension, *, at: datetime) -> None:
    """Ask nobody any more to answer a request that has ended."""
    settle(_about(extension), (ASKED, PROPOSED), at=at)


def _tell(
    actor: Actor,
    extension: Extension,
    kind: str,
    told: list[Recipient],
    title: str,
    why: str,
    *,
    at: datetime,
    day: date | None = None,
    asks: bool = True,
) -> None:
    words = title.format(
        unit=extension.assignment.unit.short_name,
        day=in_full(day or extension.wanted_on),
        task=extension.assignment.task.title,
    )
    news = News(
        recipients=[it for it in told if it.person_id != actor.id],
        kind=kind,
        about=_about(extension),
        title=words,
        reason=why,
        address=f"/extensions/{extension.id}",
        asks=asks,
    )
    tell_each([news], at=at)


def _about(extension: Extension) -> str:
    return f"assignment:{extension.assignment_id}"
