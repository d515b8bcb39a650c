"""The base of every stored thing."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from tracker.foundation.model import Moment

BEIJING = timezone(timedelta(hours=8))
MORNING = datetime(2026, 6, 18, 8, 0, tzinfo=BEIJING)
KINDS: list[Dialect] = [sqlite.dialect(), postgresql.dialect()]


@pytest.mark.parametrize("dialect", KINDS, ids=lambda it: it.name)
def test_a_moment_comes_back_as_it_went_in_utc(dialect: Dialect) -> None:
    kept = Moment().process_bind_param(MORNING, dialect)

    back = Moment().process_result_value(kept, dialect)

    assert back == MORNING
    assert back is not None
    assert back.tzinfo is UTC


@pytest.mark.parametrize("dialect", KINDS, ids=lambda it: it.name)
def test_no_moment_stays_none(dialect: Dialect) -> None:
    assert Moment().process_bind_param(None, dialect) is None
    assert Moment().process_result_value(None, dialect) is None


def test_a_naive_moment_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="aware"):
        Moment().process_bind_param(datetime(2026, 6, 18), KINDS[0])  # noqa: DTZ001  that is the mistake
