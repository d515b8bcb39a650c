"""The paper that stands for a leader's written decision in the example city."""

from tracker.foundation.formats import Upload

LINES = ("（示例）", "同意。请督查室按程序办理。")
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 298] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [6 0 R] >>"
)
DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    b" /FontDescriptor 7 0 R >>"
)
DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


def scan(about: str) -> Upload:
    """Return a page that says so, under a name that tells what it is about; its content is always the same."""
    return Upload(f"{about}（示例）.pdf", _content())


def _content() -> bytes:
    """Write a PDF of one page, with the font that every reader has for Chinese."""
    words = b" ".join(
        b"1 0 0 1 60 %d Tm <%s> Tj" % (200 - 40 * at, line.encode("utf-16-be").hex().encode())
        for at, line in enumerate(LINES)
    )
    drawn = b"BT /F 18 Tf %s ET" % words
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        FONT,
        DESCENDANT,
        DESCRIPTOR,
    )
    written, places = b"%PDF-1.4\n", []
    for number, it in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, it)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(written))
    )
