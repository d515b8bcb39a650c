"""A report's file → its words. Plain Python: knows no web page and no database.

`text` and `docx` read one format each, `wordml` and `numbering` are the inside of a Word file,
`metadata` finds title, dates and people, `navigation` the page's furniture, `secrecy` marks of secrecy.
"""

from pathlib import PurePath

from tracker.foundation.words import N_
from tracker.workplan.meetings.readers.docx import read_docx
from tracker.workplan.meetings.readers.reading import LONGEST_TEXT, Reading, Unreadable
from tracker.workplan.meetings.readers.text import EMPTY, read_pasted, read_text

__all__ = ["LONGEST_TEXT", "Reading", "Unreadable", "read", "read_pasted"]

TEXT_ENDINGS = (".txt", ".md")
NOT_YET = N_("暂不支持这种格式。请在 Word 或 WPS 中另存为 .docx，或者直接粘贴正文。")
MISLABELLED = {
    b"PK\x03\x04": N_(
        "扩展名是文本，内容却是压缩包或 Word 文档。如果是 Word 文档，请把扩展名改为 .docx 后再上传。"
    ),
    b"%PDF": N_("扩展名是文本，内容却是 PDF。请打开后另存为 .docx，或者直接粘贴正文。"),
    b"\xd0\xcf\x11\xe0": N_("扩展名是文本，内容却是旧版 Word 文档。请另存为 .docx 后再上传。"),
    b"{\\rtf": N_("扩展名是文本，内容却是 RTF 文档。请另存为 .docx 后再上传。"),
    b"<!doctype html": N_("内容是网页源代码。请在浏览器中打开网页，复制正文后粘贴。"),
    b"<html": N_("内容是网页源代码。请在浏览器中打开网页，复制正文后粘贴。"),
}


def read(name: str, data: bytes) -> Reading:
    """Read a report's file; its ending says the format and its content must agree.

    Raises `Unreadable` with the sentence for the person.
    """
    ending = PurePath(name.strip()).suffix.lower()
    if ending == ".docx":
        return read_docx(data)
    if ending not in TEXT_ENDINGS:
        raise Unreadable(NOT_YET)
    if not data:
        raise Unreadable(EMPTY)
    start = data.removeprefix(b"\xef\xbb\xbf")[:64].lstrip().lower()
    for signature, sentence in MISLABELLED.items():
        if start.startswith(signature.lower()):
            raise Unreadable(sentence)
    return read_text(data)
