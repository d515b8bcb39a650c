"""Settings that live in the database: what a person may change while it runs, each with its type.

An option is declared beside what it governs and read by `value_of`; rules get values as parameters.
What is needed to start is in the environment instead (`tracker.config`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import CheckConstraint, String, Text, event, inspect, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from tracker.foundation.clock import midnight
from tracker.foundation.db import db
from tracker.foundation.kinds import BadValue, Kind
from tracker.foundation.model import Model
from tracker.foundation.words import N_

T = TypeVar("T")

EXAMPLE = "example"
_KEPT = "settings"


class Setting(Model):
    """A named value that the installation keeps; who changed it when, where a person did.

    value: None where somebody put it back to its default.
    """

    __tablename__ = "setting"
    __table_args__ = (
        CheckConstraint(
            "(changed_at IS NULL) = (changed_by IS NULL)", name="changed_by_somebody_at_some_time"
        ),
    )

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[str | None] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class SettingChange(Model):
    """A person set an option; None is its default. What a past day was judged by is told from these."""

    __tablename__ = "setting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    was: Mapped[str | None] = mapped_column(Text)
    now: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class Keeper(StrEnum):
    """Who may change an option; the names of two roles, which are known further up."""

    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"


@dataclass(frozen=True, slots=True)
class Group:
    """Options that stand together on the page; groups stand in the order of their places."""

    place: int
    name: str
    label: str
    keeper: Keeper


TIME_LIMITS = Group(1, "time_limits", N_("时限与信号"), Keeper.SYSTEM_ADMIN)
REPORTING = Group(2, "reporting", N_("立项与填报"), Keeper.SYSTEM_ADMIN)
REVIEW = Group(3, "review", N_("考绩与总结"), Keeper.SYSTEM_ADMIN)
SYSTEM = Group(4, "system", N_("系统运行"), Keeper.SYSTEM_ADMIN)
SIGN_IN = Group(5, "sign_in", N_("登录与密码"), Keeper.SECURITY_ADMIN)
DUTIES = Group(6, "duties", N_("职责与权限"), Keeper.SECURITY_ADMIN)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """Something that an installation may set.

    name: `stage.thing`, never changed once released; kind: what values there are; unit: the
    measure word behind a figure; check: says in a sentence why a value does not fit what else is
    set, or nothing.
    """

    name: str
    kind: Kind[T]
    default: T
    label: str
    help: str
    group: Group
    unit: str = ""
    check: Callable[[T], str] | None = None

    @property
    def keeper(self) -> Keeper:
        """Who may change it."""
        return self.group.keeper

    def parse(self, words: str) -> T:
        """Read a value that was typed or kept; BadValue says in a sentence why it cannot be."""
        return self.kind.parse(words)

    def format(self, value: T) -> str:
        """Write a value as it is kept and typed."""
        return self.kind.format(value)

    def in_words(self, value: T) -> str:
        """Write a value as a person reads it, with its measure word."""
        between = " " if self.unit and self.unit != "%" else ""
        return f"{self.kind.in_words(value)}{between}{self.unit}"


_options: dict[str, Option[Any]] = {}


def option(it: Option[T]) -> Option[T]:
    """Declare an option; a name is declared once, and its default must be one of its values."""
    if it.name in _options:
        raise ValueError(f"the option {it.name} is declared twice")
    if it.parse(it.format(it.default)) != it.default:
        raise ValueError(f"the default of {it.name} is none of its values")
    _options[it.name] = it
    return it


def options() -> Iterator[Option[Any]]:
    """Return every declared option, by group, in the order of declaration."""
    return iter(sorted(_options.values(), key=lambda it: it.group.place))


def option_named(name: str) -> Option[Any] | None:
    """Return a declared option, or None."""
    return _options.get(name)


def value_of(it: Option[T]) -> T:
    """Return what an option is set to, its default where it is not.

    All settings are read at once, once a transaction of the database, so that a change counts
    with the next request of every worker. What an older version kept and this one cannot read
    counts as not set; `luoshi check` names it.
    """
    return _read(it, _kept().get(it.name))


def value_on(it: Option[T], day: date) -> T:
    """Return what an option was set to at the end of a past day."""
    with db.session.no_autoflush:
        since = db.session.scalar(
            select(SettingChange)
            .where(
                SettingChange.name == it.name,
                SettingChange.at >= midnight(day + timedelta(days=1)),
            )
            .order_by(SettingChange.id)
            .limit(1)
        )
    return value_of(it) if since is None else _read(it, since.was)


def _read(it: Option[T], kept: str | None) -> T:
    if kept is None:
        return it.default
    try:
        return it.parse(kept)
    except BadValue:
        return it.default


def at_most(other: str, sentence: str) -> Callable[[Any], str]:
    """Make a check that a value is not above what another option is set to."""
    return lambda value: "" if value <= value_of(_options[other]) else sentence


def at_least(other: str, sentence: str) -> Callable[[Any], str]:
    """Make a check that a value is not below what another option is set to."""
    return lambda value: "" if value >= value_of(_options[other]) else sentence


def unreadable_options() -> list[Option[Any]]:
    """Return the options whose kept value is none of their values."""
    kept = _kept()
    return [it for it in options() if not _reads(it, kept.get(it.name))]


def _reads(it: Option[Any], words: str | None) -> bool:
    if words is None:
        return True
    try:
        it.parse(words)
    except BadValue:
        return False
    return True


def _kept() -> dict[str, str | None]:
    session = db.session()
    found: dict[str, str | None] | None = session.info.get(_KEPT)
    if found is None:
        # A half-done deed that asks must not be flushed by the asking.
        with session.no_autoflush:
            rows = session.execute(select(Setting.name, Setting.value)).all()
        found = session.info[_KEPT] = dict(rows)
    return found


@event.listens_for(db.session, "after_transaction_end")
def _forget(session: Session, _ended: SessionTransaction | None = None) -> None:
    session.info.pop(_KEPT, None)


def kept_settings() -> dict[str, Setting]:
    """Return the rows of the options that somebody changed, by name."""
    names = [it.name for it in options()]
    rows = db.session.scalars(select(Setting).where(Setting.name.in_(names)))
    return {row.name: row for row in rows}


def keep_option(name: str, value: str | None, *, changed_by: str, changed_at: datetime) -> Setting:
    """Keep what a person set within the running transaction; None puts it back to its default."""
    row = db.session.get(Setting, name)
    if row is None:
        row = Setting(name=name, version=0)
        db.session.add(row)
    db.session.add(SettingChange(name=name, was=row.value, now=value, at=changed_at))
    row.value, row.changed_by, row.changed_at = value, changed_by, changed_at
    row.version += 1
    db.session.flush()
    _forget(db.session())
    return row


def setting(name: str) -> str | None:
    """Return a kept value, or None."""
    found = db.session.get(Setting, name)
    return found.value if found else None


def set_setting(name: str, value: str) -> None:
    """Keep a value within the running transaction: a mark of the installation, not a person's."""
    db.session.merge(Setting(name=name, value=value))
    _forget(db.session())


def holds_example() -> bool:
    """Whether the database was filled by `luoshi example`; an empty or older one was not."""
    if not inspect(db.engine).has_table(Setting.__tablename__):
        return False
    return setting(EXAMPLE) is not None
