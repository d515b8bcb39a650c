"""Reminding units of their dates, and supervisors of what is overdue: the system's own deeds."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import cache

from tracker.foundation.calendar import calendar
from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.labels import Label, up_to
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.commands import News, Recipient, settle_each, tell_each
from tracker.people.actor import SYSTEM
from tracker.people.models import Role
from tracker.people.queries import REPORTING, recipients, recipients_by_unit
from tracker.workplan.tasks.commands.telling import task_path
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.reminders import limits, queries, rules
from tracker.workplan.tasks.reminders.models import Reminder
from tracker.workplan.tasks.reminders.rules import OVERDUE_SUM, Days, Due, ReminderKind, Standing

OVERDUE_LIST = "/tasks?signal=overdue"
_Reminders = dict[str, tuple[Standing, Due]]


def due_reminders(now: datetime) -> list[int]:
    """Return the assignments of which a unit is to be reminded at this moment, and was not yet."""
    return [it.id for it, _ in _due(now, ids=None).values()]


def remind_units(ids: Collection[int], *, now: datetime) -> int:
    """Remind the units of these assignments, of each thing once; returns of how many.

    What happened meanwhile is asked again here, so that nobody is reminded of what is done.
    """
    due = _due(now, ids=ids)
    if not due:
        return 0
    told = [it for it, _ in due.values()]
    tasks = queries.tasks_of([it.id for it in told])
    db.session.add_all(Reminder(key=key, at=now) for key in due)
    # A later reminder takes the place of the earlier ones.
    kinds = [f"assignment.{kind}" for kind in ReminderKind]
    settle_each([f"assignment:{it.id}" for it in told], kinds, at=now)
    tell_each(_news(due, tasks, local_date(now)), at=now)
    record(SYSTEM, "reminders.sent", "reminders:-", at=now, reminders=len(due))
    return len(due)


def tell_overdue_sums(*, now: datetime) -> int:
    """Tell each supervisor how much is overdue, on a day on which a unit was reminded of such; once.

    Counted is what the supervisor is cleared for. Returns how many were told.
    """
    day = local_date(now)
    if not queries.has_reminded_of_overdue(day):
        return 0
    counts = queries.overdue_counts(day)
    people = _supervisors(day)
    keys = {rules.sum_key(it.person_id, day): (it, label) for it, label in people}
    told = queries.reminded([*keys])
    left = {key: it for key, it in keys.items() if key not in told}
    db.session.add_all(Reminder(key=key, at=now) for key in left)
    sums = [(to, sum(counts.get(it, 0) for it in up_to(label))) for to, label in left.values()]
    settle_each([f"person:{to.person_id}" for to, _ in sums], [OVERDUE_SUM], at=now)
    tell_each((_sum(to, count) for to, count in sums if count), at=now)
    return len(left)


def _due(now: datetime, *, ids: Collection[int] | None) -> _Reminders:
    """Return what is to be reminded of and was not, by its key."""
    days, habit = calendar(), limits.habit()
    counted = Days(local_date(now), between=cache(days.between), add=cache(days.add))
    ahead = max(habit.sign_before, habit.due_before)
    found = {
        rules.key_of(it, due): (it, due)
        for it in queries.standings(counted.today, workdays=ahead, ids=ids)
        if (due := rules.due_reminder(it, habit, counted)) is not None
    }
    sent = queries.reminded([*found])
    return {key: it for key, it in found.items() if key not in sent}


def _news(due: _Reminders, tasks: dict[int, Task], day: date) -> Iterator[News]:
    people = _people([(it.unit_id, tasks[it.id].label) for it, _ in due.values()], day)
    for it, reminder in due.values():
        task = tasks[it.id]
        title, reason = rules.words_of(reminder, task.title)
        yield News(
            recipients=people[task.label][it.unit_id],
            kind=f"assignment.{reminder.kind}",
            about=f"assignment:{it.id}",
            title=title,
            reason=reason,
            address=task_path(task),
            urgent=reminder.kind in rules.URGENT,
        )


def _people(
    asked: Sequence[tuple[int, Label]], day: date
) -> dict[Label, dict[int, list[Recipient]]]:
    """Return who reports for the units and is cleared for the label, in a question for each label."""
    by_label: dict[Label, set[int]] = {}
    for unit_id, label in asked:
        by_label.setdefault(label, set()).add(unit_id)
    return {
        label: recipients_by_unit(REPORTING, unit_ids, day, label=label)
        for label, unit_ids in by_label.items()
    }


def _supervisors(day: date) -> list[tuple[Recipient, Label]]:
    """Return every supervisor with the highest label that they are cleared for."""
    cleared = {
        it.person_id: (it, label)
        for label in Label
        for it in recipients(Role.SUPERVISOR, None, day, label=label)
    }
    return [*cleared.values()]


def _sum(to: Recipient, count: int) -> News:
    return News(
        recipients=[to],
        kind=OVERDUE_SUM,
        about=f"person:{to.person_id}",
        title=N_("有 {count} 件承办逾期").format(count=count),
        reason=N_("已自动提醒承办单位；需要催办的，可发督办单。"),
        address=OVERDUE_LIST,
    )
