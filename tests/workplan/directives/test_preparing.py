"""What is worked out before the transaction holds inside it, unless something changed meanwhile."""

from tests.town import NOW, TODAY, Town
from tests.workplan.directives.builders import directives
from tracker.foundation.db import transaction
from tracker.workplan.directives.commands import take_in, take_in_text
from tracker.workplan.directives.drafting import draft_text
from tracker.workplan.directives.preparing import prepare

EARLIER = "会议要求，要改造老旧小区96个，打造20条示范街区。"
WORDS = "会议要求，市住房局要改造老旧小区120个，打造示范街区。"


def test_nothing_is_worked_out_twice_while_nothing_changes(town: Town) -> None:
    actor, draft = town.actor(town.lin), draft_text(WORDS, today=TODAY)
    first = prepare(actor, draft, today=TODAY)

    again = prepare(actor, draft, today=TODAY, before=first)

    assert again == first
    assert again.rows is first.rows
    assert again.repeated is first.repeated


def test_units_that_were_renamed_meanwhile_are_matched_anew(town: Town) -> None:
    actor, draft = town.actor(town.lin), draft_text(WORDS, today=TODAY)
    prepared = prepare(actor, draft, today=TODAY)
    assert prepared.rows[0]["units"][0]["unit_id"] == town.housing.id

    with transaction():
        town.housing.name, town.housing.short_name = "市安居局", "安居局"
    with transaction():
        report = take_in(actor, draft, now=NOW, prepared=prepared)

    units = [unit for it in directives(town, report) for unit in it.units]
    assert [(it["name"], it["unit_id"]) for it in units] == [("市住房局", None)] * 2


def test_a_report_that_came_in_meanwhile_is_compared_with(town: Town) -> None:
    actor, draft = town.actor(town.lin), draft_text(WORDS, today=TODAY)
    prepared = prepare(actor, draft, today=TODAY)
    assert prepared.repeated == []

    with transaction():
        take_in_text(actor, EARLIER, now=NOW)

    now = prepare(actor, draft, today=TODAY, before=prepared)
    assert now.rows is prepared.rows
    assert now.repeated
