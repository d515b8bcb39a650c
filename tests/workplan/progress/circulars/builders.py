"""Circulars for tests, made through the real commands."""

from collections.abc import Collection
from datetime import datetime, timedelta

from tests.conftest import TODAY
from tests.scans import told
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import transaction
from tracker.foundation.labels import USUAL, Label
from tracker.people.models import Unit
from tracker.workplan.progress.circulars import commands
from tracker.workplan.progress.circulars.models import Circular
from tracker.workplan.progress.circulars.rules import Choice
from tracker.workplan.progress.composing.spans import Span, span_named
from tracker.workplan.tasks.models import Assignment


def quarter(name: str = "2026Q2") -> Span:
    """Return a span."""
    found = span_named(name)
    assert found is not None
    return found


def late(
    town: Town, *, days: int = 18, unit: Unit | None = None, title: str = "加快老旧小区改造"
) -> Assignment:
    """Return work whose date passed so many days ago."""
    return builders.acknowledged(
        town,
        unit=unit,
        due_on=TODAY - timedelta(days=days),
        now=NOW - timedelta(days=days + 60),
        percent=40,
        title=title,
    )


def drafted(
    town: Town,
    *,
    late: Collection[Assignment] = (),
    praised: Collection[Unit] = (),
    criticised: Collection[Unit] = (),
    label: Label = USUAL,
    is_for_units: bool = True,
    now: datetime = NOW,
    span: str = "2026Q2",
) -> Circular:
    """Return a draft about the second quarter."""
    choice = Choice(
        label=label,
        is_for_units=is_for_units,
        late=[it.id for it in late],
        praised=[it.id for it in praised],
        criticised=[it.id for it in criticised],
    )
    with transaction():
        return commands.draft_circular(
            town.actor(town.lin), builders.plan(town), quarter(span), choice, now=now
        )


def approved(
    town: Town, it: Circular, *, is_recorded: bool = False, now: datetime = NOW
) -> Circular:
    """Approve a draft as the leader, or record that the leader did."""
    actor = town.actor(town.lin if is_recorded else town.yan)
    with transaction():
        return commands.approve_circular(
            actor, it, now=now, version=it.version, told=told(town) if is_recorded else None
        )


def issued(town: Town, it: Circular, *, now: datetime = NOW) -> Circular:
    """Issue an approved one."""
    with transaction():
        return commands.issue_circular(town.actor(town.lin), it, now=now, version=it.version)
