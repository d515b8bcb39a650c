"""Who may review directives, and what may be done with one in which state."""

from collections.abc import Iterable, Sequence

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.workplan.directives.charging import Charges, mentions
from tracker.workplan.directives.extraction import Directive as Found
from tracker.workplan.directives.extraction.units import read_prose
from tracker.workplan.directives.matching import Party
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Level,
    Mode,
    NamedTarget,
    NamedUnit,
)

LONGEST_TITLE = 200
LONGEST_REASON = 2000
LONGEST_DUE_TEXT = 100
LONGEST_MODALITY = 20

DECIDED = N_("这一条已经处理过了，要改请先撤销。")
UNDECIDED = N_("这一条还没有处理，不用撤销。")
NO_REASON = N_("阅知要写明理由。")
NO_TITLE = N_("请填写标题。")
NO_HEADING = N_("请填写重点的名称。")
NO_DUTIES = N_("重点本身不定单位、时限和方式，请在它的举措上定。")
NO_PARENT = N_("所属重点不在这份报告里，请刷新页面后重选。")


def may_review(actor: Actor) -> bool:
    """Only supervisors decide about directives."""
    return may(actor, Permission.REVIEW_DIRECTIVES)


def is_open(directive: Directive) -> bool:
    """Whether nobody has decided about it yet."""
    return directive.state is DirectiveState.DRAFT


def check_open(directive: Directive) -> None:
    """Refuse to decide about, or edit, what is decided: the decision is undone first."""
    if not is_open(directive):
        raise RuleBroken(DECIDED)


def check_decided(directive: Directive) -> None:
    """Refuse to undo a decision that was never taken."""
    if is_open(directive):
        raise RuleBroken(UNDECIDED)


def check_reason(reason: str) -> None:
    """Refuse a note without a reason: nothing is put aside in silence."""
    if not reason.strip():
        raise RuleBroken(NO_REASON)


def check_wording(directive: Directive, title: str, *, has_duties: bool) -> None:
    """Refuse an empty title, and duties on a priority."""
    if not title.strip():
        raise RuleBroken(NO_TITLE)
    if has_duties and directive.level is Level.PRIORITY:
        raise RuleBroken(NO_DUTIES)


def checked_heading(heading: str) -> str:
    """Return a priority's name without blanks at its ends; refuse an empty one."""
    if not heading.strip():
        raise RuleBroken(NO_HEADING)
    return heading.strip()


def check_parent(parent: Directive | None, *, is_asked: bool) -> None:
    """Refuse a parent that was asked for and is no priority of the report."""
    if is_asked and (parent is None or parent.level is not Level.PRIORITY):
        raise RuleBroken(NO_PARENT)


def mode_of(units: Iterable[NamedUnit]) -> Mode | None:
    """Say in which mode the units work, as far as the text itself says so.

    A group answers each for itself; one leading unit, with or without helpers, is joint; several
    equal units are left to a person.
    """
    named = list(units)
    leading = [unit for unit in named if unit["duty"] == "lead"]
    groups = [unit for unit in named if unit["group_id"] is not None]
    if groups and len(groups) == len(named):
        return Mode.EACH
    if len(leading) == 1 and not groups:
        return Mode.JOINT
    return None


def named(name: str, duty: str, party: Party | None) -> NamedUnit:
    """Tie a unit's name in the text to its row in the office's table, if it has one."""
    return NamedUnit(
        name=name,
        duty=duty,
        unit_id=party.id if party and party.kind == "unit" else None,
        group_id=party.id if party and party.kind == "group" else None,
    )


def units_of(found: Found, charges: Charges) -> list[NamedUnit]:
    """Tie the units that a measure's text names to the office's table, and add whom its prose asks."""
    units = [named(it.name, it.duty, charges.meant(it.name)) for it in found.units]
    if found.level != "measure" or (units and found.units != read_prose(found.text)):
        return units
    known = {_who(it) for it in units}
    asked = (
        # `由A牵头，各县（市、区）配合`: the group stands in the measure's own words
        mentions(found.text, charges.office) if units else charges.of(found.start, found.end)
    )
    more = [named(it.name, it.duty, it.party) for it in asked]
    return units + [it for it in more if _who(it) not in known]


def _who(unit: NamedUnit) -> tuple[int | None, int | None, str]:
    is_known = unit["unit_id"] is not None or unit["group_id"] is not None
    return unit["unit_id"], unit["group_id"], "" if is_known else unit["name"]


def targets_of(found: Found) -> list[NamedTarget]:
    """Keep the figures that were found as a directive keeps them."""
    return [
        NamedTarget(
            text=it.text,
            value=it.value,
            unit=it.unit,
            comparison=it.comparison,
            upper=it.upper,
            change=it.change,
            baseline=it.baseline,
            against=it.against,
        )
        for it in found.targets
    ]


def short(words: str | None, longest: int) -> str | None:
    """Cut words to what is kept of them; None where there are none."""
    return words[:longest] if words else None


def priority_over(directives: Sequence[Directive], start: int) -> Directive | None:
    """Find the priority that a stretch beginning at `start` stands under: the last one before it."""
    before = [it for it in directives if it.level is Level.PRIORITY and it.start <= start]
    return max(before, key=lambda it: (it.start, -it.end, it.id), default=None)


def position_of(start: int, level: Level) -> int:
    """Give the place among siblings: reading order, a priority before a measure of the same place.

    Computed from the span, so that adding one moves none of the others.
    """
    return start * 2 + (level is Level.MEASURE)


def units_in_mode(units: Sequence[NamedUnit], mode: Mode | None) -> list[NamedUnit]:
    """Return the units with the duties that the mode leaves: in `each`, all of them lead."""
    if mode is not Mode.EACH:
        return list(units)
    led = [unit.copy() for unit in units]
    for unit in led:
        unit["duty"] = "lead"
    return led
