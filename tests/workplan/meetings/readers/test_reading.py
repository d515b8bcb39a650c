"""The ending of a file's name and its content must agree."""

import pytest

from tests.workplan.meetings.readers.word_files import paragraph, word_file
from tracker.workplan.meetings.readers import Unreadable, read

WORDS = "会议要求加快推进。"


def test_a_text_file_is_read_as_text() -> None:
    for name in ("报告.txt", "报告.TXT", "纪要.md", " 报告.txt "):
        assert (read(name, WORDS.encode()).text, read(name, WORDS.encode()).kind) == (WORDS, "text")


def test_a_word_file_is_read_as_word() -> None:
    reading = read("报告.DOCX", word_file(paragraph(WORDS)))

    assert (reading.text, reading.kind, reading.encoding) == (WORDS, "docx", None)


@pytest.mark.parametrize(
    "name", ["报告.pdf", "报告.doc", "报告.wps", "报告.html", "报告.xlsx", "报告", ".txt"]
)
def test_other_formats_are_not_supported_yet(name: str) -> None:
    with pytest.raises(Unreadable, match="暂不支持") as refusal:
        read(name, WORDS.encode())

    assert "另存为 .docx" in refusal.value.sentence


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (word_file(paragraph(WORDS)), "Word 文档"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...", "旧版 Word"),
        (b"{\\rtf1\\ansi ...", "RTF"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "网页"),
        (b"", "空的"),
    ],
)
def test_a_text_file_that_is_something_else_is_named(data: bytes, named: str) -> None:
    with pytest.raises(Unreadable, match=named):
        read("报告.txt", data)
