"""The pages of the lists of tasks and of assignments, and the files of what they show."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.breakdown_sheet import breakdown_sheet as written_sheet
from tracker.documents.separated import separated
from tracker.documents.sheet import Column, sheet
from tracker.foundation.clock import today
from tracker.foundation.downloads import attachment
from tracker.foundation.labels import LABEL_WORDS
from tracker.foundation.paging import asked_page, url_for_page
from tracker.overview import columns, filters, list_sheet, queries
from tracker.overview.asking import asked_filters, asked_of_assignments, judging_of
from tracker.overview.blueprint import pages as overview_pages
from tracker.overview.columns import ASSIGNMENT_COLUMNS, TASK_COLUMNS, ListColumn
from tracker.overview.filters import Filters
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.saved_views.forms import sharing_choices
from tracker.saved_views.models import ListKind
from tracker.saved_views.queries import default_view, view_lines
from tracker.saved_views.rules import may_change, may_share
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.queries import usual_year

pages = Blueprint("lists", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TASKS = "overview.task_list"
ASSIGNMENTS = "lists.assignments"


@overview_pages.get("/tasks")
@requires(Permission.READ_TASKS)
def task_list() -> ResponseReturnValue:
    """Show the tasks that the filters in the URL leave."""
    actor, asked = current_actor(), asked_filters()
    elsewhere = _elsewhere(asked, ListKind.TASKS, TASKS, TASK_COLUMNS)
    if elsewhere is not None:
        return redirect(elsewhere)
    return render_template(
        "overview/task_list.html",
        found=queries.task_list(actor, asked, judging_of(asked.on), asked_page()),
        **_laid_out(asked, ListKind.TASKS, TASKS, TASK_COLUMNS),
    )


@pages.get("/assignments")
@requires(Permission.READ_TASKS)
def assignments() -> ResponseReturnValue:
    """Show the assignments that the filters in the URL leave, each unit of a task for itself."""
    actor, asked = current_actor(), asked_of_assignments()
    elsewhere = _elsewhere(asked, ListKind.ASSIGNMENTS, ASSIGNMENTS, ASSIGNMENT_COLUMNS)
    if elsewhere is not None:
        return redirect(elsewhere)
    return render_template(
        "overview/assignment_list.html",
        found=queries.assignment_list(actor, asked, judging_on(today()), asked_page()),
        **_laid_out(asked, ListKind.ASSIGNMENTS, ASSIGNMENTS, ASSIGNMENT_COLUMNS),
    )


@pages.get("/tasks.xlsx")
@requires(Permission.READ_TASKS)
def tasks_as_xlsx() -> ResponseReturnValue:
    """Hand out what the list of tasks shows, as an Excel file."""
    asked = asked_filters()
    blocks = queries.every_block(current_actor(), asked, judging_of(asked.on))
    return _book(asked, _task_title(asked), "tasks", TASK_COLUMNS, blocks)


@pages.get("/tasks.csv")
@requires(Permission.READ_TASKS)
def tasks_as_csv() -> ResponseReturnValue:
    """Hand out what the list of tasks shows, as comma-separated text."""
    asked = asked_filters()
    blocks = queries.every_block(current_actor(), asked, judging_of(asked.on))
    return _text(asked, _task_title(asked), "tasks", TASK_COLUMNS, blocks)


@pages.get("/assignments.xlsx")
@requires(Permission.READ_TASKS)
def assignments_as_xlsx() -> ResponseReturnValue:
    """Hand out what the list of assignments shows, as an Excel file."""
    asked = asked_of_assignments()
    blocks = queries.every_assignment_block(current_actor(), asked, judging_on(today()))
    return _book(asked, _assignment_title(asked), "assignments", ASSIGNMENT_COLUMNS, blocks)


@pages.get("/assignments.csv")
@requires(Permission.READ_TASKS)
def assignments_as_csv() -> ResponseReturnValue:
    """Hand out what the list of assignments shows, as comma-separated text."""
    asked = asked_of_assignments()
    blocks = queries.every_assignment_block(current_actor(), asked, judging_on(today()))
    return _text(asked, _assignment_title(asked), "assignments", ASSIGNMENT_COLUMNS, blocks)


@overview_pages.get("/tasks/breakdown.xlsx")
@requires(Permission.READ_TASKS)
def breakdown_sheet() -> ResponseReturnValue:
    """Hand out what the list shows as the breakdown sheet, which is always of today."""
    asked = replace(asked_filters(), on=None)
    title = _("%(year)s年度重点任务分解表", year=asked.year) if asked.year else _("重点任务分解表")
    content = written_sheet(
        title, queries.breakdown_rows(current_actor(), asked, judging_on(today()))
    )
    return _file(content, XLSX, f"{title}.xlsx", "breakdown.xlsx")


def _elsewhere(
    asked: Filters, kind: ListKind, endpoint: str, known: Mapping[str, ListColumn]
) -> str | None:
    """Return where the address leads that says no more than that, or says it at length.

    One without any filter opens the person's default view; that of the form of columns names each
    column by itself.
    """
    if not request.args:
        view = default_view(current_actor(), kind)
        return url_for(endpoint, **view.asked, view=view.id) if view else None
    keys = request.args.getlist("col")
    if not keys:
        return None
    chosen = [key for key in dict.fromkeys(keys) if key in known]
    for name, step in (("up", -1), ("down", 1)):
        chosen = filters.moved(chosen, request.args.get(name, ""), step)
    usual = [it.key for it in columns.shown(known, ())]
    is_moving = bool({"up", "down"} & request.args.keys())
    return url_for(
        endpoint,
        **asked.with_(cols=() if chosen == usual else tuple(chosen)),
        _anchor="columns" if is_moving else None,
    )


def _laid_out(
    asked: Filters, kind: ListKind, endpoint: str, known: Mapping[str, ListColumn]
) -> dict[str, Any]:
    """Return what both pages need round their rows."""
    actor = current_actor()
    lines = view_lines(actor, kind)
    current = next((it for it in lines if it.view.id == asked.view), None)
    if current is None:
        asked = replace(asked, view=None)
    kept = asked.kept(usual_year(today()))
    return {
        "filters": asked,
        "choices": queries.choices(actor, asked.year),
        "to_list": _to_list(asked, endpoint),
        "url_for_page": url_for_page(),
        "rules": rules,
        "columns": columns.shown(known, asked.cols),
        "choosable": columns.to_choose(known, asked.cols),
        "kind": kind.value,
        "views": [(it, url_for(endpoint, **it.view.asked, view=it.view.id)) for it in lines],
        "current": current,
        "is_changed": current is not None and current.view.asked != kept,
        "may_replace": current is not None
        and may_change(actor, owner_id=current.view.owner_id, shared_with=current.view.shared_with),
        "asked_now": urlencode(kept),
        "sharing": sharing_choices() if may_share(actor) else (),
    }


def _to_list(asked: Filters, endpoint: str) -> Callable[..., str]:
    """Make the address of a list after a change of its filters."""

    def address(**changes: Any) -> str:
        return url_for(endpoint, **asked.with_(**changes))

    return address


def _task_title(asked: Filters) -> str:
    title: str = _("%(year)s年度任务清单", year=asked.year) if asked.year else _("各年度任务清单")
    return f"{title}{asked.on:%Y%m%d}" if asked.on else title


def _assignment_title(asked: Filters) -> str:
    title: str = _("%(year)s年度承办清单", year=asked.year) if asked.year else _("各年度承办清单")
    return title


def _book(
    asked: Filters, title: str, plain: str, known: Mapping[str, ListColumn], blocks: Any
) -> Response:
    chosen, say = columns.shown(known, asked.cols), cache(_)
    table = list_sheet.as_printed(blocks, chosen, say)
    heads = list_sheet.headings(chosen, say, has_groups=False)
    content = sheet(
        title,
        [Column(head, it.width, it.is_number) for head, it in zip(heads, chosen, strict=True)],
        table.rows,
        bold=table.bold,
        label=table.label,
    )
    name = f"{title}（{_(LABEL_WORDS[table.label])}）"
    return _file(content, XLSX, f"{name}.xlsx", f"{plain}.xlsx")


def _text(
    asked: Filters, title: str, plain: str, known: Mapping[str, ListColumn], blocks: Any
) -> Response:
    chosen, say = columns.shown(known, asked.cols), cache(_)
    table = list_sheet.as_data(blocks, chosen, say)
    heads = list_sheet.headings(chosen, say, has_groups=asked.group is not None)
    name = f"{title}（{_(LABEL_WORDS[table.label])}）"
    return _file(separated([*heads], table.rows), CSV, f"{name}.csv", f"{plain}.csv")


def _file(content: bytes, mimetype: str, name: str, plain_name: str) -> Response:
    disposition = attachment(name, plain_name)
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})
