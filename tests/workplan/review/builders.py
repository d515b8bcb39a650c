"""Annual summaries for tests, made through the real commands."""

from datetime import datetime

from tests.town import NOW, Town
from tests.workplan.progress.builders import entry
from tests.workplan.tasks.builders import acknowledged, plan
from tracker.foundation.db import transaction
from tracker.people.models import Person, Unit
from tracker.workplan.review import commands
from tracker.workplan.review.models import AnnualSummary
from tracker.workplan.tasks.models import Assignment

REASON = "成效请按重点补写数字。"


def told(
    town: Town,
    title: str = "加快老旧小区改造",
    *,
    under: str = "城乡建设",
    is_key: bool = False,
    done: str = "完成改造 12 个小区。",
    problems: str = "",
    next_steps: str = "",
    percent: int = 40,
    unit: Unit | None = None,
) -> Assignment:
    """Return an assignment under way that its unit has reported on."""
    assignment = acknowledged(town, title=title, under=under, is_key=is_key, unit=unit)
    entry(town, assignment, percent=percent, done=done, problems=problems, next_steps=next_steps)
    return assignment


def draft(
    town: Town, *, by: Person | None = None, unit: Unit | None = None, now: datetime = NOW
) -> AnnualSummary:
    """Return the drafted summary of the housing office, made by its contact unless said."""
    its_plan = plan(town)
    with transaction():
        return commands.draft_summary(
            town.actor(by or town.bai), its_plan, unit or town.housing, now=now
        )


def submitted(town: Town, *, now: datetime = NOW) -> AnnualSummary:
    """Return the housing office's summary, submitted by its head."""
    summary = draft(town, now=now)
    with transaction():
        return commands.submit_summary(town.actor(town.wang), summary, now=now)


def returned(town: Town, *, reason: str = REASON, now: datetime = NOW) -> AnnualSummary:
    """Return the housing office's summary, given back by the supervisor."""
    summary = submitted(town, now=now)
    with transaction():
        return commands.return_summary(town.actor(town.lin), summary, reason=reason, now=now)


def accepted(town: Town, *, now: datetime = NOW) -> AnnualSummary:
    """Return the housing office's summary, accepted by the supervisor."""
    summary = submitted(town, now=now)
    with transaction():
        return commands.accept_summary(town.actor(town.lin), summary, now=now)
