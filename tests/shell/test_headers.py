"""The headers that every answer carries."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Response, session

from tests.browser import Browser
from tests.conftest import settings_for
from tests.town import Town
from tracker.app import create_app
from tracker.config import Environment
from tracker.shell.headers import POLICY


@pytest.mark.parametrize(
    ("path", "status"), [("/sign-in", 200), ("/", 303), ("/healthz", 200), ("/nowhere", 303)]
)
def test_every_answer_carries_the_same_headers(browser: Browser, path: str, status: int) -> None:
    headers = browser.get(path, expect=status).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_pages_of_errors_carry_them_too(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    assert browser.get("/nowhere", expect=404).headers["Content-Security-Policy"] == POLICY
    assert browser.get("/dashboard", expect=403).headers["X-Frame-Options"] == "DENY"


def test_production_insists_on_tls(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.db'}")
    app = create_app(replace(settings, environment=Environment.PRODUCTION))

    headers = app.test_client().get("/healthz").headers

    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["Content-Security-Policy"].endswith("upgrade-insecure-requests")
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-luoshi-form"
    with app.test_request_context("/"):
        session["of"] = "a form"
        told = app.process_response(Response()).headers["Set-Cookie"].split("; ")
    assert told[0].startswith("__Host-luoshi-form=")
    # What browsers ask of a cookie with that name, or they throw it away.
    assert {"Secure", "Path=/", "HttpOnly", "SameSite=Lax"} <= set(told)
    assert not any(it.startswith("Domain=") for it in told)


def test_plain_http_in_production_is_said_on_every_page(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'x.db'}")
    app = create_app(replace(settings, environment=Environment.PRODUCTION, allow_http=True))

    answer = app.test_client().get("/sign-in")

    assert "不加密的 HTTP" in answer.text
    assert "Strict-Transport-Security" not in answer.headers
