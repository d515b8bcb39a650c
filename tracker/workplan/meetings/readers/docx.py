"""A Word file (.docx) → text, by way of a child process that may not grow or linger."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tracker.foundation.words import N_
from tracker.workplan.meetings.readers.reading import LONGEST_TEXT, Reading, Unreadable
from tracker.workplan.meetings.readers.text import EMPTY, TOO_LONG

NOT_WORD = N_(
    "扩展名是 .docx，内容却不是 Word 文档。请用 Word 或 WPS 打开后另存为 .docx，或者直接粘贴正文。"
)
OLD_WORD = N_("这是旧版 Word 文档（.doc）改了扩展名。请用 Word 或 WPS 打开后另存为 .docx。")
ENCRYPTED = N_("文档设有打开密码，读不出内容。请取消密码后重新上传。")
DAMAGED = N_("Word 文档不完整或已损坏。请重新下载，或者打开后另存为 .docx 再上传。")
TOO_COMPLEX = N_("Word 文档过大或结构异常，没有读完。请另存为 .docx 后重试，或者直接粘贴正文。")

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
CHILD = "tracker.workplan.meetings.readers.wordml"
SECONDS = 40
"""The child's own limit is 20 s of computing; this one also ends a child that only waits."""


def read_docx(data: bytes) -> Reading:
    """Read a Word file's words in document order; raises `Unreadable`."""
    if not data:
        raise Unreadable(EMPTY)
    if data.startswith(OLE):
        raise Unreadable(ENCRYPTED if ENCRYPTED_PACKAGE in data else OLD_WORD)
    if not data.startswith(ZIP):
        raise Unreadable(NOT_WORD)
    answer = _ask_child(data)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    text: str = answer["text"]
    if len(text) > LONGEST_TEXT:
        raise Unreadable(TOO_LONG)
    if not text.strip():
        raise Unreadable(EMPTY)
    return Reading(text, "docx", warnings=tuple(answer["warnings"]), margins=answer["margins"])


def _ask_child(data: bytes) -> dict[str, Any]:
    """Parse in another process: a hostile file can at worst end that one."""
    root = Path(__file__).resolve().parents[4]
    try:
        child = subprocess.run(  # noqa: S603  our own interpreter and module, the file comes by standard input
            [sys.executable, "-P", "-m", CHILD],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            # Nothing of this process's environment, which may hold secrets, is handed on.
            env={"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_COMPLEX) from None
    if child.returncode != 0:
        raise Unreadable(TOO_COMPLEX)
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer
