"""A breakdown sheet (任务分解表) → a report's text and the directives in it. Plain Python.

`heads` finds the head row and what each column holds, `days` reads what stands in a column of time
limits, `parties` who stands in a column of units, `rows` says what each row is, `layout` ties every
directive to its words in the text that the rows make.
"""

from tracker.workplan.directives.breakdown.heads import Mapping, Role, recognised
from tracker.workplan.directives.breakdown.layout import Breakdown, Item, lay_out, title_of_sheet
from tracker.workplan.directives.breakdown.rows import Kind, Passed, Trouble

__all__ = [
    "Breakdown",
    "Item",
    "Kind",
    "Mapping",
    "Passed",
    "Role",
    "Trouble",
    "lay_out",
    "recognised",
    "title_of_sheet",
]
