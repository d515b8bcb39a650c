"""A zip package is opened with mistrust."""

from zipfile import ZipInfo

import pytest

from tests.readers.word_files import package
from tracker.readers import package as readers_package
from tracker.readers.package import check_package, main_part, opened, parsed
from tracker.readers.reading import Unreadable
from tracker.readers.refusals import (
    DAMAGED,
    ENCRYPTED,
    IS_ARCHIVE,
    IS_OPEN_DOCUMENT,
    IS_SLIDES,
    TOO_COMPLEX,
)


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


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ppt/presentation.xml", IS_SLIDES),
        ("mimetype", IS_OPEN_DOCUMENT),
        ("readme.txt", IS_ARCHIVE),
    ],
)
def test_packages_of_other_programs_are_named(name: str, sentence: str) -> None:
    with opened(package({name: "x"})) as other, pytest.raises(Unreadable) as refusal:
        main_part(other)

    assert refusal.value.sentence == sentence


def test_links_to_other_parts_are_passed_over() -> None:
    links = "<r><r Type='x/thumbnail' Target='a'/><r Type='x/officeDocument' Target='b'/></r>"
    with opened(package({"_rels/.rels": links, "word/document.xml": ""})) as found:
        assert main_part(found) == "word/document.xml"


@pytest.mark.parametrize("head", ['<?xml version="1.0" encoding="UTF-h8"?>', "\ufffe"])
def test_xml_in_no_known_encoding_is_damage(head: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parsed((head + "<a/>").encode())

    assert refusal.value.sentence == DAMAGED


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


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers_package, "MOST_ELEMENTS", 2)
    with pytest.raises(Unreadable) as refusal:
        parsed(b"<a><b/><b/></a>")

    assert refusal.value.sentence == TOO_COMPLEX
