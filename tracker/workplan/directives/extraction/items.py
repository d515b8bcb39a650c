"""Numbered items: which is a priority, which is one measure, which is cut into its sentences."""

import re
from bisect import bisect
from dataclasses import dataclass

from tracker.workplan.directives.extraction.lines import Line
from tracker.workplan.directives.extraction.model import Span
from tracker.workplan.directives.extraction.outline import BREAK, Node
from tracker.workplan.directives.extraction.priorities import Ordinal, heading_of
from tracker.workplan.directives.extraction.prose import Prose
from tracker.workplan.directives.extraction.roles import MEETING_SPEAKS, ORDER, SITUATION, acts
from tracker.workplan.directives.extraction.sentences import enclosed, sentences, trimmed
from tracker.workplan.directives.extraction.tree import Branch, Finding, Theme, findings
from tracker.workplan.directives.extraction.units import (
    LABEL,
    Assignment,
    read_bracket,
    read_labels,
)

# Sections that frame the plan and order nothing: aims, principles, the look back.
FRAME_SECTION = re.compile(
    r".{0,12}(?:总体(?:要求|思路|目标|考虑)|指导思想|基本(?:原则|思路|情况|形势|要求)|(?:重大|重要|现实)意义|(?:工作|主要|发展|试点|总体|预期|建设|行动|年度)目标$|^目标$|背景|现状|回顾|工作总结|工作(?:完成|进展)?情况"
    r"|取得的?成(?:效|绩)|存在的?(?:主要)?(?:问题|困难)|形势(?:分析|任务)?$|适用范围|名词解释|术语|编制依据|与会|参会|出席|议题\(|主要成效|肯定.{0,4}成绩|成绩(?:和|与|$))"
)
GLOSSARY = frozenset({"名词解释"})
NOT_A_FRAME = re.compile(r"任务|举措|措施|安排|分工")
# `深刻认识…的重要意义`: the body argues, it gives orders only where it says so
ARGUMENT = re.compile(
    r"(?:深刻|充分|切实)?(?:认识|把握|提高.{0,4}认识|统一思想|增强.{0,20}(?:责任感|使命感|紧迫感))"
)
STEPS = re.compile(r"(?:具体|主要|工作|任务)(?:措施|举措)[:：]\s*")
CLOSING_COLON = re.compile(r"[:：]\**\s*$")
STOPS = frozenset("。；;！？!?\n")
CAPTION_LENGTH = 46
CAPTION_COMMAS = 2
NUMBERED = "带编号的标题"
ITEM_SURE, ITEM_LIKELY, HEADING_SURE = 0.97, 0.85, 0.97
FIELD_DECORATION = " \t　*>-"
FIELD_END = re.compile(r"[。\n]")


@dataclass(frozen=True, slots=True)
class Assigned:
    """A bracket, or a run of labelled fields, and what it assigns."""

    span: Span
    assignment: Assignment


class Items:
    """Reads the numbered items of one report."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines
        self.first_leads = False
        self.next_line = 0

    def read(self, node: Node, *, last: bool) -> list[Branch]:
        """Give what the item and all beneath it yield; `last`: nothing numbered follows it."""
        if self._frames_a_section(node):
            return []
        if not node.is_item:
            branches = self._prose(node.body, node.own_end, body=False)
            return branches + self._children(node, last=last)
        caption = self._caption(node)
        name = heading_of(caption.text_of(self.text))
        if FRAME_SECTION.match(name) and not NOT_A_FRAME.search(name):
            return []
        if node.children:
            return self._group(node, caption, name, last=last)
        return self._leaf(node, caption, name, last=last)

    def _frames_a_section(self, node: Node) -> bool:
        """Whether a section without number looks back or explains; the last part is never given up."""
        heading = heading_of(self.text[node.start : node.body].strip("# "))
        if node.kind != BREAK or node.parent is None or FRAME_SECTION.match(heading) is None:
            return False
        return heading in GLOSSARY or (
            node.parent.children[-1] is not node and NOT_A_FRAME.search(heading) is None
        )

    def _children(self, node: Node, *, last: bool) -> list[Branch]:
        found: list[Branch] = []
        for place, child in enumerate(node.children):
            found += self.read(child, last=last and place == len(node.children) - 1)
        return found

    def _group(self, node: Node, caption: Span, name: str, *, last: bool) -> list[Branch]:
        theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
        after: list[Branch] = []
        lede = self._assigned(caption.end, node.own_end)
        if not lede:
            theme.children += self._prose(caption.end, node.own_end, body=False)
        for place, child in enumerate(node.children):
            final = last and place == len(node.children) - 1
            found = self.read(child, last=final)
            inside = [b for b in found if not (final and b.start >= self._outside(child))]
            theme.children += inside
            after += [b for b in found if b not in inside]
        return ([theme] if findings(theme.children) else []) + after

    def _outside(self, node: Node) -> int:
        """Where the closing text of the report begins, behind the last item's last bracket."""
        while node.children:
            node = node.children[-1]
        assigned = self._assigned(node.body, node.own_end)
        if assigned:
            return assigned[-1].span.end
        closing = self._closing(node, self._caption(node))
        return node.end + 1 if closing is None else closing

    def _closing(self, node: Node, caption: Span) -> int | None:
        """Find where the meeting's closing words begin: a paragraph behind a finished item."""
        rest = trimmed(self.text, caption.end, node.own_end)
        if rest is None or self.text[caption.end : caption.end + 1] not in STOPS - {"\n"}:
            return None
        is_paragraph = "\n" in self.text[caption.end : rest.start]
        is_closing = is_paragraph and MEETING_SPEAKS.match(self.text, rest.start)
        return rest.start if is_closing else None

    def _caption(self, node: Node) -> Span:
        first = next(iter(sentences(self.text, node.body, node.own_end)), None)
        if first is None:
            return Span(node.body, node.body)
        steps = STEPS.search(self.text, first.start, first.end)
        end = steps.start() if steps else first.end
        colon = CLOSING_COLON.search(self.text, first.start, end)
        kept = trimmed(self.text, first.start, colon.start() if colon else end)
        return kept or Span(first.start, end)

    def _assigned(self, start: int, end: int) -> list[Assigned]:
        found: list[Assigned] = []
        for inner in enclosed(self.text, start, end):
            if self.text[inner.start] not in "（([［【" or LABEL.match(self.text, inner.start):
                continue
            assignment = read_bracket(
                self.text[inner.start + 1 : inner.end - 1], first_leads=self.first_leads
            )
            if assignment is not None and self._closes(inner, start, end):
                self.first_leads = self.first_leads or assignment.first_leads
                found.append(Assigned(inner, assignment))
        found += self._labelled(start, end, [one.span for one in found])
        return sorted(found, key=lambda one: one.span.start)

    def _closes(self, bracket: Span, start: int, end: int) -> bool:
        """Whether a bracket stands behind or before a stop, so that it speaks of all before it."""
        after = self.text[bracket.end : bracket.end + 1] if bracket.end < end else ""
        before = self.text[bracket.start - 1] if bracket.start > start else ""
        return before in STOPS or not after or after in STOPS or after.isspace()

    def _labelled(self, start: int, end: int, brackets: list[Span]) -> list[Assigned]:
        """Find fields that open a line or follow a stop: `责任单位：…；完成时限：…。`."""
        found: list[Assigned] = []
        for label in LABEL.finditer(self.text, start, end):
            if found and label.start() < found[-1].span.end:
                continue  # a further field of the same run
            if self._is_inside(label.start(), brackets) or not self._opens(label.start(), start):
                continue
            stop = FIELD_END.search(self.text, label.end(), end)
            span = Span(label.start(), stop.start() if stop else end)
            read = read_labels(span.text_of(self.text))
            if found and trimmed(self.text, found[-1].span.end, span.start) is None:
                last = found.pop()
                span = Span(last.span.start, span.end)
                read = Assignment(
                    last.assignment.units + read.units, read.time or last.assignment.time
                )
            found.append(Assigned(span, read))
        return found

    def _is_inside(self, at: int, brackets: list[Span]) -> bool:
        place = bisect(brackets, at, key=lambda span: span.start)
        return place > 0 and at < brackets[place - 1].end

    def _opens(self, at: int, start: int) -> bool:
        """Whether nothing but decoration stands between here and a stop or the line's head."""
        while at > start and self.text[at - 1] in FIELD_DECORATION:
            at -= 1
        return at == start or self.text[at - 1] in STOPS or self.text[at - 1] in "）)"

    def _leaf(self, node: Node, caption: Span, name: str, *, last: bool) -> list[Branch]:
        end = node.own_end
        assigned = self._assigned(node.body, end)
        steps = STEPS.search(self.text, caption.end, end)
        if steps is not None:
            return self._with_steps(node, name, assigned, steps, last=last)
        if not assigned:
            return self._unassigned(node, caption, name, last=last)
        after: list[Branch] = []
        if last and assigned[-1].span.end < end:
            after = self._prose(assigned[-1].span.end, end, body=True)
            end = assigned[-1].span.end
        elif trimmed(self.text, assigned[-1].span.end, end) is not None:
            return self._segmented(node, caption, name, assigned, end)
        if len(assigned) == 1:
            return [*self._whole(node.body, assigned[0]), *after]
        return [*self._segmented(node, caption, name, assigned, end), *after]

    def _with_steps(
        self, node: Node, name: str, assigned: list[Assigned], steps: re.Match[str], *, last: bool
    ) -> list[Branch]:
        """`…。具体措施：…`: a heading and, without a number, its one measure."""
        theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
        own = [a for a in assigned if a.span.start >= steps.end()]
        after: list[Branch] = []
        if len(own) == 1:
            theme.children += self._whole(steps.end(), own[0])
            if last:
                after = self._prose(own[0].span.end, node.own_end, body=True)
        else:
            theme.children += self._cut(steps.end(), node.own_end, own)
        return ([theme] if theme.children else []) + after

    def _whole(self, start: int, assigned: Assigned) -> list[Branch]:
        span = trimmed(self.text, start, assigned.span.start)
        if span is None:
            return []
        given = assigned.assignment
        return [
            Finding(
                span.start,
                span.end,
                "带编号的一条，写明了责任单位",
                ITEM_SURE,
                given.units,
                given.time,
            )
        ]

    def _segmented(
        self, node: Node, caption: Span, name: str, assigned: list[Assigned], end: int
    ) -> list[Branch]:
        """Several brackets in one item: each speaks of the sentences since the one before."""
        theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
        theme.children += self._cut(caption.end, end, assigned)
        return [theme] if theme.children else []

    def _cut(self, start: int, end: int, assigned: list[Assigned]) -> list[Branch]:
        found: list[Branch] = []
        for one in assigned:
            paragraph = max(self.text.rfind("\n", start, one.span.start), start)
            found += self._prose(start, paragraph, body=True)
            group = self._prose(paragraph, one.span.start, body=True)
            self._give(group, one.assignment)
            found += group
            start = one.span.end
        return found + self._prose(start, end, body=True)

    def _give(self, group: list[Branch], given: Assignment) -> None:
        for finding in findings(group):
            finding.units = given.units
            finding.time = given.time

    def _unassigned(self, node: Node, caption: Span, name: str, *, last: bool) -> list[Branch]:
        end = node.own_end
        rest = trimmed(self.text, caption.end, end)
        if rest is None:
            return self._caption_alone(caption)
        closing = self._closing(node, caption) if last else None
        if closing is not None:
            return self._caption_alone(caption) + self._prose(closing, end, body=False)
        if node.kind == "ordinal":
            prose = Prose(self.text, self._lines_within(node.body, end), body=False)
            return prose.read_ordinal(Ordinal(node.start, node.body, "是", 1), Span(node.body, end))
        body = ARGUMENT.match(name) is None
        own_line = "\n" in self.text[caption.end : rest.start]
        short = len(name) <= CAPTION_LENGTH and name.count("，") + name.count(",") < CAPTION_COMMAS
        if own_line or short:
            theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
            theme.children += self._prose(caption.end, end, body=body)
            return [theme] if theme.children else self._caption_alone(caption)
        return self._prose(node.body, end, body=body)

    def _caption_alone(self, caption: Span) -> list[Branch]:
        """Take the item's first sentence for its measure, if it orders or states anything."""
        words = caption.text_of(self.text)
        stopped = self.text[caption.end : caption.end + 1] in STOPS - {"\n"}
        if acts(words) or ORDER.search(words) or (stopped and not SITUATION.match(words)):
            return [Finding(caption.start, caption.end, "带编号的一条", ITEM_LIKELY)]
        return []

    def _prose(self, start: int, end: int, *, body: bool) -> list[Branch]:
        return Prose(self.text, self._lines_within(start, end), body=body).read()

    def _lines_within(self, start: int, end: int) -> list[Line]:
        """Cut the lines to a stretch; found by halving, as stretches come in any order."""
        low, high = 0, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle].end <= start:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(self.lines) and self.lines[low].start < end:
            line = self.lines[low]
            if max(line.start, start) < min(line.end, end):
                found.append(Line(max(line.start, start), min(line.end, end), line.is_set_aside))
            low += 1
        return found
