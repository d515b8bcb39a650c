"""How dates and figures are written in Chinese pages."""

from datetime import date, datetime

from tracker.foundation.clock import HERE

WEEKDAYS = "一二三四五六日"
KIBIBYTE, MEBIBYTE = 1 << 10, 1 << 20


def in_words(day: date | None, *, year: int | None = None) -> str:
    """Write a date as 6月18日, with the year where it is not ``year``."""
    if day is None:
        return ""
    short = f"{day.month}月{day.day}日"
    return short if year in (None, day.year) else f"{day.year}年{short}"


def in_full(day: date | None) -> str:
    """Write a date as 2026年6月18日."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def at_time(moment: datetime | None) -> str:
    """Write a moment as 6月18日 16:30, in China's time."""
    if moment is None:
        return ""
    local = moment.astimezone(HERE)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def in_size(size: int) -> str:
    """Write a number of bytes as 340 KB or 1.2 MB."""
    if size < MEBIBYTE:
        return f"{-(-size // KIBIBYTE)} KB"
    return f"{size / MEBIBYTE:.1f}".removesuffix(".0") + " MB"


def weekday(day: date) -> str:
    """Write the day of the week as 星期四."""
    return f"星期{WEEKDAYS[day.weekday()]}"
