"""Migrations lead exactly to the models, both ways, on both databases."""

import re

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, table, text

from tests.town import NOW, Town
from tests.workplan.meetings.builders import TEXT
from tests.workplan.meetings.builders import report as meeting_report
from tests.workplan.tasks.builders import directive, task
from tracker.foundation.db import db, transaction
from tracker.foundation.folders import folder
from tracker.foundation.migrate import alembic_config
from tracker.workplan.directives.commands import merge, take_in_text, undo
from tracker.workplan.directives.models import Directive, DirectiveState, ReviewStep
from tracker.workplan.meetings.commands import void_report
from tracker.workplan.meetings.models import Report


@pytest.mark.postgres
@pytest.mark.usefixtures("app")
def test_migrations_lead_to_the_models_and_back() -> None:
    command.check(alembic_config())
    command.downgrade(alembic_config(), "base")
    command.upgrade(alembic_config(), "head")
    command.check(alembic_config())


@pytest.mark.usefixtures("app")
def test_migrations_are_numbered_in_one_line() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    names = sorted(path.name for path in (folder("migrations") / "versions").glob("*.py"))

    assert len(scripts.get_heads()) == 1
    for number, name in enumerate(names, start=1):
        assert re.fullmatch(rf"{number:04d}_[a-z_]+\.py", name), name


@pytest.mark.postgres
def test_what_a_filled_database_holds_survives_the_way_back_and_forth(town: Town) -> None:
    lin = town.actor(town.lin)
    first, twin = meeting_report(town), meeting_report(town, f"{TEXT}\n再次印发。")
    voided = meeting_report(town, "全市防汛会\n要备足物资。")
    for _ in range(2):  # two of one text, of which only one can have it back
        with transaction():
            void_report(lin, voided, reason="收重了", now=NOW)
        voided = meeting_report(town, voided.text)
    with transaction():
        void_report(lin, voided, reason="收重了", now=NOW)
    accepted = directive(town)
    merged = directive(town, of=accepted.report, parent=accepted)
    task(town, of=[accepted])
    with transaction():
        merged.state = DirectiveState.RETIRED
        accepted.position = 1.5
    assert twin.id != first.id
    db.session.remove()
    before = _rows()

    command.downgrade(alembic_config(), "0005")
    older = _rows()
    command.upgrade(alembic_config(), "head")

    assert older["directive"] == before["directive"] - 1
    assert older["report"] == before["report"]
    assert older["task_source"] == before["task_source"] == 1
    after = _rows()
    assert {it: after[it] for it in older} == older
    assert after["report_band"] >= before["report_band"] > 0
    hashes = db.session.execute(text("SELECT text_hash FROM report")).scalars().all()
    assert sum(it.startswith("voided:") for it in hashes) == 2
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_keys")).scalar() == 1


@pytest.mark.postgres
def test_figures_of_an_older_reading_get_room_for_their_details(town: Town) -> None:
    lin = town.actor(town.lin)
    with transaction():
        kept = take_in_text(lin, "会议要求，要把失业率由12%降至8%。\n要改造小区96个。", now=NOW)
    found = [
        it for it in db.session.scalars(select(Directive).order_by(Directive.id)) if it.targets
    ]
    with transaction():
        merge(lin, kept, found, now=NOW)
    report_id, first_id = kept.id, found[0].id
    db.session.remove()
    before = _figures()
    assert any(it["baseline"] == 12 for it in before)

    command.downgrade(alembic_config(), "0008")
    older = _figures()
    command.upgrade(alembic_config(), "head")

    assert [set(it) for it in older] == [{"text", "value", "unit", "comparison"}] * len(before)
    details = dict.fromkeys(("upper", "change", "baseline", "against"))
    assert _figures() == [it | details for it in older]
    # The step still fits what it left behind: it can be taken back.
    with transaction():
        undo(lin, db.session.get_one(Report, report_id), moment=NOW, now=NOW)
    assert db.session.get_one(Directive, first_id).targets[0]["baseline"] is None


def _figures() -> list[dict[str, object]]:
    """Give every figure that is kept, of directives and of the steps of a review."""
    found: list[dict[str, object]] = []
    with db.engine.connect() as connection:
        for row in connection.execute(select(Directive.__table__.c.targets).order_by("id")):
            found += row.targets
        for row in connection.execute(select(ReviewStep.__table__.c.images).order_by("id")):
            sides = [image[side] or {} for image in row.images for side in ("before", "after")]
            found += [target for said in sides for target in said.get("targets", [])]
    return found


def _rows() -> dict[str, int]:
    """Count the rows of every table that is there now."""
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0
            for name in inspect(connection).get_table_names()
        }
