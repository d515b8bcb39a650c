"""The notices of tasks that are about to go out, as their units would read them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.notice_paper import NoticedWork, NoticePaper
from tracker.foundation.labels import Label
from tracker.people.models import Unit
from tracker.workplan.tasks.models import Duty, Task
from tracker.workplan.tasks.notices.printing import noticed_work
from tracker.workplan.tasks.rules import Wanted


@dataclass(frozen=True, slots=True)
class Going:
    """A task and how it is to go out."""

    task: Task
    wanted: Wanted

    @property
    def due_on(self) -> date | None:
        """The date that its units would get."""
        return None if self.wanted.is_standing else self.wanted.due_on


def as_proposed(
    going: Iterable[Going],
    units: Sequence[Unit],
    *,
    text: str,
    office: str,
    today: date,
    sign_by: date,
) -> list[NoticePaper]:
    """Return one paper for each unit and label, in the order in which they would be issued."""
    works: defaultdict[tuple[int, Label], list[NoticedWork]] = defaultdict(list)
    for it in sorted(going, key=lambda it: it.task.number):
        for duty, ids in ((Duty.LEAD, it.wanted.lead_ids), (Duty.SUPPORT, it.wanted.support_ids)):
            work = noticed_work(it.task, it.task.title, duty, it.due_on, it.wanted.mode)
            for unit_id in ids:
                works[unit_id, it.task.label].append(work)
    return [
        NoticePaper(
            number="",
            unit=unit.name,
            text=text,
            works=works[unit.id, label],
            sign_by=sign_by,
            office=office,
            dated=today,
            label=label,
        )
        for unit in units
        for label in sorted(Label)
        if (unit.id, label) in works
    ]
