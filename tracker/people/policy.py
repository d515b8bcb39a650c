"""What may be set about people: how they sign in, and whether contacts submit.

Rules get a SignInPolicy as a parameter; commands, views and the shell read it by `policy()`.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tracker.foundation.kinds import Choice, Whole, YesNo
from tracker.foundation.settings import (
    DUTIES,
    SIGN_IN,
    Option,
    at_least,
    at_most,
    option,
    value_of,
)
from tracker.foundation.words import N_

SHORTER_FOR_ADMINS = N_("三员的时限不能比其他人的长。")


class PasswordProfile(StrEnum):
    """Which rules a password must meet: two standards that contradict each other."""

    MLPS = "mlps"
    ASVS = "asvs"


PROFILE = option(
    Option(
        name="sign_in.profile",
        kind=Choice(
            {
                PasswordProfile.MLPS: N_("等级保护（定期更换、要求字符种类）"),
                PasswordProfile.ASVS: N_("ASVS（更长，不定期更换、不要求字符种类）"),
            }
        ),
        default=PasswordProfile.MLPS,
        label=N_("密码规则"),
        help=N_("等级保护要求密码定期更换并含多类字符；ASVS 要求更长而不强制更换。只能择一。"),
        group=SIGN_IN,
    )
)
IDLE = option(
    Option(
        name="sign_in.idle_minutes",
        kind=Whole(5, 60),
        default=30,
        label=N_("无操作退出"),
        help=N_("多久没有操作就须重新登录；页面自动刷新不算操作。"),
        group=SIGN_IN,
        unit=N_("分钟"),
        check=at_least("sign_in.admin_idle_minutes", SHORTER_FOR_ADMINS),
    )
)
LONGEST = option(
    Option(
        name="sign_in.longest_hours",
        kind=Whole(1, 24),
        default=12,
        label=N_("一次登录最长"),
        help=N_("无论是否在操作，到时都须重新登录。"),
        group=SIGN_IN,
        unit=N_("小时"),
        check=at_least("sign_in.admin_longest_hours", SHORTER_FOR_ADMINS),
    )
)
ADMIN_IDLE = option(
    Option(
        name="sign_in.admin_idle_minutes",
        kind=Whole(5, 30),
        default=15,
        label=N_("三员无操作退出"),
        help=N_("系统管理员、安全管理员、审计员多久没有操作就须重新登录。"),
        group=SIGN_IN,
        unit=N_("分钟"),
        check=at_most("sign_in.idle_minutes", SHORTER_FOR_ADMINS),
    )
)
ADMIN_LONGEST = option(
    Option(
        name="sign_in.admin_longest_hours",
        kind=Whole(1, 12),
        default=8,
        label=N_("三员一次登录最长"),
        help=N_("系统管理员、安全管理员、审计员到时都须重新登录。"),
        group=SIGN_IN,
        unit=N_("小时"),
        check=at_most("sign_in.longest_hours", SHORTER_FOR_ADMINS),
    )
)
FAILURES = option(
    Option(
        name="sign_in.failures",
        kind=Whole(3, 10),
        default=5,
        label=N_("锁定前允许的失败次数"),
        help=N_("同一账号从同一网络在锁定时长内失败到这个次数，即暂停登录。"),
        group=SIGN_IN,
        unit=N_("次"),
    )
)
WINDOW = option(
    Option(
        name="sign_in.window_minutes",
        kind=Whole(5, 120),
        default=15,
        label=N_("锁定时长"),
        help=N_("失败次数在这段时间内累计；锁定也持续这么久，到时自动解除。"),
        group=SIGN_IN,
        unit=N_("分钟"),
    )
)
ALL_NEED_SECOND_FACTOR = option(
    Option(
        name="sign_in.all_need_second_factor",
        kind=YesNo(yes=N_("所有人"), no=N_("只三员")),
        default=False,
        label=N_("谁必须使用动态口令"),
        help=N_("三员始终必须使用；可以要求所有人都使用。"),
        group=SIGN_IN,
    )
)


CONTACTS_SUBMIT = option(
    Option(
        name="people.contacts_submit",
        kind=YesNo(yes=N_("负责人和联络员"), no=N_("只有负责人")),
        default=False,
        label=N_("谁提交进展和年度总结"),
        help=N_("联络员始终可以起草；选“负责人和联络员”的，联络员也可以代表单位提交。"),
        group=DUTIES,
    )
)


@dataclass(frozen=True, slots=True)
class SignInPolicy:
    """How people sign in, and for how long.

    idle, longest: of a session; admin_idle, admin_longest: of the three admins' sessions;
    failures within window lock an account for one network, for as long as window.
    all_need_second_factor: not only the three admins.
    """

    profile: PasswordProfile = PROFILE.default
    idle: timedelta = timedelta(minutes=IDLE.default)
    longest: timedelta = timedelta(hours=LONGEST.default)
    admin_idle: timedelta = timedelta(minutes=ADMIN_IDLE.default)
    admin_longest: timedelta = timedelta(hours=ADMIN_LONGEST.default)
    failures: int = FAILURES.default
    window: timedelta = timedelta(minutes=WINDOW.default)
    all_need_second_factor: bool = ALL_NEED_SECOND_FACTOR.default


def policy() -> SignInPolicy:
    """Return the policy as it is set now."""
    return SignInPolicy(
        profile=value_of(PROFILE),
        idle=timedelta(minutes=value_of(IDLE)),
        longest=timedelta(hours=value_of(LONGEST)),
        admin_idle=timedelta(minutes=value_of(ADMIN_IDLE)),
        admin_longest=timedelta(hours=value_of(ADMIN_LONGEST)),
        failures=value_of(FAILURES),
        window=timedelta(minutes=value_of(WINDOW)),
        all_need_second_factor=value_of(ALL_NEED_SECOND_FACTOR),
    )
