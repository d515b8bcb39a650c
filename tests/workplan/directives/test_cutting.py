"""Merging drafts and splitting them, with a real database beneath."""

from datetime import date

import pytest

from tests.journal.readers import deeds
from tests.town import NOW, Town
from tests.workplan.directives.builders import (
    HOMES,
    LATER,
    PARKS,
    ROAD,
    STREETS,
    directives,
    measure,
    priority,
    report,
    taken_back,
    told,
)
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives import commands, queries, reshaping
from tracker.workplan.directives.models import DirectiveState, Level, Mode, Origin

DRAFT = DirectiveState.DRAFT
RETIRED = DirectiveState.RETIRED


# ── merging ─────────────────────────────────────────────────────────────────


def test_merged_drafts_become_one_with_a_contiguous_quote(town: Town) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    counted = len(directives(town, kept))

    with transaction():
        merged = commands.merge(town.actor(town.lin), kept, [parks, road], now=NOW)

    assert merged.id == road.id
    assert merged.quote == kept.text[merged.start : merged.end]
    assert ROAD in merged.quote
    assert PARKS in merged.quote
    assert merged.due_on == date(2026, 6, 30)
    assert [(it["unit_id"], it["group_id"]) for it in merged.units] == [
        (town.roads.id, None),
        (None, town.counties.id),
    ]
    assert (merged.state, merged.reason) == (DRAFT, "人工合并")
    assert merged.title.count("，") == 1
    assert len(directives(town, kept)) == counted - 1
    assert [it.state for it in queries.with_retired(kept.id, [parks.id])] == [RETIRED]
    assert deeds()[-1] == "directive.merged"


def test_a_title_that_would_be_too_long_is_made_of_the_merged_words(town: Town) -> None:
    kept = report(town)
    homes, streets = measure(town, kept, HOMES), measure(town, kept, STREETS)
    with transaction():
        homes.title = "改造" * 28

        merged = commands.merge(town.actor(town.lin), kept, [homes, streets], now=NOW)

    assert merged.title.startswith(HOMES)
    assert [it["value"] for it in merged.targets] == [96, 20]


def test_a_merge_is_taken_back(town: Town) -> None:
    kept = report(town)
    before = told(kept)
    with transaction():
        chosen = [measure(town, kept, ROAD), measure(town, kept, PARKS)]
        commands.merge(town.actor(town.lin), kept, chosen, now=NOW)
    assert told(kept) != before

    taken_back(town, kept)

    assert told(kept) == before
    assert deeds()[-1] == "directive.restored"


def test_merged_priorities_keep_their_measures(town: Town) -> None:
    kept = report(town)
    first, second = priority(town, kept), priority(town, kept, "山水润城")
    before = told(kept)

    with transaction():
        commands.merge(town.actor(town.lin), kept, [first, second], now=NOW)

    assert measure(town, kept, HOMES).parent_id == first.id
    assert [it.heading for it in directives(town, kept) if it.heading] == ["强链育新"]
    taken_back(town, kept)
    assert told(kept) == before


def test_what_lies_between_rules_a_merge_out(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    road, homes = measure(town, kept, ROAD), measure(town, kept, HOMES)
    with transaction():
        commands.accept(lin, measure(town, kept, PARKS), now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        commands.merge(lin, kept, [road, homes], now=NOW)

    assert refusal.value.sentence == reshaping.DECIDED_BETWEEN


# ── splitting ───────────────────────────────────────────────────────────────


def test_a_draft_is_split_and_each_half_is_read_anew(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    start = kept.text.index("市公路局要在")
    with transaction():
        whole = commands.add(
            lin,
            kept,
            start=start,
            end=kept.text.index("。\n要突出“山水"),
            parent_id=None,
            level=Level.MEASURE,
            now=NOW,
        )
        before = whole.quote[: whole.quote.index("各县")]
        commands.edit(
            lin, whole, title="两件事", due_on=date(2026, 12, 1), mode=None, units=[], now=NOW
        )

        first, second = commands.split(
            lin, kept, whole, before=before, version=whole.version, now=LATER
        )

    assert (first.due_on, second.due_on) == (date(2026, 5, 31), date(2026, 6, 30))
    assert [it["unit_id"] for it in first.units] == [town.roads.id]
    assert [it["group_id"] for it in second.units] == [town.counties.id]
    assert (second.origin, second.parent_id, second.mode) == (
        Origin.ADDED,
        first.parent_id,
        Mode.EACH,
    )
    assert [kept.text[it.start : it.end] for it in (first, second)] == [first.quote, second.quote]
    assert deeds()[-1] == "directive.split"


def test_what_a_person_set_is_kept_where_a_half_says_nothing(town: Town) -> None:
    kept, lin = report(town, "全市治水会议\n要加固沿河护栏，疏浚石桥河河道。"), town.actor(town.lin)
    whole = directives(town, kept)[0]
    with transaction():
        if "疏浚" not in whole.quote:
            whole = commands.merge(lin, kept, directives(town, kept), now=NOW)
        commands.edit(
            lin,
            whole,
            title=whole.title,
            due_on=date(2026, 10, 1),
            mode=Mode.EACH,
            units=[],
            now=NOW,
        )

        halves = commands.split(
            lin, kept, whole, before=whole.quote[: whole.quote.index("疏浚")], now=LATER
        )

    assert [(it.due_on, it.mode) for it in halves] == [(date(2026, 10, 1), Mode.EACH)] * 2


def test_a_split_is_taken_back_and_the_second_half_is_kept_as_retired(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    homes = measure(town, kept, HOMES)
    before = told(kept)
    with transaction():
        _first, second = commands.split(lin, kept, homes, before=HOMES[:4], now=NOW)
    assert len(told(kept)) == len(before) + 1

    taken_back(town, kept)

    assert told(kept) == before
    assert [it.state for it in queries.with_retired(kept.id, [second.id])] == [RETIRED]


def test_the_second_half_of_a_moved_draft_stands_behind_the_first(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    with transaction():
        commands.move(lin, kept, measure(town, kept, ROAD), by=1, now=NOW)
        commands.split(lin, kept, measure(town, kept, ROAD), before="市公路局要在5月底前", now=NOW)

    titles = [it.quote[:4] for it in directives(town, kept) if it.parent_id and it.start < 250]
    assert titles.index("建成产业") == titles.index("市公路局") + 1


def test_a_priority_is_not_split(town: Town) -> None:
    kept = report(town)

    with pytest.raises(RuleBroken) as refusal:
        commands.split(town.actor(town.lin), kept, priority(town, kept), before="突出", now=NOW)

    assert refusal.value.sentence == reshaping.NO_CUT_IN_PRIORITY
