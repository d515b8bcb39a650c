"""Columns of units that a mapping leaves out."""

from collections.abc import Sequence

import pytest

from tests.workplan.directives.breakdown.builders import sheet_of
from tracker.readers.workbook import Cell
from tracker.workplan.directives.breakdown.heads import Mapping, Role
from tracker.workplan.directives.breakdown.unused import unused_units
from tracker.workplan.directives.matching import Party, office_of

TABLE = office_of([Party("unit", 1, ("云岭港", "港务处"))])
MAPPING = Mapping(0, {Role.MEASURE: 0})


def unused(head: str, *cells: Cell, mapping: Mapping = MAPPING) -> Sequence[int]:
    rows = [(f"办好事情{at}", cell) for at, cell in enumerate(cells)]
    return unused_units(sheet_of(("举措", head), *rows), mapping, TABLE)


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("牵头", ("市公路局、市住建局", "市水利局")),
        ("备用", ("市公路局", "云岭港", None)),
        ("责任单位", ("市公路局", None)),
        ("", ("市公路局", "市水利局", "（待定）")),
    ],
)
def test_a_column_of_units_that_is_not_used_is_found(head: str, cells: tuple[Cell, ...]) -> None:
    assert unused(head, *cells) == [1]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("备用", ("市公路局",)),
        ("单位", ("个", "万元")),
        ("要点", ("改造老旧小区", "加固河堤", "市公路局")),
        ("数量", (3, 4)),
        ("", (None, None)),
    ],
)
def test_what_names_no_units_is_not_taken_for_them(head: str, cells: tuple[Cell, ...]) -> None:
    assert unused(head, *cells) == []


def test_a_column_in_use_is_not_spoken_of() -> None:
    mapping = Mapping(0, {Role.MEASURE: 0, Role.LEAD: 1})

    assert unused("牵头", "市公路局", "市水利局", mapping=mapping) == []
