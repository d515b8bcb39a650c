"""Time limits in the words of a report, and the last day that each of them means."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.workplan.directives.extraction.calendar import LAST_MONTH, Calendar, a_date, last_day
from tracker.workplan.directives.extraction.lexicon import ADVERBS, VERBS, number_of

MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
YEAR = r"(?P<year>20\d\d)年|(?P<relative>今|明|本|当|后)年"
WITHIN = r"(?:以前|之前|前|以内|之内|内|止)"

# `2022年6月23日`, `6月底前`, `3月中旬`, `每年2月底前`
MONTHLY = rf"(?P<month>{MONTH})月(?:份)?(?:(?P<day>[0-3]?\d|{DAY})日|(?P<part>上旬|中旬|下旬|底|末|初|中))?"
# `上半年`, `第一季度`, `年底前`, `年内`
PERIOD = r"(?P<half>上|下)半年|第?(?P<quarter>[一二三四1-4])季度|(?P<end>年底|年末|年内|年终|底|末|内|前)"
# `“十四五”末`: the last year of a five-year plan
FIVE_YEAR = r"[“\"]?十(?P<plan>[三四五六七])五[”\"]?(?:期?末|时期末|规划期末)"
# `印发之日起30日内`, `会后10个工作日内`
COUNTED = r"(?:(?:印发|发布|下发|公布|签订|通过)之日起|会后)(?P<count>\d{1,3}|[一二三四五六七八九十两])(?P<unit>个?工作日|日|天|周|个星期|个月)(?:内|之内|以内)"

EXPRESSION = re.compile(
    rf"(?P<each>每年)?(?:{FIVE_YEAR}|{COUNTED}|(?:{YEAR})?(?:{MONTHLY}|{PERIOD})|(?:(?P<bare>20\d\d)年))"
    rf"(?P<within>[)）]?(?:底|末)?{WITHIN})?"
)
PREDICATE = re.compile(rf"[，,]?(?:{ADVERBS}|{VERBS}|基本|要|将|力争|达到|全市|全省|各)")
UNTIL = re.compile(r"(?:到|至|截至|截止|力争|确保|争取|限)$")
# A bare year needs more: `确保2025年粮食产量…` names no limit.
UNTIL_A_YEAR = re.compile(r"[到至截力争]")
FROM = re.compile(r"(?:从|自)$")
# `2019年起`, `2018年以来`, `2020年版`: a beginning or a name, not a limit
BEGINNING = re.compile(r"(?:开始|以来|以后|起|后|版|度?工作|重点|期间|的)")
# `3月2日召开的会议`
HAPPENED = re.compile(r"召开|印发")
RANGE = re.compile(r"\s*(?:至|到|—|－|-|~|～)\s*")
# `2019年1月1日至12月31日`: the time in which something is valid
OPENERS = "，,。；;：:（( \n、"
REACH = 6
QUARTER_MONTHS = 3
DAY_OF_PART = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
FIRST_FIVE_YEAR_END = 1955
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit: the words, their place in the stretch that was read, and the day meant."""

    text: str
    start: int
    on: date


def read_due(text: str, calendar: Calendar) -> Due | None:
    """Find the latest time limit that the text states, or None."""
    limits = list(read_limits(text, calendar))
    return max(limits, key=lambda due: due.on) if limits else None


def read_limits(text: str, calendar: Calendar) -> list[Due]:
    """Every time limit in the text, in order; a year once stated holds for what follows."""
    found = [m for m in EXPRESSION.finditer(text) if m.group()]
    limits = []
    stated: int | None = None
    for place, match in enumerate(found):
        year = match["year"] or match["bare"]
        if year:
            stated = int(year)
        neighbours = found[max(place - 1, 0) : place + 2]
        if _is_in_range(text, match, neighbours) or not _is_limit(text, match):
            continue
        day = _meant(match, calendar, stated)
        if day is not None:
            limits.append(Due(match.group().rstrip(")）"), match.start(), day))
    return limits


def _is_in_range(text: str, match: re.Match[str], neighbours: list[re.Match[str]]) -> bool:
    return any(
        RANGE.fullmatch(text, min(a.end(), b.end()), max(a.start(), b.start()))
        for a, b in ((match, other) for other in neighbours if other is not match)
    )


def _is_limit(text: str, match: re.Match[str]) -> bool:
    """Tell a limit by the words around the expression; a mere mention of time is none."""
    before = text[max(match.start() - REACH, 0) : match.start()]
    if (FROM.search(before) and not match["count"]) or BEGINNING.match(text, match.end()):
        return False
    if HAPPENED.match(text, match.end()) and not match["within"]:
        return False
    if match["end"] and not (match["year"] or match["relative"] or match["end"].startswith("年")):
        return False  # 末端, 以内: parts of other words
    if match["within"] or match["plan"] or match["count"]:
        return True
    if UNTIL.search(before):
        return not match["bare"] or UNTIL_A_YEAR.search(before) is not None
    return bool(match["end"]) or match["part"] in {"底", "末"} or _opens_order(text, match, before)


def _opens_order(text: str, match: re.Match[str], before: str) -> bool:
    """Whether an order follows at once: `3月中旬开展…`, `2025年实现…`."""
    if before and before[-1] not in OPENERS:
        return False
    if match["month"]:
        return bool(match["day"] or match["part"]) and _acts(text, match)
    if match["bare"]:
        return _acts(text, match) and text[match.end() : match.end() + 1] not in "，,"
    return bool(match["year"]) or _acts(text, match)


def _acts(text: str, match: re.Match[str]) -> bool:
    return PREDICATE.match(text, match.end()) is not None or match.end() == len(text)


def _meant(match: re.Match[str], calendar: Calendar, stated: int | None) -> date | None:
    if match["plan"]:
        return date(FIRST_FIVE_YEAR_END + 5 * (10 + number_of(match["plan"])), 12, 31)
    if match["count"]:
        return _counted(number_of(match["count"]), match["unit"], calendar.base)
    month = number_of(match["month"]) if match["month"] else 0
    year = _year(match, month, calendar, stated)
    if year is None or (match["each"] and not month):
        # `每年年底前` returns for ever and so limits nothing.
        return None
    return _in_month(match, year, month, calendar) if month else last_day(year, _last_month(match))


def _last_month(match: re.Match[str]) -> int:
    if match["half"] == "上":
        return QUARTER_MONTHS * 2
    return QUARTER_MONTHS * number_of(match["quarter"]) if match["quarter"] else LAST_MONTH


def _year(match: re.Match[str], month: int, calendar: Calendar, stated: int | None) -> int | None:
    if written := match["year"] or match["bare"]:
        return int(written)
    if match["relative"]:
        base = calendar.base.year if calendar.base else calendar.year
        later = {"明": 1, "后": 2}.get(match["relative"], 0)
        return None if base is None else base + later
    if stated is not None:
        return stated
    return calendar.year_for(month) if month else calendar.year


def _in_month(match: re.Match[str], year: int, month: int, calendar: Calendar) -> date | None:
    if match["day"]:
        return a_date(year, month, number_of(match["day"]))
    part = match["part"] or ""
    day = DAY_OF_PART.get(part, last_day(year, month).day)
    if match["each"] and calendar.base is not None and date(year, month, day) < calendar.base:
        # `每年2月底前`: the first one to come
        year = calendar.base.year + (date(calendar.base.year, month, day) < calendar.base)
        day = DAY_OF_PART.get(part, last_day(year, month).day)
    return date(year, month, day)


def _counted(count: int, unit: str, base: date | None) -> date | None:
    if base is None:
        return None
    if unit.endswith("月"):
        months = base.month - 1 + count
        end = last_day(base.year + months // 12, months % 12 + 1)
        return min(end, end.replace(day=min(base.day, end.day)))
    if "工作日" in unit:
        # Without a table of holidays, five working days are a week.
        return base + timedelta(days=count + 2 * (count // 5))
    return base + timedelta(days=count * (DAYS_A_WEEK if unit in {"周", "个星期"} else 1))
