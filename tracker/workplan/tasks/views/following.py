"""What a supervisor does about a leader's instruction: a task made of it, or its end."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken, require
from tracker.foundation.forms import DeedForm, VersionField
from tracker.foundation.wording import in_full
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.forms import TaskForm, put_error, put_refusal
from tracker.workplan.tasks.instructions import queries, rules
from tracker.workplan.tasks.instructions.forms import JoinForm, OutcomeForm
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.queries import plan_priority
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.editing import chosen_id, leaders, priorities
from tracker.workplan.tasks.views.instructions import page


class SeenForm(DeedForm):
    """A button that says which version it was drawn beside."""

    version = VersionField()


@pages.get("/instructions/<int:instruction_id>/task")
@requires(Permission.HANDLE_INSTRUCTIONS)
def follow_form(instruction_id: int) -> ResponseReturnValue:
    """Show the form for the task that an instruction demands."""
    actor = current_actor()
    found = queries.visible_instruction(actor, instruction_id)
    units = [it.id for it in queries.units_of(queries.about_of(found))]
    require(rules.may_handle(actor, units), rules.HANDLERS_ONLY)
    rules.check_unfollowed(found)
    return _follow_page(_follow_form(found), found)


@pages.post("/instructions/<int:instruction_id>/task")
@requires(Permission.HANDLE_INSTRUCTIONS)
def follow_instruction(instruction_id: int) -> ResponseReturnValue:
    """Make a task of what an instruction demands, and go on to its dispatch."""
    found = queries.visible_instruction(current_actor(), instruction_id)
    form = TaskForm(leaders(), priorities())
    if not form.validate():
        return _follow_page(form, found), 422
    try:
        with transaction():
            task = commands.follow_instruction(
                current_actor(),
                found,
                priority=plan_priority(int(form.priority.data)),
                title=form.title.data or "",
                text=form.text.data or "",
                leader_id=chosen_id(form.leader.data),
                cycle=ReportingCycle(form.cycle.data) if form.cycle.data else None,
                is_key=form.is_key.data,
                is_standing=form.is_standing.data,
                weight=form.weight.data or 1,
                now=now(),
                version=form.version.data or 0,
            )
            task_id, number = task.id, task.number
    except Outdated:
        raise
    except RuleBroken as refusal:
        put_error(form.title, _(refusal.sentence))
        return _follow_page(form, found), 422
    flash(_("已转为任务 %(number)s。单位和时限已按批示填好，接着交办。", number=number))
    return redirect(url_for(".dispatch_page", task=task_id), 303)


@pages.post("/instructions/<int:instruction_id>/join")
@requires(Permission.HANDLE_INSTRUCTIONS)
def join_instruction(instruction_id: int) -> ResponseReturnValue:
    """Let a task that is there already carry out what an instruction demands."""
    actor = current_actor()
    found = queries.visible_instruction(actor, instruction_id)
    form = JoinForm()
    if not form.validate():
        return page(found, joining=form), 422
    try:
        task = queries.visible_task_numbered(actor, form.task.data or "")
        number = task.number
        with transaction():
            commands.join_instruction(actor, found, task, now=now(), version=form.version.data or 0)
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return page(found, joining=form), 422
    flash(_("已并入任务 %(number)s，两边的页面都看得到。", number=number))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


@pages.post("/instructions/<int:instruction_id>/part")
@requires(Permission.HANDLE_INSTRUCTIONS)
def part_instruction(instruction_id: int) -> ResponseReturnValue:
    """Take the link between an instruction and a task back."""
    found, form = queries.visible_instruction(current_actor(), instruction_id), SeenForm()
    with transaction():
        commands.part_instruction(current_actor(), found, now=now(), version=form.version.data or 0)
    flash(_("已解除与任务的关联，任务还在；要求落实的事重新等着转任务。"))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


@pages.post("/instructions/<int:instruction_id>/finish")
@requires(Permission.HANDLE_INSTRUCTIONS)
def finish_instruction(instruction_id: int) -> ResponseReturnValue:
    """Have an instruction done."""
    found = queries.visible_instruction(current_actor(), instruction_id)
    form = OutcomeForm()
    if not form.validate():
        return page(found, outcome=form), 422
    with transaction():
        commands.finish_instruction(
            current_actor(),
            found,
            outcome=form.outcome.data or "",
            now=now(),
            version=form.version.data or 0,
        )
    flash(_("批示已办结，已告知领导；可以随时恢复办理。"))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


@pages.post("/instructions/<int:instruction_id>/reopen")
@requires(Permission.HANDLE_INSTRUCTIONS)
def reopen_instruction(instruction_id: int) -> ResponseReturnValue:
    """Take up again an instruction that was done."""
    found, form = queries.visible_instruction(current_actor(), instruction_id), SeenForm()
    with transaction():
        commands.reopen_instruction(
            current_actor(), found, now=now(), version=form.version.data or 0
        )
    flash(_("已恢复办理。"))
    return redirect(url_for(".instruction", instruction_id=instruction_id), 303)


def _follow_form(found: Instruction) -> TaskForm:
    demand = found.demand or found.text
    source = _("%(leader)s%(day)s批示要求。", leader=found.leader.name, day=in_full(found.given_on))
    return TaskForm(
        leaders(),
        priorities(),
        formdata=None,
        data={
            "title": rules.proposed_title(demand),
            "text": f"{demand}\n{source}",
            "leader": str(found.leader_id),
            "weight": 1,
            "version": found.version,
        },
    )


def _follow_page(form: TaskForm, found: Instruction) -> str:
    return render_template("workplan/tasks/instructions/follow.html", form=form, it=found)
