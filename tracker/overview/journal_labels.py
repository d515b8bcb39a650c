"""What of the journal stands above a clearance: that it was done is told, what it was about is not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.foundation.db import db
from tracker.foundation.labels import Label, covers, up_to
from tracker.foundation.words import N_
from tracker.journal.details import LABELS
from tracker.journal.models import Entry
from tracker.journal.telling import Fact, Told, told
from tracker.overview.joined_reports import JOINING, titles_within
from tracker.people.actor import Actor
from tracker.workplan.directives.breakdown.models import BreakdownImport
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.models import Report
from tracker.workplan.progress.circulars.models import Circular, CircularItem
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.review.rules import LABEL as SUMMARY_LABEL
from tracker.workplan.tasks.changing.models import TaskChangeItem
from tracker.workplan.tasks.chases.models import ChaseItem
from tracker.workplan.tasks.comments.models import Comment
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.notices.models import NoticeItem

KINDS: Mapping[str, tuple[InstrumentedAttribute[int], Select[int]]] = {
    "report": (Report.id, select(Report.id)),
    "directive": (Directive.id, select(Directive.id).join(Directive.report)),
    "breakdown": (BreakdownImport.id, select(BreakdownImport.id).join(BreakdownImport.report)),
    "task": (Task.id, select(Task.id)),
    "assignment": (Assignment.id, select(Assignment.id).join(Assignment.task)),
    "decision": (
        RecordedDecision.id,
        select(RecordedDecision.id).join(RecordedDecision.assignment).join(Assignment.task),
    ),
    "chase": (
        ChaseItem.chase_id,
        select(ChaseItem.chase_id).join(ChaseItem.assignment).join(Assignment.task),
    ),
    "notice": (
        NoticeItem.notice_id,
        select(NoticeItem.notice_id).join(NoticeItem.assignment).join(Assignment.task),
    ),
    "circular": (
        Circular.id,
        select(Circular.id)
        .outerjoin(Circular.items)
        .outerjoin(CircularItem.assignment)
        .outerjoin(Assignment.task),
    ),
    "comment": (Comment.id, select(Comment.id).join(Comment.task)),
    "task_change": (
        TaskChangeItem.change_id,
        select(TaskChangeItem.change_id).join(TaskChangeItem.task),
    ),
    "instruction": (
        Instruction.id,
        select(Instruction.id)
        .outerjoin(Instruction.report)
        .outerjoin(Instruction.assignment)
        .outerjoin(Task, Task.id == func.coalesce(Instruction.task_id, Assignment.task_id)),
    ),
    "evidence": (
        Evidence.id,
        select(Evidence.id)
        .join(Evidence.entry)
        .join(ProgressEntry.assignment)
        .join(Assignment.task),
    ),
    "entry": (
        ProgressEntry.id,
        select(ProgressEntry.id).join(ProgressEntry.assignment).join(Assignment.task),
    ),
}
"""The kinds of subjects that have a label, and how it is come by: that of their report or task."""
FIXED: Mapping[str, Label] = {"summary": SUMMARY_LABEL}
"""The kinds whose label is always the same."""
RELABELLED = ".labelled"
OTHER_REPORT = N_("另一份报告")
OF_REPORTS = frozenset({"report", "directive", "breakdown"})
BESIDE_ITS_OWN = "circular"
"""What has a label of its own, and names work that may be labelled higher since."""
OF_EITHER = "instruction"
"""What is about a report or about a task, and labelled as that is."""


def told_within(actor: Actor, entries: Sequence[Entry]) -> list[Told]:
    """Tell these entries; of those above the actor's clearance nothing but who did what and when."""
    hidden = subjects_above(actor, [entry.subject for entry in entries])
    titles = titles_within(actor, entries)
    return [
        _bare(told(it)) if it.subject in hidden else _naming(told(it), titles.get(it.id))
        for it in entries
    ]


def subjects_above(actor: Actor, subjects: Iterable[str]) -> frozenset[str]:
    """Return those of the subjects whose label is above the clearance; a question for each kind."""
    if actor.clearance is tuple(Label)[-1]:
        return frozenset()
    keys: dict[str, set[int]] = {}
    subjects = list(subjects)
    for kind, _, key in {it.partition(":") for it in subjects}:
        if kind in KINDS and key.isdecimal():
            keys.setdefault(kind, set()).add(int(key))
    fixed = {kind for kind, label in FIXED.items() if not covers(actor.clearance, label)}
    return frozenset(
        f"{kind}:{key}" for kind, found in keys.items() for key in _above(actor, kind, found)
    ) | {it for it in subjects if it.partition(":")[0] in fixed}


def _above(actor: Actor, kind: str, keys: Collection[int]) -> Iterable[int]:
    column, question = KINDS[kind]
    label: ColumnElement[Label] = (
        Report.label.expression if kind in OF_REPORTS else Task.label.expression
    )
    if kind == OF_EITHER:
        label = func.coalesce(Report.label, Task.label)
    is_above: ColumnElement[bool] = label.not_in(up_to(actor.clearance))
    if kind == BESIDE_ITS_OWN:
        is_above = or_(is_above, Circular.label.not_in(up_to(actor.clearance)))
    return db.session.scalars(question.where(column.in_(keys), is_above))


def _naming(it: Told, title: str | None) -> Told:
    """Name the report of what joined a task or left it, as far as it may be named."""
    if it.deed not in JOINING:
        return it
    named = Fact(LABELS["report"], title or OTHER_REPORT)
    return replace(
        it, facts=tuple(named if fact.label == named.label else fact for fact in it.facts)
    )


def _bare(it: Told) -> Told:
    # From which label to which one is what an auditor looks for, and says nothing of the thing.
    changes = it.changes if it.deed.endswith(RELABELLED) else ()
    return replace(it, changes=changes, facts=(), is_withheld=True)
