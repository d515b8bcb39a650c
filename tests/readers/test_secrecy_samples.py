"""How well marks of state secrecy are told from prose: 40 marks, 200 lines that bear none (C20).

All lines are of our own making. A mark that is missed lets a state secret in: none may be. A line
that is wrongly taken for one keeps an honest report out: at most one in a hundred.
"""

from tracker.readers.secrecy import secrecy_mark

MARKS = [
    "绝密",
    "机密",
    "秘密",
    "绝密★",
    "机密★",
    "秘密★",
    "绝密★长期",
    "绝密★30年",
    "机密★20年",
    "机密★1年",
    "秘密★10年",
    "秘密★6个月",
    "秘密★启用前",
    "机密★公开前",
    "绝\u3000密",
    "机 密",
    "秘 密 ★ 5 年",
    "机密級★一年",
    "機密★十年",
    "絕密★长期",
    "【机密】",
    "（秘密）",
    "[绝密]",
    "《秘密》",
    "密级：秘密",
    "密级：机密★2年",
    "密级标志：绝密",
    "密级标识：秘密★1年",
    "保密等级：机密",
    "涉密等级：秘密",
    "000017\u3000机密★1年",
    "000208\t秘密★3年\t平急",
    "特急\u3000绝密★30年",
    "机密★1年\u3000加急",
    "机密*10年",
    "秘密＊5年",
    "机密☆",
    "**秘密★1年**",
    "云岭市防汛会商纪要（秘密）",
    "[机密]云岭市专题会议纪要",
]

TOPICS = [
    "防汛",
    "信访",
    "档案",
    "粮食储备",
    "数据共享",
    "公文流转",
    "项目审批",
    "巡察整改",
    "园区招商",
    "应急演练",
]
PROSE = [
    "会议要求，做好{0}中的保密工作，落实保密责任。",
    "加强{0}领域绝密级文件管理，严格登记、清退。",
    "严禁用手机拍摄、传输{0}方面的机密文件。",
    "开展{0}保密检查，发现问题限期整改。",
    "对{0}涉及的商业秘密，依法予以保护。",
    "{0}工作人员应当签订保密承诺书。",
    "组织学习保守国家秘密法，结合{0}实际抓好落实。",
    "（三）健全{0}保密制度",
    "完善{0}内部控制，加强内部管理。",
    "{0}资料不属于国家秘密，可以公开。",
    "密级确定由保密办负责，{0}单位配合。",
    "在{0}中泄露秘密的，依纪依法追究责任。",
    "把机密件、秘密件和{0}普通件分开存放。",
    "揭开{0}背后的秘密，总结好经验。",
    "一、{0}与保密宣传同部署、同检查",
    "机密文件由专人保管，{0}组不得留存。",
    "{0}系统按照非涉密信息系统建设。",
    "对{0}中“秘密”二字的使用，另行规范。",
    "群众称赞{0}人员“守得住秘密、扛得起责任”。",
    "各县（市、区）{0}密切配合，机关密接摸排到位。",
]
BEFORE = "云岭市专题会议纪要\n2026年3月12日\n"
AFTER = "\n会议要求，6月底前完成加固河堤12公里。\n"
FALSE_ALARMS = 0.01


def refused(line: str) -> bool:
    mark = secrecy_mark(f"{BEFORE}{line}{AFTER}")
    return mark is not None and mark.kind == "refuse"


def test_every_mark_is_seen_and_hardly_any_other_line_is_taken_for_one() -> None:
    lines = [form.format(topic) for form in PROSE for topic in TOPICS]
    assert (len(set(MARKS)), len(set(lines))) == (40, 200)

    assert [it for it in MARKS if not refused(it)] == []
    false_alarms = [it for it in lines if refused(it)]
    assert len(false_alarms) <= FALSE_ALARMS * len(lines), false_alarms
