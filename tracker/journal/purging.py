"""Taking away what is older than the journal must be kept; the chain stays provable."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.journal.chain import Anchor
from tracker.journal.commands import Doer, record
from tracker.journal.limits import LEAST_DAYS
from tracker.journal.models import Checkpoint, Entry

TOO_SOON = N_("操作日志至少保留 180 天。")
NOTHING_OLD = N_("没有早于保留期限的记录，不需要清理。")


def purge(actor: Doer, *, keep_days: int, now: datetime) -> int:
    """Take away all entries older than that; return how many. The chain was verified before.

    The last of them stays as a checkpoint, and the entry about the purge names it: a checkpoint
    that nobody tells of is a fault of the chain.
    """
    if keep_days < LEAST_DAYS:
        raise RuleBroken(TOO_SOON)
    last = _last_before(now - timedelta(days=keep_days))
    if last is None:
        raise RuleBroken(NOTHING_OLD)
    count = db.session.scalar(select(func.count(Entry.id)).where(Entry.seq <= last.seq)) or 0
    db.session.add(Checkpoint(seq=last.seq, hash=last.hash))
    db.session.flush()
    db.session.execute(
        delete(Entry).where(Entry.seq <= last.seq).execution_options(synchronize_session=False)
    )
    record(
        actor,
        "journal.purged",
        "journal:-",
        at=now,
        entries=count,
        up_to=last.seq,
        sha256=last.hash,
    )
    return count


def _last_before(moment: datetime) -> Anchor | None:
    """Return the last entry before which, itself included, all are older."""
    first_kept = db.session.scalar(select(func.min(Entry.seq)).where(Entry.at >= moment))
    question = select(Entry.seq, Entry.hash).where(Entry.hash.is_not(None))
    if first_kept is not None:
        question = question.where(Entry.seq < first_kept)
    found = db.session.execute(question.order_by(Entry.seq.desc()).limit(1)).first()
    return None if found is None else Anchor(found.seq, found.hash)
