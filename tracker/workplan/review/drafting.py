"""Drafting a unit's annual summary out of what it reported: dataclasses in, texts out.

Every sentence says what the tasks and their entries say; a task that has nothing to tell stands
nowhere in the text, and the page lists it with its reason.
Each paragraph is one line. The texts are the unit's own Chinese words, not the interface's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.foundation.wording import in_full, in_words
from tracker.foundation.words import N_
from tracker.workplan.progress.composing.paragraphs import in_one_paragraph, quoted

WHOLE = 100
EARLY_DAYS = 7
"""A task closed at least so many days before its due date is a highlight, unless set otherwise."""
NOT_SIGNED = N_("待签收，还没有进展")
NO_ENTRY = N_("没有提交过进展填报")


class Standing(StrEnum):
    """Where an assignment stands, as far as a summary cares."""

    UNSIGNED = "unsigned"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    CLOSED = "closed"
    PAUSED = "paused"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit submitted about one period; period: 2026-03, 2026Q1, 2026H1 or 2026."""

    period: str
    percent: int
    done: str
    problems: str = ""
    next_steps: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class YearOfTask:
    """One unit's year on one task.

    priority_id: the plan's priority. lead: the leading unit's name where this one supports,
    empty where it answers for the task itself. due_on: the date in force. said: the submitted
    entries, the earliest period first.
    """

    task_id: int
    assignment_id: int
    number: str
    title: str
    priority_id: int
    standing: Standing
    percent: int
    lead: str = ""
    is_key: bool = False
    due_on: date | None = None
    reported_on: date | None = None
    closed_on: date | None = None
    said: tuple[Said, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether work on it goes on."""
        return self.standing not in (Standing.CLOSED, Standing.TERMINATED)

    @property
    def left_out(self) -> str:
        """Why it has nothing to tell, so that no text names it; empty when it has."""
        if self.said or self.standing is Standing.CLOSED:
            return ""
        return NOT_SIGNED if self.standing is Standing.UNSIGNED else NO_ENTRY

    @property
    def days_early(self) -> int:
        """How many days before its due date it was closed; 0 when it was not."""
        if self.closed_on is None or self.due_on is None:
            return 0
        return max(0, (self.due_on - self.closed_on).days)


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted summary; results: the words under each priority that has tasks, by its id."""

    results: Mapping[int, str] = field(default_factory=dict)
    highlights: str = ""
    problems: str = ""
    next_year_plan: str = ""


def drafted(tasks: Sequence[YearOfTask], *, year: int, early_days: int) -> Draft:
    """Draft a summary of these tasks, which come in the plan's order.

    early_days: what was closed at least so many days before its due date is a highlight.
    """
    results: dict[int, list[str]] = {}
    for task in tasks:
        results.setdefault(task.priority_id, []).append(result(task, year=year))
    return Draft(
        results={priority: _lines(lines) for priority, lines in results.items()},
        highlights=_lines(highlight(task, year=year, early_days=early_days) for task in tasks),
        problems=_lines(_labelled(task, problems_of(task)) for task in tasks),
        next_year_plan=_lines(_labelled(task, next_steps_of(task)) for task in tasks),
    )


def result(task: YearOfTask, *, year: int) -> str:
    """Write a task's paragraph: its title, how far it came or when it closed, its latest words.

    Empty when it has nothing to tell.
    """
    if task.left_out:
        return ""
    return f"{title_of(task)}：{figures(task, year=year)}。{latest_words(task)}"


def figures(task: YearOfTask, *, year: int) -> str:
    """Write how far a task came, without a full stop."""
    match task.standing:
        case Standing.CLOSED if task.closed_on is not None:
            return f"已于{in_words(task.closed_on, year=year)}办结"
        case Standing.REPORTED if task.reported_on is not None:
            day = in_words(task.reported_on, year=year)
            return f"完成{task.percent}%，已于{day}申请办结，待核定"
        case Standing.PAUSED:
            return f"完成{task.percent}%，经批准中止"
        case Standing.TERMINATED:
            return f"完成{task.percent}%，经批准终止"
        case _:
            return f"完成{task.percent}%"


def highlight(task: YearOfTask, *, year: int, early_days: int) -> str:
    """Write why a task is a highlight, or nothing: closed early, or a key task that has words.

    A supporting unit leaves the praise to the leading one; what was ended is no highlight, and
    nothing was early that is not whole.
    """
    words = latest_words(task)
    if task.lead or task.standing is Standing.TERMINATED:
        return ""
    is_early = task.days_early >= early_days and task.percent == WHOLE
    if is_early and task.due_on is not None:
        mark = "（重点任务）" if task.is_key else ""
        early = f"较{in_full(task.due_on)}的时限提前{task.days_early}天"
        return f"{title_of(task)}{mark}：{figures(task, year=year)}，{early}。{words}"
    if task.is_key and words:
        return f"{title_of(task)}（重点任务）：{figures(task, year=year)}。{words}"
    return ""


def latest_words(task: YearOfTask) -> str:
    """Return what was done as the latest entry that is not 与上期无变化 has it, in one paragraph."""
    for said in reversed(task.said):
        if not said.is_unchanged:
            return in_one_paragraph(said.done)
    return ""


def problems_of(task: YearOfTask) -> str:
    """Return the problems that an open task has still, in one paragraph."""
    return _still(task, [said.problems for said in task.said])


def next_steps_of(task: YearOfTask) -> str:
    """Return what a unit means to do next about an open task, in one paragraph."""
    return _still(task, [said.next_steps for said in task.said])


def title_of(task: YearOfTask) -> str:
    """Return a task's title as it opens a paragraph; names the lead where the unit supports."""
    if not task.lead:
        return task.title
    return f"配合{task.lead}做好{quoted(task.title)}"


def differing(now: Mapping[str, str], fresh: Mapping[str, str]) -> list[str]:
    """Return the parts whose present words a new draft would replace, in the given order."""
    return [part for part, words in now.items() if words.strip() != fresh.get(part, "").strip()]


def _still(task: YearOfTask, words: Sequence[str]) -> str:
    """Return the latest words, back past entries that said 与上期无变化 and nothing more."""
    if not task.is_open:
        return ""
    for said, its_words in zip(reversed(task.said), reversed(words), strict=True):
        if its_words.strip() or not said.is_unchanged:
            return in_one_paragraph(its_words)
    return ""


def _labelled(task: YearOfTask, words: str) -> str:
    return f"{title_of(task)}：{words}" if words else ""


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
