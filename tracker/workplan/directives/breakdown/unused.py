"""Columns of a breakdown sheet that hold units and that the mapping leaves out."""

import re

from tracker.readers.workbook import Sheet, words_of
from tracker.workplan.directives.breakdown.heads import Mapping, Role, head_words, role_of
from tracker.workplan.directives.breakdown.parties import read_parties
from tracker.workplan.directives.matching import Office, match

A_UNIT = re.compile(
    r"[一-鿿（）()、]{1,18}(?:局|委|办|厅|办公室|委员会|中心|公司|集团|政府|街道|管委会)|[一-鿿]{1,3}[县区镇乡]"
)
"""Beside the office's own names, which `match` knows."""
MOST_ROWS = 500
FEWEST = 2
"""Rows that must name a unit before the column's head need not say so too."""


def unused_units(sheet: Sheet, mapping: Mapping, table: Office) -> list[int]:
    """Give the columns (from 0) in which most rows name units and which nothing is made of."""
    heads = head_words(sheet, mapping)
    used = set(mapping.columns.values())
    return [
        column
        for column in range(sheet.width)
        if column not in used and _holds_units(sheet, mapping, column, heads[column], table)
    ]


def _holds_units(sheet: Sheet, mapping: Mapping, column: int, head: str, table: Office) -> bool:
    rows = range(mapping.head + 1, min(len(sheet.rows), mapping.head + 1 + MOST_ROWS))
    filled = [words for row in rows if (words := words_of(sheet.cell(row, column)))]
    naming = sum(_names_unit(words, table) for words in filled)
    is_said = role_of(head) in (Role.LEAD, Role.SUPPORT)
    return naming >= (1 if is_said else FEWEST) and naming * 2 >= len(filled)


def _names_unit(words: str, table: Office) -> bool:
    """Whether everything that stands in a cell is a unit's name."""
    names = [it.name for it in read_parties(words, "lead")]
    return bool(names) and all(
        match(name, table) is not None or A_UNIT.fullmatch(name) for name in names
    )
