"""What people do about a unit's annual summary: draft, edit, submit, return and accept it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import NotFound, check_version, require
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.commands import Recipient, settle, tell
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.people.queries import judges, reporters
from tracker.workplan.review import limits, rules
from tracker.workplan.review.drafting import Draft, drafted
from tracker.workplan.review.material import material_of
from tracker.workplan.review.models import AnnualSummary, SummaryResult, SummaryState
from tracker.workplan.review.parts import part_names, part_words, result_part, words_of
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.models import Plan

ONLY_THE_UNIT = N_("只有本单位的负责人和联络员可以写年度总结。")
ONLY_THE_HEAD = N_("年度总结由单位负责人提交。")
ONLY_A_SUPERVISOR = N_("年度总结由督查员审核，并且不能审核自己单位的。")
SUBMITTED = N_("{unit}提交{year}年度总结")
RETURNED = N_("{year}年度总结退回修改")
ACCEPTED = N_("{year}年度总结审核通过")
WHY_RETURNED = N_("您的单位提交的年度总结。理由：{reason}")


def draft_summary(
    actor: Actor,
    plan: Plan,
    unit: Unit,
    *,
    replaces: Collection[str] | None = None,
    now: datetime,
    version: int | None = None,
) -> AnnualSummary:
    """Draft a unit's summary from its progress, or draft parts of it once more.

    replaces: the parts (named as `part_words` does) whose present words are given up; a summary
    that exists already is never overwritten without it. A priority that has come since is added.
    """
    require(rules.may_write(actor, unit.id), ONLY_THE_UNIT)
    tasks = material_of(actor, plan, unit)
    rules.check_material(tasks)
    draft = drafted(tasks, year=plan.year, early_days=value_of(limits.EARLY))
    # Two people of the unit who press the button at once must not both begin.
    db.session.execute(select(Plan.id).where(Plan.id == plan.id).with_for_update())
    summary = db.session.scalar(
        select(AnnualSummary).where(
            AnnualSummary.plan_id == plan.id, AnnualSummary.unit_id == unit.id
        )
    )
    if summary is not None:
        return _redraft(actor, summary, draft, replaces, now, version)

    summary = AnnualSummary(
        plan=plan,
        unit=unit,
        highlights=draft.highlights,
        problems=draft.problems,
        next_year_plan=draft.next_year_plan,
        state=SummaryState.DRAFT,
        drafted_at=now,
        drafted_by_id=person_id(actor),
    )
    db.session.add(summary)
    _add_results(summary, draft)
    db.session.flush()
    record(actor, "summary.drafted", f"summary:{summary.id}", at=now, tasks=len(tasks))
    return summary


def edit_summary(
    actor: Actor,
    summary: AnnualSummary,
    *,
    results: Mapping[int, str],
    highlights: str,
    problems: str,
    next_year_plan: str,
    now: datetime,
    version: int | None = None,
) -> AnnualSummary:
    """Change the words of a summary; what is the same is not journalled.

    results: the words under the priorities, by the priority's id; one that is not named stays.
    """
    require(rules.may_write(actor, summary.unit_id), ONLY_THE_UNIT)
    check_version(version, summary)
    rules.check_writable(summary)
    before = part_words(summary)
    words = {
        **{result_part(priority): said for priority, said in results.items()},
        "highlights": highlights,
        "problems": problems,
        "next_year_plan": next_year_plan,
    }
    if set(words) - set(before):
        raise NotFound(N_("这份总结里没有这个重点。"))
    rules.check_length(words, value_of(limits.LONGEST))

    changed = _write(summary, words)
    if changed:
        _sign(actor, summary, now)
        names = part_names(summary, changed)
        was = {f"was_{part}": before[part] for part in changed}
        record(actor, "summary.edited", f"summary:{summary.id}", at=now, parts=names, **was)
    return summary


def submit_summary(
    actor: Actor, summary: AnnualSummary, *, now: datetime, version: int | None = None
) -> AnnualSummary:
    """Hand a draft, or a returned summary once more, to the supervisors."""
    require(rules.may_submit(actor, summary.unit_id), ONLY_THE_HEAD)
    check_version(version, summary)
    rules.check_submission(summary)

    summary.state = SummaryState.SUBMITTED
    summary.submitted_at, summary.submitted_by_id = now, person_id(actor)
    record(actor, "summary.submitted", f"summary:{summary.id}", at=now)
    settle(f"summary:{summary.id}", ("summary.returned",), at=now)
    office = judges(summary.unit_id, local_date(now), label=rules.LABEL)
    _tell(office, summary, "summary.submitted", SUBMITTED, N_("年度总结由督查员审核。"), now)
    return summary


def return_summary(
    actor: Actor,
    summary: AnnualSummary,
    *,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> AnnualSummary:
    """Give a submitted summary back to its unit, with what is to be improved."""
    require(rules.may_judge(actor, summary.unit_id), ONLY_A_SUPERVISOR)
    check_version(version, summary)
    rules.check_judgeable(summary)
    reason = reason.strip()
    rules.check_reason(reason)

    summary.state, summary.return_reason = SummaryState.RETURNED, reason
    record(actor, "summary.returned", f"summary:{summary.id}", at=now, reason=reason)
    settle(f"summary:{summary.id}", ("summary.submitted",), at=now)
    unit = reporters(summary.unit_id, local_date(now), label=rules.LABEL)
    _tell(unit, summary, "summary.returned", RETURNED, WHY_RETURNED.format(reason=reason), now)
    return summary


def accept_summary(
    actor: Actor, summary: AnnualSummary, *, now: datetime, version: int | None = None
) -> AnnualSummary:
    """Accept a submitted summary; its words stay as they are from now on."""
    require(rules.may_judge(actor, summary.unit_id), ONLY_A_SUPERVISOR)
    check_version(version, summary)
    rules.check_judgeable(summary)

    summary.state, summary.accepted_at = SummaryState.ACCEPTED, now
    record(actor, "summary.accepted", f"summary:{summary.id}", at=now)
    settle(f"summary:{summary.id}", ("summary.submitted",), at=now)
    unit = reporters(summary.unit_id, local_date(now), label=rules.LABEL)
    _tell(unit, summary, "summary.accepted", ACCEPTED, N_("您的单位提交的年度总结。"), now)
    return summary


def _tell(
    people: Sequence[Recipient],
    summary: AnnualSummary,
    kind: str,
    title: str,
    reason: str,
    now: datetime,
) -> None:
    """Tell people of a summary."""
    tell(
        people,
        kind,
        about=f"summary:{summary.id}",
        title=title.format(unit=summary.unit.short_name, year=summary.plan.year),
        reason=reason,
        address=f"/review/summaries/{summary.id}",
        at=now,
        urgent=kind == "summary.returned",
        asks=kind != "summary.accepted",
    )


def _redraft(
    actor: Actor,
    summary: AnnualSummary,
    draft: Draft,
    replaces: Collection[str] | None,
    now: datetime,
    version: int | None,
) -> AnnualSummary:
    check_version(version, summary)
    rules.check_redraft(summary, replaces)
    fresh, before = words_of(draft), part_words(summary)
    added = _add_results(summary, draft)
    chosen = {part: fresh.get(part, "") for part in before if part in (replaces or ())}
    changed = [*_write(summary, chosen), *added]
    if changed:
        _sign(actor, summary, now)
        names = part_names(summary, changed)
        was = {f"was_{part}": before[part] for part in changed if part in before}
        record(actor, "summary.redrafted", f"summary:{summary.id}", at=now, parts=names, **was)
    return summary


def _add_results(summary: AnnualSummary, draft: Draft) -> list[str]:
    """Give the summary the priorities of the draft that it has not got yet, and name them."""
    present = {it.priority_id for it in summary.results}
    places = {it.id: it.place for it in summary.plan.priorities}
    added = [priority for priority in draft.results if priority not in present]
    summary.results += [
        SummaryResult(
            priority_id=priority, position=places[priority], words=draft.results[priority]
        )
        for priority in added
    ]
    return [result_part(priority) for priority in added]


def _write(summary: AnnualSummary, words: Mapping[str, str]) -> list[str]:
    """Put words into the parts that they name; which of them are different now."""
    before = part_words(summary)
    changed = [part for part in before if part in words and words[part].strip() != before[part]]
    for result in summary.results:
        if result_part(result.priority_id) in changed:
            result.words = words[result_part(result.priority_id)].strip()
    for part in rules.PART_WORDS:
        if part in changed:
            setattr(summary, part, words[part].strip())
    return changed


def _sign(actor: Actor, summary: AnnualSummary, now: datetime) -> None:
    """Note who wrote last; counts the version up even where only a result's row has changed."""
    summary.drafted_at, summary.drafted_by_id = now, person_id(actor)
    flag_modified(summary, "drafted_at")
    db.session.flush()
