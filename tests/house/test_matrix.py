"""Every person on every address: what is expected stands in `matrix.txt`, written by hand.

What is refused leaves the database as it was, and what a person may not know of is answered
with the very bytes that nothing at all is answered with.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Result, inspect, literal_column, select, table

from tests.browser import Browser, Page
from tests.conftest import settings_for
from tests.databases import copied, running
from tests.house.mass_assignment import (
    Table,
    declared_fields,
    every_column,
    landed,
    smuggled,
    tables,
)
from tests.house.matrix_things import NOTHING, PLACES, Thing, people_of, things_of
from tests.scans import PDF
from tests.town import PASSWORD, Town
from tracker.foundation.db import db

TABLE = Path(__file__).with_name("matrix.txt")
SIGNS = {200: "+", 204: "+", 302: "+", 303: "+", 400: "t", 401: "i", 403: "x", 404: "-", 409: "!"}
SIGNS |= {410: "g", 422: "?"}
REFUSED = "x-i"
OF_THE_REQUEST = ("journal_entry", "journal_head", "session", "form_answer", "kept_form")
"""Tables that a refused request may write: that it was refused, and that somebody was here."""
CHANGING = re.compile(r'value="[^"]*"|编号 \w+|[0-9a-f]{16,}|987654|/\d+\b')


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: who gets how far on an address."""

    endpoint: str
    signs: str
    address: str
    fields: str

    def asked_of(self, things: dict[str, Thing]) -> tuple[str, dict[str, Any]]:
        """Return the address and the form about these things; `@name.pdf` is a file of that name."""
        fields = parse_qs(self.fields.format(**things), keep_blank_values=True)
        return self.address.format(**things), {
            name: (BytesIO(PDF), values[0][1:]) if values[0].startswith("@") else values
            for name, values in fields.items()
        }


@dataclass(slots=True)
class Prepared:
    """A running town that can be put back to how it was."""

    app: Flask
    things: dict[str, Thing]
    visitors: dict[str, Browser]
    tokens: dict[str, str]
    live: Path
    kept: Path
    methods: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[Any, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.cookies = {
            place: dict(visitor._client._cookies or {}) for place, visitor in self.visitors.items()
        }

    def restore(self) -> None:
        """Put the database and everybody's cookies back."""
        for place, visitor in self.visitors.items():
            visitor._client._cookies = dict(self.cookies[place])
        db.session.remove()
        db.engine.dispose()
        for ending in ("-wal", "-shm"):
            self.live.with_name(self.live.name + ending).unlink(missing_ok=True)
        copyfile(self.kept, self.live)

    def state(self) -> str:
        """Return one figure for everything that is kept."""
        found = sha256()
        with db.engine.connect() as connection:
            for name in sorted(inspect(connection).get_table_names()):
                if name not in OF_THE_REQUEST:
                    rows: Result[Any] = connection.execute(
                        select(literal_column("*")).select_from(table(name))
                    )
                    found.update(repr([name, *map(tuple, rows)]).encode())
        return found.hexdigest()

    def ask(
        self,
        place: str,
        row: Row,
        things: dict[str, Thing],
        more: Mapping[str, list[str]] = MappingProxyType({}),
    ) -> Page:
        """Ask what the row asks, as the person in that place; more: what is sent along."""
        address, fields = row.asked_of(things)
        method = self.methods[row.endpoint]
        token = {"csrf_token": [self.tokens[place]]}
        sent = {**more, **fields, **token} if method == "POST" else {}
        return self.visitors[place].answer(method, address, sent)


def rows() -> list[Row]:
    """Read the table."""
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            told, _, fields = line.partition("<-")
            endpoint, *signs, address = told.split()
            found.append(Row(endpoint, "".join(signs), address, fields.strip()))
    return found


ROWS = rows()


@pytest.fixture(scope="module")
def prepared(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """The town with one of each thing, everybody signed in."""
    home = tmp_path_factory.mktemp("matrix")
    with running(settings_for(home, copied(blank, home))) as app:
        town = Town()
        things, people = things_of(town), people_of(town)
        visitors = {
            place: Browser(app).sign_in(person) if person else Browser(app)
            for place, person in people.items()
        }
        tokens = {place: visitor.token() for place, visitor in visitors.items()}
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
        live, kept = home / "luoshi.db", home / "kept.db"
        copyfile(live, kept)
        yield Prepared(app, things, visitors, tokens, live, kept, methods_of(app))


def methods_of(app: Flask) -> dict[str, str]:
    """Return by which method each endpoint is asked."""
    return {
        rule.endpoint: "GET" if "GET" in (rule.methods or ()) else "POST"
        for rule in app.url_map.iter_rules()
    }


def sign_of(page: Page) -> str:
    """Say in one sign how far somebody got."""
    if page.status in (302, 303) and urlsplit(page.location or "").path == "/sign-in":
        return "i"
    return SIGNS.get(page.status, str(page.status))


def test_every_route_has_a_row(app: Flask) -> None:
    told = {row.endpoint for row in ROWS}
    bare = [
        f"the route {rule.endpoint} ({rule.rule}) has no row: add one to tests/house/matrix.txt"
        " with its endpoint, the twelve signs of who gets how far, an address of a thing out of"
        " matrix_things.py, and the form that does the deed"
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in told and rule.endpoint != "static"
    ]

    assert not bare, "\n".join(bare)
    assert not told - {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_row_is_about_the_route_that_it_names(app: Flask) -> None:
    methods, addresses = methods_of(app), app.url_map.bind("localhost")
    for row in ROWS:
        names = dict.fromkeys(re.findall(r"\{(\w+)\.", row.address + row.fields), NOTHING)
        address, _ = row.asked_of(names)

        endpoint, _ = addresses.match(urlsplit(address).path, method=methods[row.endpoint])
        assert endpoint == row.endpoint
        assert len(row.signs) == len(PLACES), row
        assert set(row.signs) <= set(SIGNS.values()), row


def test_everybody_gets_as_far_as_the_table_says(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    before, cells, unexpected = prepared.state(), 0, []
    for row in ROWS:
        ordered = sorted(
            zip(PLACES, row.signs, strict=True), key=lambda cell: cell[1] not in REFUSED
        )
        for place, expected in ordered:
            page = prepared.ask(place, row, prepared.things)
            cells, sign = cells + 1, sign_of(page)
            if sign != expected:
                unexpected.append(f"{place} {row.endpoint}: {sign}, not {expected}")
            if expected == "-" and place in "HCJF":
                unexpected += differences(prepared, place, row)
            if prepared.methods[row.endpoint] == "POST" and sign not in REFUSED:
                prepared.restore()
        if prepared.state() != before:
            unexpected.append(f"{row.endpoint}: a refusal changed something")
            prepared.restore()
    with capsys.disabled():
        print(f"\nmatrix: {cells} cells, {len(unexpected)} unexpected")  # noqa: T201  what it is run for

    assert not unexpected, "\n".join(unexpected)


def differences(prepared: Prepared, place: str, row: Row) -> Sequence[str]:
    """Tell whether what is hidden is answered otherwise than what is not there."""
    # Asked once more: the first time a message of an earlier deed may have stood on the page.
    page = prepared.ask(place, row, prepared.things)
    absent = prepared.ask(place, row, dict.fromkeys(prepared.things, NOTHING))
    if as_seen(absent) == as_seen(page):
        return ()
    return [f"{place} {row.endpoint}: hidden is told from absent", *told_apart(absent, page)]


def told_apart(absent: Page, page: Page) -> Sequence[str]:
    """Show where two answers differ."""
    was, now = (CHANGING.sub("", it.html).splitlines() for it in (absent, page))
    return [it for it in unified_diff(was, now, n=0, lineterm="") if it.strip("+- ")][:8]


def as_seen(page: Page) -> tuple[int, str, list[str]]:
    """Return what a visitor can tell answers apart by: not the tokens of the moment."""
    return page.status, CHANGING.sub("", page.html), sorted(name for name, _ in page.headers)


NEW_PASSWORD = "Harbour-77-kite"
FILLED = {
    "people.sign_in": f"login=wang&password={PASSWORD}",
    "people.begin_second_factor": f"current_password={PASSWORD}",
    "people.change_password": f"current_password={PASSWORD}"
    f"&new_password={NEW_PASSWORD}&new_password_again={NEW_PASSWORD}",
    "people.edit_person": "login=yu&name=于辛&version={spare.version}",
    "people.edit_unit": "code=202&name=西岭县&short_name=西岭&kind=county&parent="
    "&version={west.version}",
    "people.create_group": "name=沿河各县&members={west.id}",
    "people.edit_group": "name=两县&members={west.id}&version={group.version}",
    "progress.save": "r{running.id}-period=2026Q2&r{running.id}-percent=30"
    "&r{running.id}-done=已开工。&r{running.id}-version=0",
    "tasks.dispatch": "task={undispatched.id}&t{undispatched.id}-mode=each"
    "&t{undispatched.id}-leads=住房局&t{undispatched.id}-due_on=2026-12-01",
}
"""Forms that the table sends empty, or as they were."""


def run(
    prepared: Prepared, place: str, row: Row, more: Mapping[str, list[str]]
) -> tuple[int, dict[str, Table]]:
    """Ask, and return the answer's status with what is kept then; all is as before afterwards."""
    status = prepared.ask(place, row, prepared.things, more).status
    kept = tables()
    prepared.restore()
    return status, kept


def test_no_form_writes_a_column_that_it_does_not_name(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mass assignment (C16): every name of a column is sent along, and nothing of it lands."""
    prepared.restore()
    columns, before, faults, done = every_column(), tables(), list[str](), 0
    for row in ROWS:
        signs = dict(zip(row.signs, PLACES, strict=True))  # of several the last, who may least
        place = signs.get("+") or signs.get("?")
        is_filled = "+" in signs or row.endpoint in FILLED
        if prepared.methods[row.endpoint] != "POST" or not is_filled or place in (None, "O"):
            continue
        told = replace(row, fields=FILLED.get(row.endpoint, row.fields))
        own = set(told.asked_of(prepared.things)[1])
        with declared_fields(monkeypatch) as declared:
            plain = run(prepared, place, told, {})
            known = -1
            while known < len(declared):  # a form may be asked once something of it is sent
                known = len(declared)
                loaded = run(prepared, place, told, smuggled(columns, declared | own))
        found = landed(plain[1], loaded[1])
        if loaded[0] != plain[0]:
            found.add(f"answered {loaded[0]}, not {plain[0]}")
        faults += [f"{place} {row.endpoint}: {it}" for it in sorted(found)]
        done += plain[1] != before

    assert not faults, "\n".join(faults)
    assert done >= 60, "too few of the forms did anything: the test would be hollow"
