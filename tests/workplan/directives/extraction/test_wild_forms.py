"""Forms met in papers of other places and years: who is charged, tails, meetings held, fields, tables."""

from datetime import date

import pytest

from tests.workplan.directives.extraction.found import directives, measures, tree
from tracker.workplan.directives.extraction import extract


def assigned(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (one.text, [(unit.name, unit.duty) for unit in one.units])
        for one in directives(text)
        if one.level == "measure"
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "会议强调，一是河道清淤要抓在汛前。二是堤防巡查要落到人头。",
            ["河道清淤要抓在汛前", "堤防巡查要落到人头"],
        ),
        (
            "会议强调，一是青溪水厂要加快扩建，确保夏季供水。二是各乡镇要备足抗旱机具。",
            ["青溪水厂要加快扩建，确保夏季供水", "各乡镇要备足抗旱机具"],
        ),
        (
            "会议强调，市水务局、市城管局负责排查积水点。市财政局负责落实经费。",
            ["市水务局、市城管局负责排查积水点", "市财政局负责落实经费"],
        ),
        ("会议指出，市水务局负责排查的积水点已整治完毕。", []),
    ],
)
def test_a_subject_that_is_charged_makes_an_order(sentence: str, found: list[str]) -> None:
    assert measures(sentence) == found


def test_who_is_charged_before_the_work_is_recorded() -> None:
    text = "会议明确，由顾长河牵头，市水务局、市城管局负责，尽快制定排水方案。"

    assert assigned(text) == [
        (
            "由顾长河牵头，市水务局、市城管局负责，尽快制定排水方案",
            [("顾长河", "lead"), ("市水务局", "support"), ("市城管局", "support")],
        )
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "会议要求，要落实补助资金，于6月底前拨付到位；改造泵站。",
            ["落实补助资金，于6月底前拨付到位", "改造泵站"],
        ),
        (
            "会议要求，要把任务逐项拆开，落实到每个泵站。",
            ["把任务逐项拆开，落实到每个泵站"],
        ),
        (
            "会议要求，要加固河堤，修复水闸，疏浚河道，加密巡查频次，确保汛期安全。",
            ["加固河堤", "修复水闸", "疏浚河道", "加密巡查频次，确保汛期安全"],
        ),
        (
            "会议要求，要加固河堤，修复水闸，疏浚河道，加密巡查频次，确保各项目标任务完成。",
            ["加固河堤", "修复水闸", "疏浚河道", "加密巡查频次"],
        ),
        (
            "会议要求，要落实防汛措施，做到险段有人守、水情有人报。",
            ["落实防汛措施，做到险段有人守、水情有人报"],
        ),
        (
            "会议要求，要召开全县防汛工作会议，部署汛期工作，通报隐患整改情况。",
            ["召开全县防汛工作会议，部署汛期工作，通报隐患整改情况"],
        ),
        ("会议要求，要召集青溪片区会商，部署汛期工作。", ["召集青溪片区会商", "部署汛期工作"]),
        # what is handed in was named before, or is named anew
        (
            "会议要求，各科室要制定实施方案，3月25日前报院办公室。",
            ["各科室要制定实施方案，3月25日前报院办公室"],
        ),
        (
            "会议要求，要制定实施方案，3月25日前报送隐患清单。",
            ["制定实施方案", "3月25日前报送隐患清单"],
        ),
        ("会议要求，要加固河堤，3月25日前报院办公室。", ["加固河堤", "3月25日前报院办公室"]),
        (
            "会议要求，要成立项目专班，由副院长鱼跃任组长，每周会商。",
            ["成立项目专班，由副院长鱼跃任组长", "每周会商"],
        ),
        # what is built, and what it is for
        (
            "会议要求，要新建公办幼儿园6所，新增学位1800个，招聘教师90名。",
            ["新建公办幼儿园6所，新增学位1800个", "招聘教师90名"],
        ),
        (
            "会议要求，要实施农村饮水工程，解决1.1万人饮水不稳定问题。",
            ["实施农村饮水工程，解决1.1万人饮水不稳定问题"],
        ),
        (
            "会议要求，要新建高标准农田5万亩，配套渠系86公里。",
            ["新建高标准农田5万亩，配套渠系86公里"],
        ),
        ("会议要求，要优化布局，新增学位1800个。", ["优化布局", "新增学位1800个"]),
        ("会议要求，要倒排工期，春灌前完成水闸加固。", ["倒排工期", "春灌前完成水闸加固"]),
        (
            "会议要求，要把防汛作为当前要务，周密安排部署，精心组织实施。",
            ["把防汛作为当前要务，周密安排部署，精心组织实施"],
        ),
    ],
)
def test_what_only_goes_on_belongs_to_the_measure_before(sentence: str, found: list[str]) -> None:
    assert measures(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "会议要求，以河长制为统揽，加固河堤。",
            ["以河长制为统揽，加固河堤"],
        ),
        (
            "会议要求，以时不我待的紧迫感，加固河堤。",
            ["以时不我待的紧迫感，加固河堤"],
        ),
        ("会议要求，各镇要根据各自职能，细化值守方案。", ["根据各自职能，细化值守方案"]),
        (
            "会议要求，要加固河堤，各镇长作为第一责任人，要守在险段。",
            ["加固河堤", "各镇长作为第一责任人，要守在险段"],
        ),
        (
            "会议要求，各镇要主动对接、密切配合，加快征迁进度。",
            ["主动对接、密切配合，加快征迁进度"],
        ),
        (
            "会议要求，一方面要加固河堤，另一方面要修复水闸。",
            ["加固河堤", "修复水闸"],
        ),
    ],
)
def test_a_frame_or_a_count_before_the_order(sentence: str, found: list[str]) -> None:
    assert measures(sentence) == found


def test_a_bare_order_before_a_named_subject_is_not_lost() -> None:
    text = "会议要求，要压实责任。健全防汛值班制度，落实巡堤包段办法，各镇要做好转移准备。"

    assert measures(text)[1:] == [
        "健全防汛值班制度",
        "落实巡堤包段办法",
        "各镇要做好转移准备",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "会上，市水务局通报水库情况；各镇汇报需协调解决的事项，由相关部门解答。",
        "现提出以下要求，请认真抓好落实。",
        "会议原则同意市水务局关于调整专班的意见。",
    ],
)
def test_who_spoke_and_what_closes_a_letter_order_nothing(text: str) -> None:
    assert measures(text) == []


def test_of_an_item_that_was_agreed_to_only_what_follows_is_kept() -> None:
    text = (
        "纪要\n一、会议原则同意市水务局关于成立专班的意见，会后以市政府办公室文件印发。\n"
        "二、会议原则同意市教育局关于校车的方案。\n三、市城管局清理河道。\n"
    )

    assert measures(text) == ["会后以市政府办公室文件印发", "市城管局清理河道"]
    assert [unit.name for one in directives(text) for unit in one.units] == ["市城管局"]


def test_themes_stand_above_runs_that_begin_anew() -> None:
    text = (
        "会议强调，首先，要打基础。一是要提高供水率。二是要改造管网。"
        "其次，要抓重点。一是编好水利规划。二是建好青溪水厂。第三，要保安全。一是巡查水库。二是巡查堤防。"
    )

    assert tree(text) == [
        "1 重点 打基础",
        "1.1 提高供水率",
        "1.2 改造管网",
        "2 重点 抓重点",
        "2.1 编好水利规划",
        "2.2 建好青溪水厂",
        "3 重点 保安全",
        "3.1 巡查水库",
        "3.2 巡查堤防",
    ]


def test_a_word_that_only_looks_like_a_head_is_none() -> None:
    text = "要守住底线，并不首先，要打基础。一是加固河堤。二是修复水闸。"

    assert measures(text)[-2:] == ["加固河堤", "修复水闸"]


def test_each_run_of_sentences_ends_before_the_next_head() -> None:
    text = (
        "首先，要打基础。一是改造管网。更换老旧水表。二是提高供水率。核查漏损。"
        "其次，要抓重点。一是编好规划。公开征求意见。二是建好水厂。按期通水。"
    )

    assert [line for line in tree(text) if "重点 打" in line or "重点 抓" in line] == [
        "1 重点 打基础",
        "2 重点 抓重点",
    ]


def test_fields_right_behind_a_caption_are_its_own() -> None:
    text = (
        "1.创建卫生县城。\n牵头责任单位：县卫健局\n主要协作单位：各乡镇人民政府\n"
        "2.地区生产总值增长6%以上。\n分管县领导：顾长河\n部门分工：县发改局牵头，各乡镇配合，年底前完成。\n"
        "监督方式：0000-000000\n"
    )

    assert assigned(text) == [
        ("创建卫生县城", [("县卫健局", "lead"), ("各乡镇人民政府", "support")]),
        ("地区生产总值增长6%以上", [("县发改局", "lead"), ("各乡镇", "support")]),
    ]
    assert directives(text)[1].due == date(2026, 12, 31)


def test_a_caption_with_two_runs_of_fields_keeps_both() -> None:
    text = "1.创建卫生县城。\n责任单位：县卫健局\n新建公厕8座。\n责任单位：县城管局\n"

    assert assigned(text) == [
        ("创建卫生县城", [("县卫健局", "lead")]),
        ("新建公厕8座", [("县城管局", "lead")]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "工作任务\n|\n责任单位\n|\n完成时限\n|\n改造市场\n|\n县商务局\n|\n6月底前\n|\n",
        "| 工作任务\n| 责任单位\n| 完成时限\n| 改造市场\n| 县商务局\n| 6月底前\n",
        "工作任务 | 责任单位 | 完成时限 |\n改造市场 | 县商务局 | 6月底前 |\n",
        "具体任务\n改造市场\n责任单位\n县商务局\n完成时限\n6月底前\n",
    ],
)
def test_a_table_that_was_taken_apart_is_read(text: str) -> None:
    assert assigned(text) == [("改造市场", [("县商务局", "lead")])]
    assert directives(text)[0].due == date(2026, 6, 30)


def test_heads_without_a_task_are_no_table() -> None:
    assert directives("具体任务\n改造市场\n类别\n民生\n") == []


def test_the_list_of_attachments_is_no_list_of_items() -> None:
    text = (
        "一、加强督查\n市政府督查室要开展督查。\n附件：1.2026年任务清单\n2.2026年民生实事清单\n"
        "3.联系人名单\n4.加固河堤，修复水闸。\n"
    )

    assert measures(text)[0] == "市政府督查室要开展督查"
    assert not any("清单" in words for words in measures(text))


def test_an_attachment_that_does_not_begin_with_one_is_a_line_of_the_paper() -> None:
    assert measures("附件：2.任务清单\n3.加固河堤。\n") == ["加固河堤"]


def test_a_look_back_does_not_lend_its_year() -> None:
    text = "云岭市2024年工作总结\n下一步，要年内完成改造小区60个。"
    one = extract(text).directives[0]

    assert one.due is None
    assert one.due_flag is not None


@pytest.mark.parametrize(
    "sentence",
    ["会议要求，要按照“月初建账、年底交账”制度抓好督查。", "会议要求，要抓好年内“收官”工作。"],
)
def test_a_year_end_in_a_name_limits_nothing(sentence: str) -> None:
    assert [one.due for one in directives(sentence)] == [None]
