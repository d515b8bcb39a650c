"""Requests for later dates: the list, one request, and what each side does about it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.formats import accepted
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.people.models import Person
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, limits, queries
from tracker.workplan.tasks.decisions.queries import deciders
from tracker.workplan.tasks.extensions import rules
from tracker.workplan.tasks.extensions.forms import (
    NO,
    YES,
    AskForm,
    ExtensionDecisionForm,
    ProposalForm,
    WithdrawalForm,
)
from tracker.workplan.tasks.extensions.models import Extension, ExtensionState
from tracker.workplan.tasks.extensions.queries import (
    Asked,
    Standing,
    asking_units,
    extensions_asked,
    pending_of,
    standings,
    visible_extension,
)
from tracker.workplan.tasks.forms import put_refusal
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import NOT_YOURS, Mover
from tracker.workplan.tasks.views.blueprint import pages


@pages.get("/extensions")
@requires(Permission.READ_TASKS)
def extensions() -> ResponseReturnValue:
    """Show the requests that the filters in the URL leave."""
    actor, asked = current_actor(), _asked()
    return render_template(
        "workplan/tasks/extensions/list.html",
        page=page_of(extensions_asked(actor, asked), asked_page()),
        counts=standings(actor, asked),
        asked=asked,
        standings=Standing,
        units=asking_units(actor),
        rules=rules,
        may_answer=rules.may_answer,
        actor=actor,
        url_for_page=url_for_page(),
    )


@pages.get("/extensions/<int:extension_id>")
@requires(Permission.READ_TASKS)
def extension(extension_id: int) -> ResponseReturnValue:
    """Show one request, what was said to it, and what the person may say."""
    return _page(visible_extension(current_actor(), extension_id))


@pages.get("/assignments/<int:assignment_id>/extension")
@requires(Permission.ASK_EXTENSION)
def ask_extension_page(assignment_id: int) -> ResponseReturnValue:
    """Show the form by which a unit asks for a later date; the request itself where one waits."""
    assignment = queries.visible_assignment(current_actor(), assignment_id)
    require(rules.may_ask(current_actor(), assignment), rules.ASKS_FIRST)
    pending = pending_of(assignment)
    if pending is not None:
        return redirect(url_for(".extension", extension_id=pending.id))
    return _ask_page(AskForm(), assignment)


@pages.post("/assignments/<int:assignment_id>/extension")
@requires(Permission.ASK_EXTENSION)
def ask_extension(assignment_id: int) -> ResponseReturnValue:
    """Ask for a later date."""
    assignment = queries.visible_assignment(current_actor(), assignment_id)
    require(rules.may_ask(current_actor(), assignment), rules.ASKS_FIRST)
    form = AskForm()
    if not form.validate():
        return _ask_page(form, assignment), 422
    try:
        with transaction():
            commands.ask_extension(
                current_actor(),
                assignment,
                due_on=form.chosen_day(),
                reason=form.reason.data or "",
                progress=form.progress.data or "",
                now=now(),
                version=form.version.data,
            )
            task_id = assignment.task_id
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _ask_page(form, assignment), 422
    flash(_("已申请延期，等督查室提出意见、领导决定；决定前可以撤回，时限暂不变。"))
    return redirect(url_for("overview.task_page", task_id=task_id), 303)


@pages.post("/extensions/<int:extension_id>/withdraw")
@requires(Permission.ASK_EXTENSION)
def withdraw_extension(extension_id: int) -> ResponseReturnValue:
    """Take a request back."""
    found = visible_extension(current_actor(), extension_id)
    form = WithdrawalForm()
    with transaction():
        commands.withdraw_extension(current_actor(), found, now=now(), version=form.version.data)
    flash(_("已撤回延期申请，时限不变。"))
    return redirect(url_for(".extension", extension_id=extension_id), 303)


@pages.post("/extensions/<int:extension_id>/propose")
@requires(Permission.PROPOSE_EXTENSION)
def propose_extension(extension_id: int) -> ResponseReturnValue:
    """Tell the leader what to make of a request."""
    found = visible_extension(current_actor(), extension_id)
    require(rules.may_propose(current_actor(), found.assignment), rules.PROPOSES)
    form = ProposalForm()
    if not form.validate():
        return _page(found, proposal=form), 422
    try:
        with transaction():
            commands.propose_extension(
                current_actor(),
                found,
                supports=form.supports.data == YES,
                due_on=form.due_on.data,
                opinion=form.opinion.data or "",
                now=now(),
                version=form.version.data,
            )
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _page(found, proposal=form), 422
    flash(_("已提出意见，等领导决定；领导已在纸上决定的，可以在这里代录。"))
    return redirect(url_for(".extension", extension_id=extension_id), 303)


@pages.post("/extensions/<int:extension_id>/decide")
@requires(Permission.DECIDE_EXTENSION)
def decide_extension(extension_id: int) -> ResponseReturnValue:
    """Decide about a request, or record what a leader decided."""
    actor = current_actor()
    found = visible_extension(actor, extension_id)
    require(rules.may_decide(actor, found.assignment), NOT_YOURS[Mover.LEADER])
    form = ExtensionDecisionForm(leaders=_leaders(found))
    if not form.validate():
        return _page(found, decision=form), 422
    try:
        with transaction():
            commands.decide_extension(
                actor,
                found,
                approves=form.approves.data == YES,
                due_on=form.due_on.data,
                answer=form.reason.data or "",
                now=now(),
                version=form.version.data,
                told=form.told(),
            )
            words = _said(found)
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _page(found, decision=form), 422
    flash(_(words))
    return redirect(url_for(".extension", extension_id=extension_id), 303)


def _said(found: Extension) -> str:
    if found.state is ExtensionState.REFUSED:
        return N_("未批准延期，时限不变，已告知承办单位。")
    if found.is_late:
        return N_("已同意；因过了时限才申请，仍按原来的时限判断。")
    return N_("已批准延期，原定时限仍保留。")


def _asked() -> Asked:
    """Read the filters from the URL; what cannot be is as if it were not there."""
    wanted = request.args.get("state")
    standing = Standing(wanted) if wanted in set(Standing) else Standing.PENDING
    return Asked(standing, request.args.get("unit", type=row_number))


def _leaders(found: Extension) -> Sequence[Person] | None:
    actor = current_actor()
    return None if actor.is_leader else deciders(actor, [found.assignment], today())


def _ask_page(form: AskForm, assignment: Assignment) -> str:
    allows_late = value_of(limits.LATE_EXTENSIONS)
    return render_template(
        "workplan/tasks/extensions/ask.html",
        form=form,
        assignment=assignment,
        is_askable=rules.is_askable(assignment, today(), allows_late=allows_late),
        is_late=rules.is_past(assignment, today()),
        today=today(),
    )


def _page(
    found: Extension,
    *,
    proposal: ProposalForm | None = None,
    decision: ExtensionDecisionForm | None = None,
) -> str:
    """Show a request with the forms that the person may fill in, or with one as it was refused."""
    actor, it = current_actor(), found.assignment
    is_open = rules.is_answerable(found)
    if proposal is None and is_open and rules.may_propose(actor, it):
        proposal = ProposalForm(formdata=None, data=_proposed(found))
    is_proposed = found.state is ExtensionState.PROPOSED
    if decision is None and is_open and is_proposed and rules.may_decide(actor, it):
        decision = ExtensionDecisionForm(
            leaders=_leaders(found),
            formdata=None,
            data={"due_on": found.offered_on, "version": found.version},
        )
    return render_template(
        "workplan/tasks/extensions/show.html",
        extension=found,
        assignment=it,
        proposal=proposal,
        decision=decision,
        may_withdraw=found.is_pending and rules.may_ask(actor, it),
        is_open=is_open,
        is_own=it.unit_id in actor.own_units,
        rules=rules,
        today=today(),
        accepted=accepted(),
        megabytes=value_of(limits.SCAN_MEGABYTES),
        needs_scan=value_of(limits.NEEDS_SCAN),
    )


def _proposed(found: Extension) -> dict[str, object]:
    """Return what a supervisor said already, so that it can be said anew."""
    said: dict[str, object] = {"version": found.version}
    if found.is_supported is not None:
        differs = found.proposed_on not in (None, found.wanted_on)
        said |= {
            "supports": YES if found.is_supported else NO,
            "due_on": found.proposed_on if differs else None,
            "opinion": found.opinion,
        }
    return said
