"""What an expression of time means: its last day, or why it has none."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tracker.foundation.workdays import add_workdays
from tracker.workplan.directives.extraction.calendar import LAST_MONTH, Calendar, a_date, last_day
from tracker.workplan.directives.extraction.doubts import Doubt
from tracker.workplan.directives.extraction.festivals import next_first_day
from tracker.workplan.directives.extraction.lexicon import NUMERALS, number_of

Said = Mapping[str, str | None]
Moment = date | Doubt

YEARS = range(1949, 2200)
QUARTER_MONTHS, QUARTERS = 3, 4
DAY_OF_PART = {"上旬": 10, "初": 10, "上中旬": 20, "中旬": 20, "中": 20, "上半月": 15}
FIRST_FIVE_YEAR_END = 1955
DAYS_A_WEEK, HOURS_A_DAY, HALF_A_MONTH = 7, 24, 15
WEEKDAYS = "一二三四五六日"
LATER = {"明": 1, "来": 1, "次": 1, "翌": 1, "后": 2}


def moment(kind: str, said: Said, calendar: Calendar, stated: int | None) -> Moment:
    """Give the last day that an expression of a kind means; `stated`: the year last named."""
    try:
        return MEANINGS[kind](said, calendar, stated)
    except (ValueError, OverflowError):
        # A year before the first or after the last that a date can hold.
        return Doubt.ODD_YEAR


def written_year(said: Said) -> int | None:
    """Give the year that stands there in figures, sensible or not."""
    if short := said.get("short"):
        return 2000 + int(short)
    figures = said.get("year")
    if not figures:
        return None
    return int("".join(sign if sign.isdecimal() else str(NUMERALS[sign]) for sign in figures))


def _year(said: Said, calendar: Calendar, stated: int | None, month: int = 0) -> int | Doubt:
    written = written_year(said)
    if written is not None:
        return written if written in YEARS else Doubt.ODD_YEAR
    year: int | None
    if near := said.get("near"):
        year = calendar.base.year if calendar.base else calendar.year
        if near in "次翌同" and stated is not None:
            year = stated
        if year is not None:
            year += LATER.get(near, 0)
    else:
        year = stated or (calendar.year_for(month) if month else calendar.year)
    return Doubt.NO_YEAR if year is None else year


def _figure(said: Said, name: str) -> int:
    return number_of(said.get(name) or "0")


def _end_of(year: int | Doubt, month: int) -> Moment:
    return year if isinstance(year, Doubt) else last_day(year, month)


def _in_month(year: int, month: int, part: str | None) -> Moment:
    if not 1 <= month <= LAST_MONTH:
        return Doubt.NO_SUCH_DAY
    part = (part or "").removeprefix("月")
    return date(year, month, DAY_OF_PART.get(part, last_day(year, month).day))


def _months(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    first, month = _figure(said, "from"), _figure(said, "month")
    year = _year(said, calendar, stated, first if said["later"] else month)
    if isinstance(year, Doubt):
        return year
    if first > LAST_MONTH or first == 0:
        return Doubt.NO_SUCH_DAY
    if said["later"]:
        return _in_month(year + 1, month, said["part"])
    return Doubt.REVERSED if first > month > 0 else _in_month(year, month, said["part"])


def _days(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    if _figure(said, "from") > _figure(said, "day"):
        return Doubt.REVERSED
    return _day(said, calendar, stated)


def _years(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    if _figure(said, "from") > _figure(said, "year"):
        return Doubt.REVERSED
    return _end_of(_year(said, calendar, stated), LAST_MONTH)


def _quarters(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    if _figure(said, "from") > _figure(said, "quarter"):
        return Doubt.REVERSED
    return _quarter(said, calendar, stated)


def _day(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    month = _figure(said, "month")
    year = _year(said, calendar, stated, month)
    if isinstance(year, Doubt):
        return year
    return a_date(year, month, _figure(said, "day")) or Doubt.NO_SUCH_DAY


def _month(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    month = _figure(said, "month")
    year = _year(said, calendar, stated, month)
    if isinstance(year, Doubt):
        return year
    day = _in_month(year, month, said["part"])
    base = calendar.base
    if said.get("each") and base is not None and isinstance(day, date) and day < base:
        # `每年2月底前`: the first one to come
        coming = _in_month(base.year, month, said["part"])
        is_past = isinstance(coming, date) and coming < base
        return _in_month(base.year + is_past, month, said["part"])
    return day


def _near_month(said: Said, calendar: Calendar, _stated: int | None) -> Moment:
    if calendar.base is None:
        return Doubt.NO_START
    later = (said.get("which") or "")[:1] in ("下", "次")
    months = calendar.base.month - 1 + later
    year, month = calendar.base.year + months // LAST_MONTH, months % LAST_MONTH + 1
    if said.get("day"):
        return a_date(year, month, _figure(said, "day")) or Doubt.NO_SUCH_DAY
    return _in_month(year, month, said["part"])


def _quarter(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    if which := said.get("which"):
        if calendar.base is None:
            return Doubt.NO_START
        number = (calendar.base.month - 1) // QUARTER_MONTHS + 1 + which.startswith("下")
        year: int | Doubt = calendar.base.year + number // (QUARTERS + 1)
        return _end_of(year, ((number - 1) % QUARTERS + 1) * QUARTER_MONTHS)
    edge = said.get("edge")
    number = QUARTERS if edge == "末" else 1
    if not edge:
        number = number_of(said["quarter"] or said["letter"] or "0")
    if not 1 <= number <= QUARTERS:
        return Doubt.NO_SUCH_DAY
    return _end_of(_year(said, calendar, stated), number * QUARTER_MONTHS)


def _half(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    month = LAST_MONTH // 2 if said["half"] == "上" else LAST_MONTH
    return _end_of(_year(said, calendar, stated), month)


def _plan(said: Said, _calendar: Calendar, _stated: int | None) -> Moment:
    if said["stage"] == "中期":
        return Doubt.NO_FIXED_DAY
    return date(FIRST_FIVE_YEAR_END + 5 * (10 + _figure(said, "plan")), LAST_MONTH, 31)


def _counted(said: Said, calendar: Calendar, _stated: int | None) -> Moment:
    base = calendar.held or calendar.base if said["meeting"] else calendar.base
    # From when something is in force is told elsewhere than in its date.
    if base is None or said["event"] in {"施行", "实施"}:
        return Doubt.NO_START
    half = said["count"] == "半"
    count = 0 if half else _figure(said, "count")
    unit = (said["unit"] or "").removeprefix("个")
    if unit.endswith("月") and (half or unit == "半月"):
        return _months_after(base, count) + timedelta(days=HALF_A_MONTH)
    if half:
        return _months_after(base, LAST_MONTH // 2) if unit == "年" else Doubt.NO_START
    return COUNTS[unit](base, count)


def _months_after(base: date, count: int) -> date:
    months = base.month - 1 + count
    end = last_day(base.year + months // LAST_MONTH, months % LAST_MONTH + 1)
    return min(end, end.replace(day=min(base.day, end.day)))


def _days_after(base: date, count: int) -> date:
    return base + timedelta(days=count)


def _weeks_after(base: date, count: int) -> date:
    return base + timedelta(days=count * DAYS_A_WEEK)


COUNTS: dict[str, Callable[[date, int], date]] = {
    "工作日": add_workdays,
    "自然日": _days_after,
    "日": _days_after,
    "天": _days_after,
    "小时": lambda base, count: _days_after(base, -(-count // HOURS_A_DAY)),
    "周": _weeks_after,
    "星期": _weeks_after,
    "礼拜": _weeks_after,
    "月": _months_after,
    "季度": lambda base, count: _months_after(base, count * QUARTER_MONTHS),
    "年": lambda base, count: _months_after(base, count * LAST_MONTH),
}


def _term(_said: Said, _calendar: Calendar, _stated: int | None) -> Moment:
    return Doubt.NO_START


def _two_years(said: Said, calendar: Calendar, _stated: int | None) -> Moment:
    year = calendar.base.year if calendar.base else calendar.year
    if year is None:
        return Doubt.NO_YEAR
    return date(year + (2 if said["two"] != "今明" else 1), LAST_MONTH, 31)


def _year_end(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    if said["end"] == "初":
        return Doubt.NO_FIXED_DAY
    month = LAST_MONTH // 2 if said["end"] == "中" else LAST_MONTH
    return _end_of(_year(said, calendar, stated), month)


def _whole_year(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    return _end_of(_year(said, calendar, stated), LAST_MONTH)


def _week(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    weekday = (said["weekday"] or "日").translate(str.maketrans("天末", "日日"))
    ahead = WEEKDAYS.index(weekday)
    if said["stated_month"]:
        # `下周三（10月29日）前`: the date says it; the weekday must agree.
        day = _day(_stated_day(said), calendar, stated)
        agrees = isinstance(day, Doubt) or not said["weekday"] or day.weekday() == ahead
        return day if agrees else Doubt.CONTRADICTION
    if calendar.base is None:
        return Doubt.NO_START
    which = said["which"] or said["week"] or ""
    if not which:
        return calendar.base + timedelta(days=(ahead - calendar.base.weekday()) % DAYS_A_WEEK)
    monday = calendar.base - timedelta(days=calendar.base.weekday())
    return monday + timedelta(days=ahead + DAYS_A_WEEK * which.count("下"))


def _stated_day(said: Said) -> Said:
    return {"month": said["stated_month"], "day": said["stated_day"]}


def _near_day(said: Said, calendar: Calendar, _stated: int | None) -> Moment:
    if calendar.base is None:
        return Doubt.NO_START
    return _days_after(calendar.base, "今明后".index((said["near_day"] or "今")[0]))


def _festival(said: Said, calendar: Calendar, stated: int | None) -> Moment:
    year = _year(said, calendar, stated)
    if isinstance(year, Doubt):
        return year
    is_told = bool(written_year(said) or said["near"])
    first = next_first_day(said["festival"] or "", year, None if is_told else calendar.base)
    return first if isinstance(first, Doubt) else _days_after(first, -1)


def _vague(_said: Said, _calendar: Calendar, _stated: int | None) -> Moment:
    return Doubt.NO_FIXED_DAY


MEANINGS: dict[str, Callable[[Said, Calendar, int | None], Moment]] = {
    "months": _months, "month_list": _month, "days": _days, "years": _years, "quarters": _quarters,
    "numeric": _day, "day": _day, "month": _month, "near_month": _near_month, "quarter": _quarter,
    "half": _half, "plan": _plan, "counted": _counted, "term": _term, "two_years": _two_years,
    "year_end": _year_end, "year": _whole_year, "week": _week, "near_day": _near_day,
    "month_end": _near_month, "festival": _festival, "vague": _vague, "season": _vague,
}  # fmt: skip  # a table: one line a row
