"""The measures of a sentence."""

import pytest

from tests.workplan.directives.extraction.found import directives, measures
from tracker.workplan.directives.extraction.drafts import DOUBTFUL, LIKELY, SURE
from tracker.workplan.directives.extraction.measures import read_sentence
from tracker.workplan.directives.extraction.model import Span


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "会议要求，有序推进河道清淤，扎实开展堤防加固。",
            ["有序推进河道清淤", "扎实开展堤防加固"],
        ),
        (
            "会议强调，要加快建设城南水厂和北岭泵站，全年新开工水闸12座。",
            ["加快建设城南水厂和北岭泵站", "全年新开工水闸12座"],
        ),
        ("会议强调，要开展隐患排查，确保安全度汛。", ["开展隐患排查，确保安全度汛"]),
        (
            "会议强调，要加固河堤，修复水闸，检修泵站，以更高标准护佑一方平安。",
            ["加固河堤", "修复水闸", "检修泵站"],
        ),
        ("要按照流域规划要求，开展河道清淤。", ["按照流域规划要求，开展河道清淤"]),
        ("各县（市、区）要逐项检查堤防。", ["各县（市、区）要逐项检查堤防"]),
        ("各县（市、区）要检查堤防，修复险段，储备物资。", ["检查堤防", "修复险段", "储备物资"]),
        (
            "要建立“日巡查”的工作机制、“周会商”的研判机制。",
            ["建立“日巡查”的工作机制", "“周会商”的研判机制"],
        ),
        ("要深刻认识防汛形势，加固河堤。", ["加固河堤"]),
        ("要坚持人民至上，加固河堤。", ["加固河堤"]),
        ("要到2028年，基本建成智慧水利平台。", ["到2028年，基本建成智慧水利平台"]),
        ("要加固河堤；对排查发现的问题，限期整改。", ["加固河堤", "对排查发现的问题，限期整改"]),
        ("会议要求各单位修订应急预案。", ["各单位修订应急预案"]),
        (
            "要守牢“不死人”的底线，逐户落实转移责任；筑牢“不溃坝”的防线，逐库落实巡查责任；扎牢“不断供”的网络，逐站落实抢修责任。",
            [
                "守牢“不死人”的底线，逐户落实转移责任",
                "筑牢“不溃坝”的防线，逐库落实巡查责任",
                "扎牢“不断供”的网络，逐站落实抢修责任",
            ],
        ),
    ],
)
def test_orders_are_cut_into_measures(sentence: str, found: list[str]) -> None:
    assert measures(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "会议传达学习了全省防汛会议精神。",
        "会议听取了市水利局的汇报。",
        "过去一年，全市水利投资取得明显成效。",
        "当前，防汛形势依然严峻。",
        "要清醒看到，部分河段仍有险情。",
        "抓好防汛是保障民生的重要任务，具有重要意义。",
        "市领导顾长河出席会议。",
        "会议以视频形式召开。",
    ],
)
def test_what_orders_nothing_yields_nothing(sentence: str) -> None:
    assert measures(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "各单位负责同志对排查发现的问题，要限期整改。",
            ["各单位负责同志对排查发现的问题，要限期整改"],
        ),
        ("各地落实方案的情况，要及时报送。", ["各地落实方案的情况，要及时报送"]),
        ("要凝聚民心、汇集民智，加固河堤。", ["凝聚民心、汇集民智，加固河堤"]),
        ("要加固河堤，坚持不懈、久久为功。", ["加固河堤，坚持不懈、久久为功"]),
        ("要加固河堤，以及沿线护栏。", ["加固河堤，以及沿线护栏"]),
        ("要加固河堤，到2028年，全市堤防全部达标。", ["加固河堤，到2028年，全市堤防全部达标"]),
        ("各县区要围绕重点险段，加固河堤，修复水闸。", ["围绕重点险段，加固河堤", "修复水闸"]),
        ("要按照规划要求，加固河堤，修复水闸，检修泵站。", ["加固河堤", "修复水闸", "检修泵站"]),
        ("要围绕重点险段。", ["围绕重点险段"]),
        ("会议要求，水库大坝是防汛的关键，加固河堤。", ["加固河堤"]),
    ],
)
def test_a_frame_a_limit_or_a_matter_joins_the_measure_it_serves(
    sentence: str, found: list[str]
) -> None:
    assert measures(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("要确保安全度汛。", ["确保安全度汛"]),
        ("要加固河堤，促进安全度汛。", ["加固河堤，促进安全度汛"]),
        ("要加固河堤，促进安全度汛，修复水闸。", ["加固河堤", "促进安全度汛", "修复水闸"]),
        ("要加固河堤，修复水闸，检修泵站，促进安全度汛。", ["加固河堤", "修复水闸", "检修泵站"]),
        ("要扎实开展清淤，久久为功。", ["扎实开展清淤，久久为功"]),
    ],
)
def test_a_result_belongs_to_one_measure_and_never_to_a_long_run(
    sentence: str, found: list[str]
) -> None:
    assert measures(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("会议要求，原则同意防洪规划，抓紧组织实施。", ["抓紧组织实施"]),
        ("要不需要加固河堤，修复水闸。", ["修复水闸"]),
        ("各县区要深刻认识防汛形势，加固河堤。", ["加固河堤"]),
        ("市水利局每周通报，要求：加固河堤。", ["加固河堤"]),
    ],
)
def test_what_was_decided_denied_or_only_to_be_believed_is_left_out(
    sentence: str, found: list[str]
) -> None:
    assert measures(sentence) == found


@pytest.mark.parametrize(
    "text",
    [
        "开展河道清淤，明确清淤标准和频次",
        "支持企业在确保安全前提下，参与河道清淤",
        "全面开展全市中小河流清淤疏浚工作，建好台账",
        "市水利局每周通报险情，各县区抄送",
        "建好台账，定好时限",
        "全面开展清淤，市水利局每周通报",
    ],
)
def test_in_the_body_of_an_item_details_belong_to_the_action(text: str) -> None:
    said = read_sentence(text, Span(0, len(text)), imperative=True, body=True)

    assert [text[one.start : one.end] for one in said.measures] == [text]


def test_an_order_holds_on_to_the_next_sentence() -> None:
    assert measures("会议要求，加固河堤。修复水闸。今年以来，雨量偏多。检修泵站。") == [
        "加固河堤",
        "修复水闸",
    ]


def test_in_the_body_of_an_item_a_rise_is_the_effect_of_an_action() -> None:
    text = "开展河道清淤，提高行洪能力"

    said = read_sentence(text, Span(0, len(text)), imperative=True, body=True)

    assert [text[one.start : one.end] for one in said.measures] == [text]


def test_nothing_is_said_by_nothing() -> None:
    said = read_sentence("，，", Span(0, 2), imperative=True)

    assert (said.measures, said.orders) == ((), False)


@pytest.mark.parametrize(
    ("sentence", "confidence"),
    [
        ("要逐段加固南溪河堤防。", [SURE]),
        ("要修闸护坝。", [DOUBTFUL]),
        ("要抓紧加固南溪河堤防，开展北岭山塘水库大坝安全鉴定。", [LIKELY, SURE]),
        ("要坚定不移走生态优先之路，抓紧加固南溪河堤防。", [DOUBTFUL, LIKELY]),
        ("要牢固树立生态优先的鲜明导向，始终绷紧防汛安全这根弦。", [DOUBTFUL, DOUBTFUL]),
        ("要把防汛摆在更加突出的位置。", [DOUBTFUL]),
    ],
)
def test_a_lone_or_long_clause_is_sure_a_brief_one_or_an_attitude_doubtful(
    sentence: str, confidence: list[float]
) -> None:
    assert [one.confidence for one in directives(f"会议强调，{sentence}")] == confidence


def test_in_a_plan_a_clause_must_be_longer_to_be_sure() -> None:
    text = "1.河道治理。加固南溪河堤防险工险段，全面开展北岭山塘水库大坝安全鉴定和除险加固。"

    assert [one.confidence for one in directives(text)[1:]] == [LIKELY, SURE]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "会议要求，加固南溪河堤，由市水利局负责，2026年5月20日前全线合龙；检修泵站。",
            ["加固南溪河堤，由市水利局负责，2026年5月20日前全线合龙", "检修泵站"],
        ),
        (
            "会议要求，5月底前完成清淤，由市水利局牵头，市财政局和市住建局配合，确保清淤12公里。",
            ["5月底前完成清淤，由市水利局牵头，市财政局和市住建局配合，确保清淤12公里"],
        ),
        (
            "会议要求，由市水利局牵头，市财政局配合，加固河堤。",
            ["由市水利局牵头，市财政局配合，加固河堤"],
        ),
    ],
)
def test_a_clause_that_only_assigns_belongs_to_the_work_it_assigns(
    text: str, found: list[str]
) -> None:
    assert measures(text) == found


def test_a_named_unit_that_leads_a_piece_of_work_is_an_order() -> None:
    assert measures("市水利局牵头研究防洪方案，于2026年5月10日前报市政府。") == [
        "市水利局牵头研究防洪方案，于2026年5月10日前报市政府"
    ]
    assert measures("听取汇报，市水利局牵头研究防洪方案。")
    assert measures("会议议定：加固河堤；市水利局牵头研究防洪方案。") == [
        "加固河堤",
        "市水利局牵头研究防洪方案",
    ]
    assert measures("市水利局牵头研究了防洪方案。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a brief caption and what it means; a clause with its own limit is a task of its own
        (
            "强化规划引导，合理布局全市建筑垃圾消纳场。",
            ["强化规划引导，合理布局全市建筑垃圾消纳场"],
        ),
        ("强化规划引导，5月15日前完成消纳场布局。", ["强化规划引导", "5月15日前完成消纳场布局"]),
        # details of what was ordered, but no mere item of a list
        ("建立收费制度，明确收费的范围和标准。", ["建立收费制度，明确收费的范围和标准"]),
        (
            "完善收费制度，明确部门职责，强化激励措施。",
            ["完善收费制度", "明确部门职责", "强化激励措施"],
        ),
        # whose sentence is ruled by a subject
        (
            "坚持把就业摆在首位，加固南溪河堤，检修北岭泵站。",
            ["坚持把就业摆在首位", "加固南溪河堤", "检修北岭泵站"],
        ),
        ("把河堤作为防汛重点，逐段开展排查。", ["把河堤作为防汛重点，逐段开展排查"]),
    ],
)
def test_the_clauses_of_a_plan(text: str, found: list[str]) -> None:
    assert measures(f"1.河道治理。{text}还要储备物资。\n")[: len(found)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "要推动在建泵站加快建设，推动新建泵站尽快落地。",
            ["推动在建泵站加快建设", "推动新建泵站尽快落地"],
        ),
        ("对重大隐患，要挂牌督办、限期整改。", ["对重大隐患，要挂牌督办、限期整改"]),
        ("由甲站负责主机检修，其余泵站自行安排。", ["由甲站负责主机检修", "其余泵站自行安排"]),
        ("各站要加强调度，确保安全度汛。", ["各站要加强调度，确保安全度汛"]),
        ("要配足抢险机具，摸透险段底数。", ["配足抢险机具", "摸透险段底数"]),
        (
            "要加固河堤。水利部门提前介入，住建部门加强巡查。",
            ["加固河堤", "水利部门提前介入", "住建部门加强巡查"],
        ),
        (
            "要加固河堤。市督查室对防汛工作开展专项督查。",
            ["加固河堤", "市督查室对防汛工作开展专项督查"],
        ),
        ("要加固河堤。市督查室对防汛工作开展了专项督查。", ["加固河堤"]),
        ("泵站要坚持24小时值班制度。", ["泵站要坚持24小时值班制度"]),
        ("要以时不我待的姿态，加固河堤。", ["以时不我待的姿态，加固河堤"]),
        ("要克服麻痹思想，增强责任感，加固河堤。", ["加固河堤"]),
    ],
)
def test_the_clauses_of_a_speech(text: str, found: list[str]) -> None:
    assert measures(f"会议要求，{text}") == found


@pytest.mark.parametrize(
    "sentence",
    [
        "市科学技术局会同市财政局、市商务局，围绕企业技术改造，开展上门诊断",
        "市水利局要会同市气象局，5月底前建成预警平台",
        "市水利局牵头，市财政局、市气象局配合，开展河道清淤专项行动",
        "由市水利局牵头、市气象局配合，6月底前建成预警平台",
    ],
)
def test_whoever_takes_charge_before_the_deed_stands_in_its_measure(sentence: str) -> None:
    for text in (f"会议要求，{sentence}。", f"1.{sentence}。"):
        assert measures(text) == [sentence]


def test_who_takes_charge_is_an_order_unless_it_is_told_as_done() -> None:
    assert measures("市水利局会同市气象局，围绕重点险段，开展联合会商。") == [
        "市水利局会同市气象局，围绕重点险段，开展联合会商"
    ]
    assert measures("市水利局会同市气象局，围绕重点险段，开展了联合会商。") == []
    assert measures("会议要求，加固河堤，市水利局牵头，市财政局配合。") == [
        "加固河堤，市水利局牵头，市财政局配合"
    ]
