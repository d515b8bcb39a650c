"""What a test says about an extraction, in the fewest words."""

from datetime import date

from tracker.workplan.directives.extraction import Directive, extract


def directives(
    text: str, *, year: int | None = 2026, held_on: date | None = None
) -> list[Directive]:
    """Extract and check that every directive is tied to its words."""
    found = extract(text, year=year, held_on=held_on).directives
    for directive in found:
        assert directive.text == text[directive.start : directive.end]
    return list(found)


def tree(text: str) -> list[str]:
    """Give `1 重点 heading` and `1.1 words of the measure`, in order."""
    return [
        f"{one.id} 重点 {one.heading}" if one.level == "priority" else f"{one.id} {one.text}"
        for one in directives(text)
    ]


def measures(text: str) -> list[str]:
    """Give the words of the measures alone."""
    return [one.text for one in directives(text) if one.level == "measure"]
