"""What a list of tasks or assignments is narrowed to, and how it is laid out, as the URL says it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from tracker.overview.columns import ASSIGNMENT_COLUMNS, TASK_COLUMNS
from tracker.overview.standing import Timeliness
from tracker.workplan.tasks.models import AssignmentState, Duty
from tracker.workplan.tasks.signals import Signal

UNDISPATCHED = "undispatched"
DUE = "due"
WAITING = "waiting"
SILENT = "silent"
SUPPORTING = "supporting"
SIGNALS: dict[str, tuple[str, ...]] = {
    **{signal.value: (signal.value,) for signal in Signal},
    **{mark: (mark,) for mark in (UNDISPATCHED, WAITING, SILENT, SUPPORTING)},
    "late": (Signal.OVERDUE.value,),
    "warned": (Signal.DUE_SOON.value, Signal.LAGGING.value),
}
"""The marks behind each filter; everything listed has one mark, so that they add up to all.

A mark is a signal, or what stands in its place: UNDISPATCHED; WAITING while no lead has signed;
SILENT where the states (declined, paused, terminated) stand for themselves; SUPPORTING for a unit
that helps, which has no clock of its own.
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
SORTS = (*TASK_COLUMNS, *(it for it in ASSIGNMENT_COLUMNS if it not in TASK_COLUMNS))
GROUPS = ("priority", "unit", "leader", "month", "signal")
DUTIES = tuple(duty.value for duty in Duty)
LAYOUT = ("sort", "group", "cols", "view")
"""What says how a list looks, not what is in it."""
BETWEEN = "."
"""What stands between the columns in the URL: a comma would be written as %2C."""
LONGEST_SEARCH = 50
# Nine digits fit every database's integer.
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a list of tasks or assignments; what is None or empty does not narrow.

    year: None for all of them; signal: a key of SIGNALS; state: one of STATES; time: one of TIMES;
    key: only key tasks; lead: only what the unit leads; charge: only units in the actor's charge;
    watched: only what the actor watches;
    duty: of assignments, one of DUTIES; work: of tasks, one of WORK; on: of tasks, a past day, to
    see how everything stood at its end.
    sort: one of SORTS, with a minus for downwards; group: one of GROUPS; cols: keys of columns in
    their order, the usual ones where there are none; view: the saved view that this came from.
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
    watched: bool = False
    duty: str | None = None
    work: str | None = None
    on: date | None = None
    q: str = ""
    sort: str = "number"
    group: str | None = None
    cols: tuple[str, ...] = ()
    view: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything but the year and the day is asked for."""
        return replace(self, year=None, on=None, **LAID_OUT_USUALLY) != Filters()

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the URL's parameters after a change; what does not narrow is left out."""
        return _written(replace(self, **changes))

    @property
    def written(self) -> dict[str, Any]:
        """The URL's parameters as they are."""
        return _written(self)

    def kept(self, usual_year: int) -> dict[str, str]:
        """Return what a saved view keeps: neither a day, nor the year where that is the usual one.

        So that what was saved this year shows next year's plan next year.
        """
        told = _written(replace(self, on=None, view=None))
        if self.year == usual_year:
            del told["year"]
        return {name: str(value) for name, value in told.items()}


LAID_OUT_USUALLY: dict[str, Any] = {
    it.name: it.default for it in fields(Filters) if it.name in LAYOUT
}


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
        watched=args.get("watched") == "1",
        duty=_one_of(DUTIES, args.get("duty")),
        work=_one_of(WORK, args.get("work")),
        on=_day(args.get("on")),
        q=args.get("q", "").strip()[:LONGEST_SEARCH],
        sort=sort if sort.removeprefix("-") in SORTS else "number",
        group=_one_of(GROUPS, args.get("group")),
        cols=_columns(args.get("cols", "").split(BETWEEN)),
        view=_number(args.get("view")),
    )


def moved(cols: Sequence[str], key: str, step: int) -> list[str]:
    """Return the columns with one of them a step further right, or left; at the end it stays."""
    order = [it for it in cols if it != key]
    if key not in cols:
        return order
    order.insert(max(0, cols.index(key) + step), key)
    return order


def in_year(filters: Filters, year: int | None) -> Filters:
    """Return the filters of a year's list, or of all years'."""
    return replace(filters, year=year)


def _written(filters: Filters) -> dict[str, Any]:
    told = asdict(filters)
    usual = {field.name: field.default for field in fields(Filters)}
    # Where no year is asked for the usual one is shown: that all are is written down.
    told["year"] = told["year"] or ALL_YEARS
    told["cols"] = BETWEEN.join(told["cols"]) or usual["cols"]
    return {
        name: 1 if value is True else value for name, value in told.items() if value != usual[name]
    }


def _columns(keys: Sequence[str]) -> tuple[str, ...]:
    """Take each column that there is once, in the order given."""
    return tuple(dict.fromkeys(key for key in keys if key in SORTS))


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
