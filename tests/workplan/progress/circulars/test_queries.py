"""Who sees which circular, and what the list holds."""

import pytest

from tests.queries import counted
from tests.town import Town
from tests.workplan.progress.circulars.builders import approved, drafted, issued, late, quarter
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label
from tracker.overview.journal_labels import subjects_above
from tracker.workplan.progress.circulars.models import CircularState
from tracker.workplan.progress.circulars.queries import (
    CircularFilters,
    approvers,
    circular_list,
    circular_years,
    circulars_visible_to,
    read_circular_filters,
    stand_of,
    visible_circular,
    withheld_from,
)


def seen(town: Town, who: str) -> int:
    actor = town.actor(getattr(town, who))
    return len(db.session.scalars(circulars_visible_to(actor)).all())


@pytest.mark.postgres
def test_units_see_what_was_issued_for_them_and_nothing_before(town: Town) -> None:
    drafted(town)
    issued(town, approved(town, drafted(town)))
    issued(town, approved(town, drafted(town, is_for_units=False)))

    assert [seen(town, who) for who in ("lin", "yan", "wang", "bai", "qin")] == [3, 3, 1, 1, 1]
    assert [seen(town, who) for who in ("gu", "fang", "shi")] == [0, 0, 0]


@pytest.mark.postgres
def test_nobody_sees_what_names_work_above_their_clearance(town: Town) -> None:
    work = late(town)
    made = issued(town, approved(town, drafted(town, late=[work])))
    with transaction():
        work.task.label = Label.SENSITIVE

    assert seen(town, "lin") == seen(town, "wang") == 0
    with pytest.raises(NotFound):
        visible_circular(town.actor(town.lin), made.id)
    with transaction():
        town.lin.clearance = Label.SENSITIVE
    assert seen(town, "lin") == 1


def test_a_draft_does_not_exist_for_a_unit(town: Town) -> None:
    made = drafted(town)

    with pytest.raises(NotFound):
        visible_circular(town.actor(town.wang), made.id)


def test_the_list_is_narrowed_by_state_and_year(town: Town) -> None:
    drafted(town)
    issued(town, approved(town, drafted(town)))
    lin = town.actor(town.lin)

    def states(filters: CircularFilters) -> list[str]:
        return [it.state for it in db.session.scalars(circular_list(lin, filters))]

    assert sorted(states(CircularFilters())) == ["draft", "issued"]
    assert states(CircularFilters(state=CircularState.DRAFT)) == ["draft"]
    assert states(CircularFilters(year=2025)) == []
    assert circular_years(lin) == [2026]


def test_filters_are_read_out_of_an_address() -> None:
    read = read_circular_filters({"state": "issued", "year": "2026"})

    assert read == CircularFilters(CircularState.ISSUED, 2026)
    assert read.narrows
    assert read.with_(year=None).written == {"state": CircularState.ISSUED}
    assert read_circular_filters({"state": "lost", "year": "x"}) == CircularFilters()


def test_meetings_whose_work_is_told_stand_in_their_order(town: Town) -> None:
    report = builders.report(town, "全市住建会")
    task = builders.task(town, of=[builders.directive(town, of=report)])
    builders.dispatched(town, the_task=task)
    plan, lin = builders.plan(town), town.actor(town.lin)

    stand = stand_of(lin, plan, quarter(), Label.INTERNAL, quarter().ends_on)

    assert stand.meetings == {report.id: "全市住建会"}
    assert [it.report_ids for it in stand.works] == [frozenset({report.id})]
    with transaction():
        task.label = Label.SENSITIVE
    assert withheld_from(lin, plan, Label.INTERNAL) == 0
    with transaction():
        town.lin.clearance = Label.SENSITIVE
    assert withheld_from(town.actor(town.lin), plan, Label.INTERNAL) == 1


def test_an_approval_may_be_recorded_for_leaders_who_are_cleared(town: Town) -> None:
    made = drafted(town)
    today = quarter().ends_on

    assert [it.name for it in approvers(town.actor(town.lin), made, today)] == ["严明"]
    assert approvers(town.actor(town.yan), made, today) == []
    made.label = Label.SENSITIVE
    assert approvers(town.actor(town.lin), made, today) == []


def test_a_year_of_work_costs_no_more_questions(town: Town) -> None:
    plan, lin = builders.plan(town), town.actor(town.lin)

    def cost() -> int:
        with counted() as count:
            stand_of(lin, plan, quarter(), Label.INTERNAL, quarter().ends_on)
        return count.total

    late(town)
    few = cost()
    for name in ("甲", "乙", "丙"):
        late(town, unit=town.roads, title=name)

    assert cost() == few


def test_the_journal_withholds_what_a_circular_says_above_a_clearance(town: Town) -> None:
    work = late(town)
    named, sensitive, usual = drafted(town, late=[work]), drafted(town), drafted(town)
    with transaction():
        work.task.label = sensitive.label = Label.SENSITIVE
    asked = [f"circular:{it.id}" for it in (named, sensitive, usual)]

    assert subjects_above(town.actor(town.shi), asked) == set(asked[:2])
