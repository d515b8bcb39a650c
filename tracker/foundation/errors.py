"""The refusals, each raised with the sentence that the person will read."""

from collections.abc import Mapping
from typing import Protocol

from tracker.foundation.words import N_


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not a fault
    """Something that cannot be done; ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """It does not exist, or must seem so (404)."""


class NotAllowed(Refusal):
    """The person may not do it (403)."""


class RuleBroken(Refusal):
    """A rule of the procedure forbids it now (409)."""


class Misfilled(RuleBroken):
    """Something that was filled in cannot be (409); ``field`` is what its form calls it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Outdated(RuleBroken):
    """Somebody else changed it first (409); ``current`` is what they left, by field."""

    def __init__(self, current: Mapping[str, object] | None = None) -> None:
        super().__init__(N_("这里的内容刚刚被别人改过，请看过新的内容再办。"))
        self.current = dict(current or {})


class Changing(Protocol):
    """Something with a version that every change counts up."""

    @property
    def version(self) -> int:
        """Its version in the database."""


def require(permitted: bool, sentence: str) -> None:  # noqa: FBT001  reads as a sentence where it is used
    """Refuse the deed unless it is permitted."""
    if not permitted:
        raise NotAllowed(sentence)


def check_version(seen: int | None, row: Changing) -> None:
    """Refuse a change made on an older copy of the row than the one that is kept now."""
    if seen is not None and seen != row.version:
        raise Outdated({name: value for name, value in vars(row).items() if name[0] != "_"})
