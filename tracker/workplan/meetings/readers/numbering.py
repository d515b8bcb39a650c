"""Automatic numbers of a Word file, as Word would print them before a paragraph's words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

LEVELS = 9
PLACE = re.compile(r"%([1-9])")
DIGITS = "零一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
)
ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
TEN = 10
CIRCLED = 20
LARGEST = 9999
LONGEST_CHAIN = 20
"""Styles built upon styles: a longer chain is a circle."""


def counted(number: int, digits: str = DIGITS, ranks: str = "十百千") -> str:
    """Count in Chinese words: 10 is 十, 21 is 二十一, 105 is 一百零五."""
    if not 0 < number <= LARGEST:
        return str(number)
    words, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // TEN**power % TEN
        if digit:
            words += (
                (digits[0] if gap and words else "")
                + digits[digit]
                + (ranks[power - 1] if power else "")
            )
        gap = not digit
    # 十一, not 一十一.
    return words[1:] if words.startswith(digits[1] + ranks[0]) else words


def _roman(number: int) -> str:
    words = ""
    for value, sign in ROMAN + ROMAN_ONES:
        while number >= value and len(words) < TEN * TEN:
            words, number = words + sign, number - value
    return words


def _letters(number: int) -> str:
    """Count by A, B … Z, AA, BB …, as Word does."""
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, TEN)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= CIRCLED else str(number)


def _wide(number: int) -> str:
    return str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "ideographEnclosedCircle": lambda n: f"({counted(n)})",
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "ideographDigital": lambda n: "".join("〇一二三四五六七八九"[int(d)] for d in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join("〇一二三四五六七八九"[int(d)] for d in str(n)),
    "taiwaneseDigital": lambda n: "".join("〇一二三四五六七八九"[int(d)] for d in str(n)),
    "chineseLegalSimplified": lambda n: counted(n, LEGAL, "拾佰仟"),
    "ideographTraditional": lambda n: STEMS[(n - 1) % len(STEMS)],
    "ideographZodiac": lambda n: BRANCHES[(n - 1) % len(BRANCHES)],
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it prints."""

    start: int
    format: str
    text: str
    legal: bool
    style: str | None


@dataclass(slots=True)
class Listing:
    """A list as paragraphs refer to it; lists with one `root` count on together."""

    root: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)
    is_begun: bool = False


class Numbering:
    """The lists of one document, counting as its paragraphs are read in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {s.get("w_styleId", ""): s for s in _all(styles, "w_style")}
        defaults = (
            s
            for s in self._styles.values()
            if s.get("w_default") == "1" and s.get("w_type") == "paragraph"
        )
        self._default = next((s.get("w_styleId", "") for s in defaults), "")
        self._roots = {a.get("w_abstractNumId", ""): a for a in _all(numbering, "w_abstractNum")}
        self._numbers = {n.get("w_numId", ""): n for n in _all(numbering, "w_num")}
        self._listings: dict[str, Listing] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Element) -> str:
        """Print the number before this paragraph, if it has one, and count on."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        listing, depth = found
        level = listing.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(listing.root, {})
        if not listing.is_begun:
            listing.is_begun = True
            counts.update({at: start - 1 for at, start in listing.restarts.items()})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return _printed(level, listing.levels, counts)

    def _list_of(self, paragraph: Element) -> tuple[Listing, int] | None:
        own = paragraph.find("w_pPr/w_numPr")
        style = _value(paragraph.find("w_pPr/w_pStyle")) or self._default
        number, depth = _reference(own)
        if number is None:
            number, styled_depth, style = self._reference_of_style(style)
            depth = depth if depth is not None else styled_depth
        if number is None or number == "0":
            return None
        listing = self._listing(number)
        if listing is None:
            return None
        if depth is None:
            depth = next((at for at, level in listing.levels.items() if level.style == style), 0)
        return listing, depth

    def _reference_of_style(self, style: str) -> tuple[str | None, int | None, str]:
        for _ in range(LONGEST_CHAIN):
            element = self._styles.get(style)
            if element is None:
                break
            number, depth = _reference(element.find("w_pPr/w_numPr"))
            if number is not None:
                return number, depth, style
            style = _value(element.find("w_basedOn")) or ""
        return None, None, style

    def _listing(self, number: str) -> Listing | None:
        if number not in self._listings:
            element = self._numbers.get(number)
            if element is None:
                return None
            root = self._root_of(element)
            levels = dict(map(_level, _all(self._roots.get(root), "w_lvl")))
            listing = Listing(root, levels)
            for override in _all(element, "w_lvlOverride"):
                at = _whole(override.get("w_ilvl"), 0)
                levels.update(map(_level, _all(override, "w_lvl")))
                start = override.find("w_startOverride")
                if start is not None:
                    listing.restarts[at] = _whole(start.get("w_val"), 1)
            self._listings[number] = listing
        return self._listings[number]

    def _root_of(self, number: Element) -> str:
        """Find the list's definition; some only name a list style that has it."""
        root = _value(number.find("w_abstractNumId")) or ""
        link = self._roots[root].find("w_numStyleLink") if root in self._roots else None
        style = self._styles.get(_value(link) or "")
        named = _reference(style.find("w_pPr/w_numPr"))[0] if style is not None else None
        if named is not None and named in self._numbers:
            return _value(self._numbers[named].find("w_abstractNumId")) or root
        return root


def _printed(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    if level.format == "bullet":
        return "• "

    def number(place: re.Match[str]) -> str:
        at = int(place.group(1)) - 1
        count = counts.get(at, levels[at].start if at in levels else 1)
        style = "decimal" if level.legal or at not in levels else levels[at].format
        return FORMATS.get(style, str)(count)

    label = PLACE.sub(number, level.text)
    # 一、 and （一） join the words; a bare number must not melt into them.
    return label + " " if label[-1:].isalnum() and label[-1:].isascii() else label


def _level(element: Element) -> tuple[int, Level]:
    return _whole(element.get("w_ilvl"), 0), Level(
        start=_whole(_value(element.find("w_start")), 1),
        format=_value(element.find("w_numFmt")) or "decimal",
        text=_value(element.find("w_lvlText")) or "",
        legal=element.find("w_isLgl") is not None,
        style=_value(element.find("w_pStyle")),
    )


def _reference(properties: Element | None) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    depth = _value(properties.find("w_ilvl"))
    return _value(properties.find("w_numId")), None if depth is None else min(
        _whole(depth, 0), LEVELS - 1
    )


def _all(parent: Element | None, tag: str) -> list[Element]:
    return [] if parent is None else parent.findall(tag)


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get("w_val")


def _whole(words: str | None, otherwise: int) -> int:
    return (
        int(words)
        if words and words.isascii() and words.isdigit() and len(words) < TEN
        else otherwise
    )
