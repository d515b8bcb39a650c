"""Small PDFs, drawn line by line so that a test shows what it is about."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
LEFT, TOP, SIZE, STEP = 80, 100, 16, 28
CHARACTERS = 27
"""Characters of a full line: as many as official documents have, one less."""


@dataclass
class Sheet:
    """One page: text at places measured from the left upper corner, and ruled lines."""

    content: list[str] = field(default_factory=list)
    letters: set[int] = field(default_factory=set)

    def write(
        self, words: str, x: float = LEFT, y: float = TOP, size: float = SIZE, turn: str = "1 0 0 1"
    ) -> None:
        """Write words with their base line at `y`."""
        self.letters.update(map(ord, words))
        codes = words.encode("utf-16-be").hex()
        self.content.append(f"BT /F {size} Tf {turn} {x} {HEIGHT - y} Tm <{codes}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.content.append(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")

    def paragraph(
        self, words: str, y: float, *, indent: int = 2, per_line: int = CHARACTERS, x: float = LEFT
    ) -> float:
        """Write words in lines, the first one indented; give where the next line goes."""
        first = True
        while words:
            count = per_line - (indent if first else 0)
            self.write(words[:count], x + (indent * SIZE if first else 0), y)
            words, y, first = words[count:], y + STEP, False
        return y

    def table(self, rows: Iterable[Iterable[str]], y: float, widths: tuple[int, ...]) -> float:
        """Write a table with rules round each cell; give where it ends."""
        edges = [LEFT + sum(widths[:n]) for n in range(len(widths) + 1)]
        begin = y
        self.rule(edges[0], y, edges[-1], y)
        for row in rows:
            for x, words in zip(edges, row, strict=False):
                for number, line in enumerate(words.split("\n")):
                    self.write(line, x + 4, y + 20 + number * STEP)
            y += 30 + STEP * max(words.count("\n") for words in row)
            self.rule(edges[0], y, edges[-1], y)
        for x in edges:
            self.rule(x, begin, x, y)
        return y


def pdf_file(*sheets: Sheet, has_codes: bool = True, collection: str = "Identity") -> bytes:
    """A PDF of these pages; without codes nobody knows which letter is which.

    collection: that of the font's letters; of GB1 the readers know them without codes.
    """
    objects: list[bytes] = []

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    catalog, pages = add(b""), add(b"")
    codes = add(_stream(_codes(sheets))) if has_codes else 0
    inner = add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Test/CIDSystemInfo<</Registry(Adobe)/Ordering({collection})/Supplement 2>>/DW 1000>>".encode()
    )
    named = f"/ToUnicode {codes} 0 R" if codes else ""
    encoding = "UniGB-UCS2-H" if collection == "GB1" else "Identity-H"
    font = add(
        f"<</Type/Font/Subtype/Type0/BaseFont/Test/Encoding/{encoding}/DescendantFonts[{inner} 0 R]{named}>>".encode()
    )
    kids = []
    for sheet in sheets:
        content = add(_stream("\n".join(sheet.content).encode()))
        kids.append(
            add(
                f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F {font} 0 R>>>>/Contents {content} 0 R>>".encode()
            )
        )
    objects[catalog - 1] = f"<</Type/Catalog/Pages {pages} 0 R>>".encode()
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[pages - 1] = f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode()
    return _file(objects, catalog)


def _file(objects: list[bytes], catalog: int) -> bytes:
    file = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    begin = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return (
        file
        + f"trailer\n<</Size {len(objects) + 1}/Root {catalog} 0 R>>\nstartxref\n{begin}\n%%EOF\n".encode()
    )


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return (
        f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode() + packed + b"\nendstream"
    )


def _codes(sheets: Iterable[Sheet]) -> bytes:
    """Say which code is which letter: they are the letters' own numbers."""
    used = sorted({letter for sheet in sheets for letter in sheet.letters})
    listed = "".join(
        f"{len(used[at : at + 100])} beginbfchar\n"
        + "".join(f"<{it:04x}> <{it:04x}>\n" for it in used[at : at + 100])
        + "endbfchar\n"
        for at in range(0, len(used), 100)
    )
    return f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Test def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
{listed}endcmap CMapName currentdict /CMap defineresource pop end end""".encode()
