"""Prose: paragraphs whose sentences give orders, and the themes that they open."""

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from tracker.workplan.directives.extraction.announcing import drop_announcement
from tracker.workplan.directives.extraction.drafts import LIKELY, Draft
from tracker.workplan.directives.extraction.lines import Line
from tracker.workplan.directives.extraction.measures import read_sentence
from tracker.workplan.directives.extraction.model import Reached, Span
from tracker.workplan.directives.extraction.priorities import (
    Head,
    Ordinal,
    head_of,
    heading_of,
    ordinals,
    repeated_verbs,
)
from tracker.workplan.directives.extraction.roles import (
    JUDGEMENT,
    SITUATION,
    Role,
    acts,
    order_at,
    role_of,
)
from tracker.workplan.directives.extraction.sentences import Clause, clauses, sentences, trimmed
from tracker.workplan.directives.extraction.speech import COUNTS_ON, MEETING_SPEAKS, SPEECH
from tracker.workplan.directives.extraction.subjects import may_be_subject
from tracker.workplan.directives.extraction.tree import Branch, Finding, Theme
from tracker.workplan.directives.extraction.units import CHARGES

# `会议结论：`, `遗留问题：`: a field's name before the sentence
FIELD = re.compile(
    r"[\s　*#>-]*(?:会议结论|结论|遗留问题|下一步(?:工作|计划|打算|安排)?|待办(?:事项)?|行动项|工作要求|会议(?:议定|决定)(?:事项)?|具体措施|主要措施|主要举措|工作举措|任务举措|工作措施|工作内容|主要内容|任务要求)[:：]\s*"
)
# A field that says that there is nothing.
NOTHING = re.compile(r"(?:无|暂无|没有|略|待定|待确认|无明确.*|/|-)$")
# `首先，要打基础。` above `一是…`
COUNTED_HEAD = re.compile(
    r"(?:首先|其次|再次|最后|第[一二三四五六七八九])，(?:要|是)?(?P<name>[^，,。；;：:]{2,14})[。：:]\s*$"
)
HEAD_BEHIND = "。；;，,：: 　\n"
LONGEST_HEAD = 24
BRIEF_PIECE = 8
A_PAIR, ALIKE = 2, 1
HAS_FIGURE = re.compile(r"\d")
# `一是责任落实到位`: how things are to be, as good as an action and its object
STATE_ASKED_FOR = re.compile(
    r"[一-鿿]{3,14}(?:到位|到底|到边|到人|见底|清零|落地|见效|达标|过关|过硬|清楚|有力|有序|不断档)"
)
THEME_SURE, THEME_LIKELY = 0.95, 0.85


def _names_a_doer(words: str) -> bool:
    """Whether a clause orders by its own subject: `各乡镇要…`, `某局负责…`."""
    order = order_at(words)
    asks = order is not None and order > 0 and may_be_subject(words[:order])
    return asks or CHARGES.match(words) is not None


class Prose:
    """Reads one stretch of prose; `body`: it stands under a number."""

    def __init__(
        self,
        text: str,
        lines: list[Line],
        *,
        body: bool,
        imperative: bool = False,
        reached: Reached | None = None,
    ) -> None:
        self.text = text
        self.lines = lines
        self.body = body
        self.imperative = body or imperative
        self.reached = reached
        self._behind_fields: set[int] = set()

    def read(self) -> list[Branch]:
        """Give themes and measures in order."""
        paragraphs = list(self._paragraphs())
        repeated = repeated_verbs(
            self.text,
            (
                opening
                for paragraph in paragraphs
                for sentence in sentences(self.text, paragraph.start, paragraph.end)
                for opening in self._openings(sentence)
            ),
        )
        found: list[Branch] = []
        for paragraph in paragraphs:
            # A field such as `会议结论：` announces orders.
            has_field = paragraph.start in self._behind_fields
            found += self._paragraph(paragraph, repeated, imperative=self.imperative or has_field)
            if self.reached is not None:
                self.reached(paragraph.end)
        return found

    def _paragraphs(self) -> Iterator[Span]:
        for line in self.lines:
            words = self.text[line.start : line.end]
            if line.is_set_aside or words.startswith(("|", "#")) or self._is_title(words):
                continue
            field = FIELD.match(words)
            start = line.start + (field.end() if field else 0)
            if field:
                self._behind_fields.add(start)
            if start < line.end and not NOTHING.match(self.text[start : line.end].rstrip("。；;")):
                yield Span(start, line.end)

    def _is_title(self, words: str) -> bool:
        plain = not any(mark in words for mark in "。；;！") and not FIELD.match(words)
        return plain and (
            not self.body or not acts(words.lstrip("*-•· 　")) or words.endswith(("：", ":"))
        )

    def _paragraph(self, span: Span, repeated: frozenset[str], *, imperative: bool) -> list[Branch]:
        run = ordinals(self.text, span.start, span.end)
        if not run:
            found = self._plain(span, repeated, imperative=imperative)[0]
            drop_announcement(self.text, found)
            return found
        before, orders = self._plain(
            Span(span.start, run[0].start), repeated, imperative=imperative
        )
        listed = next((n for n, it in enumerate(run[1:], 1) if it.count == 1), len(run))
        drop_announcement(self.text, before, run[0].start, listed)
        lead = self.text[span.start : run[0].start].lstrip()
        if not orders and lead and (SITUATION.match(lead) or JUDGEMENT.search(lead)):
            return before
        stretches = list(self._stretches(run, span))
        found = before
        at, target = run[0].start, found
        for ordinal, stretch in zip(run, stretches, strict=True):
            head = self._counted_head(ordinal, span)
            found += self._plain(
                Span(at, head.start if head else ordinal.start), repeated, imperative=True
            )[0]
            if head is not None:
                while found and isinstance(found[-1], Finding) and found[-1].start >= head.start:
                    found.pop()
                theme = Theme(head.start, head.name, head.reason, THEME_LIKELY)
                found.append(theme)
                target = theme.children
            elif ordinal.count == 1:
                target = found
            target += self.read_ordinal(ordinal, stretch)
            at = stretch.end
        found = [it for it in found if isinstance(it, Finding) or it.children]
        found += self._plain(Span(at, span.end), repeated, imperative=True)[0]
        return found if orders or imperative or self._gives_orders(run, stretches) else []

    def _counted_head(self, ordinal: Ordinal, paragraph: Span) -> Head | None:
        """Find the theme that stands above a run: `其次，要抓重点。一是…`."""
        if ordinal.count > 1:
            return None
        opened = max(paragraph.start, ordinal.start - LONGEST_HEAD)
        found = COUNTED_HEAD.search(self.text, opened, ordinal.start)
        if found is None or (
            found.start() > paragraph.start and self.text[found.start() - 1] not in HEAD_BEHIND
        ):
            return None
        return Head(found.start(), found.end(), found["name"], "“首先、其次”带出的重点")

    def _gives_orders(self, run: list[Ordinal], stretches: list[Span]) -> bool:
        return any(
            o.word == "要" or acts(self.text[s.start : s.end]) or self._charges(s)
            for o, s in zip(run, stretches, strict=True)
        )

    def _charges(self, stretch: Span) -> bool:
        """Whether the words behind an ordinal say who or what is to do so: `一是某局要…`."""
        head = next(iter(clauses(self.text, stretch.start, stretch.end)), None)
        return head is not None and _names_a_doer(self.text[head.start : head.end])

    def _stretches(self, run: list[Ordinal], paragraph: Span) -> Iterator[Span]:
        """Give each ordinal its words; the last of a run takes one sentence if the others do."""
        several = False
        for ordinal, after in zip_longest(run, run[1:]):
            head = self._counted_head(after, paragraph) if after else None
            limit = head.start if head else after.start if after else paragraph.end
            stretch = Span(ordinal.body, limit)
            if after is None or after.count == 1:
                first = next(iter(sentences(self.text, ordinal.body, limit)), stretch)
                yield stretch if several or head else Span(ordinal.body, first.end)
                several = False
            else:
                several = several or len(list(sentences(self.text, stretch.start, stretch.end))) > 1
                yield stretch

    def read_ordinal(self, ordinal: Ordinal, stretch: Span) -> list[Branch]:
        """`一是…`: a theme with its measures, or a measure where nothing stands beneath it."""
        spans = list(sentences(self.text, stretch.start, stretch.end))
        parts = clauses(self.text, spans[0].start, spans[0].end) if spans else []
        if not parts:
            return []
        head = parts[0]
        words = self.text[head.start : head.end]
        name = heading_of(words)
        whole = read_sentence(self.text, spans[0], imperative=True, headed=True)
        if len(parts) > 1 or len(spans) > 1:
            one = len(whole.measures) == 1 and whole.measures[0].start <= head.start
            one = one and (acts(words) or _names_a_doer(words))
            pair = self._is_brief_pair(parts) and len(whole.measures) == A_PAIR
            if len(spans) == 1 and (one or pair):
                return self._findings(whole.measures)
            theme = self._theme(ordinal, parts, spans)
            if theme.children:
                theme.end = self._theme_end(spans, theme)
                return [theme]
        if role_of(words) is not Role.PLAIN or _names_a_doer(words):
            return self._findings(whole.measures)
        if STATE_ASKED_FOR.fullmatch(words):
            return [Finding(head.start, head.end, "“一是、二是”列出的要求", LIKELY)]
        return self._noun(ordinal, head.start, head.end, name)

    def _is_brief_pair(self, parts: list[Clause]) -> bool:
        """`一是加强领导，完善机构`: of the same length, so neither is the other's heading."""
        lengths = {part.end - part.start for part in parts}
        alike = len(parts) == A_PAIR and max(lengths) - min(lengths) <= ALIKE
        return alike and all(
            part.end - part.start <= BRIEF_PIECE
            and acts(self.text[part.start : part.end])
            # `打好攻坚战，新开工项目30个`: the second says how far the first goes
            and not HAS_FIGURE.search(self.text, part.start, part.end)
            for part in parts
        )

    def _theme(self, ordinal: Ordinal, parts: list[Clause], spans: list[Span]) -> Theme:
        """Make a theme of an ordinal: its first clause or brief sentence the heading, the rest its body."""
        head = parts[0]
        words = self.text[head.start : head.end]
        theme = Theme(ordinal.start, heading_of(words), "“一是、二是”带出的重点", THEME_SURE)
        rest = Span(head.end + 1, spans[0].end)
        brief = all(part.end - part.start <= BRIEF_PIECE for part in parts)
        if len(parts) > 1 and len(spans) > 1 and brief:
            # `一要加强领导，抓好落实。各单位…`: the whole first sentence is the heading
            theme.heading = heading_of(self.text[head.start : parts[-1].end])
            rest = Span(spans[0].end, spans[0].end)
        for span in (rest, *spans[1:]):
            if span.start < span.end:
                said = read_sentence(self.text, span, imperative=True, body=self.body, headed=True)
                theme.children += self._findings(said.measures)
        if not theme.children and not acts(words):
            theme.children += self._loose(rest)
        return theme

    def _theme_end(self, spans: list[Span], theme: Theme) -> int:
        last = max(child.end for child in theme.children)
        ends = [trimmed(self.text, span.start, span.end) for span in spans]
        return next((span.end for span in ends if span is not None and span.end >= last), last)

    def _loose(self, rest: Span) -> list[Branch]:
        span = trimmed(self.text, rest.start, rest.end)
        return [] if span is None else [Finding(span.start, span.end, "重点下面的一般要求", 0.4)]

    def _noun(self, ordinal: Ordinal, start: int, end: int, name: str) -> list[Branch]:
        theme = Theme(ordinal.start, name, "“一是、二是”列出的方面", 0.6, end)
        theme.children.append(Finding(start, end, "列出的方面，原文未写举措", 0.3))
        return [theme]

    def _plain(
        self, span: Span, repeated: frozenset[str], *, imperative: bool
    ) -> tuple[list[Branch], bool]:
        """Themes and measures of sentences without ordinals; and whether the last gave orders."""
        found: list[Branch] = []
        theme: Theme | None = None
        ordered = imperative
        for head, rest in self._headed(span, repeated):
            if head is None and MEETING_SPEAKS.match(self.text, rest.start, rest.end):
                theme = None
            if head is not None:
                theme = Theme(head.start, head.name, head.reason, THEME_LIKELY)
                found.append(theme)
                imperative = True
            if rest.start >= rest.end:
                continue
            resumed = ordered and COUNTS_ON.match(self.text, rest.start, rest.end) is not None
            said = read_sentence(
                self.text,
                rest,
                imperative=imperative or resumed,
                body=self.body,
                headed=head is not None,
            )
            imperative = said.orders or self.imperative
            ordered = ordered or imperative
            target = found if theme is None else theme.children
            target += self._findings(said.measures)
            if theme is not None and said.measures:
                theme.end = rest.end
        for branch in found:
            if isinstance(branch, Theme) and branch.children:
                kept = trimmed(self.text, branch.start, branch.end)
                branch.end = kept.end if kept else branch.end
        return [b for b in found if isinstance(b, Finding) or b.children], imperative

    def _headed(self, span: Span, repeated: frozenset[str]) -> Iterator[tuple[Head | None, Span]]:
        """Cut sentences where a theme opens; give each piece behind its head."""
        for sentence in sentences(self.text, span.start, span.end):
            begun, head = sentence.start, head_of(self.text, sentence, repeated)
            for opening in list(self._openings(sentence))[1:]:
                following = head_of(self.text, opening, repeated)
                if following is not None:
                    if head is not None or not self._only_speaks(begun, opening.start):
                        yield head, Span(head.end if head else begun, opening.start)
                    begun, head = opening.start, following
            yield head, Span(head.end if head else begun, sentence.end)

    def _openings(self, sentence: Span) -> Iterator[Span]:
        """Give the sentence, then what follows `会议强调，` or a semicolon: there a theme may open."""
        yield sentence
        parts = clauses(self.text, sentence.start, sentence.end)
        for part, after in pairwise(parts):
            if part.mark in {"；", ";"} or SPEECH.fullmatch(self.text, part.start, part.end):
                yield Span(after.start, after.end + 1)

    def _only_speaks(self, start: int, end: int) -> bool:
        return all(
            SPEECH.fullmatch(self.text, part.start, part.end)
            for part in clauses(self.text, start, end)
        )

    def _findings(self, drafts: tuple[Draft, ...]) -> list[Branch]:
        return [Finding(d.start, d.end, d.reason, d.confidence) for d in drafts]
