"""What belongs to the measure before it: its result, its limit, what a meeting is held for."""

import re

from tracker.workplan.directives.extraction.model import Span

# `加密巡查频次，确保汛期安全`: the result of one deed even at the end of a long run, unless it
# speaks of the people, of all tasks or of the outcome as such
OWN_RESULT = re.compile(
    r"(?:坚决|切实|全力|有力|务必|真正)*(?:确保|保证|做到|力争)(?![^，,]{0,14}(?:人民|群众|党中央|抓落实|各项|既定|目标任务|成效))"
)
# `…，于6月底前拨付到位`: by when it is done, and no object of its own
LIMIT_TAIL = re.compile(
    r"(?:并|全部|均|统一|力争|确保)?[于在][^，,。；;]{1,14}(?:前|底|末|内)(?:全部|全面|均|基本|统一)*[^，,。；;的]{2,4}(?:到位|完毕|完成|见效|结束|成型|投用|使用|办结|清零)?$"
)
# `召开…会议，部署…`: a meeting is to be held, and what it is for
HOLDS_A_MEETING = re.compile(
    r"(?:及时|适时|组织|定期|尽快)*召开[^，,。；;]{2,60}(?:会议|大会|[^机社协委]会)(?=$|[，,])"
)
AT_THE_MEETING = re.compile(
    r"(?:研究)?(?:部署|安排)|总结|分析|讨论|传达|表彰|通报|交流|听取|研究|面向|对[^，,]{2,40}(?:部署|安排)|并?就"
)


def goes_on(text: str, last: Span, words: str) -> bool:
    """Whether a clause only goes on with the measure `last`: by when, or what its meeting is for."""
    if LIMIT_TAIL.match(words):
        return True
    held = HOLDS_A_MEETING.match(text, last.start, last.end)
    return held is not None and AT_THE_MEETING.match(words) is not None
