"""The furniture of a page is set aside by line, never deleted."""

import pytest

from tracker.readers.navigation import is_furniture, set_aside


@pytest.mark.parametrize(
    "line",
    [
        "您现在的位置：首页 > 要闻 > 正文",
        "首页 > 政务公开",
        "来源：云岭日报  发布时间：2026-03-02 09:10  浏览次数：88",
        "　　责任编辑：何溪",
        "（责任编辑：何溪）",
        "【打印】【关闭】",
        "上一篇：城东大桥通车",
        "索 引 号：ABC-01/2026",
        "主办单位：云岭市人民政府办公室",
        "云ICP备00000001号",
        "新闻中心 -> 今日要闻",
    ],
)
def test_a_line_of_the_page_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "会议要求，加快推进城东大桥建设。",
        "扩大开放，打印机耗材实行集中采购。",
        "各单位要在网站上分享到位的做法。分享到的经验要推广。",
        "来源：" + "很长的一段话" * 60,
    ],
)
def test_a_line_of_the_report_is_not(line: str) -> None:
    assert not is_furniture(line)


def test_neighbouring_lines_are_one_span_and_the_report_between_is_kept() -> None:
    text = "首页 > 要闻\n\n来源：云岭日报\n会议要求，抓好春耕。\n责任编辑：何溪\n"

    found = [text[span.start : span.end] for span in set_aside(text)]

    assert found == ["首页 > 要闻\n\n来源：云岭日报", "责任编辑：何溪"]


def test_a_text_without_furniture_has_nothing_set_aside() -> None:
    assert set_aside("会议要求，抓好春耕。") == ()
