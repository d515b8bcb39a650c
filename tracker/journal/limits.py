"""What an office may set about the journal."""

from tracker.foundation.kinds import Whole
from tracker.foundation.settings import SYSTEM, Option, option
from tracker.foundation.words import N_

LEAST_DAYS = 180
"""The law asks for six months; the database refuses to purge anything younger."""

KEEP_DAYS = option(
    Option(
        name="journal.keep_days",
        kind=Whole(LEAST_DAYS, 36_500),
        default=3 * 365,
        label=N_("操作日志保留"),
        help=N_("至少保留多少天；更早的要在服务器上运行 luoshi purge-journal 才会清理。"),
        group=SYSTEM,
        unit=N_("天"),
    )
)
