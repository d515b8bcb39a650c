"""What a deed for several directives has done, or why it was not done, in words with their numbers."""

from collections.abc import Sequence

from flask_babel import gettext as _

from tracker.foundation.clock import today
from tracker.foundation.wording import in_words
from tracker.foundation.words import N_
from tracker.workplan.directives import queries, reshaping
from tracker.workplan.directives.models import Directive, Mode
from tracker.workplan.directives.sheet import Row, tree

LONGEST_NAME = 20
"""Characters of a priority's name in a sentence about something else."""
NAMED = {
    reshaping.DECIDED_AMONG: N_("%(which)s已经处理过，请先撤销再合并。"),
    reshaping.DECIDED_BETWEEN: N_("中间的%(which)s已经处理过，不能合并；要合并请先撤销它。"),
    reshaping.DECIDED_BELOW: N_("其下的%(which)s已经处理过，请先撤销再改。"),
}


def done_in_words(action: str, fit: Sequence[Directive]) -> str:
    """Say what was done to how many; `fit` are those that it was done to, as they are now."""
    count = len(fit)
    asked = {
        "accept": _("已采纳 %(count)s 条。", count=count),
        "note_only": _("已把 %(count)s 条标为阅知。", count=count),
        "merge": _("已合并 %(count)s 条，请核对单位和时限。", count=count),
        "to_priority": _("已把 %(count)s 条改成重点。", count=count),
        "to_measure": _("已把 %(count)s 条改成举措。", count=count),
        "move_up": _("已上移。"),
        "move_down": _("已下移。"),
    }
    if action in asked:
        return str(asked[action])
    said = {"reparent": _moved, "set_units": _given_units, "set_due": _limited, "set_mode": _led}
    return said[action](fit[0], count)


def named_refusal(report_id: int, refusal: reshaping.Decided) -> str:
    """Say of a deed that decided ones stand in the way, and which these are."""
    rows = {row.directive.id: row for row in tree(queries.outline(report_id))}
    which = "、".join(_name_of(rows[it]) for it in refusal.ids if it in rows)
    return str(_(NAMED[refusal.sentence], which=which))


def _name_of(row: Row) -> str:
    if row.is_priority:
        return str(_("重点%(number)s", number=row.number))
    return str(_("第 %(number)s 条", number=row.number))


def _moved(it: Directive, count: int) -> str:
    if it.parent is None:
        return str(_("已把 %(count)s 条移出，不归任何重点。", count=count))
    name = it.parent.heading or it.parent.title
    short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    return str(_("已把 %(count)s 条移到“%(name)s”。", count=count, name=short))


def _given_units(it: Directive, count: int) -> str:
    names = {
        duty: "、".join(unit["name"] for unit in it.units if unit["duty"] == duty)
        for duty in ("lead", "support")
    }
    if names["support"]:
        return str(_("已把 %(count)s 条定为%(lead)s牵头，%(support)s配合。", count=count, **names))
    return str(_("已把 %(count)s 条定为%(lead)s承办。", count=count, lead=names["lead"]))


def _limited(it: Directive, count: int) -> str:
    day = in_words(it.due_on, year=today().year) if it.due_on else _("待定")
    return str(_("已把 %(count)s 条的时限定为%(day)s。", count=count, day=day))


def _led(it: Directive, count: int) -> str:
    if it.mode is Mode.EACH:
        return str(_("已把 %(count)s 条的方式定为分别承办。", count=count))
    return str(_("已把 %(count)s 条的方式定为共同承办。", count=count))
