"""What becomes of one assignment, from its dispatch to the end of the story."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tracker.example import words
from tracker.example.chases import chased
from tracker.example.comments import discussed
from tracker.example.days import in_office, later, workday_up_to
from tracker.example.deeds import (
    DAY,
    ENDED,
    MOST,
    SETTLED,
    WHOLE,
    Part,
    ask_in_vain,
    decide,
    interrupted,
    leave_draft,
    move_date,
    redispatch_to_somebody,
    report,
    soon,
)
from tracker.example.fates import Clock, Fate
from tracker.example.instructions import instructed
from tracker.example.reassigned import (
    absorbed,
    closed_by_mistake,
    is_absorbed,
    is_released,
    released,
)
from tracker.example.stage import Life, Passage
from tracker.foundation.clock import local_date
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.periods import Period, last_ended, period_of
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import LAGGING_POINTS, planned_percent

FIRST_EFFORT = timedelta(days=9)
LONG = timedelta(days=60)
LOOK_BACK = timedelta(days=42)


def leading_life(part: Part, at: datetime) -> Life:
    """Tell what a leading unit does with an assignment that was dispatched at a moment."""
    if part.fate is Fate.DISPATCHED:
        return
    at = yield from _signing(part, at)
    if part.fate is Fate.DECLINED:
        return
    signed_on = local_date(at)
    ends_on = _end(part, signed_on)
    if part.fate is Fate.CLOSED and ends_on and ends_on - signed_on > LONG and part.chance(0.06):
        at = yield from interrupted(part, at)
    for day, period in _agenda(part, signed_on, ends_on):
        if day < local_date(at):
            continue
        at = max(later(at, part.throw), in_office(day, part.throw))
        yield at
        if period is None:
            at = yield from move_date(part, at)
        elif part.can_report():
            at = yield from report(part, period, _percent(part, period, ends_on), at)
    if part.fate is Fate.OVERDUE:
        at = yield from chased(part, at)
        at = yield from discussed(part, at)
        at = yield from instructed(part, at)
    yield from _last_days(part, at, ends_on)


def _last_days(part: Part, at: datetime, ends_on: date | None) -> Life:
    """Bring the work to its end, or leave it as it stands when the story stops."""
    if ends_on is not None:
        at = max(later(at, part.throw), in_office(ends_on, part.throw))
        yield at
        yield from _ending(part, at)
    elif part.fate is Fate.DUE_SOON and part.chance(0.3):
        yield from _hard_pressed(part, at)
    elif part.fate is Fate.DUE_SOON and part.chance(0.7):
        yield from _early(part, at)
    elif part.chance(0.2):
        yield from leave_draft(part, at)


def _hard_pressed(part: Part, at: datetime) -> Life:
    """Ask for more time, as the date comes near."""
    day = workday_up_to(part.stage.year.last_day - part.throw.randrange(5) * DAY)
    at = max(later(at, part.throw), in_office(day, part.throw))
    yield at
    yield from ask_in_vain(part, at)


def _early(part: Part, at: datetime) -> Life:
    """Report before the period is over, as the date comes near."""
    day = workday_up_to(part.stage.year.last_day - part.throw.randrange(8) * DAY)
    at = max(later(at, part.throw), in_office(day, part.throw))
    yield at
    period = period_of(part.lot.cycle, local_date(at))
    if part.can_report() and period.name not in part.reported:
        yield from report(part, period, _percent(part, period, None), at)


def _signing(part: Part, at: datetime) -> Passage:
    """Sign for the assignment, or decline it; what is declined comes back to somebody."""
    fresh = part.lot.clock is Clock.RECENT
    if part.fate is Fate.DECLINED or (not fresh and part.chance(0.04)):
        at = soon(part, at)
        yield at
        part.step(part.head, Step.DECLINE, at, words.said("decline", part.throw))
        if part.fate is Fate.DECLINED:
            return at
        at = later(at, part.throw, workdays=1)
        yield at
        redispatch_to_somebody(part, at)
    at = (
        soon(part, at)
        if fresh
        else later(at, part.throw, workdays=part.throw.choice((1, 1, 2, 2, 3, 5)))
    )
    yield at
    part.step(part.head if part.chance(0.5) else part.contact, Step.ACKNOWLEDGE, at)
    return at


def supporting_life(part: Part, at: datetime) -> Life:
    """Tell what a supporting unit does; it ends when the lead takes it along."""
    fresh = part.lot.clock is Clock.RECENT
    if fresh and part.chance(0.4):
        return
    at = soon(part, at) if fresh else later(at, part.throw, workdays=part.throw.randint(1, 3))
    yield at
    if part.assignment.state is not AssignmentState.DISPATCHED:
        return
    if fresh and part.chance(0.15):
        part.step(part.head, Step.DECLINE, at, words.said("decline", part.throw))
        return
    part.step(part.contact, Step.ACKNOWLEDGE, at)
    if is_absorbed(part):
        at = yield from absorbed(part, at)
    elif is_released(part):
        yield from released(part, at)
        return
    latest = last_ended(part.lot.cycle, part.stage.year.today)
    for day, period in _agenda(part, local_date(at), None):
        if period is None or (period != latest and part.chance(0.5)):
            continue
        at = max(later(at, part.throw), in_office(day, part.throw))
        yield at
        if not part.can_report():
            return
        at = yield from report(part, period, _percent(part, period, None), at)


def _end(part: Part, signed_on: date) -> date | None:
    """Return the day on which a unit stops reporting: it asks for closure, or a leader stops it."""
    last, throw, due_on = part.stage.year.last_day, part.throw, part.assignment.due_on
    earliest = signed_on + FIRST_EFFORT
    if part.fate not in ENDED:
        return None
    if part.fate is Fate.REPORTED:
        return workday_up_to(last - throw.randrange(6) * DAY)
    if part.fate is Fate.CLOSED and part.lot.clock is Clock.PAST and due_on is not None:
        late = part.chance(0.08)
        wanted = due_on + throw.randint(1, 24) * DAY if late else due_on - throw.randrange(22) * DAY
    else:
        wanted = last - throw.randint(8, 40) * DAY
    return workday_up_to(min(max(wanted, earliest), last - 7 * DAY))


def _agenda(
    part: Part, signed_on: date, ends_on: date | None
) -> Iterator[tuple[date, Period | None]]:
    """Give the days on which the unit reports on a period; None: its date is moved."""
    lot, year, throw = part.lot, part.stage.year, part.throw
    moves_on = None
    if part.fate is Fate.EXTENDED and part.assignment.due_on is not None:
        moves_on = max(part.assignment.due_on - throw.randint(3, 8) * DAY, signed_on)
        moves_on = workday_up_to(moves_on)
    latest = last_ended(lot.cycle, year.today)
    period = period_of(lot.cycle, signed_on)
    until = ends_on or year.last_day + DAY
    while period.begins_on <= year.last_day:
        day = workday_up_to(period.ends_on + throw.randint(-4, 6) * DAY)
        if period == latest:
            day = min(day, year.last_day)
        if day >= until or (ends_on and period == period_of(lot.cycle, ends_on)):
            break
        if moves_on is not None and moves_on <= day:
            yield moves_on, None
            moves_on = None
        if day > signed_on:
            yield day, period
        period = period_of(lot.cycle, period.ends_on + DAY)
    if moves_on is not None:
        yield moves_on, None


def _percent(part: Part, period: Period, ends_on: date | None) -> int:
    """Return what a unit reports at a period's end, never less than before."""
    it, throw = part.assignment, part.throw
    if it.due_on is None:
        share = period.ends_on.timetuple().tm_yday * MOST // 366
    else:
        share = planned_percent(it.dispatched_on, ends_on or it.due_on, period.ends_on)
    match part.fate:
        case Fate.LAGGING:
            reached = (share - throw.randint(LAGGING_POINTS, LAGGING_POINTS + 12)) // 5 * 5
        case Fate.OVERDUE:
            reached = share * throw.randint(55, 80) // WHOLE // 5 * 5
        case _:
            reached = round((share + throw.randint(-9, 12)) / 5) * 5
    return max(part.percent, min(reached, MOST), 0)


def _ending(part: Part, at: datetime) -> Life:
    if not part.can_report():
        return
    if part.fate in (Fate.PAUSED, Fate.TERMINATED):
        step = Step.PAUSE if part.fate is Fate.PAUSED else Step.TERMINATE
        decide(part, step, at)
        return
    period = period_of(part.lot.cycle, local_date(at))
    at = yield from report(part, period, WHOLE, at)
    at = later(at, part.throw)
    yield at
    part.step(part.head, Step.ASK_CLOSURE, at)
    if part.fate is Fate.REPORTED:
        return
    has_time = part.stage.ends - at > SETTLED
    if has_time and part.chance(0.12):
        at = later(at, part.throw, workdays=2)
        yield at
        part.step(part.supervisor, Step.REDO, at, words.said("redo", part.throw))
        at = later(at, part.throw, workdays=part.throw.randint(2, 4))
        yield at
        part.step(part.head, Step.ASK_CLOSURE, at)
    elif has_time and part.chance(0.03):
        at = later(at, part.throw)
        yield at
        part.step(part.head, Step.WITHDRAW, at)
        at = later(at, part.throw, workdays=1)
        yield at
        part.step(part.head, Step.ASK_CLOSURE, at)
    at = later(at, part.throw, workdays=part.throw.randint(1, 3))
    yield at
    if has_time:
        at = yield from closed_by_mistake(part, at)
    part.step(part.supervisor, Step.CLOSE, at)
    if part.stage.ends - at > LOOK_BACK and part.chance(0.1):
        at = later(at, part.throw, workdays=12)
        yield at
        part.step(part.supervisor, Step.REOPEN, at, words.said("reopen", part.throw))
        at = later(at, part.throw, workdays=8)
        yield at
        part.step(part.head, Step.ASK_CLOSURE, at)
        at = later(at, part.throw, workdays=2)
        yield at
        part.step(part.supervisor, Step.CLOSE, at)
