"""What keeping a draft needs worked out: whom it charges, its titles, and what it is like.

All of it is worked out before the transaction, in which nobody else can write, and asked for again
inside: what was read is read again, and only what depends on something that changed meanwhile is
worked out anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, repeats, rules
from tracker.workplan.directives.charging import Charges
from tracker.workplan.directives.drafting import Draft
from tracker.workplan.directives.extraction import Directive as Found
from tracker.workplan.directives.extraction.drafts import LISTED
from tracker.workplan.directives.likeness import Alike, Saying, alike
from tracker.workplan.directives.matching import Office
from tracker.workplan.directives.models import DirectiveState, Level, Origin
from tracker.workplan.directives.titles import without_parties
from tracker.workplan.meetings.rules import plan_year_of
from tracker.workplan.meetings.sketching import Sketch, sketch_of

LONGEST_HEADING = 200
LONGEST_REASON = 100
HEADING_CUT = N_("；名称太长，只留了前 200 字，全文见原句")

Row = dict[str, Any]
"""The columns of a directive, but for what only keeping it gives: its report and its parent."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was worked out for a draft, with what it was worked out from.

    rows: one for each directive of the draft; repeated: measures by their place among the rows.
    """

    sketch: Sketch
    office: Office
    rows: Sequence[Row]
    earlier: Sequence[Saying]
    repeated: Sequence[Alike]


def prepare(actor: Actor, draft: Draft, *, today: date, before: Prepared | None = None) -> Prepared:
    """Work out what keeping a draft needs; `before` is what was worked out for it already."""
    sketch = sketch_of(actor, draft.reading.text, before.sketch if before else None)
    office = queries.office()
    year = plan_year_of(draft.plan_year, draft.facts, today)
    earlier = repeats.sayings_before(actor, year)
    if before and before.office == office:
        rows = before.rows
    else:
        charges = Charges(draft.reading.text, office)
        rows = [_row(found, title, charges) for found, title in draft.directives]
    if before and before.rows is rows and before.earlier == earlier:
        repeated = before.repeated
    else:
        fresh = [
            Saying(at, row["title"], row["quote"])
            for at, row in enumerate(rows)
            if row["level"] is Level.MEASURE
        ]
        repeated = alike(fresh, earlier)
    return Prepared(sketch, office, rows, earlier, repeated)


def _row(found: Found, title: str, charges: Charges) -> Row:
    level = Level(found.level)
    units = rules.units_of(found, charges)
    heading = (found.heading or found.text) if level is Level.PRIORITY else ""
    reason = found.reason[:LONGEST_REASON]
    if len(heading) > LONGEST_HEADING:
        reason = reason[: LONGEST_REASON - len(HEADING_CUT)] + HEADING_CUT
    return {
        "position": rules.position_of(found.start, level),
        "level": level,
        "origin": Origin.EXTRACTED,
        "state": DirectiveState.DRAFT,
        "heading": heading[:LONGEST_HEADING] or None,
        "title": without_parties(
            title,
            [it["name"] for it in units],
            limit=found.due_text,
            words="" if found.reason == LISTED else found.text,
        ),
        "quote": found.text,
        "start": found.start,
        "end": found.end,
        "due_on": found.due,
        "due_text": rules.short(found.due_text, rules.LONGEST_DUE_TEXT),
        "mode": rules.mode_of(units),
        "units": units,
        "targets": rules.targets_of(found),
        "modality": rules.short(found.modality, rules.LONGEST_MODALITY),
        "reason": reason,
        "confidence": found.confidence,
    }
