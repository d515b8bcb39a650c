"""Automatic numbers of an old Word file (.doc): which list a paragraph belongs to (in the child)."""

from dataclasses import dataclass, replace
from struct import unpack_from

from tracker.readers.counting import Counts, Level, Listing
from tracker.readers.wordstreams import (
    I32,
    LIST_USES,
    LISTS,
    STYLES,
    U16,
    Streams,
)

FORMATS = (
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
)
"""The way of counting by its number in the file."""

NO_FORMAT = 255
LEVELS = 9
LIST, LEVEL, USE = 28, 28, 16
IS_SIMPLE, IS_LEGAL = 0x01, 0x04
HAS_START, HAS_LEVEL = 0x10, 0x20
LONGEST_CHAIN = 20
PROPERTY_USE, PROPERTY_DEPTH = 0x460B, 0x260A
NO_LIST = 0xF801


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: what it is based on and which list it belongs to."""

    base: int
    use: int | None
    depth: int | None


class Lists:
    """The lists of one old Word file, counting as its paragraphs are read in order."""

    def __init__(self, streams: Streams) -> None:
        self._counts = Counts()
        self._styles = _styles(streams)
        self._listings = _listings(streams)

    def label(self, style: int, use: int | None, depth: int | None) -> str:
        """Print the number before a paragraph of this style, and with these properties of its own."""
        if use is None:
            use, styled = self._by_style(style)
            depth = depth if depth is not None else styled
        if use is None or use in {0, NO_LIST}:
            return ""
        # A negative number keeps the list and sets the paragraph's own indent.
        number = 0x10000 - use if use & 0x8000 else use
        if not 0 < number <= len(self._listings):
            return ""
        return self._counts.label(self._listings[number - 1], depth or 0)

    def _by_style(self, style: int) -> tuple[int | None, int | None]:
        depth = None
        for _ in range(LONGEST_CHAIN):
            found = self._styles.get(style)
            if found is None:
                break
            depth = depth if depth is not None else found.depth
            if found.use is not None:
                return found.use, depth
            style = found.base
        return None, None


def _styles(streams: Streams) -> dict[int, Style]:
    sheet = streams.part(STYLES)
    if not sheet:
        return {}
    at = 2 + U16.unpack_from(sheet)[0]
    count, base_size = unpack_from("<HH", sheet, 2)
    found = {}
    for number in range(count):
        if at + 2 > len(sheet):
            break
        size = U16.unpack_from(sheet, at)[0]
        style = sheet[at + 2 : at + 2 + size]
        at += 2 + size + size % 2
        if not style:
            continue
        kind_and_base, parts = unpack_from("<HH", style, 2)
        if kind_and_base & 0xF != 1 or not parts & 0xF:
            continue
        place = base_size + 2 + (U16.unpack_from(style, base_size)[0] + 1) * 2
        place += place % 2
        length = U16.unpack_from(style, place)[0] if place + 2 <= len(style) else 0
        use, depth = list_of(streams, style[place + 4 : place + 2 + length])
        found[number] = Style(kind_and_base >> 4, use, depth)
    return found


def list_of(streams: Streams, properties: bytes) -> tuple[int | None, int | None]:
    """Give the list and the depth in it that properties of a paragraph or style state."""
    use: int | None = None
    depth: int | None = None
    for code, operand in streams.properties(properties):
        if code == PROPERTY_USE and len(operand) == U16.size:
            use = U16.unpack(operand)[0]
        elif code == PROPERTY_DEPTH and operand:
            depth = min(operand[0], LEVELS - 1)
    return use, depth


def _listings(streams: Streams) -> list[Listing]:
    lists, uses = streams.part(LISTS), streams.part(LIST_USES)
    if len(lists) < U16.size or len(uses) < I32.size:
        return []
    levels = streams.after(LISTS)
    known: dict[int, dict[int, Level]] = {}
    at = 0
    for number in range(U16.unpack_from(lists)[0]):
        entry = lists[2 + number * LIST : 2 + (number + 1) * LIST]
        count = 1 if entry[26] & IS_SIMPLE else LEVELS
        here = known.setdefault(I32.unpack_from(entry)[0], {})
        for depth in range(count):
            here[depth], at = _level(levels, at)
    found = []
    count = I32.unpack_from(uses)[0]
    at = 4 + count * USE
    for number in range(min(max(count, 0), len(uses) // USE)):
        root = I32.unpack_from(uses, 4 + number * USE)[0]
        overrides = uses[4 + number * USE + 12]
        listing = Listing(str(root), dict(known.get(root, {})))
        at = _overridden(uses, at + 4, overrides, listing) if at + 4 <= len(uses) else at
        found.append(listing)
    return found


def _overridden(uses: bytes, at: int, count: int, listing: Listing) -> int:
    for _ in range(count):
        start, flags = unpack_from("<iI", uses, at)
        at += 8
        depth = flags & 0xF
        if flags & HAS_LEVEL:
            listing.levels[depth], at = _level(uses, at)
        elif flags & HAS_START:
            listing.restarts[depth] = start
            if depth in listing.levels:
                listing.levels[depth] = replace(listing.levels[depth], start=start)
    return at


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """Read one level of a list; give it and where the next begins."""
    start, form, flags = unpack_from("<iBB", data, at)
    words = at + LEVEL + data[at + 24] + data[at + 25]
    length = U16.unpack_from(data, words)[0]
    text = data[words + 2 : words + 2 + length * 2].decode("utf-16-le", "replace")
    # The number of level n stands in the text as the character of code n.
    text = "".join(f"%{ord(sign) + 1}" if ord(sign) < LEVELS else sign for sign in text)
    name = "none" if form == NO_FORMAT else FORMATS[form] if form < len(FORMATS) else "decimal"
    return Level(start, name, text, bool(flags & IS_LEGAL), None), words + 2 + length * 2
