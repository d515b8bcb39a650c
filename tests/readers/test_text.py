"""Text files and pasted words, as offices really send them."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.readers import text as sentences
from tracker.readers.reading import LONGEST_TEXT, Unreadable
from tracker.readers.text import read_pasted, read_text

REPORT = "全市项目推进会召开\n会议要求，加快城东道路改造，6月底前完成雨污分流12公里。\n"
CHINESE = st.text(
    "会议强调要加快推进项目建设，做好民生保障工作。确保年底前完成任务“一”（二）12\n", min_size=8
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
def test_every_usual_encoding_gives_the_same_text(encoding: str) -> None:
    assert read_text(REPORT.encode(encoding)).text == REPORT


def test_a_byte_order_mark_is_not_text() -> None:
    reading = read_text(codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"))

    assert (reading.text, reading.encoding) == (REPORT, "utf-16-be")


@given(CHINESE.filter(str.strip), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_whatever_was_written_is_read(words: str, encoding: str) -> None:
    assert read_text(words.encode(encoding)).text == words


def test_lines_end_in_a_line_feed_and_nothing_else_changes() -> None:
    assert (
        read_text("　　一、总体\r\n要求 \r二、\ufeff\n".encode()).text
        == "　　一、总体\n要求 \n二、\ufeff\n"
    )


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", "　\n".encode(), "　\n".encode("utf-16"), codecs.BOM_UTF8]
)
def test_nothing_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(Unreadable, match="内容是空的"):
        read_text(data)


@pytest.mark.parametrize(
    "data", [b"\x00" * 40, b"abc\x00def", b"\x01\x02\x03\x04abc", "会议\x00记录".encode()]
)
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_text(data)

    assert refusal.value.sentence in {sentences.BINARY, sentences.UNKNOWN_ENCODING}


def test_a_file_that_breaks_off_inside_a_character_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_text((REPORT * 20).encode().rstrip(b"\n")[:-1])

    assert refusal.value.sentence == sentences.DAMAGED


def test_a_scratched_file_is_not_taken_for_another_encoding() -> None:
    data = bytearray((REPORT * 20).encode())
    data[301] = 0xFF

    with pytest.raises(Unreadable, match="残缺"):
        read_text(bytes(data))


@pytest.mark.parametrize(
    "data",
    [codecs.BOM_UTF8 + b"\xe4\xbc", codecs.BOM_UTF16_LE + b"\x00\xd8", b"\xff\xff\xff\xff abc"],
)
def test_an_unknown_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="编码"):
        read_text(data)


def test_a_million_characters_are_read_and_one_more_is_refused() -> None:
    assert len(read_text(("会" * LONGEST_TEXT).encode()).text) == LONGEST_TEXT
    for words in ("会" * (LONGEST_TEXT + 1), "会" * LONGEST_TEXT * 2):
        with pytest.raises(Unreadable, match="1,000,000"):
            read_text(words.encode())


@pytest.mark.parametrize(
    "words",
    [
        "会议要求锟斤拷锟斤拷加快推进。",
        "会议\ufffd要求。",
        "会议要求，加快推进项目建设。".encode().decode("gb18030", "ignore"),
        "会议要求，加快推进。".encode().decode("latin-1"),
    ],
)
def test_garbled_words_are_pointed_out(words: str) -> None:
    assert sentences.GARBLED in read_pasted(words).warnings


@pytest.mark.parametrize("words", [REPORT, "Café déjà vu", "铁路、钢铁、锻造、涓涓细流、鐵路"])
def test_good_words_are_not_called_garbled(words: str) -> None:
    assert read_pasted(words).warnings == ()


def test_an_invisible_control_character_is_pointed_out() -> None:
    assert read_text((REPORT * 4 + "\x1a").encode()).warnings == (sentences.HAS_CONTROLS,)


def test_pasted_words_stand_under_the_same_conditions() -> None:
    assert (read_pasted("一\r\n二").text, read_pasted("一").kind) == ("一\n二", "pasted")
    with pytest.raises(Unreadable):
        read_pasted(" \n ")


def test_big5_is_named_and_not_turned_into_rare_characters() -> None:
    words = "全縣防汛工作會議召開，會議要求加快推進堤防加固，確保安全度汛，各單位要落實責任。\n" * 3

    with pytest.raises(Unreadable) as refusal:
        read_text(words.encode("big5"))

    assert refusal.value.sentence == sentences.IS_BIG5


@given(CHINESE.filter(str.strip))
def test_no_simplified_text_is_called_big5(words: str) -> None:
    assert read_text(words.encode("gb18030")).encoding in {"gb18030", "utf-8"}


@pytest.mark.parametrize("encoding", sentences.ENCODINGS)
def test_a_person_s_choice_is_taken_at_its_word(encoding: sentences.Encoding) -> None:
    reading = read_text(REPORT.encode(encoding), encoding)

    assert (reading.text, reading.encoding) == (REPORT, encoding)


def test_a_chosen_encoding_must_fit_and_its_mark_is_not_text() -> None:
    assert read_text(codecs.BOM_UTF8 + REPORT.encode(), "utf-8").text == REPORT
    with pytest.raises(Unreadable) as refusal:
        read_text(REPORT.encode("gb18030"), "utf-8")
    assert refusal.value.sentence == sentences.NOT_AS_CHOSEN


def test_the_first_words_are_shown_in_each_encoding() -> None:
    seen = sentences.previews(REPORT.encode("gb18030"))

    assert seen["gb18030"].startswith("全市项目推进会召开 会议要求")
    assert set(seen) == {"utf-8", "gb18030", "utf-16"}
    assert all(len(words) <= 60 for words in seen.values())
    assert "\x00" not in sentences.previews(b"\x00a\x01b")["utf-8"]


def test_wide_text_without_mark_digit_or_line_end_is_told_from_gb18030() -> None:
    words = "会议要求加快推进城东道路改造"

    assert read_text(words.encode("utf-16-le")).text == words
