"""What values a setting may have: read from typed words, written back, said in words."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from tracker.foundation.words import N_

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

YES, NO = "1", "0"
LEAP_YEAR = 2000  # any: it has every day
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")


class BadValue(ValueError):  # noqa: N818  it reads as what it is: a value that cannot be
    """Words that are no value of the kind; the sentence stands beside the field."""

    def __init__(self, sentence: str, **figures: object) -> None:
        super().__init__(sentence % figures)
        self.sentence = sentence
        self.figures = figures


class Kind(Protocol[T]):
    """A kind of value."""

    def parse(self, words: str) -> T:
        """Read a value; raise BadValue where there is none."""

    def format(self, value: T) -> str:
        """Write a value as it is kept and typed."""

    def in_words(self, value: T) -> str:
        """Write a value as a person reads it."""

    def range_in_words(self) -> str:
        """Say what may be typed; nothing where the values are there to choose from."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    least: int
    most: int

    def parse(self, words: str) -> int:
        """Read a figure, full-width digits too."""
        typed = words.strip()
        if re.fullmatch(r"[0-9０-９]{1,9}", typed) and self.least <= int(typed) <= self.most:
            return int(typed)
        sentence = N_("请填 %(least)d 到 %(most)d 之间的整数。")
        raise BadValue(sentence, least=self.least, most=self.most)

    def format(self, value: int) -> str:
        """Write the figure."""
        return str(value)

    def in_words(self, value: int) -> str:
        """Write the figure."""
        return str(value)

    def range_in_words(self) -> str:
        """Say between which figures."""
        return N_("%(least)d 到 %(most)d 的整数") % {"least": self.least, "most": self.most}


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    yes: str = N_("是")
    no: str = N_("否")

    def parse(self, words: str) -> bool:
        """Read 1 or 0."""
        if words not in (YES, NO):
            raise BadValue(N_("请选“是”或“否”。"))
        return words == YES

    def format(self, value: bool) -> str:  # noqa: FBT001  the value is what it is about
        """Write 1 or 0."""
        return YES if value else NO

    def in_words(self, value: bool) -> str:  # noqa: FBT001  as above
        """Say yes or no."""
        return self.yes if value else self.no

    def range_in_words(self) -> str:
        """Say nothing: both are there to choose from."""
        return ""


@dataclass(frozen=True, slots=True)
class Choice(Generic[E]):
    """One of several; words: how each is called."""

    words: Mapping[E, str]

    def parse(self, words: str) -> E:
        """Read a member's code."""
        for member in self.words:
            if member.value == words:
                return member
        raise BadValue(N_("请从所列各项中选一项。"))

    def format(self, value: E) -> str:
        """Write the member's code."""
        return value.value

    def in_words(self, value: E) -> str:
        """Say how it is called."""
        return self.words[value]

    def range_in_words(self) -> str:
        """Say nothing: all are there to choose from."""
        return ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, stripped at its ends."""

    longest: int
    may_be_blank: bool = False

    def parse(self, words: str) -> str:
        """Read the line."""
        line = words.strip()
        if UNSEEN.search(line):
            raise BadValue(N_("这里有看不见的控制字符，请删去后重新输入。"))
        if len(line) > self.longest:
            raise BadValue(N_("最多 %(most)d 个字。"), most=self.longest)
        if not line and not self.may_be_blank:
            raise BadValue(N_("请填写。"))
        return line

    def format(self, value: str) -> str:
        """Write the line."""
        return value

    def in_words(self, value: str) -> str:
        """Write the line."""
        return value or N_("（空）")

    def range_in_words(self) -> str:
        """Say how long it may be."""
        if self.may_be_blank:
            return N_("最多 %(most)d 个字，可以留空") % {"most": self.longest}
        return N_("最多 %(most)d 个字") % {"most": self.longest}


@dataclass(frozen=True, slots=True)
class Lines:
    """Several different lines of text, one at least, in their order."""

    most: int
    longest: int

    def parse(self, words: str) -> tuple[str, ...]:
        """Read one line each; blank ones do not count."""
        each = Line(self.longest)
        lines = tuple(each.parse(line) for line in words.splitlines() if line.strip())
        if not 0 < len(lines) <= self.most:
            raise BadValue(N_("请填 1 到 %(most)d 行，每行一项。"), most=self.most)
        if len(set(lines)) < len(lines):
            raise BadValue(N_("有两行相同，请删去一行。"))
        return lines

    def format(self, value: tuple[str, ...]) -> str:
        """Write one line each."""
        return "\n".join(value)

    def in_words(self, value: tuple[str, ...]) -> str:
        """Write them one after the other."""
        return "、".join(value)

    def range_in_words(self) -> str:
        """Say how many and how long."""
        said = N_("1 到 %(most)d 行，每行一项，最多 %(longest)d 个字")
        return said % {"most": self.most, "longest": self.longest}


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day, to the minute, in China."""

    def parse(self, words: str) -> time:
        """Read 08:30."""
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", words.strip(), re.ASCII):
            raise BadValue(N_("请按 08:30 的样子填写时间。"))
        hours, minutes = words.strip().split(":")
        return time(int(hours), int(minutes))

    def format(self, value: time) -> str:
        """Write 08:30."""
        return f"{value:%H:%M}"

    def in_words(self, value: time) -> str:
        """Write 08:30."""
        return f"{value:%H:%M}"

    def range_in_words(self) -> str:
        """Say from when to when."""
        return N_("00:00 到 23:59 的时间")


@dataclass(frozen=True, slots=True)
class Points:
    """Points within bounds, both included, to the hundredth at most."""

    least: Decimal
    most: Decimal

    def parse(self, words: str) -> Decimal:
        """Read a decimal figure."""
        typed = words.strip()
        if re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,2})?", typed):
            value = Decimal(typed)
            if self.least <= value <= self.most:
                return value
        sentence = N_("请填 %(least)s 到 %(most)s 之间的数，最多两位小数。")
        raise BadValue(sentence, least=self.in_words(self.least), most=self.in_words(self.most))

    def format(self, value: Decimal) -> str:
        """Write it without zeros at its end."""
        return f"{value.normalize():f}"

    def in_words(self, value: Decimal) -> str:
        """Write it without zeros at its end."""
        return self.format(value)

    def range_in_words(self) -> str:
        """Say between which figures."""
        said = N_("%(least)s 到 %(most)s 的数，最多两位小数")
        return said % {"least": self.in_words(self.least), "most": self.in_words(self.most)}


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day of every year, month first; the 29th of February is the 28th where there is none."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """Return the day in a year."""
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day that comes every year."""

    def parse(self, words: str) -> DayOfYear:
        """Read 12-31."""
        found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", words.strip())
        try:
            day = date(LEAP_YEAR, int(found[1]), int(found[2])) if found else None
        except ValueError:
            day = None
        if day is None:
            raise BadValue(N_("请按 12-31 的样子填写月和日。"))
        return DayOfYear(day.month, day.day)

    def format(self, value: DayOfYear) -> str:
        """Write 12-31."""
        return f"{value.month:02d}-{value.day:02d}"

    def in_words(self, value: DayOfYear) -> str:
        """Write 12月31日."""
        return f"{value.month}月{value.day}日"

    def range_in_words(self) -> str:
        """Say how a day is written."""
        return N_("01-01 到 12-31 的一天，月在前")
