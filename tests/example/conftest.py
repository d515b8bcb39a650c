"""The example city, loaded once for all its tests, which only read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Flask

from tests.conftest import TODAY, settings_for
from tracker.app import create_app
from tracker.example.load import load_example
from tracker.foundation.db import db


@contextmanager
def opened(database: Path, today: date = TODAY) -> Iterator[Flask]:
    """Run on one database file, on that day."""
    settings = settings_for(database.parent, f"sqlite:///{database}")
    app = create_app(replace(settings, today=today))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def city_file(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the example city on TODAY."""
    database = tmp_path_factory.mktemp("city") / "luoshi.db"
    copyfile(blank, database)
    with opened(database):
        load_example(today=TODAY)
    return database


@pytest.fixture
def city(city_file: Path) -> Iterator[Flask]:
    """The example city; nobody may change it."""
    with opened(city_file) as app:
        yield app


@pytest.fixture
def empty(blank: Path, tmp_path: Path) -> Path:
    """A database file without a row."""
    database = tmp_path / "luoshi.db"
    copyfile(blank, database)
    return database
