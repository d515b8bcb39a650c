"""What the values that the journal keeps are called."""

from tracker.foundation.labels import LABEL_WORDS
from tracker.foundation.words import N_

ROLES = {
    "supervisor": N_("督查员"),
    "leader": N_("领导"),
    "head": N_("单位负责人"),
    "contact": N_("联络员"),
    "system_admin": N_("系统管理员"),
    "security_admin": N_("安全管理员"),
    "auditor": N_("审计员"),
}

COMMON = ROLES | {
    "priority": N_("重点"),
    "measure": N_("措施"),
    "up": N_("达到或高于"),
    "down": N_("降到或低于"),
    "joint": N_("共同承办"),
    "each": N_("分别承办"),
    "monthly": N_("每月"),
    "quarterly": N_("每季度"),
    "half_yearly": N_("每半年"),
    "once": N_("一次"),
    "by_milestone": N_("按节点"),
    "True": N_("是"),
    "False": N_("否"),
    "None": N_("（空）"),
    "": N_("（空）"),
}
_LABELS = {label.value: words for label, words in LABEL_WORDS.items()}
VALUES = {
    "chase": {"blue": N_("蓝色督办"), "yellow": N_("黄色督办"), "red": N_("红色督办")},
    "assignment": {
        "dispatched": N_("待签收"),
        "declined": N_("退回待重派"),
        "acknowledged": N_("推进中"),
        "reported": N_("待核定"),
        "closed": N_("已办结"),
        "paused": N_("中止"),
        "terminated": N_("终止"),
    },
    "directive": {
        "draft": N_("待审"),
        "accepted": N_("已采纳"),
        "note_only": N_("一般要求"),
        "retired": N_("不再列出"),
        "noted": N_("列为一般要求"),
        "undecided": N_("撤销决定"),
        "edited": N_("修改"),
        "added": N_("补录"),
        "merged": N_("合并"),
        "split": N_("拆分"),
        "reparented": N_("调整归属"),
        "levelled": N_("调整层级"),
        "moved": N_("调整顺序"),
        "set_aside": N_("标为背景"),
    },
    "person": _LABELS,
    "report": _LABELS,
    "task": _LABELS,
}
"""What a stored value is called, by the kind of the subject; COMMON holds for every kind."""
