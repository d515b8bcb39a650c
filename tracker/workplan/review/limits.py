"""What an office may set about the year-end review; rules and the score list are told."""

from decimal import Decimal

from tracker.foundation.kinds import Points, Whole
from tracker.foundation.settings import (
    REVIEW,
    Option,
    at_least,
    at_most,
    option,
    value_of,
)
from tracker.foundation.words import N_
from tracker.workplan.review.drafting import EARLY_DAYS
from tracker.workplan.review.rules import LONGEST_PART
from tracker.workplan.review.scoring import DEFAULTS, WHOLE, Figures

FEW, MANY = Points(Decimal(0), Decimal(20)), Points(Decimal(0), Decimal(1000))
NOT_ABOVE_BASE = N_("最低分不能高于基础分。")
NOT_ABOVE_MOST = N_("每周扣的分不能多于每件最多扣的分。")

BASE = option(
    Option(
        name="review.base",
        kind=MANY,
        default=DEFAULTS.base,
        label=N_("基础分"),
        help=N_("每个单位从这个分数扣起；计分的各项一改，所有得分都按新值重算。"),
        group=REVIEW,
        unit=N_("分"),
        check=at_least("review.least", NOT_ABOVE_BASE),
    )
)
LEAST = option(
    Option(
        name="review.least",
        kind=MANY,
        default=DEFAULTS.least,
        label=N_("最低分"),
        help=N_("扣到这个分数为止。"),
        group=REVIEW,
        unit=N_("分"),
        check=at_most("review.base", NOT_ABOVE_BASE),
    )
)
LATE_PER_WEEK = option(
    Option(
        name="review.late_per_week",
        kind=FEW,
        default=DEFAULTS.late_per_week,
        label=N_("逾期每满一周扣"),
        help=N_("按原定时限计，经批准延期的按延期后的时限计。"),
        group=REVIEW,
        unit=N_("分"),
        check=at_most("review.late_most", NOT_ABOVE_MOST),
    )
)
LATE_MOST = option(
    Option(
        name="review.late_most",
        kind=FEW,
        default=DEFAULTS.late_most,
        label=N_("逾期每件最多扣"),
        help=N_("同一件承办的逾期扣分不超过这个数。"),
        group=REVIEW,
        unit=N_("分"),
        check=at_least("review.late_per_week", NOT_ABOVE_MOST),
    )
)
REDO = option(
    Option(
        name="review.redo",
        kind=FEW,
        default=DEFAULTS.redo,
        label=N_("退回重办每次扣"),
        help=N_("申请办结后经核定被退回，每退回一次扣一次。"),
        group=REVIEW,
        unit=N_("分"),
    )
)
ENTRY_RETURNED = option(
    Option(
        name="review.entry_returned",
        kind=FEW,
        default=DEFAULTS.entry_returned,
        label=N_("填报退回每期扣"),
        help=N_("一期的填报曾被退回的，扣一次，不论退回几次。"),
        group=REVIEW,
        unit=N_("分"),
    )
)
ENTRY_LATE = option(
    Option(
        name="review.entry_late",
        kind=FEW,
        default=DEFAULTS.entry_late,
        label=N_("迟报每期扣"),
        help=N_("过了报送时限才报的，每期扣；0 表示不扣分，也不列入得分表。"),
        group=REVIEW,
        unit=N_("分"),
    )
)
ENTRY_MISSING = option(
    Option(
        name="review.entry_missing",
        kind=FEW,
        default=DEFAULTS.entry_missing,
        label=N_("漏报每期扣"),
        help=N_("过了报送时限一直没有报的，每期扣；0 表示不扣分，也不列入得分表。"),
        group=REVIEW,
        unit=N_("分"),
    )
)
SUPPORT_SHARE = option(
    Option(
        name="review.support_share",
        kind=Whole(0, 100),
        default=int(DEFAULTS.support_share * WHOLE),
        label=N_("配合单位扣分比例"),
        help=N_("填报退回、迟报、漏报时，配合单位按牵头单位扣分的这个比例扣。"),
        group=REVIEW,
        unit="%",
    )
)
EARLY = option(
    Option(
        name="review.early_days",
        kind=Whole(1, 180),
        default=EARLY_DAYS,
        label=N_("提前办结算亮点"),
        help=N_("起草年度总结时，比时限提前这么多天办结的任务写入“亮点工作”。"),
        group=REVIEW,
        unit=N_("天"),
    )
)
LONGEST = option(
    Option(
        name="review.longest_part",
        kind=Whole(500, LONGEST_PART),
        default=LONGEST_PART,
        label=N_("年度总结每部分最多"),
        help=N_("主要成效每个重点、亮点工作、存在问题、下年思路举措，各不超过这么多字。"),
        group=REVIEW,
        unit=N_("字"),
    )
)


def figures() -> Figures:
    """Return the numbers by which units are scored, as they are set."""
    return Figures(
        base=value_of(BASE),
        least=value_of(LEAST),
        late_per_week=value_of(LATE_PER_WEEK),
        late_most=value_of(LATE_MOST),
        redo=value_of(REDO),
        entry_returned=value_of(ENTRY_RETURNED),
        entry_late=value_of(ENTRY_LATE),
        entry_missing=value_of(ENTRY_MISSING),
        support_share=Decimal(value_of(SUPPORT_SHARE)) / WHOLE,
    )
