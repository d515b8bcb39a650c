"""What an office may set about reminders."""

from datetime import time

from tracker.foundation.kinds import Hour, Whole
from tracker.foundation.settings import TIME_LIMITS, Option, option, value_of
from tracker.foundation.words import N_
from tracker.workplan.tasks.reminders import rules
from tracker.workplan.tasks.reminders.rules import Habit

SIGN_BEFORE = option(
    Option(
        name="tasks.remind_sign_workdays",
        kind=Whole(0, 10),
        default=rules.SIGN_WORKDAYS,
        label=N_("签收前提醒"),
        help=N_("签收时限前几个工作日起自动提醒没有签收的单位；0 表示不提醒。"),
        group=TIME_LIMITS,
        unit=N_("个工作日"),
    )
)
DUE_BEFORE = option(
    Option(
        name="tasks.remind_due_workdays",
        kind=Whole(0, 60),
        default=rules.DUE_WORKDAYS,
        label=N_("到期前提醒"),
        help=N_("时限前几个工作日起自动提醒一次，当天再提醒一次；0 表示都不提醒。"),
        group=TIME_LIMITS,
        unit=N_("个工作日"),
    )
)
AGAIN = option(
    Option(
        name="tasks.remind_again_workdays",
        kind=Whole(0, 60),
        default=rules.AGAIN_WORKDAYS,
        label=N_("过期后提醒"),
        help=N_("过了签收时限或时限，第一个工作日提醒，以后每隔几个工作日再提醒；0 表示不提醒。"),
        group=TIME_LIMITS,
        unit=N_("个工作日"),
    )
)
REMIND_AT = option(
    Option(
        name="tasks.remind_at",
        kind=Hour(),
        default=time(8, 0),
        label=N_("自动提醒的时间"),
        help=N_("工作日到这个时间发出当天的自动提醒；早于每天汇总邮件的时间，当天的邮件里就有。"),
        group=TIME_LIMITS,
    )
)


def habit() -> Habit:
    """Return how the office reminds."""
    return Habit(value_of(SIGN_BEFORE), value_of(DUE_BEFORE), value_of(AGAIN))
