"""The ending of a file's name says the form, its content has the last word."""

import pytest

from tests.readers.word_files import paragraph, word_file
from tracker.readers import FORMS, Unreadable, form_of, read, refusals
from tracker.readers.text import EMPTY

WORDS = "会议要求加快推进。"


def test_a_text_file_is_read_as_text() -> None:
    for name in ("报告.txt", "报告.TXT", " 报告.txt "):
        assert (read(name, WORDS.encode()).text, read(name, WORDS.encode()).kind) == (WORDS, "text")


def test_lines_of_a_text_file_are_never_joined() -> None:
    broken = "会议要求，各县各部门要认真抓好\n落实，十月底前报送情况。"

    assert read("报告.txt", broken.encode()).text == broken


def test_a_word_file_is_read_as_word() -> None:
    reading = read("报告.DOCX", word_file(paragraph(WORDS)))

    assert (reading.text, reading.kind, reading.encoding) == (WORDS, "docx", None)


@pytest.mark.parametrize("name", ["报告.rar", "报告.jpg", "报告", ".txt", "docx"])
def test_other_formats_are_named_with_those_that_can_be_read(name: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(name, WORDS.encode())

    assert refusal.value.sentence == refusals.NOT_YET
    for ending in (".docx", ".doc", ".wps", ".pdf", ".txt", ".md", ".html"):
        assert ending in refusals.NOT_YET
        assert ending in FORMS


def test_an_empty_file_is_empty_whatever_its_name() -> None:
    for name in ("a.txt", "a.docx", "a.pdf", "a.html"):
        with pytest.raises(Unreadable, match=EMPTY):
            read(name, b"")


@pytest.mark.parametrize(
    ("data", "claimed", "found"),
    [
        (b"PK\x03\x04", "text", "docx"),
        (b"PK\x05\x06", "doc", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "docx", "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet", "sheet"),
        (b"PK\x03\x04", "sheet", "sheet"),
        (b"%PDF-1.4", "docx", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", "pdf", "pdf"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "text", "html"),
        (b"<HTML>", "doc", "html"),
        (b"MIME-Version: 1.0\r\n", "doc", "html"),
        (b"MIME-Version: 1.0\r\n", "text", "text"),
        (b"<html>", "markdown", "markdown"),
        (b"# a", "markdown", "markdown"),
        (b"words", "html", "html"),
    ],
)
def test_a_content_is_recognised_by_its_beginning(data: bytes, claimed: str, found: str) -> None:
    assert form_of(data, claimed) == found


def test_a_text_about_a_format_is_not_that_format() -> None:
    assert read("a.txt", "PK 比赛通知：%PDF- 不是标记。".encode()).kind == "text"


@pytest.mark.parametrize("claimed", ["text", "docx", "html"])
def test_rtf_is_named(claimed: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        form_of(b"{\\rtf1\\ansi", claimed)

    assert refusal.value.sentence == refusals.IS_RTF
