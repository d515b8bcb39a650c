"""The stage on which the story is played: many lives, told in the order of time."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from tracker.example.cast import Cast
from tracker.example.days import Year

Life = Generator[datetime, None, None]
"""Something's history: it says at which moment it goes on, and is then woken to do its deed."""
Passage = Generator[datetime, None, datetime]
"""A piece of a life; it returns the moment at which it was over."""


@dataclass(slots=True)
class Stage:
    """Who plays, in which year, and whose turn it is next."""

    cast: Cast
    year: Year
    ends: datetime
    _waiting: list[tuple[datetime, int, Life]] = field(default_factory=list)
    _turns: Iterator[int] = field(default_factory=count)

    def enter(self, life: Life) -> None:
        """Have a life take part from its first moment on; what lies behind the end is not told."""
        moment = next(life, None)
        if moment is not None and moment <= self.ends:
            heappush(self._waiting, (moment, next(self._turns), life))

    def play(self) -> None:
        """Wake every life at its moments, the earliest first, until the story ends."""
        while self._waiting:
            _, _, life = heappop(self._waiting)
            self.enter(life)
