"""Typed options: declared once, read at once, fresh in every transaction."""

import pytest
from flask import Flask

from tests.queries import counted
from tests.town import NOW
from tracker.foundation import settings
from tracker.foundation.db import db, transaction
from tracker.foundation.kinds import Line, Whole
from tracker.foundation.settings import (
    SYSTEM,
    Option,
    Setting,
    keep_option,
    kept_settings,
    option,
    option_named,
    options,
    set_setting,
    unreadable_options,
    value_of,
)
from tracker.workplan.tasks.limits import DUE_SOON, LAGGING, SIGN_BY


def declared(default: int = 3) -> Option[int]:
    return Option(
        name="test.days", kind=Whole(1, 9), default=default, label="天数", help="", group=SYSTEM
    )


@pytest.fixture(autouse=True)
def _only_for_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "_options", dict(settings._options))


def test_an_option_is_declared_once() -> None:
    option(declared())

    with pytest.raises(ValueError, match="twice"):
        option(declared())


def test_a_default_is_one_of_the_values() -> None:
    with pytest.raises(ValueError, match="请填"):
        option(declared(default=10))


def test_a_default_is_what_its_own_words_say() -> None:
    with pytest.raises(ValueError, match="none of its values"):
        option(Option("test.name", Line(5), " 甲 ", label="名称", help="", group=SYSTEM))


def test_options_stand_by_group() -> None:
    it = option(declared())

    assert option_named("test.days") is it
    assert option_named("nothing") is None
    places = [one.group.place for one in options()]
    assert places == sorted(places)


def test_names_fit_their_columns() -> None:
    assert max(len(it.name) for it in options()) <= 50


@pytest.mark.usefixtures("app")
def test_what_is_not_set_is_the_default() -> None:
    assert value_of(SIGN_BY) == SIGN_BY.default == 3


@pytest.mark.postgres
@pytest.mark.usefixtures("app")
def test_what_is_set_counts_until_it_is_put_back() -> None:
    with transaction():
        keep_option(SIGN_BY.name, "5", changed_by="顾平", changed_at=NOW)
        assert value_of(SIGN_BY) == 5
    assert value_of(SIGN_BY) == 5
    with transaction():
        row = keep_option(SIGN_BY.name, None, changed_by="顾平", changed_at=NOW)

    assert value_of(SIGN_BY) == 3
    assert (row.value, row.version) == (None, 2)
    assert kept_settings()[SIGN_BY.name].changed_by == "顾平"


@pytest.mark.usefixtures("app")
def test_a_change_that_is_undone_does_not_count() -> None:
    def half_a_deed() -> None:
        with transaction():
            keep_option(SIGN_BY.name, "5", changed_by="顾平", changed_at=NOW)
            assert value_of(SIGN_BY) == 5
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_a_deed()

    assert value_of(SIGN_BY) == 3


@pytest.mark.usefixtures("app")
def test_all_are_read_in_one_question_a_transaction() -> None:
    value_of(SIGN_BY)
    with counted() as count:
        for it in (SIGN_BY, DUE_SOON, LAGGING):
            value_of(it)
    assert count.total == 0
    db.session.rollback()
    with counted() as count:
        for it in (SIGN_BY, DUE_SOON, LAGGING):
            value_of(it)
    assert sum("FROM setting" in it for it in count.statements) == 1


def test_another_worker_sees_a_change_with_its_next_transaction(app: Flask) -> None:
    assert value_of(SIGN_BY) == 3
    with app.app_context(), transaction():  # a session of its own
        keep_option(SIGN_BY.name, "7", changed_by="顾平", changed_at=NOW)
    db.session.rollback()

    assert value_of(SIGN_BY) == 7


@pytest.mark.usefixtures("app")
def test_what_cannot_be_read_counts_as_not_set_and_is_named() -> None:
    with transaction():
        set_setting(SIGN_BY.name, "soon")

    assert value_of(SIGN_BY) == 3
    assert unreadable_options() == [SIGN_BY]


@pytest.mark.usefixtures("app")
def test_asking_does_not_flush_a_half_done_deed() -> None:
    with transaction():
        half_done = Setting(name="half", value="1", changed_by="顾平")  # no moment: not valid yet
        db.session.add(half_done)
        assert value_of(SIGN_BY) == 3
        half_done.changed_at = NOW


def test_a_value_is_said_with_its_measure_word() -> None:
    assert SIGN_BY.in_words(5) == "5 个工作日"
