"""What the lines of a list of persons mean, and what is wrong with them; decides nothing by halves.

One file serves both admins. The system admin's import takes the persons out of it and grants nothing;
the security admin then imports the same file, and that import takes the posts and enters nobody. So
neither does the other's half, nothing half-confirmed lies about in between, and what is granted was seen
and confirmed by the one who answers for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Charge, Grant, Person, Role, Unit
from tracker.people.rules.persons import PersonData, check_data, checked_login
from tracker.people.rules.posts import (
    CHARGED_ALREADY,
    HELD_ALREADY,
    OUT_OF_USE,
    ROLE_WORDS,
    Planned,
    PlannedCharge,
    check_charge,
    check_not_own,
    check_post,
)
from tracker.people.rules.signing_in import folded_login
from tracker.readers.table import Line, day_of

COLUMNS: dict[str, tuple[str, ...]] = {
    "login": ("用户名", "登录名"),
    "name": ("姓名",),
    "post": ("职务",),
    "unit": ("单位", "单位名称"),
    "role": ("角色", "职责"),
    "from_on": ("起", "起始日"),
    "to_on": ("止", "截止日"),
    "phone": ("电话", "办公电话"),
    "email": ("邮箱", "工作邮箱"),
}
NEEDED_OF_PERSONS = ("login", "name")
NEEDED_OF_POSTS = ("login", "unit", "role", "from_on")
CHARGE_WORD = N_("分管")

TWO_NAMES = N_("同一个用户名写了两个姓名。")
OTHER_NAME = N_("这个用户名已经有人用了，姓名对不上。")
MASKED = N_("电话里有 *，是隐去的号码。请填完整号码，或者空着。")
NO_SUCH_PERSON = N_("没有这个用户名。请先由系统管理员导入人员。")
NO_SUCH_UNIT = N_("名册里没有这个单位（或者已经撤并）。")
NO_SUCH_ROLE = N_(
    "角色只能填督查员、领导、单位负责人、联络员、系统管理员、安全管理员、审计员，或者分管。"
)
BAD_DAY = N_("日期写得不对，应像 2026-03-01。")
INCOMPLETE = N_("单位、角色、起三项要么都填，要么都空着。")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a line of the file (its number in the sheet)."""

    number: int
    sentence: str


@dataclass(slots=True)
class PersonSheet:
    """new: who would be entered; known: lines of persons who are there already and stay as they are."""

    new: dict[str, PersonData] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    known: list[int] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PostRow:
    """A role (None: a charge) that a line asks for."""

    number: int
    login: str
    name: str
    role: Role | None
    unit: Unit
    from_on: date
    to_on: date | None


@dataclass(slots=True)
class PostSheet:
    """give: what would be given; known: lines of what is held already; bare: lines without a role."""

    give: list[PostRow] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def logins_of(lines: Iterable[Line]) -> list[str]:
    """Return every name to sign in with that the lines mention, folded."""
    return list(dict.fromkeys(folded_login(line["login"]) for line in lines))


def judge_persons(lines: Sequence[Line], known: Mapping[str, Person]) -> PersonSheet:
    """Say whom the lines would enter; a person with several posts stands in several lines."""
    sheet = PersonSheet()
    for line in lines:
        try:
            _judge_person(line, known, sheet)
        except RuleBroken as refusal:
            sheet.wrong.append(Wrong(line.number, refusal.sentence))
    return sheet


def judge_posts(
    actor: Actor, lines: Sequence[Line], persons: Mapping[str, Person], units: Sequence[Unit]
) -> PostSheet:
    """Say which roles and charges the lines would give, each judged beside those before it."""
    sheet = PostSheet()
    names = _units_by_name(units)
    held = {login: _Held(list(it.grants), list(it.charges)) for login, it in persons.items()}
    # Roles before charges, as they will be given: a charge may stand above the leader's own line.
    for line in sorted(lines, key=lambda line: line["role"] == CHARGE_WORD):
        try:
            _judge_post(actor, line, persons, names, held, sheet)
        except (RuleBroken, NotAllowed) as refusal:
            sheet.wrong.append(Wrong(line.number, refusal.sentence))
    for part in (sheet.give, sheet.wrong):
        part.sort(key=lambda row: row.number)
    sheet.known.sort()
    return sheet


@dataclass(slots=True)
class _Held:
    grants: list[Grant | Planned]
    charges: list[Charge | PlannedCharge]


def _judge_person(line: Line, known: Mapping[str, Person], sheet: PersonSheet) -> None:
    login = checked_login(line["login"])
    there = known.get(login)
    if there is not None:
        if there.name != line["name"]:
            raise RuleBroken(OTHER_NAME)
        sheet.known.append(line.number)
        return
    before = sheet.new.get(login)
    if before is not None:
        if before.name != line["name"]:
            raise RuleBroken(TWO_NAMES)
        return
    if "*" in line["phone"]:
        raise RuleBroken(MASKED)
    data = PersonData(login, line["name"], line["post"], line["phone"], line["email"])
    check_data(name=data.name, post=data.post, phone=line["phone"], email=data.email)
    sheet.new[login] = data
    sheet.numbers[login] = line.number


def _judge_post(
    actor: Actor,
    line: Line,
    persons: Mapping[str, Person],
    names: Mapping[str, Unit],
    held: Mapping[str, _Held],
    sheet: PostSheet,
) -> None:
    asked = [line["unit"], line["role"], line["from_on"]]
    if not any((*asked, line["to_on"])):
        sheet.bare.append(line.number)
        return
    if not all(asked):
        raise RuleBroken(INCOMPLETE)
    login = folded_login(line["login"])
    person = persons.get(login)
    if person is None:
        raise RuleBroken(NO_SUCH_PERSON)
    if not person.is_active:
        raise RuleBroken(OUT_OF_USE)
    check_not_own(actor, person.id)
    unit = names.get(line["unit"])
    if unit is None:
        raise RuleBroken(NO_SUCH_UNIT)
    role = _role_of(line["role"])
    from_on, to_on = day_of(line["from_on"]), day_of(line["to_on"])
    if from_on is None or (line["to_on"] and to_on is None):
        raise RuleBroken(BAD_DAY)
    try:
        _take(held[login], role, unit, from_on, to_on)
    except RuleBroken as refusal:
        if refusal.sentence not in (HELD_ALREADY, CHARGED_ALREADY):
            raise
        sheet.known.append(line.number)
        return
    sheet.give.append(PostRow(line.number, login, person.name, role, unit, from_on, to_on))


def _take(held: _Held, role: Role | None, unit: Unit, from_on: date, to_on: date | None) -> None:
    if role is None:
        check_charge(held.grants, held.charges, unit, from_on, to_on)
        held.charges.append(PlannedCharge(unit.id, from_on, to_on))
    else:
        check_post(held.grants, role, unit, from_on, to_on)
        held.grants.append(Planned(role, unit.id, from_on, to_on))


def _role_of(words: str) -> Role | None:
    """Return the role of that name; None is a leader's charge."""
    if words == CHARGE_WORD:
        return None
    found = next((role for role, name in ROLE_WORDS.items() if name == words), None)
    if found is None:
        raise RuleBroken(NO_SUCH_ROLE)
    return found


def _units_by_name(units: Sequence[Unit]) -> dict[str, Unit]:
    """Return units by every name and code; a name of two units means neither."""
    found: dict[str, set[int]] = {}
    by_id = {unit.id: unit for unit in units}
    for unit in units:
        for name in {unit.code, *unit.names}:
            found.setdefault(name, set()).add(unit.id)
    return {name: by_id[min(ids)] for name, ids in found.items() if len(ids) == 1}
