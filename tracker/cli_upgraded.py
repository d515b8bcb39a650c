"""An application on a database of the newest migration, as most commands begin."""

from flask import Flask

from tracker.app import create_app
from tracker.config import Settings
from tracker.foundation.migrate import upgrade_database


def upgraded(settings: Settings) -> Flask:
    """Build the application and bring its database up to date."""
    app = create_app(settings)
    with app.app_context():
        upgrade_database()
    return app
