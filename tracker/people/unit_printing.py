"""The register of units as a file: the columns of a list that is imported, and what it became.

Into which unit one was merged and what it was called are told; they change on the units' pages alone.
"""

from collections.abc import Iterator, Sequence

from tracker.documents.separated import separated
from tracker.documents.sheet import Column, Value, sheet
from tracker.foundation.labels import USUAL
from tracker.people import rules
from tracker.people.queries import UnitLine

# Documents are in Chinese, whatever language the screen speaks.
TITLE = "单位名册"
EXAMPLE_TITLE = "单位名册模板"
COLUMNS = (
    Column("编码", 10, is_centred=True),
    Column("全称", 30),
    Column("简称", 18),
    Column("别名", 34),
    Column("类别", 14, is_centred=True),
    Column("上级", 10, is_centred=True),
    Column("排序", 8, is_centred=True),
    Column("分组", 24),
    Column("停用日期", 12, is_centred=True),
    Column("并入", 10, is_centred=True),
    Column("曾用名", 34),
)
TOLD = 2
"""Columns at the end that no list brings in."""
EXAMPLES: tuple[tuple[Value, ...], ...] = (
    ("301", "市示例局", "示例局", "市样例局；样例局", "部门", "", 10, "各部门", ""),
)


def units_as_workbook(lines: Sequence[UnitLine]) -> bytes:
    """Write the register as .xlsx."""
    return sheet(TITLE, COLUMNS, _rows(lines), label=USUAL)


def units_as_text(lines: Sequence[UnitLine]) -> bytes:
    """Write the register as CSV."""
    return separated([column.heading for column in COLUMNS], _rows(lines))


def unit_template() -> bytes:
    """Write an empty list with one line that shows how it is filled in."""
    return sheet(EXAMPLE_TITLE, COLUMNS[:-TOLD], EXAMPLES)


def _rows(lines: Sequence[UnitLine]) -> Iterator[Sequence[Value]]:
    codes = {line.unit.id: line.unit.code for line in lines}
    for line in lines:
        unit = line.unit
        yield (
            unit.code,
            unit.name,
            unit.short_name,
            rules.SEPARATOR.join(unit.aliases),
            rules.KIND_WORDS[unit.kind],
            line.parent.code if line.parent else "",
            unit.position,
            rules.SEPARATOR.join(line.groups),
            unit.closed_on,
            codes[unit.merged_into_id] if unit.merged_into_id else "",
            rules.SEPARATOR.join(it.name for it in unit.former_names),
        )
