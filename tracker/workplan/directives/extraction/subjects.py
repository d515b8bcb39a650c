"""What stands before the order word: a body that goes on acting, or the work itself."""

import re

from tracker.workplan.directives.extraction.lexicon import ADDRESSEES
from tracker.workplan.directives.extraction.roles import acts

BRIEF = 6
# A noun that may begin like a verb: `整改方案`
NAMES_A_THING = re.compile(r"(?:方案|工作|措施|意见|计划|项目|任务|资金|部门|单位|改革)$")
# `目标定位要更高，实现…`: what is to be so, and how much more
COMPARED = re.compile(r"再?更[一-鿿]{1,4}")
# A subject that is a body or people, so that the same one goes on in the clauses behind it
AGENT = re.compile(
    rf"{ADDRESSEES}|(?:[局委办部厅院署会室组队所站市县区旗省镇乡员们]|部门|单位|机关|政府|企业|学校|机构|公司|集团|街道|干部|同志|大家|双方|上下|领导|专班|牵头|责任人|群众)$"
)


def may_be_subject(words: str) -> bool:
    """Whether words before 要 name who or what: `各部门|要…`, `整改方案|要…`, not `推进…`."""
    if not words or not acts(words):
        return True
    return len(words) <= BRIEF and NAMES_A_THING.search(words) is not None
