"""Telling units that a period is open: the system's own deed, each unit once a period."""

from collections.abc import Collection, Iterator
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.labels import Label, up_to
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.commands import News, Recipient, tell_each
from tracker.people.actor import SYSTEM
from tracker.people.queries import REPORTING, recipients_by_unit, units_by_id
from tracker.workplan.progress.openings import queries
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.queries import Asked
from tracker.workplan.progress.openings.rules import Times
from tracker.workplan.progress.places import period_words, place_of
from tracker.workplan.tasks.reminders.models import Reminder
from tracker.workplan.tasks.reminders.queries import reminded

ENTRIES_ASKED = "person.entries_asked"
"""The kind of the message; it is about the person, as each counts what they are cleared for."""
TITLE = N_("{unit}开始填报{periods}：{count} 项")
REASON = N_("您在这个单位填报进展；请在{day}前报送。")
TITLE_AND = "、"


def units_to_tell(now: datetime) -> list[int]:
    """Return the units of which a period is open at this moment that they were not told of."""
    return sorted({unit_id for unit_id, _ in _untold(times_on(local_date(now))).values()})


def tell_of_openings(unit_ids: Collection[int], *, now: datetime) -> int:
    """Tell these units of the periods that are open now, each once; returns how many were told.

    What was reported meanwhile is asked again here. A unit that has nothing left to say is not told,
    and not looked at again.
    """
    times = times_on(local_date(now))
    untold = {key: unit_id for key, (unit_id, _) in _untold(times).items() if unit_id in unit_ids}
    if not untold:
        return 0
    db.session.add_all(Reminder(key=key, at=now) for key in untold)
    asked = queries.asked_of_units([*untold.values()], times)
    news = [*_news(asked, times)]
    tell_each(news, at=now)
    told = {it.address for it in news}
    if told:
        record(SYSTEM, "periods.opened", "periods:-", at=now, units=len(told))
    return len(told)


def _untold(times: Times) -> dict[str, tuple[int, str]]:
    """Return the unit and the period's name by the key that is the same whoever tells it."""
    keys = {
        f"period:{unit_id}:{period.name}": (unit_id, period.name)
        for unit_id, period in queries.open_windows(times)
    }
    told = reminded([*keys])
    return {key: it for key, it in keys.items() if key not in told}


def _news(asked: dict[int, Asked], times: Times) -> Iterator[News]:
    units = units_by_id([*asked])
    for unit_id, people in _reporters([*asked], times).items():
        it = asked[unit_id]
        # Those that end on one day stand by length.
        names = sorted(
            {period.name for period in it.periods}, key=lambda name: (place_of(name), name)
        )
        for recipient, label in people:
            count = sum(it.missing.get(lower, 0) for lower in up_to(label))
            if not count:
                continue
            yield News(
                recipients=[recipient],
                kind=ENTRIES_ASKED,
                about=f"person:{recipient.person_id}",
                title=TITLE.format(
                    unit=units[unit_id].short_name,
                    periods=TITLE_AND.join(map(period_words, names)),
                    count=count,
                ),
                reason=REASON.format(day=in_full(min(map(times.due_on, it.periods)))),
                address=f"/progress/units/{unit_id}",
                asks=False,
            )


def _reporters(unit_ids: Collection[int], times: Times) -> dict[int, list[tuple[Recipient, Label]]]:
    """Return who reports for each unit, each with the highest label that they are cleared for."""
    found: dict[int, dict[int, tuple[Recipient, Label]]] = {it: {} for it in unit_ids}
    for label in Label:
        told = recipients_by_unit(REPORTING, unit_ids, times.today, label=label)
        for unit_id, people in told.items():
            found[unit_id] |= {it.person_id: (it, label) for it in people}
    return {unit_id: [*people.values()] for unit_id, people in found.items()}
