"""A report that is carried out, and its form filled in as the page offers it."""

from datetime import date
from typing import Any

from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.workplan.directives.models import Directive, DirectiveState, Level, NamedUnit, Origin
from tracker.workplan.tasks.models import Assignment, Task


def report_with_two_measures(town: Town) -> tuple[Directive, list[Directive]]:
    """Return a heading of a report with two measures: one of a department, one of all counties."""
    text = "突出安居，加快老旧小区改造，建成二百套保障房。"
    report = builders.report(town, text=text)
    heading = builders.directive(town, "突出安居", of=report, level=Level.PRIORITY)
    measures = [
        builders.directive(
            town,
            "加快老旧小区改造",
            of=report,
            parent=heading,
            units=[builders.named(town.housing)],
            due_on=date(2026, 9, 30),
        ),
        builders.directive(
            town, "建成二百套保障房", of=report, parent=heading, units=[all_counties(town)]
        ),
    ]
    return heading, measures


def all_counties(town: Town) -> NamedUnit:
    """Return the group as a report names it."""
    return NamedUnit(name="各地", duty="lead", unit_id=None, group_id=town.counties.id)


def page_of(heading: Directive) -> str:
    """Return the address of the page of a report."""
    return f"/reports/{heading.report_id}/carry-out"


def sent_as_shown(heading: Directive, measures: list[Directive], **changes: Any) -> dict[str, Any]:
    """Fill the form in as the page offers it; what the report says stands in it already."""
    fields: dict[str, Any] = {
        "row": [it.id for it in measures],
        "mode": "joint",
        "due_on": "2026-12-31",
        f"h{heading.id}-priority": "new",
    }
    fields |= {f"m{it.id}-chosen": "y" for it in measures}
    return fields | {f"m{it.id}-title": it.title for it in measures} | changes


def tasks() -> list[Task]:
    """Return all tasks by number."""
    return list(db.session.scalars(select(Task).order_by(Task.number)))


def assignments() -> list[Assignment]:
    """Return all assignments as they were made."""
    return list(db.session.scalars(select(Assignment).order_by(Assignment.id)))


def add_measures(town: Town, heading: Directive, count: int) -> None:
    """Add so many accepted measures to a heading."""
    with transaction():
        db.session.add_all(
            Directive(
                report_id=heading.report_id,
                parent_id=heading.id,
                position=100 + number,
                level=Level.MEASURE,
                origin=Origin.EXTRACTED,
                title=f"第 {number} 件事",
                quote=f"第 {number} 件事",
                start=0,
                end=4,
                units=[builders.named(town.housing)],
                reason="示例",
                confidence=0.9,
                state=DirectiveState.ACCEPTED,
                decided_by_id=town.lin.id,
                decided_at=NOW,
            )
            for number in range(count)
        )
