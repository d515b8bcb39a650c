"""What a task list is narrowed to: read from the URL, written back into it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from tracker.overview.standing import Timeliness
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.signals import Signal

UNDISPATCHED = "undispatched"
DUE = "due"
WAITING = "waiting"
SILENT = "silent"
SIGNALS: dict[str, tuple[str, ...]] = {
    **{signal.value: (signal.value,) for signal in Signal},
    **{mark: (mark,) for mark in (UNDISPATCHED, WAITING, SILENT)},
    "late": (Signal.OVERDUE.value,),
    "warned": (Signal.DUE_SOON.value, Signal.LAGGING.value),
}
"""The marks behind each filter; every task has one mark, so that they add up to all.

A mark is a signal, or what stands in its place: UNDISPATCHED; WAITING while no lead has signed;
SILENT where the states (declined, paused, terminated) stand for themselves.
"""
STATES = (UNDISPATCHED, *(state.value for state in AssignmentState))
TIMES = (DUE, *(timeliness.value for timeliness in Timeliness))
WORK = (
    "sign",
    "redo",
    "overdue",
    "returned",
    "submit",
    "due_soon",
    "lagging",
    "verify",
    "declined",
    "dispatch",
    "unsigned",
    "late",
    "red_mine",
    "warned_mine",
    "red_others",
)
"""The groups of my work that are about tasks: the list behind each holds exactly its tasks."""
ALL_YEARS = "all"
FIRST_YEAR, LAST_YEAR = 2000, 2100
SORTS = ("number", "due", "percent", "signal")
LONGEST_SEARCH = 50
# Nine digits fit every database's integer.
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a task list; what is None or empty does not narrow.

    year: None for all of them; signal: a key of SIGNALS; state: one of STATES; time: one of TIMES;
    key: only key tasks; lead: only what the unit leads; charge: only units in the actor's charge;
    work: one of WORK; on: a past day, to see how everything stood at its end; sort: one of SORTS, with a minus for downwards.
    """

    year: int | None = None
    signal: str | None = None
    state: str | None = None
    time: str | None = None
    priority: int | None = None
    unit: int | None = None
    leader: int | None = None
    key: bool = False
    lead: bool = False
    charge: bool = False
    work: str | None = None
    on: date | None = None
    q: str = ""
    sort: str = "number"

    @property
    def narrows(self) -> bool:
        """Whether anything but the year and the day is asked for."""
        return replace(self, year=None, on=None, sort="number") != Filters()

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the URL's parameters after a change; what does not narrow is left out."""
        return _written(replace(self, **changes))

    @property
    def written(self) -> dict[str, Any]:
        """The URL's parameters as they are."""
        return _written(self)


def read(args: Mapping[str, str]) -> Filters:
    """Read the filters; what makes no sense does not narrow."""
    sort = args.get("sort", "")
    return Filters(
        year=_number(args.get("year")),
        signal=_one_of(SIGNALS, args.get("signal")),
        state=_one_of(STATES, args.get("state")),
        time=_one_of(TIMES, args.get("time")),
        priority=_number(args.get("priority")),
        unit=_number(args.get("unit")),
        leader=_number(args.get("leader")),
        key=args.get("key") == "1",
        lead=args.get("lead") == "1",
        charge=args.get("charge") == "1",
        work=_one_of(WORK, args.get("work")),
        on=_day(args.get("on")),
        q=args.get("q", "").strip()[:LONGEST_SEARCH],
        sort=sort if sort.removeprefix("-") in SORTS else "number",
    )


def in_year(filters: Filters, year: int | None) -> Filters:
    """Return the filters of a year's list, or of all years'."""
    return replace(filters, year=year)


def _written(filters: Filters) -> dict[str, Any]:
    told = asdict(filters)
    usual = {field.name: field.default for field in fields(Filters)}
    # Where no year is asked for the usual one is shown: that all are is written down.
    told["year"] = told["year"] or ALL_YEARS
    return {
        name: 1 if value is True else value for name, value in told.items() if value != usual[name]
    }


def _number(written: str | None) -> int | None:
    if written is None or not NUMBER.fullmatch(written):
        return None
    return int(written)


def _day(written: str | None) -> date | None:
    """Read a day as 2026-06-30; one of another age is none."""
    try:
        day = date.fromisoformat(written or "")
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _one_of(known: Mapping[str, object] | tuple[str, ...], written: str | None) -> str | None:
    return written if written in known else None
