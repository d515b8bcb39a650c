"""The lines of a list as its preview shows them: what each becomes, or which cell is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from tracker.foundation.wording import in_full
from tracker.people import rules
from tracker.people.models import masked
from tracker.readers.table import Line

PERSON_CELLS = ("login", "name", "post", "phone", "email")
POST_CELLS = ("login", "name", "unit", "role", "from_on", "to_on")
UNIT_CELLS = ("code", "name")


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its cells by key, and what it becomes.

    changes: heading, before, after; wrong: the key of the cell that `sentence` is about; is_idle:
    nothing comes of it.
    """

    number: int
    cells: Mapping[str, str]
    result: str
    changes: Sequence[tuple[str, str, str]] = ()
    wrong: str = ""
    words: str = ""
    sentence: str = ""
    is_idle: bool = False


def person_rows(lines: Sequence[Line], sheet: rules.PersonSheet) -> list[Row]:
    """Tell what a list of persons would enter."""
    new = {sheet.numbers[login]: it for login, it in sheet.new.items()}
    rows = {
        number: Row(
            number,
            {
                "login": it.login,
                "name": it.name,
                "post": it.post,
                "phone": it.masked_phone,
                "email": it.email,
            },
            _("新建"),
        )
        for number, it in new.items()
    }
    rows |= _idle(lines, sheet.known, PERSON_CELLS, _("已经有了，不改动"))
    rows |= _wrong(lines, sheet.wrong, PERSON_CELLS)
    again = [line.number for line in lines if line.number not in rows]
    rows |= _idle(lines, again, PERSON_CELLS, _("和上面是同一人"))
    return _in_order(lines, rows)


def post_rows(lines: Sequence[Line], sheet: rules.PostSheet) -> list[Row]:
    """Tell which posts a list would give."""
    rows = {
        it.number: Row(
            it.number,
            {
                "login": it.login,
                "name": it.name,
                "unit": it.unit.name,
                "role": _(rules.ROLE_WORDS[it.role]) if it.role else _("分管"),
                "from_on": in_full(it.from_on),
                "to_on": in_full(it.to_on) if it.to_on else _("长期"),
            },
            _("授予"),
        )
        for it in sheet.give
    }
    rows |= _idle(lines, sheet.known, POST_CELLS, _("已经有了，不改动"))
    rows |= _idle(lines, sheet.bare, POST_CELLS, _("没有填职责，跳过"))
    rows |= _wrong(lines, sheet.wrong, POST_CELLS)
    return _in_order(lines, rows)


def unit_rows(lines: Sequence[Line], sheet: rules.UnitSheet) -> list[Row]:
    """Tell what a list of units would make of the register."""
    rows = {
        it.number: Row(
            it.number,
            {"code": it.data.code, "name": it.data.name},
            _("修改") if it.was else _("新建"),
            it.changes,
        )
        for it in (*sheet.new, *sheet.changed)
    }
    rows |= _idle(lines, sheet.same, UNIT_CELLS, _("不变"))
    rows |= _wrong(lines, sheet.wrong, UNIT_CELLS)
    return _in_order(lines, rows)


def _idle(
    lines: Sequence[Line], numbers: Sequence[int], keys: Sequence[str], said: str
) -> dict[int, Row]:
    wanted = set(numbers)
    return {
        line.number: Row(line.number, _cells(line, keys), said, is_idle=True)
        for line in lines
        if line.number in wanted
    }


def _wrong(
    lines: Sequence[Line], wrong: Sequence[rules.Wrong], keys: Sequence[str]
) -> dict[int, Row]:
    by_number = {line.number: line for line in lines}
    rows = {}
    for it in wrong:
        line = by_number[it.number]
        key = rules.cell_of(it.sentence, line)
        cells = {**_cells(line, keys), key: line[key]} if key in keys else _cells(line, keys)
        rows[it.number] = Row(
            it.number, cells, _("要改"), wrong=key, words=line[key], sentence=_(it.sentence)
        )
    return rows


def _cells(line: Line, keys: Sequence[str]) -> dict[str, str]:
    return {key: masked(line[key]) if key == "phone" else line[key] for key in keys}


def _in_order(lines: Sequence[Line], rows: Mapping[int, Row]) -> list[Row]:
    return [rows[line.number] for line in lines]
