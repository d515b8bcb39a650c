"""Units that the text itself makes responsible, and the duty it gives each."""

import re
from dataclasses import dataclass

from tracker.workplan.directives.extraction.lexicon import ADVERBS, VERBS
from tracker.workplan.directives.extraction.model import Duty, NamedUnit

# `A、B按职责分工负责`, `C配合`: the words of duty that close a phrase.
DUTY_TAIL = re.compile(
    r"(?:(?:按照?|根据)(?:各自)?(?:部门)?(?:职责|职能)?(?:分工)?|分工|分别|共同|具体|牵头|负责|指导|组织|落实|实施"
    r"|参与|参加|配合|协助|协同|主办|协办|承办|推进|办理)+$"
)
LEADING = re.compile(r"牵头|主办|承办")
SUPPORTING = re.compile(r"参与|参加|配合|协助|协同|协办")
ANY_DUTY = re.compile(r"负责|牵头|主办|承办|指导|落实|参与|参加|配合|协助|协办")
# `责任单位:A、B`, `【完成时限】6月底前`: labelled fields, in brackets or on lines of their own.
LABEL = re.compile(
    r"(?P<open>[【\[])?(?:"
    r"(?P<lead>牵头(?:责任)?(?:单位|部门|处室)?|主办(?:单位|部门)?|承办(?:单位|部门)?)"
    r"|(?P<support>(?:主要)?(?:配合|协办|参与|参加|协助|协同|协作)(?:责任)?(?:单位|部门|处室|科室)?)"
    r"|(?P<divided>(?:部门|单位|任务|职责|责任|工作)分工)"
    r"|(?P<plain>(?:责任|落实|负责|主要责任|实施)(?:单位|部门|处室|科室|主体|人)|责任人|负责人)"
    r"|(?P<leader>(?:责任|牵头|分管|包保|包联|联系|省级|市级|县级|(?:牵头)?负责)[省市县区州镇]?领导)"
    r"|(?P<due>(?:计划|预计|要求)?(?:完成|办结|办理|落实|整改|销号|截止|开工)?(?:时间|时限|期限)(?:要求|节点)?)"
    r")(?(open)[】\]][:：]?|(?:[:：]|(?<=[间限求点])(?=\d)))"
)
# From here on the first unit named leads and the others support.
FIRST_LEADS = re.compile(
    r"列(?:在)?(?:第一|首)位(?:者|的)?(?:的)?(?:单位)?为牵头|排(?:在)?第一位(?:者|的)?(?:单位)?为牵头"
)
# `4月底前`, alone in a field
BARE_LIMIT = re.compile(
    r"[^、，,]{0,8}(?:\d{1,2}月|年|季度)[^、，,]{0,6}(?:前|底|末|内|日)(?:完成|落实|办结)?"
)
# `11月底前出台政策` in a bracket of units says when; `年内持续推进`, `长期坚持` limit nothing
LIMITED = re.compile(
    r"(?:于|在)?(?:20\d\d年|[今明]年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|末|份)?|[上下]半年|第?[一二三四]季度|年[底末内]|月底)"
    r"(?:之前|以前|前|内)?(?:完成|落实|办结|启动|实施|出台|印发|制定|提出|建成|开工|投用|报送|到位|取得|形成|见效)"
)
GOES_ON = re.compile(
    r"(?:20\d\d年|全年|年内|每年|每月|每季度|长期|贯穿全年)?(?:持续|长期|常态|不断|滚动)[^、，,]{0,8}$|(?:全年|长期)$"
)
TIME_ENDS = re.compile(r"(?:前|底|内|日|年|月|季度)(?:完成|落实|办结|启动|实施)?$")
TIME_SIGN = re.compile(r"[年月日季]")
# What a name ends with when nothing else says that it is one.
UNIT_END = re.compile(
    r"(?:局|委|委员会|部|办|办公室|厅|院|署|中心|政府|公司|集团|处|科|室|会|银行|银保监|街道|乡|镇|县|区|市|省|各部门|各单位|部门|单位|组|站|所|学校|大学|党组|党委|联社|总社|工会|团委|妇联|（[^（）]{1,12}）)$"
)
# A mark of lists behind the end of a name parts two names: read one way only, or `局和局和…` takes for ever.
NAME = r"(?:(?!(?<=[局委会部办室厅院府心司团道镇门位署社组])[和与及])[^\s，,。；;、：:由（(]){1,18}?(?:局|委|委员会|部|办|办公室|厅|院|政府|中心|公司|集团|街道|乡镇|部门|单位|署|社|组)"
NAMES = rf"{NAME}(?:[、和与及]{NAME}){{0,20}}"
# `由A牵头，B、C配合`, `由A会同B`, `A负责…` in the words of the measure itself; `由A牵头的机制` is a thing
IN_PROSE = re.compile(
    rf"(?:由(?P<by>[^，,。；;由]{{2,40}}?)(?:牵头|负责)|^(?P<self>{NAMES})(?:牵头|负责)|由(?P<first>{NAMES})会同(?P<with>{NAMES})|由(?P<does>{NAMES})(?:组织|研究|提出|制定|拟定|编制|起草|修改|开展|完成|落实|实施|统筹|协调)|责成(?P<charged>{NAMES}))(?!人|的)"
    r"(?![^，,。；;]{0,30}(?:机制|体制|制度))"
)
HELPED = re.compile(
    rf"[，,、](?:(?P<names>{NAMES})(?:配合|参与|参加|协助|负责(?=[，,。；;]|$))|会同(?P<joined>{NAMES}))"
)
MANNER_FIRST = re.compile(rf"(?:{ADVERBS})(?:{VERBS})|形成|实行|完善|健全|建立|构建")
# `由A负责`, `由A牵头落实`, `B、C配合`: a clause that only says who does the work named before it
ASSIGNS = re.compile(
    rf"(?:具体)?由(?:{NAMES}|[^，,。；;由]{{2,40}}?)(?:具体|统一|共同|分别)?(?:牵头|负责)(?:抓好|落实|实施|办理|推进|组织实施|牵头)*"
    rf"|(?:会同|(?:{NAMES}|各[级地县乡镇部单有相][^，,。；;要]{{0,20}}?)(?:等)?(?:按(?:照)?职责(?:分工)?)?(?:配合|协助|参与|参加))(?:{NAMES})?(?:落实|实施|办理)?"
    rf"|{NAMES}(?:具体|共同|分别)?负责(?:落实|实施|办理)?"
)
# `A牵头制定…`: a named unit is given a piece of work, though no word of order stands there
LED_DEED = re.compile(
    rf"{NAMES}(?:会同{NAMES})?牵头,?(?:(?:{ADVERBS})地?)*(?:{VERBS})(?![^，,。；;]*(?:了(?!解)|已))"
)
# `A牵头，…`, `A会同B，…`: who does what the clauses behind it say
TAKES_CHARGE = re.compile(
    rf"由?{NAMES}(?:(?:具体|统一|共同)?牵头(?:、{NAMES}(?:等)?(?:配合|协助|参与|参加))?"
    rf"|[要须应需]?(?P<jointly>会同|联合){NAMES})"
)
TOLD = re.compile(r"了(?!解)|已")
# `甲抓紧…，乙负责…`: the other unit has a measure of its own
CHARGED = re.compile(rf"{NAMES}(?:负责|牵头)")
# `甲、乙负责排查…`, told as done only with 了 or 已
CHARGES = re.compile(
    rf"{NAMES}(?:具体|共同|分别)?(?:负责|牵头(?!负责))(?!人|制|的)(?=[^，,。；;]{{2}})(?![^，,。；;]*(?:了(?!解)|已))"
)
# `各县（市、区）` is one name.
NOT_IN_BRACKET = r"(?![^（()）]{0,30}[)）])"
LIST_MARK = re.compile(
    r"(?:、|以及|及其|及|(?:和|与)(?=各|有关|相关|其他|国务院)"
    # `市公安局和市住建局`, but neither `住房和城乡建设局` nor `党委和政府`
    rf"|(?<=[局委办厅院署部室社])(?<!党委)(?:和|与)(?=[^、，]{{1,24}}(?:局|委|办|厅|院|署|部|室|社|中心|公司|集团|政府)(?:等|$|[、和与及]))){NOT_IN_BRACKET}"
)
TOGETHER = re.compile(r"会同")
# `各县（市、区）`, `乡镇（街道）` at a line's end: kinds of places stand in the bracket, no unit
KINDS_ONLY = re.compile(
    r"(?:(?:市|区|县|旗|州|盟|省|自治[区州县旗]|兵团|乡|镇|街道|苏木|村|社区|园区|开发区|功能区|管委会|部门|单位|直属机构|平台|企业)[、，,和及]?)+"
)
GENERIC = frozenset({"部门", "单位", "部门和单位", "各部门", "单位和部门"})
# `（列第一位为牵头单位，下同）` behind the names of a field
NOTE = re.compile(r"[（(][^（）()\n]{0,60}(?:下同|为牵头)[^（）()\n]{0,20}[)）]")
LONGEST_BRACKET = 600
LONGEST_NAME = 40
PHRASES = re.compile(rf"[，,；;。\s]+{NOT_IN_BRACKET}")
# Text that stands in a bracket of units and names none: `下同`, `以下均需…，不再列出`.
ASIDE = re.compile(r"^(?:以下|下同|列第一|排第一|排名第一|不再)")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is responsible, by one bracket or one set of labels, and the words about time in it."""

    units: tuple[NamedUnit, ...]
    time: str | None
    first_leads: bool = False


def read_bracket(inside: str, *, first_leads: bool = False) -> Assignment | None:
    """Read what a bracket assigns; None where it is an ordinary bracket.

    `first_leads`: an earlier bracket said that the first one named leads.
    """
    if not inside or len(inside) > LONGEST_BRACKET or KINDS_ONLY.fullmatch(inside):
        return None
    first_leads = first_leads or FIRST_LEADS.search(inside) is not None
    if LABEL.search(inside):
        labelled = read_labels(inside)
        return Assignment(labelled.units, labelled.time, first_leads)
    groups, rest, time = _phrases(inside)
    if not groups and (not rest or not all(UNIT_END.search(name) for name in rest)):
        return None
    if rest:
        groups.append(("plain", rest, []))
    if any(len(name) > LONGEST_NAME for _, names, others in groups for name in names + others):
        return None
    return Assignment(_with_duties(groups, first_leads=first_leads), time, first_leads)


Group = tuple[str, list[str], list[str]]


def _phrases(inside: str) -> tuple[list[Group], list[str], str | None]:
    groups: list[Group] = []
    waiting: list[str] = []
    time = None
    for phrase in PHRASES.split(inside):
        if not phrase or ASIDE.match(phrase):
            continue
        if GOES_ON.match(phrase):
            continue
        if LIMITED.match(phrase) or (TIME_ENDS.search(phrase) and TIME_SIGN.search(phrase)):
            time = phrase
            continue
        tail = DUTY_TAIL.search(phrase)
        names, others = split_names(phrase[: tail.start()] if tail else phrase)
        if tail is None or not ANY_DUTY.search(tail.group()):
            waiting += names + others
            continue
        kind = "lead" if LEADING.search(tail.group()) else "plain"
        if kind == "plain" and SUPPORTING.search(tail.group()):
            kind = "support"
        groups.append((kind, waiting + names, others))
        waiting = []
    return groups, waiting, time


def split_names(phrase: str) -> tuple[list[str], list[str]]:
    """Split a list into its names and those that only join it: after `等` or `会同`."""
    phrase = phrase.removeprefix("由").removeprefix("请")
    joined = TOGETHER.split(phrase, maxsplit=1)
    first, etc, after = joined[0].partition("等")
    names = [name for name in LIST_MARK.split(first) if name]
    others = (
        [name for name in LIST_MARK.split(after) if name and name not in GENERIC] if etc else []
    )
    for part in joined[1:]:
        more, _, last = part.partition("等")
        others += [name for name in LIST_MARK.split(more) if name]
        others += [name for name in LIST_MARK.split(last) if name and name not in GENERIC]
    return names, others


def _with_duties(groups: list[Group], *, first_leads: bool) -> tuple[NamedUnit, ...]:
    led = any(kind == "lead" for kind, _, _ in groups)
    units: dict[str, Duty] = {}
    for kind, names, others in groups:
        for name in names:
            leads = kind == "lead" or (kind in {"plain", "leader"} and not led)
            if first_leads and not led and units:
                leads = False
            units.setdefault(name, "lead" if leads else "support")
        for name in others:
            units.setdefault(name, "support")
    return tuple(NamedUnit(name, duty) for name, duty in units.items())


def read_prose(words: str) -> tuple[NamedUnit, ...]:
    """Find the units that a measure assigns in its own words: `由…牵头，…配合`."""
    found = IN_PROSE.search(words)
    if found is None:
        return ()
    if MANNER_FIRST.match(found.group()):
        return ()  # `努力形成各级政府牵头…的格局`
    leads, joined = split_names(
        found["by"] or found["self"] or found["first"] or found["does"] or found["charged"]
    )
    helped = HELPED.match(words, found.end())
    for more in (found["with"], helped and (helped["names"] or helped["joined"])):
        joined += split_names(more)[0] if more else []
    led: list[NamedUnit] = [NamedUnit(name, "lead") for name in leads]
    return tuple(led + [NamedUnit(name, "support") for name in joined])


def read_labels(text: str, *, first_leads: bool = False) -> Assignment:
    """Read what `责任单位:… 完成时限:…` assigns; empty where there are no such fields."""
    first_leads = first_leads or FIRST_LEADS.search(text) is not None
    text = NOTE.sub("", text)
    found = list(LABEL.finditer(text))
    groups: list[Group] = []
    time = None
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        value = text[match.end() : end].strip(" \t\n　，,；;。-—|")
        if match["due"]:
            time = value
            continue
        if match["divided"]:  # `部门分工：A牵头，B配合`
            shared, rest, said = _phrases(value)
            groups += [*shared, ("plain", rest, [])]
            time = time or said
            continue
        kind = str(match.lastgroup)
        names = []
        for part in PHRASES.split(value):
            if BARE_LIMIT.fullmatch(part):
                time = time or part  # `配合部门：A，4月底前`
                continue
            tail = DUTY_TAIL.search(part)
            leads = tail is not None and kind == "plain" and LEADING.search(tail.group())
            if tail is not None and leads:  # `A、B分别牵头`
                kind = "lead"
            listed = part[: tail.start()] if tail is not None and leads else part
            names += [n for n in LIST_MARK.split(listed) if n]
        groups.append((kind, [name.removesuffix("等") for name in names], []))
    if any(kind != "leader" for kind, _, _ in groups):
        # The leader who answers for it is no unit where units are named beside him.
        groups = [group for group in groups if group[0] != "leader"]
    return Assignment(_with_duties(groups, first_leads=first_leads), time, first_leads)


def is_field(words: str) -> bool:
    """Whether the words are a field of the directive above them: units or time, nothing to be done."""
    return LABEL.match(words.lstrip()) is not None
