"""How binding a measure is, by its own words: one short word, and the class of its strength.

`要` binds everything in an official text and so tells nothing; `确保`, `推动`, `支持` are deeds and
`逐步`, `稳妥`, `加快` say how fast: none of them is modality. What remains are ten words.
"""

import re
from typing import Literal

from tracker.workplan.directives.extraction.lexicon import ADVERBS, VERBS

Strength = Literal["binding", "ordinary", "reserved", "tentative", "voluntary"]

STRENGTHS: dict[str, Strength] = {
    "必须": "binding",
    "不得": "binding",
    "应当": "ordinary",
    "原则上": "reserved",
    "力争": "reserved",
    "试点": "tentative",
    "探索": "tentative",
    "鼓励": "voluntary",
    "可以": "voluntary",
}
# What names something and reserves nothing: `试点城市`, `鼓励类产业`, `争取资金`, `不得不`, `可持续`.
NAMES = re.compile(
    r"试点(?:城市|地区|单位|县|镇|村|范围|经验|工作|示范|建设|成果|任务|方案|项目|企业|名单|期间|成效|做法)|自(?:由)?贸(?:易)?试验区|试行(?:办法|方案|规定|意见|期)"
    r"|探索(?:性|者|精神|成果|经验|实践)|(?:有益|积极|成功|实践|改革)探索(?=[，,。；;、的]|$)|大胆探索|勇于探索|敢于探索|不断探索"
    r"|鼓励(?:外商投资产业|类|性|政策|措施|引导类|办法|机制)|争取(?:上级|国家|中央|省|市|资金|政策|支持|专项|项目|更多|更大|各方|各界|社会|理解|主动|指标|额度|名额|把|将|人心)"
    r"|力争上游|必须的|不得不|不可或缺|必不可少|应对|应用|应急|应收|应缴|应届|应有|应答|应急|响应|供应|相应|适应|反应|效应|对应|理应|顺应|回应|呼应|因应|感应|应(?:保尽保|收尽收|办尽办|\w尽\w)|允许范围|禁止(?:区|类|性)|禁止开发区|可视化"
)
SENTENCE_END = re.compile(r"[。；;！？\n]")
VERB_NEXT = rf"(?:{ADVERBS}|{VERBS})"
PERSONS_WORD = r"(?:于|在|按|依|由|当|该|将|严格|及时|首先|优先|同时|自|把|向|至少|不|以|遵|根据|结合|坚持|做到|每|提前|主动)"
# The weakest first: what is only encouraged or tried stays so, whatever else is said of it.
WORDS = (
    ("原则上", re.compile(r"原则上|原则性要求")),
    (
        "试点",
        re.compile(
            r"(?:开展|启动|组织|进行|实施|扩大|先行|实行|参与|选择|推出|推开|推进|稳步|有序|深入|探索|支持|指导)[^，,。；;]{0,24}试点(?=$|[，,。；;、]|举措)"
            rf"|(?<!建设)试点(?={VERB_NEXT})|试行|先行先试|先试|试运行"
        ),
    ),
    ("探索", re.compile(r"探索")),
    ("鼓励", re.compile(r"鼓励|提倡|倡导(?!者)|引导和鼓励")),
    (
        "力争",
        re.compile(
            r"力争|争取|努力(?:实现|达到|完成|做到|争取)|尽量|尽可能|尽力|尽最大(?:努力|可能)|力求"
        ),
    ),
    (
        "不得",
        re.compile(
            r"(?:严禁|不得|禁止|不准|不许|不允许|绝不|决不|一律不|不再(?=新建|新增|审批|受理|安排|列支|保留))"
        ),
    ),
    ("必须", re.compile(r"必须|务必|务求|一律|须(?!知|要)|一定要")),
    (
        "可以",
        re.compile(
            rf"可以|(?<!不)允许|准许|(?<![不许认尚均])可(?={PERSONS_WORD}|结合|视|适当|参照|采取|通过|申请|自行|自主|给予|先行|享受|委托|单独|同步)"
        ),
    ),
    (
        "应当",
        re.compile(
            rf"应当|应该|(?<![供响相适反效感对理回呼照顺答报因一])应(?={PERSONS_WORD}|{VERB_NEXT})"
        ),
    ),
)


def read_modality(text: str) -> str | None:
    """Give the word for how binding the measure is; None where it is an order like any other."""
    # What a long item allows in its later sentences is about some case of it, not about the item.
    first = SENTENCE_END.split(text, maxsplit=1)[0]
    plain = NAMES.sub("", first)
    return next((name for name, words in WORDS if words.search(plain)), None)


def strength_of(modality: str | None) -> Strength | None:
    """Give the class of a word of modality."""
    return STRENGTHS.get(modality or "")
