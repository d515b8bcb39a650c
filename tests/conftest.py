"""What every test may ask for: an app, a town to run it in, a browser.

A test marked `postgres` runs twice, on SQLite and on PostgreSQL.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Browser
from tests.compiled import compile_once
from tests.databases import Postgres, copied, migrated, running, settled
from tests.town import Town
from tracker.config import Environment, Settings

# They cross the whole product again and again; the lines that they touch are counted by the tests of each room, and
# counting doubles their time.
SWEEPS = ("house", "journeys", "fuzz", "example")
TODAY = date(2026, 6, 18)
SECRET_KEY = "a key that is only used in tests"
SQLITE, POSTGRES = "sqlite", "postgresql"


# A commit waits for the disk, and the tests commit tens of thousands of times: in memory, where there is room.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108  pytest makes a folder of its own in it
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


compile_once()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the marked sample on both databases."""
    if metafunc.definition.get_closest_marker("postgres"):
        metafunc.parametrize("database_kind", [SQLITE, POSTGRES])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the sweeps out of the count of covered lines."""
    for item in items:
        if item.path.relative_to(Path(__file__).parent).parts[0] in SWEEPS:
            item.add_marker("no_cover")


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
def peopled(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same database with the town in it, for the tests that ask for its people."""
    home = tmp_path_factory.mktemp("peopled")
    with running(settings_for(home, copied(blank, home))):
        Town()
        settled()
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
        wanted = "peopled" if "town" in request.fixturenames else "blank"
        file: Path = request.getfixturevalue(wanted)
        with running(settings_for(tmp_path, copied(file, tmp_path))) as app:
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
