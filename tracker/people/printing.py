"""Persons as rows of a file: the same columns as a list that is imported."""

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.documents.separated import separated
from tracker.documents.sheet import Column, Value, sheet
from tracker.foundation.labels import USUAL
from tracker.people import rules
from tracker.people.models import Person
from tracker.people.rules.handing_over import lasting
from tracker.people.rules.posts import A_DAY

# Documents are in Chinese, whatever language the screen speaks.
TITLE = "人员名单"
EXAMPLE_TITLE = "人员名单模板"
COLUMNS = (
    Column("用户名", 16),
    Column("姓名", 12, is_centred=True),
    Column("职务", 24),
    Column("单位", 24),
    Column("角色", 12, is_centred=True),
    Column("起", 12, is_centred=True),
    Column("止", 12, is_centred=True),
    Column("电话", 16, is_centred=True),
    Column("邮箱", 26),
    Column("账号", 10, is_centred=True),
)
IN_USE, OUT_OF_USE = "在用", "停用"
EXAMPLES: tuple[tuple[Value, ...], ...] = (
    (
        "yangfan",
        "杨帆",
        "办公室主任",
        "（填单位全称、简称或代码）",
        "联络员",
        "2026-01-01",
        "",
        "",
        "",
    ),
)


def persons_as_workbook(persons: Sequence[Person], today: date, *, is_full: bool) -> bytes:
    """Write the list as .xlsx; is_full: telephone numbers are not masked."""
    return sheet(TITLE, COLUMNS, _rows(persons, today, is_full=is_full), label=USUAL)


def persons_as_text(persons: Sequence[Person], today: date, *, is_full: bool) -> bytes:
    """Write the list as CSV."""
    headings = [column.heading for column in COLUMNS]
    return separated(headings, _rows(persons, today, is_full=is_full))


def person_template() -> bytes:
    """Write an empty list with one line that shows how it is filled in."""
    return sheet(EXAMPLE_TITLE, COLUMNS[:-1], EXAMPLES)


def _rows(persons: Sequence[Person], today: date, *, is_full: bool) -> Iterator[Sequence[Value]]:
    """Give a line for each role and charge of today and later; one for who holds none."""
    for person in persons:
        phone = person.phone if is_full else person.masked_phone
        state = IN_USE if person.is_active else OUT_OF_USE
        held: list[tuple[str, str, date | None, date | None]] = [
            (it.unit.name, rules.ROLE_WORDS[it.role], it.from_on, it.to_on)
            for it in lasting(person.grants, today - A_DAY)
        ]
        held += [
            (it.unit.name, rules.CHARGE_WORD, it.from_on, it.to_on)
            for it in lasting(person.charges, today - A_DAY)
        ]
        for unit, role, from_on, to_on in held or [("", "", None, None)]:
            yield (
                person.login,
                person.name,
                person.post,
                unit,
                role,
                from_on,
                to_on,
                phone,
                person.email,
                state,
            )
