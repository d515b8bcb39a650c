"""What the example's leaders write on late work, what some units answer, and what leaders watch."""

from datetime import datetime, timedelta

from tracker.example.days import dice, in_office, later, workday_up_to
from tracker.example.deeds import Part
from tracker.example.stage import Passage
from tracker.foundation.clock import local_date
from tracker.workplan.tasks.commands import answer_instruction, give_instruction, watch
from tracker.workplan.tasks.instructions.rules import Said

BEFORE_TODAY = timedelta(days=5)
SHARE = 0.3
ANSWER_IN, CARRY_OUT_IN = timedelta(days=7), timedelta(days=30)
WORDS = (
    "拖不得。先把卡住的环节一件一件列出来，能当场定的当场定。",
    "请主要负责人到现场看一次，回来说清楚还差什么、几时办完。",
    "同类的事别的单位已经办成，请学着办，不要再等。",
)
DEMAND = "把同类事项在全市排查一遍，列出清单和完成时限。"
ANSWER = "已到现场看过，卡点三处，两处本周解决，一处正请示上级，争取下月中旬办结。"
NOTE = "下次调度会上问"


def instructed(part: Part, at: datetime) -> Passage:
    """Have a leader write on a third of the late work, and watch it; every other unit answers."""
    it = part.assignment
    throw = dice("instruction", part.stage.year.today, it.task_id, it.unit_id)
    usual = in_office(workday_up_to(part.stage.year.last_day - BEFORE_TODAY), throw)
    said_at = max(later(at, throw), usual)
    number, chance = (it.task_id + it.unit_id) % len(WORDS), throw.random()
    if chance > SHARE or said_at > part.stage.ends:
        return at
    yield said_at
    leader = part.stage.cast.leader_of(it.unit)
    day = local_date(said_at)
    # One of them orders something more, which still waits for a supervisor.
    demands = number == 1
    said = Said(
        text=WORDS[number],
        wants_answer=True,
        answer_due_on=day + ANSWER_IN,
        demand=DEMAND if demands else "",
        demand_due_on=day + CARRY_OUT_IN if demands else None,
        unit_ids=(it.unit_id,) if demands else (),
    )
    given = give_instruction(leader, it, said, now=said_at)
    watch(leader, it, note=NOTE, now=said_at)
    answered_at = later(said_at, throw)
    if throw.random() > 1 / 2 or answered_at > part.stage.ends:
        return said_at
    yield answered_at
    answer_instruction(part.head, given, unit_id=it.unit_id, words=ANSWER, now=answered_at)
    return answered_at
