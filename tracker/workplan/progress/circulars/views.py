"""Circulars: the list, drafting one, its page with the deeds that are open, and Word."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.circular_paper import circular_document
from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.downloads import handed_out, written_out
from tracker.foundation.errors import NotFound, RuleBroken
from tracker.foundation.formats import accepted
from tracker.foundation.forms import PageForm
from tracker.foundation.labels import USUAL, Label, covers
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.progress.circulars import commands, figures, queries, rules
from tracker.workplan.progress.circulars.forms import (
    ApprovalForm,
    ChoiceForm,
    DeedOnVersionForm,
    GivingBackForm,
    WithdrawalForm,
    words_form,
)
from tracker.workplan.progress.circulars.models import Circular, CircularState
from tracker.workplan.progress.circulars.printing import as_paper, number_of
from tracker.workplan.progress.circulars.queries import CircularFilters
from tracker.workplan.progress.composing.queries import planned_years
from tracker.workplan.progress.composing.spans import Span, begun_spans, span_named, usual_span
from tracker.workplan.progress.places import period_words
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.forms import put_refusal
from tracker.workplan.tasks.models import Plan
from tracker.workplan.tasks.queries import plan_of

pages = Blueprint("circulars", __name__)
NO_SCAN = N_("这份通报没有附签批的扫描件。")
NO_PLAN = N_("还没有年度计划，没有可以通报的。")


@pages.get("/circulars")
@requires(Permission.READ_CIRCULARS)
def index() -> ResponseReturnValue:
    """Show the circulars that the filters in the URL leave."""
    actor, filters = current_actor(), queries.read_circular_filters(request.args)
    return render_template(
        "workplan/progress/circulars/index.html",
        found=page_of(queries.circular_list(actor, filters), asked_page()),
        filters=filters,
        states=rules.STATE_WORDS,
        years=queries.circular_years(actor),
        sees_all=actor.sees_all,
        number_of=number_of,
        to_list=_to_list(filters),
        url_for_page=url_for_page(),
    )


@pages.get("/circulars/new")
@requires(Permission.WRITE_CIRCULARS)
def new() -> ResponseReturnValue:
    """Show what can be told of a span, so that it is chosen what is."""
    span = _asked_span()
    if span is None:
        return render_template("workplan/progress/circulars/new.html", span=None)
    return _choice_page(span, ChoiceForm(current_actor(), _asked_label(), formdata=None))


@pages.post("/circulars/new")
@requires(Permission.WRITE_CIRCULARS)
def draft() -> ResponseReturnValue:
    """Draft a circular about the span in the address."""
    actor, span = current_actor(), _asked_span()
    if span is None:
        raise NotFound(NO_PLAN)
    form, plan = ChoiceForm(actor, _asked_label()), _plan(span)
    if not form.validate():
        return _choice_page(span, form), HTTPStatus.UNPROCESSABLE_ENTITY
    choice = form.choice()
    if covers(actor.clearance, choice.label) and not form.suits(
        queries.stand_of(actor, plan, span, choice.label, today())
    ):
        return _choice_page(span, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            made = commands.draft_circular(actor, plan, span, choice, now=now())
            circular_id = made.id
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _choice_page(span, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("草稿已拟好，文字可以改；领导批准以后印发。"))
    return redirect(url_for(".show", circular_id=circular_id), 303)


@pages.get("/circulars/<int:circular_id>")
@requires(Permission.READ_CIRCULARS)
def show(circular_id: int) -> ResponseReturnValue:
    """Show one circular and what the person may do with it."""
    return _page(queries.visible_circular(current_actor(), circular_id))


@pages.get("/circulars/<int:circular_id>/document")
@requires(Permission.READ_CIRCULARS)
def document(circular_id: int) -> ResponseReturnValue:
    """Hand out a circular as a Word document."""
    paper = as_paper(queries.visible_circular(current_actor(), circular_id))
    name = f"{paper.number or _('草稿')} {paper.title}.docx"
    return written_out(
        circular_document(paper), name=name, plain_name=f"circular-{circular_id}.docx"
    )


@pages.get("/circulars/<int:circular_id>/scan")
@requires(Permission.SEE_DASHBOARD)
def scan(circular_id: int) -> ResponseReturnValue:
    """Hand over the scan of the approval just as it was uploaded, to supervisors and leaders."""
    found = queries.visible_circular(current_actor(), circular_id)
    if found.scan is None:
        raise NotFound(NO_SCAN)
    return handed_out(
        found.scan.sha256,
        name=found.scan.name,
        plain_name=f"circular-{circular_id}.{found.scan.format}",
    )


@pages.post("/circulars/<int:circular_id>/edit")
@requires(Permission.WRITE_CIRCULARS)
def edit(circular_id: int) -> ResponseReturnValue:
    """Change the words of a draft."""
    found = queries.visible_circular(current_actor(), circular_id)
    form = words_form(found)
    if not form.validate():
        return _page(found, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            commands.edit_circular(
                current_actor(),
                found,
                title=form.title.data or "",
                parts=form.parts(),
                now=now(),
                version=form.version.data or 0,
            )
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _page(found, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("已保存。"))
    return redirect(url_for(".show", circular_id=circular_id), 303)


@pages.post("/circulars/<int:circular_id>/ask")
@requires(Permission.WRITE_CIRCULARS)
def ask(circular_id: int) -> ResponseReturnValue:
    """Tell the leaders that a draft is ready for them."""
    found = queries.visible_circular(current_actor(), circular_id)
    version = DeedOnVersionForm().version.data or 0
    with transaction():
        commands.ask_for_approval(current_actor(), found, now=now(), version=version)
    flash(_("已请领导批准，领导会收到消息；批准以前还可以改。"))
    return redirect(url_for(".show", circular_id=circular_id), 303)


@pages.post("/circulars/<int:circular_id>/approve")
@requires(Permission.APPROVE_CIRCULARS)
def approve(circular_id: int) -> ResponseReturnValue:
    """Approve a draft, or record that a leader did."""
    found = queries.visible_circular(current_actor(), circular_id)
    form = _approval(found)
    if not form.validate():
        return _page(found, approval=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            commands.approve_circular(
                current_actor(),
                found,
                now=now(),
                version=form.version.data or 0,
                told=form.told(),
            )
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _page(found, approval=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("已批准，可以印发。"))
    return redirect(url_for(".show", circular_id=circular_id), 303)


@pages.post("/circulars/<int:circular_id>/give-back")
@requires(Permission.APPROVE_CIRCULARS)
def give_back(circular_id: int) -> ResponseReturnValue:
    """Make an approved circular a draft again."""
    found = queries.visible_circular(current_actor(), circular_id)
    form = GivingBackForm()
    if not form.validate():
        return _page(found, giving_back=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        commands.give_back_circular(
            current_actor(),
            found,
            reason=form.reason.data or "",
            now=now(),
            version=form.version.data or 0,
        )
    flash(_("已退回修改；改好以后再请领导批准。"))
    return redirect(url_for(".show", circular_id=circular_id), 303)


@pages.post("/circulars/<int:circular_id>/issue")
@requires(Permission.WRITE_CIRCULARS)
def issue(circular_id: int) -> ResponseReturnValue:
    """Issue an approved circular under its number."""
    found = queries.visible_circular(current_actor(), circular_id)
    version = DeedOnVersionForm().version.data or 0
    with transaction():
        commands.issue_circular(current_actor(), found, now=now(), version=version)
        number = number_of(found)
    flash(_("已印发，编号%(number)s；当天可以撤回。", number=number))
    return redirect(url_for(".show", circular_id=circular_id), 303)


@pages.post("/circulars/<int:circular_id>/withdraw")
@requires(Permission.WRITE_CIRCULARS)
def withdraw(circular_id: int) -> ResponseReturnValue:
    """Give a draft up, or take back what was issued today."""
    found = queries.visible_circular(current_actor(), circular_id)
    form = WithdrawalForm()
    if not form.validate():
        return _page(found, withdrawal=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        commands.withdraw_circular(
            current_actor(),
            found,
            reason=form.reason.data or "",
            now=now(),
            version=form.version.data or 0,
        )
    flash(_("已撤回，理由和原文都留着。"))
    return redirect(url_for(".show", circular_id=circular_id), 303)


def _asked_span() -> Span | None:
    """Return the span in the address, else the month that ended last; None without a plan."""
    spans = begun_spans(planned_years(), today())
    span = span_named(request.args.get("period", ""))
    return span if span in spans else usual_span(spans, today())


def _asked_label() -> Label:
    found = request.args.get("label", "")
    label = Label(found) if found in set(Label) else USUAL
    clearance = current_actor().clearance
    return label if covers(clearance, label) else clearance


def _plan(span: Span) -> Plan:
    plan = plan_of(span.year)
    if plan is None:
        raise NotFound(NO_PLAN)
    return plan


def _choice_page(span: Span, form: ChoiceForm) -> str:
    actor, label, plan = current_actor(), _asked_label(), _plan(span)
    stand = queries.stand_of(actor, plan, span, label, today())
    units = [
        (unit_id, works[0].unit, figures.counted(works, stand.as_of))
        for unit_id, works in stand.by_unit.items()
    ]
    return render_template(
        "workplan/progress/circulars/new.html",
        span=span,
        spans=begun_spans(planned_years(), today()),
        span_words=period_words,
        form=form,
        label=label,
        stand=stand,
        units=units,
        share=figures.share,
        overall=figures.overall_text(stand),
        late=stand.late[: rules.MOST_NAMED],
        chosen_late=form.late.data if form.is_submitted() else None,
        withheld=queries.withheld_from(actor, plan, label),
    )


def _approval(found: Circular, **kwargs: Any) -> ApprovalForm:
    actor = current_actor()
    leaders = None if actor.is_leader else queries.approvers(actor, found, today())
    return ApprovalForm(leaders=leaders, **kwargs)


def _page(
    found: Circular,
    *,
    form: PageForm | None = None,
    approval: ApprovalForm | None = None,
    giving_back: GivingBackForm | None = None,
    withdrawal: WithdrawalForm | None = None,
) -> str:
    actor = current_actor()
    is_draft, is_approved = rules.is_editable(found), found.state is CircularState.APPROVED
    if approval is None:
        approval = _approval(found, formdata=None)
    if form is None and is_draft and rules.may_write(actor):
        form = words_form(found)
        form.process(obj=found)
    approval.version.data = found.version
    return render_template(
        "workplan/progress/circulars/show.html",
        circular=found,
        paper=as_paper(found),
        form=form,
        approval=approval if is_draft and rules.may_approve(actor) else None,
        giving_back=giving_back or GivingBackForm(formdata=None),
        withdrawal=withdrawal or WithdrawalForm(formdata=None),
        may_give_back=is_approved and rules.may_approve(actor),
        may_issue=is_approved and rules.may_write(actor),
        may_withdraw=rules.may_withdraw(actor, found, today()),
        sees_all=actor.sees_all,
        states=rules.STATE_WORDS,
        today=today(),
        accepted=accepted(),
        megabytes=value_of(limits.SCAN_MEGABYTES),
        needs_scan=value_of(limits.NEEDS_SCAN),
    )


def _to_list(filters: CircularFilters) -> Callable[..., str]:
    """Make the address of the list after a change of its filters."""

    def address(**changes: Any) -> str:
        return url_for(".index", **filters.with_(**changes).written)

    return address
