"""Title, dates and people, as the report's own words state them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.meetings.readers.metadata import Metadata, read_metadata

NEWS = """首页 > 要闻 > 正文
要闻
全市项目建设推进会召开
来源：云岭日报  发布时间：2026-03-03 08:30
3月2日，市委、市政府召开全市项目建设推进会。市委书记陶远山出席并讲话。
陶远山强调，要突出“项目攻坚”，加快推进工业园区建设。
责任编辑：何溪
"""
PLAN = """云岭市人民政府办公室关于印发
2026年水利工作方案的通知
云政办发〔2026〕5号
各县（市、区）人民政府：
现将方案印发给你们。
一、主要任务
修建水库2座。
云岭市人民政府办公室
2026年2月6日
"""
MINUTES = """市水利局第3次局务会议纪要
时间：2026年4月8日
地点：三楼会议室
主持：顾长河
会议听取了汇报。
"""


def test_news_of_a_meeting() -> None:
    assert read_metadata(NEWS) == Metadata(
        title="全市项目建设推进会召开",
        held_on=date(2026, 3, 2),
        published_on=date(2026, 3, 3),
        organiser="市委、市政府",
        speaker="陶远山",
    )


def test_a_plan_is_signed_and_dated_at_its_end() -> None:
    found = read_metadata(PLAN)

    assert found.title == "云岭市人民政府办公室关于印发2026年水利工作方案的通知"
    assert (found.held_on, found.published_on) == (None, date(2026, 2, 6))
    assert found.organiser == "云岭市人民政府办公室"


def test_the_time_of_minutes_is_when_they_met() -> None:
    found = read_metadata(MINUTES)

    assert (found.title, found.held_on) == ("市水利局第3次局务会议纪要", date(2026, 4, 8))
    assert (found.published_on, found.organiser) == (None, "市水利局")


@pytest.mark.parametrize("text", ["", "\n\n", "会议要求抓好落实。"])
def test_what_is_not_stated_is_none(text: str) -> None:
    assert read_metadata(text) == Metadata(None, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("标题：防汛工作会议召开\n正文从这里开始。", "防汛工作会议召开"),
        ("# 防汛工作会议召开\n正文。", "防汛工作会议召开"),
        ("**防汛工作会议召开**\n正文。", "防汛工作会议召开"),
        ("云政发〔2026〕1号\n关于防汛工作的意见\n各县区：", "关于防汛工作的意见"),
        ("关于防汛工作的意见云政发〔2026〕1号\n各县区：", "关于防汛工作的意见"),
        (
            "关于做好2026年\n防汛抗旱\n工作的通知\n各县区：\n正文。",
            "关于做好2026年防汛抗旱工作的通知",
        ),
        ("关于做好防汛工作\n一、任务\n修堤。", "关于做好防汛工作"),
        ("关于防汛\n云政发〔2026〕1号\n各县区：", "关于防汛"),
        ("通知\n正文。", "通知"),
        ("云岭党建网\n首页 > 要闻 > 正文\n防汛工作会议召开\n正文。", "防汛工作会议召开"),
        ("云岭新闻网\n2026-03-05\n防汛工作会议召开\n正文。", "防汛工作会议召开"),
        ("加快织密防汛一张网\n正文。", "加快织密防汛一张网"),
        (
            "云岭市人民政府文件\n云政发〔2026〕1号\n云岭市人民政府关于防汛工作的意见\n各县区：",
            "云岭市人民政府关于防汛工作的意见",
        ),
        (
            "云岭市水利局\n云水〔2026〕1号\n关于防汛工作的意见\n各县区：",
            "关于防汛工作的意见",
        ),
        (
            "云岭市水利局　云岭市财政局\n关于做好堤防维修的通知\n云水〔2026〕1号\n各县区：",
            "云岭市水利局　云岭市财政局关于做好堤防维修的通知",
        ),
        ("市领导调研市水利局\n4月3日，市领导到市水利局调研。", "市领导调研市水利局"),
        ("长" * 121 + "\n正文。", None),
    ],
)
def test_titles(text: str, title: str | None) -> None:
    assert read_metadata(text).title == title


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("防汛会议召开\n发布日期：2026年3月5日\n正文。", date(2026, 3, 5)),
        ("防汛会议召开\n2026-03-05 10:22\n正文。", date(2026, 3, 5)),
        ("防汛会议召开\n2026/3/5  云岭日报  字体：大 中 小\n正文。", date(2026, 3, 5)),
        ("防汛会议召开\n时间：2026-03-05\n正文。", date(2026, 3, 5)),
        ("防汛会议召开\n今天是2026年3月9日\n正文。", None),
        ("防汛会议召开\n发布时间：2026年13月5日\n正文。", None),
        ("2026年重点工作安排\n修堤。\n市水利局\n2026年1月15日\n", date(2026, 1, 15)),
        ("关于防汛工作的意见\n（2026年1月20日）\n修堤。", date(2026, 1, 20)),
        ("防汛工作方案\n修堤。\n二〇二六年三月十五日\n", date(2026, 3, 15)),
        ("防汛工作方案\n修堤。\n市水利局 2026年3月20日印发\n", date(2026, 3, 20)),
    ],
)
def test_days_of_publication(text: str, day: date | None) -> None:
    assert read_metadata(text).published_on == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("防汛会议召开\n会议时间：2026年3月4日\n正文。", date(2026, 3, 4)),
        ("3月4日例会纪要（2026.3.4）\n内容。", date(2026, 3, 4)),
        ("例会纪要20260304\n内容。", date(2026, 3, 4)),
        ("防汛会议\n2026年3月4日，全市防汛会议召开。", date(2026, 3, 4)),
        ("防汛会议\n2026年3月4日至6日有雨。", None),
        ("防汛会议\n发布时间：2026-01-03\n12月30日，防汛会议召开。", date(2025, 12, 30)),
        ("防汛会议\n发布时间：2026-02-30\n2月3日，会议部署落实2026年防汛工作。", date(2026, 2, 3)),
        ("防汛会议\n12月3日，会议部署2026年防汛工作。", None),
        ("防汛会议\n2月3日，会议召开。", None),
        ("防汛会议\n发布时间：2026-03-05\n4日上午召开防汛会议。", date(2026, 3, 4)),
        ("防汛会议\n发布时间：2026-03-02\n27日召开防汛会议。", date(2026, 2, 27)),
        ("防汛会议\n发布时间：2026-03-02\n30日召开防汛会议。", None),
    ],
)
def test_days_of_the_meeting(text: str, day: date | None) -> None:
    assert read_metadata(text).held_on == day


@pytest.mark.parametrize(
    ("text", "organiser"),
    [
        ("防汛会议召开\n主办单位：市水利局\n正文。", "市水利局"),
        ("防汛会议召开\n发文机关：市防汛办\n正文。", "市防汛办"),
        ("市水利局召开防汛会议\n近日，会议召开。", "市水利局"),
        ("防汛会议\n3月4日，市水利局召开防汛会议。", "市水利局"),
        ("陶远山主持召开市委常委会会议\n正文。", "市委"),
        ("防汛工作方案\n修堤。\n市水利局\n2026年3月20日\n", "市水利局"),
        ("防汛会议\n3月4日，全体同志在京召开会议。", None),
        ("关于3月例会纪要\n内容。", None),
        ("防汛会议召开\n会议在京召开。\n主办单位：市水利局　版权所有\n", None),
        ("云岭党建网\n把堤守住\n3月4日，市委召开防汛会议。\n主办单位：市委办公室\n", "市委"),
        ("云岭市防汛工作推进专题会议纪要\n会议议定如下事项。", None),
        ("市财政局预算编制专题会议纪要\n会议议定如下事项。", "市财政局"),
        ("云岭水务集团总经理办公会议纪要\n会议议定如下事项。", "云岭水务集团"),
        ("南溪工程项目部周例会纪要\n会议议定如下事项。", "南溪工程项目部"),
        ("市水利局　市财政局关于堤防维修的通知\n各县区：", "市水利局、市财政局"),
    ],
)
def test_organisers(text: str, organiser: str | None) -> None:
    assert read_metadata(text).organiser == organiser


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("陶远山主持召开防汛会议\n正文。", "陶远山"),
        ("防汛会议\n市长顾长河出席会议并讲话。", "顾长河"),
        ("防汛会议\n会议召开。顾长河指出，雨量偏多。", "顾长河"),
        ("防汛专题会议纪要\n会议地点：三楼\n3月4日，市长顾长河主持召开会议。", "顾长河"),
        ("防汛会议\n全市要求，做好准备。", None),
    ],
)
def test_speakers(text: str, speaker: str | None) -> None:
    assert read_metadata(text).speaker == speaker


@given(st.text("会议关于通知2026年3月45日市委局召开：。\n，〔〕号第（）十二", max_size=200))
def test_any_words_are_read_without_fault(text: str) -> None:
    found = read_metadata(text)

    assert found.title is None or found.title
    assert read_metadata(text) == found
