"""An id of somebody else's thing is worth no more than an id of nothing (C15).

Wherever an address or a form names a thing, another's thing and a thing that nobody made are put
in its place: nothing is done, and the two answers are the same to the byte, but for the tokens of
the moment and the number that was asked for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from tests.browser import Browser, Page
from tests.conftest import settings_for
from tests.databases import copied, running
from tests.house.crawling import Form, opened, pages_within_reach
from tests.house.matrix_things import NOTHING, Thing, people_of, things_of
from tests.house.test_matrix import ROWS, Prepared, Row, methods_of
from tests.town import NOW, Town
from tests.workplan.progress.builders import entry
from tests.workplan.tasks import builders as tasks
from tests.workplan.tasks.chases.builders import chased
from tests.workplan.tasks.comments.builders import said
from tests.workplan.tasks.notices.builders import noticed
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.messages.models import Message
from tracker.people.commands import sign_in
from tracker.people.models import Session
from tracker.workplan.review import commands as review_commands
from tracker.workplan.tasks.models import Assignment, AssignmentState, Plan, PlanPriority
from tracker.workplan.tasks.rules import Step

SECRET = "公路局自己的事"
UNITS, KEEPERS = "HC", "SYE"
REFUSALS = {400, 403, 404, 409, 422}
FIGURES = re.compile(
    r"version|percent|weight|year|head|sheet|splits|column|place|start|part|opened|seen|period"
    r"|is_|state|cycle|chosen|whole|item"
)
"""Fields that hold a figure or a yes, and no id; `item` says where one goes back to."""
PASSING = re.compile(r'value="[^"]{20,}"|编号 \w+|[0-9a-f]{16,}|data-seconds="\d+"')
"""What differs between any two answers: tokens, keys of forms, numbers of requests, and how many
seconds are left until one is signed out."""
PASSING_HEADERS = {"Set-Cookie", "Content-Length", "Date", "X-Request-Id", "Location"}
OF_A_LIST = {"tasks.acknowledge_all"}
"""A deed on a list passes over what is not there: it goes back to its page and does nothing."""


@pytest.fixture(scope="module")
def prepared(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """The town of the matrix, where the roads office has one of everything too."""
    home = tmp_path_factory.mktemp("foreign")
    with running(settings_for(home, copied(blank, home))) as app:
        town = Town()
        things, people = things_of(town), people_of(town)
        old = select(PlanPriority).join(Plan).where(Plan.year == 2025)
        things["old"] = Thing(db.session.scalars(old).one().id)
        things |= {f"other {name}": it for name, it in roads_things(town).items()}
        visitors = {
            place: Browser(app).sign_in(person)
            for place, person in people.items()
            if person and place in UNITS + KEEPERS
        }
        tokens = {place: visitor.token() for place, visitor in visitors.items()}
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
        live, kept = home / "luoshi.db", home / "kept.db"
        copyfile(live, kept)
        yield Prepared(app, things, visitors, tokens, live, kept, methods_of(app))


def roads_things(town: Town) -> dict[str, Thing]:
    """Make for the roads office what the matrix made for the housing office."""
    roads, zhao = town.roads, town.actor(town.zhao)
    stepped = {
        "paused": (Step.ACKNOWLEDGE, Step.PAUSE),
        "declined": (Step.DECLINE,),
    }
    made: dict[str, Any] = {
        "dispatched": tasks.dispatched(town, unit=roads, title=f"{SECRET}1"),
        "running": tasks.acknowledged(town, unit=roads, title=f"{SECRET}2"),
        "alone": tasks.acknowledged(town, unit=roads, title=f"{SECRET}3"),
        "whole": tasks.acknowledged(town, unit=roads, title=f"{SECRET}4", percent=100),
        "reported": tasks.reported(town, unit=roads, title=f"{SECRET}5"),
        "closed": tasks.closed(town, unit=roads, title=f"{SECRET}6"),
        "housing": roads,
        "wang": town.zhao,
        "post_of_wang": town.zhao.grants[0],
    }
    made["task_of_running"] = made["running"].task
    made["chase"] = chased(town, made["running"])
    made["comment"] = said(town, made["running"], SECRET, by=town.zhao, now=now())
    made["notice"] = noticed(town, made["running"])
    made["message"] = db.session.scalars(
        select(Message).where(
            Message.kind == "task.dispatched", Message.thing_id == made["dispatched"].task_id
        )
    ).one()
    for name, steps in stepped.items():
        made[name] = tasks.dispatched(town, unit=roads, title=f"{SECRET}{name}")
        for step in steps:
            tasks.step(town, made[name], step, reason=SECRET)
    made["entry"] = entry(
        town, tasks.acknowledged(town, unit=roads, title=f"{SECRET}8"), done=SECRET
    )
    old = tasks.dispatched(town, unit=roads, the_task=tasks.task(town, f"{SECRET}9", year=2025))
    entry(town, tasks.step(town, old, Step.ACKNOWLEDGE), done=SECRET)
    with transaction():
        made["drafted_summary"] = review_commands.draft_summary(
            zhao, tasks.plan(town), roads, now=NOW
        )
        summary = review_commands.draft_summary(zhao, tasks.plan(town, 2025), roads, now=NOW)
        made["submitted_summary"] = review_commands.submit_summary(zhao, summary, now=NOW)
        sign_in(town.zhao, now=NOW)
    made["session_of_wang"] = db.session.scalars(
        select(Session).where(Session.person_id == town.zhao.id)
    ).one()
    return {
        name: Thing(it.id, getattr(it, "version", 0), getattr(it, "task_id", None) or 0)
        for name, it in made.items()
    }


@dataclass(frozen=True, slots=True)
class Swap:
    """A request in which one id is another."""

    told: str
    address: str
    fields: Mapping[str, list[str]]
    number: int


def as_seen(page: Page, *numbers: int) -> tuple[object, ...]:
    """Return all that tells two answers apart, but what passes and the number asked for."""
    asked = re.compile(rf'(?<=["/=:\-：“])({"|".join(map(str, numbers))})\b')
    body, location = PASSING.sub("", page.html), page.location or ""
    headers = sorted(it for it in page.headers if it[0] not in PASSING_HEADERS)
    nonceless = re.sub(r"nonce-[\w+/=-]+", "", repr(headers))
    return page.status, asked.sub("#", location), asked.sub("#", body), nonceless


class Asking:
    """Asks as one person, and keeps what went wrong."""

    def __init__(self, prepared: Prepared, place: str) -> None:
        self.prepared, self.place = prepared, place
        self.before = prepared.state()
        self.asked, self.faults = 0, list[str]()

    def ask(self, swap: Swap, method: str = "POST") -> Page:
        """Ask, and complain if anything was done."""
        token = {"csrf_token": [self.prepared.tokens[self.place]]}
        page = self.prepared.visitors[self.place].answer(
            method, swap.address, {**swap.fields, **(token if method == "POST" else {})}
        )
        self.asked += 1
        if page.status == 303:
            # What it says of the deed stands on the page that follows.
            page.html = opened(self.prepared.visitors[self.place], page.location or "/").text
        if self.prepared.state() != self.before:
            self.faults.append(f"{self.place} {swap.told} := {swap.number}: it was done")
            self.prepared.restore()
        if SECRET in page.html:
            self.faults.append(f"{self.place} {swap.told} := {swap.number}: it tells too much")
        return page

    def refused(self, swap: Swap, method: str = "POST", *, may_pass_over: bool = False) -> Page:
        """Ask what is to be refused."""
        page = self.ask(swap, method)
        allowed = REFUSALS | ({303} if may_pass_over else set())
        if page.status not in allowed:
            self.faults.append(f"{self.place} {swap.told} := {swap.number}: {page.status}")
        return page

    def same(self, pages: list[Page], swaps: list[Swap]) -> None:
        """Complain if two answers differ."""
        numbers = [it.number for it in swaps]
        if len({repr(as_seen(it, *numbers)) for it in pages}) > 1:
            self.faults.append(f"{self.place} {swaps[0].told}: one can tell {numbers} apart")


def swaps_of(row: Row, things: Mapping[str, Thing], others: Mapping[str, Thing]) -> Iterator[Swap]:
    """Put another thing in the place of each thing that a row of the matrix names."""
    for name in dict.fromkeys(re.findall(r"\{(\w+)\.(?:id|task_id)", row.address + row.fields)):
        if name in others:
            address, fields = row.asked_of({**things, name: others[name]})
            other = others[name]
            number = other.task_id if f"{{{name}.task_id" in row.address else other.id
            yield Swap(f"{row.endpoint} {name}", address, fields, number)


def others_of(prepared: Prepared) -> dict[str, Thing]:
    return {
        name.removeprefix("other "): it
        for name, it in prepared.things.items()
        if name.startswith("other ")
    }


@pytest.mark.parametrize("place", UNITS + KEEPERS)
def test_no_address_takes_an_id_of_nothing_or_of_another_unit(
    prepared: Prepared, place: str
) -> None:
    others = others_of(prepared)
    nothing = dict.fromkeys(prepared.things, NOTHING)
    asking, names = Asking(prepared, place), 0
    for row in ROWS:
        method, is_list = prepared.methods[row.endpoint], row.endpoint in OF_A_LIST
        for absent in swaps_of(row, prepared.things, nothing):
            name, names = absent.told.split()[1], names + 1
            page = asking.refused(absent, method, may_pass_over=is_list)
            if name in others and place in UNITS:
                foreign = next(swaps_of(row, prepared.things, {name: others[name]}))
                hidden = asking.refused(foreign, method, may_pass_over=is_list)
                asking.same([page, hidden], [absent, foreign])

    assert not asking.faults, "\n".join(asking.faults)
    assert names > 100
    assert asking.asked > names or place in KEEPERS


def ids_of(form: Form) -> Iterator[tuple[str, str]]:
    """Name the fields of a form that hold an id, and the ids that names of fields hold."""
    for name, values in form.sent.items():
        everything = values + form.choices.get(name, [])
        is_unused = name == "parent_id" and form.sent.get("action", ["reparent"]) != ["reparent"]
        if is_unused or FIGURES.search(name):
            continue
        if any(re.fullmatch(r"\d+(:\d+)?", it) for it in everything):
            yield "value", name
    yield from sorted({("prefix", it[0]) for it in map(prefix_of, form.sent) if it})


def prefix_of(name: str) -> "re.Match[str] | None":
    """Return what stands before the hyphen of a field of one row among many."""
    return re.match(r"[a-z]+_?\d+(?=-|$)", name)


def swapped(form: Form, kind: str, name: str, number: int) -> Swap:
    """Put a number in the place of an id of a form."""
    told = f"{form.action} {re.sub(r'[0-9]+', '#', name)}"
    if kind == "value":
        was = form.sent[name]
        ending = re.sub(r"^\d*", "", was[0]) if was and ":" in was[0] else ""
        return Swap(told, form.action, form.sent | {name: [f"{number}{ending}"]}, number)
    fields = {}
    for field, values in form.sent.items():
        its = prefix_of(field)
        if its and its[0] == name:
            fields[re.sub(r"\d+", str(number), field, count=1)] = values
        elif not its:
            fields[field] = values
    return Swap(told, form.action, fields, number)


SHOWN_AGAIN = {"edit", "preview"}


def forms_of(prepared: Prepared, place: str) -> list[Form]:
    """Return a form of each kind, as often as it offers different deeds."""
    found: dict[object, Form] = {}
    for _, read in pages_within_reach(prepared.visitors[place]):
        for form in read.forms:
            if form.posts and form.action != "/sign-out":
                found.setdefault(form.kind, form)
    prepared.restore()
    return [
        Form(form.action, form.posts, form.sent | pressed, form.choices)
        for form in found.values()
        for pressed in presses(form)
    ]


def presses(form: Form) -> list[dict[str, list[str]]]:
    """Return each deed that a form offers, and not the buttons that only show it again."""
    form.sent.pop("takes", None)
    for name in ("action", "deed"):
        offered = [it for it in form.choices.get(name, []) if it not in SHOWN_AGAIN]
        if offered:
            return [{name: [it]} for it in offered]
    return [{}]


def foreign_of(prepared: Prepared, place: str, form: Form, name: str) -> list[int]:
    """Return the ids that have no business in a field.

    For a unit: whatever is another unit's. Lin sees everything, but what belongs to another
    report or to another year must not get in either.
    """
    things = prepared.things
    if name == "up_to":  # a message's number: another thing's may well be a message of one's own
        return [others_of(prepared)["message"].id]
    if place in UNITS:
        units = [others_of(prepared)[it] for it in ("running", "dispatched", "housing")]
        return sorted({number for it in units for number in (it.id, it.task_id)} - own_ids(form))
    is_of_twin = form.action.startswith(f"/reports/{things['twin'].id}/")
    directives = [things["draft" if is_of_twin else "twin_draft"].id]
    elsewhere = {"ids": directives, "parent_id": directives, "priority": [things["old"].id]}
    return sorted({*elsewhere.get(name, [])} - own_ids(form))


def own_ids(form: Form) -> set[int]:
    """Return the ids that the form itself offers."""
    offered = [it for values in (*form.choices.values(), *form.sent.values()) for it in values]
    return {0, *(int(it.split(":")[0]) for it in offered if re.fullmatch(r"\d+(:\d+)?", it))} | {
        int(it) for name in form.sent for it in re.findall(r"\d+", name)
    }


@pytest.mark.parametrize(
    ("place", "least_done", "least"), [("H", 6, (4, 12)), ("C", 4, (4, 12)), ("S", 20, (28, 15))]
)
def test_no_field_of_a_form_takes_an_id_of_nothing_or_of_another_unit(
    prepared: Prepared, place: str, least_done: int, least: tuple[int, int]
) -> None:
    asking, done, fields, foreigners = Asking(prepared, place), 0, 0, 0
    for form in forms_of(prepared, place):
        done += is_done(asking, Swap(form.action, form.action, form.sent, 0))
        for kind, name in ids_of(form):
            absent = swapped(form, kind, name, NOTHING.id)
            page = asking.refused(absent, may_pass_over=kind == "prefix")
            fields += 1
            for number in foreign_of(prepared, place, form, name):
                it = swapped(form, kind, name, number)
                hidden = asking.refused(it, may_pass_over=kind == "prefix")
                foreigners += 1
                if place in UNITS:
                    asking.same([page, hidden], [absent, it])

    assert not asking.faults, "\n".join(asking.faults)
    assert done >= least_done, "forms that do nothing as they stand show nothing"
    assert (fields >= least[0], foreigners >= least[1]) == (True, True)


def is_done(asking: Asking, genuine: Swap) -> bool:
    """Whether the form as it stands does something: without that the swaps would show nothing."""
    faults = len(asking.faults)
    asking.ask(genuine)
    was_done = len(asking.faults) > faults
    del asking.faults[faults:]
    return was_done


def test_among_one_s_own_things_another_unit_s_is_passed_over_like_nothing(
    prepared: Prepared,
) -> None:
    own, other = prepared.things["dispatched"], prepared.things["other dispatched"]
    answers, states = [], []
    for number in (NOTHING.id, other.id):
        fields = {"assignment": [f"{own.id}", f"{number}"], "csrf_token": prepared.tokens["H"]}
        page = prepared.visitors["H"].answer("POST", "/assignments/acknowledge", fields)
        page.html += opened(prepared.visitors["H"], page.location or "/").text
        answers.append(as_seen(page, NOTHING.id, other.id))
        states.append([db.session.get_one(Assignment, it.id).state for it in (own, other)])
        prepared.restore()

    assert answers[0] == answers[1]
    assert states == [[AssignmentState.ACKNOWLEDGED, AssignmentState.DISPATCHED]] * 2


WORDS = {"q", "sort", "page", "month"}
"""Filters that name no thing; what is searched for has a test of its own beside the canaries."""


@pytest.mark.parametrize("place", UNITS)
def test_no_filter_tells_another_unit_s_id_from_nothing(prepared: Prepared, place: str) -> None:
    others, asking, browser = others_of(prepared), Asking(prepared, place), prepared.visitors[place]
    foreign = [others["running"].id, others["running"].task_id, others["housing"].id]
    filters = set()
    for _, read in pages_within_reach(browser):
        for address in [*read.links, *(it.action for it in read.forms if not it.posts)]:
            filters |= {
                (urlsplit(address).path, name) for name in parse_qs(urlsplit(address).query)
            }
        filters |= {
            (urlsplit(it.action).path, name)
            for it in read.forms
            if not it.posts
            for name in it.sent
        }
    for path, name in sorted(it for it in filters if it[1] not in WORDS):
        asked = [opened(browser, f"{path}?{name}={it}") for it in (NOTHING.id, *foreign)]
        swaps = [Swap(f"{path} {name}", path, {}, it) for it in (NOTHING.id, *foreign)]
        asking.same([Page(it) for it in asked], swaps)
        asking.faults += [f"{place} {path} {name}" for it in asked if SECRET.encode() in it.data]

    assert not asking.faults, "\n".join(asking.faults)
    assert len(filters) > 10
