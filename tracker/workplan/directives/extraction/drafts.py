"""Measures being put together from clauses, and how sure each is when it is finished."""

from dataclasses import dataclass

from tracker.workplan.directives.extraction.roles import ATTITUDE

# How sure each kind of finding is.
SURE, LIKELY, DOUBTFUL = 0.9, 0.8, 0.6
SHORTEST = 4
# A clause so long names its own object, so it rarely is half a measure; in a plan, whose clauses
# detail one another, it must be longer, unless it fills its sentence. A brief one often is half.
LONG, LONG_IN_PLAN, BRIEF_FOR_ITSELF = 14, 20, 8
VERB_FIRST = "有动作有对象的分句"
IN_CONTEXT = "会议要求之后的分句"
ADDRESSED = "点名提出的要求"
LISTED = "同一个动词带出的几件事"
# A basis that serves more measures than this belongs to none of them.
SERVED = 2


@dataclass(slots=True)
class Draft:
    """A measure being put together; `frame` is where a basis before it begins."""

    start: int
    end: int
    reason: str
    confidence: float
    frame: int | None = None
    frame_stays: bool = False


def settled(text: str, drafts: list[Draft], *, body: bool) -> list[Draft]:
    """Finish them: a basis joins the measure it introduces, unless it opens a longer run."""
    for draft in drafts:
        served = draft.frame_stays or len(drafts) <= SERVED
        if draft.frame is not None and served:
            draft.start = min(draft.frame, draft.start)
        draft.confidence = _confidence(text, draft, alone=len(drafts) == 1, body=body)
    return [draft for draft in drafts if draft.end - draft.start >= SHORTEST]


def _confidence(text: str, draft: Draft, *, alone: bool, body: bool) -> float:
    """Weigh how the clause was cut: an attitude is doubtful, a long or lone clause is sure."""
    if ATTITUDE.match(text[draft.start : draft.end]):
        return DOUBTFUL
    if draft.reason not in {VERB_FIRST, IN_CONTEXT, ADDRESSED}:
        return draft.confidence
    length = draft.end - draft.start
    if length < BRIEF_FOR_ITSELF:
        return DOUBTFUL
    long = LONG_IN_PLAN if body else LONG
    return SURE if alone or length >= long else draft.confidence
