"""Who speaks in a sentence, and whether the verb of speaking is itself a demand.

`会议强调，…`, `他要求各部门…`, `叮嘱有关部门…`, `首先，…`: what stands before the orders of a sentence.
"""

import re

from tracker.workplan.directives.extraction.lexicon import ADVERBS, VERBS
from tracker.workplan.directives.extraction.roles import (
    DEED,
    DEED_WORDS,
    JUDGEMENT,
    MEETING_DID,
    SITUATION,
    TAKES_EFFECT,
    Role,
    acts,
    office_acts,
    order_at,
    role_of,
)
from tracker.workplan.directives.extraction.sentences import Clause
from tracker.workplan.directives.extraction.units import CHARGES

SPEECH = re.compile(
    r".{0,40}(?:强调|指出|表示|提出|认为|希望|勉励|号召|叮嘱|嘱咐|说|议定|同意)(?:指出|强调|要求)?$"
    r"|(?!.{0,4}(?:按照?|依照|依据|根据|对照|对标|吃透|围绕|结合|适应|符合|满足|落实|达到)).{0,14}(?<![的总项确出署议些类级策])要求$|.{0,10}(?:会议|大会|全会)要求$|.{0,14}(?:提出要求|明确|决定)$"
)
# A sentence in which the whole meeting speaks again: what went before is finished.
MEETING_SPEAKS = re.compile(
    r"[^，,。；;：:]{0,12}(?:会议|大会)[^，,。；;：:]{0,8}(?:强调|指出|要求)[，,：:]"
)
# `会议要求各单位开展自查`: the demand and its verb in one clause
DEMANDS_AT_ONCE = re.compile(
    r".{0,10}(?:会议|大会|全会)(?:还|并|同时)?(?:要求|决定)(?=[^，,。；;：:的]{4})"
)
DEMANDS = re.compile(r"(?:.{0,16}(?:要求|议定|决定|明确))$")
# `会议强调，加快…`, `他叮嘱，落实…`: a demand where the words behind it are orders by their form
URGES = re.compile(r".{0,40}(?:强调|指出|提出|希望|勉励|号召|叮嘱|嘱咐|说)(?:指出|强调)?$")
# `叮嘱有关部门落实…`, `勉励大家发扬…`: the one who is asked and the order in one clause
ASKED = (
    r"(?:(?:有关|相关|当地|各级|各地|全体|广大|随行)?[一-鿿]{0,6}?(?:部门|单位|同志|干部|党员|大家|他们|企业|学校"
    r"|书记|组织|党委|政府|群众|负责人|工作人员)(?:们|的?(?:负责人|负责同志))?|各级|各地|当地)?"
)
ASKS_AT_ONCE = re.compile(
    rf"(?:他|她|并|还|同时|[一-鿿]{{2,3}})?(?:还|并)?(?:叮嘱|嘱咐|勉励|希望|要求|号召|决定){ASKED}(?:要(?!求))?(?=(?:{ADVERBS}|{VERBS}))"
)
# `…主持会议，强调要加固河堤`: the verb of speaking and the order in one clause
STRESSES = re.compile(
    r"(?:他|她|会议|[一-鿿]{2,3})?(?:还|并|同时)?(?:强调|指出|提出|表示)(?=要(?!求|素|点))"
)
# `首先，`, `其次，`, `此外，`: a word that only counts or joins stands as a clause of its own
COUNTS = re.compile(
    r"(?:各位代表|各位委员|同志们|朋友们|首先|其[一二三四五六次]|再次|再者|最后|此外|另外|同时|与此同时|一方面|另一方面|第[一二三四五六七八九十])$"
)
# `其次，…`: the sentence takes up orders that were begun before
COUNTS_ON = re.compile(rf"(?:{COUNTS.pattern[:-1]})[，,]")
# `重点抓好以下工作`, `强调三点意见`: announces the list behind it and orders nothing itself
ANNOUNCING = re.compile(
    r"[^，,]{0,14}(?:以下|如下|下列)[几一二三四五六七八九十两\d]{0,2}[个项点条]?(?:方面)?的?(?:重点|具体)?(?:工作|任务|要求|事项|意见|措施|举措)?"
    r"|[^，,]{0,14}[这几一二三四五六七八九十两\d]{1,2}[个项点条]?(?:方面的?)?(?:重点|具体)?(?:工作|任务|要求|事项|意见|措施|举措)"
)
# `下一步，市某局将继续…`
NEXT = re.compile(r"(?:下一步|接下来|下一阶段|下阶段|下步)(?:工作中)?")
WILL = re.compile(rf"[^，,。；;]{{0,20}}?将(?=(?:{ADVERBS}|{VERBS}))")
LEAST_ANNOUNCED = 2
# `会议原则同意…的意见，会后修改完善后印发`: what the meeting did, and what is to follow
AGREED = re.compile(r"(?:本次)?会议(?:研究|审议)?(?:并|后)?(?:一致|原则|基本)*(?:上)?(?:同意|通过)")
AFTERWARDS = re.compile(
    r"会后|由[^，,。；;]{2,30}(?:修改|完善|印发|报|组织|落实|负责)|(?:根据|按照?|结合)[^，,。；;]{0,24}(?:意见|要求|建议)|(?:进一步|抓紧|尽快)?(?:修改|修订|补充|完善)|(?:按(?:规定)?程序)?(?:报|提交|提请|印发)|以[^，,。；;]{2,16}(?:名义|文件)印发"
)
# `…，事关…`, `…意义重大`: the sentence says why, not what
ARGUES = re.compile(
    r"事关|关乎|关系(?:到|着|人民|群众|全局|民生)|(?<!就)是(?!否)[^，,。；;]{2,60}(?:举措|任务|要求|关键|保障|体现|大事|根本|责任|使命|抓手|途径|基础|主体|产业|工程|机遇)(?=[，,。；;]|$)|必要$|必要[，,]|势在必行|意义重大|至关重要|责任重大|任务艰巨|[^除]了[，,。；;]|取得|已(?:经)?[一-鿿]"
)

# `会上，某局通报了…；各县汇报…`: who spoke, though the words may hold a 需 or a 要
AT_MEETING = re.compile(
    r"(?:会上|座谈会上|会议期间|会前)[，,][^，,。；;]{0,60}(?:汇报|通报|介绍|交流|发言|宣读|观看|解读|传达|学习|听取|审议)"
)
# `…提出以下要求，请认真抓好落实`: the formula that closes a letter
PLEASE = re.compile(
    r"请(?:各[^，,。；;]{0,16})?(?:结合[^，,。；;]{2,8})?(?:一并|认真|遵照|抓好|抓紧|贯彻|组织|落实|执行|实施|办理)+"
)


def _will_do(text: str, parts: list[Clause]) -> list[Clause] | None:
    """`下一步，市某局将继续…`: what is announced for the time to come, as an order would be."""
    if len(parts) < LEAST_ANNOUNCED or NEXT.fullmatch(text, parts[0].start, parts[0].end) is None:
        return None
    will = WILL.match(text, parts[1].start, parts[1].end)
    if will is None:
        return None
    return [Clause(will.end(), parts[1].end, parts[1].mark), *parts[2:]]


def after_speech(text: str, parts: list[Clause]) -> tuple[list[Clause], bool]:
    """Drop what stands before `会议强调，`; say whether that verb is itself a demand."""
    will = _will_do(text, parts)
    if will is not None:
        return will, True
    demanded = urged = False
    begin = 0
    for place, part in enumerate(parts[:-1]):
        words = text[part.start : part.end]
        if SPEECH.fullmatch(words):
            begin = place + 1
            demanded = DEMANDS.fullmatch(words) is not None
            urged = URGES.fullmatch(words) is not None
        elif begin == place and COUNTS.fullmatch(words):
            begin = place + 1
    for place, part in enumerate(parts[begin:], begin):
        asks = None
        if place == begin:
            asks = DEMANDS_AT_ONCE.match(text, part.start, part.end)
        asks = asks or STRESSES.match(text, part.start, part.end)
        asks = asks or ASKS_AT_ONCE.match(text, part.start, part.end)
        if asks is not None:
            return [Clause(asks.end(), part.end, part.mark), *parts[place + 1 :]], True
    return parts[begin:], demanded or (urged and orders_by_form(text, parts[begin:]))


def after_resolution(text: str, parts: list[Clause]) -> tuple[list[Clause], bool]:
    """Drop `会议原则同意…` where the same sentence says what is to be done with it afterwards."""
    if not parts or AGREED.match(text, parts[0].start, parts[0].end) is None:
        return parts, False
    for place, part in enumerate(parts[1:], 1):
        if AFTERWARDS.match(text, part.start, part.end):
            return parts[place:], True
    return parts, False


def orders_by_form(text: str, parts: list[Clause]) -> bool:
    """Whether words behind `强调，` open with an action and argue or report nothing."""
    words = text[parts[0].start : parts[0].end]
    whole = text[parts[0].start : parts[-1].end]
    if SITUATION.match(words) or JUDGEMENT.search(whole) or ARGUES.search(whole):
        return False
    if DEED_WORDS.search(whole):
        return False
    if any(order_at(text[part.start : part.end]) is not None for part in parts):
        return False  # `做好…工作，要…`: the order word says where the orders begin
    role = role_of(words)
    if role in {Role.FRAME, Role.TOPIC, Role.STUDY, Role.SLOGAN}:
        return any(acts(text[part.start : part.end]) for part in parts[1:])
    return acts(words) or office_acts(words) or CHARGES.match(words) is not None


def may_order(whole: str, first: str, *, imperative: bool, body: bool, headed: bool) -> bool:
    """Whether a sentence without a word of order is one: it neither tells nor judges, and acts."""
    if MEETING_DID.match(whole) or TAKES_EFFECT.search(whole):
        return False
    if not imperative or DEED_WORDS.search(whole) or (not body and DEED.match(first)):
        return False
    if JUDGEMENT.search(whole) or (SITUATION.match(whole) and not acts(first)):
        return False
    opens = body or headed or acts(first) or office_acts(first) or CHARGES.match(first) is not None
    return opens or role_of(first) is not Role.PLAIN
