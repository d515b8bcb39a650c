"""What an office may set about tasks; commands, queries and views read it, rules are told."""

from datetime import date

from tracker.foundation.calendar import calendar, calendar_on
from tracker.foundation.kinds import Choice, DayOfYear, Whole, YearDay, YesNo
from tracker.foundation.settings import REPORTING, TIME_LIMITS, Option, option, value_of, value_on
from tracker.foundation.words import N_
from tracker.workplan.tasks.milestones.queries import DatesWhenAsked
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.rules import (
    CYCLE_WORDS,
    MOST_PRIORITIES,
    SCHEME_WORDS,
    SIGN_WORKDAYS,
    NumberScheme,
    UsualCycles,
)
from tracker.workplan.tasks.signals import DUE_SOON_WORKDAYS, LAGGING_POINTS, Judging, judging

SIGN_BY = option(
    Option(
        name="tasks.sign_workdays",
        kind=Whole(1, 15),
        default=SIGN_WORKDAYS,
        label=N_("签收时限"),
        help=N_("交办后几个工作日内签收；只影响改动之后交办的任务，已发出的签收时限不变。"),
        group=TIME_LIMITS,
        unit=N_("个工作日"),
    )
)
DUE_SOON = option(
    Option(
        name="tasks.due_soon_workdays",
        kind=Whole(1, 60),
        default=DUE_SOON_WORKDAYS,
        label=N_("临期提醒"),
        help=N_("离时限还有几个工作日起，信号变为“临期”。"),
        group=TIME_LIMITS,
        unit=N_("个工作日"),
    )
)
LAGGING = option(
    Option(
        name="tasks.lagging_points",
        kind=Whole(5, 100),
        default=LAGGING_POINTS,
        label=N_("滞后界限"),
        help=N_("一期结束时，填报进度比序时进度低多少个百分点起，信号变为“滞后”。"),
        group=TIME_LIMITS,
        unit=N_("个百分点"),
    )
)
YEAR_END = option(
    Option(
        name="tasks.year_end",
        kind=YearDay(),
        default=DayOfYear(12, 31),
        label=N_("交办时推荐的年底时限"),
        help=N_("交办页面为没有时限的任务推荐这一天；由人确认，可以改。"),
        group=TIME_LIMITS,
    )
)
BY_TIME = {it: words for it, words in CYCLE_WORDS.items() if it is not ReportingCycle.BY_MILESTONE}
"""A new task has no milestones yet, so that none is reported on by them unless somebody says so."""

PLAIN_CYCLE = option(
    Option(
        name="tasks.usual_cycle",
        kind=Choice(BY_TIME),
        default=UsualCycles().plain,
        label=N_("一般任务的报送周期"),
        help=N_("立项时没有另外选、报告里也没有写明的，按这个周期。"),
        group=REPORTING,
    )
)
KEY_CYCLE = option(
    Option(
        name="tasks.key_cycle",
        kind=Choice(BY_TIME),
        default=UsualCycles().key,
        label=N_("重点任务的报送周期"),
        help=N_("标为重点任务、没有另外选周期的，按这个周期。"),
        group=REPORTING,
    )
)
PRIORITIES = option(
    Option(
        name="tasks.most_priorities",
        kind=Whole(1, MOST_PRIORITIES),
        default=MOST_PRIORITIES,
        label=N_("一个年度计划最多几个重点"),
        help=N_("不超过 12 个，看板的矩阵才看得清；已有更多的计划不受影响，只是不能再增加。"),
        group=REPORTING,
        unit=N_("个"),
    )
)

NUMBER_SCHEME = option(
    Option(
        name="tasks.number_scheme",
        kind=Choice(SCHEME_WORDS),
        default=NumberScheme.HYPHENS,
        label=N_("任务编号的写法"),
        help=N_("只影响改动之后立项和结转的任务；已有的编号不变。年中不宜改。"),
        group=REPORTING,
    )
)

NEEDS_SCAN = option(
    Option(
        name="tasks.needs_scan",
        kind=YesNo(yes=N_("必须附"), no=N_("有就附")),
        default=True,
        label=N_("代录领导决定的扫描件"),
        help=N_(
            "督查员代录延期、中止、恢复、终止的决定和批示时，是否必须附批示、签报的扫描件或照片。"
        ),
        group=REPORTING,
    )
)
LATE_EXTENSIONS = option(
    Option(
        name="tasks.late_extensions",
        kind=YesNo(yes=N_("可以申请"), no=N_("不再受理")),
        default=False,
        label=N_("过了时限的延期申请"),
        help=N_("过了时限还能不能申请延期；可以的，批准后仍按申请前的时限判断是否逾期。"),
        group=TIME_LIMITS,
    )
)
SCAN_MEGABYTES = option(
    Option(
        name="tasks.scan_megabytes",
        kind=Whole(1, 18),
        default=10,
        label=N_("扫描件的大小"),
        help=N_("一个扫描件最大多少；只影响改动之后上传的。"),
        group=REPORTING,
        unit=N_("MB"),
    )
)


def judging_on(today: date, *, is_past: bool = False) -> Judging:
    """Work out what all signals of a day depend on, with the limits that are set.

    is_past: it is over, and judged by what had been set at its end.
    """
    return judging(
        today,
        due_soon_workdays=value_on(DUE_SOON, today) if is_past else value_of(DUE_SOON),
        lagging_points=value_on(LAGGING, today) if is_past else value_of(LAGGING),
        calendar=calendar_on(today) if is_past else calendar(),
        milestones=DatesWhenAsked(today if is_past else None),
        is_past=is_past,
    )


def sign_by(day: date) -> date:
    """Return the last day to sign for what is given out on a day."""
    return calendar().add(day, value_of(SIGN_BY))


def usual_cycles() -> UsualCycles:
    """Return how often one reports on tasks unless somebody says otherwise."""
    return UsualCycles(plain=value_of(PLAIN_CYCLE), key=value_of(KEY_CYCLE))


def year_end(year: int) -> date:
    """Return the day that is offered as a year's last due date."""
    return value_of(YEAR_END).in_year(year)
