"""Filling an empty database with the example city."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from tracker.example.bulk import add_tasks
from tracker.example.cast import Cast, assemble
from tracker.example.circulars import write_circulars
from tracker.example.days import Year, end_of, year_of
from tracker.example.story import tell
from tracker.foundation.clock import HERE
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.settings import EXAMPLE, holds_example, set_setting
from tracker.foundation.words import N_
from tracker.messages.models import Message, Receipt
from tracker.people.models import Person, Role
from tracker.saved_views.commands import save_view
from tracker.saved_views.models import ListKind

UNREAD_DAYS = 4
VIEWS: tuple[tuple[ListKind, str, Role | None, dict[str, str]], ...] = (
    (ListKind.TASKS, "按月看时限", None, {"group": "month", "sort": "due"}),
    (ListKind.TASKS, "分管单位的逾期", Role.LEADER, {"charge": "1", "signal": "late"}),
    (ListKind.TASKS, "临期和滞后", Role.HEAD, {"signal": "warned", "sort": "due"}),
    (
        ListKind.ASSIGNMENTS,
        "各单位逾期",
        None,
        {"signal": "late", "group": "unit", "sort": "-late"},
    ),
)
LOADED = N_("示例城市已经装入，不用再装。")
IN_USE = N_(
    "库里已有本单位的人员，不能再装示例城市；请换一个空的数据库（LUOSHI_HOME 或 LUOSHI_DATABASE_URL）。"
)


def load_example(*, today: date, scale: int | None = None) -> None:
    """Load the example city as it stands on the morning of ``today``, or nothing of it.

    scale: so many further tasks beside those of the story, each with two assignments, for
    measurements; they are written in bulk and have events, but no journal.
    Raises RuleBroken when the database already holds people, the example's or real ones.
    """
    with transaction():
        _check_empty()
        year = year_of(today)
        cast = assemble(since=date(year.year - 1, 1, 1))
        tell(cast, year)
        _save_views(cast, year)
        write_circulars(cast, end_of(year.last_day))
        _look_through_messages(today)
        if scale:
            add_tasks(cast, year, scale)
        set_setting(EXAMPLE, today.isoformat())


def _save_views(cast: Cast, year: Year) -> None:
    """Have a supervisor keep the lists that the office looks at every week."""
    # Behind all that the story did on its last day: the journal is in the order of time.
    at = end_of(year.last_day)
    for kind, name, shared_with, asked in VIEWS:
        save_view(
            cast.supervisors[0], kind, name=name, asked=asked, shared_with=shared_with, now=at
        )


def _look_through_messages(today: date) -> None:
    """Have everybody opened what they were told until a few days ago."""
    until = datetime.combine(today - timedelta(days=UNREAD_DAYS), time(8), HERE)
    old = select(Message.id).where(Message.at < until)
    informing = select(Message.id).where(Message.at < until, Message.asks.is_(False))
    is_open = Receipt.done_at.is_(None)
    for question, values in (
        (old, {"read_at": until}),
        (informing, {"done_at": until}),
    ):
        db.session.execute(
            update(Receipt).where(Receipt.message_id.in_(question), is_open).values(values)
        )


def _check_empty() -> None:
    if holds_example():
        raise RuleBroken(LOADED)
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        raise RuleBroken(IN_USE)
