"""Extraction measured on the real documents that are kept beside the project for development.

They are data for development alone; without them these tests are skipped, in CI they fail.
"""

import importlib.util
import json
import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from tracker.readers import Reading, read
from tracker.readers.metadata import read_metadata
from tracker.workplan.directives.extraction import extract
from tracker.workplan.directives.printing import as_json

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "extraction"


@pytest.fixture(autouse=True)
def _corpus_is_there() -> None:
    if CORPUS.is_dir():
        return
    reason = f"没有评测语料 {CORPUS.name}：应在项目旁的 shared/ 里，抽取质量没有被检验！"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@cache
def evaluation() -> ModuleType:
    """The corpus's own scoring program."""
    spec = importlib.util.spec_from_file_location("evaluate", CORPUS / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(source: Path) -> dict[str, Any]:
    """What `luoshi extract` prints for a file."""
    reading = read(source.name, source.read_bytes())
    metadata = read_metadata(reading.text)
    found = extract(reading.text, held_on=metadata.held_on, published_on=metadata.published_on)
    said: dict[str, Any] = json.loads(json.dumps(as_json(reading, metadata, found)))
    return said


@cache
def tallies() -> dict[str, Counter[str]]:
    """Scores of every document, by its name."""
    found = {}
    for path in sorted((CORPUS / "dev").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source = path.with_suffix(".txt")
        text = source.read_text("utf-8-sig")
        found[path.stem] = evaluation().score_document(gold, text, printed(source))
    assert found
    return found


def figures(kind: str = "") -> dict[str, float]:
    """The figures pooled over all documents, or over those of one kind."""
    evaluate, pooled = evaluation(), Counter[str]()
    for name, tally in tallies().items():
        if kind in {"", evaluate.KINDS.get(name.split("-")[0])}:
            pooled.update(tally)
    said: dict[str, float] = evaluate.figures(pooled)
    return said


def test_all_documents_together_reach_an_experts_level() -> None:
    said = figures()

    assert said["priority_f1"] >= 0.95
    assert said["measure_f1"] >= 0.92
    assert said["strict_f1"] >= 0.85
    assert said["char_f1"] >= 0.96
    assert said["parent_acc"] >= 0.95
    assert said["due_f1"] >= 0.95
    assert said["unit_f1"] >= 0.92
    assert said["meta_acc"] >= 0.95


@pytest.mark.parametrize("kind", ["news", "plan", "minutes"])
def test_each_kind_of_document_reaches_it_for_itself(kind: str) -> None:
    assert figures(kind)["measure_f1"] >= 0.92


def test_every_directive_is_traceable() -> None:
    assert sum(tally["untraceable"] for tally in tallies().values()) == 0


def test_the_report_that_started_the_project_is_found_whole() -> None:
    said = printed(CORPUS / "dev" / "wenzhou-2022.txt")
    gold = json.loads((CORPUS / "dev" / "wenzhou-2022.json").read_text("utf-8"))
    tally = tallies()["wenzhou-2022"]

    opened = {
        d["id"]
        for d in gold["directives"]
        if d["quote"].startswith("突出") and d["level"] == "priority"
    }

    assert len(opened) == 5
    assert sum(d["level"] == "measure" and d["parent"] in opened for d in gold["directives"]) == 21
    assert tally["priority_hit"] == tally["priority_gold"]
    assert tally["measure_hit"] == tally["measure_gold"]
    assert tally["parent_hit"] == tally["parent_all"]
    assert said["meta"]["held_on"] == gold["meta"]["held_on"]
    assert said["meta"]["published_on"] == gold["meta"]["published_on"]


WORD_FILES = ["guangdong", "sichuan", "xizang", "zhejiang"]


def in_order(document: Any) -> Iterator[str]:
    """The words of a Word file's paragraphs and cells, as python-docx walks through them."""
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from in_order(cell)


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("name", WORD_FILES)
def test_word_files_are_read_whole_and_in_order(name: str) -> None:
    data = (CORPUS / "docx" / f"report-{name}-2025.docx").read_bytes()
    reading: Reading = read("report.docx", data)
    text, at = squeezed(reading.text), 0

    expected = [squeezed(words) for words in in_order(Document(BytesIO(data))) if words.strip()]

    assert len(expected) > 50
    for words in expected:
        at = text.find(words, at)
        assert at >= 0, f"缺少或次序不对：{words[:30]}"
        at += len(words)
    # Nothing is said twice: what is more than python-docx sees are automatic numbers and text boxes.
    assert len(text) <= sum(map(len, expected)) * 1.1


@pytest.mark.parametrize("name", WORD_FILES)
def test_word_files_yield_traceable_directives(name: str) -> None:
    said = printed(CORPUS / "docx" / f"report-{name}-2025.docx")

    assert len(said["directives"]) > 20
    assert all(d["text"] == said["text"][d["start"] : d["end"]] for d in said["directives"])
