"""The inventory of personal data holds every column that looks personal, and no other."""

import re
from pathlib import Path

import pytest

import tracker.app  # noqa: F401  brings every model in
from tracker.foundation.model import Model

INVENTORY = Path(__file__).parents[2] / "docs" / "personal-data.md"
WHOLE_TABLES = {"person"}
"""Tables of which every column is about a person."""
PERSONAL = frozenset(
    [
        "login",
        "phone",
        "tel",
        "telephone",
        "mobile",
        "email",
        "mail",
        "wechat",
        "ip",
        "address",
        "network",
        "agent",
        "device",
        "browser",
        "password",
        "secret",
        "token",
        "recovery",
        "speaker",
        "actor",
        "by",
        "author",
        "contact",
        "fax",
    ]
)
"""Words in the name of a column that make it look personal."""
NEVER = frozenset(
    [
        "idcard",
        "identity",
        "birthday",
        "birthdate",
        "birth",
        "born",
        "sex",
        "gender",
        "home",
        "photo",
        "portrait",
        "nation",
        "nationality",
        "religion",
        "party",
        "marital",
        "health",
        "salary",
    ]
)
"""What is not kept at all (C50)."""


NOT_PERSONAL = frozenset({"assignment.sign_by", "notice.sign_by"})
"""A day, not a person."""


def columns() -> dict[str, bool]:
    """Give every column, and whether it refers to a person's row."""
    return {
        f"{table.name}.{column.name}": any(
            key.target_fullname == "person.id" for key in column.foreign_keys
        )
        for table in Model.metadata.sorted_tables
        for column in table.columns
    }


def looks_personal(column: str) -> bool:
    """Judge by the table and by the words of the name."""
    if column in NOT_PERSONAL:
        return False
    table, _, name = column.partition(".")
    return table in WHOLE_TABLES or bool(PERSONAL.intersection(name.split("_")))


def inventory() -> set[str]:
    """Read the columns that the first cells of the page's table name."""
    return set(
        re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", INVENTORY.read_text("utf-8"), re.MULTILINE)
    )


def test_every_column_that_looks_personal_stands_in_the_inventory() -> None:
    personal = {name for name, is_reference in columns().items() if not is_reference}

    missing = {it for it in personal if looks_personal(it)} - inventory()

    assert not missing, f"describe in docs/personal-data.md: {sorted(missing)}"


def test_every_line_of_the_inventory_is_a_column() -> None:
    assert inventory() - columns().keys() == set()
    assert inventory()


def test_what_is_never_kept_is_not_kept() -> None:
    words = {name: set(name.partition(".")[2].split("_")) for name in columns()}

    assert [name for name, said in words.items() if said & NEVER] == []


@pytest.mark.parametrize(
    ("column", "is_personal"),
    [
        ("person.shoe_size", True),
        ("unit.contact_phone", True),
        ("session.user_agent", True),
        ("report.sent_by", True),
        ("unit.name", False),
        ("assignment.sign_by", False),
    ],
)
def test_a_new_column_is_judged_by_its_name(column: str, is_personal: bool) -> None:  # noqa: FBT001  a case of the table
    assert looks_personal(column) is is_personal
