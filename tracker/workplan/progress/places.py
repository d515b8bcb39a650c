"""Where a period stands in time, and how people say it: both told from its name alone."""

import re
from calendar import monthrange
from datetime import date

_MONTHS = {"-": 1, "Q": 3, "H": 6, None: 12}
_PERIOD = re.compile(r"(?P<year>\d{4})(?:(?P<kind>[-QH])(?P<index>\d{1,2}))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def place_of(period: str) -> tuple[int, ...]:
    """Return where a period's name stands in time: its year and its last month.

    That of one up to a milestone stands between the months' ends: its year, the month before, its day.
    """
    if _DAY.fullmatch(period):
        day = date.fromisoformat(period)
        return day.year, day.month - 1, day.day
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"no period is called {period}")
    months = _MONTHS[found["kind"]]
    return int(found["year"]), months * int(found["index"] or 1)


def days_of(period: str) -> tuple[date, date]:
    """Return a period's first and last day; of one up to a milestone only its last is told."""
    if _DAY.fullmatch(period):
        return date.fromisoformat(period), date.fromisoformat(period)
    year, last = place_of(period)
    found = _PERIOD.fullmatch(period)
    months = _MONTHS[found["kind"] if found else None]
    return date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1])


def period_words(period: str, *, with_year: bool = False) -> str:
    """Write a period as people say it: 6月, 二季度, 上半年, 全年 or 3月15日节点.

    with_year: 2026年二季度.
    """
    if _DAY.fullmatch(period):
        day = date.fromisoformat(period)
        year = f"{day.year}年" if with_year else ""
        return f"{year}{day.month}月{day.day}日节点"
    found = _PERIOD.fullmatch(period)
    if found is None:
        return period
    year = f"{found['year']}年" if with_year else ""
    index = int(found["index"] or 0)
    match found["kind"]:
        case "-":
            return f"{year}{index}月"
        case "Q":
            return f"{year}{'一二三四'[index - 1]}季度"
        case "H":
            return f"{year}{'上下'[index - 1]}半年"
        case _:
            return year or "全年"
