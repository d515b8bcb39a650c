"""Settings that live in the database."""

import pytest
from sqlalchemy import text

from tracker.foundation.db import db, transaction
from tracker.foundation.settings import EXAMPLE, holds_example, set_setting, setting


@pytest.mark.usefixtures("app")
def test_a_setting_is_kept_and_changed() -> None:
    assert setting("colour") is None
    with transaction():
        set_setting("colour", "red")
    with transaction():
        set_setting("colour", "ink")

    assert setting("colour") == "ink"


@pytest.mark.usefixtures("app")
def test_only_a_database_that_was_marked_holds_the_example() -> None:
    assert not holds_example()
    with transaction():
        set_setting(EXAMPLE, "2026-06-18")
    assert holds_example()


@pytest.mark.usefixtures("app")
def test_an_unmigrated_database_holds_no_example() -> None:
    with transaction():
        db.session.execute(text("DROP TABLE setting"))

    assert not holds_example()
