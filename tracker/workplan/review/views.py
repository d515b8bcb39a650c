"""The pages of this stage: annual summaries and the first score list."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents import annual_summary as paper
from tracker.foundation.clock import local_date, now, today
from tracker.foundation.db import transaction
from tracker.foundation.downloads import written_out
from tracker.foundation.errors import NotFound, Outdated, RuleBroken
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import PAGE_SIZE, Page, asked_page, url_for_page
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.people.models import Unit, UnitKind
from tracker.people.permissions import Permission, requires
from tracker.people.queries import ASSIGNABLE
from tracker.people.rules import KIND_WORDS
from tracker.people.sessions import current_actor
from tracker.workplan.review import commands, limits, queries, rules, scoring
from tracker.workplan.review.drafting import differing, drafted
from tracker.workplan.review.forms import (
    DeedOnVersionForm,
    DraftForm,
    JudgingForm,
    SummaryForm,
    summary_form,
)
from tracker.workplan.review.ledgers import ledgers_of, scoring_day
from tracker.workplan.review.material import material_of
from tracker.workplan.review.models import AnnualSummary
from tracker.workplan.review.parts import part_words, result_part, words_of
from tracker.workplan.tasks.models import Plan
from tracker.workplan.tasks.queries import plans

pages = Blueprint("review", __name__)

KINDS = {kind: words for kind, words in KIND_WORDS.items() if kind in ASSIGNABLE}
NO_PLAN = N_("这一年还没有年度计划。")


@pages.app_template_global("summaries_telling_of")
def summaries_telling_of(task_ids: Collection[int]) -> Sequence[str]:
    """Give the label page, whose stage knows no summaries, the units whose summary may tell of the tasks."""
    return queries.units_telling_of(task_ids)


# ── units and where their year stands ───────────────────────────────────────


@pages.get("/review")
@requires(Permission.READ_SUMMARIES)
def index() -> ResponseReturnValue:
    """Show each unit's summary and score; to a unit's people their own."""
    actor, day, plan, kind = current_actor(), today(), _asked_plan(), _asked_kind()
    asked = request.args.get("state")
    state = asked if asked in queries.STATES else None
    return render_template(
        "workplan/review/index.html",
        plan=plan,
        plans=plans(),
        page=plan
        and queries.review_page(actor, plan, day, kind=kind, state=state, number=asked_page()),
        counts=plan and queries.state_counts(actor, plan, kind),
        kind=kind,
        kinds=KINDS,
        state=state,
        states=rules.STATE_WORDS,
        own_units=actor.own_units,
        url_for_page=url_for_page(),
    )


@pages.get("/review/scores")
@requires(Permission.READ_SCORES)
def scores() -> ResponseReturnValue:
    """Show what each unit's scores come to, in official order."""
    plan, kind = _asked_plan(), _asked_kind()
    return render_template(
        "workplan/review/scores.html",
        plan=plan,
        plans=plans(),
        as_of=plan and scoring_day(plan, today()),
        page=plan
        and queries.review_page(current_actor(), plan, today(), kind=kind, number=asked_page()),
        kind=kind,
        kinds=KINDS,
        rules=scoring.rules_shown(limits.figures()),
        figures=limits.figures(),
        url_for_page=url_for_page(),
    )


@pages.get("/review/scores/<int:unit_id>")
@requires(Permission.READ_SCORES)
def score_lines(unit_id: int) -> ResponseReturnValue:
    """Show one unit's lines, each with its ground."""
    actor, plan = current_actor(), _asked_plan()
    unit = queries.visible_unit(actor, unit_id)
    if plan is None:
        raise NotFound(NO_PLAN)
    as_of = scoring_day(plan, today())
    ledger = ledgers_of(actor, plan, [unit.id], as_of)[unit.id]
    asked = request.args.get("rule")
    rule = scoring.Rule(asked) if asked in list(scoring.Rule) else None
    lines = [line for line in ledger.lines if rule is None or line.rule is rule]
    number = min(max(1, asked_page()), max(1, -(-len(lines) // PAGE_SIZE)))
    shown = lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return render_template(
        "workplan/review/score_lines.html",
        unit=unit,
        plan=plan,
        plans=plans(),
        as_of=as_of,
        ledger=ledger,
        page=Page(shown, number, len(lines)),
        rule=rule,
        rules=scoring.rules_shown(limits.figures()),
        figures=limits.figures(),
        url_for_page=url_for_page(),
    )


def _asked_plan() -> Plan | None:
    return queries.plan_or_latest(request.args.get("year", type=row_number), today())


def _asked_kind() -> UnitKind | None:
    asked = request.args.get("kind")
    return next((kind for kind in KINDS if kind.value == asked), None)


# ── one unit's summary ──────────────────────────────────────────────────────


@pages.post("/review/units/<int:unit_id>/draft")
@requires(Permission.WRITE_SUMMARIES)
def draft(unit_id: int) -> ResponseReturnValue:
    """Draft a unit's summary, or the chosen parts of it once more."""
    actor = current_actor()
    unit = queries.visible_unit(actor, unit_id)
    form = DraftForm()
    plan = queries.plan_or_latest(form.year.data, today()) if form.validate() else None
    if plan is None:
        raise NotFound(NO_PLAN)
    present = queries.summary_of(actor, plan, unit)
    chosen = form.part.data or []
    if present is not None and not chosen:
        flash(_("没有选要换掉的部分，总结没有改动。"), "warning")
        return _to(present)
    with transaction():
        summary = commands.draft_summary(
            actor,
            plan,
            unit,
            replaces=chosen or None,
            now=now(),
            version=form.version.data,
        )
    flash(
        _("已按各项任务的填报起草，请逐段核对、改写。")
        if present is None
        else _("已重新起草选定的部分；原来的文字留在操作记录里。"),
        "done",
    )
    return _to(summary)


@pages.get("/review/summaries/<int:summary_id>")
@requires(Permission.READ_SUMMARIES)
def summary(summary_id: int) -> ResponseReturnValue:
    """Show a summary beside what it was drafted from; to its unit as a form."""
    found = queries.visible_summary(current_actor(), summary_id)
    form = summary_form(found) if _is_open_to_me(found) else None
    return _summary_page(found, form=form)


@pages.post("/review/summaries/<int:summary_id>")
@requires(Permission.WRITE_SUMMARIES)
def edit(summary_id: int) -> ResponseReturnValue:
    """Keep what was written."""
    return _take(summary_id, submits=False)


@pages.post("/review/summaries/<int:summary_id>/submit")
@requires(Permission.SUBMIT_SUMMARIES)
def submit(summary_id: int) -> ResponseReturnValue:
    """Hand the summary to the supervisors, with what was written on the page."""
    return _take(summary_id, submits=True)


def _take(summary_id: int, *, submits: bool) -> ResponseReturnValue:
    actor, at = current_actor(), now()
    found = queries.visible_summary(actor, summary_id)
    form = summary_form(found)
    if not form.validate():
        return _summary_page(found, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            commands.edit_summary(
                actor, found, now=at, version=form.version.data, **form.said(found)
            )
            if submits:
                commands.submit_summary(actor, found, now=at)
    except RuleBroken as refusal:
        found = queries.visible_summary(actor, summary_id)
        return _refused_page(found, form, refusal), HTTPStatus.CONFLICT
    flash(_("总结已提交，等督查员审核。") if submits else _("总结已保存。"), "done")
    return _to(found)


def _refused_page(found: AnnualSummary, form: SummaryForm, refusal: RuleBroken) -> str:
    """Show the page again with what was typed, beside what somebody else wrote meanwhile."""
    form.form_errors.append(_(refusal.sentence))
    newer: Mapping[str, str] = {}
    if isinstance(refusal, Outdated):
        kept = part_words(found)
        newer = {part: kept[part] for part in kept if (form[part].data or "") != kept[part]}
        form.version.raw_data, form.version.data = None, found.version
    return _summary_page(found, form=form, newer=newer)


@pages.post("/review/summaries/<int:summary_id>/accept")
@requires(Permission.ACCEPT_SUMMARIES)
def accept(summary_id: int) -> ResponseReturnValue:
    """Accept a submitted summary."""
    actor, form = current_actor(), DeedOnVersionForm()
    found = queries.visible_summary(actor, summary_id)
    with transaction():
        commands.accept_summary(actor, found, now=now(), version=form.version.data)
    flash(_("总结已审核通过。"), "done")
    return _to(found)


@pages.post("/review/summaries/<int:summary_id>/return")
@requires(Permission.ACCEPT_SUMMARIES)
def return_summary(summary_id: int) -> ResponseReturnValue:
    """Give a submitted summary back with a reason."""
    actor, form = current_actor(), JudgingForm()
    found = queries.visible_summary(actor, summary_id)
    if not form.validate():
        return _summary_page(found, judging=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        commands.return_summary(
            actor, found, reason=form.reason.data or "", now=now(), version=form.version.data
        )
    flash(_("已退回，单位会看到理由。"), "done")
    return _to(found)


@pages.get("/review/summaries/<int:summary_id>/document")
@requires(Permission.READ_SUMMARIES)
def summary_document(summary_id: int) -> ResponseReturnValue:
    """Hand out the summary as an official Word document."""
    found = queries.visible_summary(current_actor(), summary_id)
    title = _("%(unit)s%(year)s年度工作总结", unit=found.unit.name, year=found.plan.year)
    return written_out(
        paper.annual_summary_document(_as_paper(found)),
        name=f"{title}.docx",
        plain_name="summary.docx",
    )


def _as_paper(found: AnnualSummary) -> paper.AnnualSummary:
    return paper.AnnualSummary(
        unit=found.unit.name,
        year=found.plan.year,
        results=tuple(
            paper.Results(it.priority.name, tuple(it.words.splitlines())) for it in found.results
        ),
        highlights=tuple(found.highlights.splitlines()),
        problems=tuple(found.problems.splitlines()),
        next_year_plan=tuple(found.next_year_plan.splitlines()),
        signed_by=found.unit.name,
        signed_on=_signed_on(found),
        label=rules.LABEL,
    )


def _signed_on(found: AnnualSummary) -> date | None:
    """Return the day of the submission that stands; what is being written is not dated."""
    if found.submitted_at is None or rules.is_writable(found):
        return None
    return local_date(found.submitted_at)


def _is_open_to_me(found: AnnualSummary) -> bool:
    return rules.is_writable(found) and rules.may_write(current_actor(), found.unit_id)


def _summary_page(
    found: AnnualSummary,
    *,
    form: SummaryForm | None = None,
    judging: JudgingForm | None = None,
    newer: Mapping[str, str] | None = None,
) -> str:
    actor, day = current_actor(), today()
    unit: Unit = found.unit
    tasks = material_of(actor, found.plan, unit)
    words = part_words(found)
    is_mine = _is_open_to_me(found)
    fresh = (
        words_of(drafted(tasks, year=found.plan.year, early_days=value_of(limits.EARLY)))
        if is_mine
        else {}
    )
    return render_template(
        "workplan/review/summary.html",
        summary=found,
        form=form,
        judging=judging,
        newer=newer or {},
        words=words,
        sources={
            result_part(it.priority_id): [
                task for task in tasks if task.priority_id == it.priority_id
            ]
            for it in found.results
        },
        open_tasks=[task for task in tasks if task.is_open],
        redraftable=differing(words, fresh) if is_mine else [],
        new_priorities=[
            it for it in found.plan.priorities if result_part(it.id) in fresh.keys() - words.keys()
        ],
        parts=rules.PART_WORDS,
        states=rules.STATE_WORDS,
        is_mine=is_mine,
        is_head=rules.may_submit(actor, unit.id),
        may_judge=rules.may_judge(actor, unit.id) and rules.is_judgeable(found),
        ledger=ledgers_of(actor, found.plan, [unit.id], scoring_day(found.plan, day))[unit.id],
        history=[
            {"at": it.at, "actor_name": it.actor_name, "sentence": _(it.sentence, **it.values)}
            for it in queries.deeds_on(found)
        ],
    )


def _to(found: AnnualSummary) -> ResponseReturnValue:
    return redirect(url_for(".summary", summary_id=found.id), 303)
