"""How the clauses of one sentence gather around the actions they state."""

import re

from tracker.workplan.directives.extraction.drafts import (
    ADDRESSED,
    DOUBTFUL,
    IN_CONTEXT,
    LIKELY,
    LISTED,
    SERVED,
    SHORTEST,
    SURE,
    VERB_FIRST,
    Draft,
    settled,
)
from tracker.workplan.directives.extraction.listing import named_items
from tracker.workplan.directives.extraction.model import Span
from tracker.workplan.directives.extraction.roles import (
    AS_WHAT,
    CONSEQUENCE,
    DECIDED,
    DEMANDED,
    DETAIL,
    EFFECT,
    GOES_ON,
    IDIOMS,
    IS_A,
    JUDGEMENT,
    LEADING_BASIS,
    LEADING_ORDER,
    LIMIT_ONLY,
    NEGATED,
    NO_SUBJECT,
    OTHERS,
    OWN_LIMIT,
    SITUATION,
    UNFINISHED,
    Role,
    acts,
    names_a_matter,
    office_acts,
    opens_with_manner,
    order_at,
    role_of,
)
from tracker.workplan.directives.extraction.sentences import Clause
from tracker.workplan.directives.extraction.subjects import AGENT, COMPARED, may_be_subject
from tracker.workplan.directives.extraction.tails import OWN_RESULT, goes_on
from tracker.workplan.directives.extraction.units import (
    ASSIGNS,
    CHARGED,
    LED_DEED,
    TAKES_CHARGE,
)

# A clause of this length beside a long one adds a detail.
BRIEF = 6
# A clause that opens with `明确`, `规定` details the one before it if it is no mere item of a list.
DETAIL_LENGTH = 8
BRIEF_TAIL = 8
# After so many measures a soft result sums them all up.
LONG_RUN = 3
# `坚守“…”的大前提,把准…;坚持“…”的总基调,做到…`: each slogan with its explanation.
SLOGAN_HEAD = re.compile(r"[^“”，,]{1,8}“[^“”]{2,20}”的[^，,；;]{1,12}$")


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
        self.run_from, self.run_closed = 0, True
        """Where the first measure since the last semicolon begins."""
        self.in_run = 0
        """How many measures stand since the last semicolon: a closing result may sum up so many."""
        self.whole_run = False
        """Everything up to the next semicolon belongs to the measure that is open."""

    def gather(self, *, open_at_once: bool) -> list[Draft]:
        """Give the measures in order."""
        opened = open_at_once
        for place, part in enumerate(self.parts):
            words = self.text[part.start : part.end]
            order = order_at(words)
            if not opened:
                opened = (LED_DEED.match(words) or TAKES_CHARGE.fullmatch(words)) is not None or (
                    order is not None and (order == 0 or may_be_subject(words[:order]))
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
        return settled(self.text, self.drafts, body=self.body)

    def _before_order(self, part: Clause, words: str) -> None:
        role = role_of(words)
        topic = role is Role.TOPIC or names_a_matter(words)
        if (topic or role is Role.FRAME) and SITUATION.match(words) is None:
            self._set_frame(part, topic=topic)
        else:
            self.frame = None

    def _take(self, place: int, part: Clause, words: str, order: int | None) -> None:
        charged = CHARGED.match(words) is not None
        takes = TAKES_CHARGE.fullmatch(words)
        assigns = ASSIGNS.fullmatch(words) or (takes and not takes["jointly"])
        leads_on = place + 1 < len(self.parts) and part.mark in {"，", ","}
        if (self.whole_run and not charged) or (self.joinable and assigns):
            self._extend(part)
        elif ASSIGNS.fullmatch(words) or (takes and leads_on):
            # `由A牵头，B配合，加快…`, `A会同B，开展…`: said before the measure
            self.joinable = False
            self._set_frame(part, topic=True)
        elif NEGATED.match(words) or DECIDED.match(words):
            self.joinable = False
        elif order is not None and may_be_subject(words[:order]):
            self._order(place, part, words, order)
        else:
            self._by_role(place, part, words)

    def _by_role(self, place: int, part: Clause, words: str) -> None:
        role = role_of(words)
        if SLOGAN_HEAD.match(words) and self._has_slogans():
            self._open(part, "一组口号中的一条", LIKELY)
            self.whole_run = True
        elif IDIOMS.fullmatch(words) or (self.joinable and GOES_ON.match(words)):
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
        if self.joinable and (
            goes_on(self.text, self._last(), words)
            or (self.body and self._elaborates(place, part, words))
        ):
            self._extend(part)
        elif role is Role.ACTION or self._lists_on(words):
            self._act(part, words)
        elif (
            self.joinable
            and not (OTHERS.match(words) or CHARGED.match(words))
            and (self.body or not office_acts(words))
        ):
            self._extend(part)
        elif not (JUDGEMENT.search(words) or IS_A.match(words)) and (
            self.body or not SITUATION.match(words)
        ):
            self._subject(part, words)

    def _last(self) -> Span:
        return Span(self.drafts[-1].start, self.drafts[-1].end)

    def _colour(self, part: Clause) -> None:
        """Take idioms, or a clause that only goes on: to the measure before, else to the next."""
        if self.joinable:
            self._extend(part)
        elif self.frame is None or not self.frame_is_topic:
            self._set_frame(part, topic=False)
        else:  # `对重大隐患，要挂牌督办、限期整改`
            self._open(part, VERB_FIRST, LIKELY)

    def _asks(self, place: int) -> bool:
        """Whether a matter is named here and the next clause gives the order about it."""
        if place + 1 >= len(self.parts):
            return False
        here, after = self.parts[place], self.parts[place + 1]
        bare = order_at(self.text[after.start : after.end]) == 0
        words = self.text[here.start : here.end]
        return bare and (names_a_matter(words) or AS_WHAT.fullmatch(words) is not None)

    def _subject(self, part: Clause, words: str) -> None:
        """Take a clause that has a subject and no order word; in a plan it rules its sentence."""
        self._act(part, words)
        self.whole_run = self.body and NO_SUBJECT.match(words) is None and "会同" not in words

    def _elaborates(self, place: int, part: Clause, words: str) -> bool:
        """Whether a clause in a plan only details the action before it."""
        last = self.drafts[-1]
        if UNFINISHED.match(self.text[last.start : last.end]):
            return True
        closes = place == len(self.parts) - 1
        brief = closes and part.end - part.start <= BRIEF and last.end - last.start >= BRIEF * 2
        length = part.end - part.start
        if last.start != self.run_from:
            return brief
        details = DETAIL.match(words) is not None and length >= DETAIL_LENGTH
        # `强化规划引导，合理布局…设施`: a brief caption at the head, and what it means
        spelt_out = last.end - last.start <= BRIEF and length >= (last.end - last.start) * 2
        spelt_out = spelt_out and OWN_LIMIT.match(words) is None
        return brief or details or spelt_out

    def _lists_on(self, words: str) -> bool:
        return bool(self.drafts) and self.drafts[-1].reason == LISTED and words.startswith("“")

    def _order(self, place: int, part: Clause, words: str, order: int) -> None:
        lead = DEMANDED.match(words) or LEADING_ORDER.match(words, order)
        body_start = part.start + (lead.end() if lead else order)
        rest = Clause(body_start, part.end, part.mark)
        predicate = self.text[body_start : part.end]
        if not predicate:
            return
        if (
            predicate.startswith("会同")
            and ASSIGNS.fullmatch(predicate)
            and part.mark in {"，", ","}
        ):
            self._set_frame(part, topic=True)  # `A要会同B，5月底前…`
            self.joinable = False
            return
        if order == 0:
            self._by_role(place, rest, predicate)
            return
        role = role_of(predicate)
        if COMPARED.fullmatch(predicate):
            self._act(part, words, reason=ADDRESSED)
        elif role in {Role.STUDY, Role.SLOGAN}:
            self.joinable = False
            self.frame = None
        elif role is Role.FRAME and (self._governs(place) or self._leads_on(place, predicate)):
            self._set_frame(rest, topic=False)
            self.joinable = False
        elif IDIOMS.fullmatch(predicate) and self._governs(place):
            # `各部门要主动对接、积极协调，破解…`
            self._set_frame(rest, topic=True)
            self.joinable = False
        elif role is Role.TOPIC and self.parts[place].mark in {"，", ","}:
            # `各部门要针对…领域，推出…`
            self._set_frame(rest, topic=True)
            self.joinable = False
        # `投资要巩固成果，…`: what the predicate is about, and no body, stays with it
        elif self._governs(place) and AGENT.search(words, 0, order):
            self._act(rest, predicate, reason=ADDRESSED)
        else:
            self._act(part, words, reason=ADDRESSED)

    def _leads_on(self, place: int, predicate: str) -> bool:
        """Whether only the basis of what follows is named: `全市要以…为指导，…`."""
        return place + 1 < len(self.parts) and LEADING_BASIS.match(predicate) is not None

    def _governs(self, place: int) -> bool:
        """Whether a subject rules a run: the next clause has neither subject nor order of its own."""
        if self.parts[place].mark in {"；", ";"} or place + 1 >= len(self.parts):
            return False
        following = self.parts[place + 1]
        words = self.text[following.start : following.end]
        if role_of(words) is Role.RESULT and place + 2 >= len(self.parts):
            return False  # `A要…，确保…`: one measure with its tail
        return order_at(words) is None and (acts(words) or opens_with_manner(words))

    def _result(self, part: Clause) -> None:
        brief = part.end - part.start <= BRIEF_TAIL  # says nothing of a whole run
        own = OWN_RESULT.match(self.text, part.start, part.end)
        if self.joinable and (self.body or brief or own or self.in_run < LONG_RUN):
            self._extend(part)
        elif not self.drafts:
            self._open(part, "只说了要达到的结果", DOUBTFUL)

    def _soft_result(self, place: int, part: Clause, words: str) -> None:
        last = part.mark in {"；", ";"} or self._only_sums_up(place + 1)
        if not self.drafts or not self.joinable:
            self._act(part, words)
        elif self.body and EFFECT.match(words):
            self._extend(part)
        elif not last or CONSEQUENCE.match(words) is None or self._repeats(words):
            self._act(part, words)
        elif self.in_run < LONG_RUN or self.body:
            self._extend(part)

    def _only_sums_up(self, place: int) -> bool:
        """Whether nothing follows but, at most, one clause that sums the run up."""
        if place != len(self.parts) - 1:
            return place >= len(self.parts)
        after = self.parts[place]
        return role_of(self.text[after.start : after.end]) is Role.SUMMARY

    def _repeats(self, words: str) -> bool:
        """Whether the clause opens with the verb of the one before: `推动A加快，推动B落地`."""
        last = self.drafts[-1]
        return self.text.startswith(words[:2], last.start)

    def _act(self, part: Clause, words: str, *, reason: str | None = None) -> None:
        short = part.end - part.start <= SHORTEST
        if short and self.drafts and self.joinable:
            # Two short deeds without objects are one (`广泛宣传，强化引导`), in a plan any two.
            last = self.drafts[-1]
            bare = self.body or opens_with_manner(self.text[last.start : last.end])
            if not acts(words) or (bare and last.end - last.start <= SHORTEST):
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
        if not self.joinable and self.run_closed:
            self.run_from, self.run_closed = part.start, False
        draft = Draft(part.start, part.end, reason, confidence, self.frame)
        draft.frame_stays = self.frame_is_topic or bool(self.drafts)
        self.drafts.append(draft)
        self.in_run += 1
        self.frame = None
        self.joinable = True

    def _extend(self, part: Clause) -> None:
        if self.drafts:
            self.drafts[-1].end = part.end

    def _close(self) -> None:
        self.frame = None
        self.run_closed = True
        self.in_run = 0
        self.whole_run = False
        self.joinable = False

    def _has_slogans(self) -> bool:
        return sum(part.mark in {"；", ";"} for part in self.parts) >= SERVED
