"""Telling people what became of their own posts; about oneself, so that oneself alone sees it."""

from datetime import date, datetime

from tracker.foundation.labels import LABEL_WORDS, Label
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.journal.values import ROLES
from tracker.messages.commands import News, Recipient, tell_each
from tracker.people.actor import Actor
from tracker.people.models import Charge, Grant, Person

HOME = "/"
TITLES = {
    "post.given": N_("您担任{what}"),
    "post.ended": N_("您不再担任{what}"),
    "post.withdrawn": N_("撤回了您的职责：{what}"),
    "charge.given": N_("您分管{what}"),
    "charge.ended": N_("您不再分管{what}"),
    "charge.withdrawn": N_("撤回了您的分管：{what}"),
}
"""The title of each kind of deed about a post."""
WITHDRAWN = N_("这一项还没有开始，或者当天才开始。")


def tell_of_post(
    actor: Actor, person: Person, deed: str, held: Grant | Charge, *, at: datetime
) -> None:
    """Tell somebody that a post or a charge became theirs, ends, or was taken back."""
    role = ROLES[held.role.value] if isinstance(held, Grant) else ""
    what = N_("{unit}{role}").format(unit=held.unit.short_name, role=role)
    why = WITHDRAWN if deed.endswith(".withdrawn") else _term(held.from_on, held.to_on)
    tell_oneself(actor, person, deed, TITLES[deed].format(what=what), why, at=at)


def tell_of_clearance(actor: Actor, person: Person, clearance: Label, *, at: datetime) -> None:
    """Tell somebody up to which label they see now."""
    title = N_("您能看到的安全标签改为“{label}”").format(label=LABEL_WORDS[clearance])
    why = N_("由安全管理员授予，从现在起生效。")
    tell_oneself(actor, person, "clearance.given", title, why, at=at)


def tell_oneself(
    actor: Actor, person: Person, kind: str, title: str, why: str, *, at: datetime
) -> None:
    """Tell a person something about themselves; whose account is out of use, or who did it, is not told."""
    if not person.is_active or person.id == actor.id:
        return
    told = [Recipient(person.id, person.email or None)]
    tell_each([News(told, kind, f"person:{person.id}", title, why, HOME, asks=False)], at=at)


def _term(from_on: date, to_on: date | None) -> str:
    begins = N_("自{day}起").format(day=in_full(from_on))
    return (
        f"{begins}。"
        if to_on is None
        else N_("{begins}，到{day}为止。").format(begins=begins, day=in_full(to_on))
    )
