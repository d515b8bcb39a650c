"""What the page of one task asks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.overview.charts import Spark, spark
from tracker.overview.history import Event, history
from tracker.overview.standing import overdue_days
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.directives.models import Directive
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.queries import latest_entries, percent_series
from tracker.workplan.tasks.models import Assignment, AssignmentState, Task, TaskSource
from tracker.workplan.tasks.queries import assignments_visible_to, tasks_visible_to, visible_task
from tracker.workplan.tasks.signals import (
    SEVERITY,
    WHOLE,
    Judging,
    Signal,
    planned_of,
    signal_of,
)

AROUND = 36
"""Characters of the report shown before and after a quotation, at most: whole clauses of it."""
SENTENCE_ENDS = "。！？；"
CLAUSE_ENDS = f"{SENTENCE_ENDS}，"
CUT = "……"
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Source:
    """The words that a task was made from, with some of what stands round them."""

    directive: Directive
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One unit's line: mark is a signal, or WAITING while nobody has signed; None is silent.

    late: the days overdue.
    """

    assignment: Assignment
    signal: Signal | None
    planned: int | None
    spark: Spark
    entry: ProgressEntry | None
    late: int = 0

    @property
    def mark(self) -> str | None:
        """What stands in the signal's place."""
        is_fresh = self.assignment.state is AssignmentState.DISPATCHED
        if is_fresh and self.signal is Signal.NORMAL:
            return WAITING
        return self.signal

    @property
    def tone(self) -> str:
        """The signal whose colour the bar takes."""
        return self.mark or WAITING


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything on the page."""

    task: Task
    sources: Sequence[Source]
    leads: Sequence[AssignmentLine]
    supporters: Sequence[AssignmentLine]
    history: Sequence[Event]

    @property
    def lines(self) -> Sequence[AssignmentLine]:
        """All units, leads first."""
        return [*self.leads, *self.supporters]

    @property
    def marks(self) -> list[tuple[str, int]]:
        """How many leads stand how, the worst first: signals, and states that are silent."""
        counts = Counter(
            line.mark if line.mark and not _waits(line) else f"state:{line.assignment.state}"
            for line in self.leads
        )
        return list(counts.items())

    @property
    def original_due_on(self) -> date | None:
        """The first of the original dates."""
        dates = [line.assignment.original_due_on for line in self.leads]
        return min((day for day in dates if day is not None), default=None)

    @property
    def due_on(self) -> date | None:
        """The last date in force."""
        dates = [line.assignment.due_on for line in self.leads]
        return max((day for day in dates if day is not None), default=None)


def task_page(actor: Actor, task_id: int, day: Judging) -> TaskPage:
    """Answer a task with what the actor may see of it, or pretend that it does not exist."""
    visible_task(actor, task_id)
    task = db.session.scalars(
        tasks_visible_to(actor)
        .where(Task.id == task_id)
        .options(
            joinedload(Task.priority),
            joinedload(Task.plan),
            joinedload(Task.leader),
            joinedload(Task.coordinator),
        )
        .execution_options(populate_existing=True)
    ).one()
    assignments = db.session.scalars(
        assignments_visible_to(actor)
        .where(Assignment.task_id == task_id)
        .join(Assignment.unit)
        .options(joinedload(Assignment.unit))
        .order_by(Unit.position, Unit.id)
    ).all()
    ids = [it.id for it in assignments]
    entries, series = latest_entries(ids), percent_series(ids)
    lines = [_line(it, task, day, series.get(it.id, []), entries.get(it.id)) for it in assignments]
    lines.sort(key=_urgency)
    return TaskPage(
        task=task,
        sources=_sources(task_id),
        leads=[line for line in lines if line.assignment.is_lead],
        supporters=[line for line in lines if not line.assignment.is_lead],
        history=history(actor, task, assignments),
    )


def _waits(line: AssignmentLine) -> bool:
    """Whether the line's state says more than its green signal: it waits to be verified."""
    return line.assignment.state is AssignmentState.REPORTED and line.signal is Signal.NORMAL


def _line(
    it: Assignment,
    task: Task,
    day: Judging,
    steps: Sequence[tuple[date, int]],
    entry: ProgressEntry | None,
) -> AssignmentLine:
    return AssignmentLine(
        assignment=it,
        signal=signal_of(it, task.cycle, day),
        planned=planned_of(it, day),
        spark=_spark(it, steps, day.today),
        entry=entry,
        late=overdue_days(it, day.today),
    )


def _spark(it: Assignment, steps: Sequence[tuple[date, int]], today: date) -> Spark:
    """Draw how an assignment's percent rose, from its dispatch to its date or today."""
    end = max(it.due_on or today, today)
    days = max(1, (end - it.dispatched_on).days)

    def share(on: date) -> float:
        return min(1.0, max(0, (on - it.dispatched_on).days) / days)

    planned = [] if it.due_on is None else [(0.0, 0.0), (share(it.due_on), float(WHOLE))]
    actual = [(0.0, 0.0), *((share(on), float(percent)) for on, percent in steps)]
    if it.is_open:
        actual.append((share(today), float(it.percent)))
    return spark(planned, actual if steps else [])


def _urgency(line: AssignmentLine) -> tuple[int, int, int]:
    """Put first what needs a decision: what was declined, then by signal, then what was reported."""
    state = line.assignment.state
    if state is AssignmentState.DECLINED:
        return (0, 0, 0)
    over = state is AssignmentState.TERMINATED
    severity = SEVERITY[line.signal] if line.signal is not None else SEVERITY[Signal.NORMAL]
    return (2 if over else 1, -severity, 0 if state is AssignmentState.REPORTED else 1)


def _sources(task_id: int) -> list[Source]:
    directives = db.session.scalars(
        select(Directive)
        .join(TaskSource, TaskSource.directive_id == Directive.id)
        .where(TaskSource.task_id == task_id)
        .options(joinedload(Directive.report))
        .order_by(Directive.report_id, Directive.position)
    ).all()
    return [Source(it, _before(it), _after(it)) for it in directives]


def _before(it: Directive) -> str:
    """Return what stands before a quotation in its line, with dots where more of it was cut."""
    text = it.report.text
    line = text[: it.start].rsplit("\n", 1)[-1]
    if len(line) <= AROUND:
        return line
    shown = line[-AROUND:]
    borders = [at + 1 for at, sign in enumerate(shown) if sign in CLAUSE_ENDS]
    return CUT + shown[borders[0] if borders else 0 :]


def _after(it: Directive) -> str:
    """Return the rest of the quotation's sentence, with dots where the text goes on."""
    rest = it.report.text[it.end :].split("\n", 1)[0]
    ends = [at + 1 for at, sign in enumerate(rest[:AROUND]) if sign in SENTENCE_ENDS]
    if not ends and len(rest) > AROUND:
        ends = [at + 1 for at, sign in enumerate(rest[:AROUND]) if sign in CLAUSE_ENDS][-1:]
    shown = rest[: ends[0] if ends else AROUND]
    return shown + CUT if len(shown) < len(rest) else shown
