"""What belongs to the measure before it: its result, its limit, what a meeting is held for."""

import re

from tracker.workplan.directives.extraction.model import Span

PAPERS = "方案|清单|台账|计划|报告|总结|材料|名单|意见|情况|措施|表"
# `加密巡查频次，确保汛期安全`: the result of one deed even at the end of a long run, unless it
# speaks of the people, of all tasks or of the outcome as such
OWN_RESULT = re.compile(
    r"(?:坚决|切实|全力|有力|务必|真正)*(?:确保|保证|做到|力争)(?![^，,]{0,14}(?:人民|群众|党中央|抓落实|各项|既定|目标任务|成效))"
)
# `…，于6月底前拨付到位`: by when it is done, and no object of its own
LIMIT_TAIL = re.compile(
    r"(?:并|全部|均|统一|力争|确保)?[于在][^，,。；;]{1,14}(?:前|底|末|内)(?:全部|全面|均|基本|统一)*[^，,。；;的]{2,4}(?:到位|完毕|完成|见效|结束|成型|投用|使用|办结|清零)?$"
)
# `制定方案，3月25日前报办公室`: what is handed in was named before
HANDED_IN = re.compile(
    rf"(?:并|再|统一)?[于在]?[^，,。；;]{{0,8}}\d[日月][^，,。；;]{{0,2}}前(?:正式|书面|统一|一并|再)*(?:报送?|上报|送|报告|提交|反馈)(?![^，,。；;]*(?:{PAPERS}))[^，,。；;]{{2,14}}$"
)
NAMES_A_PAPER = re.compile(PAPERS)
# `召开…会议，部署…`: a meeting is to be held, and what it is for
HOLDS_A_MEETING = re.compile(
    r"(?:及时|适时|组织|定期|尽快)*召开[^，,。；;]{2,60}(?:会议|大会|[^机社协委]会)(?=$|[，,])"
)
AT_THE_MEETING = re.compile(
    r"(?:研究)?(?:部署|安排)|总结|分析|讨论|传达|表彰|通报|交流|听取|研究|面向|对[^，,]{2,40}(?:部署|安排)|并?就"
)


# `新建幼儿园6所，新增学位1800个`, `实施饮水工程，解决1.1万人饮水问题`: what the building is for
FROM_BUILDING = re.compile(
    r"(?:可|预计)?(?:新增(?:优质|公办|普惠)*(?:学位|床位|托位|泊位|停车位|车位|灌溉面积|蓄水|供水能力|产能|装机|库容)"
    r"|解决[^，,]{0,8}\d[^，,]{0,16}(?:问题|难题)$|配套(?:建设)?[^，,]{1,10}\d)"
)
BUILDS = re.compile(r"新建|改建|扩建|实施|建成|建设|改造|新开工")
# `成立专班，由某副市长任组长`: who heads what was just set up
HEADED_BY = re.compile(
    r"由[^，,。；;]{2,20}?(?:担任|兼任|任)[^，,。；;]{0,6}?(?:组长|指挥长|总指挥|召集人|主任|负责人|队长|成员)$"
)


def _is_handed_in(text: str, last: Span, words: str) -> bool:
    return (
        HANDED_IN.match(words) is not None
        and NAMES_A_PAPER.search(text, last.start, last.end) is not None
    )


def goes_on(text: str, last: Span, words: str) -> bool:
    """Whether a clause only goes on with the measure `last`: by when, or what its meeting is for."""
    if LIMIT_TAIL.match(words) or _is_handed_in(text, last, words):
        return True
    if HEADED_BY.match(words):
        return True
    if FROM_BUILDING.match(words) and BUILDS.search(text, last.start, last.end):
        return True
    held = HOLDS_A_MEETING.match(text, last.start, last.end)
    return held is not None and AT_THE_MEETING.match(words) is not None
