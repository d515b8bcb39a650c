"""Which of the example's assignments turns out how: shares of the whole, dealt like cards."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from tracker.example.days import Year, workday_up_to
from tracker.example.plan import TaskRow
from tracker.foundation.workdays import add_workdays
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.periods import last_ended
from tracker.workplan.tasks.rules import UsualCycles, usual_cycle
from tracker.workplan.tasks.signals import LAGGING_POINTS, planned_percent

SHORTEST = timedelta(days=21)
USUAL = timedelta(days=45)
FURTHEST = timedelta(days=210)
RECENT_OVERDUE = timedelta(days=75)
FRESH = 6
MINUTES_TAKE = 2
# A little above the limit, so that a lagging unit has done something.
LAG_POSSIBLE = LAGGING_POINTS + 6


class Clock(StrEnum):
    """Where a task's due date lies, seen from today."""

    PAST = "past"
    SOON = "soon"
    FUTURE = "future"
    RECENT = "recent"
    STANDING = "standing"


class Fate(StrEnum):
    """How an assignment stands when the story stops."""

    CLOSED = "closed"
    REPORTED = "reported"
    NORMAL = "normal"
    DUE_SOON = "due_soon"
    LAGGING = "lagging"
    OVERDUE = "overdue"
    EXTENDED = "extended"
    DISPATCHED = "dispatched"
    DECLINED = "declined"
    PAUSED = "paused"
    TERMINATED = "terminated"


# Shares of all leading assignments that have such a date; the rest lies in the future.
CLOCKS = {Clock.PAST: 0.43, Clock.SOON: 0.09, Clock.RECENT: 0.05}
# Shares of all leading assignments, dealt clock by clock; what is left over gets the last word.
DEALS: tuple[tuple[Clock, tuple[tuple[Fate, float], ...], Fate], ...] = (
    (
        Clock.PAST,
        (
            (Fate.OVERDUE, 0.055),
            (Fate.EXTENDED, 0.04),
            (Fate.REPORTED, 0.02),
            (Fate.TERMINATED, 0.01),
        ),
        Fate.CLOSED,
    ),
    (Clock.SOON, ((Fate.CLOSED, 0.02), (Fate.REPORTED, 0.012)), Fate.DUE_SOON),
    (
        Clock.FUTURE,
        (
            (Fate.LAGGING, 0.055),
            (Fate.CLOSED, 0.04),
            (Fate.REPORTED, 0.02),
            (Fate.PAUSED, 0.012),
            (Fate.TERMINATED, 0.008),
        ),
        Fate.NORMAL,
    ),
    (Clock.RECENT, ((Fate.DISPATCHED, 0.022), (Fate.DECLINED, 0.01)), Fate.NORMAL),
    (Clock.STANDING, (), Fate.NORMAL),
)
LEAST = 2
MOST_OF_ONE = 5
# What befalls several units of the same task rather than one unit of many tasks.
CLUSTERED = {Fate.OVERDUE: 3, Fate.EXTENDED: 4}
# The plan's priorities whose tasks are mostly building sites: those are what gets stopped.
OF_PROJECTS = (2, 3, 5)


@dataclass(slots=True)
class Lot:
    """A task with its dates, and the fate of each of its leading units by code."""

    row: TaskRow
    place: int
    due_on: date | None
    clock: Clock | None = None
    dispatched_on: date | None = None
    fates: dict[str, Fate] = field(default_factory=dict)

    @property
    def cycle(self) -> ReportingCycle:
        """How often the task is reported on."""
        return self.row.cycle or usual_cycle(UsualCycles(), is_key=self.row.is_key)


Slot = tuple[Lot, str]
"""A leading unit of a task, by its code."""


def deal(lots: list[Lot], year: Year, throw: Random) -> None:
    """Give every task its dates and every leading unit its fate."""
    for lot in lots:
        lot.clock = _given_clock(lot, year)
    for is_each in (True, False):
        _share_clocks([lot for lot in lots if lot.row.is_each is is_each], throw)
    for lot in lots:
        _give_dates(lot, year, throw)
    slots = [(lot, code) for lot in lots for code in lot.row.leads]
    for clock, shares, rest in DEALS:
        mine = [slot for slot in slots if slot[0].clock is clock]
        throw.shuffle(mine)
        for fate, share in shares:
            suits = _suits(fate, clock, year)
            fit = [slot for slot in mine if suits(slot[0])]
            if fate in CLUSTERED:
                fit.sort(key=lambda slot: slot[0].place % CLUSTERED[fate])
            if fate is Fate.LAGGING:
                # Where much was due since the last period, one would not believe its figures.
                fit.sort(key=lambda slot: _planned(slot[0], year.today) - _judged(slot[0], year))
            for slot in _spread(fit)[: max(LEAST, round(share * len(slots)))]:
                slot[0].fates[slot[1]] = fate
                mine.remove(slot)
        for lot, code in mine:
            lot.fates[code] = rest


def _spread(slots: list[Slot]) -> list[Slot]:
    """Put first what does not give a fate to too many units of one task."""
    taken: Counter[int] = Counter()
    first: list[Slot] = []
    rest: list[Slot] = []
    for slot in slots:
        taken[slot[0].place] += 1
        (first if taken[slot[0].place] <= MOST_OF_ONE else rest).append(slot)
    return first + rest


def _judged(lot: Lot, year: Year) -> int:
    """Return the scheduled progress on which lagging is judged today."""
    if lot.cycle is ReportingCycle.ONCE:
        return 0
    return _planned(lot, last_ended(lot.cycle, year.today).ends_on)


def _planned(lot: Lot, day: date) -> int:
    return planned_percent(lot.dispatched_on, lot.due_on, day) if lot.dispatched_on else 0


def _given_clock(lot: Lot, year: Year) -> Clock | None:
    """Return the clock of a task whose report states a date; None where it can be chosen."""
    if lot.row.is_standing:
        return Clock.STANDING
    if lot.row.from_minutes and year.today - year.meeting_on < SHORTEST:
        return Clock.RECENT
    if lot.due_on is None:
        return None
    if lot.due_on < year.today:
        return Clock.PAST
    return Clock.SOON if lot.due_on <= year.soon_until else Clock.FUTURE


def _share_clocks(lots: list[Lot], throw: Random) -> None:
    """Hand the clocks out by what each still lacks, the tasks of many units first."""
    whole = sum(len(lot.row.leads) for lot in lots)
    lacks = {clock: share * whole for clock, share in CLOCKS.items()}
    lacks[Clock.FUTURE] = whole - sum(lacks.values())
    free = [lot for lot in lots if lot.clock is None]
    for lot in lots:
        if lot.clock is not None:
            at = Clock.FUTURE if lot.clock is Clock.STANDING else lot.clock
            lacks[at] -= len(lot.row.leads)
    throw.shuffle(free)
    free.sort(key=lambda lot: -len(lot.row.leads))
    for lot in free:
        lot.clock = max(lacks, key=lambda clock: lacks[clock])
        lacks[lot.clock] -= len(lot.row.leads)


def _give_dates(lot: Lot, year: Year, throw: Random) -> None:
    first = year.rounds(year.today)[0]
    if lot.clock is Clock.RECENT:
        lot.dispatched_on = workday_up_to(year.last_day - timedelta(days=throw.randrange(FRESH)))
        lot.due_on = lot.due_on or throw.choice(_future(year))
    if lot.row.from_minutes:
        soonest = add_workdays(year.meeting_on, MINUTES_TAKE)
        lot.dispatched_on = min(max(lot.dispatched_on or soonest, soonest), year.last_day)
    if lot.dispatched_on is not None:
        return
    if lot.clock is Clock.STANDING:
        lot.dispatched_on = first
        return
    if lot.due_on is None:
        lot.due_on = _due(lot, year, first, throw)
    elif lot.row.key:
        # What a report of January asks for by a date was dispatched at once.
        lot.dispatched_on = first
        return
    latest = min(lot.due_on - SHORTEST, year.last_day - SHORTEST)
    rounds = year.rounds(latest)
    lot.dispatched_on = rounds[0] if throw.random() < 1 / 2 else throw.choice(rounds)


def _future(year: Year) -> list[date]:
    return year.due_dates(year.soon_until + timedelta(days=1), year.today + FURTHEST)


def _due(lot: Lot, year: Year, first: date, throw: Random) -> date:
    if lot.clock is Clock.PAST:
        latest = year.today - timedelta(days=2)
        days = year.due_dates(first + USUAL, latest) or [latest]
        return throw.choice(days[-4:] if throw.random() < 1 / 2 else days)
    if lot.clock is Clock.SOON:
        ahead = (year.soon_until - year.today).days
        return year.today + timedelta(days=throw.randint(1, ahead))
    days = _future(year)
    return throw.choice(days[:2] if throw.random() < 1 / 2 else days)


def _suits(fate: Fate, clock: Clock, year: Year) -> Callable[[Lot], bool]:
    """Return whether a fate is believable for a task."""
    if fate is Fate.LAGGING:
        return lambda lot: _judged(lot, year) >= LAG_POSSIBLE
    if clock is Clock.PAST and fate in (Fate.OVERDUE, Fate.REPORTED):
        return lambda lot: lot.due_on is not None and year.today - lot.due_on < RECENT_OVERDUE
    if fate in (Fate.PAUSED, Fate.TERMINATED):
        return lambda lot: lot.row.priority in OF_PROJECTS and not lot.row.is_key
    if fate is Fate.DECLINED:
        return lambda lot: not lot.row.from_minutes
    return lambda _lot: True
