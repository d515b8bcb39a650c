"""Leaders' instructions: the list, giving one, its page, and what its writer and the units do."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.downloads import handed_out
from tracker.foundation.errors import NotFound, RuleBroken, require
from tracker.foundation.formats import accepted
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.people.models import Unit
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, limits
from tracker.workplan.tasks.chases.forms import WithdrawForm
from tracker.workplan.tasks.forms import put_error, put_refusal
from tracker.workplan.tasks.instructions import queries, rules
from tracker.workplan.tasks.instructions.forms import (
    AnswerForm,
    InstructionForm,
    JoinForm,
    OutcomeForm,
)
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.queries import InstructionFilters, InstructionState
from tracker.workplan.tasks.instructions.rules import About
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.known import Known, known


@pages.get("/instructions")
@requires(Permission.READ_TASKS)
def instructions() -> ResponseReturnValue:
    """Show the instructions that the filters in the URL leave."""
    actor, filters = current_actor(), queries.read_instruction_filters(request.args)
    found = page_of(queries.instruction_list(actor, filters), asked_page())
    return render_template(
        "workplan/tasks/instructions/index.html",
        found=found,
        follow_ups=queries.follow_ups(actor, found.rows),
        filters=filters,
        states=InstructionState,
        leaders=queries.instructing_leaders(actor),
        to_list=_to_list(filters),
        url_for_page=url_for_page(),
    )


@pages.get("/instructions/new")
@requires(Permission.INSTRUCT)
def instruction_form() -> ResponseReturnValue:
    """Show the form for an instruction about what the address names, as `about=task:12`."""
    return _form_page(_new_form(_asked_about()))


@pages.post("/instructions/new")
@requires(Permission.INSTRUCT)
def give_instruction() -> ResponseReturnValue:
    """Write an instruction down, a leader's own or one that is recorded for a leader."""
    form, names = _new_form(_asked_about()), known()
    unit_ids = _units_said(form, names)
    if not form.validate() or unit_ids is None:
        _say_unknown(form, names)
        return _form_page(form), 422
    actor = current_actor()
    about = queries.visible_about(actor, form.about.data)
    try:
        with transaction():
            made = commands.give_instruction(
                actor, about, form.said(unit_ids), now=now(), told=form.told()
            )
            instruction_id = made.id
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _form_page(form), 422
    flash(_("批示已发出，当天没有人回复、没有转任务之前可以更正或撤回。"))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


@pages.get("/instructions/<int:instruction_id>")
@requires(Permission.READ_TASKS)
def instruction(instruction_id: int) -> ResponseReturnValue:
    """Show one instruction, the answers to it, and what the person may do about it."""
    return page(queries.visible_instruction(current_actor(), instruction_id))


@pages.get("/instructions/<int:instruction_id>/scan")
@requires(Permission.READ_TASKS)
def instruction_scan(instruction_id: int) -> ResponseReturnValue:
    """Hand over the scan of an instruction just as it was uploaded."""
    found = queries.visible_instruction(current_actor(), instruction_id)
    if found.scan is None:
        raise NotFound(N_("这条批示没有附扫描件。"))
    return handed_out(
        found.scan.sha256,
        name=found.scan.name,
        plain_name=f"instruction-{instruction_id}.{found.scan.format}",
    )


@pages.get("/instructions/<int:instruction_id>/edit")
@requires(Permission.INSTRUCT)
def correction_form(instruction_id: int) -> ResponseReturnValue:
    """Show the form for correcting what one wrote today."""
    actor = current_actor()
    found = queries.visible_instruction(actor, instruction_id)
    require(actor.id == found.recorded_by_id, rules.WRITER_ONLY)
    rules.check_correctable(actor, found, today(), is_answered=queries.is_answered(found))
    return _form_page(_kept_form(found), found)


@pages.post("/instructions/<int:instruction_id>/edit")
@requires(Permission.INSTRUCT)
def correct_instruction(instruction_id: int) -> ResponseReturnValue:
    """Correct what one wrote today."""
    actor = current_actor()
    found = queries.visible_instruction(actor, instruction_id)
    require(actor.id == found.recorded_by_id, rules.WRITER_ONLY)
    form, names = InstructionForm(), known()
    unit_ids = _units_said(form, names)
    if not form.validate() or unit_ids is None:
        _say_unknown(form, names)
        return _form_page(form, found), 422
    try:
        with transaction():
            commands.correct_instruction(
                actor,
                found,
                form.said(unit_ids),
                now=now(),
                version=form.version.data or 0,
            )
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _form_page(form, found), 422
    flash(_("批示已更正，已告知各单位。"))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


@pages.post("/instructions/<int:instruction_id>/withdraw")
@requires(Permission.INSTRUCT)
def withdraw_instruction(instruction_id: int) -> ResponseReturnValue:
    """Take back what one wrote today."""
    found = queries.visible_instruction(current_actor(), instruction_id)
    form = WithdrawForm()
    if not form.validate():
        return page(found, withdrawal=form), 422
    with transaction():
        commands.withdraw_instruction(
            current_actor(),
            found,
            reason=form.reason.data or "",
            now=now(),
            version=form.version.data or 0,
        )
    flash(_("批示已撤回，看得到它的人都会知道撤回的理由。"))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


@pages.post("/instructions/<int:instruction_id>/answer")
@requires(Permission.ANSWER_INSTRUCTIONS)
def answer_instruction(instruction_id: int) -> ResponseReturnValue:
    """Answer an instruction for one's unit."""
    actor = current_actor()
    found = queries.visible_instruction(actor, instruction_id)
    units = _answering_units(found)
    require(bool(units), rules.HEADS_ONLY)
    form = AnswerForm(units)
    if not form.validate():
        return page(found, answer=form), 422
    with transaction():
        commands.answer_instruction(
            actor,
            found,
            unit_id=int(form.unit.data),
            words=form.answer.data or "",
            now=now(),
        )
    flash(_("已回复，领导和督查室看得到。"))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


def page(
    found: Instruction,
    *,
    answer: AnswerForm | None = None,
    withdrawal: WithdrawForm | None = None,
    joining: JoinForm | None = None,
    outcome: OutcomeForm | None = None,
) -> str:
    """Draw an instruction's page; a form that was refused comes with what is wrong with it."""
    actor = current_actor()
    about = queries.about_of(found)
    units = queries.units_of(about)
    may_handle = rules.may_handle(actor, [it.id for it in units])
    answering = _answering_units(found) if found.is_open else []
    is_own = rules.is_correctable(actor, found, today(), is_answered=queries.is_answered(found))
    seen = {"version": found.version}
    return render_template(
        "workplan/tasks/instructions/show.html",
        it=found,
        answers=queries.answers_of(actor, found),
        follow_up=queries.follow_ups(actor, [found]).get(found.follow_up_id or 0),
        may_handle=may_handle,
        is_own=is_own,
        answer=answer or (AnswerForm(answering, formdata=None) if answering else None),
        withdrawal=withdrawal or WithdrawForm(formdata=None, data=seen),
        joining=joining or JoinForm(formdata=None, data=seen),
        outcome=outcome or OutcomeForm(formdata=None, data=seen),
    )


def _answering_units(found: Instruction) -> list[Unit]:
    """Return the units concerned for which the person may answer."""
    actor = current_actor()
    return [it for it in queries.concerned_units(found) if rules.may_answer(actor, it.id)]


def _asked_about() -> About:
    """Read from the URL what the instruction is to be about."""
    actor = current_actor()
    about = queries.visible_about(actor, request.args.get("about", ""))
    units = [it.id for it in queries.units_of(about)]
    require(rules.may_instruct(actor, units), rules.GIVERS_ONLY)
    return about


def _new_form(about: About) -> InstructionForm:
    actor = current_actor()
    abouts = queries.possible_abouts(actor, about)
    named = "assignment" if isinstance(about, Assignment) else abouts[0][0].partition(":")[0]
    label = queries.label_of(about)
    return InstructionForm(
        abouts=abouts,
        leaders=None if actor.is_leader else queries.recordable_leaders(actor, label, today()),
        data={"about": f"{named}:{about.id}", "wants_answer": True},
    )


def _kept_form(found: Instruction) -> InstructionForm:
    return InstructionForm(
        formdata=None,
        data={
            "text": found.text,
            "wants_answer": found.wants_answer,
            "answer_due_on": found.answer_due_on,
            "demand": found.demand,
            "demand_due_on": found.demand_due_on,
            "units": "、".join(it.unit.name for it in found.units),
            "version": found.version,
        },
    )


def _form_page(form: InstructionForm, found: Instruction | None = None) -> str:
    return render_template(
        "workplan/tasks/instructions/form.html",
        form=form,
        it=found,
        about=_asked_about() if found is None else None,
        names=known(),
        today=today(),
        accepted=accepted(),
        megabytes=value_of(limits.SCAN_MEGABYTES),
        needs_scan=value_of(limits.NEEDS_SCAN),
    )


def _units_said(form: InstructionForm, names: Known) -> list[int] | None:
    """Return whom the form's line of names means; None where it names somebody unknown."""
    words = form.units.data or ""
    return None if names.unknown_in(words) else names.units_of(words)


def _say_unknown(form: InstructionForm, names: Known) -> None:
    unknown = names.unknown_in(form.units.data or "")
    if unknown:
        put_error(form.units, _("单位名册里没有：%(names)s。", names="、".join(unknown)))


def _to_list(filters: InstructionFilters) -> Callable[..., str]:
    """Make the address of the list after a change of its filters."""

    def address(**changes: Any) -> str:
        return url_for(".instructions", **filters.with_(**changes).written)

    return address
