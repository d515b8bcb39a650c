"""Security labels (GB/T 22239 8.1.4.2 g): how far a thing may be shown, and up to where a person is cleared.

Labels stand in one order. What belongs to something, a task of its report, a file of what it was made
from, is labelled as high as that or higher. Nothing here is about state secrets: those are refused.
"""

from collections.abc import Iterable
from enum import StrEnum

from tracker.foundation.words import N_


class Label(StrEnum):
    """How far something may be shown; from the lowest to the highest."""

    OPEN = "open"
    INTERNAL = "internal"
    SENSITIVE = "sensitive"


USUAL = Label.INTERNAL
"""The label of what nobody labelled, and the clearance of whom nobody cleared."""
LABEL_WORDS = {
    Label.OPEN: N_("公开"),
    Label.INTERNAL: N_("内部"),
    Label.SENSITIVE: N_("敏感"),
}
_ORDER = tuple(Label)


def up_to(clearance: Label) -> tuple[Label, ...]:
    """Return the labels that a clearance covers, the lowest first."""
    return _ORDER[: _ORDER.index(clearance) + 1]


def covers(clearance: Label, label: Label) -> bool:
    """Whether somebody so cleared may see what is so labelled."""
    return label in up_to(clearance)


def highest(labels: Iterable[Label], *, least: Label = Label.OPEN) -> Label:
    """Return the highest of these labels, `least` where there is none as high."""
    return max((least, *labels), key=_ORDER.index)
