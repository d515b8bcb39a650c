"""Marks of secrecy (密级标志): what bears one does not come in, what is internal comes in with a warning.

Only the mark counts, as GB/T 9704 prints it: a line of its own, a field of the document's head, or
`秘密★` anywhere. Prose about secrets (保守国家秘密、绝密级文件管理) is not a mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tracker.foundation.words import N_
from tracker.readers.reading import Reading

SECRECY_MARK = N_("文件带有密级标志。本系统不处理国家秘密，未保留其任何内容；请按保密规定办理。")
INTERNAL_MARK = N_("文件标有“内部”或“工作秘密”字样，请确认可以在本系统中处理。")

Kind = Literal["refuse", "warn"]

LINE = re.compile(r"[^\n]+")
# Lines without one of these bear no mark and are not looked at twice.
HINT = re.compile("[密内敏保得禁]")
# Words are compared without white space of any width and without signs that only look like nothing.
BLANK = re.compile("[\\s\u2000-\u200f\u2060\ufeff]")

STAR = "[★☆⭐✩✪✫✬✭✮✯✰⋆✡]"
PERIOD = r"(?:长期|启用前|公开前|[\d〇零一二三四五六七八九十百]{1,4}(?:年|个?月|天|日)?)"
LEVEL = "(?:绝密|絕密|机密|機密|秘密)[级級]?"
# `*` is a star only before a period: elsewhere it is a footnote sign or bold type.
STARRED = re.compile(rf"{LEVEL}(?:{STAR}(?:{PERIOD})?|[*＊]{PERIOD})")
BUSINESS = re.compile("(?:商业|工作)$")
BUSINESS_MARK = re.compile(rf"(?:核心商密|普通商密|商业秘密|工作秘密)(?:{STAR}|[▲△*＊])")

OPEN, CLOSE = r"[（(【\[〔［<《*_#]*", r"[）)】\]〕］>》*_#]*"
LABEL = "(?:(?:密级(?:标[志识])?|保密等级|涉密等级|秘密等级)[:：]?)?"
LEVEL_ALONE = re.compile(rf"{OPEN}{LABEL}{OPEN}{LEVEL}(?:[★☆*＊·・\-—/]?{PERIOD}|[★☆])?{CLOSE}")
LABELLED = re.compile(
    rf"(?:密级|保密等级|涉密等级|秘密等级)[:：]{OPEN}{LEVEL}(?![文件资料、和或及与事])"
)
BRACKETED = re.compile(rf"^[（(【\[]{LEVEL}[）)】\]]|[（(【\[]{LEVEL}[）)】\]]$")

KEEP = r"(?:注意保存|注意保密|妥善保管|(?:不得|严禁|请勿|不准)(?:外传|翻印|公开|转发))"
INTERNAL = r"(?:内部(?:资料|文件|材料|使用|刊物|参考|掌握)?|工作秘密|敏感)"
INTERNAL_ALONE = re.compile(
    rf"{OPEN}{LABEL}(?:{INTERNAL}(?:[★☆*＊]{PERIOD}?)?(?:[，,、·!！]?{KEEP})*|{KEEP}(?:[，,、]?{KEEP})*)[!！。]?{CLOSE}"
)
INTERNAL_ANYWHERE = re.compile(rf"内部(?:资料|文件|材料|刊物)[，,、]?{KEEP}|工作秘密{STAR}")

HEAD_LINES = 12
LONGEST_MARK_LINE = 40
"""Characters without blanks: a mark's line is short, prose about secrets is not."""
PROSE = re.compile(r"[。；，,;]")
# In a document's head: two blanks, a tab, or one blank beside a copy number or a degree of urgency.
FIELD_GAP = re.compile(r"[ \xa0]{2}[ \xa0]*|[\t　]+|(?<=[\d特加平急件年]) | (?=[特加平])")
QUOTES = "“”\"‘’'「」『』《》"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that the text bears; `quote` stands at `start` (code points)."""

    kind: Kind
    quote: str
    start: int


def mark_of(reading: Reading) -> Mark | None:
    """Find the mark in a report's text or, for a Word file, in its headers and notes."""
    found = (secrecy_mark(reading.text), secrecy_mark(reading.margins))
    return min(
        (mark for mark in found if mark is not None), key=lambda mark: mark.kind, default=None
    )


def secrecy_mark(text: str) -> Mark | None:
    """Find the first mark that refuses, else the first that warns."""
    warning: Mark | None = None
    for at, line in enumerate(line for line in LINE.finditer(text) if not line.group().isspace()):
        if not HINT.search(line.group()):
            continue
        for kind, start, end in _marks_in(line.group(), is_head=at < HEAD_LINES):
            mark = Mark(kind, line.group()[start:end], line.start() + start)
            if kind == "refuse":
                return mark
            warning = warning or mark
    return warning


class _Folded:
    """A line without its blanks, and where each of its characters stands."""

    def __init__(self, line: str, offset: int = 0) -> None:
        kept = [(sign, at) for at, sign in enumerate(line, offset) if not BLANK.match(sign)]
        self.words = "".join(sign for sign, _ in kept)
        self._at = [at for _, at in kept]

    def place(self, found: re.Match[str]) -> tuple[int, int]:
        """Give the stretch of the line in which the match was found."""
        return self._at[found.start()], self._at[found.end() - 1] + 1


def _marks_in(line: str, *, is_head: bool) -> Iterator[tuple[Kind, int, int]]:
    folded = _Folded(line)
    for starred in STARRED.finditer(folded.words):
        yield _kind_of_starred(starred), *folded.place(starred)
    if len(folded.words) <= LONGEST_MARK_LINE:
        if level := LEVEL_ALONE.fullmatch(folded.words) or LABELLED.match(folded.words):
            yield "refuse", *folded.place(level)
        if internal := INTERNAL_ALONE.fullmatch(folded.words):
            yield "warn", *folded.place(internal)
        if is_head and not PROSE.search(folded.words):
            yield from _marks_in_head(line, folded)
    for pattern in (INTERNAL_ANYWHERE, BUSINESS_MARK):
        for found in pattern.finditer(folded.words):
            yield "warn", *folded.place(found)


def _marks_in_head(line: str, folded: _Folded) -> Iterator[tuple[Kind, int, int]]:
    """Look through the fields of a document's head: copy number, mark, urgency side by side."""
    if bracketed := BRACKETED.search(folded.words):
        yield "refuse", *folded.place(bracketed)
    fields = list(_fields(line))
    levels = [(field, found) for field in fields if (found := LEVEL_ALONE.fullmatch(field.words))]
    # Two levels side by side are the columns of a table, not a mark.
    if len(fields) > 1 and len(levels) == 1:
        field, found = levels[0]
        yield "refuse", *field.place(found)
    for field in fields:
        if len(fields) > 1 and (found := INTERNAL_ALONE.fullmatch(field.words)):
            yield "warn", *field.place(found)


def _fields(line: str) -> Iterator[_Folded]:
    start = 0
    for gap in (*FIELD_GAP.finditer(line), None):
        end = gap.start() if gap else len(line)
        field = _Folded(line[start:end], start)
        if field.words:
            yield field
        start = gap.end() if gap else end


def _kind_of_starred(mark: re.Match[str]) -> Kind:
    """Tell a mark from a rule that quotes one (应标注“机密★1年”), and from a firm's own secrets."""
    before, after = mark.string[: mark.start()], mark.string[mark.end() :]
    if BUSINESS.search(before[-2:]):
        return "warn"
    is_quoted = before[-1:] in QUOTES and after[:1] in QUOTES and before and after
    return (
        "warn" if is_quoted and len(mark.string) > len(mark.group()) + len("“”") + 2 else "refuse"
    )
