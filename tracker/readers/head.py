"""The first lines of a report: which of them are its title, and which stand above it."""

import re
from typing import NamedTuple

from tracker.readers.navigation import is_furniture

HEAD_LINES = 40
LONGEST_LINE = 1_500
LONGEST_TITLE = 120
LONGEST_TITLE_LINE = 60
LONGEST_TAG = 4
MOST_TITLE_LINES = 3
LINE = re.compile(r"[^\n]+")

# Titles and what stands between a title and its text.
DOCUMENT_NUMBER = re.compile(
    r"[一-鿿]{1,12}[〔\[［(（](?:19|20)\d\d[〕\]］)）]\s*(?:第?\s*\d+\s*号)?"
)
ADDRESSED = re.compile(r"^.{2,150}[:：]$")
TITLE_LABEL = re.compile(r"^标\s*题\s*[:：]\s*(?P<title>[^\t]+)")
TITLE_ENDS = re.compile(
    r"(?:通知|意见|方案|纪要|规划|计划|要点|决定|通报|报告|公告|办法|细则|清单|函|讲话|分工|措施|规定)(?:[（(].{1,12}[）)])?$"
)
TITLE_BEGINS = re.compile(r"^关于|会议?$")
TITLE_WORD = re.compile(
    r"(?:通知|意见|方案|纪要|规划|计划|要点|决定|通报|公告|办法|细则)(?=[一-鿿])"
)
MINUTES = re.compile(r"纪要|例会|会议记录|办公会")
MARKUP = re.compile(r"^#+\s*|^\*\*|\*\*$|^[　\s]+|[　\s]+$")
OUTLINE = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、．])"
)
# `现将…印发给你们，有关要求如下：`: a paper whose title is not there
OPENS_A_LETTER = re.compile(
    r"(?:现将|现就|经研究|根据|为(?:了|深入|认真|进一步|全面)?贯彻)[^。]{2,120}[:：]$"
)
# `全市防汛工作会议强调`, and what was stressed on the next line
HEADLINE_SPEAKS = re.compile(r"(?:强调|指出|要求|提出)$")
SENTENCE_END = re.compile(r"[。！？]")

# Organs: a name that ends as names of organs end, and holds no verb.
ORGAN_END = (
    r"(?:国务院|政治局|常务委员会|委员会|管委会|常委会|党工委|人民政府|政府|党委|党组|领导小组|指挥部|办公厅|办公室|专班|联席会议"
    r"|[省市县区州盟旗]委|[部厅局委办院署行社会])"
)
# Lines above the title that are none: a letterhead (`某市人民政府文件`), the name of the site.
LETTERHEAD = re.compile(
    rf"(?:[一-鿿（）()·]{{0,24}}{ORGAN_END})(?:[\s　、]+[一-鿿（）()·]{{0,24}}{ORGAN_END}){{0,4}}"
)
NOT_A_LETTERHEAD = re.compile(
    r"会议|大会|例会|[座访]谈会|推进会|关于|召开|举行|社会$|纪要|调研|走访|检查|督[导查]|看望|慰问|考察|视察|指导|座谈|[赴到在对与]"
)
OF_A_FILE = re.compile(r"[一-鿿（）()·\s　、]{2,60}(?<!印发)(?<!转发)文件")
SITE = re.compile(
    r"[^\s，。：:、“”《》]{2,14}(?:党建网|新闻网|政务网|信息网|门户网站?|官方网站|官网|网站|(?<![一张的])网|在线|频道|门户|客户端|日报|晚报|电视台|公众号)"
)
# The head of a bulletin: its name, `第12期`, and who issues it on what day.
BULLETIN = re.compile(r"[一-鿿·]{0,14}(?:简报|专报|快报|内参|工作动态|信息摘报)")
ISSUE = re.compile(r"[（(]?\s*(?:20\d\d年)?第?\s*[\d一二三四五六七八九十]{1,5}\s*期.{0,16}")
ISSUED = re.compile(
    rf"[一-鿿（）()·]{{0,24}}{ORGAN_END}(?:编|印|编印)?[\s　]+(?P<day>20\d\d[年./-]\d{{1,2}}[月./-]\d{{1,2}}日?)"
)
# `通　　知`
SPACED = re.compile(r"[一-鿿](?:[ 　]+[一-鿿])+")
DATE_ALONE = re.compile(r"20\d\d[\s\d:：年月日./-]{4,20}")
NOT_A_SITE = re.compile(r"关于|召开|会议|建设|加快|推进|编织|织密|打造|完善|构建")


class Head(NamedTuple):
    """The first lines: all of them, and those that are the report's own prose."""

    lines: list[str]
    own: list[str]


def read_head(text: str) -> Head:
    """Take the first lines that hold words."""
    lines: list[str] = []
    for line in LINE.finditer(text):
        if words := line.group().strip():
            lines.append(words[:LONGEST_LINE])
        if len(lines) == HEAD_LINES:
            break
    return Head(lines, [line for line in lines if not is_furniture(line)])


def plain(line: str) -> str:
    """Take a line's words without mark-up and without a document number, be it glued to the title."""
    number = DOCUMENT_NUMBER.search(line)
    if number:
        glued = list(TITLE_WORD.finditer(line, number.start(), number.end()))
        line = line[: glued[-1].end() if glued else number.start()] + line[number.end() :]
    words = MARKUP.sub("", line).strip()
    return re.sub(r"\s", "", words) if SPACED.fullmatch(words) else words


def title_of(head: Head) -> str | None:
    """Find the title: labelled, or the first line that is neither tag, letterhead nor site."""
    for line in head.lines:
        if (labelled := TITLE_LABEL.match(line)) and labelled["title"].strip():
            return labelled["title"].strip()
    parts: list[str] = []
    for line in head.own:
        words = plain(line)
        if len(parts) == 1 and _is_letterhead(parts[0]) and _may_follow(words):
            parts.clear()
        if not parts and (OUTLINE.match(line) or OPENS_A_LETTER.match(words)):
            return None  # the text begins at once
        if not parts and (is_tag(words) or is_above_the_title(words)):
            continue
        if not words:
            # A document number of its own ends the title, if one has begun.
            break
        if parts and not _goes_on(parts, line, words):
            break
        parts.append(words)
        if DOCUMENT_NUMBER.search(line):
            break
    title = "".join(parts)
    return (
        title
        if title and len(title) <= LONGEST_TITLE and not SENTENCE_END.search(title[-1:])
        else None
    )


def is_tag(words: str) -> bool:
    """Whether a line names the page's section, 要闻 or 正文, and is not its title."""
    is_title = TITLE_ENDS.search(words) or MINUTES.search(words) or TITLE_BEGINS.search(words)
    return len(words) <= LONGEST_TAG and not is_title


def is_above_the_title(words: str) -> bool:
    """Whether a line names the kind of paper, the site or a date, as heads of papers and pages do."""
    is_site = SITE.fullmatch(words) is not None and NOT_A_SITE.search(words) is None
    return is_site or any(
        form.fullmatch(words) for form in (OF_A_FILE, DATE_ALONE, BULLETIN, ISSUE, ISSUED)
    )


def _is_letterhead(words: str) -> bool:
    """Whether a line names only organs; before a line `关于…` it is the title's first line."""
    return LETTERHEAD.fullmatch(words) is not None and NOT_A_LETTERHEAD.search(words) is None


def _may_follow(words: str) -> bool:
    """Whether a line behind a letterhead is the title, or the number behind which it comes."""
    return not words.startswith("关于") and SENTENCE_END.search(words) is None


def _goes_on(parts: list[str], line: str, words: str) -> bool:
    """Whether a line continues the title of a paper that was broken into lines."""
    headline = HEADLINE_SPEAKS.search(parts[-1]) is not None and len(parts) == 1
    if headline and not SENTENCE_END.search(words) and not OUTLINE.match(words):
        return len(words) <= LONGEST_TITLE_LINE and not DATE_ALONE.search(words)
    return (
        len(parts) < MOST_TITLE_LINES
        and len(words) <= LONGEST_TITLE_LINE
        and ("关于" in parts[0] or _is_letterhead(parts[0]))
        and not TITLE_ENDS.search(parts[-1])
        and not ADDRESSED.match(line)
        and not SENTENCE_END.search(words)
        and not OUTLINE.match(words)
    )
