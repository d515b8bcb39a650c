"""Numbers stay unique when several people register at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.models import Task


@pytest.mark.postgres
def test_nobody_gets_the_same_number_twice(app: Flask, town: Town) -> None:
    priority_id = builders.priority(town).id
    actor = town.actor(town.lin)

    def register(number: int) -> None:
        with app.app_context(), transaction():
            priority = queries.plan_priority(priority_id)
            commands.register(
                actor,
                plan=priority.plan,
                priority=priority,
                title=f"第 {number} 项",
                text="",
                directives=(),
                now=NOW,
            )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(register, range(12)))

    db.session.rollback()  # the test looked before the others wrote
    numbers = db.session.scalars(select(Task.number).order_by(Task.number)).all()
    assert numbers == [f"2026-01-{ordinal:03d}" for ordinal in range(1, 13)]
