"""What a page leads to: its links, and its forms with what a browser would send of them."""

import re
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

from tests.browser import Browser
from tracker.foundation.db import db

FILLED = {"_on": "2026-12-31", "percent": "30", "": "等资金到位"}
OF_THE_PAGE = {"csrf_token", "form_key"}


@dataclass(slots=True)
class Form:
    """A form as a page shows it."""

    action: str
    posts: bool
    sent: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """What forms of one kind have in common."""
        return shape(self.action), tuple(sorted({re.sub(r"\d+", "0", it) for it in self.sent}))


class Reader(HTMLParser):
    """The links and forms of a page; an empty field is filled in as somebody might."""

    def __init__(self, html: str, path: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._path = path
        self._named: dict[str, Form] = {}
        self._open: Form | None = None
        self._text: tuple[Form, str] | None = None
        self._select: tuple[Form, str] | None = None
        self.feed(html)
        for form in self.forms:
            for name, values in form.choices.items():
                given = [it for it in values if it]
                if not any(form.sent.setdefault(name, [])) and given:
                    form.sent[name] = given[:1]
            for name in list(form.sent):
                if name in OF_THE_PAGE:
                    del form.sent[name]
                elif form.sent[name] == [""]:
                    ending = next((it for it in FILLED if it and name.endswith(it)), "")
                    form.sent[name] = [FILLED[ending]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form, a field or a choice."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and found.get("href", "").startswith("/"):
            self.links.append(found["href"].split("#")[0])
        if tag == "form":
            self._open = Form(found.get("action") or self._path, found.get("method") == "post")
            self.forms.append(self._open)
            self._named[found.get("id", "")] = self._open
        if tag == "option" and self._select:
            form, name = self._select
            form.choices.setdefault(name, []).append(found.get("value", ""))
            if "selected" in found and found.get("value"):
                form.sent.setdefault(name, []).append(found["value"])
        form_of_it = self._named.get(found["form"]) if "form" in found else self._open
        if form_of_it and found.get("name"):
            self._field(tag, found, form_of_it)

    def _field(self, tag: str, found: dict[str, str], form: Form) -> None:
        name, kind = found["name"], found.get("type", "")
        if tag == "select":
            self._select = form, name
        elif tag == "textarea":
            form.sent[name] = [""]
            self._text = form, name
        elif kind in {"checkbox", "radio"} or tag == "button":
            form.choices.setdefault(name, []).append(found.get("value", "1"))
            if "checked" in found:
                form.sent.setdefault(name, []).append(found.get("value", "1"))
        elif tag == "input" and kind != "file":
            form.sent.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Note what stands in a field of several lines."""
        if self._text:
            form, name = self._text
            form.sent[name] = [form.sent[name][0] + data]

    def handle_endtag(self, tag: str) -> None:
        """Note where something ends."""
        if tag == "form":
            self._open = None
        if tag == "textarea":
            self._text = None
        if tag == "select":
            self._select = None


def shape(path: str) -> str:
    """Return a path without what differs between pages of one kind."""
    return re.sub(r"\d+", "0", path.split("?", maxsplit=1)[0])


def opened(browser: Browser, path: str) -> TestResponse:
    """Open a page in a context of its own."""
    answer = Context().run(browser._client.get, path)
    db.session.rollback()
    return answer


def pages_within_reach(browser: Browser, most: int = 70) -> Iterator[tuple[str, Reader]]:
    """Read a page of every shape that links lead to from the first page."""
    waiting, seen = ["/", "/account"], {"/", "/account"}
    for path in waiting:
        answer = opened(browser, path)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        read = Reader(answer.text, path)
        yield path, read
        for link in read.links:
            if shape(link) not in seen and len(waiting) < most:
                seen.add(shape(link))
                waiting.append(link)
