"""Automatic numbers of a Word file (.docx): which list a paragraph belongs to."""

from xml.etree.ElementTree import Element

from tracker.readers.counting import Counts, Level, Listing

LEVELS = 9
LONGEST_NUMBER = 10
LONGEST_CHAIN = 20
"""Styles built upon styles: a longer chain is a circle."""


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
        self._counts = Counts()

    def label(self, paragraph: Element) -> str:
        """Print the number before this paragraph, if it has one, and count on."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        return self._counts.label(*found)

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
        if words and words.isascii() and words.isdigit() and len(words) < LONGEST_NUMBER
        else otherwise
    )
