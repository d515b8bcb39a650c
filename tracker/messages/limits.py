"""What an installation may set about messages and mails."""

from datetime import time

from tracker.foundation.kinds import Hour, Whole
from tracker.foundation.settings import SYSTEM, Option, option
from tracker.foundation.words import N_

DIGEST_AT = option(
    Option(
        name="messages.digest_at",
        kind=Hour(),
        default=time(8, 30),
        label=N_("每天汇总邮件的时间"),
        help=N_("工作日到这个时间，把各人还没有处理的消息合成一封邮件发出。"),
        group=SYSTEM,
    )
)
KEEP_MESSAGES = option(
    Option(
        name="messages.keep_days",
        kind=Whole(30, 3650),
        default=730,
        label=N_("已处理的消息保留"),
        help=N_("处理完这么多天后删除；没有处理的一直保留。办理经过和操作日志不受影响。"),
        group=SYSTEM,
        unit=N_("天"),
    )
)
KEEP_MAILS = option(
    Option(
        name="messages.keep_mail_days",
        kind=Whole(7, 730),
        default=90,
        label=N_("邮件发送记录保留"),
        help=N_("发出或放弃这么多天后删除发送记录；记录里没有邮件的内容。"),
        group=SYSTEM,
        unit=N_("天"),
    )
)
