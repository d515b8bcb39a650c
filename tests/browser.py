"""A visitor that reads pages as a person does and complains about bad ones."""

import re
from collections.abc import Mapping
from contextvars import Context
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from sqlalchemy import update
from werkzeug.test import Client, TestResponse

from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.people import commands
from tracker.people.models import Person, Session

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Page(HTMLParser):
    """What a page holds, as far as the house rules ask."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.status = response.status_code
        self.location = response.location
        self.headers = response.headers
        self.mimetype = response.mimetype
        self.data = response.data
        self.html = (
            response.text
            if (response.mimetype or "").startswith(("text/", "application/json"))
            else ""
        )
        self.ids: list[str] = []
        self.headings = self.posts = self.tokens = self.keys = self.titles = 0
        self.forbidden: list[str] = []
        self.unlabelled: list[str] = []
        self._labelled: set[str] = set()
        self._controls: list[tuple[str, dict[str, str | None]]] = []
        self._labels_open = 0
        if response.mimetype == "text/html":
            self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the house rules are about."""
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.headings += tag == "h1"
        self.titles += tag == "title"
        self.posts += tag == "form" and (found.get("method") or "").lower() == "post"
        self.tokens += found.get("name") == "csrf_token"
        self.keys += found.get("name") == "form_key"
        self.forbidden += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.forbidden.append(tag)
        self._labels_open += tag == "label"
        if tag == "label" and found.get("for"):
            self._labelled.add(found["for"] or "")
        is_control = tag in ("input", "select", "textarea") and not self._labels_open
        if is_control and found.get("type") not in ("hidden", "submit"):
            self._controls.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        """Note where a label ends: what stands inside it is named by it."""
        self._labels_open -= tag == "label"

    def unlabelled_controls(self) -> list[str]:
        """Return the controls that no label and no aria-label names."""
        return [
            str(found.get("name") or tag)
            for tag, found in self._controls
            if found.get("id") not in self._labelled
            and not found.get("aria-label")
            and not found.get("aria-labelledby")
        ]

    def __contains__(self, words: str) -> bool:
        return words in self.html


class Browser:
    """A visitor; every page it is shown must keep the house rules."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._client: Client = app.test_client()

    def sign_in(self, person: Person) -> "Browser":
        """Go on as ``person``, with a session of the real kind."""
        with transaction():
            token = commands.sign_in(person, now=now())
        self._client = self._app.test_client()
        self._client.set_cookie("luoshi", token)
        return self

    def sign_in_fully(self, person: Person) -> "Browser":
        """Go on as ``person``, whose second factor, if there is one, was asked for and given."""
        self.sign_in(person)
        with transaction():
            db.session.execute(update(Session).values(awaits_code=False))
        return self

    def get(self, path: str, *, expect: int = 200) -> Page:
        """Open a page."""
        return self._ask("GET", path, expect)

    def post(self, path: str, *, expect: int = 303, **fields: Any) -> Page:
        """Send a form with the visitor's token; a list is sent as several values."""
        return self._ask("POST", path, expect, data=fields | {"csrf_token": self.token()})

    def status_of(self, method: str, path: str, **fields: Any) -> int:
        """Return how a request is answered, whatever the page says."""
        sent: Any = {"data": fields} if method == "POST" else {}
        response = Context().run(self._client.open, path, method=method, **sent)
        db.session.rollback()
        return response.status_code

    def answer(self, method: str, path: str, fields: Mapping[str, Any]) -> Page:
        """Return the answer to a request, whatever it is; it is not held to the house rules."""
        sent: Any = {"data": dict(fields)} if method == "POST" else {}
        response = Context().run(self._client.open, path, method=method, **sent)
        db.session.rollback()
        return Page(response)

    def token(self) -> str:
        """Return the token that this visitor's forms carry."""
        # Everybody who is signed in has a password to change, whatever their roles.
        shown = Context().run(self._client.get, "/account/password", follow_redirects=True)
        found = TOKEN.search(shown.text)
        assert found, "no page gives this visitor a token"
        return found[1]

    def _ask(self, method: str, path: str, expect: int, **sent: Any) -> Page:
        # A fresh context gives the request a session and a ``g`` of its own, as in
        # life; the test's own session then forgets what it believed to know.
        response = Context().run(self._client.open, path, method=method, **sent)
        db.session.rollback()
        page = Page(response)
        assert page.status == expect, f"answered {page.status}, not {expect}: {page.html[:2000]}"
        if response.mimetype == "text/html" and not page.location:
            check_house_rules(page)
        return page


def check_house_rules(page: Page) -> None:
    """Complain about a page that breaks a rule of the house."""
    assert page.headings == 1, "a page has exactly one h1"
    assert page.titles == 1, "a page has a title"
    assert page.posts == page.tokens, "every form that posts carries the token"
    assert page.posts == page.keys, "every form that posts carries the page's key"
    doubled = {it for it in page.ids if page.ids.count(it) > 1}
    assert not doubled, f"an id is used twice: {doubled}"
    assert not page.forbidden, f"inline style or script: {page.forbidden}"
    assert not page.unlabelled_controls(), f"no label: {page.unlabelled_controls()}"
    assert "None" not in re.sub(r"<[^>]+>", "", page.html), "a None reached the page"
