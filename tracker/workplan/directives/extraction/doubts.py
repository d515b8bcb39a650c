"""Why a time limit that stands in the text has no day: what a person is asked to confirm."""

from enum import StrEnum


class Doubt(StrEnum):
    """What keeps the words of a time limit from meaning one day. Nothing is guessed instead."""

    NO_SUCH_DAY = "没有这一天"
    REVERSED = "起止颠倒"
    ODD_YEAR = "年份不合常理"
    NO_FIXED_DAY = "没有统一的日期"
    NO_YEAR = "年份不明"
    NO_START = "起算日不明"
    CONTRADICTION = "日期与星期不符"
    UNREADABLE = "认不出的时限"

    @property
    def is_a_mistake(self) -> bool:
        """Whether the text itself must be wrong, so that no other limit beside it may stand in."""
        return self in {Doubt.NO_SUCH_DAY, Doubt.REVERSED, Doubt.ODD_YEAR, Doubt.CONTRADICTION}

    @property
    def sentence(self) -> str:
        """What the person reads."""
        return f"需人工确认：{self}"
