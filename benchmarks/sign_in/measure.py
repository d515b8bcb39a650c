"""Does the time of a refused sign-in tell whether there is such an account? (C11)

    python -m benchmarks.sign_in.measure [--samples 500] [--step 0.25] [--kinds locked shut]

Refusals of an unknown name are compared with those of a wrong password, of a locked account, of a
locked one whose lock was written down already (`shut`) and of a disabled one, asked in turns so
that what else the machine does hits all alike. Printed: the medians, the difference from `unknown`,
and the Mann-Whitney p value. They tell nothing apart while the medians differ by less than 5 ms and
p stays above 0.01. step: refusals leave at whole steps of so many seconds, as where real work is
kept; 0 shows what they take by themselves.
"""

import argparse
import math
import secrets
import statistics
import sys
import tempfile
import time
from contextvars import Context
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from flask import Flask

from tracker.app import REFUSALS_EVERY, create_app
from tracker.config import Environment, Settings
from tracker.foundation.db import db, transaction
from tracker.foundation.migrate import upgrade_database
from tracker.people.commands import hash_password
from tracker.people.models import Person, SignInFailure
from tracker.people.views.even_moments import STEP

PASSWORD = "Meadow-42-lantern"  # noqa: S105  nobody signs in with it anywhere else
WARMING_UP, FAILURES = 3, 5
KINDS = ("unknown", "wrong", "locked", "shut", "disabled")
LARGEST_DIFFERENCE = 0.005
SMALLEST_P = 0.01


def fill() -> None:
    kept, at = hash_password(PASSWORD), datetime.now(UTC)
    with transaction():
        for login in KINDS[1:]:
            db.session.add(
                Person(
                    login=login,
                    name=login,
                    password_hash=kept,
                    password_set_at=at,
                    is_active=login != "disabled",
                )
            )


def level() -> None:
    """Have every sample begin alike: no account slowed down but those that are locked."""
    with transaction():
        for row in db.session.query(SignInFailure):
            db.session.delete(row)
        at = datetime.now(UTC)
        for login in ("locked", "shut"):
            for number in range(6 if login == "shut" else 5):
                counts = number < FAILURES
                db.session.add(
                    SignInFailure(login=login, network="127.0.0.0/24", counts=counts, at=at)
                )


def sample(app: Flask, login: str) -> float:
    client = app.test_client()
    password = PASSWORD if login in ("locked", "shut", "disabled") else "wrong"
    began = time.perf_counter()
    answer = Context().run(client.post, "/sign-in", data={"login": login, "password": password})
    taken = time.perf_counter() - began
    if answer.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
        raise SystemExit(f"{login}: answered {answer.status_code}")
    return taken


def mann_whitney(one: list[float], other: list[float]) -> float:
    """Return the two-sided p value, by the normal approximation."""
    ranks = {value: rank for rank, value in enumerate(sorted([*one, *other]), 1)}
    first, second = len(one), len(other)
    u = sum(ranks[value] for value in one) - first * (first + 1) / 2
    mean = first * second / 2
    spread = math.sqrt(first * second * (first + second + 1) / 12)
    return math.erfc(abs(u - mean) / spread / math.sqrt(2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--step", type=float, default=REFUSALS_EVERY)
    parser.add_argument("--kinds", nargs="+", choices=KINDS[1:], default=KINDS[1:])
    asked = parser.parse_args()
    samples, kinds = asked.samples, (KINDS[0], *asked.kinds)
    home = Path(tempfile.mkdtemp(prefix="luoshi-sign-in-"))
    app = create_app(
        Settings(
            home=home,
            database_url=f"sqlite:///{home / 'luoshi.db'}",
            files=home / "files",
            secret_key=secrets.token_urlsafe(48),
            environment=Environment.TEST,
        )
    )
    app.config |= {"WTF_CSRF_ENABLED": False, STEP: asked.step}
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    with app.app_context():
        upgrade_database()
        fill()
        for number in range(samples + WARMING_UP):
            for turn in range(len(kinds)):
                kind = kinds[(number + turn) % len(kinds)]
                level()
                seconds = sample(app, kind)
                if number >= WARMING_UP:
                    taken[kind].append(seconds)
    is_alike = report(taken)
    sys.exit(0 if is_alike else 1)


def report(taken: dict[str, list[float]]) -> bool:
    usual = statistics.median(taken["unknown"])
    is_alike = True
    print(f"{len(taken['unknown'])} samples each")
    for kind, seconds in taken.items():
        difference = statistics.median(seconds) - usual
        p = mann_whitney(seconds, taken["unknown"]) if kind != "unknown" else 1.0
        is_alike &= abs(difference) < LARGEST_DIFFERENCE and p > SMALLEST_P
        print(
            f"  {kind:9} median {(usual + difference) * 1000:7.2f} ms"
            f"  difference {difference * 1000:+6.2f} ms  p {p:.3f}"
        )
    return is_alike


if __name__ == "__main__":
    main()
