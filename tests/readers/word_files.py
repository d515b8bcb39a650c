"""Small Word files, built part by part so that a test shows what it is about."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><w:%s xmlns:w="{W}" xmlns:mc="{MC}">%s</w:%s>'


def part(root: str, inside: str) -> str:
    """One XML part of WordprocessingML."""
    return HEAD % (root, inside, root)


def paragraph(words: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def numbered(words: str, number: int = 1, level: int = 0) -> str:
    """A paragraph with an automatic number."""
    return paragraph(
        words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip package of these parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_file(body: str, **others: str) -> bytes:
    """A .docx with this body; other parts of its folder by name without `.xml`."""
    parts: dict[str, str | bytes] = {
        "word/document.xml": part("document", f"<w:body>{body}</w:body>")
    }
    parts.update({f"word/{name}.xml": content for name, content in others.items()})
    return package(parts)
