"""What the lists of tasks and of assignments have in common: marks, groups with their sums, pages.

A list is a question about one entity and a few expressions over it. Groups are put in order here
and not by the database, so that they stand as people know them: priorities by their place, units
by theirs, months by time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, SQLColumnExpression, case, func, select
from sqlalchemy.sql.base import ExecutableOption

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.foundation.paging import PAGE_SIZE, Page, page_of
from tracker.foundation.words import N_
from tracker.overview.filters import SIGNALS, WAITING
from tracker.workplan.tasks.signals import Signal

L = TypeVar("L")
Key = int | str
Expression = SQLColumnExpression[Any]
NO_KEY = 0
"""The key of the group of what has no priority, unit, leader or date."""
MOST_EXPORTED = 20_000
"""Lines of one file: more are refused with a sentence, and nothing is read of them."""
TOO_MANY = N_("要导出的超过 20000 项，请先用筛选缩小范围，再分几次导出。")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list is made of: all that its filters leave, and what is asked of each line.

    question: about one entity, without an order; mark: one of the words behind SIGNALS; percent:
    None where there is none; group: the key of the line's group, NO_KEY for none, or None where the
    list has no groups; order: what it is sorted by, unambiguous to the last; along: what is loaded
    with each line.
    """

    question: Select[Any]
    mark: Expression
    percent: Expression
    order: tuple[Expression, ...]
    group: Expression | None = None
    along: tuple[ExecutableOption, ...] = ()


@dataclass(slots=True)
class Sums:
    """What a group adds up to; percent: the mean of those that have one, rounded down."""

    key: Key
    name: str = ""
    total: int = 0
    by_mark: dict[str, int] = field(default_factory=dict)
    percents: int = 0
    with_percent: int = 0

    @property
    def percent(self) -> int | None:
        """The mean percent, None where nothing has one."""
        return self.percents // self.with_percent if self.with_percent else None

    def counted(self, key: str) -> int:
        """How many there are with one of the marks behind a filter's key."""
        return _counted(self.by_mark, key)


def _counted(by_mark: Mapping[str, int], key: str) -> int:
    return sum(by_mark.get(mark, 0) for mark in SIGNALS[key])


@dataclass(frozen=True, slots=True)
class Block(Generic[L]):
    """The lines of one group on a page; before, after: how many stand on the pages round it.

    sums: of the whole group, None where the list has no groups.
    """

    lines: Sequence[L]
    sums: Sums | None = None
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Listing(Generic[L]):
    """A page of a list, cut into its groups, and how many lines have each mark."""

    page: Page[L]
    by_mark: dict[str, int]
    blocks: Sequence[Block[L]]

    @property
    def total(self) -> int:
        """How many there are whatever their signal."""
        return sum(self.by_mark.values())

    def counted(self, key: str) -> int:
        """How many there are with one of the marks behind a filter's key."""
        return _counted(self.by_mark, key)


def with_signal(listed: Listed, key: str | None) -> Listed:
    """Narrow a list to the marks behind a filter's key."""
    if key is None:
        return listed
    return replace(listed, question=listed.question.where(listed.mark.in_(SIGNALS[key])))


def check_exportable(listed: Listed) -> None:
    """Refuse a file of more lines than one may hold."""
    if sum(by_mark(listed).values()) > MOST_EXPORTED:
        raise RuleBroken(TOO_MANY)


def by_mark(listed: Listed) -> dict[str, int]:
    """Count the lines by their mark."""
    marked = listed.question.with_only_columns(listed.mark.label("mark")).order_by(None).subquery()
    rows = db.session.execute(select(marked.c.mark, func.count()).group_by(marked.c.mark))
    return dict(rows.all())


def sums_of(listed: Listed, named: Callable[[Sequence[Key]], Mapping[Key, str]]) -> list[Sums]:
    """Add every group up, in one question; in the order in which `named` gives their names."""
    asked = (
        listed.question.with_only_columns(
            _key(listed).label("key"), listed.mark.label("mark"), listed.percent.label("percent")
        )
        .order_by(None)
        .subquery()
    )
    it = asked.c
    found: dict[Key, Sums] = {}
    for row in db.session.execute(
        select(
            it.key,
            it.mark,
            func.count().label("lines"),
            func.coalesce(func.sum(it.percent), 0).label("percents"),
            func.count(it.percent).label("with_percent"),
        ).group_by(it.key, it.mark)
    ):
        sums = found.setdefault(row.key, Sums(row.key))
        sums.total += row.lines
        sums.by_mark[row.mark] = sums.by_mark.get(row.mark, 0) + row.lines
        sums.percents += int(row.percents)
        sums.with_percent += row.with_percent
    names = named(list(found))
    for key, name in names.items():
        found[key].name = name
    return [found[key] for key in names]


def page_of_rows(listed: Listed, groups: Sequence[Sums] | None, number: int) -> Page[Any]:
    """Answer one page of the rows; with groups, one group after the other."""
    if groups is None:
        return page_of(listed.question.order_by(*listed.order).options(*listed.along), number)
    total = sum(it.total for it in groups)
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    rows = db.session.scalars(
        _in_groups(listed, groups)
        .options(*listed.along)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).unique()
    return Page(rows.all(), number, total, PAGE_SIZE)


def every_row(listed: Listed, groups: Sequence[Sums] | None) -> Sequence[Any]:
    """Answer all rows, in the order of the pages."""
    ordered = (
        listed.question.order_by(*listed.order) if groups is None else _in_groups(listed, groups)
    )
    return db.session.scalars(ordered.options(*listed.along)).unique().all()


def blocks_of(lines: Sequence[L], groups: Sequence[Sums] | None, first: int = 1) -> list[Block[L]]:
    """Cut lines that stand in the order of their groups into these.

    first: the place of the first line in the whole list, from 1. Counted by the sums, which are the
    same lines: a group that goes on over the end of a page says so.
    """
    if groups is None:
        return [Block(lines)]
    blocks: list[Block[L]] = []
    place, rest = 1, list(lines)
    for sums in groups:
        before = max(0, min(first - place, sums.total))
        here = rest[: sums.total - before]
        place += sums.total
        if here and before < sums.total:
            rest = rest[len(here) :]
            blocks.append(Block(here, sums, before, sums.total - before - len(here)))
    return blocks


def mark_of(signal: Signal | None, *, is_unsigned: bool) -> str | None:
    """Return the mark of what has this signal; None where the state stands for itself."""
    return WAITING if signal is Signal.NORMAL and is_unsigned else signal


def _key(listed: Listed) -> Expression:
    if listed.group is None:
        raise AssertionError
    return listed.group


def _in_groups(listed: Listed, groups: Sequence[Sums]) -> Select[Any]:
    places = {sums.key: place for place, sums in enumerate(groups)}
    if not places:
        return listed.question.order_by(*listed.order)
    return listed.question.order_by(case(places, value=_key(listed)), *listed.order)
