"""What stands in a column of time limits → the day it means, or why it means none. Never a guess."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

from tracker.foundation.words import N_
from tracker.readers.workbook import NOT_COMPUTED, Cell, Fault, words_of
from tracker.workplan.directives.extraction.calendar import Calendar, a_date, last_day
from tracker.workplan.directives.extraction.doubts import Doubt
from tracker.workplan.directives.extraction.times import read_field

FIRST_YEAR, LAST_YEAR = 2000, 2100
LAST_MONTH = 12
NO_SUCH_DAY = N_("日期 {words} 不存在")
NO_DAY = N_("“{words}”不是日期")
FAR_AWAY = N_("日期 {words} 不在 2000 年到 2100 年之间")
NO_RESULT = N_("公式没有结果（{words}）")
UNCOMPUTED = N_("公式还没有算出结果，请在 Excel 或 WPS 里打开、保存后再上传")
NO_EPOCH = N_("“{words}”是没有设成日期格式的数字，看不出是哪一天")
AS_NUMBER = N_("按日期序号 {words} 读出")
TWO_WAYS = N_("“{words}”末尾可能省去了 0，看不出是哪一天")

WRONG = {
    Doubt.NO_SUCH_DAY: NO_SUCH_DAY,
    Doubt.ODD_YEAR: FAR_AWAY,
}
"""What the grammar of time limits says can be no day at all; its other doubts leave the limit open."""
SERIALS = range(36_526, 73_415)
"""Day numbers of Excel from 2000-01-01 to 2100-12-31, counted from 1900."""
EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
YEARS_AS_NUMBER = range(FIRST_YEAR, LAST_YEAR + 1)
COMPACT = re.compile(r"(2[01]\d\d)(\d\d)(\d\d)")
MONTH_AND_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})")
YEAR_AND_MONTH = re.compile(r"(20\d\d)\.(\d{1,2})")

BY = "(?:以前|之前|底前|前|之内|以内|内|止|完成|底|末)*"
CLOCK = r"(?:T?\d{1,2}:\d{2}(?::\d{2})?)?"
WHOLE = re.compile(rf"(\d{{4}})[-./年](\d{{1,2}})[-./月](\d{{1,2}})[日号]?{CLOCK}{BY}")
WITHOUT_YEAR = re.compile(rf"(\d{{1,2}})[./月](\d{{1,2}})[日号]?{BY}")
OF_MONTH = re.compile(rf"(\d{{4}})[-./年](\d{{1,2}})月?(?:份)?{BY}")
ONLY_NUMBER = re.compile(r"[-+]?\d{1,9}")
A_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
RANGE = re.compile(r"(?<=[\d月日])(?:至|到|[—–~]+|-)(?=\d)")
NOTHING = frozenset({"", "/", "-", "—", "——", "无", "\\"})
BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about words of the sheet, which stand in it as `{words}`."""

    sentence: str
    words: str = ""

    def __str__(self) -> str:
        """Say it in Chinese."""
        return self.sentence.format(words=self.words)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a cell says of time. fault: why it cannot be right; hint: what a person should look at.

    A limit with words and neither day nor fault (长期坚持) is left open.
    """

    words: str = ""
    on: date | None = None
    fault: Remark | None = None
    hint: Remark | None = None

    @property
    def is_open(self) -> bool:
        """Whether words stand there that name no day."""
        return bool(self.words) and self.on is None


def read_limit(cell: Cell, calendar: Calendar, epoch: int | None) -> Limit:
    """Read a cell of a column of time limits; `epoch` is the year that day numbers count from."""
    words = words_of(cell)
    if isinstance(cell, Fault):
        return Limit(words, fault=fault_of(cell))
    if isinstance(cell, date):
        return _checked(words, cell)
    if isinstance(cell, int | float):
        return _of_number(words, cell, calendar, epoch)
    plain = _plain(words)
    if plain in NOTHING:
        return Limit()
    if ONLY_NUMBER.fullmatch(plain):
        return _of_number(words, int(plain), calendar, epoch)
    return _of_words(words, plain, calendar)


def fault_of(cell: Fault) -> Remark:
    """Say why a formula's cell holds nothing."""
    return Remark(UNCOMPUTED) if cell.words == NOT_COMPUTED else Remark(NO_RESULT, cell.words)


def _of_number(words: str, number: float, calendar: Calendar, epoch: int | None) -> Limit:
    whole = int(number) if isfinite(number) else 0
    if whole != number:
        return _of_decimal(words, calendar)
    if compact := COMPACT.fullmatch(str(whole)):
        return _day(words, int(compact[1]), compact[2], compact[3])
    if whole in YEARS_AS_NUMBER:
        return Limit(words, date(whole, LAST_MONTH, 31))
    if whole in SERIALS:
        if epoch is None:
            return Limit(words, fault=Remark(NO_EPOCH, words))
        return Limit(words, EPOCHS[epoch] + timedelta(days=whole), hint=Remark(AS_NUMBER, words))
    return Limit(words, fault=Remark(NO_DAY, words))


def _of_decimal(words: str, calendar: Calendar) -> Limit:
    """Read 5.31 as 31 May; 6.3 may have been 6.30, and 2026.1 October, before a zero was dropped."""
    year_and_month = YEAR_AND_MONTH.fullmatch(words)
    found = MONTH_AND_DAY.fullmatch(words) or year_and_month
    if found is None:
        return Limit(words, fault=Remark(NO_DAY, words))
    is_month = found is year_and_month
    if found[2] in ("1" if is_month else "123"):
        return Limit(words, hint=Remark(TWO_WAYS, words))
    if is_month:
        return _month_end(words, int(found[1]), int(found[2]))
    return _day(words, calendar.year, found[1], found[2])


def _of_words(words: str, plain: str, calendar: Calendar) -> Limit:
    found = _of_figures(words, plain, calendar)
    if found is not None:
        return found
    ends = RANGE.split(plain, maxsplit=1)
    limits = [_of_figures(words, end, calendar) for end in ends]
    if len(limits) > 1 and all(limits):
        return _of_range(words, *(it for it in limits if it is not None))
    due = read_field(words, calendar)
    if due is None:
        return Limit(words)
    if due.on is not None:
        return _checked(words, due.on)
    if due.doubt in WRONG:
        return Limit(words, fault=Remark(WRONG[due.doubt], due.text))
    return Limit(words, hint=Remark(str(due.doubt)) if due.doubt else None)


def _of_figures(words: str, plain: str, calendar: Calendar) -> Limit | None:
    """Read what is written in figures alone (2026.5.31, 5/31, 2026-05); None for anything else."""
    if whole := WHOLE.fullmatch(plain):
        return _day(words, int(whole[1]), whole[2], whole[3])
    if of_month := OF_MONTH.fullmatch(plain):
        return _month_end(words, int(of_month[1]), int(of_month[2]))
    if short := WITHOUT_YEAR.fullmatch(plain):
        return _day(words, calendar.year, short[1], short[2])
    if A_CLOCK.fullmatch(plain):
        return Limit(words, fault=Remark(NO_DAY, words))
    return None


def _of_range(words: str, begun: Limit, ended: Limit) -> Limit:
    """Take the end of a range; one that ends before it begins is left to a person."""
    if begun.fault or ended.fault:
        return Limit(words, fault=begun.fault or ended.fault)
    if begun.on and ended.on and ended.on < begun.on:
        return Limit(words, hint=Remark(str(Doubt.REVERSED)))
    return Limit(words, ended.on)


def _day(words: str, year: int | None, month: str, day: str) -> Limit:
    if year is None:
        return Limit(words)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Limit(words, fault=Remark(FAR_AWAY, words))
    found = a_date(year, int(month), int(day))
    return Limit(words, found) if found else Limit(words, fault=Remark(NO_SUCH_DAY, words))


def _month_end(words: str, year: int, month: int) -> Limit:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Limit(words, fault=Remark(FAR_AWAY, words))
    if not 1 <= month <= LAST_MONTH:
        return Limit(words, fault=Remark(NO_SUCH_DAY, words))
    return Limit(words, last_day(year, month))


def _checked(words: str, day: date) -> Limit:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return Limit(words, day)
    return Limit(words, fault=Remark(FAR_AWAY, words))


def _plain(words: str) -> str:
    """Write figures as figures: half width, without blanks."""
    return BLANK.sub("", unicodedata.normalize("NFKC", words))
