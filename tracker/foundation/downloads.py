"""Handing files out: always to be saved, never to be opened inside the browser."""

from urllib.parse import quote

from flask import Response

from tracker.foundation import files

SANDBOX = "sandbox; default-src 'none'"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def handed_out(sha256: str, *, name: str, plain_name: str) -> Response:
    """Answer with a kept file just as it came; whoever asks was found to be allowed to have it."""
    answer = Response(files.kept(sha256), mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = attachment(name, plain_name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def written_out(document: bytes, *, name: str, plain_name: str) -> Response:
    """Answer with a Word document that was written just now; both names end in .docx."""
    answer = Response(document, mimetype=DOCX)
    answer.headers["Content-Disposition"] = attachment(name, plain_name)
    return answer


def attachment(name: str, plain_name: str) -> str:
    """Say under which name a file is saved (RFC 6266), with a plain one for old browsers."""
    # A name is no path: what separates folders anywhere is written as a low line.
    name = name.translate(str.maketrans("/\\", "__")) or plain_name
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"
