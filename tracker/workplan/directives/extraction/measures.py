"""Measures of a sentence: its clauses gathered around the actions they state."""

from dataclasses import dataclass

from tracker.workplan.directives.extraction.announcing import SO_MANY
from tracker.workplan.directives.extraction.drafts import (
    Draft,
)
from tracker.workplan.directives.extraction.gathering import Gathering
from tracker.workplan.directives.extraction.model import Span
from tracker.workplan.directives.extraction.roles import (
    DEED_WORDS,
    ORDER,
    SEEING,
    acts,
)
from tracker.workplan.directives.extraction.sentences import Clause, clauses
from tracker.workplan.directives.extraction.speech import (
    ANNOUNCING,
    AT_MEETING,
    COUNTS,
    PLEASE,
    after_resolution,
    after_speech,
    may_order,
)
from tracker.workplan.directives.extraction.units import (
    LED_DEED,
    TAKES_CHARGE,
    TOLD,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence yields: its measures, and whether it gives orders at all."""

    measures: tuple[Draft, ...]
    orders: bool


def _announces(text: str, part: Clause) -> bool:
    """Whether a clause only says how many things follow: `要做到“三个突破”：在…`."""
    words = text[part.start : part.end]
    return (
        part.mark in {"：", ":"}
        and SO_MANY.search(words) is not None
        and (acts(words) or ORDER.search(words) is not None)
    )


def read_sentence(
    text: str, span: Span, *, imperative: bool, body: bool = False, headed: bool = False
) -> Said:
    """Find the measures of a sentence.

    `imperative`: the sentence before it gave orders, or it stands under a number, so a bare
    predicate is an order. `body`: it stands in the body of a numbered item, whose author never
    tells of meetings and in which a closing `提高…` states a result. `headed`: it stands under the
    head of a theme (`一是…`), so that it needs no verb in front to be an order.
    """
    parts = clauses(text, span.start, span.end)
    parts, demanded = after_speech(text, parts)
    parts, resolved = after_resolution(text, parts)
    parts = [part for part in parts if not PLEASE.fullmatch(text, part.start, part.end)]
    if len(parts) > 1 and _announces(text, parts[0]):
        parts, demanded = parts[1:], True
    if not parts:
        return Said((), orders=False)
    if len(parts) == 1:
        only = text[parts[0].start : parts[0].end]
        if ANNOUNCING.fullmatch(only) or COUNTS.fullmatch(only):
            return Said((), orders=True)
    whole = text[span.start : span.end]
    says_so = demanded or resolved or ORDER.search(whole) is not None
    charged = any(LED_DEED.match(text, part.start, part.end) for part in parts)
    first = text[parts[0].start : parts[0].end]
    if TAKES_CHARGE.fullmatch(first) and not TOLD.search(whole):
        charged = charged or any(acts(text[part.start : part.end]) for part in parts[1:])
    ordered = says_so or (charged and not DEED_WORDS.search(whole))
    if SEEING.search(whole) or not (
        ordered or may_order(whole, first, imperative=imperative, body=body, headed=headed)
    ):
        return Said((), orders=False)
    if AT_MEETING.match(whole) and not demanded:
        return Said((), orders=False)
    gathering = Gathering(text, parts, body=body)
    at_once = (
        demanded or resolved or not ordered or body or (imperative and (not says_so or acts(first)))
    )
    return Said(tuple(gathering.gather(open_at_once=at_once)), orders=True)
