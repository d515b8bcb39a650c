"""The festivals before which work is to be done, and the first day of each in a year."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from tracker.workplan.directives.extraction.doubts import Doubt

# Names of the public holidays as the calendar of China writes them, by what offices call them.
PUBLIC = {
    "元旦": "元旦", "春节": "春节", "清明": "清明节", "清明节": "清明节", "五一": "劳动节", "劳动节": "劳动节",
    "端午": "端午节", "端午节": "端午节", "中秋": "中秋节", "中秋节": "中秋节", "国庆": "国庆节", "国庆节": "国庆节",
    "十一": "国庆节", "新年": "元旦", "农历新年": "春节",
}  # fmt: skip  # a table: one line a row
FIXED = {
    "妇女节": (3, 8),
    "三八": (3, 8),
    "植树节": (3, 12),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "建党节": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "五四": (5, 4),
    "青年节": (5, 4),
}
# The eve and the Lantern Festival hang on the first day of spring.
BY_SPRING = {"除夕": -1, "元宵": 14, "元宵节": 14}
PAIRS = {
    f"{one}{mark}{other}": names
    for names in (("元旦", "春节"), ("中秋", "国庆"), ("五一", "端午"))
    for one, other in (names, names[::-1])
    for mark in ("", "、", "和", "及", "与")
}
TWO = frozenset({"两节", "双节"})
AUTUMN_MONTHS = range(7, 11)
WINTER_MONTHS = frozenset({11, 12, 1, 2})
NAMES = (*PUBLIC, *FIXED, *BY_SPRING, *PAIRS, *TWO)
# Beyond these years the tables of lunar dates end.
FIRST_YEAR, LAST_YEAR = 1950, 2099


@lru_cache(maxsize=512)
def first_day_of(name: str, year: int) -> date | None:
    """Give the first day of a festival in a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in BY_SPRING:
        spring = first_day_of("春节", year)
        return spring + timedelta(days=BY_SPRING[name]) if spring else None
    china = holidays.country_holidays("CN", years=year, language="zh_CN")
    found = china.get_named(PUBLIC[name], lookup="exact")
    return min((day for day in found if day.year == year), default=None)


def next_first_day(name: str, year: int, after: date | None) -> date | Doubt:
    """Give the first day in the year meant, or the next to come where that is past.

    Of two festivals the first: what is due before both is due before it.
    """
    names = _two_by_season(after) if name in TWO else PAIRS.get(name, (name,))
    days = [first_day_of(one, it) for one in names for it in (year, year + 1)]
    coming = [day for day in days if day is not None and (after is None or day > after)]
    return min(coming, default=Doubt.NO_FIXED_DAY)


def _two_by_season(after: date | None) -> tuple[str, ...]:
    """`两节`: which two are next is told by the season, or by nobody."""
    if after is not None and after.month in AUTUMN_MONTHS:
        return PAIRS["中秋国庆"]
    return PAIRS["元旦春节"] if after is not None and after.month in WINTER_MONTHS else ()
