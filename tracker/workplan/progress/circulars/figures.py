"""What a circular counts: dataclasses in, figures and sentences out; plain Python.

Works (件) are counted as everywhere: the units that answer for a task, each once; supporters are not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.foundation.wording import in_full
from tracker.workplan.progress.composing.paragraphs import quoted
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.signals import Signal

RESTING = (AssignmentState.DECLINED, AssignmentState.PAUSED)
WHOLE = 100
DEMANDS = (
    "各承办单位要对照任务清单，对逾期的事项查明原因，明确责任人和完成日期，限期办结；"
    "对临近时限的事项提前安排，按时报送进展。"
)


@dataclass(frozen=True, slots=True)
class Work:
    """One unit's part of a task, as it stood on the day; report_ids: the meetings that it came from."""

    assignment_id: int
    task_id: int
    number: str
    title: str
    unit_id: int
    unit: str
    priority_id: int
    state: AssignmentState
    signal: Signal | None
    percent: int
    due_on: date | None
    original_due_on: date | None
    reported_on: date | None
    report_ids: frozenset[int] = frozenset()

    @property
    def is_closed(self) -> bool:
        """Whether it is done with."""
        return self.state is AssignmentState.CLOSED

    @property
    def is_late(self) -> bool:
        """Whether its date has passed and it is not closed."""
        return self.signal is Signal.OVERDUE

    def days_late(self, as_of: date) -> int:
        """Return by how many days it is late; time stops on the day that closure was asked for."""
        if self.due_on is None or not self.is_late:
            return 0
        return ((self.reported_on or as_of) - self.due_on).days


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; due: works whose original date has passed, in_time: of those."""

    tasks: int
    works: int
    closed: int
    resting: int
    late: int
    due: int
    in_time: int
    extended: int

    @property
    def under_way(self) -> int:
        """The works that go on."""
        return self.works - self.closed - self.resting


@dataclass(frozen=True, slots=True)
class Stand:
    """Everything that a circular may tell, of one day; both maps are in order."""

    as_of: date
    year: int
    works: Sequence[Work]
    meetings: Mapping[int, str]
    priorities: Mapping[int, str]

    @property
    def late(self) -> list[Work]:
        """The late works, the longest first."""
        return sorted(
            (it for it in self.works if it.is_late),
            key=lambda it: (-it.days_late(self.as_of), it.number, it.assignment_id),
        )

    @property
    def by_unit(self) -> dict[int, list[Work]]:
        """The works of each unit, in the order in which they come."""
        found: dict[int, list[Work]] = {}
        for it in self.works:
            found.setdefault(it.unit_id, []).append(it)
        return found


def counted(works: Iterable[Work], as_of: date) -> Count:
    """Count works."""
    those = list(works)
    dated = [
        it
        for it in those
        if it.state not in RESTING and it.original_due_on and it.original_due_on < as_of
    ]
    in_time = [it for it in dated if _judged(it, as_of) <= (it.original_due_on or as_of)]
    extended = [
        it
        for it in dated
        if it not in in_time and it.due_on is not None and _judged(it, as_of) <= it.due_on
    ]
    return Count(
        tasks=len({it.task_id for it in those}),
        works=len(those),
        closed=sum(it.is_closed for it in those),
        resting=sum(it.state in RESTING for it in those),
        late=sum(it.is_late for it in those),
        due=len(dated),
        in_time=len(in_time),
        extended=len(extended),
    )


def share(part: int, whole: int) -> str:
    """Write a share in percent, to the tenth."""
    tenths = round(part * WHOLE * 10 / whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


def overall_text(stand: Stand) -> str:
    """Write the totals and rates."""
    it = counted(stand.works, stand.as_of)
    if not it.works:
        return f"截至{in_full(stand.as_of)}，{stand.year}年度计划还没有交办任务。"
    lines = [
        f"截至{in_full(stand.as_of)}，{stand.year}年度计划已交办任务{it.tasks}项，"
        f"由各单位承办{it.works}件。其中，已办结{it.closed}件，占{share(it.closed, it.works)}；"
        f"正在办理{it.under_way}件"
        + (f"；中止或退回待重派{it.resting}件。" if it.resting else "。")
    ]
    if it.due:
        rate = share(it.in_time, it.due)
        with_extended = share(it.in_time + it.extended, it.due)
        more = f"，经批准延期的计入后为{with_extended}" if it.extended else ""
        lines.append(
            f"原定时限已到的{it.due}件中，按时办结{it.in_time}件，按时办结率{rate}{more}；"
            f"现逾期{it.late}件。"
        )
    return "\n".join(lines)


def meetings_text(stand: Stand) -> str:
    """Write how far each meeting's work is; what came from several counts with each of them."""
    lines = [
        _line(f"{quoted(title)}部署的任务", works, stand)
        for key, title in stand.meetings.items()
        if (works := [it for it in stand.works if key in it.report_ids])
    ]
    others = [it for it in stand.works if not it.report_ids & set(stand.meetings)]
    return "\n".join([*lines, *([_line("其他任务", others, stand)] if others and lines else [])])


def priorities_text(stand: Stand) -> str:
    """Write how far each priority is."""
    lines = [
        (name, [it for it in stand.works if it.priority_id == key])
        for key, name in stand.priorities.items()
    ]
    return "\n".join(_line(name, works, stand) for name, works in lines if works)


def praise_text(stand: Stand, unit_ids: Iterable[int]) -> str:
    """Write why each of these units is praised: its figures."""
    return "\n".join(
        f"对{works[0].unit}予以通报表扬：{_figures(works, stand)}"
        for works in _works_of(stand, unit_ids)
    )


def problems_text(stand: Stand, late: Sequence[Work], criticised: Iterable[int]) -> str:
    """Name the late works by unit with their numbers, and the units that are criticised."""
    lines = []
    if late:
        units = dict.fromkeys(it.unit for it in late)
        lines.append(f"有{len(late)}件逾期未办结，涉及{len(units)}个单位（清单附后）。")
        lines += [
            f"{unit}{len(those)}件：{'；'.join(_late(it, stand) for it in those)}。"
            for unit in units
            if (those := [it for it in late if it.unit == unit])
        ]
    lines += [
        f"对{works[0].unit}予以通报批评：{_figures(works, stand)}"
        for works in _works_of(stand, criticised)
    ]
    return "\n".join(lines)


def _works_of(stand: Stand, unit_ids: Iterable[int]) -> list[list[Work]]:
    chosen = set(unit_ids)
    return [works for key, works in stand.by_unit.items() if key in chosen]


def _late(it: Work, stand: Stand) -> str:
    waits = "，已申请办结待核定" if it.state is AssignmentState.REPORTED else ""
    return f"{quoted(it.title)}（{it.number}）超期{it.days_late(stand.as_of)}天{waits}"


def _line(name: str, works: Sequence[Work], stand: Stand) -> str:
    it = counted(works, stand.as_of)
    return (
        f"{name}：{it.tasks}项{it.works}件，已办结{it.closed}件，占{share(it.closed, it.works)}"
        + (f"；逾期{it.late}件。" if it.late else "。")
    )


def _figures(works: Sequence[Work], stand: Stand) -> str:
    it = counted(works, stand.as_of)
    dated = f"，原定时限已到的{it.due}件按时办结{it.in_time}件" if it.due else ""
    late = f"，逾期{it.late}件" if it.late else ""
    return f"承办{it.works}件，已办结{it.closed}件{dated}{late}。"


def _judged(it: Work, as_of: date) -> date:
    return it.reported_on or as_of
