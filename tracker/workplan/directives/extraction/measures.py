"""Measures of a sentence: its clauses gathered around the actions they state."""

import re
from dataclasses import dataclass

from tracker.workplan.directives.extraction.listing import named_items
from tracker.workplan.directives.extraction.model import Span
from tracker.workplan.directives.extraction.roles import (
    ATTITUDE,
    CONSEQUENCE,
    DECIDED,
    DEED,
    DEED_WORDS,
    DEMANDED,
    DEMANDS,
    DEMANDS_AT_ONCE,
    DETAIL,
    EFFECT,
    GOES_ON,
    IDIOMS,
    JUDGEMENT,
    LIMIT_ONLY,
    NEGATED,
    ORDER,
    SEEING,
    SITUATION,
    SPEECH,
    UNFINISHED,
    Role,
    acts,
    is_overall,
    names_a_matter,
    opens_with_manner,
    order_at,
    role_of,
)
from tracker.workplan.directives.extraction.sentences import Clause, clauses
from tracker.workplan.directives.extraction.units import ASSIGNS, LED_DEED

# How sure each kind of finding is.
SURE, LIKELY, DOUBTFUL = 0.9, 0.8, 0.6
SHORTEST = 4
# A clause so long names its own object, so it rarely is half a measure; in a plan, whose clauses
# detail one another, it must be longer, unless it fills its sentence. A brief one often is half.
LONG, LONG_IN_PLAN, BRIEF_FOR_ITSELF = 14, 20, 8
# A clause of this length beside a long one adds a detail.
BRIEF = 6
VERB_FIRST = "有动作有对象的分句"
IN_CONTEXT = "会议要求之后的分句"
ADDRESSED = "点名提出的要求"
LISTED = "同一个动词带出的几件事"
# A basis that serves more measures than this belongs to none of them.
SERVED = 2
# After so many measures a soft result sums them all up.
LONG_RUN = 3
LEADING_ORDER = re.compile(
    r"(?:就是|同时|还|也|都|又|既|更)?(?:必须|务必|应当|需要|要|需|须|应)(?!求)"
)
# `坚守“…”的大前提,把准…;坚持“…”的总基调,做到…`: each slogan with its explanation.
SLOGAN_HEAD = re.compile(r"[^“”，,]{1,8}“[^“”]{2,20}”的[^，,；;]{1,12}$")


@dataclass(slots=True)
class Draft:
    """A measure being put together; `frame` is where a basis before it begins."""

    start: int
    end: int
    reason: str
    confidence: float
    frame: int | None = None
    frame_stays: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence yields: its measures, and whether it gives orders at all."""

    measures: tuple[Draft, ...]
    orders: bool


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
    parts, demanded = _after_speech(text, parts)
    if not parts or (not body and is_overall(text[span.start : span.end])):
        return Said((), orders=bool(parts))
    first = text[parts[0].start : parts[0].end]
    whole = text[span.start : span.end]
    if SEEING.search(whole):
        return Said((), orders=False)
    says_so = demanded or ORDER.search(whole) is not None
    charged = any(LED_DEED.match(text, part.start, part.end) for part in parts)
    ordered = says_so or (charged and not DEED_WORDS.search(whole))
    if not ordered:
        if DEED_WORDS.search(whole) or (not body and DEED.match(first)):
            return Said((), orders=False)
        if (
            not imperative
            or JUDGEMENT.search(whole)
            or (SITUATION.match(whole) and not acts(first))
        ):
            return Said((), orders=False)
        if not (body or headed or acts(first)) and role_of(first) is Role.PLAIN:
            return Said((), orders=False)
    gathering = Gathering(text, parts, body=body)
    at_once = demanded or not ordered or body or (imperative and not says_so)
    return Said(tuple(gathering.gather(open_at_once=at_once)), orders=True)


def _after_speech(text: str, parts: list[Clause]) -> tuple[list[Clause], bool]:
    """Drop what stands before `会议强调，`; say whether that verb is itself a demand."""
    demanded = False
    begin = 0
    for place, part in enumerate(parts[:-1]):
        words = text[part.start : part.end]
        if SPEECH.fullmatch(words):
            begin = place + 1
            demanded = DEMANDS.fullmatch(words) is not None
    if begin < len(parts):
        first = parts[begin]
        at_once = DEMANDS_AT_ONCE.match(text, first.start, first.end)
        if at_once is not None:
            return [Clause(at_once.end(), first.end, first.mark), *parts[begin + 1 :]], True
    return parts[begin:], demanded


class Gathering:
    """Walks the clauses of one sentence once and gathers its measures."""

    def __init__(self, text: str, parts: list[Clause], *, body: bool) -> None:
        self.text = text
        self.parts = parts
        self.body = body
        self.drafts: list[Draft] = []
        self.frame: int | None = None
        self.frame_is_topic = False
        self.joinable = False
        self.whole_run = False
        """Everything up to the next semicolon belongs to the measure that is open."""

    def gather(self, *, open_at_once: bool) -> list[Draft]:
        """Give the measures in order."""
        opened = open_at_once
        for place, part in enumerate(self.parts):
            words = self.text[part.start : part.end]
            order = order_at(words)
            if not opened:
                opened = LED_DEED.match(words) is not None or (
                    order is not None and (order == 0 or not acts(words))
                )
                if not opened:
                    self._before_order(part, words)
                    continue
            self._take(place, part, words, order)
            if part.mark in {"；", ";"}:
                self._close()
        if not self.drafts and self.frame is not None:
            rest = Clause(self.frame, self.parts[-1].end, "")
            self._open(rest, IN_CONTEXT, DOUBTFUL)
        return self._settled()

    def _before_order(self, part: Clause, words: str) -> None:
        role = role_of(words)
        topic = role is Role.TOPIC or names_a_matter(words)
        if (topic or role is Role.FRAME) and SITUATION.match(words) is None:
            self._set_frame(part, topic=topic)
        else:
            self.frame = None

    def _take(self, place: int, part: Clause, words: str, order: int | None) -> None:
        if self.whole_run or (self.joinable and ASSIGNS.fullmatch(words)):
            self._extend(part)
        elif ASSIGNS.fullmatch(words):
            # `由A牵头，B配合，加快…`: said before the measure
            self._set_frame(part, topic=True)
        elif NEGATED.match(words) or DECIDED.match(words):
            self.joinable = False
        elif order is not None and not acts(words[:order] or "　"):
            self._order(place, part, words, order)
        elif SLOGAN_HEAD.match(words) and self._has_slogans():
            self._open(part, "一组口号中的一条", LIKELY)
            self.whole_run = True
        else:
            self._by_role(place, part, words)

    def _by_role(self, place: int, part: Clause, words: str) -> None:
        role = role_of(words)
        if IDIOMS.fullmatch(words) or (self.joinable and GOES_ON.match(words)):
            self._colour(part)
        elif role is Role.FRAME and LIMIT_ONLY.match(words) and self.drafts and self.joinable:
            # `…，到2025年，基本建成…`: the limit and what is reached by then
            self._extend(part)
            self.whole_run = True
        elif role in {Role.FRAME, Role.TOPIC} or (role is Role.PLAIN and self._asks(place)):
            self._set_frame(part, topic=role is not Role.FRAME)
            self.joinable = False
        elif role in {Role.STUDY, Role.SLOGAN, Role.SUMMARY}:
            self.frame = None
            self.joinable = False
        elif role is Role.RESULT:
            self._result(part)
        elif role is Role.SOFT_RESULT:
            self._soft_result(place, part, words)
        else:
            self._deed(place, part, words, role)

    def _deed(self, place: int, part: Clause, words: str, role: Role) -> None:
        """Take a clause that is an action by its words, or by what it stands beside."""
        if self.joinable and self.body and self._elaborates(place, part, words):
            self._extend(part)
        elif role is Role.ACTION or self._lists_on(words):
            self._act(part, words)
        elif self.joinable:
            self._extend(part)
        elif not JUDGEMENT.search(words) and (self.body or not SITUATION.match(words)):
            self._subject(part, words)

    def _colour(self, part: Clause) -> None:
        """Take idioms, or a clause that only goes on: to the measure before, else to the next."""
        if self.joinable:
            self._extend(part)
        elif self.frame is None:
            self._set_frame(part, topic=False)

    def _asks(self, place: int) -> bool:
        """Whether a matter is named here and the next clause gives the order about it."""
        if place + 1 >= len(self.parts):
            return False
        here, after = self.parts[place], self.parts[place + 1]
        bare = order_at(self.text[after.start : after.end]) == 0
        return bare and names_a_matter(self.text[here.start : here.end])

    def _subject(self, part: Clause, words: str) -> None:
        """Take a clause that has a subject and no order word; in a plan it rules its sentence."""
        self._act(part, words)
        self.whole_run = self.body and "会同" not in words

    def _elaborates(self, place: int, part: Clause, words: str) -> bool:
        """Whether a clause in a plan only details the action before it."""
        last = self.drafts[-1]
        if UNFINISHED.match(self.text[last.start : last.end]):
            return True
        closes = place == len(self.parts) - 1
        brief = closes and part.end - part.start <= BRIEF and last.end - last.start >= BRIEF * 2
        return brief or (DETAIL.match(words) is not None and len(self.drafts) == 1)

    def _lists_on(self, words: str) -> bool:
        return bool(self.drafts) and self.drafts[-1].reason == LISTED and words.startswith("“")

    def _order(self, place: int, part: Clause, words: str, order: int) -> None:
        lead = DEMANDED.match(words) or LEADING_ORDER.match(words, order)
        body_start = part.start + (lead.end() if lead else order)
        rest = Clause(body_start, part.end, part.mark)
        predicate = self.text[body_start : part.end]
        if not predicate:
            return
        if order == 0:
            self._by_role(place, rest, predicate)
            return
        role = role_of(predicate)
        if role in {Role.STUDY, Role.SLOGAN}:
            self.joinable = False
            self.frame = None
        elif role is Role.FRAME and self._governs(place):
            self._set_frame(rest, topic=False)
            self.joinable = False
        elif self._governs(place):
            self._act(rest, predicate, reason=ADDRESSED)
        else:
            self._act(part, words, reason=ADDRESSED)

    def _governs(self, place: int) -> bool:
        """Whether a subject rules a run: the next clause has neither subject nor order of its own."""
        if self.parts[place].mark in {"；", ";"} or place + 1 >= len(self.parts):
            return False
        following = self.parts[place + 1]
        words = self.text[following.start : following.end]
        return order_at(words) is None and (acts(words) or opens_with_manner(words))

    def _result(self, part: Clause) -> None:
        if self.joinable and (self.body or len(self.drafts) < LONG_RUN):
            self._extend(part)
        elif not self.drafts:
            self._open(part, "只说了要达到的结果", DOUBTFUL)

    def _soft_result(self, place: int, part: Clause, words: str) -> None:
        last = place == len(self.parts) - 1 or part.mark in {"；", ";"}
        if not self.drafts or not self.joinable:
            self._act(part, words)
        elif self.body and EFFECT.match(words):
            self._extend(part)
        elif not last or CONSEQUENCE.match(words) is None:
            self._act(part, words)
        elif len(self.drafts) < LONG_RUN or self.body:
            self._extend(part)

    def _act(self, part: Clause, words: str, *, reason: str | None = None) -> None:
        short = part.end - part.start <= SHORTEST
        if short and self.drafts and self.joinable:
            # In a plan two short deeds are one piece of work: `建台账、定时限`.
            last = self.drafts[-1]
            if not acts(words) or (self.body and last.end - last.start <= SHORTEST):
                self._extend(part)
                return
        items = named_items(self.text, part)
        for item in items:
            self._open(item, LISTED, SURE)
        if not items:
            if reason is None and (acts(words) or opens_with_manner(words)):
                reason = VERB_FIRST
            self._open(part, reason or IN_CONTEXT, LIKELY if reason else DOUBTFUL)

    def _set_frame(self, part: Clause, *, topic: bool) -> None:
        if self.frame is None:
            self.frame = part.start
            self.frame_is_topic = False
        self.frame_is_topic = self.frame_is_topic or topic

    def _open(self, part: Clause, reason: str, confidence: float) -> None:
        draft = Draft(part.start, part.end, reason, confidence, self.frame)
        draft.frame_stays = self.frame_is_topic or bool(self.drafts)
        self.drafts.append(draft)
        self.frame = None
        self.joinable = True

    def _extend(self, part: Clause) -> None:
        if self.drafts:
            self.drafts[-1].end = part.end

    def _close(self) -> None:
        self.frame = None
        self.whole_run = False
        self.joinable = False

    def _has_slogans(self) -> bool:
        return sum(part.mark in {"；", ";"} for part in self.parts) >= SERVED

    def _settled(self) -> list[Draft]:
        """With a basis joined to the measure it introduces, unless it opens a longer run."""
        for draft in self.drafts:
            served = self.body or draft.frame_stays or len(self.drafts) <= SERVED
            if draft.frame is not None and served:
                draft.start = min(draft.frame, draft.start)
            draft.confidence = self._confidence(draft)
        return [draft for draft in self.drafts if draft.end - draft.start >= SHORTEST]

    def _confidence(self, draft: Draft) -> float:
        """Weigh how the clause was cut: an attitude is doubtful, a long or lone clause is sure."""
        if ATTITUDE.match(self.text[draft.start : draft.end]):
            return DOUBTFUL
        if draft.reason not in {VERB_FIRST, IN_CONTEXT, ADDRESSED}:
            return draft.confidence
        length = draft.end - draft.start
        if length < BRIEF_FOR_ITSELF:
            return DOUBTFUL
        long = LONG_IN_PLAN if self.body else LONG
        return SURE if len(self.drafts) == 1 or length >= long else draft.confidence
