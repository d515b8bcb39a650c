"""Small documents and archives such as an office makes, and some that only look like them."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}
TABLE = "项目,完成\r\n东街,12\r\n".encode("utf-8-sig")


def archive(parts: dict[str, bytes]) -> bytes:
    """Return an archive of these parts, the same whenever it is made."""
    made = BytesIO()
    with ZipFile(made, "w") as package:
        for name, content in parts.items():
            told = ZipInfo(name)
            told.compress_type = ZIP_DEFLATED
            package.writestr(told, content)
    return made.getvalue()


def document(
    ending: str = "docx", *, kinds: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    """Return the least that an office program calls its own; kinds: other words in its list of kinds."""
    main, kind = MAIN[ending]
    listed = f'<Types><Override PartName="/{main}" ContentType="{kind}"/>{kinds}</Types>'
    return archive(
        {"[Content_Types].xml": listed.encode(), "_rels/.rels": b"<r/>", main: b"<x/>"}
        | (more or {})
    )


def relisted(content: bytes, **changed: int) -> bytes:
    """Return an archive whose end tells otherwise of it."""
    end = content.rindex(b"PK\x05\x06")
    names = ("mark", "disk", "first", "here", "count", "size", "begins", "comment")
    told = dict(zip(names, struct.unpack_from("<4sHHHHIIH", content, end), strict=True))
    return (
        content[:end] + struct.pack("<4sHHHHIIH", *(told | changed).values()) + content[end + 22 :]
    )
