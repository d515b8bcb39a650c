"""Word files through the child process, good ones and hostile ones."""

import subprocess
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from tests.workplan.meetings.readers.word_files import package, paragraph, part, word_file
from tracker.workplan.meetings.readers import docx
from tracker.workplan.meetings.readers.docx import read_docx
from tracker.workplan.meetings.readers.reading import Unreadable


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_docx(data)
    return refused.value.sentence


def test_a_document_is_read_whole_and_in_order() -> None:
    document = Document()
    document.add_heading("全市项目推进会纪要", 0)
    document.add_paragraph("会议议定以下事项：")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells),
        ("事项", "单位", "道路改造", "市住建局"),
        strict=True,
    ):
        cell.text = words
    document.add_paragraph("会议最后强调抓好落实。")
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    file = BytesIO()
    document.save(file)

    reading = read_docx(file.getvalue())

    assert (
        reading.text
        == "全市项目推进会纪要\n会议议定以下事项：\n事项\t单位\n道路改造\t市住建局\n会议最后强调抓好落实。"
    )
    assert reading.margins == "内部资料 注意保存"
    assert reading.warnings == ()


def test_a_file_without_words_is_empty() -> None:
    assert "空的" in refusal(word_file(paragraph(" ")))
    assert "空的" in refusal(b"")


def test_what_is_not_a_word_file_is_named() -> None:
    assert refusal("只是文字".encode()) == docx.NOT_WORD
    assert refusal(docx.OLE + b"WordDocument") == docx.OLD_WORD
    assert refusal(docx.OLE + b"..." + "EncryptedPackage".encode("utf-16-le")) == docx.ENCRYPTED
    assert refusal(package({"readme.txt": "一个普通的压缩包"})) == docx.NOT_WORD


def test_a_truncated_file_is_damaged() -> None:
    whole = word_file("".join(paragraph(f"第{n}段，会议要求加快推进。") for n in range(300)))

    for length in (4, 100, len(whole) // 2, len(whole) - 3):
        assert refusal(whole[:length]) == docx.DAMAGED


def test_a_declared_document_type_is_refused() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "会议">]>'
        + part("document", "<w:body><w:p/></w:body>").split("?>")[1]
    )

    assert refusal(package({"word/document.xml": bomb})) == docx.TOO_COMPLEX


def test_a_zip_bomb_is_refused() -> None:
    bomb = word_file(paragraph("会" * 3_000_000))

    assert refusal(bomb) == docx.TOO_COMPLEX


def test_too_many_entries_are_refused() -> None:
    file = BytesIO(word_file(paragraph("会议")))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        for number in range(5001):
            archive.writestr(f"word/{number}", b"")

    assert refusal(file.getvalue()) == docx.TOO_COMPLEX


def test_elements_nested_without_end_do_no_harm() -> None:
    depth = 60_000

    assert refusal(word_file("<w:sdt>" * depth + "</w:sdt>" * depth)) == docx.TOO_COMPLEX


def test_a_child_that_dies_or_waits_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "CHILD", "tracker.no_such_module")
    assert refusal(word_file(paragraph("会议"))) == docx.TOO_COMPLEX

    def waits(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("python", docx.SECONDS)

    monkeypatch.setattr(subprocess, "run", waits)
    assert refusal(word_file(paragraph("会议"))) == docx.TOO_COMPLEX


def test_text_beyond_the_limit_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "LONGEST_TEXT", 5)

    assert "1,000,000" in refusal(word_file(paragraph("会议要求加快推进")))
