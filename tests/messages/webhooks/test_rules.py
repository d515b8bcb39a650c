"""What is said to whom, and how answers are judged."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.town import NOW
from tracker.foundation.kinds import BadValue
from tracker.foundation.labels import Label
from tracker.foundation.web_addresses import web_address
from tracker.messages.webhooks import rules
from tracker.messages.webhooks.limits import HOSTS, MOST_HOSTS
from tracker.messages.webhooks.models import HookKind
from tracker.messages.webhooks.rules import Event, chat_call, event_call, verdict_on
from tracker.messages.words import Topic

URL = "https://hooks.example.org/in"
STAMP = "1781748000"
EVENT = Event("ab12", "task.dispatched", Topic.DISPATCH, "task", 7, "/tasks/7", NOW)


def base64_of(key: str, words: str) -> str:
    digest = hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def test_an_event_is_signed_over_moment_and_body() -> None:
    call = event_call(EVENT, url=URL, key="k", now=NOW)

    said = hmac.new(b"k", STAMP.encode() + b"." + call.body, hashlib.sha256).hexdigest()
    assert call.headers["X-Luoshi-Timestamp"] == STAMP
    assert call.headers["X-Luoshi-Signature"] == f"sha256={said}"
    assert call.url == URL


def test_dingtalk_is_signed_in_the_address_as_it_asks() -> None:
    url = f"{URL}?access_token=t"
    call = chat_call(HookKind.DINGTALK, 3, link="/messages", url=url, key="SEC", now=NOW)

    query = parse_qs(urlsplit(call.url).query)
    assert query["access_token"] == ["t"]
    assert query["timestamp"] == [f"{STAMP}000"]
    assert query["sign"] == [base64_of("SEC", f"{STAMP}000\nSEC")]
    assert web_address(call.url).target.startswith("/in?access_token=t&timestamp=")


def test_dingtalk_without_a_query_gets_one() -> None:
    call = chat_call(HookKind.DINGTALK, 3, link="/messages", url=URL, key="SEC", now=NOW)

    assert call.url.startswith(f"{URL}?timestamp=")


def test_feishu_is_signed_in_the_body_as_it_asks() -> None:
    call = chat_call(HookKind.FEISHU, 3, link="/messages", url=URL, key="k", now=NOW)

    said = json.loads(call.body)
    assert said["sign"] == base64_of(f"{STAMP}\nk", "")
    assert said["timestamp"] == STAMP


@pytest.mark.parametrize("kind", [HookKind.WECOM, HookKind.DINGTALK, HookKind.FEISHU])
def test_without_a_key_a_chat_is_called_as_its_address_stands(kind: HookKind) -> None:
    call = chat_call(kind, 3, link="/messages", url=URL, key=None, now=NOW)

    assert call.url == URL
    assert "sign" not in json.loads(call.body)


@pytest.mark.parametrize(
    ("kind", "status", "body", "has_arrived"),
    [
        (HookKind.GENERIC, 200, b"", True),
        (HookKind.GENERIC, 204, b"", True),
        (HookKind.GENERIC, 302, b"", False),
        (HookKind.GENERIC, 404, b"", False),
        (HookKind.GENERIC, 500, b"", False),
        (HookKind.WECOM, 200, b'{"errcode":0,"errmsg":"ok"}', True),
        (HookKind.WECOM, 200, b'{"errcode":93000}', False),
        (HookKind.FEISHU, 200, b'{"code":0,"msg":"success"}', True),
        (HookKind.FEISHU, 200, b'{"StatusCode":0}', True),
        (HookKind.FEISHU, 200, b'{"code":19001}', False),
        (HookKind.DINGTALK, 500, b'{"errcode":0}', False),
        (HookKind.DINGTALK, 200, b"<html>", False),
        (HookKind.DINGTALK, 200, b"\xff\x00", False),
        (HookKind.DINGTALK, 200, b"[0]", False),
        (HookKind.DINGTALK, 200, b"{}", False),
        (HookKind.DINGTALK, 200, b"[" * 60_000, False),
    ],
)
def test_an_answer_is_judged_by_who_gives_it(
    kind: HookKind, status: int, body: bytes, *, has_arrived: bool
) -> None:
    assert verdict_on(kind, status, body).has_arrived is has_arrived


def test_an_answer_is_kept_in_signs_that_can_be_shown() -> None:
    verdict = verdict_on(HookKind.GENERIC, 500, b"a\x00b\x1b[31m\xff" + b"x" * 9000)

    assert verdict.answer.isprintable()
    assert len(verdict.answer) < 220


def test_only_what_is_open_is_named_and_what_is_sensitive_is_not_even_counted() -> None:
    assert rules.reach_of(HookKind.GENERIC) is Label.OPEN
    assert rules.reach_of(HookKind.WECOM) is Label.INTERNAL


def test_hosts_are_brought_to_one_way_of_writing_and_there_may_be_none() -> None:
    typed = "Hooks.example.org:443\n\n hooks.example.org \nb.example.org:8443"

    assert HOSTS.parse(typed) == ("hooks.example.org", "b.example.org:8443")
    assert HOSTS.parse("") == ()
    assert HOSTS.in_words(()) == "（没有）"
    assert HOSTS.in_words(("a.example.org", "b.example.org")) == "a.example.org、b.example.org"
    assert "hooks.example.org" in HOSTS.kind.range_in_words()


@pytest.mark.parametrize(
    "line", ["https://hooks.example.org", "*.example.org", "10.0.0.1", "[::1]", "office", "a%b.c"]
)
def test_a_line_that_is_no_host_is_refused(line: str) -> None:
    with pytest.raises(BadValue, match="不是主机名"):
        HOSTS.parse(line)


def test_there_are_so_many_hosts_at_most() -> None:
    with pytest.raises(BadValue, match="最多 50 行"):
        HOSTS.parse("\n".join(f"h{number}.example.org" for number in range(MOST_HOSTS + 1)))
