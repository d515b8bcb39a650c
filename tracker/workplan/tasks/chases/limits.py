"""What an office may set about chasing."""

from datetime import date, timedelta

from tracker.foundation.calendar import calendar
from tracker.foundation.kinds import Whole
from tracker.foundation.settings import (
    TIME_LIMITS,
    Option,
    at_least,
    at_most,
    option,
    value_of,
)
from tracker.foundation.words import N_
from tracker.workplan.tasks.chases import rules

IN_ORDER = N_("黄色督办的天数须少于红色督办的天数。")

YELLOW = option(
    Option(
        name="tasks.chase_yellow_days",
        kind=Whole(1, 90),
        default=rules.YELLOW_DAYS,
        label=N_("黄色督办"),
        help=N_("超过时限几天起，催办时推荐黄色督办单；不到的推荐蓝色。由人确认，可以改。"),
        group=TIME_LIMITS,
        unit=N_("天"),
        check=at_most("tasks.chase_red_days", IN_ORDER),
    )
)
RED = option(
    Option(
        name="tasks.chase_red_days",
        kind=Whole(2, 365),
        default=rules.RED_DAYS,
        label=N_("红色督办"),
        help=N_("超过时限几天起，催办时推荐红色督办单。由人确认，可以改。"),
        group=TIME_LIMITS,
        unit=N_("天"),
        check=at_least("tasks.chase_yellow_days", IN_ORDER),
    )
)
AGAIN = option(
    Option(
        name="tasks.chase_again_days",
        kind=Whole(1, 60),
        default=rules.AGAIN_DAYS,
        label=N_("重复催办提醒"),
        help=N_("同一件任务几天之内催办过的，再催时先提醒，免得重复打扰单位。"),
        group=TIME_LIMITS,
        unit=N_("天"),
    )
)
ANSWER = option(
    Option(
        name="tasks.chase_answer_workdays",
        kind=Whole(1, 30),
        default=rules.ANSWER_WORKDAYS,
        label=N_("督办单回复期限"),
        help=N_("催办时推荐几个工作日内回复；由人确认，可以改。"),
        group=TIME_LIMITS,
        unit=N_("个工作日"),
    )
)


def grades() -> rules.Grades:
    """Return from when a paper is yellow and red."""
    return rules.Grades(yellow_days=value_of(YELLOW), red_days=value_of(RED))


def usual_answer_day(today: date) -> date:
    """Return the day that is offered as the last one for the answer."""
    return calendar().add(today, value_of(ANSWER))


def burden_begins(today: date) -> date:
    """Return the first of the days within which a unit was chased lately."""
    return today - timedelta(days=value_of(AGAIN) - 1)
