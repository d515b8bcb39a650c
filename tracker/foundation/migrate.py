"""Bringing the database to the newest migration."""

from alembic import command
from alembic.config import Config

from tracker.foundation.db import db
from tracker.foundation.folders import folder


def alembic_config() -> Config:
    """Return Alembic's configuration for the running application's database."""
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    return config


def upgrade_database() -> None:
    """Run every migration that the database has not seen; call within the application."""
    command.upgrade(alembic_config(), "head")
    db.engine.dispose()
