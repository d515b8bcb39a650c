"""What texts are composed from, with a real database beneath it."""

from dataclasses import replace

import pytest

from tests.conftest import TODAY
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.progress.builders import draft, entry
from tests.workplan.tasks import builders
from tracker.foundation.db import transaction
from tracker.foundation.labels import Label
from tracker.workplan.progress.composing.queries import (
    Narrowed,
    material_of,
    planned_years,
    priorities_with_work,
    units_with_work,
)
from tracker.workplan.progress.composing.spans import Span, span_named

USUAL = Narrowed(Label.INTERNAL)


def quarter() -> Span:
    found = span_named("2026Q2")
    assert found is not None
    return found


@pytest.mark.postgres
def test_what_was_submitted_in_the_span_is_found_and_no_draft(town: Town) -> None:
    told = builders.acknowledged(town, support=(town.roads,), title="改造小区")
    entry(town, told, done="已开工")
    drafted = builders.acknowledged(town, title="还在写")
    draft(town, drafted)

    found = material_of(town.actor(town.lin), quarter(), USUAL)

    assert [it.title for it in found.tasks] == ["改造小区", "还在写"]
    assert [it.unit for it in found.tasks[0].works] == ["住房局", "公路局"]
    assert [one.done for it in found.tasks for work in it.works for one in work.said] == ["已开工"]
    assert (found.withheld, found.is_cut, found.label) == (0, False, Label.INTERNAL)
    before = span_named("2026Q1")
    assert before is not None
    assert material_of(town.actor(town.lin), before, USUAL).tasks == []


def test_nothing_above_the_label_goes_into_a_text_and_that_is_told(town: Town) -> None:
    entry(town, builders.acknowledged(town, title="平常的事"))
    hidden = builders.acknowledged(town, title="敏感的事")
    entry(town, hidden)
    with transaction():
        hidden.task.label = Label.SENSITIVE
        town.lin.clearance = Label.SENSITIVE
    lin = town.actor(town.lin)

    usual = material_of(lin, quarter(), USUAL)
    all_of_it = material_of(lin, quarter(), Narrowed(Label.SENSITIVE))

    assert [it.title for it in usual.tasks] == ["平常的事"]
    assert (usual.withheld, usual.label) == (1, Label.INTERNAL)
    assert len(all_of_it.tasks) == 2
    assert all_of_it.label is Label.SENSITIVE
    # Who is not cleared learns neither of it nor that it is there.
    wang = material_of(town.actor(town.wang), quarter(), Narrowed(Label.SENSITIVE))
    assert [it.title for it in wang.tasks] == ["平常的事"]
    assert wang.withheld == 0


def test_a_county_finds_its_own_words_alone(town: Town) -> None:
    ours = builders.acknowledged(town, unit=town.east, title="建养老站")
    entry(town, ours, done="东溪的话")
    theirs = builders.acknowledged(town, unit=town.west, title="修水库")
    entry(town, theirs, done="西岭的话")
    qin = town.actor(town.qin)

    found = material_of(qin, quarter(), USUAL)

    assert [it.title for it in found.tasks] == ["建养老站"]
    assert [it.short_name for it in units_with_work(qin, 2026)] == ["东溪县"]


def test_a_text_is_narrowed_to_a_unit_a_priority_or_a_task(town: Town) -> None:
    first = builders.acknowledged(town, title="改造小区")
    second = builders.acknowledged(town, unit=town.roads, title="修路")
    lin = town.actor(town.lin)

    def titles(wanted: Narrowed) -> list[str]:
        return [it.title for it in material_of(lin, quarter(), wanted).tasks]

    assert titles(replace(USUAL, unit=town.roads.id)) == ["修路"]
    assert titles(replace(USUAL, task=first.task_id)) == ["改造小区"]
    assert titles(replace(USUAL, priority=second.task.priority_id)) == ["改造小区", "修路"]
    assert [it.name for it in priorities_with_work(lin, 2026)] == ["城乡建设"]
    assert list(planned_years()) == [2026]


def test_work_of_many_units_costs_no_more_questions(town: Town) -> None:
    lin = town.actor(town.lin)

    def cost() -> int:
        with counted() as count:
            material_of(lin, quarter(), USUAL)
        return count.total

    entry(town, builders.acknowledged(town, title="甲"))
    few = cost()
    for name in ("乙", "丙", "丁"):
        entry(town, builders.acknowledged(town, unit=town.roads, title=name))

    assert cost() == few
    assert TODAY.year == NOW.year == 2026


def test_an_entry_up_to_a_milestone_belongs_to_the_span_of_its_day(town: Town) -> None:
    work = builders.acknowledged(town, title="改造小区")
    told = entry(town, work, done="主体完工")
    with transaction():
        told.period = "2026-05-15"
    lin, first = town.actor(town.lin), span_named("2026-05")
    assert first is not None
    last = span_named("2026-06")
    assert last is not None

    assert material_of(lin, first, USUAL).tasks == []  # it was given out in June
    assert [it.works[0].said for it in material_of(lin, last, USUAL).tasks] == [()]
    found = material_of(lin, quarter(), USUAL).tasks
    assert [it.period for it in found[0].works[0].said] == ["2026-05-15"]
