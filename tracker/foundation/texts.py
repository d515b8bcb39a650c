"""Whether a file is words and nothing else, in one of the encodings that offices write."""

import re

# What no text holds: controls beside tab, line feed, form feed and carriage return.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
PRETENDING = re.compile(
    r"\s*(?:<(?:!doctype|html|head|body|script|svg|\?xml|\?php|iframe)|%pdf-|%!ps|\{\\rtf|#!|MZ)",
    re.IGNORECASE,
)
"""How pages, pictures, documents and programs begin that are written in letters."""
MARKS = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = ("utf-8-sig", "gb18030")


def is_plain(content: bytes) -> bool:
    """Whether it reads as text through to the end, and is nothing that a program would run."""
    words = _read(content)
    return words is not None and CONTROLS.search(words) is None and not PRETENDING.match(words)


def _read(content: bytes) -> str | None:
    for encoding in ("utf-16",) if content.startswith(MARKS) else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
