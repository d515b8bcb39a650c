"""Which year a report plans for, and the day from which its relative limits count."""

import re
from dataclasses import dataclass
from datetime import date

FULL_DATE = re.compile(r"(20\d\d)[-年./](\d{1,2})[-月./](\d{1,2})日?")
SIGNED_LINE = re.compile(r"^[ \t　]*(20\d\d)年(\d{1,2})月(\d{1,2})日[ \t　]*$", re.MULTILINE)
# `2022年工作务虚会`, `2023年度重点任务`: the year that the report itself says it plans.
PLANNED_YEAR = re.compile(
    # `总结了2024年工作` looks back
    r"(?<!总结)(?<!回顾)(?<![结顾]了)(20\d\d)年度?(?:[^\s，。；,;\d]{0,12}?)"
    r"(?:工作要点|工作计划|工作任务|重点工作|重点任务|工作务虚|工作安排|工作部署|任务分解|目标任务|行动计划|工作思路|工作)"
    # `2024年工作总结`, `2024年重点工作完成情况`: a look back, it plans nothing for that year
    r"(?!(?:完成|进展|落实|开展|推进)?(?:总结|回顾|情况|成效|成绩))"
    # `2024年深化…营商环境实施方案`: a title may say much between the year and its kind
    r"|(20\d\d)年度?[^\s，。；,;\d]{0,30}?(?:工作要点|工作计划|行动计划|(?:行动|实施|工作|分工|分解)方案|(?:任务|责任|项目)清单|责任分工)"
    # `召开2025年项目推进会`
    r"|(20\d\d)年度?[^\s，。；,;\d]{0,20}?(?:推进|动员|部署|调度|工作|现场|全体)(?:大会|会议|会)"
)
YEAR_END_MONTHS = frozenset({11, 12, 1})
HEAD_CHARACTERS = 1500
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """The plan year, and `base`: the day the report was held or signed, if anything says it.

    held: the day of the meeting itself, from which `会后…` counts; None where only `base` is known.
    """

    year: int | None
    base: date | None
    held: date | None = None

    def year_for(self, month: int) -> int | None:
        """Give the year of a bare month: the planned one, or the next to come after the base day."""
        if self.year is not None and self.base is not None and self.year == self.base.year:
            return self.year + (self.base.month in YEAR_END_MONTHS and month < self.base.month)
        return self.year


def a_date(year: int, month: int, day: int) -> date | None:
    """Make a date, or None where the figures name no day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _first_date(found: list[tuple[str, str, str]]) -> date | None:
    return next(
        (day for day in (a_date(*map(int, parts)) for parts in found) if day is not None), None
    )


def read_calendar(
    text: str, *, year: int | None, held_on: date | None, published_on: date | None
) -> Calendar:
    """Find the plan year by the caller's word, else by the report's, else by its own date."""
    head = text[:HEAD_CHARACTERS]
    signed = SIGNED_LINE.findall(text)
    base = (
        published_on or held_on or _first_date(signed[-1:]) or _first_date(FULL_DATE.findall(head))
    )
    if year is not None:
        return Calendar(year, base, held_on)
    stated = [int(found[1] or found[2] or found[3]) for found in PLANNED_YEAR.finditer(head)]
    held = held_on or base
    if held is not None:
        # A report held around New Year speaks of the year gone by and of the one to come.
        coming = held.year + (held.month in YEAR_END_MONTHS and held.month != 1)
        near = [found for found in stated if held.year <= found <= coming]
        return Calendar(max(near, default=held.year), base, held_on)
    return Calendar(max(stated, default=None), base)


def last_day(year: int, month: int) -> date:
    """Give the last day of a month."""
    if month == LAST_MONTH:
        return date(year, 12, 31)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
