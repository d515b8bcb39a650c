"""Which decision of a leader may be recorded: whose, of which day, and with what to prove it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.foundation.errors import Misfilled
from tracker.foundation.formats import Upload
from tracker.foundation.labels import Label, covers
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for

WHOSE, WHEN, PROOF = "on_behalf_of", "decided_on", "scan"
"""What a form calls the three."""


class BadDecision(Misfilled):
    """What is told of a decision cannot be."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a supervisor says about a leader's decision."""

    leader_id: int
    decided_on: date
    scan: Upload | None = None


def check_decides(actor: Actor) -> None:
    """Refuse a decision of nobody's: who is no leader records that of one."""
    if not actor.is_leader:
        raise BadDecision(WHOSE, N_("请选是哪位领导的决定。"))


def check_day(decided_on: date, *, since: date, today: date) -> None:
    """Refuse a decision of tomorrow, or of a day when there was nothing yet to decide about."""
    if decided_on > today:
        raise BadDecision(WHEN, N_("决定日期不能晚于今天。"))
    if decided_on < since:
        sentence = N_("决定日期不能早于 {day}，那天才交办或作出上一个决定。")
        raise BadDecision(WHEN, sentence.format(day=in_full(since)))


def check_leader(
    leader: Actor | None,
    permission: Permission,
    units: Collection[int],
    *,
    recorder_id: int | None,
    label: Label,
) -> None:
    """Refuse a decision of somebody who did not lead on its day, may not see the task, or records it.

    leader: the person as they were on that day; label: of the task. Nobody decides about their own
    unit either.
    """
    if leader is None or not leader.is_leader:
        raise BadDecision(WHOSE, N_("所选的人在决定日期那天不是在任领导，请重新选。"))
    if leader.id == recorder_id:
        raise BadDecision(WHOSE, N_("自己的决定不能自己代录，须由别的督查员代录。"))
    if not covers(leader.clearance, label):
        raise BadDecision(WHOSE, N_("所选领导不能看这项任务的安全标签，须由别的领导决定。"))
    if not may_for(leader, permission, *units):
        raise BadDecision(WHOSE, N_("这件事是所选领导自己所在单位承办的，须由别的领导决定。"))


def check_proof(scan: Upload | None, *, is_needed: bool) -> None:
    """Refuse a decision without its paper where the office wants it."""
    if scan is None and is_needed:
        raise BadDecision(PROOF, N_("请附上决定的扫描件或照片。"))
