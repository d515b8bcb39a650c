"""A task is labelled as high as what it was made from, or higher."""

from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import Label, covers
from tracker.foundation.words import N_

BELOW_REPORT = N_("任务的安全标签不能低于它来自的报告和批示。要调低，请先调低那边的标签。")
NO_HIDING_REASON = N_("这项任务有单位逾期或者被退回过，调高标签会少让人看到，请写明理由。")


def check_label(label: Label, least: Label) -> None:
    """Refuse a label below the highest one of what the task comes from."""
    if not covers(label, least):
        raise RuleBroken(BELOW_REPORT)


def check_hiding(reason: str, *, is_blamed: bool) -> None:
    """Refuse to relabel, without a reason, what some unit is late with or was sent back."""
    if is_blamed and not reason.strip():
        raise RuleBroken(NO_HIDING_REASON)
