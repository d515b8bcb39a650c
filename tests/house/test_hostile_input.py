"""Whatever is typed into whichever form, the answer is a page for a person, never a fault (C29).

Every form that a role can reach from its first page is sent with every seed in all its fields:
first in those that one types into, then in the hidden ones too.
"""

import re
from collections.abc import Iterator
from contextvars import Context
from html.parser import HTMLParser

import pytest
from flask import Flask

from tests.browser import Browser
from tests.town import Town
from tests.workplan.progress import builders as progress
from tests.workplan.tasks import builders
from tracker.foundation.db import db

SEEDS = (
    "\x00",
    "\u202e\ufeff\u200b",
    "𠮷㐂\ue000锟斤拷",
    "9" * 5000,
    "９²",
    str(2**63),
    "-1",
    "1e999",
    "NaN",
    "[" * 3000,
    "'\"\\;--{{7*7}}${7*7}%00",
    "＝1+1\r\nBcc: x",
    "../..//evil",
    "0000-00-00",
    "字" * 30_000,
    "",
)
MOST_PAGES = 60
LEFT_OUT = re.compile(r"^/(sign-out|static)|export|\.(docx|xlsx|csv|txt)|/original|/components")


class Form:
    """A posting form as a page shows it."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.typed: list[str] = []
        self.hidden: dict[str, str] = {}


class Reader(HTMLParser):
    """The links and posting forms of a page."""

    def __init__(self, html: str, path: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._path = path
        self._open: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href", "").startswith("/"):
            self.links.append(found["href"].split("#")[0])
        if tag == "form" and found.get("method") == "post":
            self._open = Form(found.get("action") or self._path)
            self.forms.append(self._open)
        if tag in {"input", "textarea", "select", "button"} and self._open and found.get("name"):
            if found.get("type") == "hidden":
                self._open.hidden[found["name"]] = found.get("value", "")
            elif found.get("type") not in {"file", "submit"}:
                self._open.typed.append(found["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def shape(path: str) -> str:
    """A path without what differs between pages of one kind."""
    return re.sub(r"\d+", "0", path.split("?", maxsplit=1)[0])


def forms_within_reach(browser: Browser) -> Iterator[Form]:
    """Every kind of form, found by following links from the first page."""
    waiting, seen, known = ["/"], {"/"}, set()
    for path in waiting:
        answer = Context().run(browser._client.get, path, follow_redirects=True)
        db.session.rollback()
        assert answer.status_code < 500, path
        read = Reader(answer.text if answer.mimetype == "text/html" else "", path)
        for form in read.forms:
            kind = (shape(form.action), tuple(sorted({*form.typed, *form.hidden})))
            if kind not in known and not LEFT_OUT.search(form.action):
                known.add(kind)
                yield form
        for link in read.links:
            if shape(link) not in seen and len(waiting) < MOST_PAGES and not LEFT_OUT.search(link):
                seen.add(shape(link))
                waiting.append(link)


@pytest.mark.postgres
@pytest.mark.parametrize("login", ["lin", "wang", "gu", "fang"])
def test_no_form_fails_whatever_is_typed_into_it(
    app: Flask, browser: Browser, town: Town, login: str
) -> None:
    builders.dispatched(town)
    progress.entry(town, builders.acknowledged(town))
    builders.reported(town)
    browser.sign_in(getattr(town, login))
    token = browser.token()
    sent = 0

    for form in list(forms_within_reach(browser)):
        for number, seed in enumerate(SEEDS):
            fields = form.hidden | dict.fromkeys(form.typed, seed)
            if number % 2:
                fields |= dict.fromkeys(form.hidden, seed)
            fields["csrf_token"] = token
            status = browser.status_of("POST", form.action, **fields)
            assert status < 500, f"{form.action} {sorted(fields)} {seed[:20]!r}: {status}"
            sent += 1

    assert app
    assert sent >= len(SEEDS), "no form was found: the test would be hollow"
