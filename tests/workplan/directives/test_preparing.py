"""What is worked out before the transaction holds inside it, unless something changed meanwhile."""

from tests.town import NOW, TODAY, Town
from tests.workplan.directives.breakdown.builders import HEAD, file_of
from tests.workplan.directives.builders import directives
from tracker.foundation.db import transaction
from tracker.readers.workbook import read_workbook
from tracker.workplan.directives.breakdown.drafting import draft_breakdown
from tracker.workplan.directives.breakdown.heads import recognised
from tracker.workplan.directives.breakdown.layout import lay_out
from tracker.workplan.directives.commands import take_in, take_in_text
from tracker.workplan.directives.drafting import TITLE_CUT, draft_text
from tracker.workplan.directives.preparing import prepare
from tracker.workplan.meetings.rules import LONGEST_TITLE

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


def test_a_title_beyond_its_room_is_said_and_its_words_stay(town: Town) -> None:
    title = "关于做好防汛工作的通知" * 20
    actor, draft = town.actor(town.lin), draft_text(f"{title}\n{WORDS}", today=TODAY)

    assert TITLE_CUT in draft.reading.warnings
    assert title in draft.reading.text
    with transaction():
        report = take_in(actor, draft, now=NOW)
    assert len(report.title) == LONGEST_TITLE
    assert TITLE_CUT not in draft_text(WORDS, today=TODAY).reading.warnings


def test_a_priority_whose_name_is_too_long_says_so(town: Town) -> None:
    name = "改善人居环境" * 40
    rows = [HEAD, [1, name, "改造老旧小区96个", "", "市住房局"]]
    data = file_of([name], *rows)
    book = read_workbook("表.xlsx", data)
    sheet = book.sheets[0]
    breakdown = lay_out(sheet, recognised(sheet), year=2026, epoch=1900)
    draft = draft_breakdown(breakdown, book, file_name="表.xlsx", data=data, plan_year=2026)

    priority, measure = prepare(town.actor(town.lin), draft, today=TODAY).rows

    assert (priority["heading"], priority["quote"]) == (name[:200], name)
    assert priority["reason"].endswith("名称太长，只留了前 200 字，全文见原句")
    assert len(priority["reason"]) <= 100
    assert measure["reason"] == "任务分解表第 3 行"
    assert TITLE_CUT in draft.reading.warnings
