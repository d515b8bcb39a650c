"""What is said to which kind of webhook, how it is signed, and whether an answer means that it arrived."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from tracker.foundation.clock import HERE
from tracker.foundation.labels import USUAL, Label
from tracker.foundation.words import N_
from tracker.messages.webhooks.models import HookKind
from tracker.messages.words import Topic

GONE = 410
FEWEST_FINE, FEWEST_NOT_FINE = 200, 300
LONGEST_SAID = 200
SHORTEST_HIDDEN = 6
TRIED = "webhook.tried"
"""The kind of a trial's event."""
KIND_WORDS = {
    HookKind.GENERIC: N_("通用（JSON）"),
    HookKind.WECOM: N_("企业微信群机器人"),
    HookKind.DINGTALK: N_("钉钉群机器人"),
    HookKind.FEISHU: N_("飞书群机器人"),
}
NO_KEY = N_("读不出保存的网址和密钥：LUOSHI_SECRET_KEY 可能换过。请重新填写网址，并更换密钥。")


@dataclass(frozen=True, slots=True)
class Event:
    """What happened; link: where it is dealt with, in full."""

    id: str
    kind: str
    topic: Topic | None
    thing: str
    thing_id: int
    link: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent to which address."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means; for_good: no later try would be answered otherwise."""

    has_arrived: bool
    answer: str
    for_good: bool = False


def reach_of(kind: HookKind) -> Label:
    """Return up to which label things count for a kind.

    An event names its thing, and only what is 公开 may be named outside. A count names nothing;
    what is 敏感 is not even counted.
    """
    return USUAL if kind.is_chat else Label.OPEN


def seal_of(handle: str, part: str) -> str:
    """Return what a sealed part of a webhook is bound to."""
    return f"webhook:{handle}:{part}"


def event_call(event: Event, *, url: str, key: str, now: datetime) -> Call:
    """Tell a program of one event, signed over moment and body."""
    said = {
        "id": event.id,
        "kind": event.kind,
        "topic": event.topic.value if event.topic else None,
        "thing": event.thing,
        "thing_id": event.thing_id,
        "link": event.link,
        "at": event.at.astimezone(HERE).isoformat(timespec="seconds"),
    }
    body, stamp = _json(said), str(int(now.timestamp()))
    signature = hmac.digest(key.encode(), f"{stamp}.".encode() + body, sha256).hex()
    headers = {
        "X-Luoshi-Event-Id": event.id,
        "X-Luoshi-Timestamp": stamp,
        "X-Luoshi-Signature": f"sha256={signature}",
    }
    return Call(url, body, _headers() | headers)


def chat_call(
    kind: HookKind, count: int, *, link: str, url: str, key: str | None, now: datetime
) -> Call:
    """Tell a group how many messages there are and where; count 0: a trial. Signed as each chat wants it."""
    if count:
        text = N_("【落实】有 {count} 条新消息，请登录查看：{link}").format(count=count, link=link)
    else:
        text = N_("【落实】这是一条测试消息，收到说明已经接通：{link}").format(link=link)
    if kind is HookKind.FEISHU:
        said: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if key:
            stamp = str(int(now.timestamp()))
            said |= {"timestamp": stamp, "sign": _base64(f"{stamp}\n{key}", "")}
        return Call(url, _json(said), _headers())
    said = {"msgtype": "text", "text": {"content": text}}
    if kind is HookKind.DINGTALK and key:
        stamp = str(int(now.timestamp() * 1000))
        sign = quote_plus(_base64(key, f"{stamp}\n{key}"))
        url = f"{url}{'&' if '?' in url else '?'}timestamp={stamp}&sign={sign}"
    return Call(url, _json(said), _headers())


def verdict_on(kind: HookKind, status: int, body: bytes, *, target: str = "/") -> Verdict:
    """Judge an answer: a chat says in its words, not in its status, whether it took a message.

    target: what was called; some servers tell it back, and it may hold a password.
    """
    said = _without_parts(target, body.decode(errors="replace"))[:LONGEST_SAID]
    seen = "".join(it if it.isprintable() else " " for it in said)
    answer = f"HTTP {status} {seen}".strip()
    is_fine = FEWEST_FINE <= status < FEWEST_NOT_FINE and (not kind.is_chat or _is_taken(body))
    return Verdict(is_fine, answer, for_good=status == GONE)


def _without_parts(target: str, said: str) -> str:
    path, _, query = target.partition("?")
    parts = {*path.split("/"), *(it.split("=", 1)[-1] for it in query.split("&"))}
    for part in sorted({*parts, *map(unquote_plus, parts)}, key=len, reverse=True):
        if len(part) >= SHORTEST_HIDDEN:
            said = said.replace(part, "…")
    return said


def _is_taken(body: bytes) -> bool:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return False
    codes = (
        [said.get(it) for it in ("errcode", "code", "StatusCode")] if isinstance(said, dict) else []
    )
    return any(it == 0 for it in codes)


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _headers() -> dict[str, str]:
    return {"Content-Type": "application/json; charset=utf-8", "User-Agent": "luoshi"}


def _base64(key: str, words: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), words.encode(), sha256)).decode()
