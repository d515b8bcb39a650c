"""The ten-minute job by keyboard alone: a report is pasted, reviewed, registered and dispatched.

Nothing is typed that the report says, and the presses are counted and printed.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tracker.example.cast import assemble
from tracker.example.people import PASSWORD, SUPERVISORS
from tracker.foundation.db import db, transaction
from tracker.people.models import Unit
from tracker.workplan.directives.models import Directive, DirectiveState, Level
from tracker.workplan.tasks.models import Assignment, Duty, Mode, Task

REPORT = (Path(__file__).parent / "ten_minutes.txt").read_text(encoding="utf-8")
LOGIN = SUPERVISORS[0][0]
NO_UNIT = "不单独立项"
MOST_PRESSES = 300
FEWEST_TASKS = 25
SECONDS_A_PRESS = 1.5
TEN_MINUTES = 600

CURRENT = ".tree li.cur"
DRAFTS = ".tree > li:has(.st-draft)"
ROWS = "[...document.querySelectorAll('.tree > li')]"
PLACES = f"{ROWS}.flatMap((row, place) => row.querySelector('.st-draft') ? [place] : [])"
PLACE = f"{ROWS}.findIndex((row) => row.matches('.cur'))"
NAMES_NOBODY = ":has(.u:nth-of-type(4) .tbd)"


@dataclass
class Hands:
    """Two hands on a keyboard; every press is counted, and so is every character that is typed."""

    page: Page
    presses: int = 0
    typed: list[str] = field(default_factory=list)

    def press(self, key: str, times: int = 1) -> None:
        """Press a key, or a chord of keys."""
        for _ in range(times):
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, words: str) -> None:
        """Type words, one press a character."""
        self.page.keyboard.type(words)
        self.presses += len(words)
        self.typed.append(words)

    def paste(self, words: str) -> None:
        """Paste words: two keys together."""
        self.page.keyboard.insert_text(words)
        self.presses += 1

    def tab_to(self, selector: str) -> None:
        """Go on with Tab until the focus stands there, as somebody without a mouse does."""
        for _ in range(60):
            if self.page.evaluate("it => document.activeElement.matches(it)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never comes to {selector}")


def test_a_report_becomes_dispatched_tasks_by_keyboard_alone(page: Page, address: str) -> None:
    with transaction():
        assemble(since=date(2026, 1, 1))
    hands = Hands(page)

    sign_in(hands, address)
    before = hands.presses
    paste_the_report(hands, address)
    review(hands)
    reviewed = hands.presses
    carry_out(hands)

    check_what_came_of_it()
    assert [it for it in hands.typed if it not in (LOGIN, PASSWORD, NO_UNIT)] == []
    presses = hands.presses - before
    assert presses <= MOST_PRESSES
    assert presses * SECONDS_A_PRESS <= TEN_MINUTES
    tasks = db.session.scalar(select(func.count(Task.id)))
    print(  # noqa: T201  the figures are what one wants to know of this journey
        f"{len(REPORT)} characters, {tasks} tasks, {presses} presses:"
        f" {reviewed - before} to take in and review, {hands.presses - reviewed} to carry out"
    )


def sign_in(hands: Hands, address: str) -> None:
    hands.page.goto(f"{address}/sign-in")
    hands.tab_to("[name=login]")
    hands.type(LOGIN)
    hands.press("Tab")
    hands.type(PASSWORD)
    hands.press("Enter")
    expect(hands.page.locator(".who")).to_be_visible()


def paste_the_report(hands: Hands, address: str) -> None:
    hands.page.goto(f"{address}/reports/new")
    hands.tab_to("textarea[name=text]")
    hands.paste(REPORT)
    hands.tab_to("main button[type=submit]")
    hands.press("Enter")
    expect(hands.page.locator("[data-review]")).to_be_visible()


def review(hands: Hands) -> None:
    """Accept what names a unit, with its priority; what is only said to everybody is noted at once."""
    page = hands.page
    while page.locator(f"{DRAFTS}:not({NAMES_NOBODY})").count():
        current = page.locator(CURRENT)
        names_nobody = current.and_(page.locator(NAMES_NOBODY)).count()
        leave(hands, "j" if names_nobody else "a")
    for place in page.evaluate(PLACES):
        while (distance := place - page.evaluate(PLACE)) != 0:
            leave(hands, "j" if distance > 0 else "k")
        hands.press("x")
    hands.press("n")
    expect(page.locator("dialog[open] textarea")).to_be_visible()
    hands.tab_to("dialog[open] textarea")
    hands.type(NO_UNIT)
    hands.tab_to("dialog[open] .btn-primary")
    hands.press("Enter")
    expect(page.locator(DRAFTS)).to_have_count(0)


def leave(hands: Hands, key: str) -> None:
    """Press a key that leads on to another row, and wait till one is there."""
    item = hands.page.locator(CURRENT).get_attribute("data-row")
    hands.press(key)
    expect(hands.page.locator(f"{CURRENT}[data-row='{item}']")).to_have_count(0)


def carry_out(hands: Hands) -> None:
    page = hands.page
    hands.tab_to("a[href$='/carry-out']")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("立项交办")
    send = page.locator("[data-sends]")
    count = page.locator("[data-row]").count()
    expect(send).to_contain_text(f"立项并交办 {count} 项")

    # One is left for later and taken up again, one becomes a key task; the figures follow.
    hands.press("j", times=2)
    hands.press("x")
    expect(send).to_contain_text(f"立项并交办 {count - 1} 项")
    hands.press("x")
    hands.press("e")
    hands.tab_to("[name$=is_key]")
    hands.press("Space")
    expect(page.locator("[data-row]").nth(1)).to_contain_text("每月")
    hands.press("Escape")
    expect(send).to_contain_text(f"立项并交办 {count} 项")

    hands.press("Control+Enter")
    expect(page.locator("body")).to_contain_text(f"已立项并交办 {count} 项任务")
    expect(page).to_have_url(re.compile(r"/tasks\?year=2026&state=dispatched"))


def check_what_came_of_it() -> None:
    """Find every accepted measure dispatched to the units that the report names, by the day it says."""
    db.session.rollback()
    accepted = db.session.scalars(
        select(Directive).where(
            Directive.state == DirectiveState.ACCEPTED, Directive.level == Level.MEASURE
        )
    ).all()
    tasks = {task.sources[0].directive_id: task for task in db.session.scalars(select(Task)).all()}
    assert len(accepted) == len(tasks) >= FEWEST_TASKS
    for measure in accepted:
        task = tasks[measure.id]
        assert task.text == measure.quote
        assert task.mode is not None
        wanted = {it["unit_id"] for it in measure.units if it["unit_id"]}
        assert wanted <= {it.unit_id for it in task.assignments}
        if measure.due_on:
            assert {it.due_on for it in task.assignments} == {measure.due_on}
    assert sum(task.is_key for task in tasks.values()) == 1
    check_one("改造城镇老旧小区85个", Mode.JOINT, "市住房和城乡建设局", 2, date(2026, 11, 30))
    check_one("居家养老服务中心", Mode.EACH, "松屏区", 12, date(2026, 9, 30))
    check_one("乱占乱建", Mode.EACH, "松屏区", 15, date(2026, 8, 31))


def check_one(words: str, mode: Mode, lead: str, count: int, due_on: date) -> None:
    task = db.session.scalars(select(Task).where(Task.text.contains(words))).one()
    lead_id = db.session.scalars(select(Unit.id).where(Unit.name == lead)).one()
    assert task.mode is mode
    assert len(task.assignments) == count
    first: Assignment = task.assignments[0]
    assert (first.unit_id, first.duty, first.due_on) == (lead_id, Duty.LEAD, due_on)
