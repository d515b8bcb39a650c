"""What the auditor's pages ask: the journal newest first, from an entry on, never by counting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_

from tracker.foundation.clock import midnight
from tracker.foundation.db import db
from tracker.foundation.errors import NotFound, RuleBroken, require
from tracker.foundation.words import N_
from tracker.journal.models import Entry
from tracker.journal.telling import Told
from tracker.journal.words import DEEDS, REFUSED, SUBJECTS
from tracker.overview.journal_filters import JournalFilters
from tracker.overview.journal_labels import told_within
from tracker.people.actor import SYSTEM, Actor
from tracker.people.models import Person
from tracker.people.permissions import Permission, may

PAGE_SIZE = 50
MOST_EXPORTED = 100_000
BATCH = 2000
MOST_NAMESAKES = 50
FURTHEST = timedelta(days=1)
VERIFIED = "journal.verified"
ATTEMPT = "sign_in.failed"
NOT_YOURS = N_("操作日志由审计员查阅。")


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal; newer, older: the entry from which the next page goes on, or None."""

    rows: Sequence[Told]
    newer: int | None
    older: int | None


def journal_visible_to(actor: Actor) -> Select[Entry]:
    """Begin every question about the journal here: the auditor reads all of it, others nothing."""
    require(may(actor, Permission.READ_JOURNAL), NOT_YOURS)
    return select(Entry)


def journal_page(
    actor: Actor,
    filters: JournalFilters,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE_SIZE,
) -> JournalPage:
    """Answer one page: the entries older than `before`, or newer than `after`, or the newest.

    One more than is shown is asked for, so that it is known whether there are others.
    """
    arms = narrowed(actor, filters)
    place = None if before is None and after is None else _place_of(before or after or 0)
    if place is not None and before is None:
        newer = [it.where(tuple_(Entry.at, Entry.id) > tuple_(*place)) for it in arms]
        found = _entries([it.order_by(Entry.at, Entry.id) for it in newer], size)
        rows = found[:size][::-1]
        return _page(actor, rows, is_first=len(found) <= size, is_last=False)
    if place is not None:
        arms = [it.where(tuple_(Entry.at, Entry.id) < tuple_(*place)) for it in arms]
    newest = [it.order_by(Entry.at.desc(), Entry.id.desc()) for it in arms]
    found = _entries(newest, size, downwards=True)
    return _page(actor, found[:size], is_first=place is None, is_last=len(found) <= size)


def journal_entry(actor: Actor, entry_id: int) -> Told:
    """Find one entry, or say that there is none."""
    entry = db.session.scalar(journal_visible_to(actor).where(Entry.id == entry_id))
    if entry is None:
        raise NotFound(N_("没有这条记录，或者您无权查看。"))
    return told_within(actor, [entry])[0]


def last_verification(actor: Actor) -> Told | None:
    """Return the entry of the last time that `luoshi verify` ran; None if it never did."""
    entry = db.session.scalar(
        journal_visible_to(actor)
        .where(Entry.deed == VERIFIED)
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(1)
    )
    return None if entry is None else told_within(actor, [entry])[0]


def exported(actor: Actor, filters: JournalFilters) -> Iterator[Told]:
    """Give everything that the filters leave, newest first; refuse more than a file may hold."""
    require(may(actor, Permission.EXPORT_JOURNAL), NOT_YOURS)
    arms = narrowed(actor, filters)
    some = [it.with_only_columns(Entry.id).limit(MOST_EXPORTED + 1).subquery() for it in arms]
    counts = [db.session.scalar(select(func.count()).select_from(it)) or 0 for it in some]
    if sum(counts) > MOST_EXPORTED:
        raise RuleBroken(N_("筛出的记录超过 10 万条，一个文件装不下。请缩短日期范围，分几次导出。"))
    ordered = [it.order_by(Entry.at.desc(), Entry.id.desc()) for it in arms]
    found = [db.session.scalars(it.execution_options(yield_per=BATCH)) for it in ordered]
    rows = merge(*found, key=_place_in_list, reverse=True)
    batches = iter(lambda: list(islice(rows, BATCH)), [])
    return (it for batch in batches for it in told_within(actor, batch))


def narrowed(actor: Actor, filters: JournalFilters) -> list[Select[Entry]]:
    """Apply the filters: questions that have no entry in common, each read off an index."""
    question = journal_visible_to(actor).where(*_terms(filters))
    return [question.where(it) for it in _done_by(filters.who)] if filters.who else [question]


def deed_choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the kinds of deeds, each with its own deeds: (kind, its name, [(deed, its name)])."""
    kinds: dict[str, list[tuple[str, str]]] = {}
    for deed, words in DEEDS.items():
        kinds.setdefault(deed.partition(".")[0], []).append((deed, words))
    return [
        (kind, KINDS[kind] if kind in KINDS else SUBJECTS[kind], deeds)
        for kind, deeds in kinds.items()
    ]


KINDS = {
    "account": N_("账号"),
    "assignments": N_("承办清单"),
    "calendar_link": N_("日历链接"),
    "charge": N_("分管"),
    "clearance": N_("能看到的标签"),
    "context": N_("背景标记"),
    "directives": N_("部署要求（整份）"),
    "example": N_("示例"),
    "extension": N_("延期"),
    "file": N_("文件下载"),
    "indicator": N_("指标"),
    "leader": N_("责任领导"),
    "list": N_("数据导出"),
    "message_preference": N_("消息提醒"),
    "messages": N_("消息（多条）"),
    "milestone": N_("节点"),
    "password": N_("密码"),
    "permission": N_("权限"),
    "persons": N_("人员名单"),
    "post": N_("任职"),
    "posts": N_("任职名单"),
    "progress": N_("进展"),
    "recovery_code": N_("恢复码"),
    "recovery_codes": N_("恢复码（整组）"),
    "second_factor": N_("动态口令"),
    "sessions": N_("会话（多处）"),
    "sign_in": N_("登录"),
    "session": N_("会话"),
    "tasks": N_("任务清单"),
    "units": N_("单位名册"),
}
"""Kinds of deeds that are named otherwise than the things."""


def _terms(filters: JournalFilters) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if filters.since is not None:
        terms.append(Entry.at >= midnight(filters.since))
    if filters.until is not None and filters.until < date.max:
        terms.append(Entry.at < midnight(filters.until + FURTHEST))
    if filters.deed is not None:
        terms.append(
            Entry.deed == filters.deed
            if filters.deed in DEEDS
            else Entry.deed.in_([it for it in DEEDS if it.startswith(f"{filters.deed}.")])
        )
    if filters.kind is not None:
        terms.append(
            _begins_with(Entry.subject, f"{filters.kind}:")
            if filters.key is None
            else Entry.subject == f"{filters.kind}:{filters.key}"
        )
    if filters.address:
        terms.append(Entry.address == filters.address)
    if filters.refused:
        terms.append(Entry.deed.in_(sorted(REFUSED)))
    return terms


def _done_by(who: str) -> list[ColumnElement[bool]]:
    """Match a person by name, now or then, or by user name; entries of the system by its name.

    Attempts to sign in as that person are found too, though nobody knows who made them.
    """
    if who == SYSTEM.name:
        return [Entry.actor_id.is_(None)]
    ids = db.session.scalars(
        select(Person.id)
        .where(or_(Person.name == who, Person.login == who.casefold()))
        .order_by(Person.id)
        .limit(MOST_NAMESAKES)
    ).all()
    if not ids:
        return [Entry.actor_name == who]
    attempts = and_(
        Entry.deed == ATTEMPT,
        Entry.actor_id.is_(None),
        Entry.subject.in_([f"person:{it}" for it in ids]),
    )
    return [attempts, Entry.actor_id == ids[0] if len(ids) == 1 else Entry.actor_id.in_(ids)]


def _begins_with(column: Any, prefix: str) -> ColumnElement[bool]:
    """Match a prefix as a range, which an index answers; every prefix ends in a sign of ASCII."""
    return and_(column >= prefix, column < prefix[:-1] + chr(ord(prefix[-1]) + 1))


def _place_of(entry_id: int) -> tuple[datetime, int] | None:
    """Return where an entry stands; one that does not exist is no place: the newest are shown."""
    found = db.session.execute(select(Entry.at, Entry.id).where(Entry.id == entry_id)).first()
    return None if found is None else (found.at, found.id)


def _entries(
    arms: Sequence[Select[Entry]], size: int, *, downwards: bool = False
) -> Sequence[Entry]:
    found = [db.session.scalars(it.limit(size + 1)) for it in arms]
    return list(islice(merge(*found, key=_place_in_list, reverse=downwards), size + 1))


def _place_in_list(entry: Entry) -> tuple[datetime, int]:
    return entry.at, entry.id


def _page(actor: Actor, rows: Sequence[Entry], *, is_first: bool, is_last: bool) -> JournalPage:
    return JournalPage(
        rows=told_within(actor, rows),
        newer=None if is_first or not rows else rows[0].id,
        older=None if is_last or not rows else rows[-1].id,
    )
