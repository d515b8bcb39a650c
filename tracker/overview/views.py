"""The pages that look across the stages: they read everything and change nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.calendar_feed import calendar_feed as written_feed
from tracker.foundation.addresses import from_outside
from tracker.foundation.clock import now, today
from tracker.foundation.errors import NotFound
from tracker.foundation.settings import value_of
from tracker.overview import charts, deeds, feed, filters, queries
from tracker.overview.asking import asked_day, asked_year, judging_of
from tracker.overview.blueprint import pages
from tracker.overview.fan_out import has_matrix
from tracker.overview.filters import Filters
from tracker.overview.watched import watched
from tracker.people.permissions import Permission, requires
from tracker.people.queries import bearer_of
from tracker.people.queries import units as all_units
from tracker.people.sessions import current_actor
from tracker.workplan.progress.evidence.queries import evidence_of_task
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.carrying_over.queries import former_places
from tracker.workplan.tasks.changing.queries import task_changes
from tracker.workplan.tasks.chases.queries import chases_of_task, chases_to_answer
from tracker.workplan.tasks.chases.rules import LEVEL_WORDS
from tracker.workplan.tasks.comments.queries import thread_lines
from tracker.workplan.tasks.extensions.queries import task_extensions
from tracker.workplan.tasks.indicators.queries import indicators_of
from tracker.workplan.tasks.indicators.rules import DIRECTION_WORDS
from tracker.workplan.tasks.instructions.queries import instructions_of_task
from tracker.workplan.tasks.limits import DUE_SOON, judging_on
from tracker.workplan.tasks.milestones.queries import milestone_lines
from tracker.workplan.tasks.queries import plan_of
from tracker.workplan.tasks.splitting.queries import tasks_beside
from tracker.workplan.tasks.watching.queries import watches_of_task

__all__ = ["pages"]


@pages.get("/")
@requires(Permission.SEE_WORK)
def my_work() -> ResponseReturnValue:
    """Show what the person must do now."""
    work = queries.my_work(current_actor(), judging_on(today()))
    return render_template(
        "overview/my_work.html",
        work=work,
        system=queries.system_work(current_actor(), today(), now()),
        sending=queries.sending_work(
            current_actor(), now(), has_mail=current_app.config["MAIL"] is not None
        ),
        rules=rules,
        step=None if work.filled else queries.first_step(current_actor(), today()),
        due_soon_workdays=value_of(DUE_SOON),
        all_years=filters.ALL_YEARS,
        to_answer=chases_to_answer(current_actor()),
        watched=watched(current_actor(), judging_on(today())),
        chase_levels=LEVEL_WORDS,
    )


@pages.get("/dashboard")
@requires(Permission.SEE_DASHBOARD)
def dashboard() -> ResponseReturnValue:
    """Show a year at a glance; to a leader, of the units in their charge if they ask."""
    actor, year, on = current_actor(), asked_year(), asked_day()
    day, plan = judging_of(on), plan_of(year)
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
        watched=None if on else watched(actor, day),
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


@pages.get("/calendars/<string:token>.ics")
@requires(Permission.PUBLIC)
def calendar_feed(token: str) -> ResponseReturnValue:
    """Hand a calendar program the due dates of whose link it has."""
    actor = bearer_of(token, today())
    if actor is None:
        raise NotFound(_("没有这个日历，或者链接已经停用。"))

    def whole(path: str) -> str | None:
        # A path alone leads nowhere from a calendar.
        found = from_outside(path)
        return None if found == path else found

    dates = feed.due_dates(
        actor, judging_on(today()), lambda task_id: whole(url_for(".task_page", task_id=task_id))
    )
    periods = feed.period_dates(
        actor, today(), lambda unit_id: whole(url_for("progress.fill", unit_id=unit_id))
    )
    content = written_feed(_("落实 · %(name)s", name=actor.name), [*dates, *periods], at=now())
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
        has_matrix=has_matrix(actor, page.task),
        other_units=all_units() if any(deed.asks_unit for deed in open_deeds) else (),
        unseeing=deeds.unseeing_units(open_deeds, page.task.label, day.today),
        own_units=actor.own_units,
        rules=rules,
        may_chase=deeds.may_chase_some(actor, assignments),
        instructions=instructions_of_task(actor, task_id),
        watches=watches_of_task(actor, task_id),
        chased=chases_of_task(actor, task_id),
        evidence=evidence_of_task(actor, task_id),
        chase_levels=LEVEL_WORDS,
        threads=thread_lines(actor, page.task, assignments),
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
        changing=task_changes(actor, page.task, assignments, day.today),
    )


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
