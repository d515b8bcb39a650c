"""Markdown files: the words are the file's own, and a preface states what the report is."""

import pytest

from tracker.readers import read
from tracker.readers.metadata import read_metadata
from tracker.readers.reading import NOTHING_STATED, Stated

TEXT = "# 水利工作推进会纪要\n\n- **修复**水闸12座\n"


def test_the_text_is_the_file_s_own() -> None:
    reading = read("纪要.md", TEXT.replace("\n", "\r\n").encode("gb18030"))

    assert (reading.text, reading.kind, reading.encoding) == (TEXT, "markdown", "gb18030")
    assert reading.stated == NOTHING_STATED


@pytest.mark.parametrize("end", ["---", "..."])
def test_a_preface_states_title_and_date(end: str) -> None:
    reading = read(
        "纪要.md",
        f'---\ntitle: "全市水利会"\nlayout: post\ndate: 2026-03-05\nsource: 市水利局\n{end}\n{TEXT}'.encode(),
    )

    assert reading.stated == Stated("全市水利会", "2026-03-05", "市水利局")
    facts = read_metadata(reading.text, reading.stated)
    assert facts.title == "全市水利会"
    assert facts.published_on is not None


def test_a_rule_at_the_head_is_no_preface() -> None:
    assert read("纪要.md", f"---\n\n{TEXT}".encode()).stated == NOTHING_STATED
