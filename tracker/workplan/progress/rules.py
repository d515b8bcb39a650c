"""Who writes, submits and returns progress entries, and which entries make sense."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.places import days_of, place_of
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.periods import Period
from tracker.workplan.tasks.rules import may_return_entries

UNCHANGED = "与上期无变化"
WHOLE = 100

# A figure: digits, or a Chinese number before one of the words that count things.
_FIGURE = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十百千万亿两半]+(?:余|多)?[个项处件家次人名户台套亩座场批篇份部条公里吨元天月]"
)

NO_FIGURE = N_("没有数字，可补一句做了多少（不拦提交）")
SAME_WORDS = N_("与上期文字相同，可补一句在做什么（不拦提交）")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a unit says about a period. percent: 0 to 100, None leaves it as last time."""

    percent: int | None
    done: str
    problems: str = ""
    next_steps: str = ""
    is_unchanged: bool = False
    lower_reason: str = ""


def may_draft(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor writes entries for this unit: its head or contact, leading or supporting."""
    return may_for(actor, Permission.FILL_PROGRESS, assignment.unit_id)


def may_submit(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor answers for what this unit reports: its head, or as set its contact."""
    return may_for(actor, Permission.SUBMIT_PROGRESS, assignment.unit_id)


def may_return(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor may return this unit's entries: nobody who reports for it.

    A supervisor may, and the head of the department that coordinates the task (归口处室).
    """
    return may_return_entries(actor, assignment)


def last_before(entries: Iterable[ProgressEntry], period: str) -> ProgressEntry | None:
    """Return the latest submitted entry of an assignment that is about an earlier period."""
    place = place_of(period)
    earlier = [
        entry
        for entry in entries
        if entry.state is EntryState.SUBMITTED and place_of(entry.period) < place
    ]
    return max(earlier, key=lambda entry: place_of(entry.period), default=None)


def is_latest(entries: Iterable[ProgressEntry], period: str) -> bool:
    """Whether no entry about a later period was submitted, so that this one's percent counts."""
    place = place_of(period)
    return not any(
        entry.state is EntryState.SUBMITTED and place_of(entry.period) > place for entry in entries
    )


def is_writable(assignment: Assignment) -> bool:
    """Whether the unit works on it now, so that it can write and an entry can be returned to it."""
    return assignment.state is AssignmentState.ACKNOWLEDGED


def writable_periods(entries: Iterable[ProgressEntry], opened: Iterable[Period]) -> list[str]:
    """Return the periods a unit may write about, the present one first: open or returned."""
    returned = [entry.period for entry in entries if entry.state is EntryState.RETURNED]
    names = [period.name for period in opened]
    return [*names, *(period for period in returned if period not in names)]


def check_writable(assignment: Assignment) -> None:
    """Refuse words on an assignment that nobody works on now."""
    if not is_writable(assignment):
        raise RuleBroken(N_("只有推进中的承办可以填报；待核定的请先撤回，待签收的请先签收。"))


def check_period(period: str, opened: Iterable[Period]) -> None:
    """Refuse an entry about a period that is not open; a returned one is never asked."""
    if period not in [it.name for it in opened]:
        raise RuleBroken(N_("只能填报本期，或者在补报期限内补报刚结束的一期。"))


def check_not_submitted(entry: ProgressEntry) -> None:
    """Refuse to overwrite silently, or to submit again, what was already submitted."""
    if entry.state is EntryState.SUBMITTED:
        raise RuleBroken(N_("这一期已经提交；要改的，请用更正。"))


def check_draft(words: Wording, entry: ProgressEntry | None) -> None:
    """Refuse to empty what was once reported; a draft may be empty."""
    if entry is not None and entry.state is EntryState.RETURNED and not words.done:
        raise RuleBroken(N_("退回的填报请改写，不能清空。"))


def check_correction(entry: ProgressEntry, correctable: Collection[date]) -> None:
    """Refuse to correct anything but a submitted entry about a period that is not past its due day."""
    if entry.state is not EntryState.SUBMITTED:
        raise RuleBroken(N_("还没有提交的填报直接修改即可，不需要更正。"))
    if days_of(entry.period)[1] not in correctable:
        raise RuleBroken(N_("往期填报不能更正；确有差错的，请督查员退回后重报。"))


def settled(words: Wording, last: ProgressEntry | None) -> Wording:
    """Return the words as they are kept: stripped, 无变化 spelt out, a missing percent as last time.

    Refuses a percent that is no share, and 无变化 where there is nothing to compare with.
    """
    if words.percent is not None and not 0 <= words.percent <= WHOLE:
        raise RuleBroken(N_("完成百分比应在 0 到 100 之间。"))
    if words.is_unchanged and last is None:
        raise RuleBroken(N_("上期没有填报过，请写明本期进展。"))
    before = 0 if last is None else last.percent
    return Wording(
        percent=before if words.is_unchanged or words.percent is None else words.percent,
        done=UNCHANGED if words.is_unchanged else words.done.strip(),
        problems=words.problems.strip(),
        next_steps=words.next_steps.strip(),
        is_unchanged=words.is_unchanged,
        lower_reason=words.lower_reason.strip(),
    )


def check_complete(percent: int, done: str, lower_reason: str, last: ProgressEntry | None) -> None:
    """Refuse to submit an entry without words, or with a fall that nobody explains."""
    if not done:
        raise RuleBroken(N_("请写明本期进展；没有变化的，请选“无变化”。"))
    if last is not None and percent < last.percent and not lower_reason:
        raise RuleBroken(N_("完成百分比低于上期，请写明原因。"))


def check_return(entry: ProgressEntry, assignment: Assignment, reason: str) -> None:
    """Refuse to return what is not submitted, what the unit could not rewrite, or without a reason."""
    if entry.state is not EntryState.SUBMITTED:
        raise RuleBroken(N_("这一期还没有提交，或者已经退回。"))
    if not is_writable(assignment):
        raise RuleBroken(N_("只有推进中的承办可以退回填报；待核定的请用退回重办。"))
    if not reason:
        raise RuleBroken(N_("请写明理由。"))


def hints(done: str, last: ProgressEntry | None) -> list[str]:
    """Return advice on the substance of an entry's words; it never blocks anything."""
    words = done.strip()
    if not words or words == UNCHANGED:
        return []
    if last is not None and words == last.done.strip():
        return [SAME_WORDS]
    return [] if _FIGURE.search(words) else [NO_FIGURE]
