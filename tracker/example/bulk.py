"""Many more tasks, written in bulk, so that pages can be measured on a full database."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Table, func, insert, select

from tracker.example.cast import Cast
from tracker.example.days import Year, dice, end_of, in_office
from tracker.example.people import COUNTY_CODES, DEPARTMENT_CODES
from tracker.example.plan import TaskRow, task_rows
from tracker.foundation.db import db
from tracker.foundation.workdays import add_workdays
from tracker.journal.commands import record
from tracker.people.actor import SYSTEM
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    DateChange,
    Duty,
    Mode,
    PercentChange,
    Plan,
    PlanPriority,
    ReportingCycle,
    StateChange,
    Task,
)
from tracker.workplan.tasks.periods import last_ended
from tracker.workplan.tasks.rules import SIGN_WORKDAYS, Step, number_of
from tracker.workplan.tasks.signals import planned_percent

AT_ONCE = 2_000
WHOLE = 100
DUE_WITHIN = 400
Row = dict[str, Any]


def add_tasks(cast: Cast, year: Year, count: int) -> None:
    """Add ``count`` tasks of two assignments each, with their events and one entry per leader."""
    plan = db.session.scalars(select(Plan).where(Plan.year == year.year)).one()
    bulk = _Bulk(cast, year, plan)
    for first in range(0, count, AT_ONCE):
        bulk.write(range(first, min(first + AT_ONCE, count)))
    record(SYSTEM, "example.scaled", f"plan:{plan.id}", at=end_of(year.last_day), now=count)


class _Bulk:
    """Makes rows; the same number always makes the same ones."""

    def __init__(self, cast: Cast, year: Year, plan: Plan) -> None:
        self.cast, self.year, self.plan = cast, year, plan
        self.rows = [row for row in task_rows() if row.title]
        self.at = in_office(year.last_day, dice("bulk", year.today))
        self.rounds = year.rounds(year.last_day - timedelta(days=21))
        self.sign_by = {day: add_workdays(day, SIGN_WORKDAYS) for day in self.rounds}
        self.moments = {day: in_office(day, dice(day)) for day in self.rounds}
        self.entry_on = last_ended(ReportingCycle.QUARTERLY, year.today)
        ordinals = db.session.execute(
            select(PlanPriority.position, func.max(Task.ordinal))
            .join(Task, Task.priority_id == PlanPriority.id)
            .where(PlanPriority.plan_id == plan.id)
            .group_by(PlanPriority.position)
        )
        self.ordinals: dict[int, int] = {}
        for position, last in ordinals:
            self.ordinals[position] = last

    def write(self, numbers: range) -> None:
        """Write these tasks with everything that hangs on them."""
        throw = dice("bulk", self.year.today, numbers.start)
        tasks = [self._task(number, throw) for number in numbers]
        assignments = [
            self._assignment(row, task_id, duty, throw)
            for row, task_id in zip(tasks, _inserted(Task, tasks), strict=True)
            for duty in Duty
        ]
        events: dict[type, list[Row]] = {
            StateChange: [],
            DateChange: [],
            PercentChange: [],
            ProgressEntry: [],
        }
        for row, assignment_id in zip(assignments, _inserted(Assignment, assignments), strict=True):
            self._befalls(row, assignment_id, events)
        for model, rows in events.items():
            if rows:
                db.session.execute(insert(_table(model)), rows)

    def _task(self, number: int, throw: Random) -> Row:
        row: TaskRow = self.rows[number % len(self.rows)]
        ordinal = self.ordinals[row.priority] = self.ordinals.get(row.priority, 0) + 1
        day = throw.choice(self.rounds)
        actor = self.cast.supervisors[number % 2]
        return {
            "plan_id": self.plan.id,
            "priority_id": self.plan.priorities[row.priority - 1].id,
            "ordinal": ordinal,
            "number": number_of(self.year.year, row.priority, ordinal),
            "title": f"{row.title}（第{number + 1}批）",
            "text": row.text,
            "leader_id": self.cast.leaders[number % len(self.cast.leaders)].id,
            "cycle": ReportingCycle.QUARTERLY,
            "is_key": number % 10 == 0,
            "is_standing": False,
            "weight": 1,
            "mode": Mode.JOINT,
            "dispatched_on": day,
            "registered_at": self.moments[day],
            "registered_by_id": actor.id,
            "version": 1,
        }

    def _assignment(self, task: Row, task_id: int, duty: Duty, throw: Random) -> Row:
        codes = COUNTY_CODES if duty is Duty.LEAD else DEPARTMENT_CODES
        day: date = task["dispatched_on"]
        due_on = day + timedelta(days=30 + task["ordinal"] * 7 % DUE_WITHIN)
        is_done = due_on < self.year.today and task["ordinal"] % 7 > 0
        planned = planned_percent(day, due_on, self.entry_on.ends_on)
        percent = WHOLE if is_done else max(planned - throw.choice((0, 5, 10, 15, 25)), 0)
        closed_on = min(due_on, self.year.last_day) if is_done else None
        return {
            "task_id": task_id,
            "unit_id": self.cast.units[codes[task["ordinal"] % len(codes)]].id,
            "duty": duty,
            "state": AssignmentState.CLOSED if is_done else AssignmentState.ACKNOWLEDGED,
            "percent": percent,
            "dispatched_on": day,
            "sign_by": self.sign_by[day],
            "due_on": due_on,
            "original_due_on": due_on,
            "acknowledged_on": day,
            "reported_on": closed_on,
            "closed_on": closed_on,
            "redo_count": 0,
            "version": 1,
        }

    def _befalls(self, row: Row, assignment_id: int, events: dict[type, list[Row]]) -> None:
        began: date = row["dispatched_on"]
        head, supervisor = self.cast.heads[row["unit_id"]], self.cast.supervisors[0]
        said = {
            "assignment_id": assignment_id,
            "unit_id": row["unit_id"],
            "reason": "",
            "on_date": began,
            "at": self.moments[began],
        }
        steps = [
            (Step.DISPATCH, None, AssignmentState.DISPATCHED, began, supervisor.id),
            (
                Step.ACKNOWLEDGE,
                AssignmentState.DISPATCHED,
                AssignmentState.ACKNOWLEDGED,
                began,
                head.id,
            ),
        ]
        events[DateChange].append(
            said | {"was": None, "now": row["due_on"], "by_id": supervisor.id}
        )
        if row["percent"]:
            events[PercentChange].append(said | {"was": 0, "now": row["percent"], "by_id": head.id})
        if row["closed_on"]:
            steps += _closing(row, head.id, supervisor.id)
        for step, was, state, day, by_id in steps:
            moment = self.moments[began] + (day - began)
            change = {"step": step.value, "was": was, "now": state, "by_id": by_id}
            events[StateChange].append(said | change | {"on_date": day, "at": moment})
        if row["duty"] is Duty.LEAD and began <= self.entry_on.ends_on:
            events[ProgressEntry].append(self._entry(row, assignment_id))

    def _entry(self, row: Row, assignment_id: int) -> Row:
        at = max(self.moments[row["dispatched_on"]], self.at - timedelta(days=1))
        head_id = self.cast.heads[row["unit_id"]].id
        return {
            "assignment_id": assignment_id,
            "period": self.entry_on.name,
            "percent": row["percent"],
            "done": f"累计完成{row['percent']}%，召开推进会2次，解决问题6个。",
            "problems": "",
            "next_steps": "按节点推进下一阶段工作。",
            "is_unchanged": False,
            "lower_reason": "",
            "state": EntryState.SUBMITTED,
            "return_reason": "",
            "drafted_at": at,
            "drafted_by_id": head_id,
            "submitted_at": at,
            "submitted_by_id": head_id,
            "version": 1,
        }


Told = tuple[Step, AssignmentState | None, AssignmentState, date, int | None]


def _closing(row: Row, head_id: int | None, supervisor_id: int | None) -> Iterator[Told]:
    """Tell how an assignment came to be closed; a supporter only goes along."""
    state, day = AssignmentState.ACKNOWLEDGED, row["closed_on"]
    if row["duty"] is Duty.LEAD:
        yield Step.ASK_CLOSURE, state, AssignmentState.REPORTED, day, head_id
        state = AssignmentState.REPORTED
    yield Step.CLOSE, state, AssignmentState.CLOSED, day, supervisor_id


def _inserted(model: type, rows: list[Row]) -> list[int]:
    """Insert rows and return their keys in the same order, on every database."""
    table = _table(model)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [key for (key,) in db.session.execute(statement, rows)]


def _table(model: type) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has its table
    return table
