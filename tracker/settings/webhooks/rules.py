"""Who keeps webhooks, and which addresses and keys make sense."""

import secrets
from collections.abc import Collection

from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.foundation.web_addresses import BadAddress, WebAddress, listed, web_address
from tracker.foundation.words import N_
from tracker.messages.webhooks.models import HookKind, Webhook
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may

MOST_WEBHOOKS = 20
OFF = N_("外部通知没有启用：先在设置里启用，再发测试。")
TOO_MANY = N_("最多 {most} 个，请先删去不用的。")
KEYED_BY_CHAT = (HookKind.DINGTALK, HookKind.FEISHU)
"""Chats that give out a key for signing, where one wants it."""


def may_keep_webhooks(actor: Actor) -> bool:
    """Whether the actor says whom else the house tells of its work."""
    return may(actor, Permission.KEEP_WEBHOOKS)


def checked_url(url: str, places: Collection[str]) -> WebAddress:
    """Take an address apart; refuse one that would not be called."""
    try:
        return listed(web_address(url), places)
    except BadAddress as bad:
        raise Misfilled("url", str(bad)) from bad


def check_count(count: int) -> None:
    """Refuse one more than anybody can keep in view."""
    if count >= MOST_WEBHOOKS:
        raise RuleBroken(TOO_MANY.format(most=MOST_WEBHOOKS))


def check_enabled(*, is_enabled: bool) -> None:
    """Refuse to try what would be thrown away."""
    if not is_enabled:
        raise RuleBroken(OFF)


def check_on(hook: Webhook) -> None:
    """Refuse to send again to one that is off: it would be thrown away."""
    if not hook.is_on:
        raise RuleBroken(N_("这项外部通知已停用：先启用，再重新发送。"))


def check_signs(hook: Webhook) -> None:
    """Refuse to draw a key for a chat: its key is the chat's own."""
    if hook.kind is not HookKind.GENERIC:
        raise RuleBroken(N_("群机器人的加签密钥由群里生成，请在“修改”里填写。"))


def new_key() -> str:
    """Draw a key."""
    return secrets.token_urlsafe(32)
