"""The papers by which units were chased: the list, each with its answer, and Word."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.chase_paper import chase_document as written
from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.downloads import written_out
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.chases import queries, rules
from tracker.workplan.tasks.chases.forms import AnswerForm, WithdrawForm
from tracker.workplan.tasks.chases.models import Chase
from tracker.workplan.tasks.chases.printing import as_paper, number_of
from tracker.workplan.tasks.chases.queries import ChaseFilters, ChaseState
from tracker.workplan.tasks.views.blueprint import pages


@pages.get("/chases")
@requires(Permission.READ_TASKS)
def chases() -> ResponseReturnValue:
    """Show the papers that the filters in the URL leave."""
    actor, filters = current_actor(), queries.read_chase_filters(request.args)
    return render_template(
        "workplan/tasks/chases/index.html",
        found=page_of(queries.chase_list(actor, filters, today()), asked_page()),
        filters=filters,
        states=ChaseState,
        levels=rules.LEVEL_WORDS,
        units=queries.chased_units(actor),
        number_of=number_of,
        to_list=_to_list(filters),
        url_for_page=url_for_page(),
    )


@pages.get("/chases/<int:chase_id>")
@requires(Permission.READ_TASKS)
def chase_sheet(chase_id: int) -> ResponseReturnValue:
    """Show one paper, its answer, and what the person may do with it."""
    found = queries.visible_chase(current_actor(), chase_id)
    return _page(found, AnswerForm(formdata=None), WithdrawForm(formdata=None))


@pages.get("/chases/<int:chase_id>/document")
@requires(Permission.READ_TASKS)
def chase_document(chase_id: int) -> ResponseReturnValue:
    """Hand out a paper as a Word document."""
    paper = as_paper(queries.visible_chase(current_actor(), chase_id))
    name = f"{paper.number}（{paper.unit}）.docx"
    return written_out(written(paper), name=name, plain_name=f"chase-{chase_id}.docx")


@pages.post("/chases/<int:chase_id>/answer")
@requires(Permission.ANSWER_CHASES)
def answer_chase(chase_id: int) -> ResponseReturnValue:
    """Answer a paper for the unit that got it."""
    found = queries.visible_chase(current_actor(), chase_id)
    form = AnswerForm()
    if not form.validate():
        return _page(found, form, WithdrawForm(formdata=None)), 422
    with transaction():
        commands.answer_chase(
            current_actor(),
            found,
            words=form.answer.data or "",
            now=now(),
            version=form.version.data or 0,
        )
    flash(_("已回复，督查室看得到。"))
    return redirect(url_for(".chase_sheet", chase_id=chase_id), 303)


@pages.post("/chases/<int:chase_id>/withdraw")
@requires(Permission.CHASE)
def withdraw_chase(chase_id: int) -> ResponseReturnValue:
    """Take a paper back on the day it was sent."""
    found = queries.visible_chase(current_actor(), chase_id)
    form = WithdrawForm()
    if not form.validate():
        return _page(found, AnswerForm(formdata=None), form), 422
    with transaction():
        commands.withdraw_chase(
            current_actor(),
            found,
            reason=form.reason.data or "",
            now=now(),
            version=form.version.data or 0,
        )
    flash(_("督办单已撤回，单位看得到撤回的理由。"))
    return redirect(url_for(".chase_sheet", chase_id=chase_id), 303)


def _page(found: Chase, answer: AnswerForm, withdrawal: WithdrawForm) -> str:
    actor = current_actor()
    answer.version.data = withdrawal.version.data = found.version
    return render_template(
        "workplan/tasks/chases/show.html",
        chase=found,
        paper=as_paper(found),
        answer=answer if found.waits and rules.may_answer(actor, found) else None,
        withdrawal=withdrawal if rules.may_withdraw(actor, found, today()) else None,
        has_errors=bool(withdrawal.errors),
        levels=rules.LEVEL_WORDS,
    )


def _to_list(filters: ChaseFilters) -> Callable[..., str]:
    """Make the address of the list after a change of its filters."""

    def address(**changes: Any) -> str:
        return url_for(".chases", **filters.with_(**changes).written)

    return address
