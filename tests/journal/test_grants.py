"""The recipe of docs/administration.md: a role that serves and cannot touch what was written."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import ProgrammingError

from tests.journal.readers import named, write
from tests.town import Town
from tracker.foundation.db import db, transaction

RECIPE = Path(__file__).parents[2] / "docs" / "administration.md"


@pytest.fixture
def as_server(app: Flask, town: Town) -> Iterator[None]:
    """Go on as the role of the recipe."""
    assert app
    assert town.lin.id
    statements = re.search(r"```sql\n(.*?)```", RECIPE.read_text("utf-8"), re.DOTALL)
    assert statements
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.execute(text("CREATE ROLE luoshi"))
        connection.execute(text(statements[1]))
        connection.execute(text("COMMIT"))

    @event.listens_for(db.engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL ROLE luoshi")

    yield
    event.remove(db.engine, "begin", _begin)
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.execute(text("DROP OWNED BY luoshi"))
        connection.execute(text("DROP ROLE luoshi"))
        connection.execute(text("COMMIT"))


@pytest.mark.usefixtures("as_server")
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_role_of_the_recipe_writes_and_cannot_change(town: Town) -> None:
    write(town, "task.edited", "task.left")
    assert named() == []

    for tampering in (
        "UPDATE journal_entry SET deed = 'task.joined'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "DELETE FROM journal_head",
        "DELETE FROM journal_checkpoint",
        "ALTER TABLE journal_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_entry_not_deleted ON journal_entry",
    ):
        with (
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
            transaction(),
        ):
            db.session.execute(text(tampering))
    assert named() == []
