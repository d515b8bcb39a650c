"""The year's plan of the example city: its priorities, and the tasks of `tasks.csv`.

A row with a ``key`` is made from the directive of the reports whose words hold it, and takes title
and text from there; the others were thought of by the office itself. A lead that begins with ``@``
makes one task for each of its places.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from tracker.example.people import COUNTIES, COUNTY_CODES, ZONE_CODES, ZONES
from tracker.workplan.tasks.models import ReportingCycle

PRIORITIES = (
    "党建引领",
    "产业创新",
    "项目攻坚",
    "改革开放",
    "城乡融合",
    "生态环境",
    "民生增进",
    "平安固本",
)
MANY = {
    "counties": COUNTY_CODES,
    "zones": ZONE_CODES,
    "places": COUNTY_CODES + ZONE_CODES,
    "mountains": ("307", "309", "310", "311", "312"),
    "departments5": ("205", "206", "216", "217", "222"),
}
PLACES = {row.code: row.name for row in COUNTIES + ZONES}
CYCLES = {"half": ReportingCycle.HALF_YEARLY, "once": ReportingCycle.ONCE}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a task counts: ``name`` of it, up to ``target`` of ``unit``."""

    name: str
    target: int
    unit: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of the plan; units by their codes.

    key: words of the directive that it is made from, or nothing. cycle: None is the usual one.
    from_minutes: it was decided at the latest meeting. waits: nobody has dispatched it yet.
    """

    key: str
    priority: int
    leads: tuple[str, ...]
    supporters: tuple[str, ...]
    coordinator: str | None
    is_each: bool
    is_key: bool
    is_standing: bool
    from_minutes: bool
    waits: bool
    cycle: ReportingCycle | None
    figure: Figure | None
    title: str
    text: str


def shipped(name: str) -> str:
    """Return a text that is shipped with the package."""
    return files("tracker.example").joinpath(name).read_text("utf-8")


def task_rows() -> list[TaskRow]:
    """Return every task of the plan, in the order of the table."""
    table = csv.DictReader(shipped("tasks.csv").splitlines(), delimiter="|")
    return [row for line in table for row in _rows(line)]


def _rows(line: dict[str, str]) -> Iterator[TaskRow]:
    if not line["lead"].startswith("@"):
        yield _row(line, MANY.get(line["lead"], (line["lead"],)))
        return
    for code in line["lead"][1:].split(","):
        title = line["title"].replace("{place}", PLACES[code])
        yield _row(line | {"title": title}, (code,))


def _row(line: dict[str, str], leads: tuple[str, ...]) -> TaskRow:
    marks = dict(mark.partition("=")[::2] for mark in line["marks"].split())
    return TaskRow(
        key=line["key"],
        priority=int(line["priority"]),
        leads=leads,
        supporters=tuple(code for code in line["support"].split(",") if code),
        coordinator=marks.get("coordinator"),
        is_each="each" in marks,
        is_key="key" in marks,
        is_standing="standing" in marks,
        from_minutes="minutes" in marks,
        waits="waits" in marks,
        cycle=next((CYCLES[mark] for mark in marks if mark in CYCLES), None),
        figure=_figure(line["figure"]),
        title=line["title"],
        text=line["text"],
    )


def _figure(words: str) -> Figure | None:
    if not words:
        return None
    name, target, unit = words.split("/")
    return Figure(name, int(target), unit)
