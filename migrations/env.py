"""Alembic's entry: runs the migrations on the application's own engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

import tracker.foundation.settings  # noqa: F401  its table must be known; the app knows all others
from tracker.foundation.db import db
from tracker.foundation.model import Moment


def _render_item(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that old migrations need no code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a table is told of here: huey makes and keeps its own."""
    return kind != "table" or not (name or "").startswith("huey_")


@contextmanager
def _unchecked_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild a table that others refer to: dropping the old one would break their keys.

    Asked of the driver itself, as within a transaction the setting is not heard.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys=ON")


def _check_keys(ctx: Any, **_others: Any) -> None:
    """Refuse, before it is committed, a migration that left a row without what it refers to."""
    if ctx.connection.dialect.name != "sqlite":
        return
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration broke foreign keys: {broken[:5]}")


with (
    db.engine.connect().execution_options(writes=True) as connection,
    _unchecked_keys(connection),
):
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render_item,
        include_name=_is_ours,
        transaction_per_migration=True,
        compare_type=True,
        on_version_apply=_check_keys,
    )
    with context.begin_transaction():
        context.run_migrations()
