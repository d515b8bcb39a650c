"""What files are taken, and under which name they are kept."""

from pathlib import Path
from time import process_time

import pytest
from flask import Flask
from sqlalchemy import select

from tests.scans import PDF, jpeg, photo, png, scanned
from tests.town import NOW
from tracker.foundation import files
from tracker.foundation.db import db, transaction
from tracker.foundation.downloads import attachment, handed_out
from tracker.foundation.formats import (
    MEBIBYTE,
    SCANS,
    BadUpload,
    Format,
    Upload,
    accepted,
    format_of,
    kept_name,
)
from tracker.foundation.uploads import KeptFile, attached, is_attached, keep_upload

PNG, JPEG = png(), jpeg()
ZIP = b"PK\x05\x06" + b"\0" * 18
BROKEN_SUM = PNG[:-1] + bytes([PNG[-1] ^ 1])


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("批示.pdf", PDF, Format.PDF),
        ("批示.PDF", PDF + b"\r\n", Format.PDF),
        ("拍照.jpg", JPEG, Format.JPEG),
        ("拍照.JPEG", JPEG + b"what a telephone adds", Format.JPEG),
        ("拍照.jpg", JPEG.replace(b"\xff\xc0", b"\xff\xff\xff\xc0"), Format.JPEG),
        ("多填.jpg", JPEG.replace(b"\xff\xc0", b"\xff" * 40 + b"\xc0"), Format.JPEG),
        ("手机.jpg", photo(), Format.JPEG),
        ("扫描仪.pdf", scanned(), Format.PDF),
        ("截图.png", PNG, Format.PNG),
        ("../../etc/批示.v2.png", PNG, Format.PNG),
    ],
)
def test_what_a_scanner_or_a_telephone_makes_is_taken(
    name: str, content: bytes, found: Format
) -> None:
    assert format_of(Upload(name, content), most_megabytes=1) is found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("网页.pdf", b"<html>%PDF-1.4 startxref %%EOF</html>"),
        ("打印.pdf", b"%!PS-Adobe-3.0\nstartxref\n%%EOF"),
        ("断了.pdf", PDF[: len(PDF) // 2]),
        ("矢量.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("改名.png", JPEG),
        ("改名.jpg", PNG),
        ("改名.pdf", PNG),
        ("尾巴.png", PNG + b"PK\x03\x04"),
        ("坏和.png", BROKEN_SUM),
        ("断了.png", PNG[:-12]),
        ("短了.png", PNG[:40]),
        ("无头.png", PNG[:8] + PNG[33:]),
        ("说明里.png", png(ZIP)),
        ("尾巴.jpg", JPEG + b"PK\x03\x04evil"),
        ("尾巴二.jpg", photo() + b"PK\x03\x04evil"),
        ("目录.jpg", JPEG + ZIP),
        ("尾巴.pdf", PDF + b"PK\x03\x04"),
        ("尾巴二.pdf", PDF + b"%%EOF<html>"),
        ("目录.pdf", PDF[:9] + ZIP + PDF[9:]),
        ("断了.jpg", JPEG[:-2]),
        ("无框.jpg", JPEG.replace(b"\xff\xc0", b"\xff\xc4")),
        ("只头.jpg", JPEG[:4]),
        ("乱码.jpg", JPEG[:20] + b"\x00" * 40),
        ("零长.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 40),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(BadUpload, match="与扩展名不符"):
        format_of(Upload(name, content), most_megabytes=1)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("批示.docx", PDF, "只收 PDF、JPG、PNG 文件"),
        ("批示", PDF, "只收"),
        ("pdf", PDF, "只收"),
        ("批示.pdf.exe", PDF, "只收"),
        ("批示.svg", PNG, "只收"),
        ("批示.pdf", b"", "是空的"),
        ("批示.pdf", PDF + b" " * MEBIBYTE, "不超过 1 MB"),
        (
            "批示.pdf",
            PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"),
            "脚本",
        ),
        ("批示.pdf", PDF.replace(b"/Catalog", b"/Catalog /EmbeddedFiles 9 0 R"), "附件"),
    ],
)
def test_what_cannot_be_a_scan_is_refused_with_the_reason(
    name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(BadUpload, match=sentence):
        format_of(Upload(name, content), most_megabytes=1)


def catalog(words: bytes) -> bytes:
    return PDF.replace(b"/Catalog", b"/Catalog " + words)


@pytest.mark.parametrize(
    "words",
    [
        b"/S/J#61vaScript",
        b"/S /#4a#61#76#61#53#63#72#69#70#74",
        b"/S /#4AavaScript",
        b"/JS(app.alert(1))",
        b"/#4aS <61>",
        b"/AA << /O 9 0 R >>",
        b"/OpenAction << /S /URI >>",
        b"/OpenAction 9 0 R",
        b"/S/SubmitForm",
        b"/S/Launch/F(a)",
        b"/RichMedia 1",
        b"/XFA[1]",
        b"/Type/EmbeddedFile",
        b"/EmbeddedFiles 9 0 R",
        b"(\n<script>alert(1)</script>\n)",
    ],
)
def test_a_pdf_that_does_something_by_itself_is_refused(words: bytes) -> None:
    with pytest.raises(BadUpload, match="脚本、附件或自动动作"):
        format_of(Upload("批示.pdf", catalog(words)), most_megabytes=1)


@pytest.mark.parametrize(
    "words", [b"/JavaScripts 1", b"/OpenAction [3 0 R /Fit]", b"/AAA 1", b"/JSX"]
)
def test_a_pdf_with_other_names_is_taken(words: bytes) -> None:
    assert format_of(Upload("批示.pdf", catalog(words)), most_megabytes=1) is Format.PDF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"\xff\xd8" + b"\xff" * (4 * MEBIBYTE)),
        ("a.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x02" * MEBIBYTE),
        ("a.jpg", jpeg() * (4 * MEBIBYTE // len(JPEG)) + b"PK\x03\x04"),
        ("a.png", png(notes=MEBIBYTE // 3)),
        ("a.pdf", PDF[:9] + b"/" * (4 * MEBIBYTE)),
        ("a.pdf", PDF[:9] + b">>stream\nendstream" * (MEBIBYTE // 4)),
        ("a.pdf", PDF[:9] + b">>     " * (MEBIBYTE // 2)),
    ],
)
def test_a_file_that_would_keep_us_busy_is_told_at_once(name: str, content: bytes) -> None:
    began = process_time()
    with pytest.raises(BadUpload):
        format_of(Upload(name, content), most_megabytes=10)
    assert process_time() - began < 1


def test_each_use_says_which_kinds_it_takes() -> None:
    assert accepted() == ".pdf,.jpg,.jpeg,.png"
    assert accepted({Format.PNG}) == ".png"
    with pytest.raises(BadUpload, match="只收 PNG 文件"):
        format_of(Upload("批示.pdf", PDF), most_megabytes=1, formats=frozenset({Format.PNG}))
    assert format_of(Upload("批示.pdf", PDF), most_megabytes=1, formats=SCANS) is Format.PDF


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("附件1：会议纪要（定稿）.docx", "附件1：会议纪要（定稿）.docx"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("a\x00b\u202ecod.txt", "abcod.txt"),
        ("长" * 300 + ".docx", "长" * 250 + ".docx"),
        ("长" * 300, "长" * 255),
    ],
)
def test_a_files_own_name_is_kept_as_data(given: str, kept: str) -> None:
    assert kept_name(given) == kept


@pytest.mark.postgres
def test_a_file_is_kept_under_its_content_with_its_own_name(app: Flask) -> None:
    names = ["领导批示（扫描件）.pdf", "严明同志 2026年6月18日.PDF", "𠮷野㐂.pdf", 'a/b\\c;"d.pdf']
    with transaction():
        for name in names:
            keep_upload(Upload(name, PDF), most_megabytes=1, at=NOW)
    with pytest.raises(BadUpload), transaction():
        keep_upload(Upload("批示.png", PDF), most_megabytes=1, at=NOW)

    rows = db.session.scalars(select(KeptFile).order_by(KeptFile.id)).all()
    assert [(it.name, it.size, it.format) for it in rows] == [
        (name, len(PDF), Format.PDF) for name in names
    ]
    folder: Path = app.config["FILES"]
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [rows[0].sha256]
    assert files.kept(rows[0].sha256) == PDF
    assert is_attached(rows[0].sha256)
    assert not is_attached("0" * 64)
    assert list(attached()) == [(it.id, it.name, it.sha256) for it in rows]


def test_a_file_is_handed_out_to_be_saved_and_runs_nowhere(app: Flask) -> None:
    with app.test_request_context():
        answer = handed_out(files.keep(PDF), name="批示/一.pdf", plain_name="decision-1.pdf")

    assert answer.data == PDF
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"] == attachment("批示_一.pdf", "decision-1.pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
