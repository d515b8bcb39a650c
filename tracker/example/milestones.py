"""The milestones of the example's key tasks, who has come past them, and what more is counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from tracker.example.days import dice, in_office, later, workday_up_to
from tracker.example.deeds import Part
from tracker.example.fates import Fate, Lot
from tracker.example.stage import Life
from tracker.foundation.clock import local_date
from tracker.people.actor import Actor
from tracker.workplan.tasks.commands import add_indicator, add_milestone, reach_milestone
from tracker.workplan.tasks.indicators.models import Direction
from tracker.workplan.tasks.indicators.rules import Wanted
from tracker.workplan.tasks.milestones.models import Milestone
from tracker.workplan.tasks.models import Task

NAMES = ("印发方案、明确分工", "完成要素保障，全面铺开", "主体任务过半", "完成自查，申请验收")
LONG_ENOUGH = timedelta(days=120)
LAST_BEFORE_DUE = timedelta(days=10)
SLOW = (Fate.LAGGING, Fate.OVERDUE)
COUNTED = {
    "打好秋冬季大气污染防治攻坚": Wanted(
        "细颗粒物年均浓度", "微克/立方米", Direction.DOWN, Decimal(31), Decimal(26)
    ),
    "推进城镇污水处理提质增效": Wanted(
        "生活污水集中收集率", "%", Direction.UP, Decimal("68.5"), Decimal("72.5")
    ),
    "实施农村供水县级统管": Wanted(
        "规模化供水人口覆盖率", "%", Direction.UP, Decimal(88), Decimal(93)
    ),
    "推行工程建设项目联合验收": Wanted(
        "联合验收平均用时", "个工作日", Direction.DOWN, Decimal(15), Decimal(8)
    ),
    "加强道路交通事故预防": Wanted(
        "电动自行车头盔佩戴率", "%", Direction.UP, Decimal("89.5"), Decimal(95)
    ),
}
"""What some tasks count beside their figure."""


def count_more(actor: Actor, task: Task, at: datetime) -> None:
    """Give a task the indicator that its text speaks of beside its figure, where there is one."""
    if task.title in COUNTED:
        add_indicator(actor, task, COUNTED[task.title], now=at)


def set_up(actor: Actor, task: Task, lot: Lot, at: datetime) -> list[Milestone]:
    """Cut the time of a long key task into four, the last some days before its due date."""
    day = local_date(at)
    if not task.is_key or lot.due_on is None or lot.due_on - day < LONG_ENOUGH:
        return []
    whole = lot.due_on - LAST_BEFORE_DUE - day
    return [
        add_milestone(actor, task, name=name, due_on=day + whole * n // len(NAMES), now=at)
        for n, name in enumerate(NAMES, 1)
    ]


def milestones_life(part: Part, milestones: Sequence[Milestone], at: datetime) -> Life:
    """Come past one milestone after another; who is slow does not come past the last that was due."""
    it = part.assignment
    throw = dice("milestones", part.stage.year.today, it.task_id, it.unit_id)
    due = [row for row in milestones if row.due_on <= part.stage.year.last_day]
    for milestone in due[:-1] if part.fate in SLOW else due:
        day = workday_up_to(milestone.due_on + timedelta(days=throw.randint(-4, 6)))
        at = max(later(at, throw), in_office(day, throw))
        yield at
        if part.can_report():
            reach_milestone(part.contact, milestone, it, now=at)
