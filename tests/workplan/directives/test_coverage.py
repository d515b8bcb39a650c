"""How far a report has been dealt with, sentence by sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.directives.coverage import Claim, Kind, Window, coverage, own_end, stretches

TEXT = "会议强调，要抓好水库除险加固，推进河湖管护。全市上下团结一心向前走。好。"
WATER = (TEXT.index("抓好"), TEXT.index("，推进"))
RIVER = (TEXT.index("推进"), TEXT.index("。全市"))
UNITED = (TEXT.index("全市"), TEXT.index("。好"))
FINE = (TEXT.index("好。", UNITED[1]), len(TEXT) - 1)


def judged(*claims: tuple[tuple[int, int], Kind]) -> list[Kind]:
    made = [Claim(*span, kind, n) for n, (span, kind) in enumerate(claims)]
    return [it.kind for it in coverage(TEXT, [(0, len(TEXT))], made).sentences]


@pytest.mark.parametrize(
    ("claims", "first"),
    [
        ([], Kind.NONE),
        ([(WATER, Kind.DRAFT), (RIVER, Kind.ACCEPTED)], Kind.DRAFT),
        ([(WATER, Kind.ACCEPTED), (RIVER, Kind.ACCEPTED)], Kind.ACCEPTED),
        ([(WATER, Kind.NOTE_ONLY), (RIVER, Kind.ACCEPTED)], Kind.ACCEPTED),
        ([(WATER, Kind.NOTE_ONLY), (RIVER, Kind.NOTE_ONLY)], Kind.NOTE_ONLY),
        ([(WATER, Kind.ACCEPTED), (RIVER, Kind.CONTEXT)], Kind.ACCEPTED),
        ([(WATER, Kind.CONTEXT), (RIVER, Kind.CONTEXT)], Kind.CONTEXT),
        ([(WATER, Kind.DRAFT)], Kind.DRAFT),
    ],
)
def test_a_sentence_is_handled_when_all_in_it_is_decided_and_the_rest_is_context(
    claims: list[tuple[tuple[int, int], Kind]], first: Kind
) -> None:
    assert judged(*claims)[0] is first


def test_a_rest_that_nothing_accounts_for_keeps_a_sentence_open() -> None:
    text = "要抓好水库除险加固，还要把各条支流都管起来。"
    accepted = Claim(1, text.index("，"), Kind.ACCEPTED, 1)

    found = coverage(text, [(0, len(text))], [accepted])

    assert [it.kind for it in found.sentences] == [Kind.NONE]
    assert [text[it.start : it.end] for it in found.unhandled] == ["还要把各条支流都管起来"]


def test_a_few_characters_that_lead_on_are_nobodys_rest_but_a_short_sentence_is() -> None:
    found = coverage(
        TEXT, [(0, len(TEXT))], [Claim(*WATER, Kind.ACCEPTED, 1), Claim(*RIVER, Kind.ACCEPTED, 2)]
    )

    assert [(it.start, it.end) for it in found.unhandled] == [UNITED, FINE]


def test_counts_add_up() -> None:
    claims = [
        Claim(*WATER, Kind.ACCEPTED, 1),
        Claim(*RIVER, Kind.ACCEPTED, 2),
        Claim(*UNITED, Kind.CONTEXT),
    ]
    found = coverage(TEXT, [(0, len(TEXT))], claims)

    assert (found.total, found.handled) == (3, 2)
    assert found.count(Kind.ACCEPTED, Kind.CONTEXT) == 2
    assert found.count(Kind.NONE) == 1


def test_neighbouring_clauses_are_one_rest() -> None:
    text = "石桥河今年水量充沛平稳，两岸的杨柳都发了新芽。"

    found = coverage(text, [(0, len(text))], [])

    assert [(it.start, it.end) for it in found.unhandled] == [(0, len(text) - 1)]


def test_only_connecting_words_need_no_decision() -> None:
    found = coverage("同志们，大家好。", [(0, 8)], [])

    assert found.sentences[0].kind is Kind.CONTEXT


def test_where_claims_overlap_the_shortest_one_shows() -> None:
    whole, part = Claim(0, 10, Kind.DRAFT, 1), Claim(3, 6, Kind.ACCEPTED, 2)

    shown = stretches("甲" * 12, 0, 12, [whole, part])

    assert [(it.start, it.end, it.directive_id) for it in shown] == [
        (0, 3, 1),
        (3, 6, 2),
        (6, 10, 1),
        (10, 12, None),
    ]


def test_a_stop_belongs_to_what_it_closes() -> None:
    text = "抓好春耕。其余"

    shown = stretches(text, 0, len(text), [Claim(0, 4, Kind.DRAFT, 1)])

    assert [(text[it.start : it.end], it.kind) for it in shown] == [
        ("抓好春耕。", Kind.DRAFT),
        ("其余", Kind.LINK),
    ]


@given(
    st.text("甲乙，。、\n", min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
)
def test_stretches_lay_out_every_character_once(text: str, spans: list[tuple[int, int]]) -> None:
    claims = [Claim(at, at + length, Kind.DRAFT, at) for at, length in spans]

    shown = stretches(text, 0, len(text), claims)

    assert "".join(text[it.start : it.end] for it in shown) == text


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=12))
def test_a_window_misses_no_claim(spans: list[tuple[int, int]]) -> None:
    claims = [Claim(at, at + length, Kind.DRAFT) for at, length in spans]
    window = Window(claims)

    for at in range(0, 70, 7):
        over = {it for it in claims if it.start < at + 7 and it.end > at}
        assert set(window.over(at, at + 7)) == over


@pytest.mark.parametrize(
    ("first_child", "own"),
    [(None, "突出“山水润城”，美化家园"), (10, "突出“山水润城”，"), (0, "突出“山水润城”，美化家园")],
)
def test_a_priority_owns_its_words_up_to_its_first_measure(
    first_child: int | None, own: str
) -> None:
    text = "突出“山水润城”，美化家园。改造小区。"
    start_of_child = text.index("美化") if first_child == 10 else first_child

    end = own_end(text, 0, len(text), start_of_child)

    assert text[:end].rstrip("，") == own.rstrip("，")


@pytest.mark.parametrize(
    "field", ["责任单位：市公路局、市财政局", "完成时限：6月底前", "牵头单位:市公路局。"]
)
def test_a_field_of_the_directive_above_is_no_sentence_to_be_handled(field: str) -> None:
    text = f"修好山塘水库。\n{field}\n"
    line = text.index("\n")
    road = Claim(0, line, Kind.ACCEPTED, 1)

    found = coverage(text, [(0, line), (line + 1, len(text) - 1)], [road])

    assert (found.handled, found.total, found.unhandled) == (1, 1, [])
