"""The review sheet: the text coloured, the directives numbered."""

import pytest

from tests.town import NOW, Town
from tests.workplan.directives.builders import HOMES, directives, measure, priority, report
from tests.workplan.meetings.builders import TEXT
from tracker.foundation.db import transaction
from tracker.workplan.directives import commands
from tracker.workplan.directives.coverage import Kind
from tracker.workplan.directives.models import Directive, Level, Origin
from tracker.workplan.directives.selection import utf16_units
from tracker.workplan.directives.sheet import (
    Sheet,
    family,
    in_chinese,
    marked,
    next_open,
    sheet_of,
    tree,
)


def sheet(town: Town) -> Sheet:
    kept = report(town)
    return sheet_of(kept, directives(town, kept), [])


def test_every_word_of_the_report_is_shown_once_and_in_order(town: Town) -> None:
    shown = sheet(town)

    words = "\n".join("".join(it.words for it in line.pieces) for line in shown.paragraphs)

    assert words == TEXT.strip()


def test_places_are_given_in_utf16_units(town: Town) -> None:
    kept = report(town, "全市𠮷林会议\n要抓好𠮷林水库除险加固，推进河湖管护。")
    shown = sheet_of(kept, directives(town, kept), [])

    for line in shown.paragraphs:
        for piece in line.pieces:
            assert piece.at == utf16_units(kept.text[: piece.stretch.start])


def test_furniture_and_title_are_no_sentences_to_be_handled(town: Town) -> None:
    covered = {TEXT[it.start : it.end][:5] for it in sheet(town).coverage.sentences}

    assert "您当前的位" not in covered
    assert "石桥市召开" not in covered
    assert "程远山指出" in covered


def test_each_directive_opens_once_in_the_text(town: Town) -> None:
    shown = sheet(town)

    opened = [it.opens.number for line in shown.paragraphs for it in line.pieces if it.opens]

    assert len(opened) == len(set(opened)) == len(shown.rows)


def test_measures_are_numbered_through_and_priorities_in_chinese(town: Town) -> None:
    shown = sheet(town)

    assert [it.number for it in shown.rows if it.is_priority] == ["一", "二"]
    measures = [it.number for it in shown.rows if not it.is_priority]
    assert measures == [str(n) for n in range(1, len(measures) + 1)]
    assert shown.rows[0].measures


def made(number: int, parent: int | None, level: Level, position: int) -> Directive:
    return Directive(
        id=number,
        parent_id=parent,
        level=level,
        position=position,
        origin=Origin.ADDED,
        title="",
        targets=[],
    )


def test_a_priority_below_another_is_numbered_in_brackets() -> None:
    rows = list(
        tree(
            [
                made(4, 2, Level.MEASURE, 3),
                made(1, None, Level.PRIORITY, 1),
                made(2, 1, Level.PRIORITY, 2),
                made(3, 1, Level.PRIORITY, 4),
                made(5, 99, Level.MEASURE, 9),
            ]
        )
    )

    assert [(it.number, it.depth) for it in rows] == [
        ("一", 0),
        ("（一）", 1),
        ("1", 2),
        ("（二）", 1),
        ("2", 0),
    ]


def test_a_family_is_a_priority_with_all_below_it() -> None:
    top, sub = made(1, None, Level.PRIORITY, 1), made(2, 1, Level.PRIORITY, 2)
    leaf, other = made(3, 2, Level.MEASURE, 3), made(4, None, Level.MEASURE, 4)

    assert family(top, [leaf, other, sub, top]) == [top, sub, leaf]


def test_the_next_open_row_is_found_round_the_end(town: Town) -> None:
    kept = report(town)
    with transaction():
        for it in directives(town, kept)[-2:]:
            commands.accept(town.actor(town.lin), it, now=NOW)
    rows = list(tree(directives(town, kept)))

    following = next_open(rows, rows[-3].directive.id)

    assert following is rows[0]
    assert next_open(rows, 9999) is rows[0]
    assert next_open([], 1) is None


def test_decided_text_changes_its_colour(town: Town) -> None:
    kept = report(town)
    homes = measure(town, kept, HOMES)
    with transaction():
        commands.note_only(town.actor(town.lin), homes, reason="已在办。", now=NOW)

    shown = sheet_of(kept, directives(town, kept), [])

    kinds = {
        it.stretch.directive_id: it.stretch.kind for line in shown.paragraphs for it in line.pieces
    }
    assert kinds[homes.id] is Kind.NOTE_ONLY
    assert kinds[priority(town, kept).id] is Kind.DRAFT


def test_figures_in_a_title_are_marked_in_order() -> None:
    assert marked("改造小区96个、街区20条", ["96个", "没有", "20条"]) == [
        ("改造小区", False),
        ("96个", True),
        ("、街区", False),
        ("20条", True),
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (36, "三十六"), (100, "100")],
)
def test_numbers_are_written_in_chinese(number: int, words: str) -> None:
    assert in_chinese(number) == words
