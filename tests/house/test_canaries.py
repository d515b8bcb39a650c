"""What is not somebody's to read reaches them on no page, in no filter and in no file (C17).

Everything that is written about a unit's work holds a word that stands nowhere else. Seven people
open whatever links lead to, every address with every number, every filter and every file; each
must meet only the words that are theirs.

One thing a unit does see of a report that it may not open: the sentence that its task comes from,
with up to 36 characters round it, and whose report it is: its title and who spoke. `near` says so
here; what stands further off is never shown.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.conftest import settings_for
from tests.databases import copied, running
from tests.house.canaries import (
    VISITORS,
    Canaries,
    people,
    reports,
    sensitive,
    shared_work,
    work_of,
)
from tests.house.crawling import Reader, opened, shape
from tests.town import Town
from tracker.foundation.db import db

CODE = re.compile(r"QZ[A-Z]{6}")
HEADS = {"housing": {"wang", "bai"}, "roads": set[str](), "east": {"qin"}, "west": {"sun"}}
JOURNAL = re.compile(r"^/journal\b")
JOURNALLED = (
    "title",
    "reason",
    "report void",
    "priority",
    "import",
    "opinion",
    "answer",
    "chase text",
)
"""What the auditor reads in the journal and nowhere else: what was done, and the reasons given.

Opinion on an extension and answer to it are the reasons that were given for it or against it, the
text of a chase is why a unit was chased. What a unit tells of its work is in neither.
"""
FORBIDDEN = 403
MOST_OF_JOURNAL = 6
"""Its filters name every person and every deed: so many of each kind are opened."""
MOST_REFUSED = 5
"""Whoever may not open an address is refused whatever its number: so often that is tried."""
MOST_PAIRS = 45
"""Two things that one address compares."""


@dataclass(slots=True)
class Prepared:
    """A town full of canaries."""

    app: Flask
    town: Town
    canaries: Canaries


@pytest.fixture(scope="module")
def prepared(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """The town in which every written word is known again."""
    home = tmp_path_factory.mktemp("canaries")
    with running(settings_for(home, copied(blank, home))) as app:
        town, canaries = Town(), Canaries()
        for name, readers in HEADS.items():
            work_of(town, canaries, name, readers)
        shared_work(town, canaries)
        reports(town, canaries)
        sensitive(town, canaries)
        people(town, canaries)
        yield Prepared(app, town, canaries)


def read_of(answer: TestResponse) -> str:
    """Return all that an answer says: its head, its text with and without tags, its parts."""
    texts = [repr(list(answer.headers))]
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(answer.data)) as book:
            texts += [book.read(it).decode("utf-8", "replace") for it in book.namelist()]
    else:
        texts.append(answer.data.decode("utf-8", "replace"))
    whole = unescape(unquote("\n".join(texts)))
    return whole + re.sub(r"<[^>]*>|\s", "", whole)


def numbered(prepared: Prepared) -> Iterator[str]:
    """Yield every address that shows something, with every number that something has."""
    most = {
        f"{table.name}_id": db.session.scalar(select(func.max(table.c.id))) or 1
        for table in db.metadata.tables.values()
        if "id" in table.c
    }
    most |= {
        "import_id": 2,
        "other_id": most["report_id"],
        "earlier_id": most["directive_id"],
        "group_id": most["unit_group_id"],
        "summary_id": most["annual_summary_id"],
        "entry_id": 20,
        "decision_id": most["recorded_decision_id"],
        "change_id": most["task_change_id"],
        "view_id": most["saved_view_id"],
        "year": 1,
    }
    for rule in prepared.app.url_map.iter_rules():
        names = sorted(rule.arguments)
        if "GET" not in (rule.methods or ()) or {"filename", "token", "name"} & set(names):
            continue
        spans = [range(1, most[name] + 2) for name in names[:2]]
        pairs: list[list[int]] = [[]]
        for span in spans:
            pairs = [[*it, number] for it in pairs for number in span][:MOST_PAIRS]
        for numbers in pairs:
            address = rule.rule
            for name, number in zip(names, numbers, strict=True):
                address = re.sub(rf"<[^<>]*\b{name}>", str(number), address)
            yield address


class Walk:
    """One person's way through everything."""

    def __init__(self, prepared: Prepared, login: str) -> None:
        self.login, self.canaries = login, prepared.canaries
        self.browser = Browser(prepared.app).sign_in(getattr(prepared.town, login))
        self.met: set[str] = set()
        self.leaks: dict[str, str] = {}
        self.asked = self.files = 0
        self._known: set[tuple[str, str, str]] = set()
        self._opened = Counter[tuple[str, ...]]()
        self._refused = Counter[str]()
        self._waiting = ["/", *numbered(prepared)]
        self.follow()

    def follow(self) -> None:
        """Open everything that waits, and what it leads to."""
        for address in self._waiting:
            if address == "/sign-out":
                continue
            kind = shape(address)
            if self._refused[kind] == MOST_REFUSED:
                continue
            answer = opened(self.browser, address)
            self._refused[kind] += 1 if answer.status_code == FORBIDDEN else MOST_REFUSED + 1
            self.look_at(address, answer)
            if answer.status_code == 303 and (answer.location or "").startswith("/"):
                self.note(answer.location or "")
            if answer.mimetype == "text/html" and answer.status_code == 200:
                read = Reader(answer.text, address)
                for link in read.links:
                    self.note(link)
                for form in read.forms:
                    for name, values in ({} if form.posts else form.choices | form.sent).items():
                        for value in values:
                            bare = urlsplit(form.action).path
                            self.note(f"{bare}?{urlencode({name: value})}")

    def note(self, link: str) -> None:
        """Wait to open a link if its path, or one of its filters with this value, is new."""
        bare, filters = urlsplit(link).path, parse_qsl(urlsplit(link).query)
        keys = {(bare, name, value) for name, value in filters} or {(bare, "", "")}
        if keys <= self._known:
            return
        self._known |= keys
        for name in {("/journal" if JOURNAL.match(bare) else link, *key[1:2]) for key in keys}:
            self._opened[name] += 1
            if self._opened[name] > MOST_OF_JOURNAL:
                return
        self._waiting.append(link)

    def look_at(self, address: str, answer: TestResponse) -> None:
        """Note what the answer gives away."""
        self.asked += 1
        self.files += answer.headers.get("Content-Disposition", "").startswith("attachment")
        said = read_of(answer)
        assert answer.status_code < 500, f"{self.login} {address}"
        for code in set(CODE.findall(said)) & set(self.canaries.labels):
            self.met.add(code)
            label = self.canaries.labels[code]
            is_journal = self.login == "shi" and JOURNAL.match(address)
            if is_journal and label.startswith(JOURNALLED):
                continue
            if self.login not in self.canaries.readers[code]:
                self.leaks.setdefault(label, f"{self.login} {address}: {label}")
        for secret in self.canaries.secrets:
            if secret in said:
                self.leaks.setdefault(secret, f"{self.login} {address}: a credential")


@pytest.mark.parametrize("login", VISITORS)
def test_nobody_meets_a_word_that_is_not_theirs(prepared: Prepared, login: str) -> None:
    walk = Walk(prepared, login)
    for address in ("/units/export", "/persons/export"):
        for form in ("xlsx", "csv"):
            fields = {"form": form, "csrf_token": walk.browser.token()}
            send = walk.browser._client.post
            walk.look_at(address, Context().run(send, address, data=fields))
            db.session.rollback()
    own = {code for code, readers in prepared.canaries.readers.items() if login in readers}
    unmet = {prepared.canaries.labels[it] for it in own - walk.met}

    assert not walk.leaks, "\n".join(sorted(walk.leaks.values()))
    assert unmet <= {f"person mail {login}"}, "who misses words of their own has not been far"
    assert (walk.asked > 200, walk.files > 0) == (True, True)


def test_searching_is_no_way_to_guess_words_that_are_not_one_s_own(prepared: Prepared) -> None:
    browser = Browser(prepared.app).sign_in(prepared.town.wang)

    def found(words: str) -> str:
        shown = opened(browser, f"/tasks?{urlencode({'q': words})}")
        assert shown.status_code == 200
        return re.sub(
            r'value="[^"]{20,}"|data-seconds="\d+"|nonce-[^\']*', "", shown.text.replace(words, "")
        )

    nothing, own = found("QZNOWHERE"), 0
    for code, label in prepared.canaries.labels.items():
        if "wang" in prepared.canaries.readers[code]:
            own += found(code) != nothing
        else:
            assert found(code) == nothing, f"a search tells that there is: {label}"
    assert own > 5
