"""A task is labelled as high as the reports that it was made from, or higher."""

from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import Label, covers
from tracker.foundation.words import N_

BELOW_REPORT = N_("任务的安全标签不能低于它来自的报告。要调低，请先调低报告的标签。")


def check_label(label: Label, least: Label) -> None:
    """Refuse a label below the highest one of the task's reports."""
    if not covers(label, least):
        raise RuleBroken(BELOW_REPORT)
