"""Rows are written with the deed, for whom it concerns; what nobody outside may see never leaves."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.messages.webhooks import builders
from tests.town import NOW, Town
from tests.workplan.tasks import builders as tasks
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.inbox.outside import leaving
from tracker.messages.commands import Recipient, tell
from tracker.messages.webhooks.models import WebhookDelivery
from tracker.messages.webhooks.queueing import queue_events


def told(about: str = "task:1") -> None:
    tell(
        [Recipient(1, None), Recipient(2, None)],
        "task.dispatched",
        about=about,
        title="交办",
        reason="请签收",
        address="/tasks/1",
        at=NOW,
    )


def rows() -> list[WebhookDelivery]:
    return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def test_each_webhook_gets_a_message_once_however_many_people_do(town: Town) -> None:
    one, _ = builders.added(town)
    other, _ = builders.added(town)
    builders.added(town, is_on=False)
    with transaction():
        told()

    assert [it.webhook_id for it in rows()] == [one.id, other.id]
    assert len({it.event_id for it in rows()}) == 2


def test_what_is_undone_leaves_no_row(town: Town) -> None:
    builders.added(town)

    def undone() -> None:
        with transaction():
            told()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert rows() == []


def test_where_webhooks_are_off_nothing_is_written(town: Town) -> None:
    builders.added(town)
    builders.enabled(builders.PLACE, is_on=False)
    with transaction():
        told()

    assert rows() == []


def test_no_message_asks_nothing(app: Flask) -> None:
    with app.app_context():
        queue_events([])


def test_things_without_a_label_are_internal_and_unknown_ones_never_leave(town: Town) -> None:
    task = tasks.dispatched(town).task
    things = [("task", task.id), ("task", 999), ("summary", 1), ("person", town.gu.id), ("x", 1)]

    assert leaving(things, Label.OPEN) == set()
    assert leaving(things, Label.INTERNAL) == {("task", task.id)}
