"""What an office may set about when periods are opened and due; rules are told."""

from datetime import date
from functools import cache

from tracker.foundation.calendar import calendar
from tracker.foundation.kinds import Whole
from tracker.foundation.settings import REPORTING, Option, option, value_of
from tracker.foundation.words import N_
from tracker.workplan.progress.limits import LATE_DAYS
from tracker.workplan.progress.openings.rules import DUE_WORKDAYS, OPENS_WORKDAYS, Times
from tracker.workplan.tasks.milestones.queries import DatesWhenAsked

OPENS = option(
    Option(
        name="progress.opens_workdays",
        kind=Whole(0, 20),
        default=OPENS_WORKDAYS,
        label=N_("每期开报"),
        help=N_(
            "一期结束前几个工作日起开报：通知单位填报，一个单位一条消息；"
            "0 表示结束后第二天开报。提前填写一直可以。"
        ),
        group=REPORTING,
        unit=N_("个工作日"),
    )
)
DUE = option(
    Option(
        name="progress.due_workdays",
        kind=Whole(0, 20),
        default=DUE_WORKDAYS,
        label=N_("每期报送时限"),
        help=N_("一期结束后几个工作日内报送算按时；0 表示结束当天为止。"),
        group=REPORTING,
        unit=N_("个工作日"),
    )
)


def times_on(today: date) -> Times:
    """Return a day with what is set about reporting."""
    days = calendar()
    return Times(
        today=today,
        opens=value_of(OPENS),
        due=value_of(DUE),
        late_days=value_of(LATE_DAYS),
        add=cache(days.add),
        is_workday=cache(days.is_workday),
        milestones=DatesWhenAsked(),
    )
