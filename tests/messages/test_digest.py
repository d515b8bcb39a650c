"""The day's messages as one text."""

from dataclasses import replace

from tests.town import NOW, TODAY
from tracker.messages.digest import MOST_LINES, Item, Letter, digest
from tracker.messages.words import Topic

ITEM = Item(title="公路局退回：修通环线", reason="由督查员重新交办。", topic=Topic.DISPATCH, at=NOW)


def composed(*items: Item, total: int | None = None) -> Letter:
    made = digest(
        "林涛",
        items,
        len(items) if total is None else total,
        on=TODAY,
        address="https://ls.example/messages",
    )
    assert made is not None
    return made


def test_nothing_open_makes_no_digest() -> None:
    assert digest("林涛", [], 0, on=TODAY, address="/messages") is None


def test_a_digest_says_how_many_what_why_and_where() -> None:
    made = composed(ITEM)

    assert made.subject == "【落实】2026年6月18日待处理消息 1 条"
    assert made.body.splitlines() == [
        "林涛：",
        "",
        "您有 1 条消息还没有处理。",
        "",
        "■ 交办、签收与退回",
        "1. 公路局退回：修通环线",
        "   由督查员重新交办（6月18日 10:00）",
        "",
        "到这里查看和处理：https://ls.example/messages",
        "不想收这封邮件的，可在“消息”页的“提醒方式”里关掉。",
    ]


def test_topics_keep_their_order_and_what_is_urgent_comes_first() -> None:
    lines = composed(
        replace(ITEM, title="丙", topic=Topic.CLOSURE),
        replace(ITEM, title="乙"),
        replace(ITEM, title="甲", is_urgent=True),
    ).body.splitlines()

    assert [it for it in lines if it[:2] in ("1.", "2.", "3.")] == [
        "1. 【紧急】甲",
        "2. 乙",
        "3. 丙",
    ]


def test_what_does_not_fit_is_a_number() -> None:
    body = composed(*[ITEM] * (MOST_LINES + 5), total=60).body

    assert f"{MOST_LINES}. 公路局" in body
    assert f"{MOST_LINES + 1}. 公路局" not in body
    assert "还有 40 条没有列出。" in body
