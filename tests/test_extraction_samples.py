"""Extraction measured on reports of our own writing, of kinds and years that the real ones do not cover.

They hold what was mended: a rule that is changed must not cost what another form of writing gained.
Unlike the documents beside the project they are always there.
"""

from collections import Counter
from functools import cache

from tests.extraction_samples import Marked, Sample, samples
from tracker.readers.metadata import read_metadata
from tracker.workplan.directives.extraction import Directive, extract

ALIKE, NEARLY_THE_SAME = 0.5, 0.8


def overlap(marked: Marked, found: Directive) -> float:
    """The share of two spans that is common to both."""
    shared = min(marked.end, found.end) - max(marked.start, found.start)
    return max(shared, 0) / (max(marked.end, found.end) - min(marked.start, found.start))


def pairs(
    marked: list[Marked], found: list[Directive], least: float
) -> list[tuple[Marked, Directive]]:
    """Pair one to one, the most alike first."""
    close = sorted(
        ((overlap(a, b), n, m) for n, a in enumerate(marked) for m, b in enumerate(found)),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    paired = []
    for likeness, n, m in close:
        if likeness >= least and n not in used[0] and m not in used[1]:
            used[0].add(n)
            used[1].add(m)
            paired.append((marked[n], found[m]))
    return paired


def tally(sample: Sample) -> Counter[str]:
    metadata = read_metadata(sample.text)
    said = extract(
        sample.text, held_on=metadata.held_on, published_on=metadata.published_on
    ).directives
    assert all(one.text == sample.text[one.start : one.end] for one in said)
    measures = [one for one in said if one.level == "measure"]
    themes = [one for one in said if one.level == "priority"]
    alike = pairs(sample.measures, measures, ALIKE)
    matched = {id(one) for _, one in alike}
    free = [
        one
        for one in measures
        if id(one) not in matched
        and any(min(o.end, one.end) - max(o.start, one.start) > 0 for o in sample.optional)
    ]
    named = [(a, b) for a, b in pairs(sample.priorities, themes, ALIKE) if a.heading == b.heading]
    parents = {one.id: one.heading for one in themes}
    return Counter(
        measure_gold=len(sample.measures),
        measure_found=len(measures) - len(free),
        measure_hit=len(alike),
        strict_gold=len(sample.measures),
        strict_found=len(measures) - len(free),
        strict_hit=len(pairs(sample.measures, measures, NEARLY_THE_SAME)),
        priority_gold=len(sample.priorities),
        priority_found=len(themes),
        priority_hit=len(named),
        unit_gold=sum(len(one.units) for one in sample.measures),
        unit_found=sum(len(one.units) for one in measures),
        unit_hit=sum(len(a.units & {(u.name, u.duty) for u in b.units}) for a, b in alike),
        due_gold=sum(one.due is not None for one in sample.measures),
        due_found=sum(one.due is not None for one in measures),
        due_hit=sum(a.due is not None and a.due == b.due for a, b in alike),
        parent_hit=sum(
            (a.parent.heading if a.parent else None) == parents.get(b.parent or "")
            for a, b in alike
        ),
    )


@cache
def tallies() -> dict[str, Counter[str]]:
    return {sample.name: tally(sample) for sample in samples()}


def f1(what: str, kind: str = "") -> float:
    pooled = Counter[str]()
    for name, one in tallies().items():
        if name.startswith(kind):
            pooled.update(one)
    return 2 * pooled[f"{what}_hit"] / (pooled[f"{what}_gold"] + pooled[f"{what}_found"])


def test_reports_of_every_kind_are_read() -> None:
    assert len(tallies()) >= 30
    assert {sample.kind for sample in samples()} == {"news", "plan", "minutes"}
    assert {kind for kind in ("news", "plan", "minutes") if f1("measure", kind) < 0.93} == set()


def test_what_was_mended_stays_mended() -> None:
    assert f1("measure") >= 0.96
    assert f1("strict") >= 0.92
    assert f1("priority") >= 0.95
    assert f1("unit") >= 0.95
    assert f1("due") >= 0.85


def test_measures_stand_under_their_priority() -> None:
    right = sum(one["parent_hit"] for one in tallies().values())

    assert right >= 0.97 * sum(one["measure_hit"] for one in tallies().values())


def test_no_report_is_read_badly() -> None:
    badly = {
        name
        for name, one in tallies().items()
        if 2 * one["measure_hit"] < 0.8 * (one["measure_gold"] + one["measure_found"])
    }

    assert badly == set()
