"""Characters that a file can hold, and the columns they take."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.documents.characters import padded, printable, width, wrapped


def test_what_xml_forbids_is_left_out() -> None:
    assert printable("固\x00堤\x0b\ud800\ufffe\r\n清\r淤\t") == "固堤\n清\n淤\t"


def test_a_chinese_character_takes_two_columns() -> None:
    assert (width("固堤12"), width("é"), width("e\u0301")) == (6, 1, 1)


def test_words_are_broken_into_lines() -> None:
    assert list(wrapped("固堤清淤", 5)) == ["固堤", "清淤"]
    assert list(wrapped("固\n", 8)) == ["固", ""]
    assert list(wrapped("固堤", 1)) == ["固", "堤"]


def test_words_are_filled_up() -> None:
    assert padded("固", 4) == "固  "
    assert padded("固堤清", 4) == "固堤清"


@given(st.text(max_size=40), st.integers(2, 20))
def test_breaking_loses_nothing_and_no_line_is_wider(words: str, columns: int) -> None:
    lines = list(wrapped(words, columns))

    assert "".join(lines) == words.replace("\n", "")
    assert all(width(line) <= columns for line in lines)
