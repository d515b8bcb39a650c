"""Who may take a report in or correct what it says about itself, and what never comes in."""

from dataclasses import replace
from datetime import date
from pathlib import PurePath

from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.labels import Label, covers
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.readers.metadata import Metadata
from tracker.readers.reading import Reading
from tracker.readers.secrecy import mark_of
from tracker.workplan.meetings.models import Report, Voiding

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TITLE = 200
LONGEST_ORGANISER = 100
LONGEST_SPEAKER = 60
LONGEST_VOID_REASON = 2000
LONGEST_LABEL_REASON = 2000
LONGEST_SEARCH = 100
# Reports of these months deploy the work of the year that follows.
YEAR_END = frozenset({11, 12})

SECRET = N_("文中有密级标志。涉密材料不得进入本系统，刚才的内容一个字也没有保存。")
SAME = N_("这份报告已经收过了，正文完全相同。")
SAME_ABOVE = N_("这份报告已经收过了，但它的安全标签高于您能看到的。请找能看到它的督查员接着办。")
VOIDED = N_("这份报告已经撤下，不能再办；要接着办请先恢复。")
NOT_VOIDED = N_("这份报告没有撤下，不用恢复。")
NO_VOID_REASON = N_("请写明为什么撤下。")
TAKEN_IN_AGAIN = N_("这份报告撤下以后又收过一份正文相同的，不能再恢复。")
INTERNAL = N_("文中有“内部”“工作秘密”一类标志，请确认可以在本系统中处理。")
NOT_LOWERED_BY_YOU = N_("安全标签由督查员调低。")
NO_LABEL_REASON = N_("调低安全标签请写明理由，理由记入操作日志。")
UNTITLED = N_("未写标题的报告")


class SecretReport(RuleBroken):
    """The text bears a mark of secrecy: `quote` is the mark, nothing else of it is kept."""

    def __init__(self, quote: str) -> None:
        super().__init__(SECRET)
        self.quote = quote


class SameReport(RuleBroken):
    """The text was taken in before, as report `report_id`."""

    def __init__(self, report_id: int) -> None:
        super().__init__(SAME)
        self.report_id = report_id


def may_read(actor: Actor) -> bool:
    """Supervisors and leaders read reports."""
    return may(actor, Permission.READ_REPORTS)


def may_take_in(actor: Actor) -> bool:
    """Only supervisors take reports in and correct what is known about them."""
    return may(actor, Permission.TAKE_IN_REPORTS)


def check_secrecy(reading: Reading, file_name: str | None = None) -> list[str]:
    """Refuse a report that bears a mark of secrecy, in its file's name too; return its warnings."""
    margins = f"{reading.margins}\n{PurePath(file_name or '').stem}"
    mark = mark_of(replace(reading, margins=margins))
    if mark is not None and mark.kind == "refuse":
        raise SecretReport(mark.quote)
    return [*reading.warnings, *([INTERNAL] if mark else [])]


def check_live(voiding: Voiding | None) -> None:
    """Refuse to work on a report that was voided; `voiding` is the report's own, if it has one."""
    if voiding is not None:
        raise RuleBroken(VOIDED)


def checked_voiding(report: Report) -> Voiding:
    """Return the voiding of a report; refuses to restore what was never voided."""
    if report.voiding is None:
        raise RuleBroken(NOT_VOIDED)
    return report.voiding


def check_void_reason(reason: str) -> None:
    """Refuse to void a report without a reason."""
    if not reason.strip():
        raise RuleBroken(NO_VOID_REASON)


def check_relabelling(actor: Actor, was: Label, now: Label, reason: str) -> None:
    """Let whoever may edit a thing raise its label; lowering it is a supervisor's, with a reason."""
    if covers(now, was):
        return
    require(may(actor, Permission.LOWER_LABELS), NOT_LOWERED_BY_YOU)
    if not reason.strip():
        raise RuleBroken(NO_LABEL_REASON)


def check_year(year: int) -> None:
    """Refuse a plan year that is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(N_("年度应在 2000 年到 2100 年之间。"))


def plan_year_of(stated: int | None, facts: Metadata, today: date) -> int:
    """Choose the year that a report plans for: what was stated, else by its dates, else this one.

    A report that says nothing of a year is of this one, even in its last months: a year too late
    would move every date of it.
    """
    held = facts.held_on or facts.published_on
    year = stated if stated is not None else _year_by(held, today)
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _year_by(held: date | None, today: date) -> int:
    return today.year if held is None else held.year + (held.month in YEAR_END)


def title_of(facts: Metadata, text: str) -> str:
    """Choose the report's title: its own, else its first words."""
    return _whole_title(facts, text)[:LONGEST_TITLE] or UNTITLED


def is_title_cut(facts: Metadata, text: str) -> bool:
    """Whether the report's title loses its end, which its text keeps."""
    return len(_whole_title(facts, text)) > LONGEST_TITLE


def _whole_title(facts: Metadata, text: str) -> str:
    return facts.title or next((line.strip() for line in text.splitlines() if line.strip()), "")
