"""Automatic numbers as Word prints them: the forms of counting, and lists that count on."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

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


class Counts:
    """How far each list of a document has counted, as its paragraphs are read in order."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, listing: Listing, depth: int) -> str:
        """Count on at one level and print the number there."""
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
