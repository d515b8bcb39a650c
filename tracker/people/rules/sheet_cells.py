"""Which cell of a line a refusal is about, so that a preview can mark it."""

from tracker.people.rules import persons, posts, units
from tracker.people.rules.person_sheet import (
    BAD_DAY,
    INCOMPLETE,
    MASKED,
    NO_SUCH_PERSON,
    NO_SUCH_ROLE,
    NO_SUCH_UNIT,
    OTHER_NAME,
    TWO_NAMES,
)
from tracker.people.rules.separation import SEPARATE
from tracker.people.rules.unit_sheet import CLOSE_ON_PAGE, NO_SUCH_KIND, NOT_A_NUMBER
from tracker.readers.table import Line, day_of

CELLS = {
    persons.BAD_PHONE: "phone",
    persons.BAD_EMAIL: "email",
    persons.NO_NAME: "name",
    OTHER_NAME: "name",
    TWO_NAMES: "name",
    MASKED: "phone",
    NO_SUCH_PERSON: "login",
    NO_SUCH_UNIT: "unit",
    NO_SUCH_ROLE: "role",
    SEPARATE: "role",
    posts.UNIT_CLOSED: "unit",
    posts.ONLY_UNITS: "unit",
    posts.NO_LEADER: "role",
    posts.WRONG_DAYS: "to_on",
    posts.IMPLAUSIBLE: "from_on",
    NO_SUCH_KIND: "kind",
    NOT_A_NUMBER: "position",
    CLOSE_ON_PAGE: "closed_on",
    units.NO_NAME: "name",
    units.NOT_LATER: "closed_on",
    units.ONE_ROOT: "kind",
    units.ROOT_IS_TOP: "parent",
    units.CIRCLE: "parent",
    units.TOO_DEEP: "parent",
    units.NO_PARENT: "parent",
    units.PARENT_CLOSED: "parent",
    units.MANY_ALIASES: "aliases",
}
"""Sentences that are always about one column; all others are about what the line is told apart by."""
NAMES = ("name", "short_name", "aliases", "groups", "post")
NEEDED = ("unit", "role", "from_on")
DAYS = ("from_on", "to_on", "closed_on")


def cell_of(sentence: str, line: Line) -> str:
    """Return the key of the cell that a refusal of this line is about."""
    own = "code" if "code" in line.words else "login"
    if sentence == BAD_DAY:
        return next(key for key in DAYS if line[key] and day_of(line[key]) is None)
    if sentence == INCOMPLETE:
        return next(key for key in NEEDED if not line[key])
    if sentence in (persons.LONG_NAME, units.LONG_NAME):
        return max(NAMES, key=lambda key: _longest(key, line[key]))
    if sentence == units.SHORT_NAME:
        return next(key for key in NAMES if _is_too_short(line[key]))
    if sentence == units.HAS_SEPARATOR:
        return next(key for key in NAMES if units.BETWEEN.search(line[key]))
    named = (key for key in NAMES if any(f"“{it}”" in sentence for it in units.names_of(line[key])))
    return CELLS.get(sentence) or next(named, own)


def _is_too_short(words: str) -> bool:
    return any(len(units.folded_name(it)) < units.SHORTEST_NAME for it in units.names_of(words))


def _longest(key: str, words: str) -> float:
    """Return how far the longest of several names exceeds what its column holds."""
    most = units.LONGEST_SHORT_NAME if key == "short_name" else units.LONGEST_NAME
    return max((len(it) / most for it in units.names_of(words)), default=0)
