"""Lines that hold words, and those set aside."""

import pytest

from tracker.workplan.directives.extraction.lines import is_set_aside, read_lines


@pytest.mark.parametrize(
    "line",
    [
        "来源：云岭日报",
        "附件：任务清单",
        "抄送：各县（市、区）",
        "分送：市水利局、市财政局",
        "报：市委常委",
        "记录：何溪",
        "参会人员：顾长河、何溪",
        "（此件公开发布）",
        "2026年3月5日",
        "二〇二六年三月五日",
        "一、总体要求……………3",
        "第一部分 总则\t12",
        "各县（市、区）人民政府，市政府各部门：",
        "联系电话：0000-000000",
    ],
)
def test_what_stands_beside_the_text_is_set_aside(line: str) -> None:
    assert is_set_aside(line)


@pytest.mark.parametrize(
    "line",
    [
        "会议要求，抓好春耕备耕。",
        "开通服务电话：确保有人接听。",
        "一、总体要求",
        "2026年3月5日，会议召开。",
        "记录在案的问题逐项整改。",
    ],
)
def test_the_text_itself_is_not(line: str) -> None:
    assert not is_set_aside(line)


def test_a_line_ends_where_its_words_end() -> None:
    text = "　　抓好春耕。 \n\n \n来源：日报\n"

    assert [(text[line.start : line.end], line.is_set_aside) for line in read_lines(text)] == [
        ("抓好春耕。", False),
        ("来源：日报", True),
    ]
