"""Breakdown sheets for tests, written as offices write them."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.readers.workbook import Cell, Sheet

HEAD = ("序号", "重点", "举措", "责任领导", "牵头单位", "配合单位", "责任人", "完成时限")
TITLE = "石桥市2026年重点工作任务分解表"


def sheet_of(
    *rows: Sequence[Cell], merged: Iterable[tuple[int, int, int, int]] = (), name: str = "Sheet1"
) -> Sheet:
    """Make a sheet as the reader hands it on."""
    return Sheet(name, tuple(tuple(row) for row in rows), tuple(merged))


def file_of(*rows: Sequence[object], merged: Iterable[str] = (), name: str = "分解表") -> bytes:
    """Write a workbook of one sheet."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = name
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    return bytes_of(book)


def bytes_of(book: Workbook) -> bytes:
    """Write a workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def town_sheet(due: object = date(2026, 5, 31), **more: Sequence[object]) -> bytes:
    """Write the sheet that most tests import: two priorities, three measures, a total."""
    return file_of(
        [TITLE],
        HEAD,
        [1, "强链育新", "建成产业园连接线", "严明", "市公路局", "市住房局", "赵强", due],
        [2, None, "每个县建成一个标准厂房园区", "严明", "各县（市、区）", "", "", "6月底前"],
        *([list(more["extra"])] if "extra" in more else []),
        [3, "山水润城", "改造老旧小区96个", "", "市住建中心", "", "王芳", "长期坚持"],
        ["合计", None, "3 项"],
        merged=["A1:H1", "B3:B4"],
    )
