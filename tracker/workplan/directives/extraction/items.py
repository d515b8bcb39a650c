"""Numbered items: which is a priority, which is one measure, which is cut into its sentences."""

import re
from bisect import bisect_left
from itertools import islice, zip_longest

from tracker.workplan.directives.extraction.announcing import drop_announcement
from tracker.workplan.directives.extraction.assignments import (
    BRACKETS,
    STOPS,
    Assigned,
    Fields,
)
from tracker.workplan.directives.extraction.lines import Line, lines_within
from tracker.workplan.directives.extraction.model import Reached, Span
from tracker.workplan.directives.extraction.outline import BREAK, Node
from tracker.workplan.directives.extraction.priorities import LOOSE, Ordinal, heading_of, ordinals
from tracker.workplan.directives.extraction.prose import Prose
from tracker.workplan.directives.extraction.roles import (
    ORDER,
    SITUATION,
    Role,
    acts,
    office_acts,
    role_of,
)
from tracker.workplan.directives.extraction.sections import (
    ARGUMENT,
    FRAME_SECTION,
    GLOSSARY,
    NOT_A_FRAME,
    PLANS,
    frames,
    is_heading,
)
from tracker.workplan.directives.extraction.sentences import clauses, sentences, trimmed
from tracker.workplan.directives.extraction.speech import AGREED, MEETING_SPEAKS, after_resolution
from tracker.workplan.directives.extraction.tree import Branch, Finding, Theme, findings
from tracker.workplan.directives.extraction.units import (
    NAMES,
    Assignment,
    read_prose,
)

# `4月15日前`, `三季度末前`: a limit that an item sets itself
OWN_LIMIT = re.compile(
    r"(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|末)?|年底|年内|季度末?|月底)(?:之)?前|年内"
)
BULLET = re.compile(r"[*•·●▪◆■○➢√-][\s　]*")
# `市城管局会同市公安局，对…`: the sentence names who does it, with whom
TOGETHER_DOES = re.compile(rf"{NAMES}会同{NAMES}")
# `动员部署阶段（2016年3月—4月）`: a stage of the plan and its time
STAGE = re.compile(
    r"[^，,。；;]{2,14}阶段[（(](?P<time>[^（）()]{0,12}\d{1,2}月[^（）()]{0,16})[）)]$"
)
# `某某负责联系…`: somebody is charged in a line of a list
CHARGES = re.compile(r"[^，,。；;的]{2,12}(?:负责|牵头)(?!人|制|的)")
STEPS = re.compile(r"(?:具体|主要|工作|任务)(?:措施|举措)[:：]\s*")
CLOSING_COLON = re.compile(r"[:：]\**\s*$")
LEAST_OF_A_LIST = 3
NUMBERED = "带编号的标题"
ITEM_SURE, ITEM_LIKELY, HEADING_SURE = 0.97, 0.85, 0.97


class Items:
    """Reads the numbered items of one report."""

    def __init__(
        self,
        text: str,
        lines: list[Line],
        tables: list[Branch] | None = None,
        grids: list[Span] | None = None,
        reached: Reached | None = None,
    ) -> None:
        self.text = text
        self.reached = reached
        self.lines = lines
        self.tables = tables or []
        self.placed: set[int] = set()
        """Where those tables' rows begin that stand under a number, or in a section that is a frame."""
        self.fields = Fields(text, grids)

    def read_all(self, root: Node) -> list[Branch]:
        """Give what the whole report yields, its tables' rows in their place."""
        found = self.read(root, last=True)
        found += [branch for branch in self.tables if branch.start not in self.placed]
        return sorted(found, key=lambda branch: branch.start)

    def read(self, node: Node, *, last: bool) -> list[Branch]:
        """Give what the item and all beneath it yield; `last`: nothing numbered follows it."""
        if self.reached is not None:
            self.reached(node.start)
        if self._frames_a_section(node):
            return []
        if not node.is_item:
            plans = (
                node.kind == BREAK and PLANS.search(self.text, node.start, node.body) is not None
            )
            branches = self._prose(node.body, node.own_end, body=False, imperative=plans)
            drop_announcement(self.text, branches, node.own_end, len(node.children))
            return branches + self._children(node, last=last)
        caption = self._caption(node)
        name = heading_of(caption.text_of(self.text))
        if frames(name) and not self.fields.assigned(node.body, node.end):
            self._rows(node.start, node.end)
            return []
        if node.children:
            return self._group(node, caption, name, last=last)
        return self._leaf(node, caption, name, last=last)

    def _frames_a_section(self, node: Node) -> bool:
        """Whether a section without number looks back or explains; the last part is never given up."""
        heading = heading_of(self.text[node.start : node.body].strip("# "))
        if node.kind != BREAK or node.parent is None or not FRAME_SECTION.match(heading):
            return False
        if heading in GLOSSARY:
            return True
        if node.parent.children[-1] is node or NOT_A_FRAME.search(heading):
            return False
        # What bears its own units is never given up with its section.
        return not self.fields.assigned(node.body, node.end)

    def _children(self, node: Node, *, last: bool) -> list[Branch]:
        found: list[Branch] = []
        for place, child in enumerate(node.children):
            found += self.read(child, last=last and place == len(node.children) - 1)
        return found

    def _group(self, node: Node, caption: Span, name: str, *, last: bool) -> list[Branch]:
        theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
        after: list[Branch] = []
        lede = self.fields.assigned(caption.end, node.own_end)
        if not lede:
            theme.children += self._prose(caption.end, node.own_end, body=False)
            drop_announcement(self.text, theme.children, node.own_end, len(node.children))
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
        assigned = self.fields.assigned(node.body, node.own_end)
        if assigned:
            return assigned[-1].span.end
        closing = self._closing(node, self._caption(node))
        return node.end + 1 if closing is None else closing

    def _closing(self, node: Node, caption: Span) -> int | None:
        """Find where the meeting's closing words begin: a paragraph behind a finished item."""
        if self.text[caption.end : caption.end + 1] not in STOPS - {"\n"}:
            return None
        lines = lines_within(self.lines, caption.end + 1, node.own_end)
        broken = self.text.find("\n", caption.end, node.own_end)
        if broken >= 0 and self._ends_a_list(node):
            return next((line.start for line in lines if line.start > broken), None)
        heads = (line.start for line in lines if self.text[line.start - 1] in " \t　\n")
        return next((at for at in heads if MEETING_SPEAKS.match(self.text, at)), None)

    def _ends_a_list(self, node: Node) -> bool:
        """Whether the item is the last of a list whose items are one line each: more is no part of it."""
        siblings = node.parent.children if node.parent is not None else []
        if len(siblings) < LEAST_OF_A_LIST or siblings[-1] is not node:
            return False
        return all(
            not one.children
            and "\n" not in self.text[one.body : one.own_end].strip()
            and self.text[one.body : one.own_end].rstrip().endswith(("。", "；", ";"))
            for one in siblings[:-1]
        )

    def _caption(self, node: Node) -> Span:
        first = next(iter(sentences(self.text, node.body, node.own_end)), None)
        if first is None:
            return Span(node.body, node.body)
        steps = STEPS.search(self.text, first.start, first.end)
        end = steps.start() if steps else first.end
        colon = CLOSING_COLON.search(self.text, first.start, end)
        kept = trimmed(self.text, first.start, colon.start() if colon else end)
        return kept or Span(first.start, end)

    def _leaf(self, node: Node, caption: Span, name: str, *, last: bool) -> list[Branch]:
        end = node.own_end
        stage = STAGE.match(caption.text_of(self.text))
        whole = trimmed(self.text, caption.start, end)
        if stage is not None and whole is not None:
            return [
                Finding(whole.start, whole.end, "方案的一个阶段", ITEM_LIKELY, (), stage["time"])
            ]
        assigned = self.fields.assigned(node.body, end)
        steps = STEPS.search(self.text, caption.end, end)
        if steps is not None:
            return self._with_steps(node, name, assigned, steps, last=last)
        if not assigned:
            closing = self._closing(node, caption)
            own = self._unassigned(node, caption, name, end if closing is None else closing)
            return own + ([] if closing is None else self._prose(closing, end, body=False))
        bullets = self._bullets(caption, end)
        if bullets:
            return self._bulleted(node, name, bullets, end)
        return self._with_fields(node, caption, name, assigned, last=last)

    def _with_fields(
        self, node: Node, caption: Span, name: str, assigned: list[Assigned], *, last: bool
    ) -> list[Branch]:
        """One bracket or run of fields at the end makes one measure; more of them, or text behind, cut it."""
        end = node.own_end
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
        """Several brackets in one item: each speaks of the sentences since the one before.

        A field right behind the caption is the caption's own: `创建卫生县城。责任单位：…`.
        """
        first = assigned[0]
        is_field = self.text[first.span.start] not in BRACKETS
        if is_field and not self.text[caption.end : first.span.start].strip(LOOSE):
            own = self._whole(node.body, first)
            return own + self._cut(first.span.end, end, assigned[1:])
        theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
        theme.children += self._cut(caption.end, end, assigned)
        return [theme] if theme.children else []

    def _cut(self, start: int, end: int, assigned: list[Assigned]) -> list[Branch]:
        found: list[Branch] = []
        for one in assigned:
            words = self.text[start : one.span.start].rstrip(LOOSE)
            paragraph = max(self.text.rfind("\n", start, start + len(words)), start)
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

    def _bullets(self, caption: Span, end: int) -> list[int]:
        """Where the bullets of a list begin that stands under a heading of its own line."""
        lines = (
            lines_within(self.lines, caption.end, end)
            if self.text[caption.end : caption.end + 1] == "\n"
            else []
        )
        marked = [line.start for line in lines if BULLET.match(self.text, line.start)]
        return marked if marked and marked[0] == lines[0].start else []

    def _bulleted(self, node: Node, name: str, bullets: list[int], end: int) -> list[Branch]:
        """`（二）待办事项` and beneath it bullets with fields: each is read for itself."""
        theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
        for start, after in zip(bullets, [*bullets[1:], end], strict=True):
            mark = BULLET.match(self.text, start)
            begin = mark.end() if mark else start
            assigned = self.fields.assigned(begin, after)
            if assigned:
                theme.children += self._whole(begin, assigned[0])
            else:
                theme.children += self._prose(begin, after, body=True)
        return [theme] if theme.children else []

    def _unassigned(self, node: Node, caption: Span, name: str, end: int) -> list[Branch]:
        rest = trimmed(self.text, caption.end, end)
        listed = self._listed(node, caption)
        if listed:
            return listed
        if rest is None:
            return self._caption_alone(caption)
        if node.kind == "ordinal":
            prose = Prose(self.text, lines_within(self.lines, node.body, end), body=False)
            return prose.read_ordinal(Ordinal(node.start, node.body, "是", 1), Span(node.body, end))
        if self._is_one_task(caption, end):
            return [
                Finding(caption.start, rest.end, "带编号的一条，写明了时限或责任单位", ITEM_LIKELY)
            ]
        body = ARGUMENT.match(name) is None
        own_line = "\n" in self.text[caption.end : rest.start]
        if (own_line or is_heading(name)) and not AGREED.match(name):
            theme = Theme(node.start, name, NUMBERED, HEADING_SURE)
            theme.children += self._prose(caption.end, end, body=body)
            return [theme] if theme.children else self._caption_alone(caption)
        return self._prose(node.body, end, body=body)

    def _listed(self, node: Node, caption: Span) -> list[Branch]:
        """`关于…问题：一是…；二是…`: a heading and, run in behind it, what was resolved."""
        run = ordinals(self.text, caption.start, caption.end)
        if not run or not CLOSING_COLON.search(self.text, caption.start, run[0].start):
            return []
        theme = Theme(
            node.start,
            heading_of(self.text[caption.start : run[0].start]),
            NUMBERED,
            HEADING_SURE,
        )
        for ordinal, after in zip_longest(run, run[1:]):
            span = trimmed(self.text, ordinal.body, after.start if after else caption.end)
            if span is not None:
                theme.children.append(
                    Finding(span.start, span.end, "“一是、二是”列出的一条", ITEM_LIKELY)
                )
        return [theme] if theme.children else []

    def _is_one_task(self, caption: Span, end: int) -> bool:
        """`优化线网。市交通局4月底前提出方案`: a caption and one sentence with its own limit or unit."""
        following = list(islice(sentences(self.text, caption.end, end), 2))
        if len(following) != 1 or "\n" in self.text[caption.end : following[0].start]:
            return False
        words = following[0].text_of(self.text)
        if "；" in words:  # several tasks, each with its own
            return False
        return bool(read_prose(words) or TOGETHER_DOES.match(words) or OWN_LIMIT.search(words))

    def _caption_alone(self, caption: Span) -> list[Branch]:
        """Take the item's first sentence for its measure, if it orders or states anything."""
        words = caption.text_of(self.text)
        if AGREED.match(words):  # `（一）会议原则同意…，会后修改完善后印发`: what comes after it
            parts = clauses(self.text, caption.start, caption.end)
            after, resolved = after_resolution(self.text, parts)
            start = after[0].start if resolved else caption.end
            return [Finding(start, caption.end, "带编号的一条", ITEM_LIKELY)] if resolved else []
        stopped = self.text[caption.end : caption.end + 1] in STOPS - {"\n"}
        charges = office_acts(words) or CHARGES.match(words) or role_of(words) is Role.ACTION
        if (
            acts(words)
            or charges
            or ORDER.search(words)
            or (stopped and not SITUATION.match(words))
        ):
            return [Finding(caption.start, caption.end, "带编号的一条", ITEM_LIKELY)]
        return []

    def _prose(self, start: int, end: int, *, body: bool, imperative: bool = False) -> list[Branch]:
        lines = lines_within(self.lines, start, end)
        prose = Prose(self.text, lines, body=body, imperative=imperative, reached=self.reached)
        found = prose.read()
        rows = self._rows(start, end)
        return sorted(found + rows, key=lambda branch: branch.start) if rows else found

    def _rows(self, start: int, end: int) -> list[Branch]:
        """Take the rows of tables that stand in a stretch."""
        first = bisect_left(self.tables, start, key=lambda branch: branch.start)
        after = bisect_left(self.tables, end, key=lambda branch: branch.start)
        rows = [row for row in self.tables[first:after] if row.start not in self.placed]
        self.placed.update(row.start for row in rows)
        return rows
