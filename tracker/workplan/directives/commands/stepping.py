"""Each deed of a review as a step: what its directives said before it and after it.

Only the fields that a step changed are kept, and where the directive stood; so a step can be taken back
although somebody changed something else, and is refused where the same was changed again.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.workplan.directives.commands.likening import note_repeats
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Image,
    Level,
    Mode,
    ReviewStep,
    StepKind,
)
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import check_live

FIELDS = (
    "parent_id",
    "position",
    "level",
    "heading",
    "title",
    "quote",
    "start",
    "end",
    "due_on",
    "due_text",
    "mode",
    "units",
    "targets",
    "modality",
    "reason",
    "confidence",
    "state",
    "note_reason",
    "decided_by_id",
    "decided_at",
)
# What a step rests on even where it did not change it.
FOOTING = ("state", "level", "start", "end")
READ_BY = {
    "level": Level,
    "mode": Mode,
    "state": DirectiveState,
    "due_on": date.fromisoformat,
    "decided_at": datetime.fromisoformat,
}


class Changing:
    """The directives that a step changes; those that it makes are told to it."""

    def __init__(self, directives: Iterable[Directive]) -> None:
        self._held = [(it, image_of(it)) for it in directives]
        self._made: list[Directive] = []

    def made(self, directive: Directive) -> None:
        """Tell that the step made this directive, which gets its key now."""
        db.session.add(directive)
        db.session.flush()
        self._made.append(directive)

    def reworded(self) -> list[Directive]:
        """Give those that the step made or quoted anew."""
        return [*(it for it, was in self._held if it.quote != was["quote"]), *self._made]

    def images(self) -> list[Image]:
        """Give what was and what is now, of those that differ."""
        changed = [
            _changed(directive, was, after)
            for directive, was in self._held
            if (after := image_of(directive)) != was
        ]
        made = [Image(id=it.id, before=None, after=image_of(it)) for it in self._made]
        return [*changed, *made]


@contextmanager
def step(
    actor: Actor,
    report_id: int,
    kind: StepKind,
    directives: Iterable[Directive] = (),
    *,
    at: datetime,
    spans: Sequence[tuple[int, int]] = (),
) -> Iterator[Changing]:
    """Keep what the block does to the directives as one step of the review."""
    report = db.session.get_one(Report, report_id, options=[joinedload(Report.voiding)])
    check_live(report.voiding)
    changing = Changing(directives)
    yield changing
    note_repeats(actor, report, changing.reworded())
    db.session.add(
        ReviewStep(
            report_id=report_id,
            actor_id=actor.id,
            at=at,
            kind=kind,
            images=changing.images(),
            spans=[list(span) for span in spans],
        )
    )


def image_of(directive: Directive) -> dict[str, Any]:
    """Write down what a directive says, as plain values."""
    return {name: _plain(getattr(directive, name)) for name in FIELDS}


def stands(directive: Directive, after: dict[str, Any]) -> bool:
    """Whether a directive still says what a step made it say."""
    now = image_of(directive)
    return all(now[name] == value for name, value in after.items())


def restore(directive: Directive, before: dict[str, Any]) -> None:
    """Make a directive say again what it said before a step."""
    for name, value in before.items():
        read = READ_BY.get(name)
        setattr(directive, name, read(value) if read is not None and value is not None else value)


def _changed(directive: Directive, was: dict[str, Any], now: dict[str, Any]) -> Image:
    names = [name for name in FIELDS if was[name] != now[name]]
    return Image(
        id=directive.id,
        before={name: was[name] for name in names},
        after={name: now[name] for name in (*FOOTING, *names)},
    )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list):
        return [dict(it) for it in value]
    return value
