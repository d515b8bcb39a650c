"""The example city's year, told through the product's own commands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from tracker.example import words
from tracker.example.cast import Cast
from tracker.example.days import Year, dice, end_of, in_office, later, month_end
from tracker.example.deeds import Part
from tracker.example.fates import Fate, Lot, deal
from tracker.example.lives import leading_life, supporting_life
from tracker.example.milestones import count_more, milestones_life, set_up
from tracker.example.plan import PRIORITIES, TaskRow, shipped, task_rows
from tracker.example.stage import Life, Stage
from tracker.example.summaries import summary_lives
from tracker.foundation.db import db
from tracker.foundation.workdays import add_workdays
from tracker.journal.commands import record
from tracker.people.actor import SYSTEM, Actor
from tracker.workplan.directives.commands import accept, mark_context, note_only, take_in
from tracker.workplan.directives.drafting import Draft, draft_file, draft_text
from tracker.workplan.directives.models import Directive, DirectiveState, Level, Mode
from tracker.workplan.directives.sheet import sheet_of
from tracker.workplan.meetings.commands import correct_report
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.commands import (
    add_indicator,
    add_priority,
    dispatch,
    open_plan,
    register,
)
from tracker.workplan.tasks.indicators.models import Direction
from tracker.workplan.tasks.indicators.rules import Wanted
from tracker.workplan.tasks.models import Assignment, Plan

MINUTES_DUE_MONTHS = (1, 2, 4)
ACCEPTED_UNCLAIMED = 2
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Paper:
    """A report of the story: its draft and the day it came in.

    convened_by: the organiser, where the report does not state it and a supervisor fills it in;
    is_latest: its review is unfinished.
    """

    draft: Draft
    comes_on: date
    convened_by: str | None = None
    is_latest: bool = False


def tell(cast: Cast, year: Year) -> None:
    """Play the whole year up to the last working day before today."""
    throw = dice("story", year.today)
    ends = end_of(year.last_day)
    stage = Stage(cast, year, ends)
    rows = task_rows()
    papers = _papers(year)
    lots = _lots(rows, papers)
    deal([lot for lot in lots if not lot.row.waits], year, throw)
    plan = _open(stage, year)
    for paper in papers:
        stage.enter(_paper_life(stage, paper, [lot.row.key for lot in lots if lot.row.key]))
    for lot in lots:
        stage.enter(_task_life(stage, plan, lot))
    for life in summary_lives(stage, plan):
        stage.enter(life)
    stage.play()
    record(SYSTEM, "example.loaded", f"plan:{plan.id}", at=ends, today=year.today)


def _open(stage: Stage, year: Year) -> Plan:
    """Open the plan on one of the year's first days, before anything else happens."""
    chief = stage.cast.supervisors[-1]
    at = in_office(year.on(1, 4), dice("plan", year.today))
    plan = open_plan(chief, year.year, now=at)
    for name in PRIORITIES:
        at += timedelta(minutes=1)
        add_priority(chief, plan, name, now=at)
    return plan


def _papers(year: Year) -> list[Paper]:
    news_on, plan_on = year.on(1, 6), year.on(1, 16)
    facts = {
        "year": year.year,
        "last": year.year - 1,
        "news_held": f"{news_on.month}月{news_on.day}日",
        "news_published": f"{add_workdays(news_on, 1).isoformat()} 09:26",
        "plan_signed": _in_full(plan_on),
        "minutes_year": year.meeting_on.year,
        "minutes_number": year.meeting_on.isocalendar().week,
        "minutes_held": _in_full(year.meeting_on),
    }
    for name, months in enumerate(MINUTES_DUE_MONTHS, 1):
        facts[f"due_{name}"] = _month_after(year.meeting_on, months)
    texts = [
        shipped(f"reports/{name}.txt").format(**facts)
        for name in ("1-news", "2-work-plan", "3-minutes")
    ]
    title = f"{year.year}年全市重点工作任务安排"
    return [
        Paper(draft_text(texts[0], plan_year=year.year), add_workdays(news_on, 1)),
        Paper(
            draft_file(f"{title}.txt", texts[1].encode(), plan_year=year.year),
            add_workdays(plan_on, 1),
        ),
        Paper(
            draft_text(texts[2], plan_year=year.year),
            add_workdays(year.meeting_on, 1),
            convened_by="市政府",
            is_latest=True,
        ),
    ]


def _in_full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _month_after(day: date, months: int) -> str:
    end = month_end(day)
    for _ in range(months):
        end = month_end(end + timedelta(days=1))
    return f"{end.month}月底前" if end.year == day.year else f"{end.year}年{end.month}月底前"


def _lots(rows: list[TaskRow], papers: list[Paper]) -> list[Lot]:
    """Give each row its place and the date that its directive states; without its directive, none."""
    found = [it for paper in papers for it, _ in paper.draft.directives if it.level == "measure"]
    lots = []
    for place, row in enumerate(rows):
        source = next((it for it in found if row.key in it.text), None) if row.key else None
        if source is not None or not row.key:
            lots.append(Lot(row, place, source.due if source else None))
    return lots


def _paper_life(stage: Stage, paper: Paper, keys: list[str]) -> Life:
    """Take a report in and review it the same day; of the latest one some is left to do."""
    actor = stage.cast.supervisors[0]
    throw = dice("paper", paper.comes_on)
    at = in_office(paper.comes_on, throw)
    yield at
    report = take_in(actor, paper.draft, now=at)
    at += timedelta(minutes=3)
    yield at
    if paper.convened_by is not None:
        _fill_in(actor, report, paper.convened_by, at)
    directives = db.session.scalars(
        select(Directive).where(Directive.report_id == report.id).order_by(Directive.position)
    ).all()
    spare = ACCEPTED_UNCLAIMED
    for directive in directives:
        at += timedelta(seconds=throw.randint(4, 25))
        yield at
        is_claimed = any(key in directive.quote for key in keys)
        if is_claimed or (directive.level is Level.PRIORITY and not paper.is_latest):
            accept(actor, directive, now=at)
        elif not paper.is_latest:
            note_only(actor, directive, reason=words.said("note_only", throw), now=at)
        elif spare and directive.level is Level.MEASURE and directive.confidence > SURE:
            accept(actor, directive, now=at)
            spare -= 1
    first_slogan = next(
        (it for it in directives if it.state is DirectiveState.DRAFT and it.confidence < SURE), None
    )
    if first_slogan is not None:
        note_only(actor, first_slogan, reason=words.said("note_only", throw), now=at)
    if not paper.is_latest:
        at += timedelta(minutes=2)
        yield at
        rest = sheet_of(report, directives, []).coverage.unhandled
        mark_context(actor, report, [(it.start, it.end) for it in rest], now=at)


def _fill_in(actor: Actor, report: Report, organiser: str, at: datetime) -> None:
    """Say who convened the meeting, which the minutes do not."""
    correct_report(
        actor,
        report,
        title=report.title,
        held_on=report.held_on,
        published_on=report.published_on,
        organiser=organiser,
        speaker=report.speaker,
        plan_year=report.plan_year,
        now=at,
    )


def _task_life(stage: Stage, plan: Plan, lot: Lot) -> Life:
    """Register a task and dispatch it the same day; it goes on in its units."""
    row, cast, throw = lot.row, stage.cast, dice("task", stage.year.today, lot.place)
    actor = cast.supervisors[lot.place % 2]
    day = lot.dispatched_on or add_workdays(stage.year.meeting_on, 2)
    at = in_office(day, throw).replace(hour=9)
    yield at
    directives = _sources(row)
    leader = cast.leader_of(cast.units[row.coordinator or row.leads[0]])
    task = register(
        actor,
        plan=plan,
        priority=plan.priorities[row.priority - 1],
        title=row.title or directives[0].title,
        text=row.text or directives[0].quote,
        directives=directives,
        leader_id=leader.id,
        cycle=row.cycle,
        is_key=row.is_key,
        is_standing=row.is_standing,
        weight=3 if row.is_key else 1,
        now=at,
    )
    if row.figure:
        target = Decimal(row.figure.target)
        wanted = Wanted(row.figure.name, row.figure.unit, Direction.UP, None, target)
        add_indicator(actor, task, wanted, now=at)
    count_more(actor, task, at)
    schedule = set_up(actor, task, lot, at)
    if row.waits:
        return
    at = later(at, throw)
    yield at
    assignments = dispatch(
        actor,
        task,
        mode=Mode.EACH if row.is_each else Mode.JOINT,
        lead_ids=[cast.units[code].id for code in row.leads],
        support_ids=[cast.units[code].id for code in row.supporters],
        due_on=lot.due_on,
        coordinator_id=cast.units[row.coordinator].id if row.coordinator else None,
        now=at,
    )
    codes = (*row.leads, *row.supporters)
    for code, assignment in zip(codes, assignments, strict=True):
        part = _part(stage, lot, code, assignment)
        if assignment.is_lead:
            stage.enter(leading_life(part, at))
            stage.enter(milestones_life(part, schedule, at))
        else:
            stage.enter(supporting_life(part, at))


def _sources(row: TaskRow) -> list[Directive]:
    """Find the accepted directive that a row is made from."""
    if not row.key:
        return []
    return list(
        db.session.scalars(
            select(Directive)
            .where(
                Directive.level == Level.MEASURE,
                Directive.state == DirectiveState.ACCEPTED,
                Directive.quote.contains(row.key, autoescape=True),
            )
            .order_by(Directive.id)
            .limit(1)
        )
    )


def _part(stage: Stage, lot: Lot, code: str, assignment: Assignment) -> Part:
    throw = dice("unit", stage.year.today, lot.place, code)
    return Part(stage, lot, assignment, throw, lot.fates.get(code, Fate.NORMAL))
