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
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.conftest import settings_for
from tests.databases import copied, running
from tests.house.crawling import Reader, opened, shape
from tests.people.second_factor import set_up
from tests.town import NOW, Town
from tests.workplan.directives.breakdown.builders import town_sheet
from tests.workplan.meetings.builders import report as taken_in
from tests.workplan.progress import builders as progress
from tests.workplan.tasks import builders as tasks
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.people.commands import make_link, sign_in
from tracker.people.models import (
    Invitation,
    Person,
    RecoveryCode,
    SecondFactor,
    Session,
    Unit,
    UnitKind,
)
from tracker.readers.workbook import read_workbook
from tracker.workplan.directives.commands.importing import begin_import
from tracker.workplan.directives.models import DirectiveState
from tracker.workplan.meetings.commands import void_report
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.review import commands as review_commands
from tracker.workplan.tasks.commands import extend, label_report
from tracker.workplan.tasks.rules import Step

VISITORS = ("wang", "bai", "qin", "sun", "gu", "fang", "shi")
CODE = re.compile(r"QZ[A-Z]{6}")
HEADS = {"housing": {"wang", "bai"}, "roads": set[str](), "east": {"qin"}, "west": {"sun"}}
KEEPERS = {"gu", "fang"}
JOURNAL = re.compile(r"^/journal\b")
JOURNALLED = ("title", "reason", "report void", "priority", "import")
"""What the auditor reads in the journal and nowhere else: what was done, and the reasons given."""
FORBIDDEN = 403
MOST_OF_JOURNAL = 6
"""Its filters name every person and every deed: so many of each kind are opened."""
MOST_REFUSED = 5
"""Whoever may not open an address is refused whatever its number: so often that is tried."""
MOST_PAIRS = 45
"""Two things that one address compares."""
FILLER = "会议听取了各方面的情况，并对下一步的工作作了安排和部署。"
"""Longer than the surroundings of a quote that a unit is shown."""


@dataclass(slots=True)
class Canaries:
    """The words that stand nowhere else, and whose they are to read."""

    labels: dict[str, str] = field(default_factory=dict)
    readers: dict[str, set[str]] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)

    def new(self, label: str, readers: set[str] | None = None) -> str:
        """Return a word of sixteen letters: a code twice, so that a cut one is known too."""
        number, letters = len(self.labels), ""
        for _ in range(6):
            number, rest = divmod(number, 26)
            letters += chr(ord("A") + rest)
        code = f"QZ{letters}"
        self.labels[code], self.readers[code] = label, readers or set()
        return code * 2


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


def work_of(town: Town, canaries: Canaries, name: str, readers: set[str]) -> None:
    """Give a unit tasks of its own in every state, and a summary."""
    unit = getattr(town, name)

    def new(label: str) -> str:
        return canaries.new(f"{label} of {name}", readers)

    def entry(title: str, **words: Any) -> ProgressEntry:
        assignment = tasks.acknowledged(town, unit=unit, title=new(f"title {title}"))
        return progress.entry(town, assignment, **words)

    entry("running", done=new("done"), problems=new("problems"), next_steps=new("next steps"))
    returned = entry("returned", done=new("returned words"))
    progress.returned(town, returned, reason=new("reason of return"))
    draft = tasks.acknowledged(town, unit=unit, title=new("title drafted"))
    progress.draft(town, draft, done=new("draft words"), problems=new("draft problems"))
    late = tasks.acknowledged(town, unit=unit, title=new("title late"), due_on=date(2026, 6, 30))
    with transaction():
        reason = new("reason of extension")
        extend(town.actor(town.yan), late, due_on=date(2026, 9, 30), reason=reason, now=NOW)
    for steps in (
        (Step.DECLINE,),
        (Step.ACKNOWLEDGE, Step.PAUSE),
        (Step.ACKNOWLEDGE, Step.TERMINATE),
        (Step.ACKNOWLEDGE, Step.ASK_CLOSURE, Step.REDO),
        (Step.ACKNOWLEDGE, Step.ASK_CLOSURE, Step.CLOSE, Step.REOPEN),
    ):
        assignment = tasks.dispatched(town, unit=unit, title=new(f"title {steps[-1]}"))
        for step in steps:
            tasks.step(town, assignment, step, reason=new(f"reason of {step}"))
    head = {"housing": town.wang, "roads": town.zhao, "east": town.qin, "west": town.sun}[name]
    with transaction():
        summary = review_commands.draft_summary(town.actor(head), tasks.plan(town), unit, now=NOW)
        summary.highlights = new("summary highlights")
        summary.problems = new("summary problems")
        summary.next_year_plan = new("summary next year")
        summary.results[0].words += new("summary result")
        if name != "housing":
            review_commands.submit_summary(town.actor(head), summary, now=NOW)
    if name == "east":
        with transaction():
            reason = new("reason of the summary's return")
            review_commands.return_summary(town.actor(town.lin), summary, reason=reason, now=NOW)


def shared_work(town: Town, canaries: Canaries) -> None:
    """Let the counties share a task, and each answer for another."""
    both = {"qin", "sun"}
    joint = tasks.acknowledged(
        town, unit=town.east, support=(town.west,), title=canaries.new("title joint", both)
    )
    progress.entry(town, joint, done=canaries.new("done joint", both))
    each = tasks.dispatched_to_each(town, title=canaries.new("title each", both))
    for assignment, reader in zip(each, ("qin", "sun"), strict=True):
        tasks.step(town, assignment, Step.ACKNOWLEDGE)
        progress.entry(town, assignment, done=canaries.new(f"done each {reader}", {reader}))
        reason = canaries.new(f"reason each {reader}", {reader})
        tasks.step(town, assignment, Step.PAUSE, reason=reason)
    tasks.task(town, canaries.new("title undispatched"))
    heads = {"wang", "bai", "qin", "sun"}
    tasks.priority(town, canaries.new("priority", heads))


def reports(town: Town, canaries: Canaries) -> None:
    """Keep reports, of which a unit may read no more than its own sentence."""
    new, own = canaries.new, {"wang", "bai"}
    quote = f"加快改造{new('quote', own)}"
    text = (
        f"{new('report far before')}{FILLER}{new('report near', own)}。{quote}。"
        f"{FILLER}{FILLER}{new('report far after')}"
    )
    kept = tasks.report(town, new("report title", own), text=text)
    directive = tasks.directive(town, quote, of=kept)
    task = tasks.task(town, new("title from a report", own), of=(directive,))
    tasks.step(town, tasks.dispatched(town, the_task=task), Step.ACKNOWLEDGE)
    draft = tasks.directive(town, new("directive draft"), of=kept, state=DirectiveState.DRAFT)
    noted = tasks.directive(town, new("directive noted"), of=kept, state=DirectiveState.NOTE_ONLY)
    voided = taken_in(town, f"全市防汛会\n要备足{new('report voided')}物资。")
    with transaction():
        begin_import(
            town.actor(town.lin),
            read_workbook("分解表.xlsx", town_sheet()),
            file_name=f"{new('import file')}.xlsx",
            data=town_sheet(),
            now=NOW,
        )
        kept.speaker, kept.organiser = new("report speaker", own), new("report organiser")
        noted.note_reason = new("directive note reason")
        draft.due_text = new("directive due text")
        void_report(town.actor(town.lin), voided, reason=new("report void reason"), now=NOW)


def sensitive(town: Town, canaries: Canaries) -> None:
    """Label a report above what any visitor is cleared for; a task of the housing office comes of it."""
    quote = f"推进{canaries.new('sensitive quote')}"
    kept = tasks.report(town, canaries.new("sensitive report"), text=f"会议要求，{quote}。")
    directive = tasks.directive(town, quote, of=kept)
    task = tasks.task(town, canaries.new("sensitive task"), of=(directive,))
    assignment = tasks.step(town, tasks.dispatched(town, the_task=task), Step.ACKNOWLEDGE)
    progress.entry(town, assignment, done=canaries.new("sensitive done"))
    reason = canaries.new("sensitive reason")
    with transaction():
        version = kept.version
        label_report(
            town.actor(town.lin), kept, Label.SENSITIVE, reason=reason, now=NOW, version=version
        )


def people(town: Town, canaries: Canaries) -> None:
    """Write data of persons and units, and credentials, which nobody at all may see."""
    with transaction():
        for name in (*VISITORS, "lin", "yan", "zhao"):
            person = getattr(town, name)
            person.email = f"{canaries.new(f'person mail {name}', {name, *KEEPERS})}@example.org"
        db.session.add(
            Person(
                login="ma",
                name="马停",
                is_active=False,
                disabled_reason=canaries.new("person disabled", KEEPERS),
            )
        )
        db.session.add(
            Unit(
                code="900",
                name="市旧局",
                short_name="旧局",
                kind=UnitKind.DEPARTMENT,
                position=9,
                closed_on=date(2026, 6, 1),
                closed_reason=canaries.new("unit closed", KEEPERS),
            )
        )
    set_up(town, town.zhao)
    with transaction():
        sign_in(town.yan, now=NOW)
        make_link(town.actor(town.gu), town.yan, now=NOW)
    columns = (
        Person.password_hash,
        Session.token_hash,
        Invitation.token_hash,
        RecoveryCode.code_hash,
        SecondFactor.secret,
    )
    for column in columns:
        found = [it for it in db.session.scalars(select(column)) if it]
        assert found, column
        canaries.secrets += found


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
