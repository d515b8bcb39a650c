"""Papers by which the example's late units are chased, and what half of them answer."""

from datetime import datetime, timedelta

from tracker.example.days import dice, in_office, later, workday_up_to
from tracker.example.deeds import Part
from tracker.example.stage import Passage
from tracker.foundation.clock import local_date
from tracker.workplan.tasks.chases import limits, rules
from tracker.workplan.tasks.chases.rules import Letter
from tracker.workplan.tasks.commands import answer_chase, chase

BEFORE_TODAY = timedelta(days=4)
ANSWER = "已逐项排查卡点，主要负责人每周调度，力争下月底前完成。"


def chased(part: Part, at: datetime) -> Passage:
    """Have two thirds of the late work chased, some days before the story ends."""
    it = part.assignment
    throw = dice("chase", part.stage.year.today, it.task_id, it.unit_id)
    usual = in_office(workday_up_to(part.stage.year.last_day - BEFORE_TODAY), throw)
    sent_at = max(later(at, throw), usual)
    day = local_date(sent_at)
    is_spared = throw.random() > 2 / 3 or not rules.may_chase(part.supervisor, it.unit_id)
    late = 0 if it.due_on is None else (day - it.due_on).days
    if is_spared or late <= 0 or sent_at > part.stage.ends or not rules.is_chaseable(it):
        return at
    yield sent_at
    level = rules.proposed_level(late, limits.grades())
    text = rules.proposed_text(level, [it], day)
    letter = Letter([it], level, text, limits.usual_answer_day(day))
    sent = chase(part.supervisor, [letter], now=sent_at)[0]
    answered_at = later(sent_at, throw, workdays=1)
    if throw.random() > 1 / 2 or answered_at > part.stage.ends:
        return sent_at
    yield answered_at
    answer_chase(part.head, sent, words=ANSWER, now=answered_at)
    return answered_at
