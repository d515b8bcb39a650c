"""A role that was taken away is gone at the next request, in whichever worker it comes in (C18)."""

from contextvars import Context
from datetime import timedelta
from pathlib import Path
from random import Random

from flask import Flask, g
from sqlalchemy import update

from tests.conftest import TODAY, settings_for
from tests.town import Town
from tracker.app import create_app
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed
from tracker.people import commands
from tracker.people.models import Grant

TOGGLES, SHARE = 1000, 0.9
ASKED_FOR = dict.fromkeys(("lin", "yan", "wang", "bai", "zhao", "qin", "sun"), "/tasks")
ASKED_FOR |= {"gu": "/csp-reports", "fang": "/csp-reports", "shi": "/journal"}
"""A page for each role, which nobody without it may open."""


def gets_past_the_guards(worker: Flask, path: str, tokens: dict[str, str], who: str) -> bool:
    """Ask a worker, as far as its guards decide; the page itself is not drawn."""
    with worker.test_request_context(path, headers={"Cookie": f"luoshi={tokens[who]}"}):
        try:
            return worker.preprocess_request() is None
        except NotAllowed:
            return False
        finally:
            tokens[who] = g.get("renewed_token") or tokens[who]
            db.session.remove()


def test_no_worker_ever_allows_what_another_has_just_taken_away(
    app: Flask, town: Town, tmp_path: Path
) -> None:
    """Roles are given and taken a thousand times: each worker answers by the newest at once."""
    workers = app, create_app(settings_for(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"]))
    chance = Random(18)  # noqa: S311  chance that is the same each time
    toggles, wrong = 0, list[str]()
    held = {who: getattr(town, who).grants[0].id for who in ASKED_FOR}
    with transaction():
        tokens = {who: commands.sign_in(getattr(town, who), now=now()) for who in ASKED_FOR}
    is_on = dict.fromkeys(ASKED_FOR, True)
    while toggles < TOGGLES:
        turned = [who for who in ASKED_FOR if chance.random() < SHARE]
        is_on |= {who: not is_on[who] for who in turned}
        toggles += len(turned)
        with transaction():
            for ends, those in ((None, True), (TODAY - timedelta(days=1), False)):
                ids = [held[who] for who in turned if is_on[who] is those]
                db.session.execute(update(Grant).where(Grant.id.in_(ids)).values(to_on=ends))
        for who in turned:
            asked = chance.choice(workers), ASKED_FOR[who], tokens, who
            if Context().run(gets_past_the_guards, *asked) is not is_on[who]:
                wrong.append(f"{toggles}: {who}")

    assert wrong == []
    with workers[1].app_context():
        db.engine.dispose()
