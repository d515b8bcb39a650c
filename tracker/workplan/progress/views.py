"""The pages of this stage."""

from datetime import date
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.calendar import calendar
from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound, Outdated, RuleBroken
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.foundation.words import N_
from tracker.people.models import Unit
from tracker.people.permissions import Permission, requires
from tracker.people.queries import units, units_by_id
from tracker.people.rules import is_local_path
from tracker.people.sessions import current_actor
from tracker.workplan.progress import commands, queries, rules
from tracker.workplan.progress.evidence.commands import attach, entry_for
from tracker.workplan.progress.evidence.forms import put_refusal
from tracker.workplan.progress.evidence.queries import beside, evidence_of
from tracker.workplan.progress.facts.queries import facts_about
from tracker.workplan.progress.facts.rules import Fact
from tracker.workplan.progress.forms import EntryForm, GridForm, ReturnForm, entry_form
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.rules import (
    correctable_ends,
    entry_about,
    open_periods,
)
from tracker.workplan.progress.places import days_of
from tracker.workplan.progress.queries import DueRow
from tracker.workplan.progress.returns.queries import earlier_wordings
from tracker.workplan.tasks.comments.queries import thread_line
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.queries import visible_assignment
from tracker.workplan.tasks.rules import Step, may_take, steps_open_to
from tracker.workplan.tasks.signals import WHOLE, planned_of, signal_of

pages = Blueprint("progress", __name__)

NO_SUCH_UNIT = N_("没有这个单位，或者您不在这个单位填报。")
GONE = N_("这一项已不在填报之列，请看过最新状态。")


class _RowsRefused(Exception):  # noqa: N818  it only undoes the transaction, the rows say why
    """Some rows cannot be submitted, so none is."""


@pages.get("/progress")
@requires(Permission.READ_TASKS)
def index() -> ResponseReturnValue:
    """Go where the person works on progress: their unit's grid, or what waits to be verified."""
    actor = current_actor()
    if actor.sees_all or not actor.own_units:
        return redirect(url_for(".queue"))
    first = min(units_by_id(actor.own_units).values(), key=lambda unit: (unit.position, unit.id))
    return redirect(url_for(".fill", unit_id=first.id))


# ── the unit's grid ─────────────────────────────────────────────────────────


@pages.get("/progress/units/<int:unit_id>")
@requires(Permission.FILL_PROGRESS)
def fill(unit_id: int) -> ResponseReturnValue:
    """Show everything that a unit reports on this period."""
    unit = _own_unit(unit_id)
    return _grid_page(unit, GridForm(_rows(unit)))


@pages.post("/progress/units/<int:unit_id>")
@requires(Permission.FILL_PROGRESS)
def save(unit_id: int) -> ResponseReturnValue:
    """Keep what was typed as drafts."""
    return _take(unit_id, submits=False)


@pages.post("/progress/units/<int:unit_id>/submit")
@requires(Permission.SUBMIT_PROGRESS)
def submit(unit_id: int) -> ResponseReturnValue:
    """Submit every row that says what was done; the others are kept as drafts."""
    return _take(unit_id, submits=True)


def _take(unit_id: int, *, submits: bool) -> ResponseReturnValue:
    unit = _own_unit(unit_id)
    grid = GridForm(_rows(unit))
    is_sound = grid.check(submits=submits)
    try:
        taken = _submitted(unit, grid) if submits and is_sound else None
        if taken is None:
            # One wrong row keeps the others from being submitted, but not from being saved.
            with transaction():
                taken = _keep(unit, grid, submits=False)
    except Outdated as refusal:
        grid.kept.clear()
        grid.form_errors.append(_(refusal.sentence))
        return _grid_page(unit, grid), HTTPStatus.CONFLICT
    if orphans := grid.orphans():
        words = "；".join(orphans)
        flash(
            _("有任务已经不在本期填报里，这几段没有保存，请复制：%(words)s", words=words), "warning"
        )
    if grid.refused or not is_sound or orphans:
        grid.renew(_rows(unit))
        return _grid_page(unit, grid), HTTPStatus.UNPROCESSABLE_ENTITY
    _say_taken(*taken)
    return redirect(url_for(".fill", unit_id=unit_id, late=request.args.get("late")), 303)


def _submitted(unit: Unit, grid: GridForm) -> tuple[int, int] | None:
    """Submit all that is filled and count as `_keep` does; None when a row was refused."""
    try:
        with transaction():
            return _keep(unit, grid, submits=True)
    except _RowsRefused:
        return None


def _keep(unit: Unit, grid: GridForm, *, submits: bool) -> tuple[int, int]:
    """Keep every sound row, or submit all or none; how many were submitted, how many are drafts."""
    fresh = {row.assignment.id: row for row in _rows(unit)}
    submitted = drafts = 0
    grid.kept.clear()
    for key, form in grid.sound():
        try:
            is_submitted = _keep_row(fresh.get(key), form, submits=submits)
        except RuleBroken as refusal:
            grid.refused[key] = _(refusal.sentence)
        else:
            submitted, drafts = submitted + is_submitted, drafts + (not is_submitted)
            grid.kept.add(key)
    if submits and grid.refused:
        raise _RowsRefused
    return submitted, drafts


def _keep_row(row: DueRow | None, form: EntryForm, *, submits: bool) -> bool:
    if row is None:
        raise RuleBroken(GONE)
    actor, at = current_actor(), now()
    entry = commands.save_draft(
        actor, row.assignment, period=row.period.name, now=at, **form.said()
    )
    if submits and form.has_words:
        commands.submit(actor, entry, now=at)
        return True
    return False


def _say_taken(submitted: int, drafts: int) -> None:
    if submitted:
        flash(_("已提交 %(count)s 项进展。", count=submitted), "done")
    if drafts and submitted:
        flash(_("另有 %(count)s 项没写完，已存为草稿。", count=drafts), "done")
    elif drafts:
        flash(_("已存 %(count)s 项草稿，还没有提交。", count=drafts), "done")
    elif not submitted:
        flash(_("没有可以提交的内容：先写本期进展，或者选“无变化”。"), "warning")


def _own_unit(unit_id: int) -> Unit:
    unit = units_by_id(current_actor().own_units).get(unit_id)
    if unit is None:
        raise NotFound(NO_SUCH_UNIT)
    return unit


def _rows(unit: Unit) -> list[DueRow]:
    ask = queries.missed_last_period if request.args.get("late") else queries.due_this_period
    return ask(current_actor(), unit, today())


def _grid_page(unit: Unit, grid: GridForm) -> str:
    actor, day = current_actor(), today()
    is_late = bool(request.args.get("late"))
    open_dues = [row.due_on for row in grid.rows if not row.is_submitted]
    due_on = None if is_late else min(open_dues, default=None)
    return render_template(
        "workplan/progress/fill.html",
        unit=unit,
        own_units=sorted(units_by_id(actor.own_units).values(), key=lambda it: it.position),
        grid=grid,
        hints={row.assignment.id: rules.hints(grid.words_of(row), row.last) for row in grid.rows},
        unsaved=grid.unsaved(),
        closable=[row for row in grid.rows if _is_closable(row.assignment)],
        is_head=unit.id in actor.submitting_units,
        is_late=is_late,
        missed=0 if is_late else len(queries.missed_last_period(actor, unit, day)),
        waiting=queries.waiting_to_be_signed(actor, unit),
        due_on=due_on,
        workdays_left=None if due_on is None else calendar().between(day, due_on),
    )


def _is_closable(assignment: Assignment) -> bool:
    is_whole = assignment.percent == WHOLE
    return is_whole and Step.ASK_CLOSURE in steps_open_to(current_actor(), assignment)


# ── one assignment's entries ────────────────────────────────────────────────


@pages.get("/assignments/<int:assignment_id>/progress")
@requires(Permission.READ_TASKS)
def entries(assignment_id: int) -> ResponseReturnValue:
    """Show what a unit said, period by period, and to the unit the form for the present one."""
    assignment = visible_assignment(current_actor(), assignment_id)
    return _entries_page(assignment, asked=request.args.get("period"))


@pages.post("/assignments/<int:assignment_id>/progress")
@requires(Permission.FILL_PROGRESS)
def report(assignment_id: int) -> ResponseReturnValue:
    """Keep one entry as a draft, submit it, or correct a submitted one."""
    actor, at = current_actor(), now()
    assignment = visible_assignment(actor, assignment_id)
    form = EntryForm()
    period, deed = form.period.data or "", request.form.get("deed", "draft")
    is_shaped = form.validate()
    is_bare = deed != "draft" and form.has_words and form.asks_percent()
    if not is_shaped or is_bare:
        return _entries_page(assignment, form=form, asked=period), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            if deed == "attach":
                entry = entry_for(actor, assignment, period, now=at)
            elif deed == "correct":
                entry = queries.entry_named(assignment, period)
                commands.correct(actor, entry, now=at, **form.said())
            else:
                entry = commands.save_draft(actor, assignment, period=period, now=at, **form.said())
            attach(actor, entry, form.evidence.uploads(), now=at)
            if deed == "submit":
                commands.submit(actor, entry, now=at)
    except RuleBroken as refusal:
        put_refusal(form, form.evidence, refusal)
        return _entries_page(assignment, form=form, asked=period), HTTPStatus.UNPROCESSABLE_ENTITY
    if deed == "attach":
        return redirect(url_for(".entries", assignment_id=assignment_id, period=period), 303)
    flash(
        {"submit": _("进展已提交。"), "correct": _("已更正。")}.get(deed, _("草稿已存。")), "done"
    )
    return redirect(url_for(".entries", assignment_id=assignment_id), 303)


def _entries_page(
    assignment: Assignment, *, form: EntryForm | None = None, asked: str | None = None
) -> str:
    actor, day = current_actor(), today()
    judged = judging_on(day)
    written = queries.entries_about(actor, assignment)
    cycle = assignment.task.cycle
    times = times_on(day)
    opened = open_periods(assignment, times)
    writable = rules.writable_periods(written, opened)
    period = asked if asked in writable else opened[0].name
    wanted = next((it for it in opened if it.name == period), None)
    entry = next((it for it in written if it.period == period), None)
    if entry is None and wanted is not None:
        entry = entry_about(written, wanted, opened)
        # What was reported keeps its name; a draft goes on under the new one.
        if entry is not None and entry.state is not EntryState.DRAFT:
            period = entry.period
    may_write = rules.may_draft(actor, assignment) and rules.is_writable(assignment)
    if form is None and may_write:
        form = entry_form(entry, period)
    steps = steps_open_to(actor, assignment)
    return render_template(
        "workplan/progress/entries.html",
        assignment=assignment,
        task=assignment.task,
        entries=written,
        earlier=earlier_wordings([it.id for it in written]),
        facts=_facts(assignment, day),
        entry=entry,
        form=form if may_write else None,
        period=period,
        writable=writable,
        last=rules.last_before(written, period),
        hints=rules.hints(entry.done, rules.last_before(written, period)) if entry else [],
        is_head=rules.may_submit(actor, assignment),
        may_return=rules.may_return(actor, assignment) and rules.is_writable(assignment),
        may_ask_closure=Step.ASK_CLOSURE in steps,
        may_withdraw=Step.WITHDRAW in steps,
        signal_now=signal_of(assignment, cycle, judged),
        planned=planned_of(assignment, judged),
        series=[
            share for _, share in queries.percent_series([assignment.id]).get(assignment.id, [])
        ],
        is_submitted=entry is not None and entry.state is EntryState.SUBMITTED,
        may_correct=days_of(period)[1] in correctable_ends(assignment, times),
        due_on=times.due_on(wanted) if wanted and day <= times.due_on(wanted) else None,
        evidence=beside(actor, assignment, written, times),
        thread=thread_line(actor, assignment),
    )


def _facts(assignment: Assignment, day: date) -> list[Fact]:
    """Return whether the unit that has the work now reported in time, the earliest period first."""
    found = facts_about([assignment.id], day, since=assignment.dispatched_on)[assignment.id]
    return [it for it in found if it.unit_id == assignment.unit_id]


@pages.post("/progress/entries/<int:entry_id>/return")
@requires(Permission.RETURN_PROGRESS)
def return_entry(entry_id: int) -> ResponseReturnValue:
    """Give an entry back to its unit with a reason."""
    actor = current_actor()
    entry, form = queries.visible_entry(actor, entry_id), ReturnForm()
    if not form.validate():
        return _return_page(entry, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        commands.return_entry(
            actor, entry, reason=form.reason.data or "", now=now(), version=form.version.data
        )
    flash(_("已退回，单位会看到理由。"), "done")
    target = form.next.data if is_local_path(form.next.data) else None
    back = target or url_for(".entries", assignment_id=entry.assignment_id)
    return redirect(back, 303)


def _return_page(entry: ProgressEntry, form: ReturnForm) -> str:
    return render_template("workplan/progress/return.html", entry=entry, form=form)


# ── what waits to be verified ───────────────────────────────────────────────


@pages.get("/progress/queue")
@requires(Permission.READ_TASKS)
def queue() -> ResponseReturnValue:
    """Show what waits to be verified, or the latest submitted entries."""
    actor, judged = current_actor(), judging_on(today())
    shows_entries = request.args.get("view") == "entries"
    unit_id = request.args.get("unit", type=row_number)
    priority_id = request.args.get("priority", type=row_number)
    ask = queries.submitted_entries if shows_entries else queries.to_verify
    page = page_of(ask(actor, unit_id=unit_id, priority_id=priority_id), asked_page())
    found: list[Assignment] = [it.assignment if shows_entries else it for it in page.rows]
    latest = {} if shows_entries else queries.latest_entries([it.id for it in found])
    return render_template(
        "workplan/progress/queue.html",
        page=page,
        shows_entries=shows_entries,
        unit_id=unit_id,
        priority_id=priority_id,
        units=units(),
        priorities=queries.priorities(),
        latest=latest,
        evidence=evidence_of(
            actor, [it.id for it in (page.rows if shows_entries else latest.values())]
        ),
        signals={it.id: signal_of(it, it.task.cycle, judged) for it in found},
        planned={it.id: planned_of(it, judged) for it in found},
        verifiable={it.id for it in found if may_take(actor, it, Step.CLOSE) and it.is_lead},
        returnable={it.id for it in found if rules.may_return(actor, it) and rules.is_writable(it)},
        url_for_page=url_for_page(),
        here=request.full_path.rstrip("?"),
    )
