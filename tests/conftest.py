"""What every test may ask for: an app, a town to run it in, a browser.

A test marked `postgres` runs twice, on SQLite and on PostgreSQL.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Browser
from tests.databases import Postgres, copied, migrated, running
from tests.town import Town
from tracker.config import Environment, Settings

TODAY = date(2026, 6, 18)
SECRET_KEY = "a key that is only used in tests"
SQLITE, POSTGRES = "sqlite", "postgresql"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the marked sample on both databases."""
    if metafunc.definition.get_closest_marker("postgres"):
        metafunc.parametrize("database_kind", [SQLITE, POSTGRES])


def settings_for(home: Path, database_url: str) -> Settings:
    """Settings of an installation that runs on TODAY."""
    return Settings(
        home=home,
        database_url=database_url,
        files=home / "files",
        secret_key=SECRET_KEY,
        environment=Environment.TEST,
        today=TODAY,
    )


@pytest.fixture
def database_kind() -> str:
    """The kind of database that this test runs on."""
    return SQLITE


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without a single row; every test gets a copy of it."""
    home = tmp_path_factory.mktemp("blank")
    migrated(settings_for(home, f"sqlite:///{home / 'luoshi.db'}"))
    return home / "luoshi.db"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server with a migrated template; started when the first test asks."""
    server = Postgres()
    migrated(settings_for(server.home, server.address()))
    yield server
    server.stop()


@pytest.fixture
def app(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database of its own."""
    if database_kind == SQLITE:
        blank: Path = request.getfixturevalue("blank")
        with running(settings_for(tmp_path, copied(blank, tmp_path))) as app:
            yield app
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.clone() as address, running(settings_for(tmp_path, address)) as app:
        yield app


@pytest.fixture
def town(app: Flask) -> Town:  # noqa: ARG001  its people live in the app's database
    """The people and units that all tests share."""
    return Town()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A signed-out visitor who checks every page it is shown."""
    return Browser(app)
