"""The pages of webhooks, from an empty list to one that is on."""

import re
from typing import Any

from tests.browser import Browser, Page
from tests.messages.webhooks import builders
from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.outgoing import OutgoingState
from tracker.messages.webhooks.models import HookKind, Webhook

LIST = "/settings/webhooks"
URL = f"https://{builders.PLACE}/in?key=hidden-word"


def done(browser: Browser, path: str, page: str, **fields: Any) -> Page:
    """Send a form, and return the page that one is led to."""
    browser.post(path, **fields)
    return browser.get(page)


def test_an_admin_adds_one_sees_its_key_once_tries_it_and_turns_it_on(
    browser: Browser, town: Town
) -> None:
    builders.enabled(builders.PLACE)
    assert "还没有外部通知" in browser.sign_in(town.gu).get(LIST)
    form: dict[str, Any] = {"name": "调度平台", "kind": "generic", "url": URL, "topics": "dispatch"}
    browser.post(f"{LIST}/new", **form)
    hook = db.session.query(Webhook).one()
    page = browser.get(f"{LIST}/{hook.id}")

    key = re.search(r'id="key"\s+value="([\w-]{43})"', page.html)
    assert key
    assert "hidden-word" not in page
    assert "还没有启用：先发一次测试" in page
    browser.post(f"{LIST}/{hook.id}/try")
    browser.post(f"{LIST}/{hook.id}/on", version=str(hook.version))
    page = browser.get(f"{LIST}/{hook.id}")
    assert "测试" in page
    assert key[1] in page
    browser.sign_in(town.gu)
    assert key[1] not in browser.get(f"{LIST}/{hook.id}")
    db.session.refresh(hook)
    assert hook.is_on
    assert "调度平台" in browser.get(LIST)


def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_is_kept(
    browser: Browser, town: Town
) -> None:
    builders.enabled(builders.PLACE)
    browser.sign_in(town.gu)
    form: dict[str, Any] = {"name": "调度平台", "kind": "generic", "topics": "dispatch"}
    page = browser.post(f"{LIST}/new", url="https://else.example.org/", **form, expect=422)

    assert "主机 else.example.org 不在允许的名单里" in page
    assert 'value="调度平台"' in page
    page = browser.post(f"{LIST}/new", expect=422)
    for words in ("请起个名称", "请选一种", "请填写接收通知的网址", "请至少选一类消息"):
        assert words in page


def test_one_is_changed_without_its_address_being_shown(browser: Browser, town: Town) -> None:
    hook, _ = builders.added(town, HookKind.DINGTALK, key="SECretive")
    sealed = hook.sealed_url
    page = browser.sign_in(town.gu).get(f"{LIST}/{hook.id}/edit")
    form: dict[str, Any] = {"name": "值班群", "topics": "chasing", "version": str(hook.version)}

    assert "key=hidden" not in page
    assert "SECretive" not in page
    bad = {**form, "url": "http://x"}
    assert "以 https:// 开头" in browser.post(f"{LIST}/{hook.id}/edit", **bad, expect=422)
    assert "请起个名称" in browser.post(f"{LIST}/{hook.id}/edit", topics="chasing", expect=422)
    shown = f"{LIST}/{hook.id}"
    assert "已保存" in done(browser, f"{shown}/edit", shown, **form)
    db.session.refresh(hook)
    assert (hook.name, hook.sealed_url, hook.topics) == ("值班群", sealed, ["chasing"])
    form["version"] = str(hook.version)
    assert "没有变化" in done(browser, f"{shown}/edit", shown, **form)
    browser.post(f"{shown}/edit", name="谁的都盖掉", topics="chasing", expect=409)


def test_what_failed_is_listed_with_its_answer_and_sent_again(browser: Browser, town: Town) -> None:
    hook, _ = builders.added(town)
    row = builders.delivery(hook)
    with transaction():
        row.state, row.ended_at, row.answer = OutgoingState.GIVEN_UP, NOW, "HTTP 500 sick"
    page = browser.sign_in(town.gu).get(f"{LIST}/{hook.id}?shown=failing")

    assert "HTTP 500 sick" in page
    assert "交办任务" in page
    assert "没有送达 1 条" in browser.get(LIST)
    shown = f"{LIST}/{hook.id}"
    assert "1 条重新排队" in done(browser, f"{shown}/deliveries/{row.id}/again", shown)
    assert "没有要再发的" in done(browser, f"{shown}/again", shown)
    with transaction():
        row.state, row.ended_at, row.answer = OutgoingState.SENT, NOW, "HTTP 200"
    assert "没有符合条件的记录" in browser.get(f"{shown}?shown=failing")


def test_one_is_turned_off_its_key_is_renewed_and_it_is_removed(
    browser: Browser, town: Town
) -> None:
    hook, drawn = builders.added(town)
    browser.sign_in(town.gu)
    shown = f"{LIST}/{hook.id}"
    page = done(browser, f"{shown}/key", shown, version=str(hook.version))
    assert "密钥已更换" in page
    assert (drawn or "") not in page
    db.session.refresh(hook)
    assert "已停用" in done(browser, f"{shown}/off", shown, version=str(hook.version))
    db.session.refresh(hook)
    assert "已删除" in done(browser, f"{shown}/remove", LIST, version=str(hook.version))
    browser.get(shown, expect=404)


def test_a_page_says_what_keeps_it_from_being_sent(browser: Browser, town: Town) -> None:
    hook, _ = builders.added(town)
    builders.enabled(is_on=False)
    browser.sign_in(town.gu)

    for page in (browser.get(f"{LIST}/{hook.id}"), browser.get(LIST)):
        assert "外部通知没有启用，什么也不发。" in page
    assert f"主机 {builders.PLACE} 不在允许的名单里，发不出去。" in browser.get(f"{LIST}/{hook.id}")


def test_the_robot_of_a_group_is_added_without_a_key_of_ours(browser: Browser, town: Town) -> None:
    builders.enabled(builders.PLACE)
    assert "企业微信群机器人" in browser.sign_in(town.gu).get(f"{LIST}/new")
    form: dict[str, Any] = {
        "name": "值班群",
        "kind": "wecom",
        "url": URL,
        "topics": ["dispatch", "chasing"],
    }
    browser.post(f"{LIST}/new", **form)
    page = browser.get(f"{LIST}/{db.session.query(Webhook).one().id}")

    assert 'id="key"' not in page
    assert "不签" in page
