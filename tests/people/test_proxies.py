"""Whose address counts when proxies stand in between."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.conftest import settings_for
from tests.databases import copied, running
from tests.town import Town
from tracker.foundation.db import db
from tracker.people.models import SignInFailure


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "8.8.8.8", "127.0.0.0/24"),
        (1, "203.0.113.7", "203.0.113.0/24"),
        (1, "8.8.8.8, 203.0.113.7", "203.0.113.0/24"),
        (2, "8.8.8.8, 203.0.113.7, 10.0.0.1", "203.0.113.0/24"),
        (2, "203.0.113.7", "127.0.0.0/24"),
        (1, "", "127.0.0.0/24"),
    ],
)
def test_the_sender_is_who_the_outermost_proxy_of_ours_saw(
    blank: Path, tmp_path: Path, proxies: int, forwarded: str, network: str
) -> None:
    settings = replace(settings_for(tmp_path, copied(blank, tmp_path)), trusted_proxies=proxies)
    with running(settings) as app:
        Town()
        app.config["WTF_CSRF_ENABLED"] = False
        answer = app.test_client().post(
            "/sign-in",
            data={"login": "wang", "password": "wrong"},
            headers={"X-Forwarded-For": forwarded},
        )
        db.session.rollback()

        assert answer.status_code == 422
        assert db.session.scalars(select(SignInFailure.network)).all() == [network]
