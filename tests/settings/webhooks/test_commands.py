"""The system admin keeps webhooks; addresses and keys stay sealed and out of the journal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from tests.messages.webhooks import builders
from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Misfilled, NotAllowed, NotFound, Outdated, RuleBroken
from tracker.foundation.outgoing import LEASE, OutgoingState
from tracker.journal.models import Entry
from tracker.messages.webhooks.models import HookKind, Webhook
from tracker.messages.words import Topic
from tracker.people.actor import Actor
from tracker.settings.webhooks import commands, queries, rules
from tracker.settings.webhooks.commands import Wanted
from tracker.settings.webhooks.queries import Shown

KEY = builders.SECRET_KEY
NEW = Wanted("调度平台", f"https://{builders.PLACE}/other?token=hidden-token", [Topic.CHASING])
Deed = Callable[[Actor, Webhook], object]
DEEDS: dict[str, Deed] = {
    "add": lambda actor, _: commands.add_webhook(
        actor, HookKind.WECOM, NEW, secret_key=KEY, now=NOW
    ),
    "change": lambda actor, hook: commands.change_webhook(
        actor, hook, NEW, secret_key=KEY, now=NOW, version=hook.version
    ),
    "switch": lambda actor, hook: commands.switch_webhook(
        actor, hook, is_on=False, now=NOW, version=hook.version
    ),
    "renew": lambda actor, hook: commands.renew_key(
        actor, hook, secret_key=KEY, now=NOW, version=hook.version
    ),
    "remove": lambda actor, hook: commands.remove_webhook(
        actor, hook, now=NOW, version=hook.version
    ),
    "try": lambda actor, hook: commands.try_webhook(actor, hook, now=NOW),
    "again": lambda actor, hook: commands.send_again(actor, hook, None, now=NOW),
}


def journal() -> list[Entry]:
    return list(
        db.session.scalars(
            select(Entry).where(Entry.subject.startswith("webhook:")).order_by(Entry.id)
        )
    )


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
@pytest.mark.parametrize("who", ["lin", "fang", "wang"])
def test_nobody_but_the_system_admin_keeps_them(town: Town, deed: Deed, who: str) -> None:
    hook, _ = builders.added(town)
    with pytest.raises(NotAllowed), transaction():
        deed(town.actor(getattr(town, who)), hook)
    with pytest.raises(NotFound):
        queries.visible_webhook(town.actor(getattr(town, who)), hook.id)


def test_every_deed_is_written_down_without_address_or_key(town: Town) -> None:
    hook, drawn = builders.added(town)
    failed = builders.delivery(hook)
    with transaction():
        failed.state, failed.ended_at = OutgoingState.GIVEN_UP, NOW
    actor = town.actor(town.gu)
    for name in ("change", "try", "again", "renew", "switch", "remove"):
        with transaction():
            DEEDS[name](actor, hook)

    assert [it.deed for it in journal()] == [
        "webhook.added",
        "webhook.switched_on",
        "webhook.changed",
        "webhook.tried",
        "webhook.sent_again",
        "webhook.key_renewed",
        "webhook.switched_off",
        "webhook.removed",
    ]
    written = " ".join(str(it.details) for it in journal())
    assert "hidden" not in written
    assert (drawn or "") not in written
    assert "调度平台" in written
    assert "催办督办" in written


def test_neither_address_nor_key_stands_in_the_database(town: Town) -> None:
    _, drawn = builders.added(town)
    builders.added(town, HookKind.DINGTALK, key="SECretive")
    kept = [
        str(tuple(row))
        for name in inspect(db.engine).get_table_names()
        for row in db.session.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608  names of our own tables
    ]

    assert drawn
    for words in ("key=hidden", drawn, "SECretive"):
        assert not any(words in row for row in kept)


def test_a_wecom_robot_has_no_key_and_another_chat_keeps_the_one_that_it_was_given(
    town: Town,
) -> None:
    wecom, drawn = builders.added(town, HookKind.WECOM, key="needless")
    feishu, _ = builders.added(town, HookKind.FEISHU, key="needed")
    before = feishu.sealed_key
    actor = town.actor(town.gu)
    for hook in (wecom, feishu):
        wanted = Wanted(hook.name, "", [*Topic], "another")
        with transaction():
            commands.change_webhook(actor, hook, wanted, secret_key=KEY, now=NOW, version=None)
        with pytest.raises(RuleBroken, match="由群里生成"), transaction():
            DEEDS["renew"](actor, hook)

    assert drawn is None
    assert wecom.sealed_key is None
    assert feishu.sealed_key not in (None, before)


def test_saving_the_same_again_changes_nothing(town: Town) -> None:
    hook, _ = builders.added(town)
    version, actor = hook.version, town.actor(town.gu)
    same = Wanted(hook.name, "", [*Topic])
    with transaction():
        assert not commands.change_webhook(
            actor, hook, same, secret_key=KEY, now=NOW, version=version
        )
        assert not commands.switch_webhook(actor, hook, is_on=True, now=NOW, version=version)

    assert hook.version == version


@pytest.mark.parametrize("name", ["change", "switch", "renew", "remove"])
def test_what_was_changed_meanwhile_is_not_changed_over(town: Town, name: str) -> None:
    hook, _ = builders.added(town)
    deeds: dict[str, Callable[[], object]] = {
        "change": lambda: commands.change_webhook(
            town.actor(town.gu), hook, NEW, secret_key=KEY, now=NOW, version=1
        ),
        "switch": lambda: commands.switch_webhook(
            town.actor(town.gu), hook, is_on=False, now=NOW, version=1
        ),
        "renew": lambda: commands.renew_key(
            town.actor(town.gu), hook, secret_key=KEY, now=NOW, version=1
        ),
        "remove": lambda: commands.remove_webhook(town.actor(town.gu), hook, now=NOW, version=1),
    }
    assert hook.version > 1
    with pytest.raises(Outdated), transaction():
        deeds[name]()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://other.example.org/in", "不在允许的名单里"),
        (f"https://{builders.PLACE}:8443/in", "不在允许的名单里"),
        (f"http://{builders.PLACE}/in", "https://"),
        ("https://127.0.0.1/in", "https://"),
        (f"https://{builders.PLACE}@10.0.0.1/in", "https://"),
    ],
)
def test_an_address_that_would_not_be_called_is_refused_beside_its_field(
    town: Town, url: str, sentence: str
) -> None:
    builders.enabled(builders.PLACE)
    wanted = Wanted("调度平台", url, [*Topic])
    with pytest.raises(Misfilled, match=sentence) as refused, transaction():
        commands.add_webhook(town.actor(town.gu), HookKind.GENERIC, wanted, secret_key=KEY, now=NOW)

    assert refused.value.field == "url"


def test_there_are_so_many_at_most(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_WEBHOOKS", 1)
    hook, _ = builders.added(town)
    with pytest.raises(RuleBroken, match="最多 1 个"), transaction():
        DEEDS["add"](town.actor(town.gu), hook)
    with transaction():
        DEEDS["remove"](town.actor(town.gu), hook)
    with transaction():
        DEEDS["add"](town.actor(town.gu), hook)


def test_nothing_is_tried_where_webhooks_are_off(town: Town) -> None:
    hook, _ = builders.added(town)
    builders.enabled(builders.PLACE, is_on=False)
    for name in ("try", "again"):
        with pytest.raises(RuleBroken, match="没有启用"), transaction():
            DEEDS[name](town.actor(town.gu), hook)


def test_nothing_is_sent_again_to_one_that_is_off(town: Town) -> None:
    """It would be thrown away, and with it what was given up and can still be saved."""
    hook, _ = builders.added(town, is_on=False)
    row = builders.delivery(hook)
    with transaction():
        row.state, row.ended_at = OutgoingState.GIVEN_UP, NOW
    with pytest.raises(RuleBroken, match="已停用"), transaction():
        DEEDS["again"](town.actor(town.gu), hook)


@pytest.mark.postgres
def test_what_failed_is_sent_again_and_what_a_worker_may_hold_is_left_alone(town: Town) -> None:
    hook, _ = builders.added(town)
    other, _ = builders.added(town)
    given_up, waiting, held = (builders.delivery(hook, thing_id=number) for number in (1, 2, 3))
    of_other = builders.delivery(other)
    with transaction():
        for row in (given_up, of_other):
            row.state, row.ended_at, row.attempts = OutgoingState.GIVEN_UP, NOW, 48
        waiting.next_at, held.next_at = NOW + timedelta(hours=6), NOW + LEASE
    actor = town.actor(town.gu)
    with transaction():
        assert commands.send_again(actor, hook, waiting, now=NOW) == 1
        assert commands.send_again(actor, hook, None, now=NOW) == 1
        assert commands.send_again(actor, hook, None, now=NOW) == 0

    assert (given_up.state, given_up.attempts, given_up.next_at) == ("waiting", 0, NOW)
    assert waiting.next_at == NOW
    assert held.next_at == NOW + LEASE
    assert of_other.state is OutgoingState.GIVEN_UP


@pytest.mark.postgres
def test_the_list_counts_what_failed(town: Town) -> None:
    hook, _ = builders.added(town)
    empty, _ = builders.added(town, HookKind.WECOM)
    rows = [builders.delivery(hook, thing_id=number) for number in range(1, 4)]
    with transaction():
        for row, state in ((rows[0], OutgoingState.SENT), (rows[1], OutgoingState.GIVEN_UP)):
            row.state, row.ended_at, row.answer = state, NOW, "HTTP"
        rows[2].answer = "HTTP 500"
    first, second = queries.webhook_lines(town.actor(town.gu))
    found = queries.deliveries_of(hook, Shown.FAILING, 1)

    assert (first.sent_at, first.failing) == (NOW, 2)
    assert (second.hook, second.sent_at, second.failing) == (empty, None, 0)
    assert [it.id for it in found.page.rows] == [rows[2].id, rows[1].id]
    assert found.counts == {Shown.ALL: 3, Shown.FAILING: 2}


def test_what_was_not_told_outside_is_not_counted_for_the_system_admin_either(town: Town) -> None:
    """It may be about what is sensitive; whoever keeps webhooks is cleared for nothing."""
    hook, _ = builders.added(town, HookKind.WECOM)
    waiting, dropped = (builders.delivery(hook, thing_id=number) for number in (1, 2))
    with transaction():
        dropped.state, dropped.ended_at, dropped.attempts = OutgoingState.DROPPED, NOW, 1
        waiting.attempts = 1
    found = queries.deliveries_of(hook, Shown.ALL, 1)

    assert not found.page.rows
    assert found.counts == {Shown.ALL: 0, Shown.FAILING: 0}


def test_a_delivery_is_found_under_its_own_webhook_alone(town: Town) -> None:
    hook, _ = builders.added(town)
    other, _ = builders.added(town)
    row = builders.delivery(hook)
    actor = town.actor(town.gu)

    assert queries.visible_delivery(actor, hook.id, row.id) is row
    for webhook_id, delivery_id in ((other.id, row.id), (hook.id, row.id + 1)):
        with pytest.raises(NotFound):
            queries.visible_delivery(actor, webhook_id, delivery_id)
