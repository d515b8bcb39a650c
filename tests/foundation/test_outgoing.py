"""Claiming what is to be sent: as much as was asked for, whatever the database makes of the question."""

import pytest
from sqlalchemy import text

from tests.messages.webhooks import builders
from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.outgoing import claim
from tracker.messages.webhooks.models import WebhookDelivery

PLANS = ("hashjoin", "mergejoin", "hashagg", "sort", "material", "indexscan", "bitmapscan")


@pytest.mark.postgres
def test_no_more_is_claimed_than_was_asked_for(town: Town) -> None:
    hook, _ = builders.added(town)
    for number in range(1, 6):
        builders.delivery(hook, thing_id=number)
    with transaction():
        if db.engine.dialect.name == "postgresql":
            for plan in PLANS:
                db.session.execute(text(f"SET LOCAL enable_{plan} = off"))
        held = claim(WebhookDelivery, now=NOW, most=1)

    assert [it.attempts for it in held] == [1]
