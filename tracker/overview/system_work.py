"""What waits for the three who run the system: accounts for two of them, the journal for the third."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select

from tracker.foundation.breaches import breaches as policy_breaches
from tracker.foundation.db import db
from tracker.journal.telling import Told
from tracker.overview.journal_filters import JournalFilters
from tracker.overview.journal_page import last_verification, narrowed
from tracker.people.actor import Actor
from tracker.people.models import Person, SignInFailure
from tracker.people.permissions import Permission, may
from tracker.people.policy import policy
from tracker.people.queries import PersonFilters, State, filtered, locks_of

SHOWN = 10
A_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts that wait for something; `persons` are the first of them."""

    kind: str
    persons: Sequence[Person]
    total: int


@dataclass(frozen=True, slots=True)
class Watch:
    """What the auditor finds: how much was written today, what was refused in seven days."""

    today: int
    refused: int
    verified: Told | None
    since: date


@dataclass(frozen=True, slots=True)
class SystemWork:
    """What waits for a person who runs the system; for everybody else nothing.

    breaches: kinds of what browsers stopped on pages, for whoever looks after that.
    """

    accounts: Sequence[Accounts]
    watch: Watch | None
    breaches: int = 0

    @property
    def waiting(self) -> int:
        """How many accounts wait."""
        return sum(it.total for it in self.accounts)


def system_work(actor: Actor, today: date, now: datetime) -> SystemWork:
    """Answer what waits, by what the actor may do about it."""
    accounts: list[Accounts] = []
    in_use = filtered(actor, PersonFilters(state=State.ACTIVE), today)
    if may(actor, Permission.INVITE_PERSONS):
        accounts.append(_accounts("uninvited", in_use.where(Person.password_hash.is_(None))))
    if may(actor, Permission.GIVE_POSTS):
        accounts.append(
            _accounts("no_role", filtered(actor, PersonFilters(state=State.NO_ROLE), today))
        )
    if may(actor, Permission.UNLOCK_ACCOUNTS):
        accounts.append(_locked(in_use, now))
    watch = _watch(actor, today) if may(actor, Permission.READ_JOURNAL) else None
    breaches = _kinds_of_breaches() if may(actor, Permission.SEE_POLICY_BREACHES) else 0
    return SystemWork([it for it in accounts if it.total], watch, breaches)


def _kinds_of_breaches() -> int:
    kinds = policy_breaches().order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(kinds)) or 0


def _accounts(kind: str, question: Select[Person]) -> Accounts:
    total = db.session.scalar(question.with_only_columns(func.count(Person.id))) or 0
    shown = db.session.scalars(question.order_by(Person.id.desc()).limit(SHOWN)).all()
    return Accounts(kind, shown, total)


def _locked(in_use: Select[Person], now: datetime) -> Accounts:
    """Ask of those alone whose attempts failed lately whether a door is shut."""
    tried = select(SignInFailure.login).where(
        SignInFailure.counts, SignInFailure.at > now - 2 * policy().window
    )
    persons = db.session.scalars(in_use.where(Person.login.in_(tried)).order_by(Person.id)).all()
    locked = [person for person in persons if locks_of(person, now)]
    return Accounts("locked", locked[:SHOWN], len(locked))


def _watch(actor: Actor, today: date) -> Watch:
    since = today - A_WEEK
    refused = JournalFilters(since=since, refused=True)
    return Watch(
        today=_count(actor, replace(refused, since=today, refused=False)),
        refused=_count(actor, refused),
        verified=last_verification(actor),
        since=since,
    )


def _count(actor: Actor, filters: JournalFilters) -> int:
    return sum(
        db.session.scalar(select(func.count()).select_from(arm.subquery())) or 0
        for arm in narrowed(actor, filters)
    )
