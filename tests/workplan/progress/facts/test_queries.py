"""Facts read from what happened, and what the review makes of them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.browser import Browser
from tests.queries import counted
from tests.settings.test_effects import put
from tests.town import NOW, TODAY, YEAR_BEGAN, Town
from tests.workplan.progress.builders import entry, returned
from tests.workplan.tasks.builders import acknowledged
from tests.workplan.tasks.changing.builders import changed
from tracker.foundation.db import db
from tracker.workplan.progress.facts.queries import facts_about
from tracker.workplan.progress.facts.rules import Timing
from tracker.workplan.review.ledgers import ledgers_of
from tracker.workplan.review.limits import ENTRY_LATE, ENTRY_MISSING
from tracker.workplan.review.scoring import Rule
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.models import ReportingCycle

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)


@pytest.mark.postgres
def test_what_came_in_time_late_or_never_is_told(town: Town) -> None:
    done = acknowledged(town, title="按时", now=FEBRUARY)
    returned(town, entry(town, done, now=MARCH), now=NOW)
    late = acknowledged(town, title="迟报", now=FEBRUARY)
    entry(town, late, period="2026Q1", now=NOW)
    never = acknowledged(town, title="漏报", now=FEBRUARY, cycle=ReportingCycle.BY_MILESTONE)
    silent = acknowledged(town, title="没报", now=FEBRUARY)
    ids = [it.id for it in (done, late, never, silent)]
    db.session.expire_all()

    with counted() as count:
        facts = facts_about(ids, TODAY, since=YEAR_BEGAN)

    assert [[it.timing for it in facts[key]] for key in ids] == [
        [Timing.ON_TIME],
        [Timing.LATE],
        [],
        [Timing.MISSING],
    ]
    assert facts[late.id][0].reported_on == TODAY
    assert count.total <= 8


def test_a_changed_cycle_keeps_what_was_reported(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, now=MARCH)
    later = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
    changed(town, it.task, {Aspect.CYCLE: ReportingCycle.MONTHLY}, now=later)

    facts = facts_about([it.id], TODAY, since=YEAR_BEGAN)[it.id]
    assert [(fact.period.name, fact.timing) for fact in facts] == [
        ("2026Q1", Timing.ON_TIME),
        ("2026-04", Timing.MISSING),
        ("2026-05", Timing.MISSING),
    ]


@pytest.mark.postgres
def test_the_review_takes_points_for_them_only_where_it_is_set(town: Town) -> None:
    late = acknowledged(town, title="迟报", now=FEBRUARY)
    entry(town, late, period="2026Q1", now=NOW)
    acknowledged(town, title="漏报", now=FEBRUARY)
    asked = (late.task.plan, [town.housing.id], TODAY)
    lin = town.actor(town.lin)
    assert ledgers_of(lin, *asked)[town.housing.id].lines == ()

    put(ENTRY_LATE, Decimal("0.1"))
    put(ENTRY_MISSING, Decimal("0.5"))

    lines = ledgers_of(lin, *asked)[town.housing.id].lines
    assert [(it.rule, it.title, it.on, it.points) for it in lines] == [
        (Rule.ENTRY_LATE, "迟报", TODAY, Decimal("-0.1")),
        (Rule.ENTRY_MISSING, "漏报", date(2026, 4, 8), Decimal("-0.5")),
    ]


def test_the_units_page_says_what_came_late_or_never(browser: Browser, town: Town) -> None:
    late = acknowledged(town, title="迟报的事", now=FEBRUARY)
    entry(town, late, period="2026Q1", now=NOW)
    silent = acknowledged(town, title="没报的事", now=FEBRUARY)
    page = browser.sign_in(town.lin).get(f"/assignments/{late.id}/progress")
    assert "迟报</" in page
    assert "没有报：" not in page
    page = browser.get(f"/assignments/{silent.id}/progress")
    assert "过了报送时限没有报：2026年一季度" in page
