"""The hash chain: each entry seals the one before it (GB/T 22239 8.1.4.3 c)."""

import hashlib
import json

from tracker.journal.models import Entry

START = "0" * 64


def digest(entry: Entry, previous: str) -> str:
    """Return the SHA-256 (hex) of everything the entry says and of the hash before it."""
    told = [
        previous,
        entry.seq,
        entry.at.isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.deed,
        entry.subject,
        entry.details,
        entry.address,
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_break(entries: list[Entry]) -> Entry | None:
    """Return the first entry, in order, that does not continue the chain; None if it is whole."""
    previous = START
    for seq, entry in enumerate(entries, start=1):
        if entry.seq != seq or entry.previous_hash != previous:
            return entry
        if entry.hash != digest(entry, previous):
            return entry
        previous = entry.hash
    return None
