"""Who gives entries back, and what is kept of what they said."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.progress.builders import WORDS, draft, entry, returned
from tests.workplan.tasks.builders import acknowledged, dispatched_to_each, step
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed
from tracker.workplan.progress import commands
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.returns.models import EntryReturn
from tracker.workplan.progress.returns.queries import earlier_wordings
from tracker.workplan.tasks.rules import Step


def of_a_county(town: Town) -> ProgressEntry:
    """An entry of the east county on a task that the housing office coordinates."""
    found = dispatched_to_each(town, coordinator=town.housing)
    east = next(it for it in found if it.unit_id == town.east.id)
    return entry(town, step(town, east, Step.ACKNOWLEDGE))


@pytest.mark.postgres
def test_a_return_is_an_event_and_the_first_wording_stays(town: Town) -> None:
    written = entry(town, acknowledged(town), percent=30)
    returned(town, written, reason="请写明套数。")
    draft(town, written.assignment, percent=25, done="完成 8 套。")
    with transaction():
        commands.submit(town.actor(town.wang), written, now=NOW)
    returned(town, written, reason="还缺验收情况。")

    events = db.session.scalars(select(EntryReturn).order_by(EntryReturn.id)).all()
    assert [(it.entry_id, it.on, it.reason, it.by_id) for it in events] == [
        (written.id, date(2026, 6, 18), "请写明套数。", town.lin.id),
        (written.id, date(2026, 6, 18), "还缺验收情况。", town.lin.id),
    ]
    first, second = earlier_wordings([written.id])[written.id]
    assert (first.wording.done, first.wording.percent) == (WORDS, 30)
    assert (second.wording.done, second.back) == ("完成 8 套。", events[1])


def test_a_correction_keeps_what_was_said_before(town: Town) -> None:
    written = entry(town, acknowledged(town), percent=30)
    with transaction():
        for _ in range(2):
            commands.correct(
                town.actor(town.wang), written, percent=35, done="完成 9 套。", now=NOW
            )

    (before,) = earlier_wordings([written.id])[written.id]
    assert (before.wording.done, before.back) == (WORDS, None)


def test_first_submission_is_kept_whatever_comes_after(town: Town) -> None:
    written = entry(town, acknowledged(town, now=town.days_ago(9)), now=town.days_ago(3))
    returned(town, written)
    with transaction():
        commands.submit(town.actor(town.wang), written, now=NOW)
    assert written.first_submitted_at == town.days_ago(3)
    assert written.submitted_at == NOW


def test_the_coordinating_department_returns_entries_of_its_task(town: Town) -> None:
    written = of_a_county(town)
    with transaction():
        commands.return_entry(town.actor(town.wang), written, reason="请写明户数。", now=NOW)
    assert written.state is EntryState.RETURNED


@pytest.mark.parametrize("name", ["bai", "zhao", "qin", "sun", "yan"])
def test_nobody_else_returns_them(town: Town, name: str) -> None:
    written = of_a_county(town)
    person = getattr(town, name)
    with pytest.raises(NotAllowed, match="归口处室"):
        commands.return_entry(town.actor(person), written, reason="不合格。", now=NOW)


def test_what_was_said_before_is_shown_with_the_reason(browser: Browser, town: Town) -> None:
    written = of_a_county(town)
    page = browser.sign_in(town.wang).get(f"/assignments/{written.assignment_id}/progress")
    assert "退回…" in page
    with transaction():
        commands.return_entry(town.actor(town.wang), written, reason="请写明户数。", now=NOW)
    with transaction():
        it = written.assignment
        commands.save_draft(
            town.actor(town.qin), it, period="2026Q2", percent=30, done="完成 5 户。", now=NOW
        )

    page = browser.get(f"/assignments/{written.assignment_id}/progress")
    assert "此前的文字（1 份）" in page
    assert WORDS in page


def test_wordings_of_many_entries_cost_two_queries(town: Town) -> None:
    ids = []
    for number in range(3):
        written = entry(town, acknowledged(town, title=f"改造第 {number} 处"))
        ids.append(returned(town, written).id)
    db.session.expire_all()
    with counted() as count:
        names = [it[0].wording.submitted_by.name for it in earlier_wordings(ids).values()]
    assert names == ["王芳"] * 3
    assert count.total <= 2
