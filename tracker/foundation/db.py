"""The database session and the one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from tracker.foundation.errors import Outdated
from tracker.foundation.model import Model

db = SQLAlchemy(metadata=Model.metadata)

BUSY_MILLISECONDS = 10_000
# SQLite's WAL-reset bug loses committed writes where several connections write; who fixed it.
WAL_BUG_SINCE, WAL_BUG_FIXED = (3, 7, 0), (3, 51, 3)
WAL_BUG_BACKPORTS: dict[tuple[int, ...], tuple[int, ...]] = {
    (3, 44): (3, 44, 6),
    (3, 50): (3, 50, 7),
}
UNIQUE_VIOLATION = "23505"  # PostgreSQL's SQLSTATE
IS_DEED, UNDER_WAY = "is_deed", "under_way"
_first_acts: list[Callable[[], None]] = []
_last_acts: list[Callable[[], None]] = []
_ending_acts: list[Callable[[], None]] = []


def first_act(act: Callable[[], None]) -> Callable[[], None]:
    """Have ``act`` run at the beginning of every transaction; what it raises ends it."""
    _first_acts.append(act)
    return act


def last_act(act: Callable[[], None]) -> Callable[[], None]:
    """Have ``act`` run at the end of every transaction, just before the commit."""
    _last_acts.append(act)
    return act


def ending_act(act: Callable[[], None]) -> Callable[[], None]:
    """Have ``act`` run when a transaction is over, kept or not."""
    _ending_acts.append(act)
    return act


def is_under_way() -> bool:
    """Whether a transaction has begun that is not over yet."""
    return UNDER_WAY in db.session().info


@contextmanager
def transaction(*, is_deed: bool = True) -> Iterator[None]:
    """Keep everything done inside, or nothing of it.

    is_deed: whether this is what the request is about, and not something noted on the way: acts of
    the beginning and the end that watch over deeds leave the others alone.

    Begins afresh: what was read before is read again inside, so that rules judge what is
    true now; on SQLite the write lock is taken at the start, so that no half-done deed waits
    for another. Raises Outdated when somebody else changed or made the same thing meanwhile.
    """
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside transaction()")
    session.rollback()
    session.connection(execution_options={"writes": True})
    try:
        session.info[IS_DEED], session.info[UNDER_WAY] = is_deed, True
        for act in _first_acts:
            act()
        yield
        session.flush()
        for act in _last_acts:
            act()
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Outdated from error
    except IntegrityError as error:
        session.rollback()
        if _is_double(error):
            raise Outdated from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(UNDER_WAY, None)
        for act in _ending_acts:
            act()


def _is_double(error: IntegrityError) -> bool:
    """Whether two people made the same thing at once; any other broken constraint is a fault."""
    told: Any = error.orig
    return getattr(told, "sqlstate", None) == UNIQUE_VIOLATION or "UNIQUE constraint" in str(told)


def has_wal_bug(version: tuple[int, ...]) -> bool:
    """Whether a version of SQLite may lose what was committed to a write-ahead log."""
    fixed = WAL_BUG_BACKPORTS.get(version[:2], WAL_BUG_FIXED)
    return WAL_BUG_SINCE <= version < fixed


def journal_mode(version: tuple[int, ...]) -> str:
    """Return how the embedded database keeps what is being written: slower where WAL is unsafe."""
    return "TRUNCATE" if has_wal_bug(version) else "WAL"


def sqlite_version(engine: Engine) -> tuple[int, ...]:
    """Return the version of the SQLite that an engine's driver carries."""
    driver: Any = engine.dialect.dbapi
    version: tuple[int, ...] = driver.sqlite_version_info
    return version


def make_database_file(database_url: str) -> None:
    """Make the embedded database's file where it is missing, readable by its owner alone."""
    kept = make_url(database_url).database if database_url.startswith("sqlite") else None
    if kept and not Path(kept).exists():
        Path(kept).touch(mode=0o600)


def prepare_engine(engine: Engine) -> None:
    """Give the embedded database the settings that keep it safe with many writers."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        # The driver's own implicit transactions begin deferred and fail under load.
        connection.isolation_level = None
        for pragma in (
            f"journal_mode={journal_mode(sqlite_version(engine))}",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MILLISECONDS}",
            "secure_delete=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def engine_options(database_url: str) -> dict[str, Any]:
    """Choose the driver: SQLite from its own wheel where there is one.

    The library of many systems has the WAL-reset bug (fixed in 3.51.3). What a fault says is
    written to the log: the values that were on their way are left out of it.
    """
    if not database_url.startswith("sqlite"):
        return {"pool_pre_ping": True, "hide_parameters": True}
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415  there is no wheel for every machine
    except ImportError:
        return {"hide_parameters": True}
    return {"module": dbapi2, "hide_parameters": True}
