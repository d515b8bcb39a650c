"""Who is to act, where minutes name a unit or a person as the subject of a resolution.

In a plan or a speech `市财政局要…` is a request to many and records nobody; minutes resolve, and there
the named subject is the one who was charged. A subject is taken for a name if it ends as a unit does,
if the minutes list it among those present or charge it expressly elsewhere, or if it stands beside such
a name (`A和B需…`). Evidence: minutes of two bodies among the documents for development.
"""

import re
from collections.abc import Iterable

from tracker.workplan.directives.extraction.lexicon import ADVERBS, VERBS
from tracker.workplan.directives.extraction.model import NamedUnit
from tracker.workplan.directives.extraction.roles import acts
from tracker.workplan.directives.extraction.units import NAME, split_names

HEAD = 400
MINUTES = re.compile(r"纪要|例会|会议记录|办公会|调度会|碰头会|议定事项")
PRESENT = re.compile(
    r"^[ \t　#>*-]*(?:与会|参会|参加|出席|列席)(?:人员?|单位|领导|者)?(?:[（(][^）)\n]{0,20}[）)])?[:：]?[^\S\n]*\n{0,3}(?P<names>[^\n]{2,600})",
    re.MULTILINE,
)
BETWEEN = re.compile(r"[\s、，,；;。|]+|(?:以及|和)")
# `某某代表团队`, `某某同志`: what follows a name in a list of those present
AFTER_NAME = re.compile(r"(?:代表(?:团队|团)?|团队|等|同志|负责人|主要负责人|分管负责人)+$")
SHORTEST, LONGEST, MOST_NAMES = 2, 12, 200
# What a name of a body ends with in minutes, besides the endings of offices.
NO_NAME = r"(?![与同向跟和将把对按由为从以用在于请需并]|经(?!发|信|开|贸|管|济)|会后|会前|下一步)(?!根据|结合|通过|围绕)"
BODY = (
    rf"{NO_NAME}(?:{NAME}|[^\s，,。；;、：:的由]{{1,16}}?(?:团队|小组|专班|工作组|管委会|[处科室所队镇乡])"
    r"|[A-Za-z][A-Za-z0-9 _-]{1,20}(?:SIG|组|团队))"
)
ACTING = rf"(?=需|要(?!求)|应(?!急|用)|须|负责|牵头|进行|将|于|对|从|按|根据|在|会后|立即|尽快|抓紧|会同|\d{{1,2}}月|每[^，,。；;]{{0,4}}(?:小时|[天日周旬月季年])|(?:{ADVERBS})地?(?:{VERBS})|(?:{VERBS})(?!的))"
LEADING = (
    r"(?:(?:会后|下一步|(?:[上中下]旬|[下本]?周|20\d\d年|\d)[^，,。；;]{0,14}?前)?(?:请|需|由)?)"
)
COLLECTIVE = re.compile(r"各|有关|相关|全[市县区省体]|其他|会议|部门$|单位$|成员单位")
# `每月25日前向市委督查室报送`: when and to whom, no subject
WHEN_OR_WHOM = re.compile(r"^每|\d[月日]|[前后内]向")
CLAUSE = re.compile(r"[^，,。；;]+")


class Doers:
    """The names of one report that may stand as subjects; knows none unless it is minutes."""

    def __init__(self, text: str, charged: Iterable[NamedUnit]) -> None:
        self.pattern: re.Pattern[str] | None = None
        if MINUTES.search(text, 0, HEAD) is None:
            return
        known = {unit.name for unit in charged if SHORTEST <= len(unit.name) <= LONGEST}
        for present in PRESENT.finditer(text):
            names = (AFTER_NAME.sub("", name) for name in BETWEEN.split(present["names"]))
            known |= {name for name in names if SHORTEST <= len(name) <= LONGEST}
        listed = _one_of(known)
        beside = re.compile(
            rf"(?:^|[，,。；;前\s*])(?P<name>[^\s，,。；;、前的]{{2,8}}?)[和、与](?:{listed})(?:需|要|应|负责)",
            re.MULTILINE,
        )
        known |= {found["name"] for found in beside.finditer(text)} if known else set()
        listed = _one_of(known)
        name = rf"(?:{listed}|{BODY})"
        self.name = re.compile(rf"{name}(?=[、和与及]|$)")
        self.pattern = re.compile(
            rf"(?:{LEADING})(?P<names>{name}(?:[、和与及]{name}){{0,8}})(?:会同(?P<joined>{name}(?:[、和与及]{name}){{0,8}})(?:$|{ACTING})|{ACTING})"
        )

    def of(self, words: str) -> tuple[NamedUnit, ...]:
        """Give those who stand as subject of a clause of the measure."""
        if self.pattern is None:
            return ()
        for clause in CLAUSE.finditer(words):
            found = self.pattern.match(words, clause.start(), clause.end())
            if found is None or acts(clause.group()):
                continue
            names = [name.group() for name in self.name.finditer(found["names"])]
            # `由保卫处…`, never `保卫…`
            led_in = words[clause.start() : found.start("names")].endswith(("由", "请"))
            if any(
                COLLECTIVE.search(name) or WHEN_OR_WHOM.search(name) or (acts(name) and not led_in)
                for name in names
            ):
                continue
            joined = split_names(found["joined"])[0] if found["joined"] else []
            led = [NamedUnit(name, "lead") for name in names]
            return tuple(led + [NamedUnit(name, "support") for name in joined])
        return ()


def _one_of(names: set[str]) -> str:
    kept = sorted(names, key=lambda name: (-len(name), name))[:MOST_NAMES]
    return "|".join(map(re.escape, kept)) or "(?!)"
