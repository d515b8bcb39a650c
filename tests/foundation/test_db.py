"""The one place that commits."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.town import Town
from tracker.foundation.db import db, engine_options, transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.people.models import Person, Unit


def names() -> list[str]:
    return list(db.session.scalars(select(Unit.name).order_by(Unit.id)))


@pytest.mark.postgres
def test_a_refusal_inside_leaves_nothing(town: Town) -> None:
    before = names()

    def fail() -> None:
        with transaction():
            town.east.name = "改名县"
            raise RuleBroken("不行")

    with pytest.raises(RuleBroken):
        fail()

    assert names() == before


@pytest.mark.postgres
def test_an_old_copy_cannot_overwrite_a_newer_one(town: Town) -> None:
    with transaction():
        stale = town.east.version
        town.east.short_name = "东溪"

    def overwrite() -> None:
        with transaction():
            db.session.execute(
                Unit.__table__.update()  # type: ignore[attr-defined]  # mapped to a Table
                .where(Unit.id == town.east.id)
                .values(version=town.east.version + 1)
            )
            town.east.short_name = "旧名"

    with pytest.raises(Outdated):
        overwrite()
    assert stale == 1


def test_changes_outside_a_transaction_are_a_mistake(town: Town) -> None:
    town.east.short_name = "不算"

    def begin() -> None:
        with transaction():
            pass

    with pytest.raises(RuntimeError, match="outside"):
        begin()
    db.session.rollback()


def test_the_embedded_database_is_set_up_to_keep_what_it_confirms(town: Town) -> None:
    assert town.lin.id
    with db.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_server_database_is_pinged_before_use() -> None:
    assert engine_options("postgresql+psycopg://x")["pool_pre_ping"]


@pytest.mark.postgres
def test_what_another_made_at_the_same_moment_is_not_a_fault(town: Town) -> None:
    def twice() -> None:
        with transaction():
            db.session.add(Person(login=town.wang.login, name="另一个", post=""))

    with pytest.raises(Outdated):
        twice()


@pytest.mark.postgres
def test_an_impossible_row_is_a_fault(town: Town) -> None:
    def end_before_it_begins() -> None:
        with transaction():
            town.wang.grants[0].to_on = date(2020, 1, 1)

    with pytest.raises(IntegrityError):
        end_before_it_begins()


@pytest.mark.postgres
@pytest.mark.usefixtures("app")
def test_a_fault_tells_none_of_the_values_and_so_does_the_log() -> None:
    with pytest.raises(DBAPIError) as told:
        db.session.execute(text("SELECT 1 FROM nowhere WHERE name = :name"), {"name": "不可外传"})

    assert "不可外传" not in str(told.value)
