"""Time, memory and growth of taking a report in, as the page does it. See README.md beside this file."""

import argparse
import cProfile
import json
import pstats
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from benchmarks.intake import papers
from tracker.app import create_app
from tracker.config import Environment, Settings
from tracker.foundation.db import db, transaction
from tracker.foundation.migrate import upgrade_database
from tracker.people.actor import Actor, actor_on
from tracker.people.commands import hash_password, sign_in
from tracker.people.models import Grant, Person, Role, Unit, UnitGroup, UnitKind
from tracker.workplan.directives import queries
from tracker.workplan.directives.commands import take_in, take_in_text
from tracker.workplan.directives.drafting import draft_text
from tracker.workplan.directives.preparing import prepare

ROOT = Path(__file__).resolve().parents[2]

SIZES = (3_000, 20_000, 125_000, 250_000, 500_000, 1_000_000)
BEFORE = 120_000
"""Characters of last year's report, which new measures are compared with."""
TODAY = date(2026, 6, 18)
NOW = datetime(2026, 6, 18, 2, tzinfo=UTC)

STAGES = ("draft", "prepare", "write", "page")
Page = Callable[[str], None]


def main() -> None:
    """Take a report of each size in, each in a process and a database of its own."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("characters", nargs="*", type=int, default=SIZES)
    ask.add_argument("--one", type=int, help=argparse.SUPPRESS)
    ask.add_argument(
        "--profile", action="store_true", help="say where the time of preparing and writing goes"
    )
    asked = ask.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one, is_profiled=asked.profile)))
        return
    print(
        f"{'characters':>10} {'directives':>10} {'draft':>7} {'prepare':>7} {'write':>7} {'page':>7} {'all':>7} {'ratio':>6} {'locked':>7} {'MiB':>5}"
    )
    before: dict[int, float] = {}
    for characters in asked.characters:
        run = [sys.executable, __file__, "--one", str(characters)]
        run += ["--profile"] if asked.profile else []
        said = subprocess.run(run, stdout=subprocess.PIPE, text=True, check=True).stdout
        it = json.loads(said.splitlines()[-1])
        total = before[characters] = sum(it[stage] for stage in STAGES)
        half = before.get(characters // 2)
        ratio = f"{total / half:6.1f}" if half else f"{'':6}"
        seconds = " ".join(f"{it[name]:7.2f}" for name in STAGES)
        print(
            f"{characters:>10,} {it['directives']:>10,} {seconds} {total:7.2f} {ratio} {it['locked']:7.2f} {it['memory']:5.0f}"
        )


def one(characters: int, *, is_profiled: bool) -> dict[str, Any]:
    """Take one report in: seconds of processor time of each stage; `locked` those of the clock."""
    text = papers.report(characters)
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as home, running(Path(home)) as (actor, page):
        with transaction():
            take_in_text(actor, papers.report(BEFORE, seed=2, year=2025), now=NOW)
        page("/")
        db.session.remove()
        with timed(found, "draft"):
            draft = draft_text(text, today=TODAY)
        profile = cProfile.Profile()
        if is_profiled:
            profile.enable()
        with timed(found, "prepare"):
            prepared = prepare(actor, draft, today=TODAY)
        begun = time.perf_counter()
        with timed(found, "write"), transaction():
            report_id = take_in(actor, draft, now=NOW, prepared=prepared).id
        found["locked"] = time.perf_counter() - begun
        profile.disable()
        if is_profiled:
            pstats.Stats(profile, stream=sys.stderr).sort_stats("cumulative").print_stats(60)
        db.session.remove()
        with timed(found, "page"):
            page(f"/reports/{report_id}/directives")
        found["directives"] = len(queries.outline(report_id))
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


@contextmanager
def timed(found: dict[str, Any], stage: str) -> Iterator[None]:
    """Note the seconds of processor time: what else runs on the machine hardly counts."""
    begun = time.process_time()
    yield
    found[stage] = time.process_time() - begun


@contextmanager
def running(home: Path) -> Iterator[tuple[Actor, Page]]:
    """Run an installation with the made-up office: its supervisor, and a way to look at pages."""
    app = create_app(
        Settings(
            home=home,
            database_url=f"sqlite:///{home / 'luoshi.db'}",
            files=home / "files",
            secret_key=secrets.token_hex(),
            environment=Environment.TEST,
            today=TODAY,
        )
    )
    with app.app_context():
        upgrade_database()
        with transaction():
            person = _town()
        with transaction():
            token = sign_in(person, now=datetime.now(UTC))
        client = app.test_client()
        client.set_cookie("luoshi", token)

        def page(path: str) -> None:
            answer = Context().run(client.get, path)
            if answer.status_code != HTTPStatus.OK:
                sys.exit(f"{path} is answered {answer.status_code}")

        yield actor_on(person, TODAY), page
        db.session.remove()
        db.engine.dispose()


def _town() -> Person:
    def unit(name: str, short_name: str, aliases: list[str], kind: UnitKind) -> Unit:
        it = Unit(code=name, name=name, short_name=short_name, aliases=aliases, kind=kind)
        db.session.add(it)
        return it

    unit(papers.CITY, papers.CITY, [], UnitKind.ROOT)
    office = unit("市督查室", "督查室", [], UnitKind.OFFICE)
    for names in papers.bureaus():
        unit(*names, UnitKind.DEPARTMENT)
    counties = [unit(*names, UnitKind.COUNTY) for names in papers.counties()]
    group = UnitGroup(name=papers.GROUP, aliases=["各县区", "各地"], position=1, members=counties)
    person = Person(
        login="lu",
        name="陆宁",
        password_hash=hash_password("Meadow-42-lantern"),
        password_set_at=datetime.now(UTC),
    )
    db.session.add_all([group, person])
    db.session.flush()
    db.session.add(
        Grant(
            person_id=person.id, role=Role.SUPERVISOR, unit_id=office.id, from_on=date(2026, 1, 1)
        )
    )
    return person


if __name__ == "__main__":
    main()
