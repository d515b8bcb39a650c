"""Migrations lead exactly to the models, both ways, on both databases."""

import re

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from tracker.foundation.folders import folder
from tracker.foundation.migrate import alembic_config


@pytest.mark.postgres
@pytest.mark.usefixtures("app")
def test_migrations_lead_to_the_models_and_back() -> None:
    command.check(alembic_config())
    command.downgrade(alembic_config(), "base")
    command.upgrade(alembic_config(), "head")
    command.check(alembic_config())


@pytest.mark.usefixtures("app")
def test_migrations_are_numbered_in_one_line() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    names = sorted(path.name for path in (folder("migrations") / "versions").glob("*.py"))

    assert len(scripts.get_heads()) == 1
    for number, name in enumerate(names, start=1):
        assert re.fullmatch(rf"{number:04d}_[a-z_]+\.py", name), name
