"""What may be kept as a view, and by whom."""

from collections.abc import Iterable, Mapping

from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.people.permissions import Permission, may

KEPT = frozenset(
    {
        "year",
        "signal",
        "state",
        "time",
        "priority",
        "unit",
        "leader",
        "key",
        "lead",
        "charge",
        "duty",
        "work",
        "watched",
        "q",
        "sort",
        "group",
        "cols",
    }
)
"""The parameters of a list's address that a view keeps; a day of the past is none of them."""
LONGEST_VALUE = 400
"""Characters: the longest are all columns of a list in their order."""
MOST_VIEWS = 30
"""Of one list and person, so that the row of names stays a row."""
SHARED_WITH = (Role.SUPERVISOR, Role.LEADER, Role.HEAD, Role.CONTACT)
"""Who has lists of tasks at all."""
NAME_TAKEN = N_("您已经有一个叫这个名称的视图，请换一个名称。")
TOO_MANY = N_("一个清单最多存 30 个视图，请先删去不用的。")
NOT_A_VIEW = N_("这些筛选存不成视图，请回到清单重新存。")
NO_LISTS = N_("这个职责没有任务清单，不能共享给它。")


def may_keep_views(actor: Actor) -> bool:
    """Whether the person has lists at all."""
    return may(actor, Permission.KEEP_VIEWS)


def may_share(actor: Actor) -> bool:
    """Whether the person may show a view to others."""
    return may(actor, Permission.SHARE_VIEWS)


def may_change(actor: Actor, *, owner_id: int, shared_with: Role | None) -> bool:
    """Whether a view may be renamed, replaced or deleted: one's own; a shared one by supervisors.

    Every supervisor keeps the shared ones, so that none outlives its author's post unattended.
    """
    if shared_with is not None:
        return may_share(actor)
    return may_keep_views(actor) and owner_id == actor.id


def check_asked(asked: Mapping[str, str]) -> None:
    """Refuse what is no address of a list."""
    if any(
        name not in KEPT or not value.isprintable() or not 0 < len(value) <= LONGEST_VALUE
        for name, value in asked.items()
    ):
        raise RuleBroken(NOT_A_VIEW)


def check_name(name: str, others: Iterable[str]) -> None:
    """Refuse a name that another view of the same person and list has."""
    if name.casefold() in {it.casefold() for it in others}:
        raise Misfilled("name", NAME_TAKEN)


def check_count(kept: int) -> None:
    """Refuse one view too many."""
    if kept >= MOST_VIEWS:
        raise RuleBroken(TOO_MANY)


def check_shared_with(role: Role | None) -> None:
    """Refuse to share with those who have no lists."""
    if role is not None and role not in SHARED_WITH:
        raise Misfilled("shared_with", NO_LISTS)
