"""Persons: who keeps their data, which names to sign in with there are, when an account may be closed."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Role, masked
from tracker.people.permissions import Permission, may
from tracker.people.rules.separation import THREE
from tracker.people.rules.signing_in import folded_login

LOGIN = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9\u4e00-\u9fff._-]{1,59}")
PHONE = re.compile(r"[0-9+][0-9 ()/-]{4,28}[0-9]\Z")
EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+\Z")
LONGEST_NAME = 60
LONGEST_EMAIL = 120
LONGEST_REASON = 200

BAD_LOGIN = N_("用户名用 2 到 60 个字母、数字或汉字，中间可以有点、横线、下划线，不能有空格。")
BAD_PHONE = N_("电话只写数字，可以有区号、横线或分机号。")
BAD_EMAIL = N_("邮箱写得不对，应像 zhang@example.cn。")
NO_NAME = N_("请填写姓名。")
LONG_NAME = N_("姓名和职务各不超过 60 个字。")
LOGIN_TAKEN = N_("这个用户名已经有人用了（不分大小写和全角半角）。")
NOT_ONESELF = N_("不能停用自己的账号，请由另一位系统管理员办理。")
IS_OFFICER = N_(
    "这位是系统管理员、安全管理员或审计员，不能直接停用。请先由安全管理员终止其职责，再停用账号。"
)
OFFICERS_SIGN_IN = N_(
    "这位是系统管理员、安全管理员或审计员，用户名和邮箱不能改。请先由安全管理员终止其职责。"
)
ALREADY_DISABLED = N_("这个账号已经停用。")
NOT_DISABLED = N_("这个账号没有停用。")
NO_REASON = N_("请写明停用的原因。")
LONG_REASON = N_("原因不超过 200 字。")


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is kept of a person; `phone=None` leaves the number as it is."""

    login: str
    name: str
    post: str = ""
    phone: str | None = ""
    email: str = ""

    @property
    def masked_phone(self) -> str:
        """The telephone number as a preview shows it."""
        return masked(self.phone or "")


def may_read_persons(actor: Actor) -> bool:
    """Those who run the system, and those who have to find somebody in the units."""
    return may(actor, Permission.READ_PERSONS)


def may_keep_persons(actor: Actor) -> bool:
    """Say whether the actor keeps data and accounts: the system admin, who gives no roles."""
    return may(actor, Permission.KEEP_PERSONS)


def may_show_phones(actor: Actor) -> bool:
    """Whoever finds a person may ask for the telephone number, and is written down."""
    return may(actor, Permission.SHOW_PHONES)


def may_export_persons(actor: Actor) -> bool:
    """Say whether lists of personal data may leave by the actor: the security admin alone (C50)."""
    return may(actor, Permission.EXPORT_PERSONS)


def checked_login(login: str) -> str:
    """Return the folded form of a login name; refuses one that cannot be typed without doubt."""
    login = folded_login(login)
    if not LOGIN.fullmatch(login):
        raise RuleBroken(BAD_LOGIN)
    return login


def check_data(*, name: str, post: str, phone: str, email: str) -> None:
    """Refuse data of a person that no form and no sheet should bring in."""
    if not name:
        raise RuleBroken(NO_NAME)
    if len(name) > LONGEST_NAME or len(post) > LONGEST_NAME:
        raise RuleBroken(LONG_NAME)
    if phone and not PHONE.fullmatch(phone):
        raise RuleBroken(BAD_PHONE)
    if email and (len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email)):
        raise RuleBroken(BAD_EMAIL)


def check_sign_in_kept(roles: Collection[Role], changed: Collection[str]) -> None:
    """Refuse to change what one of the three signs in and is reset with.

    Whoever keeps accounts could otherwise lock out or take over those who watch over him: a new login
    keeps them out, a new e-mail address receives their reset link (OpenProject CVE-2026-24777).
    Name, post and telephone number of theirs may be put right.
    """
    if THREE.intersection(roles) and {"login", "email"}.intersection(changed):
        raise RuleBroken(OFFICERS_SIGN_IN)


def check_can_be_disabled(
    actor: Actor, person_id: int, roles: Collection[Role], *, is_active: bool, reason: str
) -> None:
    """Refuse to disable oneself, one of the three, or an account that is disabled already.

    roles: those held today or later. One of the three goes in two steps by two persons: the security
    admin ends the role, the system admin disables what is then an account like any other. So no
    single admin can put another one out of office; and as the last holder's role cannot be ended
    (`check_not_last`), the last of each of the three can never be disabled either.
    """
    if person_id == actor.id:
        raise NotAllowed(NOT_ONESELF)
    if THREE.intersection(roles):
        raise RuleBroken(IS_OFFICER)
    if not is_active:
        raise RuleBroken(ALREADY_DISABLED)
    check_reason(reason)


def check_reason(reason: str) -> None:
    """Want a reason of at most 200 characters."""
    if not reason:
        raise RuleBroken(NO_REASON)
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(LONG_REASON)


def check_is_disabled(*, is_active: bool) -> None:
    """Refuse to enable an account that is in use."""
    if is_active:
        raise RuleBroken(NOT_DISABLED)
