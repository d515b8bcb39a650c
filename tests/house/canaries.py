"""A town in which every written word is known again: who may read it stands beside it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from tests.people.second_factor import set_up
from tests.town import NOW, Town
from tests.workplan.directives.breakdown.builders import town_sheet
from tests.workplan.meetings.builders import report as taken_in
from tests.workplan.progress import builders as progress
from tests.workplan.tasks import builders as tasks
from tests.workplan.tasks.changing.builders import changed, undone
from tests.workplan.tasks.chases import builders as chases
from tests.workplan.tasks.extensions import builders as extensions
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.people.commands import make_link, sign_in
from tracker.people.models import (
    Invitation,
    Person,
    RecoveryCode,
    SecondFactor,
    Session,
    Unit,
    UnitKind,
)
from tracker.readers.workbook import read_workbook
from tracker.workplan.directives.commands.importing import begin_import
from tracker.workplan.directives.models import DirectiveState
from tracker.workplan.meetings.commands import void_report
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.review import commands as review_commands
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.changing.queries import target_of_unit, targets, wanted_of
from tracker.workplan.tasks.changing.rules import Value
from tracker.workplan.tasks.commands import (
    answer_chase,
    change_tasks,
    chase,
    decide_extension,
    label_report,
    propose_extension,
)
from tracker.workplan.tasks.rules import Step

VISITORS = ("wang", "bai", "qin", "sun", "gu", "fang", "shi")
KEEPERS = {"gu", "fang"}
FILLER = "会议听取了各方面的情况，并对下一步的工作作了安排和部署。"
"""Longer than the surroundings of a quote that a unit is shown."""


@dataclass(slots=True)
class Canaries:
    """The words that stand nowhere else, and whose they are to read."""

    labels: dict[str, str] = field(default_factory=dict)
    readers: dict[str, set[str]] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)

    def new(self, label: str, readers: set[str] | None = None) -> str:
        """Return a word of sixteen letters: a code twice, so that a cut one is known too."""
        number, letters = len(self.labels), ""
        for _ in range(6):
            number, rest = divmod(number, 26)
            letters += chr(ord("A") + rest)
        code = f"QZ{letters}"
        self.labels[code], self.readers[code] = label, readers or set()
        return code * 2


def work_of(town: Town, canaries: Canaries, name: str, readers: set[str]) -> None:
    """Give a unit tasks of its own in every state, and a summary."""
    unit = getattr(town, name)

    def new(label: str) -> str:
        return canaries.new(f"{label} of {name}", readers)

    def entry(title: str, **words: Any) -> ProgressEntry:
        assignment = tasks.acknowledged(town, unit=unit, title=new(f"title {title}"))
        return progress.entry(town, assignment, **words)

    entry("running", done=new("done"), problems=new("problems"), next_steps=new("next steps"))
    returned = entry("returned", done=new("returned words"))
    progress.returned(town, returned, reason=new("reason of return"))
    draft = tasks.acknowledged(town, unit=unit, title=new("title drafted"))
    sooner: dict[Aspect, Value] = {Aspect.WEIGHT: 3, Aspect.DUE_ON: date(2026, 6, 25)}
    changed(town, [returned.assignment.task, draft.task], sooner, reason=new("reason of change"))
    undone(town, changed(town, draft.task, {Aspect.KEY: True}, reason=new("reason undone")))
    progress.draft(town, draft, done=new("draft words"), problems=new("draft problems"))
    late = tasks.acknowledged(town, unit=unit, title=new("title late"), due_on=date(2026, 6, 30))
    made = extensions.asked(
        town,
        late,
        date(2026, 9, 30),
        reason=new("reason of extension"),
        progress=new("progress told with it"),
    )
    with transaction():
        lin, yan = town.actor(town.lin), town.actor(town.yan)
        opinion, answer = new("opinion on extension"), new("answer to extension")
        propose_extension(lin, made, supports=True, opinion=opinion, now=NOW)
        decide_extension(yan, made, approves=True, answer=answer, now=NOW)
    head = {"housing": town.wang, "roads": town.zhao, "east": town.qin, "west": town.sun}[name]
    overdue = chases.late(town, unit=unit, title=new("title chased"))
    with transaction():
        paper = chases.letter(overdue, text=new("chase text"))
        sent = chase(town.actor(town.lin), [paper], knowing=[overdue.id], now=NOW)[0]
        answer_chase(town.actor(head), sent, words=new("words of the unit on it"), now=NOW)
    for steps in (
        (Step.DECLINE,),
        (Step.ACKNOWLEDGE, Step.PAUSE),
        (Step.ACKNOWLEDGE, Step.TERMINATE),
        (Step.ACKNOWLEDGE, Step.ASK_CLOSURE, Step.REDO),
        (Step.ACKNOWLEDGE, Step.ASK_CLOSURE, Step.CLOSE, Step.REOPEN),
    ):
        assignment = tasks.dispatched(town, unit=unit, title=new(f"title {steps[-1]}"))
        for step in steps:
            tasks.step(town, assignment, step, reason=new(f"reason of {step}"))
    with transaction():
        summary = review_commands.draft_summary(town.actor(head), tasks.plan(town), unit, now=NOW)
        summary.highlights = new("summary highlights")
        summary.problems = new("summary problems")
        summary.next_year_plan = new("summary next year")
        summary.results[0].words += new("summary result")
        if name != "housing":
            review_commands.submit_summary(town.actor(head), summary, now=NOW)
    if name == "east":
        with transaction():
            reason = new("reason of the summary's return")
            review_commands.return_summary(town.actor(town.lin), summary, reason=reason, now=NOW)


def shared_work(town: Town, canaries: Canaries) -> None:
    """Let the counties share a task, and each answer for another."""
    both = {"qin", "sun"}
    joint = tasks.acknowledged(
        town, unit=town.east, support=(town.west,), title=canaries.new("title joint", both)
    )
    progress.entry(town, joint, done=canaries.new("done joint", both))
    each = tasks.dispatched_to_each(town, title=canaries.new("title each", both))
    for assignment, reader in zip(each, ("qin", "sun"), strict=True):
        tasks.step(town, assignment, Step.ACKNOWLEDGE)
        progress.entry(town, assignment, done=canaries.new(f"done each {reader}", {reader}))
        with transaction():
            lin, sooner = town.actor(town.lin), wanted_of({Aspect.DUE_ON: date(2026, 6, 25)})
            one = target_of_unit(lin, assignment.id)
            reason = canaries.new(f"reason of date each {reader}", {reader})
            change_tasks(lin, [one], sooner, reason=reason, now=NOW)
        reason = canaries.new(f"reason each {reader}", {reader})
        tasks.step(town, assignment, Step.PAUSE, reason=reason)
    tasks.task(town, canaries.new("title undispatched"))
    heads = {"wang", "bai", "qin", "sun"}
    tasks.priority(town, canaries.new("priority", heads))


def reports(town: Town, canaries: Canaries) -> None:
    """Keep reports, of which a unit may read no more than its own sentence."""
    new, own = canaries.new, {"wang", "bai"}
    quote = f"加快改造{new('quote', own)}"
    text = (
        f"{new('report far before')}{FILLER}{new('report near', own)}。{quote}。"
        f"{FILLER}{FILLER}{new('report far after')}"
    )
    kept = tasks.report(town, new("report title", own), text=text)
    directive = tasks.directive(town, quote, of=kept)
    task = tasks.task(town, new("title from a report", own), of=(directive,))
    tasks.step(town, tasks.dispatched(town, the_task=task), Step.ACKNOWLEDGE)
    draft = tasks.directive(town, new("directive draft"), of=kept, state=DirectiveState.DRAFT)
    noted = tasks.directive(town, new("directive noted"), of=kept, state=DirectiveState.NOTE_ONLY)
    voided = taken_in(town, f"全市防汛会\n要备足{new('report voided')}物资。")
    with transaction():
        begin_import(
            town.actor(town.lin),
            read_workbook("分解表.xlsx", town_sheet()),
            file_name=f"{new('import file')}.xlsx",
            data=town_sheet(),
            now=NOW,
        )
        kept.speaker, kept.organiser = new("report speaker", own), new("report organiser")
        noted.note_reason = new("directive note reason")
        draft.due_text = new("directive due text")
        void_report(town.actor(town.lin), voided, reason=new("report void reason"), now=NOW)


def sensitive(town: Town, canaries: Canaries) -> None:
    """Label a report above what any visitor is cleared for; a task of the housing office comes of it."""
    quote = f"推进{canaries.new('sensitive quote')}"
    kept = tasks.report(town, canaries.new("sensitive report"), text=f"会议要求，{quote}。")
    directive = tasks.directive(town, quote, of=kept)
    task = tasks.task(town, canaries.new("sensitive task"), of=(directive,))
    assignment = tasks.step(town, tasks.dispatched(town, the_task=task), Step.ACKNOWLEDGE)
    progress.entry(town, assignment, done=canaries.new("sensitive done"))
    other = tasks.acknowledged(town, title=canaries.new("sensitive other"))
    sooner: dict[Aspect, Value] = {Aspect.WEIGHT: 3, Aspect.DUE_ON: date(2026, 6, 25)}
    changed(town, [task, other.task], sooner, reason=canaries.new("sensitive change"))
    with transaction():
        lin = town.actor(town.lin)
        hidden = wanted_of({Aspect.LABEL: Label.SENSITIVE})
        why = canaries.new("sensitive label")
        change_tasks(lin, targets(lin, [other.task_id]), hidden, reason=why, now=NOW)
    reason = canaries.new("sensitive reason")
    with transaction():
        version = kept.version
        label_report(
            town.actor(town.lin), kept, Label.SENSITIVE, reason=reason, now=NOW, version=version
        )


def people(town: Town, canaries: Canaries) -> None:
    """Write data of persons and units, and credentials, which nobody at all may see."""
    with transaction():
        for name in (*VISITORS, "lin", "yan", "zhao"):
            person = getattr(town, name)
            person.email = f"{canaries.new(f'person mail {name}', {name, *KEEPERS})}@example.org"
        db.session.add(
            Person(
                login="ma",
                name="马停",
                is_active=False,
                disabled_reason=canaries.new("person disabled", KEEPERS),
            )
        )
        db.session.add(
            Unit(
                code="900",
                name="市旧局",
                short_name="旧局",
                kind=UnitKind.DEPARTMENT,
                position=9,
                closed_on=date(2026, 6, 1),
                closed_reason=canaries.new("unit closed", KEEPERS),
            )
        )
    set_up(town, town.zhao)
    with transaction():
        sign_in(town.yan, now=NOW)
        make_link(town.actor(town.gu), town.yan, now=NOW)
    columns = (
        Person.password_hash,
        Session.token_hash,
        Invitation.token_hash,
        RecoveryCode.code_hash,
        SecondFactor.secret,
    )
    for column in columns:
        found = [it for it in db.session.scalars(select(column)) if it]
        assert found, column
        canaries.secrets += found
