"""A report's lines: what is prose, and what is page navigation or an editor's line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.readers.navigation import is_furniture

LINE = re.compile(r"[^\n]+")
# What a paper holds beside its text: whom it goes to, what is attached, who was there.
PAPER = re.compile(
    r"[\s　]*(?:附件[:：\d]|附[:：]|[抄主分印发呈报]?[送报发][:：]|[抄主分]送|抄报|与会人|参会人|参加人|出席|列席|缺席|请假|主持人|记录人?[:：]|汇报人|地点[:：]|时间[:：]"
    r"|[（(](?:此件|信息)?(?:公开|主动公开|依申请公开)[^）)]{0,10}[）)])"
)
ATTACHMENT = re.compile(
    r"[\s　]*(?P<opens>附件[:：][\s　]*)?(?P<number>\d{1,2})[.．、](?:(?!\d)|(?=20\d\d年))"
)
CONTACT = re.compile(r"(?:电话|邮编|传真|邮箱|网址|(?:监督|举报|联系|投诉)方式)[:：]")
SIGNATURE = re.compile(
    r"^[\s　]*(?:20\d\d年\d{1,2}月\d{1,2}日|[二〇○零一三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)[\s　]*$"
)
# `一、总体要求……………3`: a line of a table of contents
CONTENTS = re.compile(r"(?:…{2,}|\.{4,}|·{4,}|\t)\s*\d{1,3}\s*$")
# `各省、自治区、直辖市人民政府：`: whom the paper is addressed to
ADDRESSED = re.compile(
    r"^[^。；;]{2,120}(?:人民政府|直属机构|各部门|各单位|委员会|公司|有关单位|直属单位|办事处)[^。；;]{0,20}[:：]$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty; the ends are those of its words, without the white space."""

    start: int
    end: int
    is_set_aside: bool


def read_lines(text: str) -> Iterator[Line]:
    """Give the lines that hold words, in order."""
    attached = 0
    for match in LINE.finditer(text):
        words = match.group()
        attached = _attached(words, attached)
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if start < end:
            yield Line(start, end, attached > 0 or is_set_aside(text[start:end]))


def _attached(words: str, before: int) -> int:
    """Give the number of the attachment that the line names; 0 where it names none.

    `附件：1.…` and, a line each below it, `2.…`, `3.…`: names of papers, none of them an item.
    """
    found = ATTACHMENT.match(words)
    if found is None or words.rstrip().endswith(("。", "；")):
        return 0
    number = int(found["number"])
    if found["opens"]:
        return number if number == 1 else 0
    return number if before and number == before + 1 else 0


def is_set_aside(words: str) -> bool:
    """Whether the line is furniture of the page or paper, not text of the report."""
    return bool(
        is_furniture(words)
        or PAPER.match(words)
        or SIGNATURE.match(words)
        or CONTENTS.search(words)
        or ADDRESSED.match(words)
        or (CONTACT.search(words) and "。" not in words)
    )


def lines_within(lines: list[Line], start: int, end: int) -> list[Line]:
    """Cut the lines to a stretch; found by halving, as stretches come in any order."""
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if lines[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    found = []
    while low < len(lines) and lines[low].start < end:
        line = lines[low]
        if max(line.start, start) < min(line.end, end):
            found.append(Line(max(line.start, start), min(line.end, end), line.is_set_aside))
        low += 1
    return found
