"""Taking a report in: it is kept, and what it demands is drafted."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import require
from tracker.foundation.labels import USUAL, Label
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives.drafting import Draft, draft_file, draft_text
from tracker.workplan.directives.models import Directive, DirectiveLikeness
from tracker.workplan.directives.preparing import Prepared, Row, prepare
from tracker.workplan.meetings.commands import (
    ONLY_SUPERVISORS,
    check_new_file,
    keep_report,
)
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import may_take_in


def take_in(
    actor: Actor,
    draft: Draft,
    *,
    now: datetime,
    prepared: Prepared | None = None,
    label: Label = USUAL,
) -> Report:
    """Keep a report and the directives that were drafted from it.

    prepared: what was worked out for it before the transaction, so that this one is short.
    """
    require(may_take_in(actor), ONLY_SUPERVISORS)
    prepared = prepare(actor, draft, today=local_date(now), before=prepared)
    report = keep_report(
        actor,
        draft.reading,
        file_name=draft.file_name,
        data=draft.data,
        facts=draft.facts,
        plan_year=draft.plan_year,
        sketch=prepared.sketch,
        label=label,
        now=now,
    )
    ids = _keep(report, draft, prepared.rows)
    if prepared.repeated:
        db.session.execute(
            insert(DirectiveLikeness),
            [
                {"directive_id": ids[it.id], "earlier_id": it.earlier_id, "share": it.share}
                for it in prepared.repeated
            ],
        )
    record(actor, "directives.drafted", f"report:{report.id}", at=now, count=len(ids))
    return report


def take_in_file(
    actor: Actor, name: str, data: bytes, *, now: datetime, plan_year: int | None = None
) -> Report:
    """Read a file and take it in; raises `Unreadable`, `SecretReport` or `SameReport`."""
    check_new_file(actor, data)
    return take_in(
        actor, draft_file(name, data, plan_year=plan_year, today=local_date(now)), now=now
    )


def take_in_text(actor: Actor, text: str, *, now: datetime, plan_year: int | None = None) -> Report:
    """Take pasted words in; raises `Unreadable`, `SecretReport` or `SameReport`."""
    require(may_take_in(actor), ONLY_SUPERVISORS)
    return take_in(actor, draft_text(text, plan_year=plan_year, today=local_date(now)), now=now)


def _keep(report: Report, draft: Draft, rows: Sequence[Row]) -> list[int]:
    """Keep the rows in reading order, those of one depth at once; return their keys."""
    places: dict[str, int] = {}
    parents: list[int | None] = []
    depths: defaultdict[int, list[int]] = defaultdict(list)
    depth_of: list[int] = []
    for at, (found, _title) in enumerate(draft.directives):
        parent = places.get(found.parent or "")
        depth = 0 if parent is None else depth_of[parent] + 1
        places[found.id] = at
        parents.append(parent)
        depth_of.append(depth)
        depths[depth].append(at)
    # Empty columns are named too, so that many rows go into one statement.
    into = insert(Directive).execution_options(render_nulls=True)
    ids = [0] * len(rows)
    for ats in depths.values():
        values = [
            rows[at]
            | {
                "report_id": report.id,
                "parent_id": None if (parent := parents[at]) is None else ids[parent],
            }
            for at in ats
        ]
        kept = db.session.scalars(
            into.returning(Directive.id, sort_by_parameter_order=True), values
        )
        for at, key in zip(ats, kept, strict=True):
            ids[at] = key
    return ids
