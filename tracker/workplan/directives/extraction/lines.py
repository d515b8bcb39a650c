"""A report's lines: what is prose, and what is page navigation or an editor's line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.workplan.meetings.readers.navigation import is_furniture

LINE = re.compile(r"[^\n]+")
# What a paper holds beside its text: whom it goes to, what is attached, who was there.
PAPER = re.compile(
    r"[\s　]*(?:附件[:：\d]|附[:：]|[抄主分印发呈报]?[送报发][:：]|[抄主分]送|抄报|与会人|参会人|参加人|出席|列席|缺席|请假|主持人|记录人?[:：]|汇报人|地点[:：]|时间[:：]"
    r"|[（(](?:此件|信息)?(?:公开|主动公开|依申请公开)[^）)]{0,10}[）)])"
)
CONTACT = re.compile(r"(?:电话|邮编)[:：]")
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
    for match in LINE.finditer(text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if start < end:
            yield Line(start, end, is_set_aside(text[start:end]))


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
