"""What the states, steps, modes and cycles are called."""

from tracker.foundation.words import N_
from tracker.workplan.tasks.models import AssignmentState, Duty, Mode, ReportingCycle
from tracker.workplan.tasks.rules.transitions import Step

_A = AssignmentState

STEP_WORDS = {
    Step.DISPATCH: N_("交办"),
    Step.ACKNOWLEDGE: N_("签收"),
    Step.DECLINE: N_("退回（非本单位职责）"),
    Step.REDISPATCH: N_("重新交办"),
    Step.TRANSFER: N_("转交接续单位"),
    Step.ASK_CLOSURE: N_("申请办结"),
    Step.WITHDRAW: N_("撤回办结申请"),
    Step.CLOSE: N_("核定办结"),
    Step.REDO: N_("退回重办"),
    Step.REOPEN: N_("重新办理（回头看）"),
    Step.PAUSE: N_("中止"),
    Step.RESUME: N_("恢复办理"),
    Step.TERMINATE: N_("终止"),
    Step.RELEASE: N_("撤下承办单位"),
    Step.UNDO: N_("撤销上一步"),
}

CYCLE_WORDS = {
    ReportingCycle.MONTHLY: N_("每月"),
    ReportingCycle.QUARTERLY: N_("每季度"),
    ReportingCycle.HALF_YEARLY: N_("每半年"),
    ReportingCycle.ONCE: N_("一次"),
    ReportingCycle.BY_MILESTONE: N_("按节点"),
}
MODE_WORDS = {Mode.JOINT: N_("共同承办"), Mode.EACH: N_("分别承办")}
DUTY_WORDS = {Duty.LEAD: N_("牵头"), Duty.SUPPORT: N_("配合")}

STATE_WORDS = {
    _A.DISPATCHED: N_("待签收"),
    _A.DECLINED: N_("退回待重派"),
    _A.ACKNOWLEDGED: N_("推进中"),
    _A.REPORTED: N_("待核定"),
    _A.CLOSED: N_("已办结"),
    _A.PAUSED: N_("中止"),
    _A.TERMINATED: N_("终止"),
}
