"""Events in, lines out."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.review.scoring import (
    DateEvent,
    Figures,
    Record,
    ReturnedEntry,
    Rule,
    StateEvent,
    TardyEntry,
    due_date,
    late_days,
    ledger,
    rules_shown,
)
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.rules import Step

DUE = date(2026, 5, 31)
TODAY = date(2026, 6, 18)
BEGAN = date(2026, 2, 2)
_S = AssignmentState
STATES = {
    Step.DISPATCH: _S.DISPATCHED,
    Step.ACKNOWLEDGE: _S.ACKNOWLEDGED,
    Step.DECLINE: _S.DECLINED,
    Step.ASK_CLOSURE: _S.REPORTED,
    Step.WITHDRAW: _S.ACKNOWLEDGED,
    Step.CLOSE: _S.CLOSED,
    Step.REDO: _S.ACKNOWLEDGED,
    Step.REOPEN: _S.ACKNOWLEDGED,
    Step.PAUSE: _S.PAUSED,
    Step.RESUME: _S.ACKNOWLEDGED,
    Step.TERMINATE: _S.TERMINATED,
}


def record(
    *steps: tuple[Step, date],
    due_on: date | None = DUE,
    is_lead: bool = True,
    returned: tuple[ReturnedEntry, ...] = (),
) -> Record:
    """Return an assignment that was dispatched and signed for in February, and then this."""
    begun = ((Step.DISPATCH, BEGAN), (Step.ACKNOWLEDGE, BEGAN + timedelta(days=1)))
    return Record(
        assignment_id=3,
        task_id=2,
        number="2026-01-001",
        title="加快老旧小区改造",
        is_lead=is_lead,
        held_since=BEGAN,
        states=tuple(
            StateEvent(on, step, STATES[step], f"因为{step}") for step, on in (*begun, *steps)
        ),
        dates=(DateEvent(BEGAN, due_on),) if due_on else (),
        returned=returned,
    )


def closed(reported: date, verified: date | None = None) -> Record:
    return record((Step.ASK_CLOSURE, reported), (Step.CLOSE, verified or reported))


def test_what_is_closed_in_time_gets_nothing_but_a_ground() -> None:
    found = ledger([closed(date(2026, 5, 30), date(2026, 6, 10))], TODAY)

    line = found.lines[0]
    assert (line.rule, line.points, line.on) == (Rule.ON_TIME, Decimal(0), date(2026, 6, 10))
    assert line.values == {"due": DUE, "day": date(2026, 5, 30)}
    assert (line.task_id, line.assignment_id, line.number) == (2, 3, "2026-01-001")
    assert found.total == 100


@pytest.mark.parametrize(
    ("days", "points"), [(1, 0), (6, 0), (7, -1), (13, -1), (14, -2), (35, -5), (200, -5)]
)
def test_every_full_week_costs_a_point_and_five_at_most(days: int, points: int) -> None:
    found = ledger([closed(DUE + timedelta(days=days))], date(2026, 12, 31))

    assert [(line.rule, line.points) for line in found.lines] == [(Rule.LATE, Decimal(points))]
    assert found.lines[0].values["days"] == days
    assert found.total == 100 + points


def test_open_work_is_late_until_today() -> None:
    found = ledger([record()], TODAY)

    line = found.lines[0]
    assert (line.rule, line.on, line.points) == (Rule.LATE, TODAY, Decimal(-2))
    assert line.values == {"due": DUE, "day": TODAY, "days": 18, "weeks": 2}
    assert "尚未办结" in line.ground


def test_open_work_before_its_date_has_no_line() -> None:
    assert ledger([record()], date(2026, 5, 31)).lines == ()


def test_what_waits_to_be_verified_is_late_until_it_was_reported() -> None:
    line = ledger([record((Step.ASK_CLOSURE, date(2026, 6, 8)))], TODAY).lines[0]

    assert (line.on, line.values["days"]) == (date(2026, 6, 8), 8)
    assert "待核定" in line.ground


def test_an_approved_extension_moves_the_date() -> None:
    extended = replace(
        record(), dates=(DateEvent(BEGAN, DUE), DateEvent(date(2026, 5, 20), date(2026, 7, 31)))
    )

    assert due_date(extended) == date(2026, 7, 31)
    assert ledger([extended], TODAY).lines == ()
    assert ledger([extended], date(2026, 5, 19)).lines == ()


def test_a_date_brought_forward_costs_nobody_a_point() -> None:
    sooner = replace(
        closed(date(2026, 5, 30)),
        dates=(DateEvent(BEGAN, DUE), DateEvent(date(2026, 4, 1), date(2026, 4, 30))),
    )
    assert (due_date(sooner), late_days(sooner, TODAY)) == (DUE, 0)
    back = replace(sooner, dates=(*sooner.dates, DateEvent(date(2026, 5, 2), date(2026, 7, 31))))
    assert due_date(back) == date(2026, 7, 31)


def test_a_standing_task_is_never_late_and_never_on_time() -> None:
    assert late_days(record(due_on=None), TODAY) == 0
    done = record((Step.ASK_CLOSURE, TODAY), (Step.CLOSE, TODAY), due_on=None)
    assert ledger([done], TODAY).lines == ()


def test_a_redo_costs_two_points_and_the_clock_runs_on() -> None:
    found = ledger(
        [record((Step.ASK_CLOSURE, date(2026, 5, 30)), (Step.REDO, date(2026, 6, 5)))], TODAY
    )

    assert [(line.rule, line.points) for line in found.lines] == [
        (Rule.LATE, Decimal(-2)),
        (Rule.REDO, Decimal(-2)),
    ]
    assert found.lines[0].values["days"] == 18
    assert (found.lines[1].on, found.lines[1].reason) == (date(2026, 6, 5), "因为redo")
    assert found.count(Rule.REDO) == 1
    assert (found.points(Rule.REDO), found.total) == (Decimal(-2), Decimal(96))


def test_a_withdrawn_request_does_not_stop_the_clock() -> None:
    asked = (Step.ASK_CLOSURE, date(2026, 5, 30))

    assert late_days(record(asked, (Step.WITHDRAW, date(2026, 6, 10))), TODAY) == 18


def test_a_look_back_counts_from_the_day_it_was_reopened() -> None:
    again = record(
        (Step.ASK_CLOSURE, date(2026, 5, 20)),
        (Step.CLOSE, date(2026, 5, 25)),
        (Step.REOPEN, date(2026, 6, 15)),
    )

    assert late_days(again, TODAY) == 3


def test_days_of_a_pause_do_not_count() -> None:
    paused = record((Step.PAUSE, date(2026, 6, 3)))
    resumed = record((Step.PAUSE, date(2026, 6, 3)), (Step.RESUME, date(2026, 6, 13)))

    assert (late_days(paused, TODAY), late_days(resumed, TODAY)) == (3, 8)
    assert "中止" in ledger([paused], TODAY).lines[0].ground


def test_days_before_the_unit_had_it_do_not_count() -> None:
    assert late_days(replace(record(), held_since=date(2026, 6, 11)), TODAY) == 7


def test_what_was_ended_in_time_has_no_line() -> None:
    assert ledger([record((Step.TERMINATE, date(2026, 4, 1)))], TODAY).lines == ()


def test_a_returned_entry_costs_half_a_point_and_a_supporter_half_of_it() -> None:
    returned = (ReturnedEntry(date(2026, 4, 8), "2026Q1", "没有数字"),)

    led = ledger([record(returned=returned)], date(2026, 5, 1))
    helped = ledger([record(returned=returned, is_lead=False)], date(2026, 5, 1))

    assert (led.lines[0].rule, led.lines[0].points) == (Rule.ENTRY_RETURNED, Decimal("-0.5"))
    assert (led.lines[0].values, led.lines[0].reason) == ({"period": "2026Q1"}, "没有数字")
    assert led.total == Decimal("99.5")
    assert helped.lines[0].points == Decimal("-0.25")
    assert "按 %(share)s" in helped.lines[0].ground


def test_supporters_are_not_counted_for_lateness_or_redo() -> None:
    again = record((Step.REDO, date(2026, 6, 1)), is_lead=False)

    assert ledger([again], TODAY).lines == ()


def test_a_unit_that_leads_nothing_is_not_ranked() -> None:
    assert not ledger([], TODAY).is_ranked
    assert not ledger([record(is_lead=False)], TODAY).is_ranked
    assert ledger([record()], TODAY).is_ranked


def test_what_a_unit_declined_is_not_its_task() -> None:
    declined = record((Step.DECLINE, date(2026, 2, 4)))

    assert ledger([declined], TODAY).total is None


def test_later_events_do_not_count() -> None:
    done = replace(
        closed(date(2026, 6, 14)), returned=(ReturnedEntry(date(2026, 6, 15), "2026Q2", "缺数"),)
    )

    assert ledger([done], BEGAN - timedelta(days=1)).total is None
    assert [line.rule for line in ledger([done], date(2026, 6, 8)).lines] == [Rule.LATE]
    assert [line.rule for line in ledger([done], date(2026, 6, 15)).lines] == [
        Rule.LATE,
        Rule.ENTRY_RETURNED,
    ]


def test_a_total_does_not_fall_below_the_least() -> None:
    assert ledger([record()] * 60, date(2026, 12, 31)).total == 0


def test_the_numbers_are_settings() -> None:
    strict = Figures(base=Decimal(80), late_per_week=Decimal(2), late_most=Decimal(3))

    assert ledger([record()], TODAY, strict).total == 77


@given(
    days=st.lists(st.integers(min_value=1, max_value=300), min_size=0, max_size=6),
    as_of=st.integers(min_value=0, max_value=330),
)
def test_the_same_events_give_the_same_lines_and_never_a_bonus(days: list[int], as_of: int) -> None:
    course = [Step.ASK_CLOSURE, Step.REDO, Step.ASK_CLOSURE, Step.CLOSE, Step.REOPEN, Step.PAUSE]
    told = record(
        *[
            (step, BEGAN + timedelta(days=day))
            for step, day in zip(course, sorted(days), strict=False)
        ]
    )
    day = BEGAN + timedelta(days=as_of)

    found = ledger([told], day)

    assert found == ledger([told], day)
    assert all(-5 <= line.points <= 0 for line in found.lines)
    assert 0 <= late_days(told, day) <= max(0, (day - DUE).days) or as_of < max(days, default=0)


def test_late_and_missing_entries_cost_what_the_office_sets() -> None:
    late = TardyEntry("2026Q1", date(2026, 4, 8), date(2026, 4, 20))
    never = TardyEntry("2026Q2", date(2026, 7, 7), None)
    lead = replace(record(), tardy=(late, never))
    assert ledger([lead], TODAY).lines == ledger([record()], TODAY).lines

    told = Figures(entry_late=Decimal("0.1"), entry_missing=Decimal("0.5"))
    lines = [it for it in ledger([lead], TODAY, told).lines if it.rule is not Rule.LATE]
    assert [(it.rule, it.on, it.points) for it in lines] == [
        (Rule.ENTRY_LATE, date(2026, 4, 20), Decimal("-0.1")),
        (Rule.ENTRY_MISSING, date(2026, 7, 7), Decimal("-0.5")),
    ]
    assert lines[0].values == {"period": "2026Q1", "due": late.due_on, "day": late.on}

    helper = replace(lead, is_lead=False)
    assert [it.points for it in ledger([helper], TODAY, told).lines] == [
        Decimal("-0.05"),
        Decimal("-0.25"),
    ]
    carried = replace(helper, counted_from=date(2026, 5, 1))
    assert [it.rule for it in ledger([carried], TODAY, told).lines] == [Rule.ENTRY_MISSING]


def test_rules_that_cost_nothing_are_not_listed() -> None:
    assert set(rules_shown(Figures())) == set(Rule) - {Rule.ENTRY_LATE, Rule.ENTRY_MISSING}
    assert Rule.ENTRY_LATE in rules_shown(Figures(entry_late=Decimal("0.1")))
