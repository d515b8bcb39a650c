"""What a draft says, and above all what it does not say."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.workplan.progress.composing.paragraphs import in_one_paragraph
from tracker.workplan.review.drafting import (
    NO_ENTRY,
    NOT_SIGNED,
    Said,
    Standing,
    YearOfTask,
    differing,
    drafted,
    figures,
    highlight,
    latest_words,
    next_steps_of,
    problems_of,
    result,
)

YEAR = 2026
TASK = YearOfTask(
    task_id=1,
    assignment_id=1,
    number="2026-01-001",
    title="加快老旧小区改造",
    priority_id=7,
    standing=Standing.UNDER_WAY,
    percent=62,
    due_on=date(2026, 12, 31),
)
SPRING = Said("2026Q1", 30, "开工 5 个小区", "管网图纸缺 3 份", "二季度补齐图纸")
SUMMER = Said("2026Q2", 62, "累计完工 9 个小区。", "", "三季度全部完工")
SAME = Said("2026Q3", 62, "与上期无变化", is_unchanged=True)
CLOSED = replace(
    TASK,
    standing=Standing.CLOSED,
    percent=100,
    closed_on=date(2026, 9, 30),
    said=(SPRING, SUMMER),
)


def test_a_task_under_way_says_its_percent_and_its_latest_words() -> None:
    assert (
        result(replace(TASK, said=(SPRING, SUMMER)), year=YEAR)
        == "加快老旧小区改造：完成62%。累计完工 9 个小区。"
    )


def test_a_closed_task_says_on_which_day() -> None:
    assert result(CLOSED, year=YEAR) == "加快老旧小区改造：已于9月30日办结。累计完工 9 个小区。"


def test_a_day_of_another_year_is_written_with_its_year() -> None:
    late = replace(CLOSED, closed_on=date(2027, 1, 8))

    assert figures(late, year=YEAR) == "已于2027年1月8日办结"


@pytest.mark.parametrize("standing", [it for it in Standing if it is not Standing.CLOSED])
def test_a_task_that_has_nothing_to_tell_stands_in_no_text(standing: Standing) -> None:
    task = replace(TASK, standing=standing, is_key=True, reported_on=date(2026, 6, 1))

    assert (result(task, year=YEAR), highlight(task, year=YEAR, early_days=7)) == ("", "")
    assert task.left_out == (NOT_SIGNED if standing is Standing.UNSIGNED else NO_ENTRY)


def test_a_task_closed_without_an_entry_says_on_which_day_and_no_more() -> None:
    task = replace(CLOSED, said=())

    assert result(task, year=YEAR) == "加快老旧小区改造：已于9月30日办结。"
    assert task.left_out == ""


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing.UNSIGNED, "完成62%"),
        (Standing.PAUSED, "完成62%，经批准中止"),
        (Standing.TERMINATED, "完成62%，经批准终止"),
        (Standing.REPORTED, "完成62%，已于6月1日申请办结，待核定"),
    ],
)
def test_every_standing_has_its_words(standing: Standing, words: str) -> None:
    task = replace(TASK, standing=standing, reported_on=date(2026, 6, 1))

    assert figures(task, year=YEAR) == words


def test_words_that_say_nothing_changed_give_way_to_the_ones_before() -> None:
    assert latest_words(replace(TASK, said=(SUMMER, SAME))) == "累计完工 9 个小区。"


def test_there_are_no_words_where_nothing_ever_changed() -> None:
    assert latest_words(replace(TASK, said=(SAME,))) == ""


def test_a_supporting_unit_says_whom_it_supports() -> None:
    task = replace(TASK, lead="市公路局", said=(SUMMER,))

    assert result(task, year=YEAR).startswith("配合市公路局做好“加快老旧小区改造”：完成62%。")


def test_quotation_marks_inside_others_are_single() -> None:
    task = replace(TASK, lead="市公路局", title="推行“一件事”改革", said=(SUMMER,))

    assert result(task, year=YEAR).startswith("配合市公路局做好“推行‘一件事’改革”：")


def test_what_was_closed_early_is_a_highlight_with_its_days() -> None:
    assert (
        highlight(CLOSED, year=YEAR, early_days=7)
        == "加快老旧小区改造：已于9月30日办结，较2026年12月31日的时限提前92天。累计完工 9 个小区。"
    )


def test_a_key_task_closed_early_is_marked_as_one() -> None:
    assert highlight(replace(CLOSED, is_key=True), year=YEAR, early_days=7).startswith(
        "加快老旧小区改造（重点任务）：已于9月30日办结，较"
    )


def test_a_key_task_that_has_words_is_a_highlight() -> None:
    task = replace(TASK, is_key=True, said=(SUMMER,))

    assert (
        highlight(task, year=YEAR, early_days=7)
        == "加快老旧小区改造（重点任务）：完成62%。累计完工 9 个小区。"
    )


@pytest.mark.parametrize(
    "task",
    [
        TASK,
        replace(TASK, is_key=True),
        replace(CLOSED, closed_on=date(2026, 12, 28)),
        replace(CLOSED, lead="市公路局"),
        replace(CLOSED, due_on=None),
        replace(CLOSED, percent=88),
        replace(TASK, is_key=True, said=(SUMMER,), standing=Standing.TERMINATED),
    ],
)
def test_everything_else_is_no_highlight(task: YearOfTask) -> None:
    assert highlight(task, year=YEAR, early_days=7) == ""


def test_problems_are_those_of_the_latest_entry() -> None:
    assert problems_of(replace(TASK, said=(SPRING,))) == "管网图纸缺 3 份。"
    assert problems_of(replace(TASK, said=(SPRING, SUMMER))) == ""


def test_a_problem_lasts_through_entries_that_changed_nothing() -> None:
    assert problems_of(replace(TASK, said=(SPRING, SAME))) == "管网图纸缺 3 份。"
    assert problems_of(replace(TASK, said=(SAME,))) == ""


def test_a_closed_task_has_neither_problems_nor_next_steps() -> None:
    closed = replace(CLOSED, said=(SPRING,))

    assert (problems_of(closed), next_steps_of(closed)) == ("", "")


@pytest.mark.parametrize(
    ("words", "paragraph"),
    [
        ("", ""),
        ("无", ""),
        (" 无。 ", ""),
        ("暂无问题", ""),
        ("完工 3 个", "完工 3 个。"),
        ("完工 3 个；", "完工 3 个。"),
        ("完工 3 个！", "完工 3 个！"),
        ("完工 3 个\n\n开工 2 个", "完工 3 个；开工 2 个。"),
        ("一、完工：\n3 个。", "一、完工：3 个。"),
    ],
)
def test_words_become_one_paragraph(words: str, paragraph: str) -> None:
    assert in_one_paragraph(words) == paragraph


def test_a_draft_keeps_the_tasks_under_their_priorities() -> None:
    other = replace(TASK, priority_id=9, title="新建公园", said=(SPRING,))
    third = replace(TASK, title="修缮危房", said=(SUMMER,))

    silent = replace(TASK, priority_id=8)
    draft = drafted([TASK, third, silent, other], year=YEAR, early_days=7)

    assert draft.results == {
        7: "修缮危房：完成62%。累计完工 9 个小区。",
        8: "",
        9: "新建公园：完成62%。开工 5 个小区。",
    }
    assert draft.highlights == ""
    assert draft.problems == "新建公园：管网图纸缺 3 份。"
    assert draft.next_year_plan == "修缮危房：三季度全部完工。\n新建公园：二季度补齐图纸。"


def test_what_a_new_draft_would_replace_is_named() -> None:
    now = {"highlights": "改过的", "problems": "一样\n", "old": "", "gone": "还有"}

    assert differing(now, {"highlights": "新的", "problems": "一样"}) == ["highlights", "gone"]
