"""Counting days inside a query, the same on both databases."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class days_between(GenericFunction[int]):  # noqa: N801  named as a function, which it is in SQL
    """Whole days from the first date to the second; negative when the second is earlier."""

    type = Integer()
    inherit_cache = True


def _dates(element: days_between, compiler: Any, **kw: Any) -> tuple[str, str]:
    start, end = (compiler.process(clause, **kw) for clause in element.clauses)
    return start, end


@compiles(days_between, "sqlite")
def _on_sqlite(element: days_between, compiler: Any, **kw: Any) -> str:
    start, end = _dates(element, compiler, **kw)
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgresql(element: days_between, compiler: Any, **kw: Any) -> str:
    start, end = _dates(element, compiler, **kw)
    return f"(CAST({end} AS DATE) - CAST({start} AS DATE))"
