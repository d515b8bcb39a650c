"""Who speaks in a thread, what a comment may say, and whom its words mention; plain decisions."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.people.permissions import Permission, may_for
from tracker.workplan.tasks.comments.models import LONGEST_HANDLE, Comment
from tracker.workplan.tasks.models import Assignment, Task

LONGEST_TEXT = 2000
EDIT_MINUTES = 60
MOST_MENTIONS = 20
NOT_IN_THREAD = N_("这里的讨论只限看得到这件事的人参加。")
OWN_ONLY = N_("讨论由写的人自己修改、删除。")
IS_OVER = N_("已经过了可以修改、删除的时间；有补充的，请另写一条。")
IS_GONE = N_("这一条已经删除。")
NUMBER = re.compile(r"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{3,}(?![0-9-])")
"""The number of a task, as in ``2026-05-003``."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What is talked about; assignment: None for office and leaders among themselves."""

    task: Task
    assignment: Assignment | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may read a thread, once for each post that lets them: role and unit."""

    person_id: int
    name: str
    email: str
    role: Role
    unit_id: int
    unit: str


@dataclass(frozen=True, slots=True)
class Nameable:
    """A person or a unit that a comment may mention, by a handle that nobody else has.

    about: what stands beside the handle where one picks.
    """

    handle: str
    about: str
    person_id: int | None = None
    unit_id: int | None = None

    @property
    def key(self) -> str:
        """The value of a choice of a form."""
        return f"person{self.person_id}" if self.unit_id is None else f"unit{self.unit_id}"


NEARNESS = {Role.HEAD: 0, Role.CONTACT: 0, Role.SUPERVISOR: 1, Role.LEADER: 2}
"""In which order persons are offered: who does the work first."""


class Kind(StrEnum):
    """What a piece of a comment is."""

    WORDS = "words"
    BREAK = "break"
    MENTION = "mention"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a comment as a page shows it; task_id: where a number leads."""

    kind: Kind
    words: str = ""
    task_id: int | None = None


def may_write(actor: Actor, thread: Thread) -> bool:
    """Whether the actor speaks in a thread.

    In an assignment's: the office, leaders, the unit, and the department that coordinates the task.
    In a task's own: the office and leaders.
    """
    if thread.assignment is None:
        return may_for(actor, Permission.COMMENT)
    units = (thread.assignment.unit_id, thread.task.coordinator_id)
    return any(may_for(actor, Permission.COMMENT, it) for it in units if it is not None)


def may_change(actor: Actor, comment: Comment, now: datetime, minutes: int) -> bool:
    """Whether the actor may still edit or delete a comment."""
    return (
        actor.id == comment.written_by_id
        and not comment.is_deleted
        and not _is_too_late(comment, now, minutes)
    )


def check_change(actor: Actor, comment: Comment, now: datetime, minutes: int) -> None:
    """Refuse to change what is another's, what is deleted, or what has been taken for said by now."""
    require(actor.id == comment.written_by_id, OWN_ONLY)
    if comment.is_deleted:
        raise RuleBroken(IS_GONE)
    if _is_too_late(comment, now, minutes):
        raise RuleBroken(IS_OVER)


def _is_too_late(comment: Comment, now: datetime, minutes: int) -> bool:
    return now > comment.written_at + timedelta(minutes=minutes)


def check_text(text: str) -> None:
    """Refuse a comment that says nothing, or too much."""
    if not text:
        raise RuleBroken(N_("请写要说的话。"))
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(N_("讨论一条不超过 2000 字。"))


def check_mentions(found: Sequence[Nameable]) -> None:
    """Refuse to call everybody together."""
    if len(found) > MOST_MENTIONS:
        raise RuleBroken(N_("一条讨论最多提到 20 个人或单位。"))


def speaks_for(actor: Actor, thread: Thread) -> int:
    """Return the unit that the actor speaks for in a thread: the one that does the work, first."""
    if thread.assignment is not None:
        for unit_id in (thread.assignment.unit_id, thread.task.coordinator_id):
            if unit_id in actor.own_units and not actor.sees_all:
                return unit_id
    return min(actor.units_as(Role.SUPERVISOR) or actor.units_as(Role.LEADER))


def nameable(actor: Actor, members: Sequence[Member]) -> list[Nameable]:
    """Return whom the actor may mention: units that work in the thread first, leaders last."""
    found: dict[str, Nameable] = {}
    taken: set[str] = set()
    for it in members:
        if it.role is not Role.LEADER and it.unit not in taken:
            taken.add(it.unit)
            found[f"unit{it.unit_id}"] = Nameable(it.unit, "", unit_id=it.unit_id)
    namesakes: dict[str, set[int]] = {}
    for it in members:
        namesakes.setdefault(it.name, set()).add(it.person_id)
    for it in sorted(members, key=lambda one: NEARNESS[one.role]):
        if it.person_id == actor.id or f"person{it.person_id}" in found:
            continue
        handle = it.name
        if len(namesakes[it.name]) > 1 or handle in taken:
            handle = _another(f"{it.name[:40]}（{it.unit[:40]}）", taken)
        taken.add(handle)
        made = Nameable(handle, it.unit, person_id=it.person_id)
        found[made.key] = made
    return [*found.values()]


def told_of(named: Collection[Nameable], members: Iterable[Member]) -> list[Member]:
    """Return those of the members who are mentioned, themselves or with their unit."""
    persons = {it.person_id for it in named} - {None}
    units = {it.unit_id for it in named} - {None}
    return [
        it
        for it in members
        if it.person_id in persons or (it.unit_id in units and it.role is not Role.LEADER)
    ]


def heard_by(
    thread: Thread, members: Sequence[Member], speakers: Collection[int], writer: Actor
) -> list[Member]:
    """Return who hears of a comment without being mentioned: whoever has spoken, and the other side.

    In an assignment's thread the other side is the supervisors, or the unit where the office speaks;
    in a task's own it is the supervisor who registered the task, and the leader in charge of it.
    """
    assignment, task = thread.assignment, thread.task
    if assignment is None:
        asked = {task.registered_by_id, task.leader_id}
        return [it for it in members if it.person_id in {*speakers, *asked}]
    is_of_office = writer.sees_all

    def is_other_side(it: Member) -> bool:
        if is_of_office:
            return it.role in (Role.HEAD, Role.CONTACT) and it.unit_id == assignment.unit_id
        return it.role is Role.SUPERVISOR

    return [it for it in members if it.person_id in speakers or is_other_side(it)]


def _another(handle: str, taken: Collection[str]) -> str:
    number, tried = 1, handle
    while tried in taken:
        number += 1
        tried = f"{handle}{number}"[:LONGEST_HANDLE]
    return tried


def mentioned(text: str, choices: Iterable[Nameable]) -> list[Nameable]:
    """Return whom a text mentions behind an @, each once, in the order of the text."""
    by_handle = {it.handle: it for it in choices}
    found = (hit[1] for hit in _handles(by_handle).finditer(text)) if by_handle else iter(())
    return [by_handle[handle] for handle in dict.fromkeys(found)]


def with_chosen(text: str, chosen: Iterable[Nameable], choices: Iterable[Nameable]) -> str:
    """Put those who were picked from the list before a text that does not mention them itself."""
    named = mentioned(text, choices)
    missing = [f"@{it.handle}" for it in chosen if it not in named]
    return " ".join([*missing, text]) if missing else text


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Return what looks like the number of a task."""
    return {number for text in texts for number in NUMBER.findall(text)}


def pieces(text: str, handles: Collection[str], tasks: Mapping[str, int]) -> Iterator[Piece]:
    """Cut a comment into what a page shows; only the numbers in `tasks` lead anywhere."""
    for at, line in enumerate(text.splitlines()):
        if at:
            yield Piece(Kind.BREAK)
        yield from _pieces_of_line(line, handles, tasks)


def _pieces_of_line(
    line: str, handles: Collection[str], tasks: Mapping[str, int]
) -> Iterator[Piece]:
    marks = [
        *(
            (hit.span(), Kind.MENTION)
            for hit in (_handles(handles).finditer(line) if handles else ())
        ),
        *((hit.span(), Kind.TASK) for hit in NUMBER.finditer(line) if hit[0] in tasks),
    ]
    done = 0
    for (start, end), kind in sorted(marks):
        if start < done:
            # A number within somebody's handle is part of the handle.
            continue
        if start > done:
            yield Piece(Kind.WORDS, line[done:start])
        yield Piece(kind, line[start:end], tasks.get(line[start:end]))
        done = end
    if done < len(line):
        yield Piece(Kind.WORDS, line[done:])


def _handles(handles: Iterable[str]) -> "re.Pattern[str]":
    """Match an @ with one of these handles, the longest that fits; Latin names end where they end."""
    longest_first = sorted(handles, key=len, reverse=True)
    return re.compile(rf"[@＠]({'|'.join(map(re.escape, longest_first))})(?![A-Za-z0-9])")
