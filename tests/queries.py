"""Counting the statements that a page costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from tracker.foundation.db import db


@dataclass
class Count:
    """The statements seen so far."""

    statements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many there were."""
        return len(self.statements)


@contextmanager
def counted() -> Iterator[Count]:
    """Count the statements sent to the database inside the block."""
    count = Count()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        count.statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield count
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
