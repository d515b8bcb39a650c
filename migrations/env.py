"""Alembic's entry: runs the migrations on the application's own engine."""

from typing import Any, Literal

from alembic import context

import tracker.foundation.settings  # noqa: F401  its table must be known; the app knows all others
from tracker.foundation.db import db
from tracker.foundation.model import Moment


def _render_item(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that old migrations need no code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    return False


with db.engine.connect().execution_options(writes=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_render_item,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
