"""The town as the matrix finds it: one of each thing, and somebody in each place of its signs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy import select

from tests.messages.webhooks import builders as webhooks
from tests.scans import told
from tests.town import NOW, PASSWORD, YEAR_BEGAN, Town
from tests.workplan.directives.breakdown.builders import town_sheet
from tests.workplan.directives.builders import STREETS, measure
from tests.workplan.meetings.builders import TEXT
from tests.workplan.meetings.builders import report as taken_in
from tests.workplan.progress.builders import entry
from tests.workplan.progress.circulars import builders as circulars
from tests.workplan.progress.evidence.builders import attached, table
from tests.workplan.review import builders as summaries
from tests.workplan.tasks import builders as tasks
from tests.workplan.tasks.changing.builders import changed
from tests.workplan.tasks.chases.builders import chased
from tests.workplan.tasks.comments.builders import said
from tests.workplan.tasks.extensions import builders as extensions
from tests.workplan.tasks.instructions.builders import demanding, instructed
from tests.workplan.tasks.notices.builders import noticed
from tracker.foundation.calendar import DayOverride
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.outgoing import OutgoingState
from tracker.journal.models import Entry
from tracker.messages.models import Mail, MailKind, Message
from tracker.people.commands import hash_password, sign_in
from tracker.people.models import Grant, Person, Role, Session, Unit
from tracker.readers.workbook import read_workbook
from tracker.saved_views.commands import save_view
from tracker.saved_views.models import ListKind, SavedView
from tracker.settings.commands import set_days
from tracker.workplan.directives import commands as directive_commands
from tracker.workplan.directives.commands.importing import begin_import
from tracker.workplan.meetings.commands import void_report
from tracker.workplan.progress.evidence.commands import remove
from tracker.workplan.review import commands as review_commands
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.commands import (
    add_indicator,
    add_milestone,
    finish_instruction,
    join_instruction,
    watch,
)
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.indicators.models import Direction
from tracker.workplan.tasks.indicators.rules import Wanted
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step

PLACES = "SBLHCJFYEANO"
"""The places of the signs; the last one is a stranger."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address or a form says about a thing."""

    id: int
    version: int = 0
    task_id: int = 0


NOTHING = Thing(987654, 1, 987654)
"""A thing that nobody ever made."""


def people_of(town: Town) -> dict[str, Person | None]:
    """Return who stands in each place; None: a stranger."""
    both = _person("du", "杜仲")
    _post(both, Role.SUPERVISOR, town.office)
    _post(both, Role.HEAD, town.housing)
    return {
        "S": town.lin,
        "B": both,
        "L": town.yan,
        "H": town.wang,
        "C": town.bai,
        "J": town.qin,
        "F": town.zhao,
        "Y": town.gu,
        "E": town.fang,
        "A": town.shi,
        "N": _person("xin", "辛然"),
        "O": None,
    }


def things_of(town: Town) -> dict[str, Thing]:
    """Make everything and return it by name."""
    support = (town.east,)
    lin = town.actor(town.lin)
    made: dict[str, Any] = {
        "housing": town.housing,
        "roads": town.roads,
        "west": town.west,
        "group": town.counties,
        "wang": town.wang,
        "yan": town.yan,
        "post_of_wang": town.wang.grants[0],
        "charge_of_yan": town.yan.charges[0],
        "dispatched": tasks.dispatched(town, support=support, title="新办"),
        "running": tasks.acknowledged(town, support=support, title="在办"),
        "alone": tasks.acknowledged(town, title="独办"),
        "whole": tasks.acknowledged(town, support=support, title="办完", percent=100),
        "reported": tasks.reported(town, support=support, title="待核定"),
        "closed": tasks.closed(town, support=support, title="已办结"),
        "undispatched": tasks.task(town, "未交办"),
        "shared_out": tasks.dispatched_to_each(
            town, [town.east], coordinator=town.housing, title="分别办"
        )[0],
        "task_change": changed(town, tasks.task(town, "有调整"), {Aspect.WEIGHT: 2}),
        "priority": tasks.priority(town),
        "spare": _person("yu", "于新", phone="0371-61230021"),
        "disabled": _person("ma", "马停", is_active=False),
    }
    with transaction():
        set_days(
            town.actor(town.gu),
            first=date(2026, 7, 1),
            last=date(2026, 7, 1),
            works=False,
            note="通知",
            now=NOW,
        )
    hook, _ = webhooks.added(town)
    made["webhook"], made["webhook_delivery"] = hook, webhooks.delivery(hook)
    with transaction():
        made["mail"] = Mail(
            key="matrix",
            kind=MailKind.DIGEST,
            person_id=town.wang.id,
            made_at=NOW,
            next_at=NOW,
            state=OutgoingState.GIVEN_UP,
            ended_at=NOW,
            attempts=48,
        )
        db.session.add(made["mail"])
    made["set_day"] = db.session.scalars(select(DayOverride)).one()
    made |= {f"task_of_{it}": made[it].task for it in ("running", "dispatched")}
    with transaction():
        made["milestone"] = add_milestone(
            lin, made["running"].task, name="完成招标", due_on=date(2026, 9, 30), now=NOW
        )
        wanted = Wanted("改造小区", "个", Direction.UP, None, Decimal(12))
        made["indicator"] = add_indicator(lin, made["running"].task, wanted, now=NOW)
    made["paused"] = _stepped(town, "中止", Step.ACKNOWLEDGE, Step.PAUSE)
    extensions.approved(town, made["running"], date(2027, 1, 15), reason="汛期", told=told(town))
    asking = tasks.acknowledged(town, support=support, title="要延期")
    made["asking"] = extensions.asked(town, asking)
    proposed = tasks.acknowledged(town, support=support, title="延期待决定")
    made["proposed"] = extensions.proposed(town, proposed)
    made["decision"] = db.session.scalars(select(RecordedDecision)).one()
    made["chase"] = chased(town, made["running"])
    # Fresh, as it can be changed for an hour only.
    made["comment"] = said(town, made["running"], by=town.wang, now=now())
    made["notice"] = noticed(town, made["running"])
    made["circular"] = circulars.drafted(town)
    made["approved_circular"] = circulars.approved(town, circulars.drafted(town), is_recorded=True)
    made |= _instructions(town, made["running"])
    made["declined"] = _stepped(town, "退回", Step.DECLINE)
    made |= _reported(town)
    made["report"] = report = taken_in(town)
    made["twin"] = twin = taken_in(town, f"{TEXT}\n再次印发。")
    made["voided"] = taken_in(town, "全市防汛会\n要备足物资。")
    made["draft"] = measure(town, report)
    made["twin_draft"] = measure(town, twin)
    made["accepted"] = measure(town, report, STREETS)
    book = read_workbook("分解表.xlsx", town_sheet())
    with transaction():
        void_report(lin, made["voided"], reason="收重了", now=NOW)
        directive_commands.accept(lin, made["accepted"], now=NOW)
        made["import_"] = begin_import(
            lin, book, file_name="分解表.xlsx", data=BytesIO(town_sheet()).getvalue(), now=NOW
        )
    made |= _summaries(town)
    with transaction():
        sign_in(town.wang, now=NOW)
    made["session_of_wang"] = db.session.scalars(select(Session)).one()
    made["message"] = db.session.scalars(
        select(Message).where(
            Message.kind == "task.dispatched", Message.thing_id == made["dispatched"].task_id
        )
    ).one()
    made |= _views(town)
    made["line"] = db.session.scalars(select(Entry).order_by(Entry.id).limit(1)).one()
    return {
        name: Thing(it.id, getattr(it, "version", 0), getattr(it, "task_id", None) or 0)
        for name, it in made.items()
    }


def _instructions(town: Town, work: Assignment) -> dict[str, Any]:
    """One that demands something, one with a scan, one that a task carries out, one that is done."""
    lin, yan = town.actor(town.lin), town.actor(town.yan)
    made = {
        "instruction": demanding(town, work),
        "recorded": instructed(town, work, by=town.lin, told=told(town)),
        "joined": demanding(town, work),
        "finished": instructed(town, work),
    }
    there = tasks.task(town, "已有的事")
    with transaction():
        join_instruction(lin, made["joined"], there, now=NOW, version=made["joined"].version)
        finish_instruction(lin, made["finished"], outcome="已办", now=NOW, version=1)
        return made | {"watch": watch(yan, work, now=NOW)}


def _reported(town: Town) -> dict[str, Any]:
    """An entry with a file, and with one that was removed."""
    made = entry(town, tasks.acknowledged(town, support=(town.east,), title="有进展"))
    kept, removed = attached(town, made, table(), table("另一份"))
    with transaction():
        remove(town.actor(town.wang), removed, now=NOW)
    return {"entry": made, "evidence": kept, "removed_evidence": removed}


def _views(town: Town) -> dict[str, SavedView]:
    """Make a view of the housing head's own, and one that a supervisor shares with all heads."""
    lin, wang = town.actor(town.lin), town.actor(town.wang)
    with transaction():
        own = save_view(
            wang, ListKind.TASKS, name="本局的", asked={"key": "1"}, shared_with=None, now=NOW
        )
        shared = save_view(
            lin,
            ListKind.TASKS,
            name="各单位逾期",
            asked={"signal": "late", "group": "unit"},
            shared_with=Role.HEAD,
            now=NOW,
        )
    return {"view": own, "shared_view": shared}


def _summaries(town: Town) -> dict[str, Any]:
    """One that is being drafted, and one of last year that was submitted."""
    wang = town.actor(town.wang)
    made: dict[str, Any] = {"drafted_summary": summaries.draft(town)}
    for year in (2024, 2025):
        old = tasks.task(town, f"{year} 年的事", year=year)
        assignment = tasks.dispatched(town, the_task=old)
        entry(town, tasks.step(town, assignment, Step.ACKNOWLEDGE))
    with transaction():
        summary = review_commands.draft_summary(wang, tasks.plan(town, 2025), town.housing, now=NOW)
        made["submitted_summary"] = review_commands.submit_summary(wang, summary, now=NOW)
    return made


def _stepped(town: Town, title: str, *steps: Step) -> Any:
    assignment = tasks.dispatched(town, support=(town.east,), title=title)
    for step in steps:
        tasks.step(town, assignment, step, reason="等资金")
    return assignment


def _person(login: str, name: str, **more: Any) -> Person:
    with transaction():
        person = Person(login=login, name=name, password_hash=_HASH, password_set_at=NOW, **more)
        db.session.add(person)
    return person


def _post(person: Person, role: Role, unit: Unit) -> None:
    with transaction():
        db.session.add(Grant(person_id=person.id, role=role, unit_id=unit.id, from_on=YEAR_BEGAN))


_HASH = hash_password(PASSWORD)
