"""Who stands in a cell of a column of units, and with which duty."""

import re

from tracker.workplan.directives.extraction.model import Duty, NamedUnit
from tracker.workplan.directives.extraction.units import (
    ANY_DUTY,
    LABEL,
    read_bracket,
    read_labels,
    split_names,
)

# Marks between names; one inside brackets, as in 各县（市、区）, belongs to the name.
BETWEEN = re.compile(r"[，,；;\n\r\t/|]+(?![^（(\n]{0,40}[）)])")
ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.、．)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])\s*")
MARK = re.compile(r"[（(]\s*(?:(?P<lead>牵头|主办|负责)|配合|协办|协助|参与)(?:单位|部门)?\s*[)）]")
"""Behind a name: `A（牵头）、B`."""
SHORTEST_ALONE = 3
"""Characters of the shortest name that a blank may part from the next; 住 建 局 is one name."""
UNIT_AND_PERSON = 2
A_UNIT = re.compile("..(?:局|委|办|厅|中心|公司|集团|政府)$")
A_PERSON = re.compile("[一-鿿]{1,2}[^\\W\\d局委办厅处科股室部院所站队组社会县区市镇乡村]")
NO_NAME = re.compile(r"[\W\d_]*|无|暂无|待定|各自|同上")


def read_parties(words: str, duty: Duty) -> tuple[NamedUnit, ...]:
    """Read the units of a cell; those of its column have `duty`, unless the cell itself says more.

    Where one name is marked （牵头）, those without the mark support.
    """
    line = " ".join(words.split())
    has_marks = MARK.search(line) is not None
    if LABEL.search(line):
        return read_labels(BETWEEN.sub("；", words)).units
    if ANY_DUTY.search(line) and not has_marks:
        given = read_bracket(BETWEEN.sub("，", words))
        if given is not None and given.units:
            return given.units
    leads_by_mark = any(it["lead"] for it in MARK.finditer(line))
    units: dict[str, Duty] = {}
    for piece in _pieces(words):
        names, others = split_names(piece)
        for name in (*names, *others):
            mark = MARK.search(name)
            kept = MARK.sub("", name).strip().removesuffix("等")
            is_led = mark["lead"] is not None if mark else not leads_by_mark and name in names
            if not NO_NAME.fullmatch(kept):
                units.setdefault(kept, "lead" if is_led and duty == "lead" else "support")
    return tuple(NamedUnit(name, its_duty) for name, its_duty in units.items())


def _without_person(parts: list[str]) -> list[str]:
    """Leave out the person whom a cell names behind their unit: 市住建局 李然."""
    if len(parts) == UNIT_AND_PERSON and A_UNIT.search(parts[0]) and A_PERSON.fullmatch(parts[1]):
        return parts[:1]
    return parts


def _pieces(words: str) -> list[str]:
    found: list[str] = []
    for piece in BETWEEN.split(words):
        plain = ORDINAL.sub("", piece).strip(" 　。.:：")
        parts = _without_person(plain.split())
        if len(parts) > 1 and all(len(it) >= SHORTEST_ALONE for it in parts):
            found += parts
        elif parts:
            found.append("".join(parts))
    return found
