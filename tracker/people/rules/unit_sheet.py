"""What the lines of a list of units mean: which are new, which change what, and what is wrong with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.models import Unit, UnitGroup, UnitKind
from tracker.people.rules.person_sheet import BAD_DAY, Wrong
from tracker.people.rules.units import (
    KIND_WORDS,
    NAME_TAKEN,
    NO_PARENT,
    NOT_LATER,
    ONE_ROOT,
    PARENT_CLOSED,
    ROOT_IS_TOP,
    SEPARATOR,
    UnitData,
    check_names,
    check_tree,
    check_unit_data,
    check_wording,
    cleaned,
    folded_name,
    heir_of,
    names_of,
    taken_names,
)
from tracker.readers.table import Line, day_of

UNIT_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("编码", "单位编码", "代码", "单位代码"),
    "name": ("全称", "单位全称", "单位名称"),
    "short_name": ("简称", "单位简称"),
    "aliases": ("别名",),
    "kind": ("类别",),
    "parent": ("上级", "上级单位"),
    "position": ("排序",),
    "groups": ("分组",),
    "closed_on": ("停用日期",),
}
NEEDED_OF_UNITS = ("code", "name")
SAID_OF_DEPARTMENTS = frozenset({"处室", "局", "委", "办", "委办局", "市直部门", "处室和部门"})
"""What lists write for a department; older exports of ours wrote the first."""
LARGEST_POSITION = 99_999

CODE_TWICE = N_("这个编码在名单里出现了两次。")
NO_SUCH_KIND = N_(
    "类别只能填督查机构、部门（处室、局、委、办都填部门）、县（市、区）、产业集聚区。"
)
NOT_A_NUMBER = N_("排序只填 0 到 99999 的整数。")
CLOSE_ON_PAGE = N_("停用、恢复要看它还有没有没办完的任务，请在单位页面上办，这里填原来的停用日期。")
CHANGED_SINCE = N_("预览之后单位名册又有变动，请重新上传文件。")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as it will be; parent by its code. was: the unit that is there; None for a new one."""

    number: int
    data: UnitData
    parent: str
    position: int | None
    groups: tuple[str, ...] | None
    closed_on: date | None
    was: Unit | None
    changes: tuple[tuple[str, str, str], ...] = ()
    """Heading, before, after."""


@dataclass(slots=True)
class UnitSheet:
    """new and changed: what would be done; same: lines that change nothing; groups: those to be made."""

    new: list[UnitRow] = field(default_factory=list)
    changed: list[UnitRow] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[list[object]]:
        """Everything that would be done, in plain words: what is confirmed is compared with it."""
        return [
            [row.data.code, row.was.id if row.was else 0, *map(list, row.changes)]
            for row in (*self.new, *self.changed)
        ]


def judge_units(
    lines: Sequence[Line],
    units: Sequence[Unit],
    groups: Sequence[UnitGroup],
    today: date,
) -> UnitSheet:
    """Say what the lines would make of the register; names are judged as they will be in the end."""
    sheet = UnitSheet()
    present = _Present(units, groups, lines)
    rows: list[UnitRow] = []
    seen: set[str] = set()
    for line in lines:
        try:
            rows.append(_row(line, present, today, seen))
        except RuleBroken as refusal:
            sheet.wrong.append(Wrong(line.number, refusal.sentence))
    later = _Later(present, rows)
    for row in rows:
        try:
            _check_beside_others(row, present, later)
        except RuleBroken as refusal:
            sheet.wrong.append(Wrong(row.number, refusal.sentence))
            continue
        if row.was is None:
            sheet.new.append(row)
        elif row.changes:
            sheet.changed.append(row)
        else:
            sheet.same.append(row.number)
    wanted = [name for row in rows for name in row.groups or ()]
    sheet.groups = [name for name in dict.fromkeys(wanted) if name not in present.group_names]
    sheet.wrong.sort(key=lambda it: it.number)
    return sheet


class _Present:
    """The register as it is, by every key that lines use."""

    def __init__(
        self, units: Sequence[Unit], groups: Sequence[UnitGroup], lines: Iterable[Line]
    ) -> None:
        self.units, self.groups = units, groups
        self.by_id = {unit.id: unit for unit in units}
        self.by_code = {unit.code: unit for unit in units}
        self.group_names = {group.name for group in groups}
        self.groups_of: dict[int, list[str]] = {}
        for group in groups:
            for unit in group.members:
                self.groups_of.setdefault(unit.id, []).append(group.name)
        self.codes = {name: unit.code for unit in units for name in unit.names}
        self.codes |= {line["name"]: line["code"] for line in lines if line["name"]}
        self.known_codes = set(self.by_code) | {line["code"] for line in lines}

    def parent_code(self, words: str) -> str:
        """Return the code of a unit that a line names by code or name."""
        code = words if words in self.known_codes else self.codes.get(words)
        if code is None:
            raise RuleBroken(NO_PARENT)
        return code

    def code_of(self, unit_id: int | None) -> str:
        """Return a unit's code; '' for none."""
        return self.by_id[unit_id].code if unit_id is not None else ""


class _Later:
    """The register as it will be: who has which name, and who stands below whom."""

    def __init__(self, present: _Present, rows: Iterable[UnitRow]) -> None:
        by_code = {row.data.code: row for row in rows}
        self.parents: dict[str, str | None] = {
            unit.code: present.code_of(unit.parent_id) or None for unit in present.units
        } | {code: row.parent or None for code, row in by_code.items()}
        self.names: dict[str, dict[str, str]] = {}
        """Folded name → code and official name of each that will have it."""
        for unit in present.units:
            if unit.code not in by_code:
                self._note(unit.code, unit.name, unit.names)
        for code, row in by_code.items():
            self._note(code, row.data.name, row.data.names)

    def _note(self, code: str, official: str, names: Iterable[str]) -> None:
        for name in names:
            self.names.setdefault(folded_name(name), {})[code] = official


def _row(line: Line, present: _Present, today: date, seen: set[str]) -> UnitRow:
    if line["code"] in seen:
        raise RuleBroken(CODE_TWICE)
    seen.add(line["code"])
    was = present.by_code.get(line["code"])
    kind = _kind_of(line["kind"]) if line["kind"] else (was.kind if was else None)
    if kind is None:
        raise RuleBroken(NO_SUCH_KIND)
    data = cleaned(
        UnitData(
            code=line["code"],
            name=line["name"],
            short_name=line["short_name"] or (was.short_name if was else line["name"]),
            kind=kind,
            aliases=(
                names_of(line["aliases"])
                if "aliases" in line.words or was is None
                else tuple(was.aliases)
            ),
        )
    )
    check_unit_data(data)
    if "parent" in line.words or was is None:
        parent = present.parent_code(line["parent"]) if line["parent"] else ""
    else:
        parent = present.code_of(was.parent_id)
    if (kind is UnitKind.ROOT) != (was is not None and was.kind is UnitKind.ROOT):
        raise RuleBroken(ONE_ROOT)
    if kind is UnitKind.ROOT and parent:
        raise RuleBroken(ROOT_IS_TOP)
    groups = names_of(line["groups"]) if "groups" in line.words else None
    check_wording(groups or ())
    row = UnitRow(
        number=line.number,
        data=data,
        parent=parent,
        position=_position(line["position"]),
        groups=groups,
        closed_on=_closed_on(line, was, today),
        was=was,
    )
    return replace(row, changes=tuple(_changes(row, present)))


def _kind_of(words: str) -> UnitKind | None:
    if words in SAID_OF_DEPARTMENTS:
        return UnitKind.DEPARTMENT
    return next((kind for kind, name in KIND_WORDS.items() if name == words), None)


def _position(words: str) -> int | None:
    if not words:
        return None
    if not (words.isascii() and words.isdigit()) or int(words) > LARGEST_POSITION:
        raise RuleBroken(NOT_A_NUMBER)
    return int(words)


def _closed_on(line: Line, was: Unit | None, today: date) -> date | None:
    if "closed_on" not in line.words:
        return was.closed_on if was else None
    day = day_of(line["closed_on"]) if line["closed_on"] else None
    if line["closed_on"] and day is None:
        raise RuleBroken(BAD_DAY)
    if was is not None and day != was.closed_on:
        raise RuleBroken(CLOSE_ON_PAGE)
    if day is not None and day > today:
        raise RuleBroken(NOT_LATER)
    return day


def _changes(row: UnitRow, present: _Present) -> Iterable[tuple[str, str, str]]:
    unit, data = row.was, row.data
    position = "" if row.position is None else str(row.position)
    now = {
        "name": data.name,
        "short_name": data.short_name,
        "aliases": SEPARATOR.join(data.aliases),
        "kind": KIND_WORDS[data.kind],
        "parent": row.parent,
        "position": position,
        "groups": SEPARATOR.join(row.groups or ()),
        "closed_on": row.closed_on.isoformat() if row.closed_on else "",
    }
    before = dict.fromkeys(now, "")
    if unit is not None:
        groups = present.groups_of.get(unit.id, [])
        before = {
            "name": unit.name,
            "short_name": unit.short_name,
            "aliases": SEPARATOR.join(unit.aliases),
            "kind": KIND_WORDS[unit.kind],
            "parent": present.code_of(unit.parent_id),
            "position": str(unit.position) if position else "",
            "groups": SEPARATOR.join(groups if row.groups is not None else ()),
            "closed_on": unit.closed_on.isoformat() if unit.closed_on else "",
        }
        if set(groups) == set(row.groups or ()):
            before["groups"] = now["groups"]
    for key, value in now.items():
        if before[key] != value:
            yield UNIT_COLUMNS[key][0], before[key], value


def _check_beside_others(row: UnitRow, present: _Present, later: _Later) -> None:
    had = {folded_name(name) for name in row.was.names} if row.was else set()
    fresh = [name for name in row.data.names if folded_name(name) not in had]
    check_names(fresh, taken_names(present.units, present.groups, but=row.was))
    for name in fresh:
        for code, official in later.names[folded_name(name)].items():
            other = present.by_code.get(code)
            is_its_own = other is not None and heir_of(other, present.by_id) is row.was
            if code != row.data.code and not is_its_own:
                raise RuleBroken(NAME_TAKEN.format(name=name, unit=f"“{official}”"))
    above = present.by_code.get(row.parent)
    is_moved = row.was is None or present.code_of(row.was.parent_id) != row.parent
    if above is not None and above.closed_on is not None and is_moved and row.closed_on is None:
        raise RuleBroken(PARENT_CLOSED)
    check_tree(row.data.code, later.parents)


def parents_first(rows: Sequence[UnitRow]) -> list[UnitRow]:
    """Put new units in an order in which each comes after the one that it stands below."""
    waiting = {row.data.code: row for row in rows}
    ordered: list[UnitRow] = []
    while waiting:
        ready = [code for code, row in waiting.items() if row.parent not in waiting]
        ordered += [waiting.pop(code) for code in ready]
    return ordered
