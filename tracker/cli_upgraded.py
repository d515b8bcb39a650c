"""An application on a database of the newest migration, as most commands begin."""

from dataclasses import replace

from flask import Flask

from tracker.app import create_app
from tracker.config import Environment, Settings
from tracker.foundation.migrate import upgrade_database
from tracker.foundation.settings import holds_example


def upgraded(settings: Settings) -> Flask:
    """Build the application and bring its database up to date."""
    app = create_app(settings)
    with app.app_context():
        upgrade_database()
    return app


def as_filled(app: Flask, settings: Settings) -> Settings:
    """Run a database filled by `luoshi example` as an example, unless LUOSHI_ENV says otherwise."""
    if settings.environment_is_named:
        return settings
    with app.app_context():
        if settings.is_production and holds_example():
            return replace(settings, environment=Environment.EXAMPLE)
    return settings
