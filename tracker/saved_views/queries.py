"""What pages ask about saved views; every question begins at what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.saved_views.models import DefaultView, ListKind, SavedView
from tracker.saved_views.rules import may_share

NO_VIEW = N_("没有这个视图，可能已经删去或不再共享。")


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view as the person finds it; is_own: made by them; is_default: their list opens with it."""

    view: SavedView
    is_own: bool
    is_default: bool


def views_visible_to(actor: Actor) -> Select[SavedView]:
    """Begin every question about views here: one's own, and those shared with a role of one's.

    Who may share sees all that are shared, to keep them.
    """
    is_shared = SavedView.shared_with.is_not(None) if may_share(actor) else _is_for(actor)
    return select(SavedView).where(or_(SavedView.owner_id == actor.id, is_shared))


def visible_view(actor: Actor, view_id: int) -> SavedView:
    """Find one view, or pretend that it does not exist."""
    found = db.session.scalar(
        views_visible_to(actor).where(SavedView.id == view_id).options(joinedload(SavedView.owner))
    )
    if found is None:
        raise NotFound(NO_VIEW)
    return found


def view_lines(actor: Actor, kind: ListKind | None = None) -> Sequence[ViewLine]:
    """Return the views that stand above a list: one's own in their order, then the shared ones.

    None: those of all lists, with what one only keeps for others.
    """
    is_chosen = and_(DefaultView.view_id == SavedView.id, DefaultView.person_id == actor.id)
    question = views_visible_to(actor)
    if kind is not None:
        question = _of(actor, kind).where(or_(SavedView.owner_id == actor.id, _is_for(actor)))
    found = db.session.execute(
        question.outerjoin(DefaultView, is_chosen)
        .add_columns(DefaultView.view_id)
        .options(joinedload(SavedView.owner))
        .order_by(
            SavedView.list_kind.desc(),
            (SavedView.owner_id == actor.id).desc(),
            SavedView.owner_id,
            SavedView.position,
            SavedView.id,
        )
    )
    return [
        ViewLine(view, is_own=view.owner_id == actor.id, is_default=chosen is not None)
        for view, chosen in found
    ]


def own_views(actor: Actor, kind: ListKind) -> Sequence[SavedView]:
    """Return one's own views of a list in their order."""
    return db.session.scalars(
        _of(actor, kind)
        .where(SavedView.owner_id == actor.id)
        .order_by(SavedView.position, SavedView.id)
    ).all()


def default_view(actor: Actor, kind: ListKind) -> SavedView | None:
    """Return what the person's list opens with, as far as it is still theirs to see."""
    return db.session.scalar(
        _of(actor, kind)
        .join(DefaultView, DefaultView.view_id == SavedView.id)
        .where(DefaultView.person_id == actor.id)
    )


def _is_for(actor: Actor) -> ColumnElement[bool]:
    """Ask that a view is shared with a role of the actor's."""
    return SavedView.shared_with.in_({role for role, _ in actor.roles})


def _of(actor: Actor, kind: ListKind) -> Select[SavedView]:
    return views_visible_to(actor).where(SavedView.list_kind == kind)
