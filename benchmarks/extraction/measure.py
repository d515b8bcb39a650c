"""Time, memory, growth, baseline and reliability of the extraction. See README.md beside this file."""

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.extraction.families import FAMILIES, ITEM, REPORT, filled
from tracker.readers import read
from tracker.readers.metadata import read_metadata
from tracker.workplan.directives.extraction import extract
from tracker.workplan.directives.printing import as_json

ROOT = Path(__file__).resolve().parents[2]

CORPUS = ROOT.parent / "shared" / "extraction"
KEYWORDS = re.compile(r"要|加快|推进|加强|开展|完善|建立|落实|深化|实施|抓好|提升|确保|强化")


# What must hold: seconds for so many characters, memory of the process, growth when a text doubles.
LONG = (
    ("a plan", REPORT, 20_000, 0.2),
    ("a plan", REPORT, 1_000_000, 10.0),
    ("only items", ITEM, 600_000, 10.0),
)
MEBIBYTES = 300
RATIO = 2.5
# Measures found with confidence 0.9 or more: at least so many of all, and so many of them right.
SURE, SURE_SHARE, SURE_RIGHT = 0.9, 0.6, 0.95
SMALL, LARGE = 50_000, 100_000
# Below this a ratio tells of the clock and not of the program.
MEASURABLE = 0.02


def main() -> None:
    """Print what was asked for; everything without arguments. Ends with 1 where a bound is broken."""
    parts = {
        "time": times,
        "growth": growth,
        "quality": quality,
        "baseline": baseline,
        "reliability": reliability,
    }
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("part", nargs="*", help=", ".join(parts))
    asked = ask.parse_args().part or list(parts)
    if unknown := [part for part in asked if part not in parts]:
        ask.error(f"no such part: {unknown[0]}")
    broken = []
    for part in asked:
        print(f"== {part}")
        broken += parts[part]() or []
    for said in broken:
        print(f"BROKEN  {said}")
    sys.exit(bool(broken))


def times() -> list[str]:
    """Show seconds and memory of a long report, the memory of a whole process too."""
    broken = []
    for name, words, characters, bound in LONG:
        text = filled(words, characters)
        seconds = min(_seconds(text) for _ in range(3))
        tracemalloc.start()
        found = extract(text, year=2026)
        allocated = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        process = _resident(words, characters)
        print(
            f"{name:12} {characters:>9,} characters  {len(found.directives):>6} directives"
            f"  {seconds:7.3f} s  {allocated:6.1f} MiB allocated  {process:6.1f} MiB resident"
        )
        if seconds > bound or process > MEBIBYTES:
            broken.append(f"{name}, {characters:,} characters: {seconds:.2f} s, {process:.0f} MiB")
    return broken


def _resident(words: str, characters: int) -> float:
    """Give the greatest resident memory of a process that does nothing but extract once."""
    code = (
        "import resource, sys; sys.path[:0] = [sys.argv[1], sys.argv[2]];"
        "from families import filled;"
        "from tracker.workplan.directives.extraction import extract;"
        "extract(filled(sys.argv[3], int(sys.argv[4])), year=2026);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    here = str(Path(__file__).parent)
    run = [sys.executable, "-c", code, str(ROOT), here, words, str(characters)]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    return int(said) / 1024


def growth() -> list[str]:
    """Show T(2n)/T(n) of every family."""
    broken = []
    for name, make in FAMILIES.items():
        small, large = _best(make(SMALL)), _best(make(LARGE))
        ratio = large / small
        if large > MEASURABLE and ratio > RATIO:
            # Another process may have had the processor: look twice before blaming.
            small, large = min(small, _best(make(SMALL))), min(large, _best(make(LARGE)))
            ratio = large / small
            if ratio > RATIO:
                broken.append(f"{name}: ratio {ratio:.1f}")
        print(f"{name:26} T(50k) {small:7.3f} s   T(100k) {large:7.3f} s   ratio {ratio:4.1f}")
    return broken


def _best(text: str) -> float:
    first = _seconds(text)
    return min(first, *(_seconds(text) for _ in range(3 if first < 1 else 1)))


def quality() -> None:
    """Show the figures of every kind of document."""
    evaluate = _evaluate()
    tallies: dict[str, Counter[str]] = {"all": Counter()}
    for name, gold, text in _documents():
        scored = evaluate.score_document(gold, text, _grammar(text))
        for kind in ("all", evaluate.KINDS[name.split("-")[0]]):
            tallies.setdefault(kind, Counter()).update(scored)
    print(f"{'':10}" + "".join(f"{name:>13}" for name in evaluate.FIGURES))
    for kind, tally in tallies.items():
        said = evaluate.figures(tally)
        shown = ("—" if said[name] is None else f"{said[name]:.3f}" for name in evaluate.FIGURES)
        print(f"{kind:10}" + "".join(f"{it:>13}" for it in shown))


def baseline() -> None:
    """Compare with a splitter that takes every clause, or sentence, holding a keyword."""
    for name, predict in (
        ("this grammar", _grammar),
        ("keyword, by clause", lambda text: _by_keyword(text, r"[^，。；！？\n]+")),
        ("keyword, by sentence", lambda text: _by_keyword(text, r"[^。；！？\n]+")),
    ):
        pooled = Counter[str]()
        for _, gold, text in _documents():
            pooled.update(_evaluate().score_document(gold, text, predict(text)))
        said = _evaluate().figures(pooled)
        print(
            f"{name:22} priority {said['priority_f1'] or 0:.3f}  measure {said['measure_f1']:.3f}  characters {said['char_f1']:.3f}"
        )


def reliability() -> list[str]:
    """Show how often measures of each confidence are right; optional text counts neither way."""
    evaluate, right, all_of = _evaluate(), Counter[float](), Counter[float]()
    for _, gold, text in _documents():
        items = evaluate.locate_gold(gold, text)
        found = [d for d in _grammar(text)["directives"] if d["level"] == "measure"]
        wanted = [i for i in items if i["level"] == "measure"]
        matched = {id(f) for _, f in evaluate.pair(wanted, found, evaluate.measure_likeness)}
        others = [f for f in found if id(f) not in matched]
        free = evaluate.free_items(others, [i for i in items if i["level"] == "optional"])
        for one in found:
            if id(one) not in free:
                all_of[one["confidence"]] += 1
                right[one["confidence"]] += id(one) in matched
    for confidence, number in sorted(all_of.items(), reverse=True):
        print(f"said {confidence:.2f}   right {right[confidence] / number:.2f}   of {number}")
    sure = [it for it in all_of if it >= SURE]
    found, good = sum(all_of[it] for it in sure), sum(right[it] for it in sure)
    share, correct = found / all_of.total(), good / found
    print(f"{SURE} or more: {share:.2f} of all measures, {correct:.2f} of them right")
    is_kept = share >= SURE_SHARE and correct >= SURE_RIGHT
    return [] if is_kept else [f"confidence: {share:.2f} of all, {correct:.2f} right"]


def _seconds(text: str) -> float:
    """Give the seconds of processor time: what else runs on the machine hardly counts."""
    start = time.process_time()
    extract(text, year=2026)
    return time.process_time() - start


def _evaluate() -> ModuleType:
    if "evaluate" not in sys.modules:
        spec = importlib.util.spec_from_file_location("evaluate", CORPUS / "evaluate.py")
        if spec is None or spec.loader is None:
            sys.exit("the documents for development are not beside the project")
        sys.modules["evaluate"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["evaluate"])
    return sys.modules["evaluate"]


def _documents() -> Iterator[tuple[str, dict[str, Any], str]]:
    for path in sorted((CORPUS / "dev").glob("*.json")):
        text = path.with_suffix(".txt").read_text("utf-8-sig")
        yield path.stem, json.loads(path.read_text("utf-8")), text


def _grammar(text: str) -> dict[str, Any]:
    reading, metadata = read("report.txt", text.encode()), read_metadata(text)
    found = extract(text, held_on=metadata.held_on, published_on=metadata.published_on)
    return as_json(reading, metadata, found)


def _by_keyword(text: str, piece: str) -> dict[str, Any]:
    spans = (m.span() for m in re.finditer(piece, text) if KEYWORDS.search(m.group()))
    return {
        "directives": [
            {"id": str(n), "level": "measure", "text": text[a:b], "start": a, "end": b}
            for n, (a, b) in enumerate(spans)
        ]
    }


if __name__ == "__main__":
    main()
