"""What a notice says, and what is refused; plain decisions."""

from collections.abc import Sequence

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.papers import fit_one_paper

LONGEST_TEXT = 2000
MOST_AT_ONCE = 1000
"""Assignments of one deed."""
SENDERS_ONLY = N_("督办通知单由督查员发出。")
CHANGED = N_("这一批刚有变化，请再看一遍样张。")
USUAL_TEXT = (
    "经研究，现将下列任务交由贵单位办理。请及时签收，落实责任人，按时限完成，按周期填报进展。"
)
"""What is proposed; papers are Chinese whatever the screen speaks."""


def check_notice(text: str, assignments: Sequence[Assignment]) -> None:
    """Refuse a notice about nothing, to several units, of several labels, or without words."""
    if not assignments:
        raise RuleBroken(N_("没有要通知的任务。"))
    if not fit_one_paper(assignments):
        raise RuleBroken(N_("一张通知单只发给一个单位，只写同一安全标签的任务。"))
    if not text.strip():
        raise RuleBroken(N_("请写通知内容。"))
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(N_("通知内容不超过 2000 字。"))
