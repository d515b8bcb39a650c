"""Office files through the real child process: good ones, hostile ones, and ones under a wrong name."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from docx import Document

from tests.readers.ole_files import container
from tests.readers.pdf_files import Sheet, pdf_file
from tests.readers.word_files import package, paragraph, part, word_file
from tracker.readers import office, read, refusals
from tracker.readers.reading import Reading, Unreadable
from tracker.readers.text import EMPTY, TOO_LONG

FILES = Path(__file__).parent / "files"
MINUTES = (
    "云岭市城乡供水工作推进会纪要",
    "一、加快水源工程建设",
    "（一）市水务局要在2027年6月底前完成青溪水库除险加固，同步改造坝区道路。",
    "（二）松原县、白石县要抓紧完善取水许可手续，十二月底前报市水务局备案。",
    "1.每月通报一次进度。",
    "二、提升管网运行水平",
    "（一）市住房城乡建设局要对老旧管网开展排查，漏损率控制在9%以内。",
    "事项\t责任单位\t完成时限",
    "水质检测实验室改造\t市卫生健康委\t2027年3月底",
    "应急供水演练\t市应急局 各县（市、区）\t2027年5月底",
    "详见供水保障方案。 Phase II 工程由市发展改革委负责。",
)


def refusal(data: bytes, name: str = "报告.docx") -> str:
    with pytest.raises(Unreadable) as refused:
        read(name, data)
    return refused.value.sentence


def minutes(ending: str, name: str = "") -> Reading:
    return read(name or f"会议纪要.{ending}", (FILES / f"minutes.{ending}").read_bytes())


@pytest.mark.parametrize("ending", ["docx", "doc", "pdf"])
def test_a_document_is_read_whole_and_in_order(ending: str) -> None:
    reading = minutes(ending)
    lines = reading.text.split("\n")

    assert reading.kind == ending
    assert [line for line in lines if line in MINUTES] == list(MINUTES)
    assert "重要情况及时报告。" in reading.text
    assert "此处隐藏" not in reading.text
    assert "HYPERLINK" not in reading.text


def test_word_reads_the_same_in_its_old_and_its_new_format() -> None:
    new, old = minutes("docx"), minutes("doc")

    assert (new.text, set(new.warnings)) == (old.text, set(old.warnings))
    for reading in (new, old):
        assert "这一句已经删去。" not in reading.text
        # Marks of secrecy are looked for in what was hidden and deleted, too.
        assert "这一句已经删去。" in reading.margins
        assert "此处隐藏" in reading.margins
        assert "云岭市人民政府办公室" in reading.margins


@pytest.mark.parametrize(
    "name", ["关于供水保障的会议纪要（2026年11月）.wps", "云岭〔2026〕12号 纪要.WPS", "a.wpt"]
)
def test_a_file_of_wps_is_read_like_an_old_word_file(name: str) -> None:
    reading = read(name, (FILES / "minutes.doc").read_bytes())

    assert (reading.kind, reading.text) == ("wps", minutes("doc").text)


@pytest.mark.parametrize(
    ("name", "file", "kind", "note"),
    [
        ("纪要.docx", "minutes.doc", "doc", "doc"),
        ("纪要.doc", "minutes.docx", "docx", "docx"),
        ("纪要.docx", "minutes.pdf", "pdf", "pdf"),
        ("纪要.txt", "minutes.pdf", "pdf", "pdf"),
        ("纪要.pdf", "minutes.doc", "doc", "doc"),
        ("纪要.md", "minutes.docx", "docx", "docx"),
    ],
)
def test_a_file_under_a_wrong_ending_is_read_as_what_it_is_with_a_note(
    name: str, file: str, kind: str, note: str
) -> None:
    reading = read(name, (FILES / file).read_bytes())

    assert reading.kind == kind
    assert reading.warnings[0] == refusals.READ_AS[note]
    assert MINUTES[2] in reading.text


def test_a_file_without_words_is_empty() -> None:
    assert refusal(word_file(paragraph(" "))) == EMPTY
    assert refusal(b"") == EMPTY
    with pytest.raises(Unreadable, match="空的"):
        office.read_office("docx", b"")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", "只是文字".encode(), refusals.NOT_WORD),
        ("a.doc", b"<?xml version='1.0'?>", refusals.NOT_WORD),
        ("a.pdf", "只是文字".encode(), refusals.NOT_PDF),
        ("a.xlsx", b"%PNG", refusals.NOT_SHEET),
        ("a.doc", b"{\\rtf1\\ansi ...", refusals.IS_RTF),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...", refusals.DAMAGED),
        ("a.docx", container({"EncryptedPackage": b"..."}), refusals.ENCRYPTED),
        ("a.doc", container({"Workbook": b"..."}), refusals.IS_BREAKDOWN),
        ("a.doc", container({"Book": b"..."}), refusals.IS_BREAKDOWN),
        ("a.doc", container({"PowerPoint Document": b"..."}), refusals.IS_SLIDES),
        ("a.wps", container({"MatOST": b"..."}), refusals.IS_WORKS),
        ("a.doc", container({"Contents": b"..."}), refusals.NOT_WORD),
        ("a.doc", container({"WordDocument": b"\xdc\xa5..."}), refusals.IS_OLD_WORD),
        ("a.doc", container({"WordDocument": b"......"}), refusals.DAMAGED),
        ("a.docx", package({"xl/workbook.xml": "<a/>"}), refusals.IS_BREAKDOWN),
        ("a.xls", package({"xl/workbook.xml": "<a/>"}), refusals.IS_BREAKDOWN),
        ("a.docx", package({"ppt/presentation.xml": "<a/>"}), refusals.IS_SLIDES),
        ("a.docx", package({"mimetype": "application/x"}), refusals.IS_OPEN_DOCUMENT),
        ("a.docx", package({"readme.txt": "一个普通的压缩包"}), refusals.IS_ARCHIVE),
        ("a.docx", package({"word/document.xml": part("document", "")}), refusals.DAMAGED),
        ("a.docx", package({}), refusals.DAMAGED),
        ("a.csv", b"a,b", refusals.IS_BREAKDOWN),
        ("a.rar", b"Rar!", refusals.NOT_YET),
        ("a", b"...", refusals.NOT_YET),
    ],
)
def test_what_cannot_be_read_is_named(name: str, data: bytes, sentence: str) -> None:
    assert refusal(data, name) == sentence


def test_a_page_of_a_web_site_saved_as_word_is_read_as_a_page() -> None:
    page = "<html><head><meta charset='utf-8'><title>纪要</title></head><body><p>会议要求，市水务局要加快推进水库除险加固，六月底前完成。</p></body></html>"

    reading = read("纪要.doc", page.encode())

    assert (reading.kind, reading.warnings[0]) == ("html", refusals.READ_AS["html"])
    assert "六月底前完成" in reading.text


@pytest.mark.parametrize("ending", ["docx", "doc", "pdf"])
def test_a_truncated_file_is_damaged(ending: str) -> None:
    whole = (FILES / f"minutes.{ending}").read_bytes()

    # The last sector of an old Word file holds no words.
    for length in (9, len(whole) // 2, len(whole) - (30 if ending == "docx" else 5000)):
        assert refusal(whole[:length], f"纪要.{ending}") == refusals.DAMAGED


@pytest.mark.parametrize("ending", ["doc", "pdf"])
def test_a_locked_file_says_so(ending: str) -> None:
    if ending == "pdf":
        data = (FILES / "locked.pdf").read_bytes()
    else:
        data = (FILES / "minutes.doc").read_bytes()
        at = data.index(b"\xec\xa5")
        data = data[: at + 11] + bytes([data[at + 11] | 1]) + data[at + 12 :]

    assert refusal(data, f"纪要.{ending}") == refusals.ENCRYPTED


def test_a_document_made_by_another_program_is_read_with_its_table() -> None:
    document = Document()
    document.add_heading("全市项目推进会纪要", 0)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "道路改造", "市住建局"
    document.sections[0].header.paragraphs[0].text = "内部资料 注意保存"
    file = BytesIO()
    document.save(file)

    reading = read("纪要.docx", file.getvalue())

    assert reading.text == "全市项目推进会纪要\n道路改造\t市住建局"
    assert reading.margins == "内部资料 注意保存"


def test_letters_of_the_chinese_collection_are_known_in_the_child_too() -> None:
    sheet = Sheet()
    sheet.paragraph("会议要求，市水务局要加快推进水库除险加固。", 200)

    reading = read("a.pdf", pdf_file(sheet, has_codes=False, collection="GB1"))

    assert reading.text == "会议要求，市水务局要加快推进水库除险加固。"


# ── bombs ──


@pytest.mark.parametrize("place", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_declared_document_type_is_refused(place: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    parts: dict[str, str | bytes] = {
        "word/document.xml": part("document", f"<w:body>{paragraph('会议')}</w:body>")
    }

    assert refusal(package({**parts, place: bomb})) == refusals.TOO_COMPLEX


def test_a_zip_bomb_is_refused() -> None:
    assert refusal(word_file(paragraph("会" * 3_000_000))) == refusals.TOO_COMPLEX


def test_nested_archives_are_not_opened() -> None:
    inner = package({"word/document.xml": "会" * 1_000_000})
    for _ in range(5):
        inner = package({"word/embeddings/a.zip": inner})
    outer = package(
        {
            "word/document.xml": part("document", f"<w:body>{paragraph('会议')}</w:body>"),
            "b.zip": inner,
        }
    )

    assert read("a.docx", outer).text == "会议"


def test_too_many_entries_are_refused() -> None:
    file = BytesIO(word_file(paragraph("会议")))
    with ZipFile(file, "a", ZIP_STORED) as archive:
        for number in range(5001):
            archive.writestr(ZipInfo(f"word/{number}"), b"")

    assert refusal(file.getvalue()) == refusals.TOO_COMPLEX


def test_names_that_lead_out_of_the_package_are_only_names() -> None:
    file = BytesIO(word_file(paragraph("会议")))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        for name in ("../../etc/passwd", "/etc/passwd", "word/../x"):
            archive.writestr(ZipInfo(name), b"x")

    assert read("a.docx", file.getvalue()).text == "会议"


def test_elements_nested_without_end_do_no_harm() -> None:
    depth = 60_000

    assert refusal(word_file("<w:sdt>" * depth + "</w:sdt>" * depth)) == refusals.TOO_COMPLEX


def test_many_paragraphs_from_a_small_file_end_in_time() -> None:
    many = word_file("".join(paragraph(str(number)) for number in range(60_000)))

    assert len(many) < 500_000
    assert read("a.docx", many).text.count("\n") == 59_999


def test_a_bomb_in_a_pdf_is_refused() -> None:
    sheet = Sheet()
    sheet.content = [" " * 40_000_000]
    bomb = pdf_file(sheet)

    assert len(bomb) < 100_000
    assert refusal(bomb, "a.pdf") == refusals.TOO_COMPLEX


def test_text_beyond_the_limit_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "LONGEST_TEXT", 5)

    assert refusal(word_file(paragraph("会议要求加快推进"))) == TOO_LONG
