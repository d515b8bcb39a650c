"""Which plans, priorities and tasks make sense, and who makes them."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.tasks.models import Assignment, PlanPriority, ReportingCycle, Task

MOST_PRIORITIES = 12
"""The bound: a matrix with more rows than this is not read; an office may set fewer."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NAME = 60
LONGEST_TITLE = 200
HEAVIEST = 100
WORDING = frozenset({"title", "text"})
"""What is corrected of a task at any time."""


def may_plan(actor: Actor) -> bool:
    """Whether the actor draws up the year's plan."""
    return may(actor, Permission.REGISTER_TASKS)


def may_register(actor: Actor) -> bool:
    """Whether the actor makes tasks of directives."""
    return may(actor, Permission.REGISTER_TASKS)


class NumberScheme(StrEnum):
    """How an office writes the numbers of its tasks; each holds year, priority and serial."""

    HYPHENS = "hyphens"
    BRACKETS = "brackets"
    PLAIN = "plain"
    SERIAL_FIRST = "serial_first"


NUMBERS = {
    NumberScheme.HYPHENS: "{year}-{priority:02d}-{serial:03d}",
    NumberScheme.BRACKETS: "〔{year}〕{priority:02d}-{serial:03d}",
    NumberScheme.PLAIN: "{year}{priority:02d}{serial:03d}",
    NumberScheme.SERIAL_FIRST: "{year}-{serial:03d}（{priority:02d}）",
}
SCHEME_WORDS = {
    NumberScheme.HYPHENS: N_("年度-重点-序号，如 2026-05-003"),
    NumberScheme.BRACKETS: N_("〔年度〕重点-序号，如 〔2026〕05-003"),
    NumberScheme.PLAIN: N_("年度重点序号连写，如 202605003"),
    NumberScheme.SERIAL_FIRST: N_("年度-序号（重点），如 2026-003（05）"),
}


def number_of(
    year: int, position: int, ordinal: int, *, scheme: NumberScheme = NumberScheme.HYPHENS
) -> str:
    """Return a task's number: ``2026-05-003`` is the third task of the fifth priority."""
    return NUMBERS[scheme].format(year=year, priority=position, serial=ordinal)


@dataclass(frozen=True, slots=True)
class UsualCycles:
    """How often one reports on a task unless somebody says otherwise."""

    plain: ReportingCycle = ReportingCycle.QUARTERLY
    key: ReportingCycle = ReportingCycle.MONTHLY


def usual_cycle(usual: UsualCycles, *, is_key: bool) -> ReportingCycle:
    """Return how often one reports on a task unless somebody says otherwise."""
    return usual.key if is_key else usual.plain


# The rhythm that a measure's own words give, the first that is found.
SAID_CYCLES = (
    (re.compile("每半年|半年一(?:次|报)"), ReportingCycle.HALF_YEARLY),
    (re.compile("[每按]季|季度一(?:次|报)"), ReportingCycle.QUARTERLY),
    (re.compile("[每按]月|每个月|月度一(?:次|报)"), ReportingCycle.MONTHLY),
)


def cycle_said(text: str) -> ReportingCycle | None:
    """Return how often a measure's words say that one reports; None where they say nothing."""
    return next((cycle for words, cycle in SAID_CYCLES if words.search(text)), None)


SAID_STANDING = re.compile("长期(?:坚持|执行|抓好)|常年坚持")


def is_said_standing(text: str) -> bool:
    """Whether a measure's words say that it goes on for ever."""
    return SAID_STANDING.search(text) is not None


def checked_name(name: str, others: Collection[str]) -> str:
    """Return a priority's name without spaces at its ends; refuses none, a long and a used one."""
    name = name.strip()
    if not name:
        raise RuleBroken(N_("请写重点的名称。"))
    if len(name) > LONGEST_NAME:
        raise RuleBroken(N_("重点的名称不超过 60 字。"))
    if name in others:
        raise RuleBroken(N_("这个年度计划里已有同名的重点。"))
    return name


def check_room(present: int, *, most: int) -> None:
    """Refuse one more priority where there are as many as may be."""
    if present >= most:
        sentence = N_("一个年度计划最多设 {most} 个重点，请把相近的合并。")
        raise RuleBroken(sentence.format(most=most))


def checked_wording(title: str, text: str) -> tuple[str, str]:
    """Return a task's title and text without spaces at their ends; the text may repeat the title."""
    title, text = title.strip(), text.strip()
    if not title:
        raise RuleBroken(N_("请写任务名称。"))
    if len(title) > LONGEST_TITLE:
        raise RuleBroken(N_("任务名称不超过 200 字。"))
    return title, text or title


def check_weight(weight: int) -> None:
    """Refuse a weight that is not among 1 to 100."""
    if not 1 <= weight <= HEAVIEST:
        raise RuleBroken(N_("权重须在 1 到 100 之间。"))


def check_sources(directives: Sequence[Directive], registered: Collection[int]) -> None:
    """Refuse directives that nobody accepted, or that a task was made from already."""
    if any(directive.state is not DirectiveState.ACCEPTED for directive in directives):
        raise RuleBroken(N_("有部署要求还没有采纳，不能立项。"))
    if registered:
        raise RuleBroken(N_("有部署要求已经立项，不能重复立项。"))


def check_joinable(task: Task, leading: Sequence[Assignment]) -> None:
    """Refuse to join a directive to a task whose work is over: it asks for the work anew."""
    if task.mode is not None and not any(it.is_open for it in leading):
        raise RuleBroken(N_("这项任务已经办结，不能再并入，请另行立项。"))


def check_correctable(task: Task, names: Collection[str]) -> None:
    """Refuse to correct more than the wording of a task that is given out: the rest was settled."""
    if task.mode is not None and not set(names) <= WORDING:
        raise RuleBroken(N_("任务已经交办，这里只能改名称和内容；其余的请用“调整”，并写明理由。"))


def likely_priority(heading: str, priorities: Sequence[PlanPriority], before: int | None) -> str:
    """Return the key of the plan's priority that a report's heading most likely belongs to.

    The one that the heading's earlier measures went to, else the one of the same name; empty
    where neither is, so that somebody decides.
    """
    if before is not None:
        return str(before)
    bare = bare_name(heading)
    return next((str(it.id) for it in priorities if bare and bare_name(it.name) == bare), "")


# `二、重点任务`, whose parts are the priorities themselves
SAYS_NOTHING = re.compile(
    "(?:主要|重点|具体|工作|目标|核心)*(?:任务|工作|举措|措施|内容|安排|部署|要求|分工)(?:和|及|与)?"
    "(?:任务|工作|举措|措施|安排|分工|要求)*"
)


def says_nothing(heading: str) -> bool:
    """Whether a heading only says that tasks follow, so that its parts are not parts of a priority."""
    return SAYS_NOTHING.fullmatch(bare_name(heading)) is not None


def bare_name(name: str) -> str:
    """Return a name without its numbering, quotation marks and 突出, so that spellings agree."""
    name = unicodedata.normalize("NFKC", name)
    name = re.sub(r"^[(\s]*[一二三四五六七八九十百\d]+[)、.\s]+(?:是)?", "", name)
    name = re.sub(r"[“”\"'‘’「」\s,。:;()]", "", name)
    return name.removeprefix("突出")


def may_become_priority(heading: str, names: Collection[str], most: int) -> bool:
    """Whether a report's heading can be set up as a priority of the plan; most: as many as may be."""
    return 0 < len(heading) <= LONGEST_NAME and heading not in names and len(names) < most
