"""Titles drafted from the words of directives."""

import re
from pathlib import Path

import pytest

from tracker.workplan.directives.extraction import Directive, extract
from tracker.workplan.directives.extraction.drafts import LISTED
from tracker.workplan.directives.titles import LONGEST, title_of, titles, without_parties


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("要进一步加强河湖管护；", "加强河湖管护"),
        ("一是必须切实抓好春耕备耕", "抓好春耕备耕"),
        ("（二）推进老旧小区改造。", "推进老旧小区改造"),
        ("3.建成10个口袋公园", "建成10个口袋公园"),
        ("3.5万亩农田完成提升", "3.5万亩农田完成提升"),
        ("要求各单位按月报送", "要求各单位按月报送"),
        ("应急广播实现全覆盖", "应急广播实现全覆盖"),
        ("同时，加快　数字 赋能", "加快 数字 赋能"),
        ("要", "要"),
    ],
)
def test_a_title_says_what_is_to_be_done(words: str, title: str) -> None:
    assert title_of(words) == title


@pytest.mark.parametrize(
    ("words", "limit", "title"),
    [
        ("6月底前完成堤防加固", "6月底前", "完成堤防加固"),
        ("要于2月15日前制定实施方案", "2月15日前", "制定实施方案"),
        ("到2027年，基本建成智慧水利平台", "2027年", "基本建成智慧水利平台"),
        ("完成堤防加固，6月底前验收", "6月底前", "完成堤防加固，6月底前验收"),
        ("3月底前清淤，6月底前验收", "6月底前", "3月底前清淤，6月底前验收"),
        ("年底前", "年底前", "年底前"),
        ("完成堤防加固", None, "完成堤防加固"),
    ],
)
def test_a_title_leaves_out_the_limit_that_the_due_date_says(
    words: str, limit: str | None, title: str
) -> None:
    assert title_of(words, limit=limit) == title


def test_a_numbered_heading_does_not_run_into_what_stands_beneath_it() -> None:
    text = "一、抓好防汛备汛\n（一）加固堤防\n1.修堤。\n2.护坡。"

    assert titles(text, extract(text).directives)[:2] == ["抓好防汛备汛", "加固堤防"]


def test_a_long_title_ends_at_a_clause_or_with_dots() -> None:
    assert title_of("推进甲工程，" + "长" * 80) == "推进甲工程"
    assert title_of("长" * 80) == "长" * (LONGEST - 1) + "…"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        # What is the case goes before the order.
        ("营商环境是第一竞争力，要精简涉企审批事项", "精简涉企审批事项"),
        ("堤防仍然偏低，各地要在汛前完成加固", "在汛前完成加固"),
        ("尤其是老城区，要补齐排水短板", "尤其是老城区，要补齐排水短板"),
        ("这是大事，要办", "这是大事，要办"),
        # A word that joins it to what was said before.
        ("并及时公布检查结果", "及时公布检查结果"),
        ("并网投运光伏电站20座", "并网投运光伏电站20座"),
        ("和谐处理邻里纠纷", "和谐处理邻里纠纷"),
        # A stop ends it, and so do words that only lead on.
        ("制定停车管理办法。简化泊位审批", "制定停车管理办法"),
        ("对老旧电梯逐台建档，其中", "对老旧电梯逐台建档"),
        # Halves of brackets and quotation marks.
        ("管行业必须管安全”", "管行业必须管安全"),
        ("推广“一窗受理（含自助终端）模式", "推广一窗受理（含自助终端）模式"),
    ],
)
def test_a_title_reads_as_a_whole(words: str, title: str) -> None:
    assert title_of(words) == title


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "聚焦群众反映强烈的停车难、如厕难、充电难等问题，要新建一批公共停车场，改造提升公厕，加密充电桩布点",
            "新建一批公共停车场，改造提升公厕，加密充电桩布点",
        ),
        (
            "在确保工程质量和施工安全的前提下，加快东溪水库枢纽工程建设，力争提前三个月下闸蓄水并发挥防洪效益",
            "加快东溪水库枢纽工程建设，力争提前三个月下闸蓄水并发挥防洪效益",
        ),
        (
            "推进东溪大桥、西岭隧道、南坪立交、北门枢纽、石桥新港、青山货站、白鹭机场快线等重大项目建设",
            "推进东溪大桥、西岭隧道等重大项目建设",
        ),
        (
            "建好东溪大桥、西岭隧道、南坪立交、北门枢纽、石桥新港、青山货站和白鹭机场快线七个重大项目",
            "建好东溪大桥、西岭隧道、南坪立交、北门枢纽、石桥新港、青山货站和白鹭机场快线七个重大项目",
        ),
        (
            "办好“东溪书会、西岭歌会、南坪灯会、北门庙会、石桥龙舟会、青山马拉松、白鹭观鸟节”系列文旅活动",
            "办好“东溪书会、西岭歌会、南坪灯会、北门庙会、石桥龙舟会、青山马拉松、白鹭观鸟节”系列文旅活动",
        ),
    ],
)
def test_a_long_title_keeps_what_is_to_be_done(words: str, title: str) -> None:
    assert title_of(words) == title


def test_a_title_is_never_cut_inside_brackets() -> None:
    words = "推广使用" + "新" * 30 + "（" + "说" * 40 + "）"
    assert title_of(words) == "推广使用" + "新" * 30 + "…"


def test_a_verb_is_shared_over_a_comma_before_a_quoted_item() -> None:
    text = "会议要求，打造“一刻钟”便民圈，“一公里”健身圈。"
    first = found(text, "打造“一刻钟”便民圈", LISTED)
    second = found(text, "“一公里”健身圈", LISTED)
    assert titles(text, [first, second]) == ["打造“一刻钟”便民圈", "打造“一公里”健身圈"]


def found(text: str, words: str, reason: str = "有动作有对象的分句") -> Directive:
    start = text.index(words)
    return Directive(
        id="1", level="measure", parent=None, heading=None, text=words, start=start,
        end=start + len(words), due=None, due_text=None, units=(), modality=None, targets=(),
        reason=reason, confidence=0.9,
    )  # fmt: skip  # a table: one line a row


def test_items_under_one_verb_each_get_it_back() -> None:
    text = "切实构建“以事找人”的考评机制、“三新引领”的培养机制，打造“一站式”的服务平台。"
    items = [
        found(text, "切实构建“以事找人”的考评机制", LISTED),
        found(text, "“三新引领”的培养机制", LISTED),
        found(text, "打造“一站式”的服务平台"),
    ]

    assert titles(text, items) == [
        "构建“以事找人”的考评机制",
        "构建“三新引领”的培养机制",
        "打造“一站式”的服务平台",
    ]


def test_changes_under_one_verb_get_it_back() -> None:
    text = "推动治理从“单打”向“联动”转变、服务从“上门”向“指尖”延伸。"
    items = [
        found(text, "推动治理从“单打”向“联动”转变", LISTED),
        found(text, "服务从“上门”向“指尖”延伸", LISTED),
    ]

    assert titles(text, items)[1] == "推动服务从“上门”向“指尖”延伸"


def test_a_list_without_a_verb_stays_as_it_is() -> None:
    text = "“一镇一品”的产业计划、“一村一景”的提升计划。"
    items = [
        found(text, "“一镇一品”的产业计划", LISTED),
        found(text, "“一村一景”的提升计划", LISTED),
    ]

    assert titles(text, items)[1] == "“一村一景”的提升计划"


def test_a_priority_is_called_by_the_clause_that_states_it() -> None:
    def priority(heading: str, words: str) -> Directive:
        return Directive(
            id="1", level="priority", parent=None, heading=heading, text=words, start=0,
            end=len(words), due=None, due_text=None, units=(), modality=None, targets=(),
            reason="", confidence=0.9,
        )  # fmt: skip  # a table: one line a row

    assert titles("", [priority("强链育新", "突出“强链育新”，扎根产业。")]) == ["突出“强链育新”"]
    assert titles("", [priority("强链育新", "甲，强链")]) == ["强链育新"]


@pytest.mark.parametrize(
    ("title", "names", "limit", "told"),
    [
        (
            "市水利局要会同市财政局在5月底前完成清淤",
            ["市水利局", "市财政局"],
            "5月底前",
            "完成清淤",
        ),
        ("会同市财政局在5月底前完成清淤", ["市财政局"], "5月底前", "完成清淤"),
        ("市水利局牵头研究防洪方案", ["市水利局"], None, "研究防洪方案"),
        ("由市水利局牵头，市财政局配合，加固堤防", ["市水利局", "市财政局"], None, "加固堤防"),
        ("加固堤防，由市水利局负责，汛前完工", ["市水利局"], None, "加固堤防，汛前完工"),
        ("市水利局改革经验推广", ["市水利局"], None, "市水利局改革经验推广"),
        ("市水利局要加固堤防", [], None, "市水利局要加固堤防"),
        ("市水利局要", ["市水利局"], None, "市水利局要"),
    ],
)
def test_a_title_leaves_out_whom_its_units_already_name(
    title: str, names: list[str], limit: str | None, told: str
) -> None:
    assert without_parties(title, names, limit=limit) == told


@pytest.mark.parametrize(
    ("words", "names", "title"),
    [
        (
            "市科学技术局牵头，市财政局、市人力资源和社会保障局、市教育局配合，开展引才专项行动",
            ["市科学技术局", "市财政局", "市人力资源和社会保障局", "市教育局"],
            "开展引才专项行动",
        ),
        (
            "市科学技术局会同市财政局、市商务局，围绕中小企业技术改造升级，开展上门诊断服务",
            ["市科学技术局", "市财政局", "市商务局"],
            "围绕中小企业技术改造升级，开展上门诊断服务",
        ),
        (
            "市科学技术局要聚焦芯片、软件、材料、装备、种业五个领域，开展关键技术攻关行动",
            ["市科学技术局"],
            "聚焦芯片、软件、材料、装备、种业五个领域，开展关键技术攻关行动",
        ),
        ("市水利局6月底前完成清淤", ["市水利局"], "6月底前完成清淤"),
        ("各县区党委和政府要守牢底线", ["各县区"], "守牢底线"),
    ],
)
def test_a_title_keeps_the_deed_and_not_whom_it_charges(
    words: str, names: list[str], title: str
) -> None:
    assert without_parties(title_of(words), names, words=words) == title


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "加强重点行业扬尘联防联控和应急联动，细颗粒物年均浓度控制在每立方米32微克以下",
            "加强重点行业扬尘联防联控和应急联动，细颗粒物年均浓度控制在每立方米32微克以下",
        ),
        (
            "聚焦芯片、软件、材料、装备、种业五个领域，开展关键技术攻关行动，并做好科技成果转化应用推广工作和服务",
            "聚焦芯片、软件、材料、装备、种业五个领域，开展关键技术攻关行动",
        ),
        (
            "由市科学技术局牵头负责，加快建设市级重点实验室和中试基地，推动科研成果加速转化应用",
            "加快建设市级重点实验室和中试基地，推动科研成果加速转化应用",
        ),
    ],
)
def test_a_title_that_is_cut_keeps_its_figure_and_what_it_is_about(words: str, title: str) -> None:
    assert title_of(words) == title


REPORTS = [
    *(Path(__file__).parents[3] / "tracker/example/reports").glob("*.txt"),
    Path(__file__).parents[2] / "journeys/ten_minutes.txt",
]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_title_of_a_report_reads_well(path: Path) -> None:
    text = path.read_text("utf-8")
    for title in titles(text, extract(text).directives):
        assert 0 < len(title) <= LONGEST, title
        assert not re.match("要[^求素点闻件]|并[^网轨购联]|[，、；。：]", title), title
        assert not re.search("[，、；。：]$", title), title
        for opening, closing in ("“”", "（）", "《》"):
            assert title.count(opening) == title.count(closing), title
