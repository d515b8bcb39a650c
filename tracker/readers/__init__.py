"""A report's file → its words. Plain Python: knows no web page and no database.

`text`, `markdown`, `html` and `office` read one family of formats each; `child` and `confined` are
the two sides of the process in which office files are parsed, `wordml`, `wordbinary` and `pdfpages`
its parsers; `metadata` finds title, dates and people, `navigation` the page's furniture, `secrecy`
marks of secrecy.
"""

from dataclasses import replace
from pathlib import PurePath

from tracker.readers import refusals
from tracker.readers.html import read_html
from tracker.readers.markdown import read_markdown
from tracker.readers.office import Office, read_office
from tracker.readers.reading import LONGEST_TEXT, Reading, Unreadable
from tracker.readers.text import EMPTY, Encoding, read_pasted, read_text

__all__ = ["LONGEST_TEXT", "Reading", "Unreadable", "read", "read_pasted"]

FORMS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".htm": "html",
    ".html": "html",
    ".shtml": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".dot": "doc",
    ".wps": "doc",
    ".wpt": "doc",
    ".pdf": "pdf",
    ".xlsx": "sheet",
    ".xls": "sheet",
    ".et": "sheet",
    ".xlsm": "sheet",
    ".ods": "sheet",
    ".csv": "csv",
}
"""The ending of a file's name → the form that it claims."""
WPS = (".wps", ".wpt")
SIGNATURES = (
    (b"pk\x03\x04", "docx"),
    (b"pk\x05\x06", "docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"%pdf-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
)
WORD = ("docx", "doc")
HEAD = 1024
"""Bytes at whose end a PDF must have begun; some carry mail or web headers before it."""
REFUSED = {
    "docx": refusals.NOT_WORD,
    "doc": refusals.NOT_WORD,
    "pdf": refusals.NOT_PDF,
    "sheet": refusals.NOT_SHEET,
}
READERS = {"text": read_text, "html": read_html, "markdown": read_markdown}
"""Form whose bytes are words → the function that reads it."""
OFFICE: dict[str, Office] = {"docx": "docx", "doc": "doc", "pdf": "pdf"}


def read(name: str, data: bytes, encoding: Encoding | None = None) -> Reading:
    """Read a report's file; its ending says the form, and its content has the last word.

    A file whose content is another form that is known is read as what it is, with a warning.
    encoding: what a person chose for a text, page or markdown file; None: as its bytes tell.
    Raises `Unreadable` with the sentence for the person.
    """
    ending = PurePath(name.strip()).suffix.lower()
    claimed = FORMS.get(ending)
    if claimed is None:
        raise Unreadable(refusals.NOT_YET)
    if not data:
        raise Unreadable(EMPTY)
    form = form_of(data, claimed)
    if form in READERS:
        reading = READERS[form](data, encoding)
    elif form in OFFICE:
        is_wps = form == "doc" and ending in WPS
        reading = read_office(OFFICE[form], data, kind="wps" if is_wps else None)
    else:
        raise Unreadable(refusals.IS_BREAKDOWN)
    if form != claimed and form in refusals.READ_AS:
        return replace(reading, warnings=(refusals.READ_AS[form], *reading.warnings))
    return reading


def form_of(data: bytes, claimed: str) -> str:
    """Name the form of a content: by its signature, and what has none is what it is claimed to be.

    Raises `Unreadable` for what is claimed to have a signature and has none.
    """
    start = data.removeprefix(b"\xef\xbb\xbf")[:64].lstrip().lower()
    found = next((form for signature, form in SIGNATURES if start.startswith(signature)), None)
    if found == "rtf":
        raise Unreadable(refusals.IS_RTF)
    if found is None:
        if claimed in WORD and start.startswith(b"mime-version:"):
            # What offices' own systems call Word is often a web page in one file.
            return "html"
        if claimed == "pdf" and b"%PDF-" in data[:HEAD]:
            return claimed
        if claimed in REFUSED:
            raise Unreadable(REFUSED[claimed])
        return claimed
    if found in {"docx", "doc"} and claimed == "sheet":
        # Word and Excel share their containers: what is inside, the parser says.
        return claimed
    if found == "html" and claimed == "markdown":
        return claimed
    return found
