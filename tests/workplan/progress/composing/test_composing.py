"""What a composed text says, and above all what it does not say."""

from dataclasses import replace
from datetime import date

from tracker.workplan.progress.composing.rules import (
    Depth,
    EachAs,
    Grouping,
    Said,
    ToldTask,
    UnitWork,
    Wanted,
    composed,
    merged,
)

APRIL = Said(1, "2026-04", 30, "完成招标", "资金没有到位", "开工")
MAY = Said(2, "2026-05", 45, "已开工 12 个小区。", "", "完成主体")
HOUSING = UnitWork(11, 1, "住房局", is_lead=True, said=(APRIL, MAY), position=1)
ROADS = UnitWork(
    12,
    2,
    "公路局",
    is_lead=False,
    said=(replace(MAY, entry_id=3, done="修好进小区的路"),),
    position=2,
)
JOINT = ToldTask(
    task_id=5,
    number="2026-01-001",
    title="改造老旧小区",
    priority_id=7,
    priority="城乡建设",
    is_each=False,
    works=(HOUSING, ROADS),
)
EAST = UnitWork(
    21,
    3,
    "东溪",
    is_lead=True,
    said=(replace(MAY, entry_id=4, percent=40, done="建成 3 个"),),
    position=3,
)
WEST = UnitWork(22, 4, "西岭", is_lead=True, position=4)
EACH = replace(
    JOINT, task_id=6, number="2026-01-002", title="建养老站", is_each=True, works=(EAST, WEST)
)


def test_units_of_a_joint_task_are_merged_into_one_paragraph() -> None:
    assert merged(JOINT, Wanted()) == (
        "改造老旧小区：完成45%。已开工 12 个小区。公路局配合：修好进小区的路。"
    )


def test_what_a_supporter_repeats_is_said_once() -> None:
    same = replace(JOINT, works=(HOUSING, replace(ROADS, said=(MAY,))))

    assert merged(same, Wanted()).count("已开工 12 个小区") == 1


def test_all_entries_of_the_span_speak_where_that_is_wanted_each_once() -> None:
    unchanged = replace(MAY, entry_id=9, period="2026-06", done="与上期无变化", is_unchanged=True)
    work = replace(HOUSING, said=(APRIL, MAY, replace(MAY, entry_id=8), unchanged))

    told = merged(replace(JOINT, works=(work,)), Wanted(depth=Depth.ALL))

    assert told == "改造老旧小区：完成45%。完成招标。已开工 12 个小区。"


def test_no_change_leaves_the_words_before_it() -> None:
    unchanged = replace(MAY, entry_id=9, done="与上期无变化", is_unchanged=True, next_steps="")
    work = replace(HOUSING, said=(APRIL, unchanged))
    section = composed([replace(JOINT, works=(work,))], Wanted())[0]

    assert section.text == (
        "改造老旧小区：完成45%。完成招标。\n存在问题。改造老旧小区：资金没有到位。\n"
        "下步打算。改造老旧小区：开工。"
    )


def test_units_of_an_each_task_are_counted_and_told_one_after_the_other() -> None:
    assert merged(EACH, Wanted()) == (
        "建养老站：2个单位分别承办，1个已报送，平均完成40%。东溪完成40%。建成 3 个。"
    )


def test_units_of_an_each_task_make_a_table_where_that_is_wanted() -> None:
    closed = replace(WEST, closed_on=date(2026, 5, 8))
    third = replace(WEST, assignment_id=23, unit_id=5, unit="南河")
    task = replace(EACH, works=(EAST, closed, third))

    section = composed([task], Wanted(each_as=EachAs.TABLE))[0]

    assert "各单位进展见表。" in section.text
    assert "本期办结1个" in section.text
    assert section.tables[0].rows == (
        ("东溪", "40%", "建成 3 个。"),
        ("西岭", "已办结", ""),
        ("南河", "未报送", ""),
    )


def test_work_that_says_nothing_stands_beside_the_text_and_not_in_it() -> None:
    quiet = replace(JOINT, works=(replace(HOUSING, said=()),))

    for each_as in EachAs:
        section = composed([quiet, replace(EACH, works=(WEST,))], Wanted(each_as=each_as))[0]
        assert section.text == ""
        assert section.tables == ()
        assert section.silent == ("“改造老旧小区”（住房局）", "“建养老站”（西岭）")


def test_sections_follow_the_priorities() -> None:
    other = replace(EACH, priority_id=8, priority="民生")

    sections = composed([JOINT, other], Wanted())

    assert [(it.key, it.heading) for it in sections] == [("p7", "城乡建设"), ("p8", "民生")]
    assert [it.entry_id for it in sections[0].sources] == [2, 3]


def test_sections_follow_the_units_in_official_order() -> None:
    sections = composed([EACH, JOINT], Wanted(Grouping.UNIT))

    assert [it.heading for it in sections] == ["住房局", "公路局", "东溪", "西岭"]
    assert sections[1].text.startswith("配合住房局做好“改造老旧小区”：完成45%。修好进小区的路。")
    assert sections[2].text.startswith("建养老站：完成40%。建成 3 个。")
    assert sections[3].silent == ("“建养老站”",)


def test_a_supporter_whose_lead_is_not_seen_names_none() -> None:
    sections = composed([replace(JOINT, works=(ROADS,))], Wanted(Grouping.UNIT))

    assert sections[0].text.startswith("配合做好“改造老旧小区”：")


def test_sections_follow_the_tasks() -> None:
    sections = composed([JOINT, EACH], Wanted(Grouping.TASK, depth=Depth.ALL))

    assert [it.key for it in sections] == ["t5", "t6"]
    assert [it.entry_id for it in sections[0].sources] == [1, 2, 3]


def test_closed_work_has_neither_problems_nor_next_steps() -> None:
    closed = replace(HOUSING, closed_on=date(2026, 5, 30), said=(APRIL,))

    section = composed([replace(JOINT, works=(closed,))], Wanted())[0]

    assert section.text == "改造老旧小区：已于5月30日办结。完成招标。"


def test_problems_of_several_units_name_them_and_the_same_ones_once() -> None:
    both = tuple(replace(it, said=(APRIL,)) for it in (EAST, WEST))
    third = replace(WEST, unit_id=5, unit="南河", said=(replace(APRIL, problems="缺人"),))

    text = composed([replace(EACH, works=(*both, third))], Wanted())[0].text

    assert "存在问题。建养老站：东溪、西岭：资金没有到位。南河：缺人。" in text


def test_who_never_said_more_than_no_change_says_nothing_more() -> None:
    quiet = replace(MAY, done="与上期无变化", next_steps="", is_unchanged=True)
    closed = replace(WEST, closed_on=date(2026, 5, 8))
    tasks = [
        replace(JOINT, works=(replace(HOUSING, said=(quiet,)),)),
        replace(EACH, works=(closed,)),
    ]

    assert composed(tasks, Wanted())[0].text == (
        "改造老旧小区：完成45%。\n建养老站：1个单位分别承办，本期办结1个。西岭已于5月8日办结。"
    )
