"""Automatic numbers of an old Word file: lists, their uses, and the styles that carry them."""

from struct import pack
from types import SimpleNamespace
from typing import Any

from tracker.readers.wordlists import FORMATS, Lists
from tracker.readers.wordstreams import Streams


def level(form: int, words: str, *, start: int = 1, flags: int = 0) -> bytes:
    text = words.encode("utf-16-le")
    return (
        pack("<iBB", start, form, flags)
        + bytes(18)
        + b"\0\0\0\0"
        + pack("<H", len(text) // 2)
        + text
    )


def a_style(use: bytes, base: int = 0xFFF) -> bytes:
    name = pack("<H", 2) + "正文".encode("utf-16-le") + b"\0\0"
    papx = pack("<H", 2 + len(use)) + b"\0\0" + use
    body = pack("<HHHHH", 0, 1 | base << 4, 1, 0, 0) + name
    return body + b"\0" * (len(body) % 2) + papx


def lists(
    *levels: bytes, uses: bytes, styles: tuple[bytes, ...] = (), simple: bool = True
) -> Lists:
    entry = pack("<i", 5) + bytes(22) + (b"\x01" if simple else b"\x00") + b"\0"
    sheet = pack("<HHH", 4, len(styles), 10) + b"".join(
        pack("<H", len(it)) + it + b"\0" * (len(it) % 2) for it in styles
    )
    parts = {1: sheet if styles else b"", 73: pack("<H", 1) + entry, 74: uses}
    file: Any = SimpleNamespace(
        part=lambda number: parts[number], after=lambda _: b"".join(levels), data=b""
    )
    file.properties = lambda run: Streams.properties(file, run)
    return Lists(file)


USE = pack("<i8xBBBB", 5, 0, 0, 0, 0)
CHINESE = FORMATS.index("chineseCounting")


def test_a_list_counts_as_word_prints_it() -> None:
    found = lists(level(CHINESE, "\x00、"), uses=pack("<i", 1) + USE + pack("<I", 0xFFFFFFFF))

    assert [found.label(0, 1, 0) for _ in range(2)] == ["一、", "二、"]
    assert found.label(0, 0xFFFF, 0) == "三、"
    assert [found.label(0, use, 0) for use in (0, 0xF801, 9, None)] == [""] * 4


def test_a_list_has_nine_levels_and_a_use_may_start_anew_or_bring_its_own_level() -> None:
    nine = [level(0, "\x00."), level(CHINESE, "（\x01）"), *(level(255, "") for _ in range(7))]
    again = pack("<i8xBBBB", 5, 1, 0, 0, 0)
    uses = (
        pack("<i", 3)
        + USE
        + again
        + again
        + pack("<I", 0)
        + pack("<IiI", 0, 5, 0x10)
        + pack("<IiI", 0, 1, 0x21)
        + level(200, "\x01)")
    )
    found = lists(*nine, uses=uses, simple=False)

    assert [found.label(0, 1, 0), found.label(0, 1, 1), found.label(0, 1, 3)] == [
        "1.",
        "（一）",
        "",
    ]
    assert found.label(0, 2, 0) == "5."
    assert found.label(0, 3, 1) == "1)"


def test_a_style_may_carry_the_list_or_its_base() -> None:
    use = pack("<HH", 0x460B, 1) + pack("<HB", 0x260A, 0)
    found = lists(
        level(CHINESE, "\x00、"),
        uses=pack("<i", 1) + USE + pack("<I", 0),
        styles=(
            a_style(use),
            a_style(b"", base=0),
            b"",
            pack("<HHHHH", 0, 2, 0, 0, 0),
            a_style(b"", base=4),
        ),
    )

    assert [found.label(style, None, None) for style in (0, 1, 2, 3, 4)] == [
        "一、",
        "二、",
        "",
        "",
        "",
    ]


def test_a_file_without_lists_has_no_numbers() -> None:
    assert lists(uses=b"").label(0, 1, 0) == ""
