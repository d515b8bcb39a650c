"""Time limits in the words of a report, and the last day that each of them means.

An expression of time (`timewords`) is a limit by the words around it; what it means is told by
`moments`. A limit that means no day is kept with its words and the reason, never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.workplan.directives.extraction.calendar import Calendar
from tracker.workplan.directives.extraction.doubts import Doubt
from tracker.workplan.directives.extraction.lexicon import ADVERBS, VERBS, number_of
from tracker.workplan.directives.extraction.moments import YEARS, Moment, Said, moment, written_year
from tracker.workplan.directives.extraction.timewords import (
    CONNECTED,
    EXPRESSION,
    HINT,
    SHAPED,
    plain,
)

PREDICATE = re.compile(
    rf"[，,]?(?:{ADVERBS}|{VERBS}|基本|要|将|力争|达到|全市|全省|各)(?![^，,。；;]{{0,6}}了(?!解))"
)
UNTIL = re.compile(r"(?:到|至|截至|截止|力争|确保|争取|限|不晚于|不迟于|最迟|最晚|期限为)$")
# A bare year needs more: `确保2025年粮食产量…` names no limit.
UNTIL_A_YEAR = re.compile(r"[到至截力争晚迟]")
FROM = re.compile(r"(?:从|自)$")
# `2019年起`, `2018年以来`, `2020年版`: a beginning or a name, not a limit
BEGINNING = re.compile(r"(?:开始|以来|以后|之后|起|后|版|度?工作|重点|期间|的)")
# `3月2日召开的会议`
HAPPENED = re.compile(r"召开|印发")
# `3月至5月施行`: the time in which something is valid
VALID = re.compile(r"[，,]?(?:期间)?(?:施行|执行|有效|享受|缴纳|的|为|是)")
# `政策实施期限延长至2027年底`: till when something holds, not by when work is done
HOLDS = re.compile(
    r"(?:(?:实施|有效|执行|施行|试行|适用|合同)期限?(?:均|统一|暂)?(?:定?为|是|自|从)?"
    r"|(?:延长|延续|延期|顺延)(?:实施|执行|施行|试行)?)(?:[到至]|截至|截止到?)?$"
)
# `2026年，…`, `2026年的3月底前`: a year that is told as a time; `2027年项目储备` tells of what.
TOLD = re.compile(r"[，,：:；;。\s）)]|的?(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月|$")
EACH = re.compile(
    r"(?:每个?(?:月|季度?|周|星期|半年|学期|旬|年度?|两年|届|次)|逐[年月季]|按[年月季度])$"
)
RANGE = re.compile(rf"[ \u3000]*{CONNECTED}[ \u3000]*")
# What a time may stand behind in its own clause: `于6月下旬组织…`
PLACED = re.compile(r"(?:要|须|应|拟|将|请|计划|预计|安排)?[于在]$")
OPENERS = "，,。；;：:（( \n、【[“"
REACH = 6
LONGEST_TITLE = 40
# Time that may pass in each case (`3个工作日内办结`) is no limit of the work; time to do the work is.
HURRIED = re.compile(r"(?:在|于|请|须|需|务必|必须|力争|应|要|最迟|限|限期|确保)$")
WORK = re.compile(
    rf"[，,]?(?:{ADVERBS}|要|须|必须|务必|将|全部|全面|向[^，,。；;]{{1,12}}|由[^，,。；;]{{1,12}}|对[^，,。；;]{{1,12}}|把[^，,。；;]{{1,12}})*"
    r"(?:完成|制定|制订|报送|报告|报|提交|提出|上报|反馈|出台|整改|拿出|形成|落实|启动|建成|印发|下发|组织|开展|清理|修复|研究|召开|确定|明确"
    r"|消除|拆除|恢复|补齐|整治|排查|建立|制作|梳理|细化|部署|传达|分解|安排|公布|到位|见效|基本|实现|达到|建设|打造|力争|建起|全部)"
)
# `自受理之日起10个工作日内`: counted anew in each case
CASES = re.compile(
    r"(?:受理|申请|收到|登记|接到|接报|立案|发现|提交|取得|发生|登录|签收|报名|提出|交付|缴费)[^，,。；;]{0,8}(?:之日起?|起|后|的)?$"
)
ENDS = ("底", "末", "内")
SHORT_SPANS = frozenset({"小时", "日", "天", "工作日", "自然日"})
LASTING = re.compile(r"实现|达到|建立|建设|打造|基本")
DATED = frozenset({"day", "numeric", "month", "quarter", "year", "near_month"})
BOUND = frozenset({"festival", "season", "vague", "month_end"})
# `长期坚持`, `每季度`: what a field says when there is no last day
# `6/30` in a field; in prose it is a fraction
SHORT_DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:之?前)?")
UNLIMITED = re.compile(
    r"长期|持续|常年|全年|常态|日常|经常|每[日天周月季年半]|定期|按月|按季|实时|动态"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A time limit: the words, their place in the stretch that was read, and the day meant.

    on: None where `doubt` says why a person must set it.
    """

    text: str
    start: int
    on: date | None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    kind: str
    match: re.Match[str]

    @property
    def words(self) -> dict[str, str | None]:
        return self.match.groupdict()

    @property
    def within(self) -> str | None:
        return self.match["within"]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One expression, or two that are the ends of a range."""

    first: _Said
    last: _Said

    @property
    def start(self) -> int:
        return self.first.match.start()

    @property
    def end(self) -> int:
        return self.last.match.end()

    @property
    def is_range(self) -> bool:
        return self.first is not self.last or self.last.kind in {
            "months",
            "days",
            "years",
            "quarters",
        }


def read_due(text: str, calendar: Calendar) -> Due | None:
    """Find the latest time limit that the text states, or None."""
    return _latest(read_limits(text, calendar))


def read_field(words: str, calendar: Calendar) -> Due | None:
    """Read words that are known to be a time limit: of a bracket, a `完成时限` field or a cell."""
    if short := SHORT_DAY.fullmatch(words.strip()):
        limits = [
            replace(due, text=words, start=0)
            for due in _limits(f"{short[1]}月{short[2]}日", calendar, is_field=True)
        ]
        return _latest(limits)
    limits = list(_limits(words, calendar, is_field=True))
    if UNLIMITED.search(words) and not any(due.text.startswith("每年") for due in limits):
        return None
    return _latest(limits)


def read_limits(text: str, calendar: Calendar) -> list[Due]:
    """Every time limit in the text, in order; a year once stated holds for what follows."""
    return list(_limits(text, calendar, is_field=False))


def _latest(limits: list[Due]) -> Due | None:
    """Prefer a limit that must be a mistake, then the last day, then one without a day."""
    for due in limits:
        if due.doubt is not None and due.doubt.is_a_mistake:
            return due
    dated = [(due.on, due) for due in limits if due.on is not None]
    return max(dated, key=lambda it: it[0])[1] if dated else next(iter(limits), None)


def _limits(text: str, calendar: Calendar, *, is_field: bool) -> Iterator[Due]:
    if HINT.search(text) is None:
        return
    words, places = plain(text)
    stated: int | None = None
    for it in _stretches(words, list(_expressions(words))):
        begun = stated
        for end in (it.first, it.last):
            year = written_year(end.words)
            if year in YEARS and not _is_of_a_name(words, it) and _lends(words, it, calendar):
                begun, stated = (year, year) if end is it.first else (begun, year)
        if not (is_field or _is_limit(words, it)):
            continue
        day = _meant(it, calendar, begun, _lent(it, stated, calendar))
        start, stop = it.start, it.end
        if places is not None:
            start, stop = places[start], places[stop - 1] + 1
        on, doubt = (None, day) if isinstance(day, Doubt) else (day, None)
        yield Due(text[start:stop], start, on, doubt)


def _expressions(words: str) -> Iterator[_Said]:
    place = 0
    while found := EXPRESSION.search(words, place):
        kind = str(found.lastgroup).removeprefix("kind_")
        match = SHAPED[kind].match(words, found.start())
        if match is None:
            raise AssertionError(found)
        yield _Said(kind, match)
        place = match.end()


def _stretches(words: str, found: list[_Said]) -> Iterator[_Stretch]:
    """Put the ends of ranges together: `2026年3月1日至5月31日`."""
    place = 0
    while place < len(found):
        first = last = found[place]
        place += 1
        while place < len(found) and last.kind in DATED and not last.within:
            other = found[place]
            gap = RANGE.fullmatch(words, last.match.end(), other.match.start())
            if gap is None or other.kind not in DATED:
                break
            last = other
            place += 1
        yield _Stretch(first, last)


def _meant(it: _Stretch, calendar: Calendar, begun: int | None, stated: int | None) -> Moment:
    day = moment(it.last.kind, it.last.words, calendar, stated)
    if it.first is it.last or isinstance(day, Doubt):
        return day
    opened = moment(it.first.kind, it.first.words, calendar, begun or stated)
    if isinstance(opened, Doubt):
        return opened
    if not it.first.words.get("day"):
        opened = opened.replace(day=1)
    return Doubt.REVERSED if opened > day else day


def _is_limit(text: str, it: _Stretch) -> bool:
    """Tell a limit by the words around the expression; a mere mention of time is none."""
    before = text[max(it.start - REACH, 0) : it.start]
    if it.last.kind == "counted":
        return _limits_the_work(text, it, before)
    if _is_mention(text, it, before):
        return False
    return _limits_by_range(text, it, before) if it.is_range else _limits_by_point(text, it, before)


def _is_mention(text: str, it: _Stretch, before: str) -> bool:
    """Whether the time returns, is past, begins something or belongs to a name."""
    said = it.last.words
    if _is_of_a_name(text, it) or EACH.search(before) or (said.get("near") or "") in {"去", "上"}:
        return True
    ends = bool(it.last.within or said.get("end")) or _part(said).endswith(ENDS)
    if HOLDS.search(text[max(it.start - 2 * REACH, 0) : it.start]):
        return True
    if it.last.kind == "year_end" and not it.last.within and _is_quoted(text, it):
        return True  # `“年初建账、年底交账”`
    if it.last.kind == "year_end" and text[it.end : it.end + 1] in {"“", "「"}:
        return True  # `年内“收官”工作`: the name of a piece of work
    if BEGINNING.match(text, it.end) or (HAPPENED.match(text, it.end) and not ends):
        return True
    return not it.is_range and FROM.search(before) is not None


def _is_of_a_name(text: str, it: _Stretch) -> bool:
    """Whether it dates a paper or a beginning: `《2025年要点》`, `2019年以来`; no year to plan with."""
    before = text[max(it.start - LONGEST_TITLE, 0) : it.start]
    is_titled = any(before.rfind(mark) > before.rfind(end) for mark, end in ("《》", "〔〕"))
    return is_titled or (BEGINNING.match(text, it.end) is not None and it.last.kind == "year")


def _is_quoted(text: str, it: _Stretch) -> bool:
    before = text[max(it.start - LONGEST_TITLE, 0) : it.start]
    after = text[it.end : it.end + LONGEST_TITLE]
    return before.rfind("“") > before.rfind("”") and "”" in after.split("“")[0]


def _lends(text: str, it: _Stretch, calendar: Calendar) -> bool:
    """Whether the year of an expression holds for the bare months that follow it.

    `12月25日前报2027年项目储备` and `提前谋划2027年项目储备，12月25日前…` say of what, not when; and
    a year gone by (`回顾2025年，…`) is none to plan with.
    """
    if it.is_range or it.last.kind != "year" or it.last.within:
        return True
    before = text[max(it.start - REACH, 0) : it.start]
    if _is_past(written_year(it.last.words), calendar):
        return False
    is_told = TOLD.match(text, it.end) or PREDICATE.match(text, it.end)
    return bool(is_told) or UNTIL_A_YEAR.search(before[-1:]) is not None


def _lent(it: _Stretch, stated: int | None, calendar: Calendar) -> int | None:
    """Give the year last named, but for `年底前` no year gone by, unless it stands there itself."""
    is_own = it.last.kind != "year_end" or written_year(it.last.words) is not None
    return stated if is_own or not _is_past(stated, calendar) else None


def _is_past(year: int | None, calendar: Calendar) -> bool:
    now = calendar.base.year if calendar.base else calendar.year
    return year is not None and now is not None and year < now


def _part(said: Said) -> str:
    return said.get("part") or ""


def _limits_by_range(text: str, it: _Stretch, before: str) -> bool:
    first, last = it.first.words, it.last.words
    opened = (number_of(first.get("month") or "0"), number_of(first.get("day") or "0"))
    if opened == (1, 1) and (last.get("month"), last.get("day")) == ("12", "31"):
        return False  # `2026年1月1日至2027年12月31日`: the time for which a policy is valid
    opening = FROM.sub("", before)
    is_told = bool(it.last.within or UNTIL.search(opening)) or _opens(text, it, opening)
    return is_told and VALID.match(text, it.end) is None


def _limits_by_point(text: str, it: _Stretch, before: str) -> bool:
    kind, said = it.last.kind, it.last.words
    if it.last.within or kind in BOUND:
        return True
    if UNTIL.search(before) and kind != "plan":
        return kind != "year" or UNTIL_A_YEAR.search(before) is not None
    if _part(said).endswith(ENDS) or said.get("stated_month") or kind == "year_end":
        return (said.get("end") or "") not in {"中", "初"} or _opens(text, it, before)
    if kind in {"plan", "week"}:
        stage = said.get("stage") or said.get("which") or said.get("week") or ""
        return stage.endswith(("末", "年")) or (bool(stage) and _opens(text, it, before))
    return _opens(text, it, before)


def _opens(text: str, it: _Stretch, before: str) -> bool:
    """Whether an order follows at once: `3月中旬开展…`, `2025年实现…`."""
    kind, said = it.last.kind, it.last.words
    acts = PREDICATE.match(text, it.end) is not None or it.end == len(text)
    is_exact = bool(said.get("day") or said.get("part"))
    opening = PLACED.sub("", before) if is_exact or it.is_range else before
    if opening and opening[-1] not in OPENERS:
        return False
    if kind in {"day", "numeric", "month", "month_list", "near_month"} and not it.is_range:
        return is_exact and acts
    if kind == "year":
        return said["near"] is None and acts and text[it.end : it.end + 1] not in "，,"
    return acts or (kind in {"quarter", "half"} and bool(said.get("year")))


def _limits_the_work(text: str, it: _Stretch, before: str) -> bool:
    """Whether a count of days gives the work its end, and not each case that comes."""
    said = it.last.words
    if said["event"] or said["meeting"]:
        return True
    if CASES.search(text[max(it.start - 2 * REACH, 0) : it.start]):
        return False
    if before and before[-1] not in OPENERS and not HURRIED.search(before):
        return False
    work = WORK.match(text, it.end)
    if work is None:
        return False
    is_short = (said["unit"] or "").removeprefix("个") in SHORT_SPANS
    return not (is_short and LASTING.search(work.group()))
