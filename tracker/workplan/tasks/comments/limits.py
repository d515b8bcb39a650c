"""What an office may set about comments."""

from tracker.foundation.kinds import Whole
from tracker.foundation.settings import TIME_LIMITS, Option, option, value_of
from tracker.foundation.words import N_
from tracker.workplan.tasks.comments import rules

EDITING = option(
    Option(
        name="tasks.comment_edit_minutes",
        kind=Whole(0, 1440),
        default=rules.EDIT_MINUTES,
        label=N_("讨论可以改多久"),
        help=N_("发表后几分钟之内，写的人可以修改、删除；改前的原话记在操作日志里。"),
        group=TIME_LIMITS,
        unit=N_("分钟"),
    )
)


def edit_minutes() -> int:
    """Return for how many minutes a comment may be changed."""
    return value_of(EDITING)
