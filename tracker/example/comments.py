"""What office and units of the example say to each other about work that is late."""

from datetime import datetime, timedelta

from tracker.example.days import dice, in_office, later, workday_up_to
from tracker.example.deeds import Part
from tracker.example.stage import Passage
from tracker.workplan.tasks.commands import write_comment
from tracker.workplan.tasks.comments.rules import Thread

BEFORE_TODAY = timedelta(days=3)
SHARE = 0.5
ASKED = (
    "@{contact} 这件任务（{number}）上次说的几件事，哪些已经办完、哪些卡住了？请列个单子。",
    "@{unit} 报表里的数和台账对不上，请核一下再报。",
    "@{contact} 需要督查室协调别的单位的，请直接写在这里，不用另报文件。",
)
ANSWERED = (
    "已经办完两件，另一件等审批，预计下周批下来。",
    "收到，数对不上是口径不同，按月报口径改过再报。\n明天下班前补齐。",
    "请协调一下用地的事，其余的我们自己能办。",
)
AMONG_US = "@{supervisor} 这家连着两期没有起色，要不要请分管领导约谈？"


def discussed(part: Part, at: datetime) -> Passage:
    """Have half of the late work talked about: a question, the answer, and a word within the office."""
    it = part.assignment
    throw = dice("comment", part.stage.year.today, it.task_id, it.unit_id)
    usual = in_office(workday_up_to(part.stage.year.last_day - BEFORE_TODAY), throw)
    asked_at = max(later(at, throw), usual)
    number = throw.randrange(len(ASKED))
    is_quiet = throw.random() > SHARE or it.unit_id in part.supervisor.own_units
    if is_quiet or asked_at > part.stage.ends:
        return at
    thread = Thread(it.task, it)
    yield asked_at
    text = ASKED[number].format(
        contact=part.contact.name, unit=it.unit.short_name, number=it.task.number
    )
    write_comment(part.supervisor, thread, text=text, now=asked_at)
    answered_at = later(asked_at, throw)
    if answered_at > part.stage.ends:
        return asked_at
    yield answered_at
    write_comment(part.contact, thread, text=ANSWERED[number], now=answered_at)
    if number == 0:
        other = next(who for who in part.stage.cast.supervisors if who != part.supervisor)
        text = AMONG_US.format(supervisor=other.name)
        write_comment(part.supervisor, Thread(it.task), text=text, now=answered_at)
    return answered_at
