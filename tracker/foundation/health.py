"""Whether this process can do its work: database, migrations, files."""

import os

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from tracker.foundation.db import db
from tracker.foundation.migrate import alembic_config


def health() -> dict[str, bool]:
    """Return each thing that must be well, and whether it is."""
    heads = set(ScriptDirectory.from_config(alembic_config()).get_heads())
    try:
        seen = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    except SQLAlchemyError:
        db.session.rollback()
        return {"database": False, "migrations": False, "files": _files_are_writable()}
    return {"database": True, "migrations": seen == heads, "files": _files_are_writable()}


def _files_are_writable() -> bool:
    return os.access(current_app.config["FILES"], os.W_OK)
