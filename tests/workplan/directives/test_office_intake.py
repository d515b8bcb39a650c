"""Office files as people upload them: good ones come in, damaged ones leave a sentence and no trace."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.readers import ole_files
from tests.readers.word_files import package, paragraph, word_file
from tests.town import Town
from tracker.foundation.db import db
from tracker.readers import refusals
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.models import Report, ReportKind

FILES = Path(__file__).parents[2] / "readers" / "files"
BOMB = word_file(paragraph("会" * 3_000_000))


def reports() -> int:
    return db.session.scalar(select(func.count(Report.id))) or 0


@pytest.mark.parametrize(
    ("name", "file", "kind"),
    [
        ("供水会议纪要.docx", "minutes.docx", ReportKind.DOCX),
        ("供水会议纪要（盖章）.doc", "minutes.doc", ReportKind.DOC),
        ("云岭〔2026〕12号.wps", "minutes.doc", ReportKind.WPS),
        ("供水会议纪要.pdf", "minutes.pdf", ReportKind.PDF),
        ("改了名的.docx", "minutes.pdf", ReportKind.PDF),
    ],
)
def test_an_office_file_is_taken_in_with_its_directives_and_its_original(
    browser: Browser, town: Town, name: str, file: str, kind: ReportKind
) -> None:
    browser.sign_in(town.lin)
    data = (FILES / file).read_bytes()

    page = browser.post("/reports", file=(BytesIO(data), name))

    kept = db.session.scalars(select(Report)).one()
    assert page.location == f"/reports/{kept.id}/directives"
    assert (kept.kind, kept.file_name) == (kind, name)
    drafts = db.session.scalars(select(Directive)).all()
    assert len(drafts) >= 3
    assert all(kept.text[it.start : it.end] == it.quote for it in drafts)
    assert any(str(it.due_on) == "2027-06-30" for it in drafts)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", (FILES / "minutes.docx").read_bytes()[:9000], refusals.DAMAGED),
        ("a.doc", (FILES / "minutes.doc").read_bytes()[:9000], refusals.DAMAGED),
        ("a.pdf", (FILES / "minutes.pdf").read_bytes()[:9000], refusals.DAMAGED),
        ("a.pdf", (FILES / "locked.pdf").read_bytes(), refusals.ENCRYPTED),
        ("a.docx", ole_files.container({"EncryptedPackage": b"x"}), refusals.ENCRYPTED),
        ("a.docx", BOMB, refusals.TOO_COMPLEX),
        ("a.docx", package({"a/b.txt": "x"}), refusals.IS_ARCHIVE),
        ("a.exe", b"MZ", refusals.NOT_YET),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_kept(
    browser: Browser, town: Town, name: str, data: bytes, sentence: str
) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/reports", file=(BytesIO(data), name), expect=422)

    assert sentence in page
    assert reports() == 0


def test_the_server_goes_on_after_a_hostile_file(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    browser.post("/reports", file=(BytesIO(BOMB), "a.docx"), expect=422)
    whole = BytesIO((FILES / "minutes.docx").read_bytes())

    browser.post("/reports", file=(whole, "b.docx"))

    assert reports() == 1
