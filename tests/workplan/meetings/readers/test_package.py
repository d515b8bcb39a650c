"""A zip package is opened with mistrust."""

from zipfile import ZipInfo

import pytest

from tracker.workplan.meetings.readers.docx import DAMAGED, ENCRYPTED, TOO_COMPLEX
from tracker.workplan.meetings.readers.package import check_package, parsed
from tracker.workplan.meetings.readers.reading import Unreadable


def entry(name: str, *, at: int = 0, size: int = 10, packed: int = 10, flags: int = 0) -> ZipInfo:
    info = ZipInfo(name)
    info.header_offset, info.file_size, info.compress_size, info.flag_bits = at, size, packed, flags
    return info


MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([entry("a", flags=1)], ENCRYPTED),
        ([entry(str(n), at=n * 100) for n in range(5001)], TOO_COMPLEX),
        (
            [
                entry("a", size=60 * MEGABYTE, packed=MEGABYTE),
                entry("b", at=9 * MEGABYTE, size=60 * MEGABYTE),
            ],
            TOO_COMPLEX,
        ),
        ([entry("a", size=2 * MEGABYTE, packed=10_000)], TOO_COMPLEX),
        ([entry("a"), entry("a", at=100)], DAMAGED),
        ([entry("a", packed=100), entry("b", at=50)], DAMAGED),
    ],
)
def test_a_suspicious_package_is_refused(entries: list[ZipInfo], sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        check_package(entries)

    assert refusal.value.sentence == sentence


def test_an_ordinary_package_passes() -> None:
    check_package(
        [
            entry("a", size=MEGABYTE, packed=10),
            entry("b", at=40, size=5 * MEGABYTE, packed=MEGABYTE),
        ]
    )


def test_both_dialects_of_the_standard_have_the_same_names() -> None:
    for space in (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ):
        root = parsed(f'<x:p xmlns:x="{space}" x:val="1"><y/></x:p>'.encode())
        assert (root.tag, root.attrib, root[0].tag) == ("w_p", {"w_val": "1"}, "y")
