"""How alike reports are, and that the likely ones are found without looking at all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workplan.meetings.builders import TEXT
from tracker.workplan.meetings import likeness as measured
from tracker.workplan.meetings.likeness import BANDS, LIKE, bare, shingles

OTHER = """云岭市水利工作会议纪要
2026年3月9日，副市长何静主持召开水利工作会议。
会议强调，要把汛前准备抓在前头。市水利局要在4月底前完成全部水库的安全鉴定。
各县要逐库落实巡查责任人，险情半小时内报到市防汛办。
"""
WORDS = st.text(alphabet="市县区推进落实建设改造完成项目工程2026%，。 \n", max_size=200)


def likeness(text: str, other: str) -> float:
    return measured.likeness(shingles(text), shingles(other))


def bands(text: str) -> list[int]:
    return measured.bands(shingles(text))


def finds(text: str, other: str) -> bool:
    """Whether a look-up by one text's sketch leads to the other."""
    return bool(set(bands(text)) & set(bands(other)))


def test_width_spaces_marks_and_line_breaks_count_for_nothing() -> None:
    again = TEXT.replace("，", ", ").replace("96", "９６").replace("。", "。\n").replace("“", '"')

    assert bare("改造 老旧小区９６个。") == bare("改造老旧小区96个")
    assert likeness(TEXT, again) == 1.0
    assert finds(TEXT, again)


def test_other_page_furniture_counts_for_nothing() -> None:
    body = TEXT.split("\n", 3)[3]
    other = f"首页 > 政务公开 > 会议\n来源：石桥日报 日期：2026-02-08 字体：大 中 小\n{body}"

    assert likeness(TEXT, other) >= LIKE
    assert finds(TEXT, other)


def test_small_edits_leave_two_reports_alike_but_not_the_same() -> None:
    edited = TEXT.replace("96个", "98个").replace("两个小时", "三个小时")

    assert LIKE <= likeness(TEXT, edited) < 1.0
    assert finds(TEXT, edited)


def test_a_report_that_goes_on_is_like_its_first_half() -> None:
    longer = TEXT + OTHER

    assert likeness(TEXT, longer) == 1.0
    assert finds(TEXT, longer)


def test_a_quoted_sentence_makes_no_two_reports_alike() -> None:
    assert likeness("改造老旧小区96个。", TEXT) == 0.0


def test_reports_of_different_matters_are_not_alike() -> None:
    assert likeness(TEXT, OTHER) == 0.0


def test_a_text_that_says_nothing_is_like_nothing() -> None:
    assert bands("，。\n") == []
    assert likeness("", "") == 0.0
    assert likeness("", TEXT) == 0.0


def test_a_sketch_is_always_the_same() -> None:
    assert len(bands(TEXT)) == BANDS
    assert bands(TEXT) == bands(TEXT)
    assert bands("要抓好水库除险加固。")[:2] == [5662465558048505024, 6697296359813757139]


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS)
def test_likeness_is_the_same_both_ways_and_a_share(these: str, those: str) -> None:
    share = likeness(these, those)

    assert share == likeness(those, these)
    assert 0.0 <= share <= 1.0


@settings(max_examples=80, deadline=None)
@given(WORDS)
def test_a_text_finds_itself_and_fits_the_column(text: str) -> None:
    sketch = bands(text)

    assert all(0 <= it < 2**63 for it in sketch)
    assert finds(text, text) is bool(shingles(text))
