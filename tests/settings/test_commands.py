"""Changing options: who may, what fits what else is set, what is written down."""

import pytest

from tests.town import NOW, Town
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.foundation.settings import value_of
from tracker.journal.queries import history_of
from tracker.people import policy
from tracker.settings.commands import change_setting, reset_setting
from tracker.workplan.review import limits as review
from tracker.workplan.tasks.limits import SIGN_BY, YEAR_END


@pytest.mark.postgres
def test_a_change_and_a_reset_are_written_down_in_words(town: Town) -> None:
    gu = town.actor(town.gu)
    with transaction():
        assert change_setting(gu, SIGN_BY, "５", version=0, now=NOW)
    with transaction():
        assert reset_setting(gu, SIGN_BY, version=1, now=NOW)

    reset, changed = history_of("setting:tasks.sign_workdays")
    assert (changed.deed, changed.actor_name) == ("setting.changed", "顾平")
    assert changed.details == {"setting": "签收时限", "was": "3 个工作日", "now": "5 个工作日"}
    assert reset.deed == "setting.reset"
    assert reset.details == {"setting": "签收时限", "was": "5 个工作日", "now": "3 个工作日"}


def test_what_changes_nothing_is_not_written_down(town: Town) -> None:
    gu = town.actor(town.gu)
    with transaction():
        assert not change_setting(gu, SIGN_BY, " 3 ", version=0, now=NOW)
        assert not reset_setting(gu, SIGN_BY, version=0, now=NOW)

    assert history_of("setting:tasks.sign_workdays") == []


@pytest.mark.parametrize(
    ("who", "option"),
    [
        ("fang", SIGN_BY),
        ("gu", policy.IDLE),
        ("shi", SIGN_BY),
        ("shi", policy.IDLE),
        ("lin", SIGN_BY),
        ("yan", SIGN_BY),
        ("gu", policy.CONTACTS_SUBMIT),
        ("wang", policy.CONTACTS_SUBMIT),
    ],
)
def test_nobody_changes_what_is_not_theirs(town: Town, who: str, option: object) -> None:
    actor = town.actor(getattr(town, who))
    for deed in (
        lambda: change_setting(actor, option, "1", version=0, now=NOW),  # type: ignore[arg-type]  # any option
        lambda: reset_setting(actor, option, version=0, now=NOW),  # type: ignore[arg-type]  # any option
    ):
        with pytest.raises(NotAllowed), transaction():
            deed()


@pytest.mark.parametrize("seen", [0, 2])
def test_another_version_than_the_present_one_is_refused(town: Town, seen: int) -> None:
    gu = town.actor(town.gu)
    with transaction():
        change_setting(gu, SIGN_BY, "5", version=0, now=NOW)
    with pytest.raises(Outdated) as refused, transaction():
        change_setting(gu, SIGN_BY, "6", version=seen, now=NOW)
    with pytest.raises(Outdated), transaction():
        reset_setting(gu, SIGN_BY, version=seen, now=NOW)

    assert refused.value.current == {"value": "5 个工作日"}
    assert value_of(SIGN_BY) == 5


def test_a_reset_does_not_start_the_versions_anew(town: Town) -> None:
    gu = town.actor(town.gu)
    with transaction():
        change_setting(gu, SIGN_BY, "5", version=0, now=NOW)
    with transaction():
        reset_setting(gu, SIGN_BY, version=1, now=NOW)
    with transaction():
        change_setting(gu, SIGN_BY, "6", version=2, now=NOW)

    with pytest.raises(Outdated), transaction():
        change_setting(gu, SIGN_BY, "7", version=1, now=NOW)


def test_values_that_are_none_are_refused(town: Town) -> None:
    with pytest.raises(RuleBroken, match="12-31"), transaction():
        change_setting(town.actor(town.gu), YEAR_END, "年底", version=0, now=NOW)


@pytest.mark.parametrize(
    ("who", "option", "words"),
    [
        ("fang", policy.IDLE, "10"),
        ("fang", policy.ADMIN_LONGEST, "12"),
        ("gu", review.LATE_PER_WEEK, "6"),
        ("gu", review.LEAST, "101"),
    ],
)
def test_values_fit_what_else_is_set(town: Town, who: str, option: object, words: str) -> None:
    actor = town.actor(getattr(town, who))
    if option is policy.ADMIN_LONGEST:
        with transaction():
            change_setting(actor, policy.LONGEST, "9", version=0, now=NOW)
    with pytest.raises(RuleBroken, match="不能"), transaction():
        change_setting(actor, option, words, version=0, now=NOW)  # type: ignore[arg-type]  # any option


def test_a_default_that_does_not_fit_what_else_is_set_is_not_brought_back(town: Town) -> None:
    fang = town.actor(town.fang)
    with transaction():
        change_setting(fang, policy.ADMIN_IDLE, "5", version=0, now=NOW)
        change_setting(fang, policy.IDLE, "10", version=0, now=NOW)

    with pytest.raises(RuleBroken, match="三员"), transaction():
        reset_setting(fang, policy.ADMIN_IDLE, version=1, now=NOW)
