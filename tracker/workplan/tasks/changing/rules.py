"""Who changes what was settled about a task, what may be changed into what, and what may be undone."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.foundation.errors import Misfilled, Refusal, RuleBroken, require
from tracker.foundation.labels import LABEL_WORDS, Label, covers
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Person, Unit, UnitKind
from tracker.people.permissions import Permission, may, may_for
from tracker.workplan.tasks.changing.models import Aspect, TaskChange, TaskChangeItem
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Mode,
    PlanPriority,
    ReportingCycle,
    Task,
)
from tracker.workplan.tasks.rules import CYCLE_WORDS, check_weight
from tracker.workplan.tasks.rules.figures import FURTHEST_YEARS, units_judged

Value = date | int | ReportingCycle | Label | None
REASON = "reason"
MOST_AT_ONCE = 200
"""So many tasks are changed in one deed."""
MOVABLE = frozenset(
    {AssignmentState.DISPATCHED, AssignmentState.DECLINED, AssignmentState.ACKNOWLEDGED}
)
"""The states in which a date may be moved: while work rests its resuming gives the date."""
ASPECT_WORDS = {
    Aspect.DUE_ON: N_("完成时限"),
    Aspect.LEADER: N_("分管领导"),
    Aspect.COORDINATOR: N_("归口处室"),
    Aspect.CYCLE: N_("报送周期"),
    Aspect.WEIGHT: N_("权重"),
    Aspect.KEY: N_("重点任务"),
    Aspect.PRIORITY: N_("所属重点"),
    Aspect.LABEL: N_("安全标签"),
}
TOLD_UNITS = frozenset({Aspect.LEADER, Aspect.COORDINATOR, Aspect.CYCLE, Aspect.WEIGHT, Aspect.KEY})
"""What the units that work on a task hear of; whose date changed hears of that by itself."""
YES, NO, OPEN, NONE = N_("是"), N_("否"), N_("待定"), N_("不设")
NOT_YOURS = N_("任务由督查员调整。")
NO_DATE_OF_YOURS = N_("时限由督查员或领导改；自己所在单位承办的，须由别人改。")
NOT_BY_YOU = N_("只有作这次调整的人自己可以撤销。")
UNDONE = N_("撤销调整")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to become of each task: by aspect the new value, and the rows that keys stand for."""

    values: Mapping[Aspect, Value]
    leader: Person | None = None
    coordinator: Unit | None = None
    priority: PlanPriority | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A task that is to be changed, and of its assignments those whose dates are meant.

    asking: the assignments with a request for a later date that nobody has decided.
    """

    task: Task
    assignments: Sequence[Assignment]
    asking: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """One value that changes; needs_leader: a date that moves past the original one."""

    aspect: Aspect
    was: Value
    now: Value
    assignment: Assignment | None = None
    needs_leader: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be changed, and why."""

    aspect: Aspect
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would become of one task; refused: it is left alone as a whole."""

    target: Target
    pieces: Sequence[Piece] = field(default_factory=tuple)
    refused: Sequence[Refused] = field(default_factory=tuple)

    @property
    def needs_leader(self) -> bool:
        """Whether a leader has to have decided it."""
        return any(it.needs_leader for it in self.pieces)

    @property
    def changes(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.pieces) and not self.refused


def may_change(actor: Actor) -> bool:
    """Whether the actor changes what was settled about tasks."""
    return may(actor, Permission.CHANGE_TASKS)


def may_redate(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor moves an assignment's date; nobody does for a unit that they report for."""
    return may_for(actor, Permission.CHANGE_DUE_DATES, *units_judged(actor, assignment))


def is_redatable(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor may move the assignment's date now."""
    is_dated = assignment.due_on is not None and assignment.state in MOVABLE
    return is_dated and may_redate(actor, assignment)


def has_movable(target: Target) -> bool:
    """Whether somebody answers for the task whose date may be moved; who helps goes with the lead."""
    return any(it.is_lead and it.state in MOVABLE for it in target.assignments)


def changed_in_rows(task: Task, leads: Collection[AssignmentState]) -> frozenset[Aspect]:
    """Return what a list's row offers to change, by the states of those who answer for the task."""
    found = {Aspect.WEIGHT}
    if not task.is_standing and MOVABLE & set(leads):
        found.add(Aspect.DUE_ON)
    if not leads or set(leads) - {AssignmentState.CLOSED, AssignmentState.TERMINATED}:
        found.add(Aspect.LEADER)
    return frozenset(found)


def seen_of(targets: Collection[Target]) -> str:
    """Return a mark of everything that is about to be changed, as it was when it was shown."""
    told = [
        (it.task.id, it.task.version, *((one.id, one.version) for one in it.assignments))
        for it in targets
    ]
    return hashlib.sha256(repr(sorted(told)).encode()).hexdigest()[:32]


def differing(target: Target, values: Mapping[Aspect, Value]) -> dict[Aspect, Value]:
    """Leave out of what a form says what is so already; dates are compared one by one later."""
    return {
        aspect: value
        for aspect, value in values.items()
        if aspect is Aspect.DUE_ON or getattr(target.task, aspect) != value
    }


def check_wanted(wanted: Wanted, today: date, reason: str) -> None:
    """Refuse what makes sense for no task: nothing, a bad date or weight, no reason."""
    values = wanted.values
    if not values:
        raise RuleBroken(N_("还没有选要改什么，请至少改一项。"))
    due_on = values.get(Aspect.DUE_ON)
    if isinstance(due_on, date):
        if due_on < today:
            raise Misfilled(Aspect.DUE_ON, N_("新时限不能是已经过去的日子。"))
        if due_on.year > today.year + FURTHEST_YEARS:
            raise Misfilled(Aspect.DUE_ON, N_("新时限太远，请核对年份。"))
    weight = values.get(Aspect.WEIGHT)
    if isinstance(weight, int):
        try:
            check_weight(weight)
        except RuleBroken as refusal:
            raise Misfilled(Aspect.WEIGHT, refusal.sentence) from refusal
    if Aspect.LABEL in values and len(values) > 1:
        raise Misfilled(Aspect.LABEL, N_("安全标签请单独调，不和别的一起改。"))
    _check_named(wanted)
    if not reason.strip():
        raise Misfilled(REASON, N_("请写明理由。"))


def _check_named(wanted: Wanted) -> None:
    """Refuse a leader, department or priority that is none."""
    values = wanted.values
    if values.get(Aspect.LEADER) is not None and wanted.leader is None:
        raise Misfilled(Aspect.LEADER, N_("所选的人现在不是在任领导，请重新选。"))
    if values.get(Aspect.PRIORITY) is not None and wanted.priority is None:
        raise Misfilled(Aspect.PRIORITY, N_("年度计划里没有这个重点。"))
    unit = wanted.coordinator
    if values.get(Aspect.COORDINATOR) is not None:
        if unit is None or unit.kind is UnitKind.ROOT:
            raise Misfilled(Aspect.COORDINATOR, N_("所选单位不在单位名册里，请重新选择。"))
        if unit.closed_on is not None:
            raise Misfilled(Aspect.COORDINATOR, N_("所选单位已撤销，请另选单位。"))


def outcome_of(actor: Actor, target: Target, wanted: Wanted, today: date) -> Outcome:
    """Work out what would change about one task, and what cannot."""
    pieces: list[Piece] = []
    refused: list[Refused] = []
    for aspect, value in wanted.values.items():
        for it in _changes(actor, target, aspect, value, wanted, today):
            if isinstance(it, Piece):
                pieces.append(it)
            else:
                refused.append(it)
    return Outcome(target, tuple(pieces), tuple(refused))


def _changes(
    actor: Actor, target: Target, aspect: Aspect, value: Value, wanted: Wanted, today: date
) -> Iterator[Piece | Refused]:
    if aspect is Aspect.DUE_ON and isinstance(value, date):
        yield from _dates(actor, target, value, today)
        return
    was: Value = getattr(target.task, aspect)
    if was == value:
        return
    sentence = _why_not(target, aspect, value, wanted)
    yield Refused(aspect, sentence) if sentence else Piece(aspect, was, value)


def _dates(actor: Actor, target: Target, due_on: date, today: date) -> Iterator[Piece | Refused]:
    sentence = _why_no_dates(target)
    if sentence is not None:
        yield Refused(Aspect.DUE_ON, sentence)
        return
    for it in target.assignments:
        if it.state not in MOVABLE or it.due_on is None or it.due_on == due_on:
            continue
        is_later = it.original_due_on is not None and due_on > it.original_due_on
        sentence = None
        if not may_redate(actor, it):
            sentence = NO_DATE_OF_YOURS
        elif it.id in target.asking:
            sentence = N_("{unit}有延期申请等着办理，请在那里办。")
        elif is_later and it.due_on < today:
            sentence = N_("{unit}已过时限，逾期照这个时限判断，不能再往后改。")
        if sentence is not None:
            yield Refused(Aspect.DUE_ON, sentence.format(unit=it.unit.short_name))
        else:
            yield Piece(Aspect.DUE_ON, it.due_on, due_on, it, is_later)


def _why_no_dates(target: Target) -> str | None:
    task = target.task
    if task.is_standing:
        return N_("长期坚持的任务没有时限。")
    if task.mode is None:
        return N_("还没有交办，时限在交办时定。")
    if not has_movable(target):
        return N_("没有正在办的承办单位，时限不能改；中止的在恢复时另定。")
    return None


def _why_not(target: Target, aspect: Aspect, value: Value, wanted: Wanted) -> str | None:
    """Return why a task cannot get this value; None: it can."""
    task = target.task
    match aspect:
        case Aspect.LEADER | Aspect.CYCLE if _is_over(target):
            return N_("这项任务已经办完，不再调整。")
        case Aspect.LEADER if wanted.leader and not covers(wanted.leader.clearance, task.label):
            return N_("所选领导不能看这项任务的安全标签。")
        case Aspect.COORDINATOR:
            return _why_no_coordinator(target, value)
        case Aspect.PRIORITY if wanted.priority and wanted.priority.plan_id != task.plan_id:
            return N_("所选重点不在这一年的计划里。")
        case Aspect.LABEL if isinstance(value, Label) and covers(task.label, value):
            return N_("现在的标签更高；调低请在任务上单独办。")
        case _:
            return None


def _why_no_coordinator(target: Target, unit_id: Value) -> str | None:
    mode = target.task.mode
    if mode is None:
        return N_("还没有交办，归口处室在交办时定。")
    if mode is Mode.JOINT:
        return N_("共同承办的任务由牵头单位汇总，不另设归口处室。")
    if _is_over(target):
        return N_("这项任务已经办完，不再调整。")
    if any(it.unit_id == unit_id and it.is_open for it in target.assignments):
        return N_("它自己承办这项任务，不能再归口协调别的单位。")
    return None


def _is_over(target: Target) -> bool:
    return target.task.mode is not None and not any(
        it.is_lead and it.is_open for it in target.assignments
    )


# ── What a change says, as it is written, read and told ──────────────────────────────────────────


def written(value: Value) -> str | None:
    """Write a value as it is kept."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)


def read(aspect: Aspect, kept: str | None) -> Value:
    """Read a value as it was kept."""
    if kept is None:
        return None
    match aspect:
        case Aspect.DUE_ON:
            return date.fromisoformat(kept)
        case Aspect.CYCLE:
            return ReportingCycle(kept)
        case Aspect.LABEL:
            return Label(kept)
        case Aspect.KEY:
            return kept == "yes"
        case _:
            return int(kept)


Names = Mapping[tuple[Aspect, int], str]
"""What the keys of leaders, departments and priorities stand for."""


def in_words(aspect: Aspect, value: Value, names: Names) -> str:
    """Say a value as a person reads it."""
    match value:
        case None:
            return NONE if aspect is Aspect.COORDINATOR else OPEN
        case bool():
            return YES if value else NO
        case ReportingCycle():
            return CYCLE_WORDS[value]
        case Label():
            return LABEL_WORDS[value]
        case date():
            return in_full(value)
        case _:
            return str(value) if aspect is Aspect.WEIGHT else names.get((aspect, value), str(value))


# ── Taking it back ───────────────────────────────────────────────────────────────────────────────


def check_undo(
    actor: Actor,
    change: TaskChange,
    items: Sequence[TaskChangeItem],
    today: date,
    *,
    is_whole: bool,
) -> None:
    """Refuse to take back what is another's, older than today, decided by a leader, or changed since.

    items: those that the actor sees; is_whole: that is all of them.
    """
    require(change.made_by_id == actor.id and may_undo_at_all(actor, items), NOT_BY_YOU)
    if change.undone_at is not None:
        raise RuleBroken(N_("这次调整已经撤销过了。"))
    if change.made_on != today:
        raise RuleBroken(N_("只能当天撤销；要改的，请再作一次调整。"))
    if any(it.is_decided for it in items):
        raise RuleBroken(N_("领导决定的事不能撤销，须由领导另作决定。"))
    if any(it.aspect is Aspect.LABEL for it in items):
        raise RuleBroken(N_("调高了的安全标签不能这样撤销，请在任务上单独调低。"))
    if not is_whole:
        raise RuleBroken(N_("其中有任务您已经看不到，不能撤销。"))
    if not all(_stands(it) for it in items):
        raise RuleBroken(N_("调整以后又有变动，不能撤销；要改的，请再作一次调整。"))


def may_undo_at_all(actor: Actor, items: Sequence[TaskChangeItem]) -> bool:
    """Whether the actor still may do what these items say."""
    return all(
        may_change(actor) if it.assignment is None else may_redate(actor, it.assignment)
        for it in items
    )


def is_undoable(
    actor: Actor,
    change: TaskChange,
    items: Sequence[TaskChangeItem],
    today: date,
    *,
    is_whole: bool,
) -> bool:
    """Whether the actor may take the change back now."""
    try:
        check_undo(actor, change, items, today, is_whole=is_whole)
    except Refusal:
        return False
    return True


def _stands(item: TaskChangeItem) -> bool:
    """Whether what was changed is as the change left it, and may go back."""
    it = item.assignment
    value = getattr(item.task if it is None else it, item.aspect)
    if written(value) != item.now:
        return False
    return it is None or (it.state in MOVABLE and it.unit_id == item.unit_id)
