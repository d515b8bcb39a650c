"""The parts of a summary by name: ``result_<priority id>`` and the columns of `PART_WORDS`."""

from collections.abc import Iterable

from tracker.workplan.review.drafting import Draft
from tracker.workplan.review.models import AnnualSummary
from tracker.workplan.review.rules import PART_WORDS


def result_part(priority_id: int) -> str:
    """Return the name of the part that stands under a priority."""
    return f"result_{priority_id}"


def part_words(summary: AnnualSummary) -> dict[str, str]:
    """Return the words of every part by its name, in the summary's order."""
    return {
        **{result_part(it.priority_id): it.words for it in summary.results},
        **{part: str(getattr(summary, part)) for part in PART_WORDS},
    }


def words_of(draft: Draft) -> dict[str, str]:
    """Return the words of a draft by the names of a summary's parts."""
    return {
        **{result_part(priority): words for priority, words in draft.results.items()},
        **{part: str(getattr(draft, part)) for part in PART_WORDS},
    }


def part_names(summary: AnnualSummary, parts: Iterable[str]) -> str:
    """Name parts as the page does, for the journal."""
    names = {result_part(it.id): it.name for it in summary.plan.priorities} | PART_WORDS
    return "、".join(names[part] for part in parts)
