"""The page of the burden meter, and what other stages' pages show of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.foundation.clock import today
from tracker.foundation.errors import NotFound
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import PAGE_SIZE, Page, asked_page, url_for_page
from tracker.foundation.words import N_
from tracker.overview import burden
from tracker.overview.burden import Asked
from tracker.overview.burden_asks import Way
from tracker.overview.burden_counting import (
    KIND_WORDS,
    NOTHING,
    Kind,
    Load,
    Month,
    average,
    heights,
    month_of,
    months_till,
    summed,
)
from tracker.overview.dashboard import DEPARTMENTS, PLACES
from tracker.overview.filters import FIRST_YEAR
from tracker.people.models import Unit, UnitKind
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks.chases.limits import burden_begins

pages = Blueprint("burden", __name__)

KINDS: Mapping[str, Sequence[UnitKind]] = {"places": PLACES, "departments": DEPARTMENTS}
OFFICIAL = "unit"
ADDRESSES = {
    Way.ENTRY: ("progress.entries", "assignment_id"),
    Way.ENTRY_RETURNED: ("progress.entries", "assignment_id"),
    Way.REDO: ("overview.task_page", "task_id"),
    Way.CHASE: ("tasks.chase_sheet", "chase_id"),
    Way.INSTRUCTION: ("tasks.instruction", "instruction_id"),
    Way.MENTION: ("tasks.assignment_comments", "assignment_id"),
}


@dataclass(frozen=True, slots=True)
class UnitBurden:
    """A unit's line; bars: of the months shown, 0 to 100."""

    unit: Unit
    load: Load
    bars: Sequence[int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; group: a key of KINDS; unit: the one that is looked at closely."""

    year: int
    month: Month
    kind: Kind | None
    group: str | None
    unit: int | None
    sort: str

    @property
    def written(self) -> dict[str, Any]:
        """What the address says; what is usual is left out."""
        told = {
            "year": None if self.year == today().year else self.year,
            "month": self.month.number,
            "kind": self.kind,
            "units": self.group,
            "unit": self.unit,
            "sort": None if self.sort == OFFICIAL else self.sort,
        }
        return {name: value for name, value in told.items() if value is not None}


SORTS = (OFFICIAL, "month", "year", *(kind.value for kind in Kind))


def wanted() -> Wanted:
    """Read what the address asks for; what makes no sense asks for what is usual."""
    day, args = today(), request.args
    year = args.get("year", type=row_number) or day.year
    year = year if FIRST_YEAR <= year <= day.year else day.year
    months = months_till(year, day)
    number = args.get("month", type=row_number)
    kind, sort = args.get("kind"), args.get("sort", "")
    return Wanted(
        year=year,
        month=next((it for it in months if it.number == number), months[-1]),
        kind=Kind(kind) if kind in set(Kind) else None,
        group=args.get("units") if args.get("units") in KINDS else None,
        unit=args.get("unit", type=row_number),
        sort=sort if sort.removeprefix("-") in SORTS else OFFICIAL,
    )


@pages.get("/burden")
@requires(Permission.READ_TASKS)
def page() -> ResponseReturnValue:
    """Show what each unit was asked for, month by month."""
    actor, asked = current_actor(), wanted()
    everywhere = burden.metered_units(actor, (*DEPARTMENTS, *PLACES))
    chosen = next((it for it in everywhere if it.id == asked.unit), None)
    if asked.unit is not None and chosen is None:
        raise NotFound(N_("没有这个单位，或者您无权查看。"))
    if len(everywhere) == 1:
        chosen = everywhere[0]
    # One unit is looked at whatever its kind.
    kinds = KINDS[asked.group] if asked.group else tuple(UnitKind)
    units = [chosen] if chosen else [it for it in everywhere if it.kind in kinds]
    months = months_till(asked.year, today())
    found = burden.loads(actor, months, units=[it.id for it in units])
    most = max((it.of(month, asked.kind) for it in found.values() for month in months), default=0)
    lines = [
        UnitBurden(it, load, heights(load, months, asked.kind, most))
        for it in units
        for load in [found.get(it.id, NOTHING)]
    ]
    previous = months[-2] if asked.month == months[-1] and len(months) > 1 else None
    return render_template(
        "overview/burden.html",
        asked=asked,
        months=months,
        units=everywhere,
        chosen=chosen,
        found=_page_of(_in_order(lines, asked)),
        whole=summed(found.values()),
        average=average(found, asked.month),
        before=average(found, previous) if previous else None,
        things=_things(chosen, asked) if chosen else None,
        kinds=KIND_WORDS,
        address_of=address_of,
        to_burden=_address(asked),
        url_for_page=url_for_page(),
    )


@pages.app_template_global("burden_this_month")
def burden_this_month(unit_ids: Collection[int]) -> dict[int, Load]:
    """Give the pages of earlier stages what these units were asked for in the present month."""
    month = month_of(today())
    return burden.loads(current_actor(), [month], units=unit_ids)


@pages.app_template_global("burden_mine")
def burden_mine() -> Mapping[str, Any]:
    """Give a unit's people what their units were asked for this month, and in the month before."""
    actor, months = current_actor(), _lately()
    found = burden.loads(actor, months, units=actor.own_units)
    return {"before": months[0], "now": months[1], "load": summed(found.values())}


@pages.app_template_global("burden_in_all")
def burden_in_all() -> Mapping[str, Any]:
    """Give the dashboard what all units were asked for this month, and in the month before."""
    before, now = _lately()
    found = burden.loads(current_actor(), [before, now])
    return {"now": average(found, now), "before": average(found, before)}


def _lately() -> tuple[Month, Month]:
    """Return the month before this one, and this one."""
    day = today()
    return month_of(day.replace(day=1) - timedelta(days=1)), month_of(day)


@pages.app_template_global("asked_lately")
def asked_lately(assignment_ids: Collection[int]) -> dict[int, list[Asked]]:
    """Give the page that chases what was asked about this work within the days that are set."""
    day = today()
    return burden.asked_lately(current_actor(), assignment_ids, burden_begins(day), day)


def address_of(it: Asked) -> str | None:
    """Return where something that was asked for is seen."""
    endpoint, name = ADDRESSES[it.way]
    key = {
        "assignment_id": it.assignment_id,
        "task_id": it.task_id,
        "chase_id": it.thing_id,
        "instruction_id": it.thing_id,
    }[name]
    named: dict[str, Any] = {name: key}
    return None if key is None else url_for(endpoint, **named)


def _things(unit: Unit, asked: Wanted) -> Page[Asked]:
    return _page_of(burden.asked_of(current_actor(), unit, asked.month, asked.kind))


def _page_of(rows: Sequence[Any]) -> Page[Any]:
    """Return the page of these rows that the address asks for."""
    number = min(max(1, asked_page()), max(1, -(-len(rows) // PAGE_SIZE)))
    first = (number - 1) * PAGE_SIZE
    return Page(rows[first : first + PAGE_SIZE], number, len(rows))


def _in_order(lines: list[UnitBurden], asked: Wanted) -> list[UnitBurden]:
    """Sort lines that stand in official order; downwards behind a minus."""
    key = asked.sort.removeprefix("-")
    if key == OFFICIAL:
        return lines[::-1] if asked.sort.startswith("-") else lines

    def figure(it: UnitBurden) -> int:
        if key == "year":
            return it.load.in_all()
        return it.load.of(asked.month, None if key == "month" else Kind(key))

    return sorted(lines, key=figure, reverse=asked.sort.startswith("-"))


def _address(asked: Wanted) -> Callable[..., str]:
    """Make the address of the page after a change of what it asks for."""

    def address(**changes: Any) -> str:
        return url_for("burden.page", **(asked.written | changes))

    return address
