"""Saving a view, changing it, giving it away to a role, opening one's list with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.models import Person, Role
from tracker.saved_views import rules
from tracker.saved_views.models import DefaultView, ListKind, SavedView

NO_LISTS = N_("您没有任务清单，不能存视图。")
NOT_YOURS = N_("只能改自己的视图；共享的视图由督查室修改。")
NOT_TO_SHARE = N_("视图由督查室共享给别人。")


def save_view(
    actor: Actor,
    kind: ListKind,
    *,
    name: str,
    asked: Mapping[str, str],
    shared_with: Role | None,
    now: datetime,
) -> SavedView:
    """Keep how a list is filtered and laid out, behind the person's other views of it."""
    require(rules.may_keep_views(actor) and actor.id is not None, NO_LISTS)
    require(shared_with is None or rules.may_share(actor), NOT_TO_SHARE)
    rules.check_asked(asked)
    rules.check_shared_with(shared_with)
    owner_id = actor.id or 0
    _lock(owner_id)
    others = _names(owner_id, kind)
    rules.check_count(len(others))
    rules.check_name(name, others.values())
    last = db.session.scalar(
        select(func.max(SavedView.position)).where(
            SavedView.owner_id == owner_id, SavedView.list_kind == kind
        )
    )
    view = SavedView(
        owner_id=owner_id,
        list_kind=kind,
        name=name,
        asked=dict(asked),
        shared_with=shared_with,
        position=(last or 0) + 1,
        saved_at=now,
    )
    db.session.add(view)
    db.session.flush()
    record(
        actor,
        "saved_view.saved",
        f"saved_view:{view.id}",
        at=now,
        name=name,
        filters=_in_words(asked),
        shared_with=shared_with,
    )
    return view


def edit_view(
    actor: Actor,
    view: SavedView,
    *,
    name: str,
    shared_with: Role | None,
    version: int,
    now: datetime,
) -> None:
    """Rename a view, or show it to another role."""
    _require_change(actor, view)
    check_version(version, view)
    require(shared_with == view.shared_with or rules.may_share(actor), NOT_TO_SHARE)
    rules.check_shared_with(shared_with)
    _lock(view.owner_id)
    others = _names(view.owner_id, view.list_kind)
    rules.check_name(name, (it for key, it in others.items() if key != view.id))
    if (name, shared_with) == (view.name, view.shared_with):
        return
    record(
        actor,
        "saved_view.edited",
        f"saved_view:{view.id}",
        at=now,
        was_name=view.name,
        now_name=name,
        was_shared_with=view.shared_with,
        now_shared_with=shared_with,
    )
    view.name, view.shared_with = name, shared_with


def replace_view(
    actor: Actor, view: SavedView, *, asked: Mapping[str, str], version: int, now: datetime
) -> None:
    """Keep under the same name what the list looks like now."""
    _require_change(actor, view)
    check_version(version, view)
    rules.check_asked(asked)
    record(
        actor,
        "saved_view.replaced",
        f"saved_view:{view.id}",
        at=now,
        name=view.name,
        was_filters=_in_words(view.asked),
        now_filters=_in_words(asked),
    )
    view.asked = dict(asked)


def move_view(
    actor: Actor,
    view: SavedView,
    own: Sequence[SavedView],
    *,
    upwards: bool,
    version: int,
    now: datetime,
) -> bool:
    """Change places with the next of one's own views of the list; whether there is one."""
    require(rules.may_keep_views(actor) and view.owner_id == actor.id, NOT_YOURS)
    check_version(version, view)
    at = list(own).index(view)
    to = at - 1 if upwards else at + 1
    if not 0 <= to < len(own):
        return False
    own[at].position, own[to].position = own[to].position, own[at].position
    record(
        actor,
        "saved_view.moved",
        f"saved_view:{view.id}",
        at=now,
        name=view.name,
        now_position=to + 1,
    )
    return True


def delete_view(actor: Actor, view: SavedView, *, version: int, now: datetime) -> None:
    """Drop a view; whoever's list opened with it finds the whole list again."""
    _require_change(actor, view)
    check_version(version, view)
    record(
        actor,
        "saved_view.deleted",
        f"saved_view:{view.id}",
        at=now,
        name=view.name,
        filters=_in_words(view.asked),
        shared_with=view.shared_with,
    )
    db.session.delete(view)


def make_default(actor: Actor, view: SavedView, *, now: datetime) -> None:
    """Have one's list open with a view."""
    require(rules.may_keep_views(actor), NO_LISTS)
    _lock(actor.id or 0)
    kept = db.session.get(DefaultView, (actor.id, view.list_kind))
    if kept is None:
        kept = DefaultView(person_id=actor.id, list_kind=view.list_kind)
        db.session.add(kept)
    elif kept.view_id == view.id:
        return
    kept.view_id = view.id
    record(actor, "saved_view.made_default", f"saved_view:{view.id}", at=now, name=view.name)


def drop_default(actor: Actor, view: SavedView, *, now: datetime) -> None:
    """Have one's list open whole again."""
    require(rules.may_keep_views(actor), NO_LISTS)
    kept = db.session.get(DefaultView, (actor.id, view.list_kind))
    if kept is None or kept.view_id != view.id:
        return
    db.session.delete(kept)
    record(actor, "saved_view.default_dropped", f"saved_view:{view.id}", at=now, name=view.name)


def _require_change(actor: Actor, view: SavedView) -> None:
    is_allowed = rules.may_change(actor, owner_id=view.owner_id, shared_with=view.shared_with)
    require(is_allowed, NOT_YOURS)


def _lock(person_id: int) -> None:
    """Let one deed at a time name the views of a person."""
    db.session.get(Person, person_id, with_for_update=True)


def _names(owner_id: int, kind: ListKind) -> dict[int, str]:
    rows = db.session.execute(
        select(SavedView.id, SavedView.name).where(
            SavedView.owner_id == owner_id, SavedView.list_kind == kind
        )
    )
    return {row.id: row.name for row in rows}


def _in_words(asked: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted(asked.items()))
