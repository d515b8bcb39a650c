"""三员分立: the three who run the system are three persons, and none of them does business (GB/T 22239 8.1.5)."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.models import Role

THREE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
SEPARATE = N_(
    "三员分立：系统管理员、安全管理员、审计员由三个人分别担任，并且不能兼任督查员、领导、单位负责人、联络员。"
)


class Term(Protocol):
    """A role held from a day to a day, as far as this page cares."""

    @property
    def role(self) -> Role:
        """What is held."""

    @property
    def from_on(self) -> date:
        """The first day."""

    @property
    def to_on(self) -> date | None:
        """The last day; None: open."""


def overlaps(term: Term, from_on: date, to_on: date | None) -> bool:
    """Whether a term has a day in common with these days."""
    begins_in_time = to_on is None or term.from_on <= to_on
    return begins_in_time and (term.to_on is None or term.to_on >= from_on)


def check_separation(held: Iterable[Term], role: Role, from_on: date, to_on: date | None) -> None:
    """Refuse a role that cannot be held on the same day as another one of the person."""
    for term in held:
        is_apart = term.role in THREE or role in THREE
        if is_apart and term.role is not role and overlaps(term, from_on, to_on):
            raise RuleBroken(SEPARATE)
