"""Text of a report → tree of directives, with verbatim spans and reasons. Plain Python, offline.

Read in this order: `lines` (what is page furniture), `grids` and `tables` (tables and what their rows
say), `outline` (numbers), `items` (what a number makes of its text), `assignments` and `units` (what
brackets and fields assign), `prose` and `priorities` (paragraphs and their themes), `sentences`,
`speech` (who speaks and does that demand), `roles` and `measures` (clauses and what they do), `listing`
(named items); beside them `times`, `targets`, `modality`, `doers` (whom minutes charge); `report` puts
all together.
"""

from tracker.workplan.directives.extraction.model import (
    Comparison,
    Directive,
    Duty,
    Extraction,
    Level,
    NamedUnit,
    Span,
    Target,
)
from tracker.workplan.directives.extraction.report import extract, read_stretch

__all__ = [
    "Comparison",
    "Directive",
    "Duty",
    "Extraction",
    "Level",
    "NamedUnit",
    "Span",
    "Target",
    "extract",
    "read_stretch",
]
