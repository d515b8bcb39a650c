"""Reports of our own writing with the directives that they hold marked in the text.

They are no documents of any office: places, persons and figures are made up. Each is written in the manner of
its kind (news, plan, minutes) and of a year from 2012 to 2026. The marks:

    {…}                      a measure; `^due=2024-06-30;lead=甲、乙;sup=丙^` behind it: its day and units
    ⟪heading¦ … ⟫            a priority, from its first word to behind its last measure
    [[…]]                    text that one reader would take for a directive and another would not
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(slots=True)
class Marked:
    """One marked directive; `heading` is empty for a measure."""

    start: int
    end: int = 0
    heading: str = ""
    optional: bool = False
    parent: "Marked | None" = None
    due: date | None = None
    units: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Sample:
    """One report: its name, its plain text, and what is marked in it."""

    name: str
    text: str
    marked: tuple[Marked, ...]

    @property
    def kind(self) -> str:
        """News, plan or minutes."""
        return self.name.split("-")[0]

    @property
    def measures(self) -> list[Marked]:
        return [one for one in self.marked if not one.heading and not one.optional]

    @property
    def priorities(self) -> list[Marked]:
        return [one for one in self.marked if one.heading]

    @property
    def optional(self) -> list[Marked]:
        return [one for one in self.marked if one.optional]


def samples() -> list[Sample]:
    """Read all the reports."""
    return [read(path.stem, path.read_text("utf-8")) for path in sorted(HERE.glob("*.txt"))]


def read(name: str, marked_text: str) -> Sample:
    """Take the marks out of a report."""
    kept: list[str] = []
    found: list[Marked] = []
    open_ones: list[Marked] = []
    at = 0
    while at < len(marked_text):
        sign = marked_text[at]
        place = len(kept)
        if sign == "⟪":
            behind = marked_text.index("¦", at)
            theme = Marked(place, heading=marked_text[at + 1 : behind], parent=_last(open_ones))
            found.append(theme)
            open_ones.append(theme)
            at = behind
        elif sign == "⟫":
            open_ones.pop().end = place
        elif sign == "{" or marked_text.startswith("[[", at):
            found.append(Marked(place, optional=sign == "[", parent=_last(open_ones)))
            at += sign == "["
        elif sign == "}" or marked_text.startswith("]]", at):
            found[-1].end = place
            at += sign == "]"
            if marked_text.startswith("^", at + 1):
                behind = marked_text.index("^", at + 2)
                _assign(found[-1], marked_text[at + 2 : behind])
                at = behind
        else:
            kept.append(sign)
        at += 1
    for theme in (one for one in found if one.heading):
        inside = [
            one.end for one in found if not one.heading and theme.start <= one.start < theme.end
        ]
        theme.end = max(inside)
    return Sample(name, "".join(kept), tuple(found))


def _last(open_ones: list[Marked]) -> Marked | None:
    return open_ones[-1] if open_ones else None


def _assign(measure: Marked, words: str) -> None:
    for part in words.split(";"):
        key, value = part.split("=")
        if key == "due":
            measure.due = date.fromisoformat(value)
        else:
            duty = "lead" if key == "lead" else "support"
            measure.units |= {(name, duty) for name in value.split("、")}
