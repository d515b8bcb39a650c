"""What was dealt with long ago goes; what waits stays, however old."""

from datetime import timedelta

from sqlalchemy import func, select

from tests.town import NOW, Town
from tests.worker.postbox import Postbox
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.messages.commands import settle
from tracker.messages.models import Delivery, Mail, Message, Receipt
from tracker.worker.delivering import deliver
from tracker.worker.digesting import digest_day
from tracker.worker.sweeping import sweep
from tracker.workplan.tasks.reminders.models import Reminder

YEARS_LATER = NOW + timedelta(days=1000)


def counts() -> list[int]:
    db.session.rollback()
    return [
        db.session.scalar(select(func.count()).select_from(kind)) or 0
        for kind in (Mail, Delivery, Receipt, Message, Reminder)
    ]


def test_what_is_open_stays(reachable: Town, postbox: Postbox) -> None:
    builders.dispatched(reachable)
    digest_day(NOW)
    assert counts() == [2, 2, 2, 1, 0]

    sweep(YEARS_LATER)
    assert counts() == [2, 2, 2, 1, 0]

    deliver(NOW)
    assert len(postbox.mails) == 2
    sweep(YEARS_LATER)
    assert counts() == [0, 0, 2, 1, 0]


def test_what_is_done_goes_after_its_time(reachable: Town) -> None:
    assignment = builders.dispatched(reachable)
    with transaction():
        db.session.add(Reminder(key="sum:1:2026-06-18", at=NOW))
        settle(f"task:{assignment.task_id}", ["task.dispatched"], at=NOW)

    sweep(NOW + timedelta(days=300))
    assert counts() == [0, 2, 2, 1, 1]

    sweep(YEARS_LATER)
    assert counts() == [0, 0, 0, 0, 0]
