"""Breaches of the content security policy, as browsers report them: counted by kind (C42)."""

from datetime import datetime

from sqlalchemy import Select, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.db import db
from tracker.foundation.model import Model

LONGEST = 200
MOST_KINDS = 500


class PolicyBreach(Model):
    """One kind of breach: which rule, what was blocked, on which page, how often."""

    __tablename__ = "policy_breach"
    __table_args__ = (UniqueConstraint("rule", "blocked", "page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(LONGEST))
    blocked: Mapped[str] = mapped_column(String(LONGEST))
    page: Mapped[str] = mapped_column(String(LONGEST))
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)


def breaches() -> Select[PolicyBreach]:
    """Ask for all kinds of breaches, the latest first."""
    return select(PolicyBreach).order_by(PolicyBreach.last_at.desc(), PolicyBreach.id)


def count_breach(rule: str, blocked: str, page: str, *, now: datetime) -> None:
    """Count a breach; beyond 500 kinds the one unseen for longest goes, since strangers report too."""
    seen = db.session.scalar(
        select(PolicyBreach).filter_by(rule=rule, blocked=blocked, page=page).with_for_update()
    )
    if seen is not None:
        seen.times += 1
        seen.last_at = now
        return
    kinds = db.session.scalar(select(func.count(PolicyBreach.id))) or 0
    if kinds >= MOST_KINDS:
        oldest = select(PolicyBreach.id).order_by(PolicyBreach.last_at, PolicyBreach.id)
        too_many = oldest.limit(kinds - MOST_KINDS + 1).with_for_update(skip_locked=True)
        db.session.execute(delete(PolicyBreach).where(PolicyBreach.id.in_(too_many)))
    db.session.add(PolicyBreach(rule=rule, blocked=blocked, page=page, first_at=now, last_at=now))
