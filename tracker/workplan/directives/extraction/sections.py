"""What a heading says of its section: frame or orders, and whether a first sentence is a heading."""

import re

# Sections that frame the plan and order nothing: aims, principles, the look back.
FRAME_SECTION = re.compile(
    r".{0,20}(?:总体(?:要求|思路|目标|考虑|情况)|有关情况|指导思想|基本(?:原则|思路|情况|形势|要求)|(?:重大|重要|现实)意义|(?:工作|主要|发展|试点|总体|预期|建设|行动|年度)目标$|^目标$|背景|现状|回顾|工作总结|工作(?:完成|进展)?情况"
    r"|取得的?成(?:效|绩)|存在的?(?:主要)?(?:问题|困难)|形势(?:分析|任务)?$|适用范围|名词解释|术语|编制依据|与会|参会|出席|议题\(|主要成效|肯定.{0,4}成绩|成绩(?:和|与|$))"
)
GLOSSARY = frozenset({"名词解释"})
# `听取了…工作情况汇报`: an item of minutes, beneath which the meeting says what is to be done
NOT_A_FRAME = re.compile(
    r"任务|举措|措施|安排|分工|^(?:会议)?(?:听取|审议|研究|讨论|传达|学习|通报)了?[^，,。]{0,40}(?:汇报|报告|通报|方案|办法|事宜|事项|精神|情况)$"
)
# `深刻认识…的重要意义`: the body argues, it gives orders only where it says so
ARGUMENT = re.compile(
    r"(?:深刻|充分|切实|进一步)?(?:认识|认清|把握|提高.{0,4}认识|统一思想|增强.{0,20}(?:责任感|使命感|紧迫感))"
)
# `2026年工作安排`, `下一步打算`: what stands beneath is to be done
PLANS = re.compile(r"安排|打算|(?:重点|主要|目标)(?:工作|任务)|下一步")
CAPTION_LENGTH = 46
CAPTION_COMMAS = 2
# `高度重视，精心组织，狠抓落实。`
BRIEF_PIECE = 11
COMMA = re.compile(r"[，,]")


def frames(name: str) -> bool:
    """Whether a heading announces aims, principles or a look back, and nothing to be done."""
    return FRAME_SECTION.match(name) is not None and NOT_A_FRAME.search(name) is None


def is_heading(name: str) -> bool:
    """Whether a first sentence is a heading: a short one, or brief clauses side by side."""
    pieces = COMMA.split(name)
    if len(name) > CAPTION_LENGTH:
        return False
    return len(pieces) <= CAPTION_COMMAS or max(map(len, pieces)) <= BRIEF_PIECE
