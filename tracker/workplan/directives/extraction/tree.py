"""The tree under construction: themes that hold themes and findings."""

from dataclasses import dataclass, field

from tracker.workplan.directives.extraction.model import NamedUnit


@dataclass(slots=True)
class Finding:
    """A measure with its span and what the text around it assigns: units and words about time."""

    start: int
    end: int
    reason: str
    confidence: float
    units: tuple[NamedUnit, ...] = ()
    time: str | None = None


@dataclass(slots=True)
class Theme:
    """A priority: from its first word (`start`) to `end`, or to its last measure's end."""

    start: int
    heading: str
    reason: str
    confidence: float
    end: int = 0
    children: list["Theme | Finding"] = field(default_factory=list)


Branch = Theme | Finding


def findings(branches: list[Branch]) -> list[Finding]:
    """Give the measures of the branches, in reading order."""
    waiting = list(reversed(branches))
    found = []
    while waiting:
        branch = waiting.pop()
        if isinstance(branch, Finding):
            found.append(branch)
        else:
            waiting.extend(reversed(branch.children))
    return found
