"""Beginning, mapping, finishing and throwing away an import."""

import pytest
from sqlalchemy import func, select

from tests.journal.readers import deeds
from tests.town import NOW, Town
from tests.workplan.directives.breakdown.builders import HEAD, TITLE, file_of, town_sheet
from tracker.foundation import files
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.people.models import Person
from tracker.readers.workbook import Workbook, read_workbook
from tracker.workplan.directives.breakdown import (
    Breakdown,
    Kind,
    Mapping,
    Role,
    lay_out,
    queries,
    recognised,
    rules,
)
from tracker.workplan.directives.breakdown.drafting import draft_breakdown
from tracker.workplan.directives.breakdown.models import BreakdownImport
from tracker.workplan.directives.commands import importing
from tracker.workplan.directives.drafting import Draft
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import SameReport, SecretReport

NAME = "分解表.xlsx"


def begun(
    town: Town, data: bytes | None = None, person: Person | None = None
) -> tuple[BreakdownImport, Workbook]:
    data = data or town_sheet()
    book = read_workbook(NAME, data)
    with transaction():
        it = importing.begin_import(
            town.actor(person or town.lin), book, file_name=NAME, data=data, now=NOW
        )
    return it, book


def mapped(town: Town, data: bytes | None = None) -> tuple[BreakdownImport, Workbook]:
    it, book = begun(town, data)
    sheet = book.sheets[0]
    with transaction():
        importing.map_columns(
            town.actor(town.lin),
            it,
            sheet,
            at=0,
            mapping=recognised(sheet),
            plan_year=2026,
            splits=False,
            now=NOW,
        )
    return it, book


def drafted(
    it: BreakdownImport, book: Workbook, forgives: frozenset[Kind] = frozenset()
) -> tuple[Breakdown, Draft]:
    found = lay_out(
        book.sheets[0],
        Mapping.of_json(it.mapping or {"head": 1, "columns": {"measure": 2}}),
        year=2026,
        epoch=1900,
        forgives=forgives,
    )
    data = files.kept(it.file_hash)
    return found, draft_breakdown(found, book, file_name=NAME, data=data, plan_year=2026)


def finished(town: Town, data: bytes | None = None) -> Report:
    it, book = mapped(town, data)
    found, draft = drafted(it, book)
    with transaction():
        return importing.finish_import(town.actor(town.lin), it, found, draft, now=NOW)


def test_beginning_keeps_the_file_and_is_written_down(town: Town) -> None:
    it, _ = begun(town)

    assert files.kept(it.file_hash)
    assert (it.file_name, it.begun_by.name, it.report) == (NAME, "林涛", None)
    assert deeds()[-1] == "breakdown.begun"


def test_the_same_file_again_goes_on_with_the_same_import(town: Town) -> None:
    data = town_sheet()
    first, _ = begun(town, data)
    again, _ = begun(town, data)

    assert first.id == again.id


def test_of_a_secret_file_nothing_is_kept(town: Town) -> None:
    with pytest.raises(SecretReport):
        begun(town, file_of(["绝密★"], ["举措"], ["办好一件事"]))

    assert db.session.scalar(select(func.count()).select_from(BreakdownImport)) == 0


def test_mapping_is_kept_once_and_written_down(town: Town) -> None:
    data = town_sheet()
    mapped(town, data)
    again, _ = mapped(town, data)

    assert Mapping.of_json(again.mapping or {}).columns[Role.MEASURE] == 2
    assert (again.sheet, again.plan_year) == (0, 2026)
    assert deeds().count("breakdown.mapped") == 1
    entry = db.session.scalars(select(Entry).where(Entry.deed == "breakdown.mapped")).one()
    assert "measure=3" in entry.details["columns"]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (Mapping(1, {Role.PRIORITY: 1}), rules.NO_MEASURE),
        (Mapping(1, {Role.MEASURE: 2, Role.DUE: 2}), rules.TWICE),
        (Mapping(1, {Role.MEASURE: 99}), rules.TWICE),
        (Mapping(400, {Role.MEASURE: 2}), rules.NO_HEAD),
        (Mapping(-2, {Role.MEASURE: 2}), rules.NO_HEAD),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(
    town: Town, mapping: Mapping, sentence: str
) -> None:
    it, book = begun(town)

    with pytest.raises(RuleBroken) as refused, transaction():
        importing.map_columns(
            town.actor(town.lin),
            it,
            book.sheets[0],
            at=0,
            mapping=mapping,
            plan_year=2026,
            splits=False,
            now=NOW,
        )
    assert refused.value.sentence == sentence


@pytest.mark.postgres
def test_finishing_makes_a_report_once(town: Town) -> None:
    report = finished(town)

    it = db.session.scalars(select(BreakdownImport)).one()
    assert it.report_id == report.id
    assert report.plan_year == 2026
    assert deeds()[-1] == "breakdown.finished"
    found, draft = drafted(it, read_workbook(NAME, town_sheet()))
    with pytest.raises(RuleBroken) as refused, transaction():
        importing.finish_import(town.actor(town.lin), it, found, draft, now=NOW)
    assert refused.value.sentence == rules.FINISHED


def test_the_same_rows_again_are_the_same_report(town: Town) -> None:
    first = finished(town)

    with pytest.raises(SameReport) as refused:
        finished(town, town_sheet())
    assert refused.value.report_id == first.id


def test_with_an_error_nothing_is_taken_in(town: Town) -> None:
    it, book = mapped(town, town_sheet("2月30日"))
    found, draft = drafted(it, book)

    with pytest.raises(RuleBroken) as refused, transaction():
        importing.finish_import(town.actor(town.lin), it, found, draft, now=NOW)

    assert refused.value.sentence == rules.HAS_TROUBLES
    assert db.session.scalar(select(func.count()).select_from(Directive)) == 0
    found, draft = drafted(it, book, frozenset({Kind.DUE}))
    with transaction():
        importing.finish_import(town.actor(town.lin), it, found, draft, now=NOW)


def test_a_sheet_that_nobody_mapped_is_not_taken_in(town: Town) -> None:
    it, book = begun(town)
    found, draft = drafted(it, book)

    with pytest.raises(RuleBroken) as refused, transaction():
        importing.finish_import(town.actor(town.lin), it, found, draft, now=NOW)
    assert refused.value.sentence == rules.NOT_MAPPED


def test_an_older_copy_is_refused(town: Town) -> None:
    it, book = mapped(town)
    found, draft = drafted(it, book)

    with pytest.raises(Outdated), transaction():
        importing.finish_import(town.actor(town.lin), it, found, draft, version=1, now=NOW)


def test_throwing_away_says_which_file_nobody_needs(town: Town) -> None:
    it, _ = begun(town)
    file_hash = it.file_hash
    with transaction():
        unneeded = importing.discard_import(town.actor(town.lin), it, now=NOW)

    assert unneeded == file_hash
    assert deeds()[-1] == "breakdown.discarded"
    data = town_sheet()
    finished(town, data)
    again, _ = begun(town, data)
    with transaction():
        assert importing.discard_import(town.actor(town.lin), again, now=NOW) is None


def test_nobody_but_supervisors_imports(town: Town) -> None:
    it, book = mapped(town)
    found, draft = drafted(it, book)
    actor = town.actor(town.yan)

    with pytest.raises(NotAllowed):
        begun(town, person=town.wang)
    with pytest.raises(NotAllowed):
        importing.finish_import(actor, it, found, draft, now=NOW)
    with pytest.raises(NotAllowed):
        importing.discard_import(actor, it, now=NOW)
    with pytest.raises(NotAllowed):
        importing.map_columns(
            actor,
            it,
            book.sheets[0],
            at=0,
            mapping=recognised(book.sheets[0]),
            plan_year=2026,
            splits=False,
            now=NOW,
        )


def test_everybody_sees_their_own_imports_alone(town: Town) -> None:
    it, _ = begun(town)
    lin = town.actor(town.lin)

    assert [found.id for found in queries.unfinished_imports(lin)] == [it.id]
    assert queries.visible_import(lin, it.id).id == it.id
    for person in (town.yan, town.wang):
        assert list(queries.unfinished_imports(town.actor(person))) == []
        with pytest.raises(NotFound):
            queries.visible_import(town.actor(person), it.id)


def test_a_sheet_is_chosen_among_those_there_are(town: Town) -> None:
    _, book = begun(town)

    rules.check_sheet(book.sheets, 0)
    for at in (-1, 1):
        with pytest.raises(RuleBroken):
            rules.check_sheet(book.sheets, at)


def test_a_sheet_is_labelled_as_its_title_says_and_no_lower(town: Town) -> None:
    marked = file_of([f"{TITLE}（敏感）"], HEAD, [1, "强链", "建成产业园连接线"], merged=["A1:H1"])
    it, book = mapped(town, marked)
    found, draft = drafted(it, book)
    assert (found.title, found.label) == (TITLE, Label.SENSITIVE)
    lin = town.actor(town.lin)
    with pytest.raises(RuleBroken) as refusal:
        importing.finish_import(lin, it, found, draft, label=Label.INTERNAL, now=NOW)
    assert refusal.value.sentence == rules.BELOW_MARK
    with transaction():
        assert importing.finish_import(lin, it, found, draft, now=NOW).label is Label.SENSITIVE

    unmarked = finished(town)
    assert unmarked.label is Label.INTERNAL
