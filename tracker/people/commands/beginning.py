"""The first accounts of an installation; there is none before, and none comes by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import SYSTEM
from tracker.people.commands.passwords import set_password
from tracker.people.models import Grant, Person, Role, Unit, UnitKind

THREE = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
HAS_PEOPLE = N_("库里已有人员，不能再做初始设置；新的账号由系统管理员在“人员”页建立。")
ALIKE = N_("系统管理员、安全管理员、审计员须是三个人，用户名和密码都不能相同。")
LONG_PLACE = N_("本地名称须有 2 到 30 个字。")
SHORTEST_PLACE, LONGEST_PLACE = 2, 30
CODE_OF_ROOT = "000"


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """One of the three admins, with a password that is good for the first sign-in alone."""

    login: str
    name: str
    password: str


def begin_installation(
    place: str, admins: dict[Role, FirstAdmin], *, today: date, now: datetime
) -> None:
    """Make the root of all units and the three admins; refuses where there is anybody already.

    Raises rules.PasswordFault when the profile does not take a password.
    """
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        raise RuleBroken(HAS_PEOPLE)
    if not SHORTEST_PLACE <= len(place) <= LONGEST_PLACE:
        raise RuleBroken(LONG_PLACE)
    logins = {rules.checked_login(it.login) for it in admins.values()}
    if len(logins) < len(THREE) or len({it.password for it in admins.values()}) < len(THREE):
        raise RuleBroken(ALIKE)
    root = _root(place)
    for role in THREE:
        _enter(admins[role], role, root, today=today, now=now)
    record(
        SYSTEM,
        "installation.begun",
        "installation:-",
        at=now,
        place=root.name,
        admins=[admins[role].name for role in THREE],
    )


def _root(place: str) -> Unit:
    found = db.session.scalar(select(Unit).where(Unit.kind == UnitKind.ROOT))
    if found is None:
        found = Unit(code=CODE_OF_ROOT, name=place, short_name=place, kind=UnitKind.ROOT)
        db.session.add(found)
        db.session.flush()
    return found


def _enter(it: FirstAdmin, role: Role, root: Unit, *, today: date, now: datetime) -> None:
    rules.check_data(name=it.name, post="", phone="", email="")
    person = Person(login=rules.checked_login(it.login), name=it.name)
    db.session.add(person)
    db.session.flush()
    set_password(person, it.password, now=now, is_given=True)
    db.session.add(Grant(person_id=person.id, role=role, unit_id=root.id, from_on=today))
    record(SYSTEM, "account.begun", f"person:{person.id}", at=now, name=it.name, role=role.value)
