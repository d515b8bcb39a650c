"""What comes in, and under which title, year and name."""

from datetime import date

import pytest

from tests.town import Town
from tracker.foundation.errors import RuleBroken
from tracker.readers import read_pasted
from tracker.readers.metadata import Metadata
from tracker.workplan.meetings import rules

NOTHING = Metadata(None, None, None, None, None)
TODAY = date(2026, 6, 18)


def test_only_a_supervisor_takes_in_and_leaders_read_too(town: Town) -> None:
    allowed = {
        it.login: (rules.may_read(town.actor(it)), rules.may_take_in(town.actor(it)))
        for it in (town.lin, town.yan, town.wang, town.bai, town.gu)
    }

    assert allowed == {
        "lin": (True, True),
        "yan": (True, False),
        "wang": (False, False),
        "bai": (False, False),
        "gu": (False, False),
    }


@pytest.mark.parametrize("mark", ["机密★1年", "秘密★", "绝密"])
def test_a_mark_of_secrecy_is_refused_and_named(mark: str) -> None:
    with pytest.raises(rules.SecretReport) as refusal:
        rules.check_secrecy(read_pasted(f"{mark}\n石桥市重点工作会议纪要\n会议要求抓好水利。"))

    assert refusal.value.quote == mark


def test_a_mark_of_secrecy_in_the_name_of_a_file_is_refused() -> None:
    reading = read_pasted("石桥市重点工作会议纪要\n会议要求抓好水利。")

    for name in ("【机密★1年】纪要.docx", "秘密.docx"):
        with pytest.raises(rules.SecretReport):
            rules.check_secrecy(reading, name)
    assert rules.check_secrecy(reading, "保守国家秘密工作要点.docx") == []


def test_internal_papers_come_in_with_a_warning() -> None:
    reading = read_pasted("内部资料 注意保存\n石桥市重点工作会议纪要\n会议要求抓好水利。")

    assert rules.check_secrecy(reading) == [rules.INTERNAL]


def test_prose_about_secrets_is_no_mark() -> None:
    assert rules.check_secrecy(read_pasted("会议要求各单位保守国家秘密，做好保密教育。")) == []


@pytest.mark.parametrize(
    ("stated", "held", "published", "year"),
    [
        (2027, date(2026, 2, 6), None, 2027),
        (None, date(2026, 2, 6), None, 2026),
        (None, date(2025, 12, 20), None, 2026),
        (None, None, date(2025, 11, 3), 2026),
        (None, None, None, 2026),
        (1949, None, None, 2000),
        (2345, None, None, 2100),
    ],
)
def test_the_plan_year_is_what_is_stated_or_what_the_dates_say(
    stated: int | None, held: date | None, published: date | None, year: int
) -> None:
    facts = Metadata(None, held, published, None, None)

    assert rules.plan_year_of(stated, facts, TODAY) == year


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_that_is_none_is_refused(year: int) -> None:
    with pytest.raises(RuleBroken):
        rules.check_year(year)
    rules.check_year(2026)


def test_a_report_is_called_by_its_title_or_its_first_words() -> None:
    titled = Metadata("全市水利工作会议", None, None, None, None)

    assert rules.title_of(titled, "别的话") == "全市水利工作会议"
    assert rules.title_of(NOTHING, "\n  \n  会议要求抓好水利。\n其他。") == "会议要求抓好水利。"
    assert len(rules.title_of(NOTHING, "长" * 500)) == rules.LONGEST_TITLE
    assert rules.title_of(NOTHING, " \n") == rules.UNTITLED


def test_a_report_that_says_nothing_of_a_year_is_of_this_one_even_in_december() -> None:
    assert rules.plan_year_of(None, NOTHING, date(2026, 12, 1)) == 2026
