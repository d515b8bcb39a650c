"""What a form's request carries beyond the form: every column there is, each with another value."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Result, literal_column, select, table
from sqlalchemy import Enum as EnumType
from wtforms.form import BaseForm

from tracker.foundation.db import db
from tracker.foundation.model import Model

Table = list[tuple[Any, ...]]
SMUGGLED = "夹带"
READ_BARE = frozenset({"version", "form_key", "csrf_token"})
"""What every view reads, and checks, beside its own fields."""
PASSING = re.compile(
    r"[0-9a-f]{64}|[0-9a-f]{32}|\$argon2.*|aesgcm1:.*|(?!2001)\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.\d]*"
)
"""Tokens, hashes, drawn numbers, sealed words and moments, which differ between any two runs."""
LONG_AGO = "2001-02-03 04:05:06"
OF_THE_REQUEST = frozenset({"journal_entry", "journal_head", "answer", "sign_in_failure"})


def every_column() -> dict[str, str]:
    """Return a value for each name of a column, which would show wherever it lands."""
    found: dict[str, str] = {}
    for mapper in Model.registry.mappers:
        for column in mapper.local_table.columns:
            found.setdefault(column.name, _another(column))
        for relation in mapper.relationships:
            found.setdefault(relation.key, "2")
    return {name: value for name, value in found.items() if name not in READ_BARE}


def _another(column: ColumnElement[Any]) -> str:
    if isinstance(column.type, EnumType):
        kept = getattr(column.default, "arg", None)
        choices = [it for it in (column.type.enum_class or ()) if it is not kept]
        return str(choices[-1].value) if choices else SMUGGLED
    try:
        kind = column.type.python_type
    except NotImplementedError:
        return SMUGGLED
    if issubclass(kind, bool):
        return "" if getattr(column.default, "arg", False) is True else "1"
    if issubclass(kind, Enum):
        return str(list(kind)[-1].value)
    values: Mapping[type, str] = {
        int: "3",
        float: "3",
        datetime: LONG_AGO,
        date: "2001-02-03",
    }
    return values.get(kind, SMUGGLED)


@contextmanager
def declared_fields(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Note the names of the fields of every form that is filled meanwhile."""
    names: set[str] = set()
    process = BaseForm.process

    def noting(form: BaseForm, *given: Any, **named: Any) -> None:
        names.update(field.name for field in form._fields.values())
        process(form, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(BaseForm, "process", noting)
        yield names


def smuggled(columns: Mapping[str, str], declared: set[str]) -> dict[str, list[str]]:
    """Return what is sent along: each column by its name, and as a field of each part of the form."""
    prefixes = {"", *(f"{name.rpartition('-')[0]}-" for name in declared if "-" in name)}
    sent = {prefix + name: [value] for name, value in columns.items() for prefix in prefixes}
    return {name: values for name, values in sent.items() if name not in declared}


def tables() -> dict[str, Table]:
    """Return everything that is kept, by table: the names of its columns, and its rows."""
    found: dict[str, Table] = {}
    with db.engine.connect() as connection:
        for name in _names():
            rows: Result[Any] = connection.execute(
                select(literal_column("*")).select_from(table(name))
            )
            found[name] = [tuple(rows.keys()), *map(tuple, rows)]
    return found


def landed(plain: Mapping[str, Table], loaded: Mapping[str, Table]) -> set[str]:
    """Name the columns that are not what they are without what was smuggled in.

    Moments and secrets of now are all the same.
    """
    faults = set()
    for name, (columns, *rows) in plain.items():
        now = loaded[name][1:]
        if len(rows) != len(now):
            faults.add(f"{name}: {len(now) - len(rows):+} rows")
        for pair in zip(rows, now, strict=False):
            if pair[0] != pair[1]:
                cells = zip(columns, *pair, strict=True)
                faults |= {f"{name}.{it}: {b!r}" for it, a, b in cells if _steady(a) != _steady(b)}
    return faults


def _names() -> list[str]:
    return sorted(it for it in Model.metadata.tables if it not in OF_THE_REQUEST)


def _steady(value: object) -> object:
    return PASSING.sub("…", value) if isinstance(value, str) else value
