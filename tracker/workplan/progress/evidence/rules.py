"""How much evidence there may be, and what is said when there is too much. Nobody has to give any."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.foundation.formats import BadUpload
from tracker.foundation.wording import in_size
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.places import days_of
from tracker.workplan.progress.rules import is_writable, may_draft, may_submit

MOST_FILES = 20
REMOVED_TOO = 2
"""What was removed is kept for a while, up to as much again as there may be."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a unit's files take, in bytes; the same content counts once. everything: with the removed."""

    used: int
    everything: int
    most: int

    @property
    def left(self) -> int:
        """How much more there may be."""
        return max(0, self.most - self.used)


def may_change(actor: Actor, entry: ProgressEntry, correctable: Collection[date]) -> bool:
    """Whether the actor adds and removes files: who writes the entry, and once submitted who corrects it.

    correctable: the last days of the periods that may be corrected.
    """
    if not is_writable(entry.assignment):
        return False
    if entry.state is not EntryState.SUBMITTED:
        return may_draft(actor, entry.assignment)
    return may_submit(actor, entry.assignment) and days_of(entry.period)[1] in correctable


def check_count(count: int) -> None:
    """Refuse more files than one looks through."""
    if count > MOST_FILES:
        raise BadUpload(
            N_("一期最多附 {most} 个文件，请合并或者打成一个压缩包。").format(most=MOST_FILES)
        )


def check_room(before: Usage, after: Usage) -> None:
    """Refuse more than a unit has room for; before and after: without and with the new files."""
    if after.used > after.most:
        raise BadUpload(
            N_(
                "本单位的空间不够：共 {most}，还剩 {left}。请移除不用的文件，或者请系统管理员调整。"
            ).format(most=in_size(after.most), left=in_size(before.left))
        )
    if after.everything > REMOVED_TOO * after.most:
        raise BadUpload(N_("本单位移除的文件还在保留期内，占满了空间；过几天清理后再附。"))
