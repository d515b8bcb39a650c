"""What a person's messages are narrowed to: read from the URL, written back into it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tracker.messages.words import Topic


class Shown(StrEnum):
    """Which messages are shown; `unread`: open ones that were not looked at yet."""

    OPEN = "open"
    UNREAD = "unread"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """The filters; topic: None for every one."""

    shown: Shown = Shown.OPEN
    topic: Topic | None = None

    @property
    def written(self) -> dict[str, str]:
        """The URL's parameters; what is usual is left out."""
        shown = {} if self.shown is Shown.OPEN else {"shown": self.shown.value}
        return shown | ({} if self.topic is None else {"topic": self.topic.value})

    def with_(self, **changes: Any) -> dict[str, str]:
        """Return the URL's parameters after a change."""
        return replace(self, **changes).written


def read(args: Mapping[str, str]) -> InboxFilters:
    """Read the filters; what makes no sense does not narrow."""
    shown, topic = args.get("shown", ""), args.get("topic", "")
    return InboxFilters(
        shown=Shown(shown) if shown in {*Shown} else Shown.OPEN,
        topic=Topic(topic) if topic in {*Topic} else None,
    )
