"""Who hears of a hand-over: both persons, whoever works with the post, and the units of a leader's tasks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.labels import Label
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.journal.values import ROLES
from tracker.messages.commands import News, Recipient, tell_each
from tracker.people.actor import Actor
from tracker.people.commands.telling import tell_oneself
from tracker.people.models import Grant, Person, Role
from tracker.people.queries import REPORTING, recipients, recipients_by_unit
from tracker.people.rules import A_DAY
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.queries import OVER

LED, PASSED_ON, TAKEN_OVER, HANDED_OVER = (
    "leader.handed_over",
    "post.passed_on",
    "post.taken_over",
    "post.handed_over",
)


def tell_of_hand_over(
    actor: Actor,
    leaver: Person,
    successor: Person,
    posts: Sequence[Grant],
    tasks: Sequence[Task],
    *,
    last_on: date,
    at: datetime,
) -> None:
    """Tell everybody whom it concerns; posts: those that went over, tasks: those of the leader.

    A unit hears once of all the tasks of its that have another leader now, each person of those that
    they may see; supervisors and colleagues hear who heads a unit or is its contact.
    """
    from_on = in_full(last_on + A_DAY)
    title = N_("{name}的职责移交给您").format(name=leaver.name)
    why = N_("自{day}起由您负责：{what}。").format(day=from_on, what=_named(posts, len(tasks)))
    tell_oneself(actor, successor, TAKEN_OVER, title, why, at=at)
    title = N_("您的职责移交给{name}").format(name=successor.name)
    why = N_("您负责到{day}为止：{what}。").format(
        day=in_full(last_on), what=_named(posts, len(tasks))
    )
    tell_oneself(actor, leaver, HANDED_OVER, title, why, at=at)
    news = [
        *_of_posts(posts, leaver, successor, from_on, at),
        *_of_leader(tasks, leaver, successor, at),
    ]
    both = {leaver.id, successor.id, actor.id}
    tell_each([it for it in news if it.recipients[0].person_id not in both], at=at)


def _named(posts: Iterable[Grant], tasks: int) -> str:
    what = [f"{it.unit.short_name}{ROLES[it.role.value]}" for it in posts]
    if tasks:
        what.append(N_("责任领导的任务 {count} 项").format(count=tasks))
    return "、".join(what) or N_("分管的单位")


def _of_posts(
    posts: Sequence[Grant], leaver: Person, successor: Person, from_on: str, at: datetime
) -> Iterable[News]:
    """Tell supervisors and colleagues who heads a unit now, or is its contact."""
    reporting = [it for it in posts if it.role in REPORTING]
    if not reporting:
        return
    day = local_date(at)
    office = recipients(Role.SUPERVISOR, None, day)
    colleagues = recipients_by_unit(REPORTING, {it.unit_id for it in reporting}, day)
    for it in reporting:
        title = N_("{unit}{role}由{leaver}改为{successor}").format(
            unit=it.unit.short_name,
            role=ROLES[it.role.value],
            leaver=leaver.name,
            successor=successor.name,
        )
        why = N_("自{day}起。").format(day=from_on)
        told = {to.person_id: to for to in (*office, *colleagues[it.unit_id])}
        for to in told.values():
            yield _to(to, PASSED_ON, title, why, "/")


def _of_leader(
    tasks: Sequence[Task], leaver: Person, successor: Person, at: datetime
) -> Iterable[News]:
    """Tell who reports for a unit how many of its tasks have another leader."""
    counts = _counts(tasks)
    title = N_("分管领导由{leaver}改为{successor}").format(
        leaver=leaver.name, successor=successor.name
    )
    told: dict[int, Recipient] = {}
    seen: dict[int, int] = {}
    for label, by_unit in counts.items():
        people = recipients_by_unit(REPORTING, set(by_unit), local_date(at), label=label)
        for unit_id, count in by_unit.items():
            for to in people[unit_id]:
                told[to.person_id] = to
                seen[to.person_id] = seen.get(to.person_id, 0) + count
    for key, to in told.items():
        why = N_("涉及您单位承办的任务 {count} 项。").format(count=seen[key])
        yield _to(to, LED, title, why, f"/tasks?leader={successor.id}")


def _counts(tasks: Sequence[Task]) -> dict[Label, dict[int, int]]:
    """Count, by label and unit, the open work on these tasks."""
    rows = db.session.execute(
        select(Task.label, Assignment.unit_id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(Task.id.in_([it.id for it in tasks]), Assignment.state.not_in(OVER))
        .order_by(Assignment.unit_id)
    )
    found: dict[Label, dict[int, int]] = {}
    for label, unit_id in rows:
        of_label = found.setdefault(label, {})
        of_label[unit_id] = of_label.get(unit_id, 0) + 1
    return found


def _to(to: Recipient, kind: str, title: str, why: str, address: str) -> News:
    """Tell it as something about the recipient, as it is about no single thing that they see."""
    return News([to], kind, f"person:{to.person_id}", title, why, address, asks=False)
