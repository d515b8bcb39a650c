"""A thousand random tamperings with the chain: every one is found, and its row named (C24)."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, text

from tests.journal.readers import behind_the_back, named, write
from tests.town import Town
from tracker.journal.chain import START, Anchor, Fault, digest, faults

LENGTH = 40
ROUNDS = 1000
BEGAN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@dataclass
class Row:
    """An entry in memory."""

    seq: int
    id: int
    at: datetime
    deed: str = "task.edited"
    subject: str = "task:1"
    actor_id: int | None = 4
    actor_name: str = "林涛"
    details: dict[str, Any] = field(default_factory=dict)
    address: str | None = "10.0.0.7"
    chain_format: int = 2
    roles: tuple[str, ...] = ("supervisor",)
    request_id: str | None = "r1"
    previous_hash: str | None = START
    hash: str = ""


Chain = list[Row]


def chain(length: int = LENGTH) -> Chain:
    """A sound chain; its first entries are of the older format."""
    rows: Chain = []
    previous = START
    for seq in range(1, length + 1):
        row = Row(
            seq=seq,
            id=seq + 3,
            at=BEGAN + timedelta(minutes=seq),
            details={"was": seq, "now": f"第{seq}次"},
            previous_hash=previous,
        )
        if seq < length // 4:
            row = replace(row, chain_format=1, roles=(), request_id=None)
        rows.append(sealed(row))
        previous = rows[-1].hash
    return rows


def sealed(row: Row) -> Row:
    return replace(row, hash=digest(row, row.previous_hash or ""))


CHANGES: dict[str, Any] = {
    "at": BEGAN,
    "deed": "task.left",
    "subject": "task:2",
    "actor_id": None,
    "actor_name": "林 涛",
    "details": {"was": 0},
    "address": None,
    "chain_format": 3,
    "roles": ("auditor",),
    "request_id": "r2",
    "previous_hash": "f" * 64,
    "hash": "e" * 64,
}


def edit(rows: Chain, dice: random.Random) -> int:
    at = dice.randrange(len(rows))
    name = dice.choice(list(CHANGES))
    rows[at] = replace(rows[at], **{name: CHANGES[name]})
    return rows[at].seq


def renumber(rows: Chain, dice: random.Random) -> int:
    """Another row number; entries of the older format do not cover it."""
    at = dice.randrange(len(rows) // 4, len(rows))
    rows[at] = replace(rows[at], id=rows[at].id + 100)
    return rows[at].seq


def change_format(rows: Chain, dice: random.Random) -> int:
    at = dice.randrange(len(rows))
    rows[at] = replace(rows[at], chain_format=3 - rows[at].chain_format)
    return rows[at].seq


def delete(rows: Chain, dice: random.Random) -> int:
    return rows.pop(dice.randrange(len(rows))).seq


def insert(rows: Chain, dice: random.Random) -> int:
    """A forged entry, whole by itself, for which all later ones move on one place."""
    at = dice.randrange(1, len(rows))
    before = rows[at - 1]
    forged = sealed(replace(before, seq=before.seq + 1, id=900, previous_hash=before.hash))
    rows[at:] = [forged, *(replace(row, seq=row.seq + 1) for row in rows[at:])]
    return forged.seq


def append(rows: Chain, _dice: random.Random) -> int:
    """A forged entry behind the end, where it fits."""
    last = rows[-1]
    rows.append(sealed(replace(last, seq=last.seq + 1, id=900, previous_hash=last.hash)))
    return last.seq + 1


def swap_numbers(rows: Chain, dice: random.Random) -> int:
    one, two = sorted(dice.sample(range(len(rows)), 2))
    here, there = rows[one], rows[two]
    rows[one], rows[two] = replace(there, seq=here.seq), replace(here, seq=there.seq)
    return here.seq


def swap_words(rows: Chain, dice: random.Random) -> int:
    one, two = sorted(dice.sample(range(len(rows)), 2))
    here, there = rows[one], rows[two]
    rows[one] = replace(here, details=there.details)
    rows[two] = replace(there, details=here.details)
    return there.seq


def cut(rows: Chain, dice: random.Random) -> int:
    at = dice.randrange(len(rows))
    seq = rows[at].seq
    del rows[at:]
    return seq


def rewrite(rows: Chain, dice: random.Random) -> int:
    """An entry changed and hashed anew: only the next one, or the kept end, tells."""
    at = dice.randrange(len(rows))
    rows[at] = sealed(replace(rows[at], details={"was": -1}))
    return rows[at].seq


def rewrite_to_the_end(rows: Chain, dice: random.Random) -> int:
    """All from there on hashed anew: the kept end tells, and names the last."""
    at = dice.randrange(len(rows))
    previous = rows[at].previous_hash
    rows[at] = replace(rows[at], actor_name="x")
    for place in range(at, len(rows)):
        rows[place] = sealed(replace(rows[place], previous_hash=previous))
        previous = rows[place].hash
    return rows[-1].seq


TAMPERINGS: list[Callable[[Chain, random.Random], int]] = [
    edit,
    renumber,
    change_format,
    delete,
    insert,
    append,
    swap_numbers,
    swap_words,
    cut,
    rewrite,
    rewrite_to_the_end,
]


def names(found: list[Fault], seq: int) -> bool:
    return any(it.seq is not None and it.seq <= seq <= (it.until or it.seq) for it in found)


def found_in(rows: Chain, end: Anchor) -> list[Fault]:
    return list(faults(sorted(rows, key=lambda row: (row.seq, row.id)), end))


def test_a_sound_chain_has_no_fault() -> None:
    rows = chain()

    assert found_in(rows, Anchor(rows[-1].seq, rows[-1].hash)) == []
    assert list(faults([], None)) == []


def test_a_thousand_tamperings_are_all_found_and_named() -> None:
    dice, sound = random.Random(20260618), chain()  # noqa: S311  chosen, not secret
    end = Anchor(sound[-1].seq, sound[-1].hash)
    tried: set[str] = set()
    for number in range(ROUNDS):
        tampering = TAMPERINGS[number % len(TAMPERINGS)]
        rows = list(sound)
        seq = tampering(rows, dice)
        assert names(found_in(rows, end), seq), (number, tampering.__name__, seq)
        tried.add(tampering.__name__)
    assert len(tried) == len(TAMPERINGS)


@pytest.mark.parametrize(
    ("tampering", "wrong"),
    [
        (delete, "missing"),
        (insert, "inserted"),
        (append, "inserted"),
        (cut, "cut_off"),
        (rewrite, "changed"),
        (renumber, "changed"),
    ],
)
def test_what_was_done_is_told(
    tampering: Callable[[Chain, random.Random], int], wrong: str
) -> None:
    dice, sound = random.Random(7), chain()  # noqa: S311  as above
    end = Anchor(sound[-1].seq, sound[-1].hash)
    for _ in range(20):
        rows = list(sound)
        seq = tampering(rows, dice)
        first = found_in(rows, end)[0]
        # The last one deleted is an end cut off, and the other way round.
        assert (str(first.wrong), first.seq) == (wrong, seq) or seq == LENGTH


def test_rows_that_changed_places_are_told_from_changed_ones() -> None:
    rows = chain()
    end = Anchor(rows[-1].seq, rows[-1].hash)
    rows[4], rows[30] = replace(rows[30], seq=5), replace(rows[4], seq=31)

    assert [(it.wrong, it.seq) for it in found_in(rows, end)] == [("changed", 5), ("moved", 31)]


def test_a_first_entry_that_continues_nothing_is_named() -> None:
    rows = chain()
    end = Anchor(rows[-1].seq, rows[-1].hash)
    rows[0] = sealed(replace(rows[0], previous_hash="a" * 64))

    assert next((it.wrong, it.seq) for it in found_in(rows, end)) == ("changed", 1)


def test_a_link_without_what_came_before_is_named() -> None:
    rows = chain()
    end = Anchor(rows[-1].seq, rows[-1].hash)
    rows[9] = replace(rows[9], previous_hash=None)

    assert [(it.wrong, it.seq) for it in found_in(rows, end)] == [("changed", 10)]


IN_SQL = {
    "UPDATE journal_entry SET actor_name = 'x' WHERE seq = :seq": "changed",
    "UPDATE journal_entry SET details = '{}' WHERE seq = :seq": "changed",
    "UPDATE journal_entry SET roles = '[]' WHERE seq = :seq": "changed",
    "UPDATE journal_entry SET at = '2020-01-01 00:00:00+00' WHERE seq = :seq": "changed",
    "UPDATE journal_entry SET id = 5000 WHERE seq = :seq": "changed",
    "DELETE FROM journal_entry WHERE seq = :seq": "missing",
    "UPDATE journal_entry SET seq = -seq WHERE seq = :seq": "inserted",
    "UPDATE journal_entry SET seq = NULL, hash = NULL WHERE seq = :seq": "missing",
}


@pytest.mark.postgres
@pytest.mark.parametrize("tampering", IN_SQL)
def test_tampering_by_sql_is_found_on_both_databases(town: Town, tampering: str) -> None:
    write(town, *["task.edited"] * 6)
    with behind_the_back() as connection:
        connection.execute(text(tampering).bindparams(bindparam("seq", 3)))

    found = named()

    assert IN_SQL[tampering] in [wrong for wrong, _ in found]
    assert {seq for _, seq in found} & {3, -3}


@pytest.mark.postgres
def test_a_head_that_was_set_back_or_taken_away_does_not_hide_what_follows(town: Town) -> None:
    write(town, *["task.edited"] * 4)
    with behind_the_back() as connection:
        connection.execute(
            text(
                "UPDATE journal_head SET seq = 2, hash = (SELECT hash FROM journal_entry"
                " WHERE seq = 2)"
            )
        )

    assert named() == [("inserted", 3), ("inserted", 4)]

    write(town, "task.edited")
    assert named() == []
