"""Time, memory, growth, baseline and reliability of the extraction. See README.md beside this file."""

import argparse
import importlib.util
import json
import re
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tracker.workplan.directives.extraction import extract  # noqa: E402  the script runs from anywhere
from tracker.workplan.directives.printing import as_json  # noqa: E402  as above
from tracker.workplan.meetings.readers import read  # noqa: E402  as above
from tracker.workplan.meetings.readers.metadata import read_metadata  # noqa: E402  as above

CORPUS = ROOT.parent / "shared" / "extraction"
REPORT = """会议强调，要突出“固堤强基”，加固河堤12公里，6月底前修复水闸，确保安全度汛。
一、重点任务
（一）河道治理。开展清淤疏浚，拓宽卡口河段。（市水利局牵头，市财政局配合，10月底前完成）
1.更换老旧管网80公里。责任单位：市水务局、市住建局；完成时限：年底前。
2.对排查发现的问题，各县（市、区）要限期整改，形成闭环。
会议要求，一是强化巡查，每日巡查险段；二是强化储备，补充抢险物资。
"""
FAMILIES: dict[str, Callable[[int], str]] = {
    "plain report": lambda n: _filled(REPORT, n),
    "open brackets": lambda n: "（" * n,
    "nested brackets": lambda n: "（" * (n // 2) + "）" * (n // 2),
    "one line of commas": lambda n: _filled("加快推进河道治理，", n),
    "runs of ordinals": lambda n: "要求：" + _filled("一是加固河堤；二是修复水闸；", n),
    "units without duty": lambda n: "由" + _filled("局和", n),
    "units in brackets": lambda n: _filled("修堤。（甲局牵头，6月底前完成）", n),
    "fields": lambda n: _filled("责任单位：甲局\n", n),
    "outline without text": lambda n: _filled("一、", n),
    "deep outline": lambda n: _filled("第一部分 甲\n一、乙\n（一）丙\n1.丁\n（1）戊\n①己\n", n),
    "dates": lambda n: _filled("2026年1月1日至", n),
    "table cells": lambda n: "|议题|纪要|\n|---|---|\n|甲|" + _filled("1.修堤<br>", n) + "|",
    "white space": lambda n: "会" + "　" * n + "议",
    "themes": lambda n: _filled("突出“固堤”，加固河堤；", n),
}
KEYWORDS = re.compile(r"要|加快|推进|加强|开展|完善|建立|落实|深化|实施|抓好|提升|确保|强化")


def main() -> None:
    """Print what was asked for; everything without arguments."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("part", nargs="*", default=["time", "growth", "baseline", "reliability"])
    for part in ask.parse_args().part:
        print(f"== {part}")
        {"time": times, "growth": growth, "baseline": baseline, "reliability": reliability}[part]()


def times() -> None:
    for characters, runs in ((20_000, 3), (1_000_000, 1)):
        text = _filled(REPORT, characters)
        seconds = min(_seconds(text) for _ in range(runs))
        tracemalloc.start()
        found = extract(text, year=2026)
        most = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        print(
            f"{characters:>9,} characters  {len(found.directives):>6} directives  {seconds:7.3f} s  {most:6.1f} MiB"
        )


def growth() -> None:
    for name, make in FAMILIES.items():
        small, large = (min(_seconds(make(n)) for _ in range(4)) for n in (50_000, 100_000))
        print(
            f"{name:22} T(50k) {small:7.3f} s   T(100k) {large:7.3f} s   ratio {large / small:4.1f}"
        )


def baseline() -> None:
    """Compare with a splitter that takes every clause, or sentence, holding a keyword."""
    for name, predict in (
        ("this grammar", _grammar),
        ("keyword, by clause", lambda text: _by_keyword(text, r"[^，。；！？\n]+")),
        ("keyword, by sentence", lambda text: _by_keyword(text, r"[^。；！？\n]+")),
    ):
        pooled = Counter[str]()
        for gold, text in _documents():
            pooled.update(_evaluate().score_document(gold, text, predict(text)))
        said = _evaluate().figures(pooled)
        print(
            f"{name:22} priority {said['priority_f1'] or 0:.3f}  measure {said['measure_f1']:.3f}  characters {said['char_f1']:.3f}"
        )


def reliability() -> None:
    """Show how often measures of each confidence are right; optional text counts neither way."""
    evaluate, right, all_of = _evaluate(), Counter[float](), Counter[float]()
    for gold, text in _documents():
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


def _filled(words: str, characters: int) -> str:
    return (words * (characters // len(words) + 1))[:characters]


def _seconds(text: str) -> float:
    start = time.perf_counter()
    extract(text, year=2026)
    return time.perf_counter() - start


def _evaluate() -> ModuleType:
    if "evaluate" not in sys.modules:
        spec = importlib.util.spec_from_file_location("evaluate", CORPUS / "evaluate.py")
        if spec is None or spec.loader is None:
            sys.exit("the documents for development are not beside the project")
        sys.modules["evaluate"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["evaluate"])
    return sys.modules["evaluate"]


def _documents() -> Iterator[tuple[dict[str, Any], str]]:
    for path in sorted((CORPUS / "dev").glob("*.json")):
        yield json.loads(path.read_text("utf-8")), path.with_suffix(".txt").read_text("utf-8-sig")


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
