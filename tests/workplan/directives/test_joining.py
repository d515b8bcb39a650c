"""Lines that a mail program broke are mended for the analysis; when in doubt they are not."""

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.directives.drafting import MENDED, draft_file, draft_text
from tracker.workplan.directives.joining import LEAST_FULL_QUOTED, joined
from tracker.workplan.meetings.rules import SecretReport

PARAGRAPHS = (
    "全市森林防火工作会议纪要",
    "十月八日，副市长周启明主持召开全市森林防火工作会议，分析当前形势，部署秋冬季防火工作。会议议定以下事项。",
    "一、压实防火责任。各县（市、区）要建立健全包山包片责任制，十月底前把责任落实到山头地块和具体责任人，名单报市应急局备案。",
    "二、加强火源管控。市林业局要会同市公安局在重点林区设置检查站，严禁携带火种进山；清明、冬至前后实行封山管理，对违规用火行为依法查处，并按月通报情况。",
    "三、做好应急准备。市应急局要在11月20日前组织一次跨县联合演练，补充 IV 级以上响应所需的物资装备，确保24小时值班。",
    "会议要求，市政府督查室要对落实情况开展督查，每季度通报一次，对工作不力的单位严肃问责。",
)


def columns(words: str) -> int:
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in words)


def wrapped(words: str, width: int, *, indent: str = "", hangs: bool = True) -> str:
    lines, line = [], indent
    for sign in words:
        if columns(line + sign) > width and not (hangs and sign in "，。、；："):
            lines.append(line)
            line = ""
        line += sign
    return "\n".join([*lines, line])


def as_mail(
    width: int, *, between: str = "\n\n", indent: str = "", mark: str = "", hangs: bool = True
) -> str:
    text = between.join(wrapped(it, width, indent=indent, hangs=hangs) for it in PARAGRAPHS)
    return "\n".join(mark + line for line in text.split("\n"))


def lines(text: str) -> list[str]:
    mended = joined(text)
    assert mended is not None
    return [line for line in mended.text.split("\n") if line]


@pytest.mark.parametrize("width", [44, 60, 61, 72, 78])
@pytest.mark.parametrize("hangs", [True, False])
def test_mail_with_empty_lines_between_paragraphs(width: int, hangs: bool) -> None:  # noqa: FBT001  a case
    assert lines(as_mail(width, hangs=hangs)) == list(PARAGRAPHS)


def test_a_few_quoted_lines_are_enough_where_plain_ones_are_not() -> None:
    short = wrapped("".join(PARAGRAPHS[2:4]), 72)

    assert short.count("\n") == LEAST_FULL_QUOTED
    assert joined(short) is None
    assert lines("> " + short.replace("\n", "\n> ")) == ["".join(PARAGRAPHS[2:4])]


@pytest.mark.parametrize("mark", ["> ", ">", ">> ", "＞"])
def test_mail_that_is_quoted(mark: str) -> None:
    assert lines(as_mail(60, mark=mark)) == list(PARAGRAPHS)


def test_mail_with_indented_paragraphs() -> None:
    assert lines(as_mail(60, between="\n", indent="　　")) == list(PARAGRAPHS)


def test_sentences_that_end_with_the_line_stay_apart_where_paragraphs_do_not_show() -> None:
    closed = "会议要求，各县各部门要认真贯彻落实本次会议精神，抓好。"
    opened = "市水务局要加快推进青溪水库除险加固，同步改造坝区的道"
    text = "\n".join([closed, closed, *[opened, "路。"] * 4, closed])

    assert lines(text) == [closed, closed, *[opened + "路。"] * 4, closed]


def test_words_of_other_scripts_keep_a_space() -> None:
    line = "a plan of the city for " * 2 + "Phase"
    text = "\n".join([line, "Two of it."] * 5)

    assert lines(text)[0] == f"{line} Two of it."


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        "短行一\n短行二\n短行三\n短行四\n短行五\n短行六",
        "一、加快推进\n（一）市水务局牵头\n（二）市财政局配合\n二、抓好落实",
        "\n".join(["会议要求，各县各部门要认真贯彻落实本次会议精神，抓好。"] * 8),
        "",
        "> 只有一行引用",
    ],
)
def test_what_is_not_plainly_broken_is_left_alone(text: str) -> None:
    assert joined(text) is None


def test_marks_of_quotation_are_no_words_even_where_nothing_is_broken() -> None:
    mended = joined("> 会议要求抓好落实。\n> 十月底前报送。\n以上请阅。")

    assert mended is not None
    assert mended.text == "会议要求抓好落实。\n十月底前报送。\n以上请阅。"


def test_items_begin_their_own_lines_and_long_addresses_do_not_count() -> None:
    address = "http://example.invalid/" + "a" * 120
    text = as_mail(60) + "\n\n" + address

    assert lines(text) == [*PARAGRAPHS, address]


@given(
    st.lists(
        st.text(alphabet="会议要求抓好落实，。；> \t　ab1（一）、", max_size=70), max_size=14
    ).map("\n".join)
)
def test_every_sign_leads_back_to_itself(text: str) -> None:
    mended = joined(text)
    if mended is None:
        return
    for place, sign in enumerate(mended.text):
        start, end = mended.back(place, place + 1)
        assert end == start + 1
        assert text[start:end] == sign or (sign in "\n " and text[start].isspace())
    kept = [sign for sign in text if not sign.isspace() and sign not in ">＞"]
    assert [sign for sign in mended.text if not sign.isspace() and sign != ">"] == kept


# ── drafting ──


def test_pasted_mail_stays_as_it_is_and_is_read_in_whole_sentences() -> None:
    text = as_mail(60, mark="> ")

    draft = draft_text(text)

    assert draft.reading.text == text
    assert MENDED in draft.reading.warnings
    assert draft.facts.title == PARAGRAPHS[0]
    whole = draft_text("\n".join(PARAGRAPHS))
    assert MENDED not in whole.reading.warnings
    assert [title for _, title in draft.directives] == [title for _, title in whole.directives]
    assert [it.due for it, _ in draft.directives] == [it.due for it, _ in whole.directives]
    assert draft.directives
    for found, title in draft.directives:
        assert text[found.start : found.end] == found.text
        assert "\n" not in title
        assert "\n" not in (found.heading or "")
    assert any("\n> " in found.text for found, _ in draft.directives)


def test_a_text_file_is_not_mended() -> None:
    draft = draft_file("邮件.txt", as_mail(60).encode())

    assert draft.reading.text == as_mail(60)
    assert MENDED not in draft.reading.warnings


def test_a_mark_of_secrecy_in_quoted_mail_is_found() -> None:
    with pytest.raises(SecretReport):
        draft_text("> 机密★1年\n" + as_mail(60, mark="> "))
