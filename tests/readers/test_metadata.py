"""Title, dates and people, as the report's own words state them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.readers.metadata import Metadata, read_metadata
from tracker.readers.reading import Stated

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


INLINE_MINUTES = """云岭市人民政府专题会议纪要
〔2024〕12号
2024年5月8日上午，市委常委、常务副市长韩青松在市政府二楼会议室主持召开老旧小区改造专题会议，市财政局等单位参加。
一、会议要求，6月底前完成12个小区改造。
云岭市人民政府办公室　　　2024年5月10日印发
"""
SPACED_MINUTES = """南溪县城市管理委员会第四次全体会议纪要

时　间：2023年11月6日（星期一）下午3:00
地　点：县行政中心301会议室
主持人：县长 秦明川
会议听取了汇报，议定以下事项：
"""
RED_HEAD = """中共云岭市委办公室文件
云办发〔2021〕33号

中共云岭市委办公室　云岭市人民政府办公室
关于印发《云岭市乡村建设行动实施方案》的通知

各县（市、区）党委和人民政府，市直各单位：
现将方案印发给你们，请认真贯彻落实。
中共云岭市委办公室
云岭市人民政府办公室
二〇二一年九月十六日
（此件公开发布）
"""
BULLETIN = """工作简报
第12期
云岭市优化营商环境工作领导小组办公室　　2022年6月30日
全市优化营商环境推进会召开
6月28日，全市优化营商环境推进会召开，市委副书记韩青松出席并讲话。
"""
DISPATCH = """我市部署秋粮收购工作
2022-09-21 07:35　来源：云岭日报　作者：何溪
本报9月20日讯（记者何溪）昨日，我市召开秋粮收购工作会议，市委书记陶远山出席会议并讲话。
"""
SPEECH = """在全市农村工作会议上的讲话
（2023年2月16日）
陶　远　山
同志们：
"""
NOTICE = """通　　知
各科室：
经研究，定于2026年4月2日召开防汛工作会议。
市水利局办公室
2026年3月28日
"""


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            INLINE_MINUTES,
            Metadata(
                "云岭市人民政府专题会议纪要",
                date(2024, 5, 8),
                date(2024, 5, 10),
                "云岭市人民政府",
                "韩青松",
            ),
        ),
        (
            SPACED_MINUTES,
            Metadata(
                "南溪县城市管理委员会第四次全体会议纪要",
                date(2023, 11, 6),
                None,
                "南溪县城市管理委员会",
                None,
            ),
        ),
        (
            RED_HEAD,
            Metadata(
                "中共云岭市委办公室　云岭市人民政府办公室关于印发《云岭市乡村建设行动实施方案》的通知",
                None,
                date(2021, 9, 16),
                "中共云岭市委办公室、云岭市人民政府办公室",
                None,
            ),
        ),
        (
            BULLETIN,
            Metadata(
                "全市优化营商环境推进会召开", date(2022, 6, 28), date(2022, 6, 30), None, "韩青松"
            ),
        ),
        (
            DISPATCH,
            Metadata("我市部署秋粮收购工作", date(2022, 9, 19), date(2022, 9, 21), None, "陶远山"),
        ),
        (
            SPEECH,
            Metadata("在全市农村工作会议上的讲话", date(2023, 2, 16), None, None, "陶远山"),
        ),
        (NOTICE, Metadata("通知", None, date(2026, 3, 28), "市水利局办公室", None)),
    ],
)
def test_papers_of_other_forms_years_and_places(text: str, facts: Metadata) -> None:
    assert read_metadata(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "防汛会议\n发布时间：2026-03-05\n本报3月4日讯，全市防汛会议召开。",
        "防汛会议\n本报3月4日讯，昨日，全市防汛会议召开。",
        "防汛会议\n发布时间：2026-03-05\n拟于4月2日召开会议。",
        "防汛会议\n发布时间：2026-03-05\n本报3月14日讯，昨日，全市防汛会议召开。",
    ],
)
def test_the_day_of_a_dispatch_or_of_a_plan_is_not_the_meeting_s(text: str) -> None:
    assert read_metadata(text).held_on is None


def test_a_speech_without_a_name_below_its_title_has_no_speaker() -> None:
    assert read_metadata("在防汛工作会议上的讲话\n同志们：\n").speaker is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-03-03 08:30:00", date(2026, 3, 3)),
        ("2026/3/3", date(2026, 3, 3)),
        ("2026-03-03T08:30:00+08:00", date(2026, 3, 3)),
        ("20260303", date(2026, 3, 3)),
        ("2026年3月3日", date(2026, 3, 3)),
        ("2026-02-30", date(2026, 3, 9)),
        ("", date(2026, 3, 9)),
    ],
)
def test_what_a_page_states_goes_before_its_words(said: str, day: date) -> None:
    text = "防汛会\n发布时间：2026-03-09\n正文。"

    found = read_metadata(text, Stated(title="防汛工作会议召开", published_on=said))

    assert (found.title, found.published_on) == ("防汛工作会议召开", day)


def test_the_source_of_a_paper_is_who_issued_it_and_that_of_news_is_not() -> None:
    source = Stated(source="云岭市水利局")

    assert read_metadata("防汛工作方案\n修堤。", source).organiser == "云岭市水利局"
    assert read_metadata("防汛会议召开\n修堤。", source).organiser is None
    assert read_metadata("防汛工作方案\n修堤。", Stated(source="云岭日报")).organiser is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("一、加固河堤\n1.修复水闸。\n", None),
        ("现将青溪县防汛任务分工印发给你们，有关要求如下：\n一、加固河堤\n", None),
        (
            "全县防汛工作会议强调\n压实责任 加固河堤\n3月8日，全县防汛工作会议召开。\n",
            "全县防汛工作会议强调压实责任 加固河堤",
        ),
        ("全县防汛工作会议强调\n3月8日，全县防汛工作会议召开。\n", "全县防汛工作会议强调"),
    ],
)
def test_a_title_is_neither_an_item_nor_a_letters_opening_and_may_take_two_lines(
    text: str, title: str | None
) -> None:
    assert read_metadata(text).title == title


def test_the_organiser_of_a_meeting_that_was_held_has_no_particle() -> None:
    text = "会议纪要\n2026年3月8日，代县长林秋主持召开了县政府第5次常务会议。\n"

    assert read_metadata(text).organiser == "县政府"


@pytest.mark.parametrize(
    ("own", "held", "published"),
    [
        ("2026年4月8日", date(2026, 4, 8), None),
        ("（2026年4月8日）", date(2026, 4, 8), None),
        ("二〇二六年四月八日", date(2026, 4, 8), None),
        ("2026年4月8日 星期三 上午", date(2026, 4, 8), None),
        ("2026.4.8", date(2026, 4, 8), None),
        ("日期：2026年4月8日", date(2026, 4, 8), None),
        ("日　期：2026.4.8\n地点：三楼", date(2026, 4, 8), None),
        # another day is said to be the meeting's, or the line is the page's
        ("会议时间：2026年4月7日\n日期：2026年4月8日", date(2026, 4, 7), date(2026, 4, 8)),
        ("2026-04-08", None, date(2026, 4, 8)),
        ("印发日期：2026年4月8日", None, date(2026, 4, 8)),
        ("会议议定事项如下。\n2026年4月8日", None, date(2026, 4, 8)),
        ("一、修堤\n2026年4月8日", None, date(2026, 4, 8)),
    ],
)
def test_the_own_day_of_minutes_is_when_they_met(
    own: str, held: date | None, published: date | None
) -> None:
    found = read_metadata(f"市水利局第3次局务会议纪要\n{own}\n会议听取了汇报。")

    assert (found.held_on, found.published_on) == (held, published)


@pytest.mark.parametrize(
    "line",
    ["填报单位：市水利局　填报日期：2026年4月8日", "制表时间：2026年4月8日", "（2026年4月8日）"],
)
def test_the_day_of_a_division_of_work_is_the_papers_and_no_meetings(line: str) -> None:
    found = read_metadata(f"全市水利工作会议任务分解表\n{line}\n一、建成水库2座。")

    assert (found.held_on, found.published_on) == (None, date(2026, 4, 8))


def test_the_day_of_the_meeting_is_none_of_publication() -> None:
    found = read_metadata("任务分解表\n会议日期：2026年4月8日\n建成水库2座。")

    assert (found.held_on, found.published_on) == (date(2026, 4, 8), None)


@pytest.mark.parametrize(
    ("title", "month", "held"),
    [
        ("市中心医院召开2026年质量推进会", 3, date(2026, 3, 12)),
        ("2026年质量推进会议召开", 3, date(2026, 3, 12)),
        # in the last months it may be the next year's work; a year of something else is none
        ("市中心医院召开2026年质量推进会", 11, None),
        ("市中心医院召开2026年预算评审会员大会", 3, date(2026, 3, 12)),
        ("市中心医院印发2026年报告", 3, None),
    ],
)
def test_the_year_of_the_meeting_in_its_title_completes_its_day(
    title: str, month: int, held: date | None
) -> None:
    assert read_metadata(f"{title}\n{month}月12日下午，召开推进会。").held_on == held
