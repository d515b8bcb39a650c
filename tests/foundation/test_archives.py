"""Documents and archives by their list of parts."""

from time import process_time

import pytest

from tests.papers import MAIN, TABLE, archive, document, relisted
from tests.scans import PDF
from tracker.foundation.archives import MOST_KINDS, is_archive, parts
from tracker.foundation.formats import (
    EVERY_FORMAT,
    MEBIBYTE,
    BadUpload,
    Format,
    Upload,
    accepted,
    format_of,
)

ZIP = archive({"照片/东街.jpg": b"x" * 99, "说明.txt": "说明".encode()})
DOCX = document()


def judged(name: str, content: bytes) -> Format:
    return format_of(Upload(name, content), most_megabytes=50, formats=EVERY_FORMAT)


@pytest.mark.parametrize("ending", MAIN)
def test_what_an_office_program_writes_is_taken(ending: str) -> None:
    assert judged(f"台账.{ending.upper()}", document(ending)).value == ending


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("台账.csv", TABLE),
        ("说明.txt", "已完成 12 处。\n\t下一步\f".encode()),
        ("说明.txt", "已完成 12 处。".encode("gb18030")),
        ("说明.txt", "已完成 12 处。".encode("utf-16")),
        ("照片.zip", ZIP),
        ("带说明.zip", relisted(ZIP, comment=3) + b"abc"),
        ("改名.zip", DOCX),
    ],
)
def test_tables_texts_and_archives_are_taken(name: str, content: bytes) -> None:
    assert name.endswith(judged(name, content).value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("改名.docx", document("xlsx")),
        ("改名.xlsx", ZIP),
        ("改名.docx", PDF),
        ("宏.docx", document(more={"word/vbaProject.bin": b"x"})),
        ("宏.docx", document(kinds='<Default ContentType="application/vnd.MacroEnabled"/>')),
        ("宏.docx", document(kinds="&#109;acro")),
        ("控件.xlsx", document("xlsx", more={"xl/activeX/activeX1.xml": b"x"})),
        ("没有目录.docx", archive({"word/document.xml": b"x"})),
        ("两份.docx", document(more={"WORD/document.xml": b"x"})),
        ("两样.docx", document(more={}).replace(b"_rels/.rels", b"%PDF-/.rels")),
        ("坏了.docx", DOCX.replace(b"PK\x01\x02", b"PK\x01\x03", 1)),
        ("坏了.docx", DOCX[:40] + bytes([DOCX[40] ^ 0xFF]) + DOCX[41:]),
        ("前面.zip", b"MZ" + ZIP),
        ("前面.zip", ZIP[:4] + ZIP),
        ("后面.zip", ZIP + b"<html>"),
        ("断了.zip", ZIP[:-4]),
        ("空的.zip", archive({})),
        ("分卷.zip", relisted(ZIP, disk=1)),
        ("少记.zip", relisted(ZIP, here=1)),
        ("少记.zip", relisted(ZIP, here=1, count=1)),
        ("多记.zip", relisted(ZIP, here=9, count=9)),
        ("太多.zip", relisted(ZIP, here=60_000, count=60_000)),
        ("错位.zip", relisted(ZIP, begins=0)),
        ("外面.zip", archive({"../../etc/passwd": b"x"})),
        ("外面.zip", archive({"/etc/passwd": b"x"})),
        ("外面.zip", archive({"C:\\Windows\\a.dll": b"x"})),
        ("外面.zip", archive({"a\\..\\..\\b": b"x"})),
        ("程序.txt", b"MZ\x90\x00\x03"),
        ("网页.txt", b"\n <!DOCTYPE html><script>"),
        ("矢量.csv", b"<svg onload=alert(1)>"),
        ("打印.txt", b"%!PS-Adobe"),
        ("乱码.txt", b"\xff\xff\xff"),
        ("半截.txt", "完成".encode("utf-16") + b"\x00"),
        ("改名.csv", PDF),
    ],
)
def test_what_only_looks_like_one_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(BadUpload, match="另存一份再传"):
        judged(name, content)


def test_a_document_with_a_password_is_refused() -> None:
    locked = bytearray(DOCX)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1

    with pytest.raises(BadUpload, match="带密码"):
        judged("密.docx", bytes(locked))


def test_the_list_of_kinds_is_read_no_further_than_it_reaches() -> None:
    late = " " * MOST_KINDS + MAIN["docx"][1]
    far = archive({"[Content_Types].xml": late.encode(), "word/document.xml": b"x"})

    with pytest.raises(BadUpload):
        judged("远.docx", far)


def test_an_archive_that_would_keep_us_busy_is_told_at_once() -> None:
    bomb = archive({f"{at}.txt": b"\0" * MEBIBYTE for at in range(20)})
    began = process_time()

    assert is_archive(bomb)
    assert parts(b"PK\x03\x04" + b"PK\x05\x06" * MEBIBYTE) == []
    assert process_time() - began < 1


def test_the_chooser_is_told_every_ending() -> None:
    assert accepted(EVERY_FORMAT) == ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.pptx,.txt,.csv,.zip"
