"""What is taken away is gone at the next request, in whichever worker it comes in (C08, C18).

Two applications on one database stand for two workers: something is used in the one, taken away
in the other, and used again in the first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.conftest import SECRET_KEY, TODAY, settings_for
from tests.house.crawling import opened
from tests.people.second_factor import code_of, set_up
from tests.town import PASSWORD, Town
from tests.workplan.progress import builders as progress
from tests.workplan.tasks import builders as tasks
from tracker.app import create_app
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.people import commands
from tracker.people.models import Grant, Person, Session, Unit
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step

TITLE = "独有的整治任务"
WORDS = "独有的进展说明"
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
NEW = "Harbour-77-kite"


@dataclass(slots=True)
class Workers:
    """Two workers on one database, and a unit's work to be seen."""

    first: Flask
    second: Flask
    town: Town
    assignment: Assignment

    @property
    def pages(self) -> list[str]:
        """Return what the housing office sees of its work: by pages and in a file."""
        task_id, assignment_id = self.assignment.task_id, self.assignment.id
        return [
            "/",
            "/tasks",
            f"/tasks/{task_id}",
            f"/assignments/{assignment_id}/progress",
            "/tasks/breakdown.xlsx",
            f"/progress/units/{self.town.housing.id}",
        ]

    def elsewhere(self, person: Person) -> Browser:
        """Return somebody who is at work in the second worker."""
        return Browser(self.second).sign_in(person)


@pytest.fixture
def workers(app: Flask, town: Town, tmp_path: Path) -> Iterator[Workers]:
    """Two workers; whoever is asked in the one knows nothing of the other."""
    assignment = tasks.acknowledged(town, title=TITLE)
    progress.entry(town, assignment, done=WORDS)
    second = create_app(settings_for(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"]))
    yield Workers(app, second, town, assignment)
    with second.app_context():
        db.engine.dispose()


def check_open(workers: Workers, browser: Browser) -> None:
    shown = [opened(browser, it) for it in workers.pages]
    assert [it.status_code for it in shown] == [200] * len(shown)
    assert TITLE in shown[2].text
    assert WORDS in shown[3].text


def check_shut(workers: Workers, browser: Browser, *, statuses: set[int]) -> None:
    """See that not a byte of it is left, on any page nor in the file, and that no deed is done."""
    for path in workers.pages:
        shown = opened(browser, path)
        assert shown.status_code in statuses, path
        assert TITLE.encode() not in shown.data, path
        assert WORDS.encode() not in shown.data, path
        if shown.status_code in OUT:
            assert (shown.location or "").startswith("/sign-in"), path
    entries = db.session.scalar(select(func.count(ProgressEntry.id)))
    sent = {"period": "2026Q2", "percent": "50", "done": "改了", "version": "1", "deed": "draft"}
    path = f"/assignments/{workers.assignment.id}/progress"
    answer = browser.answer("POST", path, sent | {"csrf_token": browser.token()})
    assert answer.status in {403, 404} or (answer.location or "").startswith("/sign-in")
    assert db.session.scalar(select(func.count(ProgressEntry.id))) == entries


OUT = {302, 303, 401}


def other_browser(workers: Workers) -> Browser:
    return Browser(workers.second).sign_in_fully(workers.town.wang)


def sign_out(workers: Workers, browser: Browser) -> None:
    twin = Browser(workers.second)
    cookie = browser._client.get_cookie("luoshi")
    assert cookie
    twin._client.set_cookie("luoshi", cookie.value)
    twin.post("/sign-out")


def end_session(workers: Workers, _: Browser) -> None:
    number = db.session.scalars(select(Session.id).order_by(Session.id)).first()
    other_browser(workers).post(f"/account/sessions/{number}/end")


def end_others(workers: Workers, _: Browser) -> None:
    other_browser(workers).post("/account/sessions/end-others")


def change_password(workers: Workers, _: Browser) -> None:
    other_browser(workers).post(
        "/account/password", current_password=PASSWORD, new_password=NEW, new_password_again=NEW
    )


def use_reset_link(workers: Workers, _: Browser) -> None:
    with transaction():
        gu = workers.town.actor(workers.town.gu)
        token = commands.make_link(gu, workers.town.wang, now=now())
    Browser(workers.second).post(f"/invitations/{token}", new_password=NEW, new_password_again=NEW)


def disable(workers: Workers, _: Browser) -> None:
    person = workers.town.wang
    fields: dict[str, Any] = {"disable-reason": "调离", "disable-version": person.version}
    workers.elsewhere(workers.town.gu).post(f"/persons/{person.id}/disable", **fields)


def reset_second_factor(workers: Workers, _: Browser) -> None:
    person = workers.town.wang
    workers.elsewhere(workers.town.fang).post(f"/persons/{person.id}/second-factor/reset")


def grow_old(_: Workers, __: Browser) -> None:
    with transaction():
        for session in db.session.scalars(select(Session)):
            session.began_at -= timedelta(hours=13)


ENDINGS = [
    sign_out,
    end_session,
    end_others,
    change_password,
    use_reset_link,
    disable,
    reset_second_factor,
    grow_old,
]


@pytest.mark.parametrize("take_away", ENDINGS, ids=lambda it: it.__name__)
def test_a_session_that_was_ended_elsewhere_opens_nothing(
    workers: Workers, take_away: Callable[[Workers, Browser], None]
) -> None:
    if take_away is reset_second_factor:
        set_up(workers.town, workers.town.wang)
    browser = Browser(workers.first).sign_in_fully(workers.town.wang)
    check_open(workers, browser)

    take_away(workers, browser)

    check_shut(workers, browser, statuses=OUT)


def test_a_role_that_ended_yesterday_opens_nothing_of_its_unit(workers: Workers) -> None:
    browser = Browser(workers.first).sign_in(workers.town.wang)
    check_open(workers, browser)
    before = browser._client.get_cookie("luoshi")

    wang, fields = workers.town.wang, {"end-last_on": YESTERDAY}
    path = f"/persons/{wang.id}/posts/{wang.grants[0].id}/end"
    workers.elsewhere(workers.town.fang).post(path, expect=303, **fields)

    # The first page is the one on which somebody reads that they have no role.
    check_shut(workers, browser, statuses={200, 403, 404})
    assert [opened(browser, it).status_code for it in workers.pages[1:]] == [403] * 5
    after = browser._client.get_cookie("luoshi")
    assert before
    assert after
    assert before.value != after.value, "another role, another token (C07)"


def test_a_charge_that_ended_yesterday_is_no_longer_in_the_leader_s_charge(
    workers: Workers,
) -> None:
    yan = workers.town.yan
    browser = Browser(workers.first).sign_in(yan)
    assert TITLE in browser.get("/tasks?charge=1")
    assert "charge=1" in browser.get("/dashboard?scope=charge")

    fields: dict[str, Any] = {"end-last_on": YESTERDAY}
    workers.elsewhere(workers.town.fang).post(
        f"/persons/{yan.id}/charges/{yan.charges[0].id}/end", **fields
    )

    # A leader may read everything; what is told apart is what is in their charge.
    assert "charge=1" not in browser.get("/dashboard?scope=charge")


def test_work_that_went_to_another_unit_is_gone_from_the_first(workers: Workers) -> None:
    town, given = workers.town, tasks.dispatched(workers.town, title=f"{TITLE}二")
    paths = [f"/tasks/{given.task_id}", f"/assignments/{given.id}/progress"]
    wang = Browser(workers.first).sign_in(town.wang)
    zhao = Browser(workers.first).sign_in(town.zhao)
    assert [opened(wang, it).status_code for it in paths] == [200, 200]
    assert [opened(zhao, it).status_code for it in paths] == [404, 404]
    tasks.step(town, given, Step.DECLINE, reason="不归本局")

    workers.elsewhere(town.lin).post(
        f"/assignments/{given.id}/redispatch",
        reason="归公路局",
        version=given.version,
        unit_id=town.roads.id,
    )

    assert [opened(wang, it).status_code for it in paths] == [404, 404]
    assert f"{TITLE}二" not in opened(wang, "/tasks").text
    assert f"{TITLE}二" not in opened(wang, "/").text
    token = wang.token()
    for deed in ("acknowledge", "decline", "ask-closure", "progress"):
        sent = {"csrf_token": token, "version": "3", "reason": "还要", "period": "2026Q2"}
        assert wang.status_of("POST", f"/assignments/{given.id}/{deed}", **sent) == 404
    assert [opened(zhao, it).status_code for it in paths] == [200, 200]


def test_a_closed_unit_gets_no_work_and_no_people_any_more(workers: Workers) -> None:
    """Its own people keep reading what it did: closing takes nothing from its past."""
    town = workers.town
    given = tasks.dispatched(town, title=f"{TITLE}三")
    tasks.step(town, given, Step.DECLINE, reason="不归本局")
    lin, fang = (Browser(workers.first).sign_in(it) for it in (town.lin, town.fang))
    post: dict[str, Any] = {
        "post-role": "contact",
        "post-unit": town.west.id,
        "post-from_on": TODAY.isoformat(),
    }
    fang.post(f"/persons/{town.bai.id}/posts", **post)

    workers.elsewhere(town.gu).post(
        f"/units/{town.west.id}/close",
        closed_on=TODAY.isoformat(),
        reason="撤销",
        successor="",
        version=db.session.get_one(Unit, town.west.id).version,
    )

    sent: dict[str, Any] = {"reason": "归西岭县", "version": given.version, "unit_id": town.west.id}
    lin.post(f"/assignments/{given.id}/redispatch", expect=409, **sent)
    post |= {"post-role": "head"}
    answer = fang.answer(
        "POST", f"/persons/{town.wang.id}/posts", post | {"csrf_token": fang.token()}
    )
    assert answer.status in {409, 422}
    held = select(Grant).where(Grant.unit_id == town.west.id, Grant.person_id == town.wang.id)
    assert db.session.scalar(held) is None


def waiting(workers: Workers, person: Person) -> Browser:
    """Return somebody who gave the password, and not yet the code."""
    browser = Browser(workers.first).sign_in(person)
    assert opened(browser, "/sign-in/second-factor").status_code == 200
    return browser


def give(browser: Browser, code: str) -> Page:
    """Send a code as the page for the second step would."""
    fields = {"one_time_code": code, "csrf_token": browser.token()}
    return browser.answer("POST", "/sign-in/second-factor", fields)


@pytest.mark.parametrize(
    "take_away", [disable, use_reset_link, reset_second_factor], ids=lambda it: it.__name__
)
def test_a_sign_in_that_waits_for_its_code_is_over(
    workers: Workers, take_away: Callable[[Workers, Browser], None]
) -> None:
    device = set_up(workers.town, workers.town.wang)
    browser = waiting(workers, workers.town.wang)

    take_away(workers, browser)

    answer = give(browser, code_of(device))
    assert (answer.status, answer.location) == (303, "/sign-in")
    check_shut(workers, browser, statuses=OUT)


def test_a_waiting_sign_in_opens_nothing_before_its_code(workers: Workers) -> None:
    device = set_up(workers.town, workers.town.wang)
    browser = waiting(workers, workers.town.wang)
    check_shut(workers, browser, statuses=OUT)

    assert give(browser, code_of(device)).status == 303
    check_open(workers, browser)


def renewed(workers: Workers, code: str, moment: datetime) -> list[str]:
    """Return fresh recovery codes of Wang's."""
    wang = workers.town.wang
    with transaction():
        return commands.renew_recovery_codes(
            workers.town.actor(wang),
            db.session.get_one(Person, wang.id),
            code,
            secret_key=SECRET_KEY,
            now=moment,
        )


@pytest.mark.parametrize("way", ["used", "renewed"])
def test_a_recovery_code_is_good_once_and_until_there_are_others(
    workers: Workers, way: str
) -> None:
    wang, before = workers.town.wang, workers.town.days_ago(0) - timedelta(hours=12)
    device = set_up(workers.town, wang)
    codes = renewed(workers, device.at(before), before)
    browser = waiting(workers, wang)
    assert give(browser, codes[0]).status == 303
    check_open(workers, browser)

    if way == "renewed":
        renewed(workers, code_of(device), now())

    again = Browser(workers.second).sign_in(wang)
    assert give(again, codes[0 if way == "used" else 1]).status == 422
    check_shut(workers, again, statuses=OUT)


@pytest.mark.parametrize("purpose", ["invitation", "reset"])
@pytest.mark.parametrize("way", ["disabled", "replaced", "used", "over"])
def test_a_link_that_was_taken_away_sets_no_password(
    workers: Workers, purpose: str, way: str
) -> None:
    town, gu = workers.town, workers.town.gu
    person = town.wang
    with transaction():
        if purpose == "invitation":
            person = Person(login="hexin", name="何欣")
            db.session.add(person)
            db.session.flush()
        made = now() - timedelta(hours=1) if way == "over" else now()
        token = commands.make_link(town.actor(gu), person, now=made)
    stranger, path = Browser(workers.first), f"/invitations/{token}"
    assert opened(stranger, path).status_code == (404 if way == "over" else 200)

    if way == "disabled":
        fields: dict[str, Any] = {"disable-reason": "调离", "disable-version": person.version}
        workers.elsewhere(gu).post(f"/persons/{person.id}/disable", **fields)
    elif way == "replaced":
        workers.elsewhere(gu).post(f"/persons/{person.id}/invitation")
    elif way == "used":
        Browser(workers.second).post(path, new_password=NEW, new_password_again=NEW)

    answer = opened(stranger, path)
    assert answer.status_code == 404
    assert person.name not in answer.text
    db.session.expire_all()
    was = db.session.get_one(Person, person.id).password_hash
    another = "Orchard-55-violin"
    stranger.post(path, new_password=another, new_password_again=another, expect=404)
    db.session.expire_all()
    assert db.session.get_one(Person, person.id).password_hash == was
