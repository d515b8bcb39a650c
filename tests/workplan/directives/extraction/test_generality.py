"""Forms of other places and years: frames that are not measures alone, headings, lists and resolutions."""

from datetime import date

import pytest

from tests.workplan.directives.extraction.found import directives, measures, tree
from tracker.workplan.directives.extraction import extract


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "各部门要针对山塘、圩堤等薄弱部位，排出一批加固项目，办好一批实事。",
            ["针对山塘、圩堤等薄弱部位，排出一批加固项目", "办好一批实事"],
        ),
        (
            "会议要求，有关部门要严格按照县里的时间节点，算清工期账。",
            ["严格按照县里的时间节点，算清工期账"],
        ),
        (
            "会议要求，各镇要在摸清底数的基础上，对标验收要求，逐库分析险情。",
            ["在摸清底数的基础上，对标验收要求，逐库分析险情"],
        ),
        (
            "会议要求，各镇要从保供水的高度，统筹推进水源置换。",
            ["从保供水的高度，统筹推进水源置换"],
        ),
        (
            "会议要求，采取不打招呼的方式，抽查青溪水库值守。",
            ["采取不打招呼的方式，抽查青溪水库值守"],
        ),
        (
            "会议要求，由水利站按照规定时限，检查评定结果。",
            ["由水利站按照规定时限，检查评定结果"],
        ),
        (
            "会议强调，既抓主汛期又抓秋汛期，不断完善防汛体系。",
            ["既抓主汛期又抓秋汛期，不断完善防汛体系"],
        ),
        (
            "会议要求，以防汛方案为指引，常抓不懈，抓实巡堤查险。",
            ["以防汛方案为指引，常抓不懈，抓实巡堤查险"],
        ),
    ],
)
def test_a_frame_is_no_measure_alone(sentence: str, found: list[str]) -> None:
    assert measures(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "会议要求，目标定位要更高，实现全域供水；办法举措要更实，加固每座泵站。",
            ["目标定位要更高，实现全域供水", "办法举措要更实", "加固每座泵站"],
        ),
        (
            "会议要求，堤防加固要巩固成果，组织一批项目开工。",
            ["堤防加固要巩固成果", "组织一批项目开工"],
        ),
        (
            "会议要求，整改方案要在全镇公布，接受群众监督。",
            ["整改方案要在全镇公布", "接受群众监督"],
        ),
        ("要全面落实“河长制”和“四必须”责任。", ["全面落实“河长制”和“四必须”责任"]),
    ],
)
def test_a_subject_that_is_no_body_stays_with_its_predicate(
    sentence: str, found: list[str]
) -> None:
    assert measures(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "会议要求，要广泛宣传，强化引导，建立举报制度，畅通群众渠道，形成工作合力。",
            ["广泛宣传，强化引导", "建立举报制度", "畅通群众渠道，形成工作合力"],
        ),
        (
            "会议要求，要办好庙会；编印安排表；抓好水源摸底，确保全年供水不断；加固北岭河堤，为安全度汛打下坚实基础。",
            ["办好庙会", "编印安排表", "抓好水源摸底，确保全年供水不断", "加固北岭河堤"],
        ),
        (
            "会议要求，各镇要加快泵站前期工作，促进泵站早日落地，为全县发展提供支撑。",
            ["加快泵站前期工作，促进泵站早日落地"],
        ),
    ],
)
def test_a_brief_tail_belongs_to_the_measure_before_it(sentence: str, found: list[str]) -> None:
    assert measures(sentence) == found


def test_in_x_once_more_y_heads_a_theme_where_it_is_repeated() -> None:
    text = "会议强调，在防汛准备上再抓紧，加固河堤险段；在物资储备上再用力，补足沙袋和编织袋。"

    assert tree(text) == [
        "1 重点 防汛准备",
        "1.1 加固河堤险段",
        "2 重点 物资储备",
        "2.1 补足沙袋和编织袋",
    ]


def test_a_section_of_aims_is_kept_where_its_items_bear_their_own_units() -> None:
    text = (
        "一、全县水利发展主要预期目标\n1.供水保证率达到95%。\n责任单位：县水利局\n"
        "2.新增灌溉面积3万亩。\n责任单位：县水利局、县农业农村局分别牵头\n"
        "二、重点工作\n1.加固河堤。\n责任单位：县水利局，青溪镇政府（列第一位为牵头单位，下同）\n"
        "2.修复水闸。\n牵头责任单位：县水利局。\n协同责任单位：青溪镇政府。\n"
    )

    found = [one for one in directives(text) if one.level == "measure"]

    assert [one.text for one in found] == [
        "供水保证率达到95%",
        "新增灌溉面积3万亩",
        "加固河堤",
        "修复水闸",
    ]
    assert [[(u.name, u.duty) for u in one.units] for one in found[1:]] == [
        [("县水利局", "lead"), ("县农业农村局", "lead")],
        [("县水利局", "lead"), ("青溪镇政府", "support")],
        [("县水利局", "lead"), ("青溪镇政府", "support")],
    ]
    assert tree("一、总体目标\n加固河堤。\n二、重点工作\n1.修复水闸。\n") == [
        "1 重点 重点工作",
        "1.1 修复水闸",
    ]


def test_an_unnumbered_section_of_aims_with_units_is_kept_too() -> None:
    text = "水利工作方案\n# 工作目标\n1.加固河堤。（县水利局负责）\n# 重点工作\n1.修复水闸。\n"

    assert measures(text) == ["加固河堤", "修复水闸"]


def test_brief_clauses_side_by_side_are_a_heading() -> None:
    text = "一、提高认识，压实责任，抓好落实。各镇要逐库排查隐患。\n二、加强督查。县水利局要定期通报。\n"

    assert tree(text) == [
        "1 重点 提高认识，压实责任，抓好落实",
        "1.1 各镇要逐库排查隐患",
        "2 重点 加强督查",
        "2.1 县水利局要定期通报",
    ]
    assert tree(
        "一要加强领导，健全问责。各镇要逐库排查隐患。二要通力协作，强化配合。各站要互通水情。"
    ) == [
        "1 重点 加强领导，健全问责",
        "1.1 各镇要逐库排查隐患",
        "2 重点 通力协作，强化配合",
        "2.1 各站要互通水情",
    ]


def test_what_a_meeting_agreed_to_is_none_but_what_is_to_follow_is() -> None:
    text = (
        "一、关于预算调整有关问题\n会议原则同意财政所的意见，会后修改完善后报请镇人大审批。\n"
        "二、关于水利有关问题\n"
        "（一）会议原则同意召开推进会的意见，时间另行确定。由水利站、农办组织对新建泵站进行验收之后，召开会议研究泵站管护。\n"
        "（二）关于老泵站改制有关问题：一是职工按原标准安置；二是水利站要做好思想工作。\n"
    )

    assert tree(text) == [
        "1 重点 关于预算调整有关问题",
        "1.1 会后修改完善后报请镇人大审批",
        "2 重点 关于水利有关问题",
        "2.1 由水利站、农办组织对新建泵站进行验收之后，召开会议研究泵站管护",
        "2.2 重点 关于老泵站改制有关问题",
        "2.2.1 职工按原标准安置",
        "2.2.2 水利站要做好思想工作",
    ]
    assert measures("会议原则同意水利站的意见，时间另行确定。") == []


def test_a_paragraph_behind_a_list_of_single_lines_is_no_part_of_its_last_item() -> None:
    text = "1.修复北岭水闸。\n2.更换两台水泵。\n3.清理青溪河淤泥。\n会议还要求各站加强值守，储备物资。\n"

    assert measures(text) == [
        "修复北岭水闸",
        "更换两台水泵",
        "清理青溪河淤泥",
        "各站加强值守",
        "储备物资",
    ]


def test_what_an_office_announces_for_the_time_to_come_is_found() -> None:
    assert measures("下一步，县水利局将继续加固河堤，修复水闸！") == [
        "继续加固河堤",
        "修复水闸",
    ]
    assert measures("下一步，县水利局的任务不轻。") == []


@pytest.mark.parametrize(
    "text",
    [
        "会议强调，制定加固方案是落实河长制的重要举措。",
        "会议强调，防汛工作关系人民群众安危，加固河堤很有必要。",
        "会议强调，要加固河堤。县长林秋在会上作动员报告。",
    ],
)
def test_an_argument_is_no_measure(text: str) -> None:
    assert [one for one in measures(text) if one != "加固河堤"] == []


def test_phrases_of_time_in_a_bracket_of_units_are_no_units() -> None:
    text = (
        "1.加固河堤。（县水利局牵头，县财政局等按职责分工负责，年内持续推进）\n"
        "2.修复水闸。（县水利局牵头，11月底前出台相关政策，年内持续推进）\n"
    )

    first, second = directives(text)

    assert [unit.name for unit in first.units] == ["县水利局", "县财政局"]
    assert first.due is None
    assert [unit.name for unit in second.units] == ["县水利局"]
    assert second.due == date(2026, 11, 30)


def test_a_unit_named_before_the_work_is_charged_and_a_manner_is_no_unit() -> None:
    (charged,) = directives("会议要求，由水利局、财政局组织开展河堤验收。")
    (formed,) = directives("会议要求，努力形成各级政府牵头、部门负责的河堤管护格局。")

    assert [unit.name for unit in charged.units] == ["水利局", "财政局"]
    assert formed.units == ()


def test_the_year_of_a_long_title_is_the_plan_year() -> None:
    text = "青溪县2025年深化“一网通办”改善办水服务实施方案\n1.开通水费网上缴纳。（县水利局负责，6月底前完成）\n"

    (found,) = extract(text).directives

    assert found.due == date(2025, 6, 30)


def test_the_turn_of_the_year_is_no_limit() -> None:
    (found,) = directives("会议要求，统筹安排好岁末年初各项供水工作。")

    assert found.due is None


def test_what_is_wanting_is_a_situation_and_no_order() -> None:
    said = directives(
        "会议指出，水价补贴“免申即享”覆盖面还不够，用户反映的重复填表问题比较集中。"
        "会议要求，简化补贴申领手续。"
    )

    assert [one.text for one in said] == ["简化补贴申领手续"]
