"""Instructions for tests, given through the real command."""

from datetime import date, datetime
from typing import Any

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import transaction
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.instructions.models import Instruction, InstructionAnswer
from tracker.workplan.tasks.instructions.rules import About, Said
from tracker.workplan.tasks.models import Task

TEXT = "一处一策，汛期不等人。"
DEMAND = "把积水点逐个摸清，列出整治清单。"
WANTED_BY = date(2026, 7, 10)


def said(text: str = TEXT, **more: Any) -> Said:
    """Return what an instruction says."""
    return Said(text, **more)


def instructed(
    town: Town,
    about: About | None = None,
    *,
    by: Person | None = None,
    told: Told | None = None,
    now: datetime = NOW,
    **more: Any,
) -> Instruction:
    """Give an instruction as Yan does, on work of the housing office unless said otherwise."""
    more.setdefault("wants_answer", True)
    it = about or builders.acknowledged(town, support=(town.east,), title="整治易涝点")
    with transaction():
        return commands.give_instruction(
            town.actor(by or town.yan), it, said(**more), told=told, now=now
        )


def demanding(town: Town, about: About | None = None, **more: Any) -> Instruction:
    """Give one that demands something of both counties, until a day."""
    wanted: dict[str, Any] = {
        "demand": DEMAND,
        "demand_due_on": WANTED_BY,
        "unit_ids": (town.east.id, town.west.id),
    }
    return instructed(town, about, **(wanted | more))


def answered(town: Town, it: Instruction, words: str = "已列出清单。") -> InstructionAnswer:
    """Answer as the head of the housing office."""
    with transaction():
        return commands.answer_instruction(
            town.actor(town.wang), it, unit_id=town.housing.id, words=words, now=NOW
        )


def followed(town: Town, it: Instruction, *, now: datetime = NOW) -> Task:
    """Make a task of what an instruction demands."""
    priority = builders.priority(town)
    with transaction():
        return commands.follow_instruction(
            town.actor(town.lin),
            it,
            priority=priority,
            title="摸清积水点",
            text="把积水点逐个摸清。",
            leader_id=town.yan.id,
            now=now,
            version=it.version,
        )
