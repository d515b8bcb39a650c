"""Webhooks have their turns: none waits for those that fail, and what is off is told nothing later."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests import receiver
from tests.messages.webhooks import builders
from tests.receiver import plainly
from tests.town import NOW, Town
from tests.worker.test_webhooks import OUT_OF_ORDER, called, deliveries, dispatched, place
from tracker.foundation.db import db, transaction
from tracker.foundation.outgoing import OutgoingState
from tracker.messages.webhooks.models import Webhook
from tracker.messages.words import Topic
from tracker.settings.webhooks.commands import (
    Wanted,
    change_webhook,
    remove_webhook,
    switch_webhook,
    try_webhook,
)
from tracker.worker import webhooks
from tracker.worker.webhooks import sweep_webhooks


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


def test_one_that_fails_waits_for_the_next_run_and_holds_no_other_back(
    town: Town, home: Path
) -> None:
    with (
        receiver.receiver(home, plainly(OUT_OF_ORDER)) as sick,
        receiver.receiver(home) as well,
    ):
        builders.added(town, place=place(sick))
        builders.added(town, place=place(well))
        builders.enabled(place(sick), place(well))
        for _ in range(3):
            dispatched(town)
        called(sick, home)

        assert len(sick.received) == 1
        assert len(well.received) == 3


def _calls_alone(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the next run end after so many calls."""
    moments = iter([*[0.0] * (count + 1), webhooks.LONGEST_RUN + 1.0])
    monkeypatch.setattr(webhooks, "monotonic", lambda: next(moments))


def test_those_that_fail_slowly_keep_no_other_from_its_turn(
    town: Town, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much waits for them, and though a run has time for a single call."""
    with (
        receiver.receiver(home, plainly(OUT_OF_ORDER)) as sick,
        receiver.receiver(home) as well,
    ):
        builders.added(town, place=place(sick))
        for _ in range(40):
            dispatched(town)
        builders.added(town, place=place(well))
        builders.enabled(place(sick), place(well))
        dispatched(town)
        for _ in range(30):
            _calls_alone(1, monkeypatch)
            called(sick, home)

        assert len(well.received) == 1


def test_none_is_called_again_before_the_others_had_their_turn(
    town: Town, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiver.receiver(home) as one, receiver.receiver(home) as other:
        builders.added(town, place=place(one))
        for _ in range(5):
            dispatched(town)
        builders.added(town, place=place(other))
        builders.enabled(place(one), place(other))
        dispatched(town)
        _calls_alone(2, monkeypatch)
        called(one, home)

        assert len(other.received) == 1


def test_a_trial_does_not_wait_behind_what_fails(town: Town, home: Path) -> None:
    with receiver.receiver(home, plainly(OUT_OF_ORDER)) as sick:
        hook, _ = builders.added(town, place=place(sick))
        for _ in range(3):
            dispatched(town)
        with transaction():
            try_webhook(town.actor(town.gu), hook, now=NOW)
        called(sick, home)

    assert [it.attempts for it in deliveries()] == [0, 0, 0, 1]


def _switched_off(town: Town, hook: Webhook) -> None:
    switch_webhook(town.actor(town.gu), hook, is_on=False, now=NOW, version=None)


def _removed(town: Town, hook: Webhook) -> None:
    remove_webhook(town.actor(town.gu), hook, now=NOW, version=None)


def _disabled(_town: Town, _hook: Webhook) -> None:
    db.session.rollback()


@pytest.mark.parametrize("deed", [_switched_off, _removed, _disabled])
def test_what_is_on_its_way_to_one_that_is_off_is_thrown_away(
    town: Town, home: Path, deed: Callable[[Town, Webhook], None]
) -> None:
    with receiver.receiver(home) as there:
        hook, _ = builders.added(town, place=place(there))
        dispatched(town)
        if deed is _disabled:
            builders.enabled(place(there), is_on=False)
        else:
            with transaction():
                deed(town, hook)
        assert called(there, home) == []

    assert deliveries()[0].state is OutgoingState.DROPPED


@pytest.mark.parametrize("deed", [_switched_off, _removed, _disabled])
def test_what_was_thrown_away_does_not_come_back(
    town: Town, home: Path, deed: Callable[[Town, Webhook], None]
) -> None:
    """Also not what was to be tried later only."""
    with receiver.receiver(home, plainly(OUT_OF_ORDER)) as there:
        hook, _ = builders.added(town, place=place(there))
        dispatched(town)
        called(there, home)
        if deed is _disabled:
            builders.enabled(place(there), is_on=False)
        else:
            with transaction():
                deed(town, hook)
        called(there, home)

    assert deliveries()[0].state is OutgoingState.DROPPED


@pytest.mark.parametrize("deed", [_switched_off, _removed])
def test_what_is_written_while_it_is_turned_off_is_not_told_either(
    town: Town, home: Path, deed: Callable[[Town, Webhook], None]
) -> None:
    """By a deed that saw it on still."""
    with receiver.receiver(home) as there:
        hook, _ = builders.added(town, place=place(there))
        task = dispatched(town)
        with transaction():
            deed(town, hook)
        builders.delivery(hook, thing_id=task.id)
        assert called(there, home) == []

    assert deliveries()[-1].state is OutgoingState.DROPPED


def test_a_topic_that_is_told_no_longer_holds_back_what_waits(town: Town, home: Path) -> None:
    with receiver.receiver(home) as there:
        hook, _ = builders.added(town, place=place(there))
        dispatched(town)
        wanted = Wanted(hook.name, "", [Topic.REVIEW])
        with transaction():
            change_webhook(
                town.actor(town.gu),
                hook,
                wanted,
                secret_key=builders.SECRET_KEY,
                now=NOW,
                version=None,
            )
        assert called(there, home) == []


def test_a_run_ends_in_time_and_the_next_goes_on(
    town: Town, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "LONGEST_RUN", 0)
    with receiver.receiver(home) as there:
        builders.added(town, place=place(there))
        dispatched(town)
        assert called(there, home) == []


@pytest.mark.parametrize("state", OutgoingState)
def test_what_happened_long_ago_is_swept_also_where_it_never_arrived(
    town: Town, state: OutgoingState
) -> None:
    hook, _ = builders.added(town)
    old, fresh = (builders.delivery(hook, thing_id=number) for number in (1, 2))
    with transaction():
        for row, days in ((old, 91), (fresh, 89)):
            row.state, row.at = state, NOW - timedelta(days=days)
            row.ended_at = None if state is OutgoingState.WAITING else NOW
    sweep_webhooks(NOW)

    assert [it.id for it in deliveries()] == [fresh.id]
