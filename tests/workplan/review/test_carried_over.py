"""What the ledger counts of work that came from an earlier year."""

from datetime import date

from tracker.workplan.review.scoring import (
    DateEvent,
    Record,
    ReturnedEntry,
    Rule,
    StateEvent,
    ledger,
)
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.rules import Step


def record(counted_from: date | None) -> Record:
    """Return work that was late, redone and returned at the end of one year and in the next."""
    return Record(
        assignment_id=1,
        task_id=1,
        number="2027-01-001",
        title="改造老旧小区",
        is_lead=True,
        held_since=date(2026, 3, 1),
        states=(
            StateEvent(date(2026, 3, 1), Step.DISPATCH, AssignmentState.DISPATCHED),
            StateEvent(date(2026, 3, 2), Step.ACKNOWLEDGE, AssignmentState.ACKNOWLEDGED),
            StateEvent(date(2026, 12, 30), Step.ASK_CLOSURE, AssignmentState.REPORTED),
            StateEvent(date(2026, 12, 31), Step.REDO, AssignmentState.ACKNOWLEDGED, "缺材料"),
            StateEvent(date(2027, 1, 1), Step.ASK_CLOSURE, AssignmentState.REPORTED),
            StateEvent(date(2027, 1, 1), Step.REDO, AssignmentState.ACKNOWLEDGED, "还缺"),
        ),
        dates=(DateEvent(date(2026, 3, 1), date(2026, 12, 11)),),
        returned=(
            ReturnedEntry(date(2026, 12, 31), "2026-11", "不实"),
            ReturnedEntry(date(2027, 1, 1), "2026-12", "不实"),
        ),
        counted_from=counted_from,
    )


def test_each_day_and_each_event_counts_in_one_year() -> None:
    day = date(2027, 1, 10)
    whole, rest = ledger([record(None)], day), ledger([record(date(2027, 1, 1))], day)

    assert [whole.count(rule) for rule in (Rule.LATE, Rule.REDO, Rule.ENTRY_RETURNED)] == [1, 2, 2]
    assert [rest.count(rule) for rule in (Rule.LATE, Rule.REDO, Rule.ENTRY_RETURNED)] == [1, 1, 1]
    assert [it.lines[0].values["days"] for it in (whole, rest)] == [30, 10]
    assert {line.on for line in rest.lines} == {day, date(2027, 1, 1)}
