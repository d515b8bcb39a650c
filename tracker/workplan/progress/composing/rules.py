"""Composing a text out of entries: dataclasses in, sections out; plain decisions.

The texts are official Chinese whatever the screen speaks. Nothing is said that no entry says; work
without an entry in the span is not written about but listed with its section.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.foundation.wording import in_words
from tracker.foundation.words import N_
from tracker.workplan.progress.composing.paragraphs import in_one_paragraph, quoted

MOST_TASKS = 300
LONGEST_TEXT = 30_000


class Grouping(StrEnum):
    """What a section is about."""

    PRIORITY = "priority"
    UNIT = "unit"
    TASK = "task"


class EachAs(StrEnum):
    """How the words of many units that do the same are put."""

    PARAGRAPH = "paragraph"
    TABLE = "table"


class Depth(StrEnum):
    """Whether only the latest entry of the span speaks, or all of them one after the other."""

    LATEST = "latest"
    ALL = "all"


GROUPING_WORDS = {
    Grouping.PRIORITY: N_("按重点"),
    Grouping.UNIT: N_("按单位"),
    Grouping.TASK: N_("按任务"),
}
EACH_WORDS = {EachAs.PARAGRAPH: N_("写成一段"), EachAs.TABLE: N_("列成表")}
DEPTH_WORDS = {Depth.LATEST: N_("只用最近一期"), Depth.ALL: N_("各期连起来")}


@dataclass(frozen=True, slots=True)
class Said:
    """A submitted entry."""

    entry_id: int
    period: str
    percent: int
    done: str
    problems: str = ""
    next_steps: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class UnitWork:
    """What one unit does on a task and said in the span, the earliest period first; position: of the unit."""

    assignment_id: int
    unit_id: int
    unit: str
    is_lead: bool
    closed_on: date | None = None
    said: tuple[Said, ...] = ()
    position: int = 0

    @property
    def speaks(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.said) or self.closed_on is not None


@dataclass(frozen=True, slots=True)
class ToldTask:
    """A task with the units' words; the lead first. closed_on of a work: within the span alone."""

    task_id: int
    number: str
    title: str
    priority_id: int
    priority: str
    is_each: bool
    works: tuple[UnitWork, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The units' words of one task, a row each: unit, percent, words."""

    caption: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An entry that a section was composed from."""

    task_id: int
    title: str
    unit: str
    assignment_id: int
    period: str
    entry_id: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text; key: names its field; silent: work without an entry, as people call it."""

    key: str
    heading: str
    text: str
    tables: tuple[Table, ...] = ()
    sources: tuple[Source, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a text is composed."""

    grouping: Grouping = Grouping.PRIORITY
    each_as: EachAs = EachAs.PARAGRAPH
    depth: Depth = Depth.LATEST


def composed(tasks: Sequence[ToldTask], wanted: Wanted) -> list[Section]:
    """Compose the sections of a text; tasks come in the plan's order."""
    if wanted.grouping is Grouping.TASK:
        return [_section(f"t{it.task_id}", it.title, [it], wanted) for it in tasks]
    if wanted.grouping is Grouping.PRIORITY:
        groups: dict[int, list[ToldTask]] = {}
        for task in tasks:
            groups.setdefault(task.priority_id, []).append(task)
        return [
            _section(f"p{key}", group[0].priority, group, wanted) for key, group in groups.items()
        ]
    return [_unit_section(unit_id, unit, tasks, wanted) for unit_id, unit in _units(tasks).items()]


def merged(task: ToldTask, wanted: Wanted) -> str:
    """Write what all units of a task say, in one paragraph; empty when nobody says anything.

    Joint: the lead's words, then what each supporter has to add. Each: how many are how far, then
    every unit's words.
    """
    speaking = [it for it in task.works if it.speaks]
    if not speaking:
        return ""
    if task.is_each:
        said = "".join(f"{it.unit}{_told(it, wanted)}" for it in speaking)
        return f"{task.title}：{_sum(task)}{said}"
    leads = [it for it in speaking if it.is_lead]
    others = [it for it in speaking if not it.is_lead]
    told = "".join(_told(it, wanted) for it in leads)
    known = {words_of(it, wanted.depth) for it in leads}
    for it in others:
        words = words_of(it, wanted.depth)
        if words and words not in known:
            known.add(words)
            told += f"{it.unit}配合：{words}"
    return f"{task.title}：{told}" if told else ""


def words_of(work: UnitWork, depth: Depth) -> str:
    """Return what a unit did, in one paragraph: the latest words, or all that say something new."""
    said = [in_one_paragraph(it.done) for it in work.said if not it.is_unchanged]
    said = [it for it in dict.fromkeys(said) if it]
    return "".join(said if depth is Depth.ALL else said[-1:])


def problems_of(work: UnitWork) -> str:
    """Return the problems that a unit has still, by its latest entry that is not 与上期无变化."""
    return _latest([(it.problems, it.is_unchanged) for it in work.said])


def next_steps_of(work: UnitWork) -> str:
    """Return what a unit means to do next, by its latest entry that is not 与上期无变化."""
    return _latest([(it.next_steps, it.is_unchanged) for it in work.said])


def _latest(said: Sequence[tuple[str, bool]]) -> str:
    for words, is_unchanged in reversed(said):
        if words.strip() or not is_unchanged:
            return in_one_paragraph(words)
    return ""


def _figure(work: UnitWork) -> str:
    if work.closed_on is not None:
        return f"已于{in_words(work.closed_on)}办结"
    return f"完成{work.said[-1].percent}%"


def _told(work: UnitWork, wanted: Wanted) -> str:
    return f"{_figure(work)}。{words_of(work, wanted.depth)}"


def _sum(task: ToldTask) -> str:
    """Say of a task that many units do how many reported, how far they are and how many closed."""
    said = [it for it in task.works if it.said]
    closed = sum(it.closed_on is not None for it in task.works)
    parts = [f"{len(task.works)}个单位分别承办"]
    if said:
        mean = sum(it.said[-1].percent for it in said) // len(said)
        parts.append(f"{len(said)}个已报送，平均完成{mean}%")
    if closed:
        parts.append(f"本期办结{closed}个")
    return "，".join(parts) + "。"


def _section(key: str, heading: str, tasks: Sequence[ToldTask], wanted: Wanted) -> Section:
    lines, tables = [], []
    for task in tasks:
        is_table = task.is_each and wanted.each_as is EachAs.TABLE
        if is_table and any(it.speaks for it in task.works):
            lines.append(f"{task.title}：{_sum(task)}各单位进展见表。")
            tables.append(_table(task, wanted))
        else:
            lines.append(merged(task, wanted))
    lines += _after([(task, task.works) for task in tasks])
    return Section(
        key=key,
        heading=heading,
        text=_lines(lines),
        tables=tuple(tables),
        sources=_sources(tasks, wanted),
        silent=tuple(
            f"{quoted(task.title)}（{it.unit}）"
            for task in tasks
            for it in task.works
            if it.is_lead and not it.speaks
        ),
    )


def _unit_section(unit_id: int, unit: str, tasks: Sequence[ToldTask], wanted: Wanted) -> Section:
    """Write what one unit did, task by task; where it supports, that is said."""
    mine = [(task, it) for task in tasks for it in task.works if it.unit_id == unit_id]
    lines = [f"{_as_own(task, it)}：{_told(it, wanted)}" for task, it in mine if it.speaks]
    lines += _after([(task, (it,)) for task, it in mine])
    own = [replace(task, works=(it,)) for task, it in mine]
    return Section(
        key=f"u{unit_id}",
        heading=unit,
        text=_lines(lines),
        sources=_sources(own, wanted),
        silent=tuple(quoted(task.title) for task, it in mine if not it.speaks),
    )


def _as_own(task: ToldTask, work: UnitWork) -> str:
    lead = next((it.unit for it in task.works if it.is_lead), "")
    if work.is_lead or not lead:
        return task.title if work.is_lead else f"配合做好{quoted(task.title)}"
    return f"配合{lead}做好{quoted(task.title)}"


def _after(told: Sequence[tuple[ToldTask, Sequence[UnitWork]]]) -> list[str]:
    """Write the problems and the next steps beneath the progress, a line for each task."""
    lines = []
    for heading, saying in (("存在问题", problems_of), ("下步打算", next_steps_of)):
        said = [f"{task.title}：{words}" for task, works in told if (words := _each(works, saying))]
        lines += [f"{heading}。{said[0]}", *said[1:]] if said else []
    return lines


def _each(works: Sequence[UnitWork], saying: Callable[[UnitWork], str]) -> str:
    """Write what units say of open work; several are named, and those that say the same once."""
    by_words: dict[str, list[str]] = {}
    for it in works:
        if it.said and it.closed_on is None and (words := saying(it)):
            by_words.setdefault(words, []).append(it.unit)
    if len(works) == 1:
        return "".join(by_words)
    return "".join(f"{'、'.join(units)}：{words}" for words, units in by_words.items())


def _table(task: ToldTask, wanted: Wanted) -> Table:
    rows = []
    for it in task.works:
        if it.closed_on is not None:
            share = "已办结"
        else:
            share = f"{it.said[-1].percent}%" if it.said else "未报送"
        rows.append((it.unit, share, words_of(it, wanted.depth)))
    return Table(caption=task.title, rows=tuple(rows))


def _sources(tasks: Sequence[ToldTask], wanted: Wanted) -> tuple[Source, ...]:
    return tuple(
        Source(task.task_id, task.title, it.unit, it.assignment_id, one.period, one.entry_id)
        for task in tasks
        for it in task.works
        for one in (it.said if wanted.depth is Depth.ALL else it.said[-1:])
    )


def _units(tasks: Sequence[ToldTask]) -> dict[int, str]:
    """Return the units in official order."""
    works = sorted((it for task in tasks for it in task.works), key=lambda it: it.position)
    return {it.unit_id: it.unit for it in works}


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(it for it in lines if it)
