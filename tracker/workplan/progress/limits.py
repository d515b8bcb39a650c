"""What an office may set about reporting; commands, queries and views read it, rules are told."""

from tracker.foundation.kinds import Whole
from tracker.foundation.settings import REPORTING, Option, option
from tracker.foundation.words import N_

LATE_DAYS = option(
    Option(
        name="progress.late_days",
        kind=Whole(0, 366),
        default=366,
        label=N_("补报期限"),
        help=N_(
            "一期结束后几天内还可以补报；366 表示到下一期结束都可以，0 表示不接受补报。"
            "退回的填报随时可以改后重报。"
        ),
        group=REPORTING,
        unit=N_("天"),
    )
)
