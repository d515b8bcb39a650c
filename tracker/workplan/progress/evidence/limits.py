"""What an office may set about evidence; commands, queries and views read it, rules are told."""

from tracker.foundation.kinds import Whole
from tracker.foundation.settings import REPORTING, Option, option
from tracker.foundation.words import N_

FILE_MEGABYTES = option(
    Option(
        name="progress.evidence_megabytes",
        kind=Whole(1, 50),
        default=20,
        label=N_("佐证材料的大小"),
        help=N_("填报进展时附的一个文件最大多少；只影响改动之后上传的。"),
        group=REPORTING,
        unit=N_("MB"),
    )
)
UNIT_MEGABYTES = option(
    Option(
        name="progress.evidence_unit_megabytes",
        kind=Whole(50, 100_000),
        default=2_000,
        label=N_("一个单位的佐证材料空间"),
        help=N_(
            "一个单位附的全部文件合计最大多少；内容相同的只算一次。已经用满的不受影响，只是不能再附。"
        ),
        group=REPORTING,
        unit=N_("MB"),
    )
)
KEEP_REMOVED = option(
    Option(
        name="progress.evidence_removed_days",
        kind=Whole(1, 365),
        default=30,
        label=N_("移除的佐证材料保留"),
        help=N_("移除后这么多天之内可以恢复，之后由后台清理；移除的经过留在操作日志里。"),
        group=REPORTING,
        unit=N_("天"),
    )
)
