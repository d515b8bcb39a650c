"""The inside of an old Word file: pieces of text, properties, lists, and what a damaged one is."""

from io import BytesIO
from pathlib import Path
from struct import pack, pack_into, unpack_from
from types import SimpleNamespace
from typing import Any

import olefile
import pytest

from tests.readers.ole_files import container
from tracker.readers import refusals
from tracker.readers.confined import answer
from tracker.readers.refusals import DAMAGED
from tracker.readers.text import GARBLED, TOO_LONG
from tracker.readers.wordbinary import Story
from tracker.readers.wordml import HAS_BOXES, HAS_NOTES, HAS_PICTURES
from tracker.readers.wordstreams import Runs, Streams, Stretch

SEED = (Path(__file__).parent / "files" / "minutes.doc").read_bytes()
PARTS = 0x9A
PIECES = 33
IN_TABLE, ENDS_ROW = pack("<HB", 0x2416, 1), pack("<HB", 0x2417, 1)


def streams() -> tuple[bytearray, bytearray]:
    with olefile.OleFileIO(BytesIO(SEED)) as file:
        return (
            bytearray(file.openstream("WordDocument").read()),
            bytearray(file.openstream("1Table").read()),
        )


def rebuilt(main: bytes | bytearray, table: bytes | bytearray) -> dict[str, Any]:
    return answer("doc", container({"WordDocument": bytes(main), "1Table": bytes(table)}))


def with_pieces(main: bytearray, table: bytearray, pieces: list[tuple[int, int, int]]) -> None:
    """Write a piece table of (last character, place, prm) behind the others."""
    borders = pack(f"<{len(pieces) + 1}I", 0, *(last for last, _, _ in pieces))
    body = borders + b"".join(pack("<HIH", 0, place, prm) for _, place, prm in pieces)
    changed = b"\x01" + pack("<H", 2) + b"\0\0" + b"\x02" + pack("<I", len(body)) + body
    pack_into("<II", main, PARTS + PIECES * 8, len(table), len(changed))
    table += changed


def lengths(main: bytearray) -> list[int]:
    return list(unpack_from("<8i", main, 0x4C))


def first_piece(main: bytearray, table: bytearray) -> tuple[int, int]:
    """The last character and the place of the only piece."""
    at = unpack_from("<I", main, PARTS + PIECES * 8)[0]
    _, size = unpack_from("<BI", table, at)
    assert size == 4 + 4 + 8
    _, last, _, place, _ = unpack_from("<IIHIH", table, at + 5)
    return last, place


def test_text_lies_in_pieces_wide_and_narrow_in_any_order() -> None:
    main, table = streams()
    last, place = first_piece(main, table)
    extra = b"Plan B "
    narrow = len(main)
    main += extra
    with_pieces(
        main,
        table,
        [
            (3, place, 0),
            (3 + len(extra), narrow * 2 | 0x40000000, 0),
            (last + len(extra), place + 6, 0),
        ],
    )
    pack_into("<i", main, 0x4C, lengths(main)[0] + len(extra))

    text = str(rebuilt(main, table)["text"])

    assert text.startswith("云岭市Plan B 城乡供水工作推进会纪要\n")


def test_a_place_outside_the_file_is_damage() -> None:
    main, table = streams()
    last, _ = first_piece(main, table)
    with_pieces(main, table, [(last, len(main), 0)])

    assert rebuilt(main, table) == {"refused": DAMAGED}


@pytest.mark.parametrize("count", [[], [(5, 0, 0)]])
def test_pieces_that_hold_less_than_the_text_are_damage(count: list[tuple[int, int, int]]) -> None:
    main, table = streams()
    with_pieces(main, table, count)

    assert rebuilt(main, table) == {"refused": DAMAGED}


def test_other_damage_is_damage() -> None:
    main, table = streams()
    for at, value in ((0x4C, -1), (PARTS + PIECES * 8, 1 << 30)):
        broken = bytearray(main)
        pack_into("<i", broken, at, value)
        assert rebuilt(broken, table) == {"refused": DAMAGED}
    long = bytearray(main)
    pack_into("<i", long, 0x4C, 3_000_000)
    assert rebuilt(long, table) == {"refused": TOO_LONG}
    assert answer("doc", container({"WordDocument": bytes(main)})) == {"refused": DAMAGED}
    untabled = bytearray(main)
    pack_into("<II", untabled, PARTS + PIECES * 8, 0, 1)
    assert rebuilt(untabled, b"\x07" + bytes(table)) == {"refused": DAMAGED}


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ("EncryptedPackage", {"refused": refusals.ENCRYPTED}),
        ("Workbook", {"instead": "sheet"}),
        ("Book", {"instead": "sheet"}),
        ("PowerPoint Document", {"refused": refusals.IS_SLIDES}),
        ("MN0", {"refused": refusals.IS_WORKS}),
        ("Contents", {"refused": refusals.NOT_WORD}),
    ],
)
def test_other_contents_of_the_same_container_are_named(
    stream: str, said: dict[str, object]
) -> None:
    assert answer("doc", container({stream: b"..."})) == said


def test_old_and_locked_word_files_are_named() -> None:
    main, table = streams()
    main[0x0B] |= 1
    assert rebuilt(main, table) == {"refused": refusals.ENCRYPTED}
    main[:2] = b"\xdc\xa5"
    assert rebuilt(main, table) == {"refused": refusals.IS_OLD_WORD}
    main[:2] = b"??"
    assert rebuilt(main, table) == {"refused": DAMAGED}


def test_pages_of_properties_that_are_missing_are_damage() -> None:
    main, table = streams()
    at = unpack_from("<I", main, PARTS + 13 * 8)[0]
    count = (unpack_from("<I", main, PARTS + 13 * 8 + 4)[0] - 4) // 8
    pack_into("<I", table, at + (count + 1) * 4, 0x3FFFFF)
    assert rebuilt(main, table) == {"refused": DAMAGED}
    pack_into("<I", main, PARTS + 13 * 8 + 4, len(table) - at)
    assert rebuilt(main, table) == {"refused": DAMAGED}


def test_a_hole_in_the_words_is_damage() -> None:
    main, table = streams()
    _, place = first_piece(main, table)
    main[place + 40 : place + 60] = bytes(20)

    assert rebuilt(main, table) == {"refused": DAMAGED}


def test_half_a_character_is_read_with_a_warning() -> None:
    main, table = streams()
    _, place = first_piece(main, table)
    main[place : place + 2] = b"\x00\xd8"

    assert GARBLED in rebuilt(main, table)["warnings"]


# ── a text sign by sign ──


class Words:
    """Streams of a file that has this text, these properties of characters, and those of paragraphs."""

    def __init__(
        self, *stretches: tuple[str, bytes], marks: dict[int, bytes] | None = None
    ) -> None:
        self.given = stretches
        self.marks = marks or {}
        self.paragraphs = SimpleNamespace(at=self._at)
        self.data = b""

    def _at(self, place: int) -> tuple[int, int, bytes]:
        return 0, 0, b"\0\0" + self.marks.get(place // 2, b"")

    def stretches(self, _: int, __: int) -> Any:
        at = 0
        for words, properties in self.given:
            yield Stretch(words, at, 2, properties)
            at += 2 * len(words)

    properties = Streams.properties


def story(*stretches: tuple[str, bytes], marks: dict[int, bytes] | None = None) -> Story:
    lists: Any = SimpleNamespace(label=lambda *_: "")
    words: Any = Words(*stretches, marks=marks)
    found = Story(words, lists)
    found.read(0, 1)
    return found


def test_breaks_signs_and_what_is_left_out() -> None:
    found = story(("甲\t乙\x0b丙\x1e丁\x1f戊\x0c己\r\x0c庚\x01\x02\x05\x08\x03辛", b""))

    assert found.lines == ["甲\t乙", "丙-丁戊", "己", "庚辛"]
    assert list(found.warnings) == [HAS_PICTURES, HAS_NOTES]


def test_a_field_gives_its_result_and_not_its_code() -> None:
    assert story(("见\x13 REF \x13 PAGE \x142\x15 \x14附件\x15。\x14\x15\r", b"")).lines == [
        "见附件。"
    ]


def test_a_symbol_of_another_font_is_left_out() -> None:
    assert story(("(", pack("<HB", 0x0855, 1)), ("(一)\r", b"")).lines == ["(一)"]


def test_hidden_and_deleted_words_are_set_aside() -> None:
    hidden, shown = pack("<HB", 0x083C, 1), pack("<HB", 0x083C, 0)
    deleted, inserted = pack("<HB", 0x0800, 1), pack("<HB", 0x0801, 1)

    found = story(("藏", hidden), ("见", shown), ("删", deleted), ("插\r", inserted))

    assert (found.lines, found.set_aside) == (["见插"], ["藏", "删"])
    assert len(found.warnings) == 2


def test_rows_of_a_table_and_a_frame_of_one_cell() -> None:
    words = "甲\r乙\x07丙\x07\x07框一\r框二\x07\x07后\r"
    marks = dict.fromkeys((1, 3, 5, 9, 12), IN_TABLE) | dict.fromkeys((6, 13), IN_TABLE + ENDS_ROW)
    found = story((words, b""), marks=marks)

    assert found.lines == ["甲 乙\t丙", "框一", "框二", "后"]


def test_a_table_that_breaks_off_is_still_read() -> None:
    assert story(("甲\x07乙", b""), marks={1: IN_TABLE}).lines == ["甲\t乙"]
    assert story(("甲\x07", b""), marks={1: IN_TABLE}).lines == ["甲"]


def test_text_boxes_follow_the_body_and_notes_stand_apart() -> None:
    main, table = streams()
    last, place = first_piece(main, table)
    added = "注释一\r框内文字\r".encode("utf-16-le")
    at = len(main)
    main += added
    body = lengths(main)[0]
    rest = place + body * 2
    with_pieces(
        main,
        table,
        [(body, place, 0), (body + 4, at, 0), (last + 4, rest, 0), (last + 9, at + 8, 0)],
    )
    counts = lengths(main)
    assert counts[1] == counts[6] == 0
    pack_into("<i", main, 0x50, 4)
    pack_into("<i", main, 0x64, 5 + last - sum(counts))

    said = rebuilt(main, table)

    assert str(said["text"]).endswith("框内文字")
    assert HAS_BOXES in said["warnings"]
    assert "注释一" in str(said["margins"])


# ── properties ──


def test_properties_are_found_by_the_place_of_a_character() -> None:
    runs = Runs(iter([(10, 20, b"b"), (0, 8, b"a")]))

    assert runs.at(5) == (0, 8, b"a")
    assert runs.at(8) == (8, 10, b"")
    assert runs.at(19) == (10, 20, b"b")
    assert runs.at(25)[2] == b""
    assert Runs(iter([])).at(3) == (3, 1 << 32, b"")


def properties(run: bytes, data: bytes = b"") -> list[tuple[int, bytes]]:
    file: Any = SimpleNamespace(data=data)
    return list(Streams.properties(file, run))


def test_properties_of_every_size_are_passed_one_by_one() -> None:
    run = (
        pack("<HB", 0x2416, 1)
        + pack("<HI", 0x6A09, 7)
        + pack("<HB", 0xE000, 1)
        + b"\0\0"
        + pack("<HB", 0xC615, 2)
        + b"xy"
        + pack("<HH", 0xD608, 4)
        + b"tab"
        + pack("<HH", 0x460B, 3)
        + b"\x16"
    )

    assert [code for code, _ in properties(run)] == [0x2416, 0x6A09, 0xE000, 0xC615, 0xD608, 0x460B]
    assert properties(pack("<H", 0xC615)) == []


def test_properties_may_lie_elsewhere_but_lead_there_once() -> None:
    huge = pack("<HI", 0x6646, 2)
    data = b"\0\0" + pack("<H", 9) + IN_TABLE + huge

    assert [code for code, _ in properties(huge, data)] == [0x2416, 0x6646]
