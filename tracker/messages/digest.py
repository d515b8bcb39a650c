"""What mails say: the day's messages as one text, one urgent message, a trial; plain words from values alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.foundation.wording import at_time, in_full
from tracker.foundation.words import N_
from tracker.messages.words import TOPIC_WORDS, Topic

MOST_LINES = 20
"""How many messages a digest names; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Item:
    """A message as a digest tells it."""

    title: str
    reason: str
    topic: Topic
    at: datetime
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says; the subject is one line."""

    subject: str
    body: str


def digest(
    name: str, items: Sequence[Item], total: int, *, on: date, address: str
) -> Letter | None:
    """Put a person's open messages together; None where there is nothing to tell.

    items: the latest ones, `MOST_LINES` at most; total: how many there are. address: of the inbox,
    in full.
    """
    if not items:
        return None
    subject = N_("【落实】{day}待处理消息 {total} 条").format(day=in_full(on), total=total)
    return Letter(subject, "\n".join(_lines(name, items[:MOST_LINES], total, address)))


def urgent_letter(name: str, item: Item, *, address: str) -> Letter:
    """Write one message that does not wait for the digest; address: of the inbox, in full."""
    lines = (
        N_("{name}：").format(name=name),
        "",
        item.title,
        N_("{reason}（{at}）").format(reason=item.reason.rstrip("。"), at=at_time(item.at)),
        "",
        N_("到这里查看和处理：{address}").format(address=address),
        N_("不想单独收这类邮件的，可在“消息”页的“提醒方式”里关掉。"),
    )
    return Letter(N_("【落实】【紧急】{title}").format(title=item.title), "\n".join(lines))


def trial_letter(name: str, *, at: datetime, address: str) -> Letter:
    """Write the mail that somebody sends to oneself to see whether mails arrive."""
    lines = (
        N_("{name}：").format(name=name),
        "",
        N_("这是您在{at}要的测试邮件。收到它，说明邮件发送正常。").format(at=at_time(at)),
        "",
        address,
    )
    return Letter(N_("【落实】测试邮件"), "\n".join(lines))


def _lines(name: str, items: Sequence[Item], total: int, address: str) -> Iterator[str]:
    yield N_("{name}：").format(name=name)
    yield ""
    yield N_("您有 {total} 条消息还没有处理。").format(total=total)
    number = 0
    for topic in Topic:
        told = [it for it in items if it.topic is topic]
        if told:
            yield ""
            yield f"■ {TOPIC_WORDS[topic]}"
        # What is urgent comes first; within that, the order that it came in.
        for it in sorted(told, key=lambda one: not one.is_urgent):
            number += 1
            urgent = N_("【紧急】") if it.is_urgent else ""
            yield f"{number}. {urgent}{it.title}"
            yield N_("   {reason}（{at}）").format(reason=it.reason.rstrip("。"), at=at_time(it.at))
    if total > number:
        yield ""
        yield N_("还有 {count} 条没有列出。").format(count=total - number)
    yield ""
    yield N_("到这里查看和处理：{address}").format(address=address)
    yield N_("不想收这封邮件的，可在“消息”页的“提醒方式”里关掉。")
