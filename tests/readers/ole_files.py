"""Containers of old office files (OLE), built stream by stream."""

from struct import pack

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LEAST = 4096
"""Smaller streams would lie in a stream of their own kind: they are filled up with zeros."""


def container(streams: dict[str, bytes]) -> bytes:
    """A container with these streams."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, END, 0, child=1 if streams else FREE)]
    filled = {name: content.ljust(LEAST, b"\0") for name, content in streams.items()}
    for number, (name, content) in enumerate(filled.items(), 1):
        entries.append(
            _entry(
                name,
                2,
                len(sectors),
                len(content),
                right=number + 1 if number < len(streams) else FREE,
            )
        )
        _append(sectors, chain, content)
    folder = len(sectors)
    _append(sectors, chain, b"".join(entries))
    table = len(sectors)
    count = (len(sectors) + 127) // 127
    chain += [FAT] * count
    chain += [FREE] * (count * 128 - len(chain))
    head = (
        MAGIC
        + bytes(16)
        + pack(
            "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, folder, 0, LEAST, END, 0, END, 0
        )
    )
    places = [table + n for n in range(count)] + [FREE] * (109 - count)
    return head + pack("<109I", *places) + b"".join(sectors) + pack(f"<{len(chain)}I", *chain)


def _append(sectors: list[bytes], chain: list[int], content: bytes) -> None:
    parts = [
        content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)
    ]
    first = len(sectors)
    sectors += parts
    chain += [first + n + 1 for n in range(len(parts) - 1)] + [END]


def _entry(
    name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE
) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    return words.ljust(64, b"\0") + pack(
        "<HBBIII16xI16xIQ", len(words), kind, 1, FREE, right, child, 0, start, size
    )
