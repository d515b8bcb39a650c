"""The fixed cast of all tests: a few units, their people, and short ways to make things.

Lin supervises, Yan leads, Wang heads the housing office and Bai is its contact, Zhao heads the
roads office (must see nothing of Wang's), Qin and Sun head two counties. Gu is system admin, Fang security
admin, Shi auditor.
Everything is made through the real commands; builders return rows of the test's own session.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from tracker.foundation.db import db, transaction
from tracker.people.actor import Actor, actor_on
from tracker.people.commands import hash_password
from tracker.people.models import Charge, Grant, Person, Role, Unit, UnitGroup, UnitKind

TODAY = date(2026, 6, 18)
NOW = datetime(2026, 6, 18, 2, 0, tzinfo=UTC)  # 10:00 in China
YEAR_BEGAN = date(2026, 1, 1)
PASSWORD = "Meadow-42-lantern"
_password_hash = hash_password(PASSWORD)


class Town:
    """A small made-up town, saved in the database of the running test.

    Where the database is a copy of one that has it, its people are met there.
    """

    def __init__(self) -> None:
        if db.session.scalar(select(Person.id).limit(1)):
            self._meet()
            return
        with transaction():
            self._build()

    def _meet(self) -> None:
        units = {it.code: it for it in db.session.scalars(select(Unit))}
        self.root, self.office, self.housing, self.roads, self.east, self.west = (
            units[code] for code in ("000", "100", "101", "102", "201", "202")
        )
        self.counties = db.session.scalars(select(UnitGroup)).one()
        for person in db.session.scalars(select(Person)):
            setattr(self, person.login, person)

    def _build(self) -> None:
        self.root = _unit("000", "石桥市", "石桥市", UnitKind.ROOT, 0)
        self.office = _unit("100", "市督查室", "督查室", UnitKind.OFFICE, 1)
        self.housing = _unit("101", "市住房局", "住房局", UnitKind.DEPARTMENT, 2)
        self.roads = _unit("102", "市公路局", "公路局", UnitKind.DEPARTMENT, 3)
        self.east = _unit("201", "东溪县", "东溪县", UnitKind.COUNTY, 4)
        self.west = _unit("202", "西岭县", "西岭县", UnitKind.COUNTY, 5)
        self.counties = UnitGroup(
            name="各县（市、区）",
            aliases=["各县(市、区)", "各地"],
            position=1,
            members=[self.east, self.west],
        )
        db.session.add(self.counties)
        db.session.flush()
        self.lin = _person("lin", "林涛", Role.SUPERVISOR, self.office)
        self.yan = _person("yan", "严明", Role.LEADER, self.root)
        self.wang = _person("wang", "王芳", Role.HEAD, self.housing)
        self.bai = _person("bai", "白露", Role.CONTACT, self.housing)
        self.zhao = _person("zhao", "赵强", Role.HEAD, self.roads)
        self.qin = _person("qin", "秦川", Role.HEAD, self.east)
        self.sun = _person("sun", "孙悦", Role.HEAD, self.west)
        self.gu = _person("gu", "顾平", Role.SYSTEM_ADMIN, self.office)
        self.fang = _person("fang", "方正", Role.SECURITY_ADMIN, self.office)
        self.shi = _person("shi", "石磊", Role.AUDITOR, self.office)
        db.session.add(Charge(person_id=self.yan.id, unit_id=self.housing.id, from_on=YEAR_BEGAN))

    def actor(self, person: Person) -> Actor:
        """Return the person as commands and queries want them, on TODAY."""
        return actor_on(person, TODAY)

    def days_ago(self, days: int) -> datetime:
        """Return a moment that many days before NOW."""
        return NOW - timedelta(days=days)


def _unit(code: str, name: str, short_name: str, kind: UnitKind, position: int) -> Unit:
    unit = Unit(code=code, name=name, short_name=short_name, kind=kind, position=position)
    db.session.add(unit)
    db.session.flush()
    return unit


def _person(login: str, name: str, role: Role, unit: Unit) -> Person:
    person = Person(
        login=login, name=name, post="", password_hash=_password_hash, password_set_at=NOW
    )
    db.session.add(person)
    db.session.flush()
    db.session.add(Grant(person_id=person.id, role=role, unit_id=unit.id, from_on=YEAR_BEGAN))
    return person
