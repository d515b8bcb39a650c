"""The pages that look across the stages: they read everything and change nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.breakdown_sheet import breakdown_sheet as written_sheet
from tracker.documents.calendar_feed import calendar_feed as written_feed
from tracker.foundation.addresses import from_outside
from tracker.foundation.clock import now, today
from tracker.foundation.errors import NotFound
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, url_for_page
from tracker.foundation.settings import value_of
from tracker.overview import charts, deeds, feed, filters, queries
from tracker.overview.filters import Filters
from tracker.people.permissions import Permission, requires
from tracker.people.queries import bearer_of
from tracker.people.queries import units as all_units
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.carrying_over.queries import former_places
from tracker.workplan.tasks.chases.queries import chases_of_task, chases_to_answer
from tracker.workplan.tasks.chases.rules import LEVEL_WORDS
from tracker.workplan.tasks.extensions.queries import task_extensions
from tracker.workplan.tasks.indicators.queries import indicators_of
from tracker.workplan.tasks.indicators.rules import DIRECTION_WORDS
from tracker.workplan.tasks.limits import DUE_SOON, judging_on
from tracker.workplan.tasks.milestones.queries import milestone_lines
from tracker.workplan.tasks.queries import plan_of, usual_year
from tracker.workplan.tasks.signals import Judging
from tracker.workplan.tasks.splitting.queries import tasks_beside

pages = Blueprint("overview", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/")
@requires(Permission.SEE_WORK)
def my_work() -> ResponseReturnValue:
    """Show what the person must do now."""
    work = queries.my_work(current_actor(), judging_on(today()))
    return render_template(
        "overview/my_work.html",
        work=work,
        system=queries.system_work(current_actor(), today(), now()),
        rules=rules,
        step=None if work.filled else queries.first_step(current_actor(), today()),
        due_soon_workdays=value_of(DUE_SOON),
        all_years=filters.ALL_YEARS,
        to_answer=chases_to_answer(current_actor()),
        chase_levels=LEVEL_WORDS,
    )


@pages.get("/dashboard")
@requires(Permission.SEE_DASHBOARD)
def dashboard() -> ResponseReturnValue:
    """Show a year at a glance; to a leader, of the units in their charge if they ask."""
    actor, year, on = current_actor(), _asked_year(), _asked_day()
    day, plan = _judging(on), plan_of(year)
    if plan is None:
        return render_template(
            "overview/dashboard_empty.html", year=year, years=queries.years_with_plan()
        )
    is_mine = request.args.get("scope") == "charge" and bool(actor.charge)
    by_department = request.args.get("units") == "departments"
    board = queries.dashboard(
        actor,
        plan,
        day,
        units=actor.charge if is_mine else None,
        kinds=queries.DEPARTMENTS if by_department else queries.PLACES,
    )
    return render_template(
        "overview/dashboard.html",
        board=board,
        years=queries.years_with_plan(),
        year=year,
        at=now(),
        on=on,
        is_mine=is_mine,
        by_department=by_department,
        charged=queries.charged_tasks(actor, plan) if actor.charge else 0,
        to_list=_to_list(Filters(year=year, charge=is_mine, on=on)),
        to_board=_to_board(year, on, is_mine=is_mine, by_department=by_department),
        rate=charts.rate(*(board.tasks.times[timeliness] for timeliness in queries.Timeliness)),
        trends=[
            ("only-wide", _trend(board, charts.WIDE)),
            ("only-phone", _trend(board, charts.NARROW)),
        ],
        sparks={
            part.priority.id: charts.spark(part.course.planned, part.course.actual, charts.MULTIPLE)
            for part in board.parts
            if part.course
        },
    )


@pages.get("/tasks")
@requires(Permission.READ_TASKS)
def task_list() -> ResponseReturnValue:
    """Show the tasks that the filters in the URL leave."""
    actor, asked = current_actor(), _asked_filters()
    return render_template(
        "overview/task_list.html",
        found=queries.task_list(actor, asked, _judging(asked.on), asked_page()),
        choices=queries.choices(actor, asked.year),
        filters=asked,
        to_list=_to_list(asked),
        url_for_page=url_for_page(),
        rules=rules,
    )


@pages.get("/tasks/breakdown.xlsx")
@requires(Permission.READ_TASKS)
def breakdown_sheet() -> ResponseReturnValue:
    """Hand out what the list shows as the breakdown sheet, which is always of today."""
    asked = replace(_asked_filters(), on=None)
    title = _("%(year)s年度重点任务分解表", year=asked.year) if asked.year else _("重点任务分解表")
    content = written_sheet(
        title, queries.breakdown_rows(current_actor(), asked, judging_on(today()))
    )
    return Response(
        content,
        mimetype=XLSX,
        headers={
            "Content-Disposition": "attachment; filename=breakdown.xlsx; "
            f"filename*=UTF-8''{quote(f'{title}.xlsx')}"
        },
    )


@pages.get("/calendars/<string:token>.ics")
@requires(Permission.PUBLIC)
def calendar_feed(token: str) -> ResponseReturnValue:
    """Hand a calendar program the due dates of whose link it has."""
    actor = bearer_of(token, today())
    if actor is None:
        raise NotFound(_("没有这个日历，或者链接已经停用。"))

    def address(task_id: int) -> str | None:
        path = url_for(".task_page", task_id=task_id)
        whole = from_outside(path)
        # A path alone leads nowhere from a calendar.
        return None if whole == path else whole

    content = written_feed(
        _("落实 · %(name)s", name=actor.name),
        feed.due_dates(actor, judging_on(today()), address),
        at=now(),
    )
    return Response(content, mimetype="text/calendar")


@pages.get("/tasks/<int:task_id>")
@requires(Permission.READ_TASKS)
def task_page(task_id: int) -> ResponseReturnValue:
    """Show one task, how each unit stands, and what the person may do now."""
    actor, day = current_actor(), judging_on(today())
    page = queries.task_page(actor, task_id, day)
    assignments = [line.assignment for line in page.lines]
    open_deeds = deeds.deeds_open_to(actor, assignments, day.today)
    return render_template(
        "overview/task_page.html",
        page=page,
        task=page.task,
        deeds=open_deeds,
        reportable=deeds.reports_on(actor, assignments),
        obstacles=deeds.obstacles(actor, assignments, day.today),
        decision=(
            deeds.decision_asked(actor, assignments, day.today)
            if any(it.asks_decider for it in open_deeds)
            else None
        ),
        other_units=all_units() if any(deed.asks_unit for deed in open_deeds) else (),
        unseeing=deeds.unseeing_units(open_deeds, page.task.label, day.today),
        own_units=actor.own_units,
        rules=rules,
        may_chase=deeds.may_chase_some(actor, assignments),
        chased=chases_of_task(actor, task_id),
        chase_levels=LEVEL_WORDS,
        may_undo_dispatch=deeds.may_undo_dispatch(actor, assignments, day.today),
        may_add_unit=deeds.may_add_unit(actor, page.task, assignments),
        milestones=(
            milestone_lines(actor, page.task, day.today) if task_id in day.milestones else ()
        ),
        indicators=indicators_of(actor, page.task),
        former_places=former_places(actor, page.task),
        beside=tasks_beside(actor, page.task) if page.sources else (),
        direction_words=DIRECTION_WORDS,
        extensions=task_extensions(actor, assignments, day.today),
    )


def _asked_year() -> int:
    """Read the year from the URL; anything else is the usual one."""
    year = request.args.get("year", type=row_number)
    if year is not None and filters.FIRST_YEAR <= year <= filters.LAST_YEAR:
        return year
    return usual_year(today())


def _asked_filters() -> Filters:
    on = _asked_day()
    asked = replace(filters.read(request.args), on=on)
    if on is not None:
        # What waits for somebody waits now.
        asked = replace(asked, work=None)
    is_every_year = request.args.get("year") == filters.ALL_YEARS
    return filters.in_year(asked, None if is_every_year else _asked_year())


def _asked_day() -> date | None:
    """Read the day whose end is looked at from the URL; None for now, and for days to come."""
    on = filters.read(request.args).on
    return on if on is not None and on < today() else None


def _judging(on: date | None) -> Judging:
    """Work out what the signals of a past day depend on, or of today."""
    return judging_on(today()) if on is None else judging_on(on, is_past=True)


def _to_list(asked: Filters) -> Callable[..., str]:
    """Make the address of the task list after a change of its filters."""

    def address(**changes: Any) -> str:
        return url_for("overview.task_list", **asked.with_(**changes))

    return address


def _to_board(
    year: int, on: date | None, *, is_mine: bool, by_department: bool
) -> Callable[..., str]:
    """Make the address of this dashboard after a change of what it looks at."""

    def address(**changes: Any) -> str:
        shown = {
            "year": year,
            "on": on,
            "scope": "charge" if is_mine else None,
            "units": "departments" if by_department else None,
        }
        return url_for("overview.dashboard", **(shown | changes))

    return address


def _trend(board: queries.Dashboard, box: charts.Box) -> charts.Trend:
    return charts.trend(board.course.planned, board.course.actual, box, board.plan.year)
