"""The list of reviews, and the page on which a report is reviewed."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.foundation.clock import now
from tracker.foundation.errors import RuleBroken
from tracker.foundation.forms import PageForm
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives import queries, repeats, rules
from tracker.workplan.directives.coverage import Kind
from tracker.workplan.directives.forms import EditForm, NoteForm, edit_form, key_of
from tracker.workplan.directives.matching import Office
from tracker.workplan.directives.models import Directive, DirectiveState, Level
from tracker.workplan.directives.sheet import Row, Sheet, next_open, sheet_of, tree
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.directives.views.clashes import Clash, told
from tracker.workplan.directives.views.opened import opened
from tracker.workplan.directives.views.places import place_of, priorities_near
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import (
    plan_years,
    similar_reports,
    sought,
    visible_report,
)

Checked = TypeVar("Checked", bound=PageForm)
RECENT = timedelta(minutes=30)
"""How long it is said that somebody else has done something on the report."""
BAR_GAP = 2
BAR_LENGTH = 460

pages.add_app_template_filter(repeats.registered_first)
pages.add_app_template_filter(repeats.same_task)


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the coverage bar, in units of its drawing."""

    name: str
    x: float
    width: float


class Shown(StrEnum):
    """What the coverage bar calls a sentence."""

    ACCEPTED = "acc"
    DRAFT = "draft"
    NOTED = "note"
    NONE = "none"


KINDS = {
    Shown.ACCEPTED: (Kind.ACCEPTED,),
    Shown.DRAFT: (Kind.DRAFT,),
    Shown.NOTED: (Kind.NOTE_ONLY, Kind.CONTEXT),
    Shown.NONE: (Kind.NONE,),
}


@pages.get("/directives")
@requires(Permission.READ_REPORTS)
def index() -> ResponseReturnValue:
    """List the reports with how far their review is."""
    actor = current_actor()
    year = request.args.get("year", type=row_number)
    words = " ".join(sought(request.args.get("q", "").strip()))
    asked = request.args.get("state", "")
    progress = queries.Progress(asked) if asked in set(queries.Progress) else None
    question = queries.reviews(actor, progress=progress, year=year, words=words)
    page = page_of(question, asked_page())
    return render_template(
        "workplan/directives/index.html",
        page=page,
        url_for_page=url_for_page(),
        tallies=queries.tallies(report.id for report in page.rows),
        nothing=queries.Tally(),
        years=plan_years(actor),
        year=year,
        words=words,
        state=progress,
    )


@pages.get("/reports/<int:report_id>/directives")
@requires(Permission.READ_REPORTS)
def review(report_id: int) -> ResponseReturnValue:
    """Show the report beside the tree of its directives; a long one a part at a time."""
    report = visible_report(current_actor(), report_id)
    return review_page(
        report,
        item_id=request.args.get("item", type=row_number),
        part=request.args.get("part", type=row_number),
    )


def review_page(
    report: Report,
    *,
    item_id: int | None,
    part: int | None = None,
    form: EditForm | None = None,
    note: NoteForm | None = None,
    clash: Clash | None = None,
) -> str:
    """Draw the review page; `form` and `note` are the editor and the note as they were refused.

    clash: what somebody else changed meanwhile.
    """
    actor = current_actor()
    sheet = sheet_of(
        report,
        queries.outline(report.id),
        queries.contexts_of(report.id),
        part=part,
        item_id=item_id,
    )
    queries.in_full(report.id, [it.directive.id for it in sheet.shown])
    current = _current(sheet, item_id)
    can_review = rules.may_review(actor) and not report.is_voided
    shown = [it.directive.id for it in sheet.shown]
    repeated = repeats.repeats_of(actor, shown)
    if current and can_review and form is None and rules.is_open(current.directive):
        form = edit_form(current.directive)
    office = queries.office() if can_review else Office({})
    counts = {name: sheet.coverage.count(*kinds) for name, kinds in KINDS.items()}
    at = now()
    return render_template(
        "workplan/directives/review.html",
        report=report,
        sheet=sheet,
        current=current,
        place=place_of(sheet, current) if current and can_review else None,
        form=form,
        note=note,
        clash=clash,
        office=office,
        can_review=can_review,
        counts={name.value: count for name, count in counts.items()},
        bars=bars(counts),
        last_reason=queries.last_reason(report.id) if can_review else "",
        opened=opened,
        last_step=queries.last_step(actor, report.id) if can_review else None,
        other=told(queries.last_by_others(actor, report.id, since=at - RECENT), sheet, now=at),
        accepted=sum(_can_become_task(it.directive) for it in sheet.rows),
        priorities=priorities_near(report.id, sheet) if can_review else [],
        key_of=key_of,
        sizes=queries.group_sizes(),
        similar=similar_reports(actor, report.id),
        repeats=repeated,
        fate_ids=[
            *shown,
            *(it.earlier.id for those in repeated.values() for it in those),
        ],
    )


def bars(counts: dict[Shown, int]) -> list[Bar]:
    """Lay the parts of the coverage bar side by side, each as long as its share."""
    shown = {name: count for name, count in counts.items() if count}
    total = sum(shown.values())
    room = BAR_LENGTH - BAR_GAP * max(len(shown) - 1, 0)
    found, x = [], 0.0
    for name, count in shown.items():
        width = room * count / total
        found.append(Bar(name.value, round(x, 1), round(width, 1)))
        x += width + BAR_GAP
    return found


def _current(sheet: Sheet, item_id: int | None) -> Row | None:
    """Choose the row that is worked on: the asked one, else the first that waits, else the first."""
    own = [it for it in sheet.shown if not it.goes_on]
    if item_id in sheet.by_id:
        return sheet.by_id[item_id]
    waiting = [it for it in own if it.directive.state is DirectiveState.DRAFT]
    return next(iter([*waiting, *own]), None)


def _can_become_task(directive: Directive) -> bool:
    return directive.level is Level.MEASURE and directive.state is DirectiveState.ACCEPTED


def checked(form: Checked) -> Checked:
    """Refuse a form that has no page of its own to be shown again on; say what is wrong."""
    if not form.validate():
        wrong = [error for errors in form.errors.values() for error in errors]
        raise RuleBroken(str(wrong[0]))
    return form


def to_item(report_id: int, item_id: int | None) -> ResponseReturnValue:
    """Go back to the review page, to one item of it, or to the part that it was on."""
    anchor = f"d{item_id}" if item_id else None
    part = None if item_id else request.form.get("part", type=row_number)
    return redirect(
        url_for(".review", report_id=report_id, item=item_id, part=part, _anchor=anchor), 303
    )


def to_next(directive: Directive) -> ResponseReturnValue:
    """Go on to the next item that waits for a decision; stay where none does."""
    report_id, item_id = directive.report_id, directive.id
    rows = list(tree(queries.outline(report_id)))
    following = next_open(rows, item_id)
    return to_item(report_id, following.directive.id if following else item_id)
