"""Two people at one report: who did what meanwhile, in words, and what one typed oneself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from tracker.foundation.clock import local_date
from tracker.foundation.wording import in_words
from tracker.workplan.directives import queries, rules
from tracker.workplan.directives.forms import key_of
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Mode,
    NamedUnit,
    ReviewStep,
    StepKind,
)
from tracker.workplan.directives.sheet import Sheet

A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Change:
    """A field that the two say differently."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody else did meanwhile; `changes`: the fields in which what was typed differs.

    can_save: whether what was typed stands in the editor and a second save goes through.
    units: those that one chose oneself and that are no longer among the directive's own.
    is_untouched: one had changed nothing oneself; `mine` is then what one saw.
    """

    sentence: str
    changes: tuple[Change, ...] = ()
    can_save: bool = False
    units: tuple[NamedUnit, ...] = ()
    is_untouched: bool = False


def clash_about(
    directive: Directive,
    changes: Iterable[Change] = (),
    *,
    now: datetime,
    units: Iterable[NamedUnit] = (),
) -> Clash:
    """Say who changed a directive, and what of it differs from what was typed."""
    step = queries.last_change_of(directive.report_id, directive.id)
    sentence = (
        _("%(what)s。您的改动没有存。", what=_who_did_what(step, _("这一条"), now=now))
        if step
        else _("这一条刚刚被别人改过，您的改动没有存。")
    )
    own = {key_of(it) for it in directive.units}
    return Clash(
        sentence,
        tuple(changes),
        can_save=directive.state is DirectiveState.DRAFT,
        units=tuple(it for it in units if key_of(it) not in own),
    )


def clash_untouched(
    directive: Directive, changes: Iterable[Change] = (), *, now: datetime
) -> Clash:
    """Say who changed a directive, and what, where oneself had not changed it.

    changes: between what one saw and what is kept now; without them, those of the last step.
    """
    step = queries.last_change_of(directive.report_id, directive.id)
    if step is None:
        return Clash(
            _("这一条刚刚被别人改过，请看过再办。"),
            can_save=rules.is_open(directive),
            is_untouched=True,
        )
    return Clash(
        _("%(what)s，请看过再办。", what=_who_did_what(step, _("这一条"), now=now)),
        tuple(changes) or tuple(_changed_by(step, directive, local_date(now))),
        can_save=rules.is_open(directive),
        is_untouched=True,
    )


def _changed_by(step: ReviewStep, directive: Directive, today: date) -> list[Change]:
    """Compare what a directive says with what it said before a step."""
    was = next((it["before"] for it in step.images if it["id"] == directive.id), None) or {}
    due_on = was.get("due_on", directive.due_on)
    mode = was.get("mode", directive.mode)
    return changes_between(
        directive,
        title=was.get("title", directive.title),
        heading=was.get("heading", directive.heading),
        due_on=date.fromisoformat(due_on) if isinstance(due_on, str) else due_on,
        mode=Mode(mode) if mode else None,
        units=was.get("units", directive.units),
        today=today,
    )


def changes_between(
    directive: Directive,
    *,
    title: str,
    heading: str | None,
    due_on: date | None,
    mode: Mode | None,
    units: Sequence[NamedUnit],
    today: date,
) -> list[Change]:
    """Compare what is kept with what was typed, field by field."""
    pairs = [
        Change(_("标题"), directive.title, title),
        Change(_("重点名称"), directive.heading or "", heading or directive.heading or ""),
        Change(_("时限"), _day(directive.due_on, today), _day(due_on, today)),
        Change(_("方式"), _mode(directive.mode), _mode(mode)),
        Change(_("承办单位"), _units(directive.units), _units(units)),
    ]
    return [it for it in pairs if it.theirs != it.mine]


def told(step: ReviewStep | None, sheet: Sheet, *, now: datetime) -> str:
    """Say what somebody else did last on the report: 林涛 3 分钟前采纳了第 4 条."""
    if step is None:
        return ""
    numbers = [
        sheet.by_id[image["id"]]
        for image in step.images
        if image["after"]["state"] != DirectiveState.RETIRED and image["id"] in sheet.by_id
    ]
    if not numbers:
        return _who_did_what(step, _("几处文字") if step.spans else _("一条"), now=now)
    row = numbers[0]
    what = (
        _("重点%(number)s", number=row.number)
        if row.is_priority
        else _("第 %(number)s 条", number=row.number)
    )
    return _who_did_what(step, what, now=now)


def _who_did_what(step: ReviewStep, what: str, *, now: datetime) -> str:
    minutes = int((now - step.at).total_seconds()) // A_MINUTE
    when = _("%(minutes)s 分钟前", minutes=minutes) if minutes > 0 else _("刚刚")
    return f"{step.actor.name} {when}{_done(step.kind, what)}"


def _done(kind: StepKind, what: str) -> str:
    sentences: dict[StepKind, str] = {
        StepKind.ACCEPTED: _("采纳了%(what)s", what=what),
        StepKind.NOTED: _("把%(what)s标为阅知", what=what),
        StepKind.UNDECIDED: _("撤销了%(what)s的决定", what=what),
        StepKind.EDITED: _("改了%(what)s", what=what),
        StepKind.ADDED: _("新增了%(what)s", what=what),
        StepKind.MERGED: _("合并了%(what)s", what=what),
        StepKind.SPLIT: _("拆分了%(what)s", what=what),
        StepKind.REPARENTED: _("给%(what)s换了重点", what=what),
        StepKind.LEVELLED: _("改了%(what)s的层级", what=what),
        StepKind.MOVED: _("移动了%(what)s", what=what),
        StepKind.SET_ASIDE: _("把%(what)s标为背景", what=what),
    }
    return sentences[kind]


def _day(day: date | None, today: date) -> str:
    return in_words(day, year=today.year) if day else str(_("待定"))


def _mode(mode: Mode | None) -> str:
    words: dict[Mode | None, str] = {
        Mode.JOINT: _("共同承办"),
        Mode.EACH: _("分别承办"),
        None: _("待定"),
    }
    return words[mode]


def _units(units: Iterable[NamedUnit]) -> str:
    names = [
        _("%(name)s（配合）", name=it["name"]) if it["duty"] == "support" else it["name"]
        for it in units
    ]
    return "、".join(names) or _("待定")
