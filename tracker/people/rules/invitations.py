"""Links by which a person sets a password: who makes them, for whom, for how long they are good."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Person, Role
from tracker.people.permissions import Permission, may
from tracker.people.rules.handing_over import lasting
from tracker.people.rules.posts import A_DAY
from tracker.people.rules.separation import THREE

LINK_LASTS = timedelta(minutes=30)
NOT_ONESELF = N_("不能为自己生成链接；修改自己的密码，请用“修改密码”。")
OUT_OF_USE = N_("这个账号已经停用；要先恢复使用。")
IS_ONE_OF_THREE = N_(
    "这个人担任系统管理员、安全管理员或审计员，不能凭链接设密码：不然系统管理员就能以其名义登录。"
    "请由安全管理员先终止其职责，或者在服务器上运行 luoshi reset-password 用户名。"
)


def may_invite(actor: Actor) -> bool:
    """Whether the actor makes links by which others set their passwords."""
    return may(actor, Permission.INVITE_PERSONS)


def may_unlock(actor: Actor) -> bool:
    """Whether the actor opens accounts again that failed attempts have shut."""
    return may(actor, Permission.UNLOCK_ACCOUNTS)


def check_can_be_invited(
    actor: Actor,
    person_id: int,
    *,
    is_active: bool,
    roles_to_come: AbstractSet[Role],
) -> None:
    """Refuse a link for oneself, for a closed account, or that lets one of the three be another.

    Whoever makes a link can use it; for oneself it would do without the present password.
    """
    if actor.id == person_id:
        raise RuleBroken(NOT_ONESELF)
    if not is_active:
        raise RuleBroken(OUT_OF_USE)
    if roles_to_come & THREE:
        raise RuleBroken(IS_ONE_OF_THREE)


def why_no_link(actor: Actor, person: Person, today: date) -> str | None:
    """Return the sentence with which a link for the person would be refused, or None."""
    try:
        check_can_be_invited(
            actor,
            person.id,
            is_active=person.is_active,
            roles_to_come=frozenset(it.role for it in lasting(person.grants, today - A_DAY)),
        )
    except RuleBroken as refusal:
        return refusal.sentence
    return None
