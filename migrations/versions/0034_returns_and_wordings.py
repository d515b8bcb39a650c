"""returns of entries as events, the wordings that stood before, and when an entry first came in"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

IN_CHINA = timedelta(hours=8)
Journal = sa.table(
    "journal_entry",
    sa.column("id", sa.Integer),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.Integer),
    sa.column("deed", sa.String),
    sa.column("subject", sa.String),
    sa.column("details", sa.JSON),
)
Entry = sa.table(
    "progress_entry",
    sa.column("id", sa.Integer),
    sa.column("return_reason", sa.Text),
    sa.column("submitted_at", sa.DateTime(timezone=True)),
    sa.column("first_submitted_at", sa.DateTime(timezone=True)),
)
Return = sa.table(
    "entry_return",
    sa.column("entry_id", sa.Integer),
    sa.column("reason", sa.Text),
    sa.column("on_date", sa.Date),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("by_id", sa.Integer),
)


def upgrade() -> None:
    op.create_table(
        "entry_wording",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("done", sa.Text, nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
        sa.Column("next_steps", sa.Text, nullable=False),
        sa.Column("is_unchanged", sa.Boolean, nullable=False),
        sa.Column("lower_reason", sa.Text, nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["progress_entry.id"], name="fk_entry_wording_entry_id_progress_entry"
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name="fk_entry_wording_submitted_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_entry_wording"),
    )
    op.create_index("ix_entry_wording_entry_id", "entry_wording", ["entry_id"])
    op.create_table(
        "entry_return",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("wording_id", sa.Integer, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("on_date", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer, nullable=True),
        sa.CheckConstraint("reason <> ''", name="ck_entry_return_with_a_reason"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["progress_entry.id"], name="fk_entry_return_entry_id_progress_entry"
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["entry_wording.id"], name="fk_entry_return_wording_id_entry_wording"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_entry_return_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_entry_return"),
    )
    op.create_index("ix_entry_return_entry_id", "entry_return", ["entry_id"])
    op.create_index("ix_entry_return_on_date", "entry_return", ["on_date"])
    op.add_column(
        "progress_entry",
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
    )
    _first_submissions()
    _returns()


def downgrade() -> None:
    op.drop_column("progress_entry", "first_submitted_at")
    op.drop_table("entry_return")
    op.drop_table("entry_wording")


def _first_submissions() -> None:
    """Take the first submission from the journal; where it was purged, the one that is known."""
    subject = sa.literal("entry:").concat(sa.cast(Entry.c.id, sa.String))
    first = (
        sa.select(sa.func.min(Journal.c.at))
        .where(Journal.c.deed == "progress.submitted", Journal.c.subject == subject)
        .scalar_subquery()
    )
    op.execute(
        sa.update(Entry)
        .where(Entry.c.submitted_at.is_not(None))
        .values(first_submitted_at=sa.func.coalesce(first, Entry.c.submitted_at))
    )


def _returns() -> None:
    """Take the returns from the journal; one of which nothing is left there, from its entry."""
    connection = op.get_bind()
    entries = connection.execute(
        sa.select(Entry.c.id, Entry.c.return_reason, Entry.c.submitted_at).where(
            Entry.c.return_reason != ""
        )
    ).all()
    known = {f"entry:{key}": key for key, _reason, _at in entries}
    told = connection.execute(
        sa.select(Journal.c.at, Journal.c.actor_id, Journal.c.subject, Journal.c.details)
        .where(Journal.c.deed == "progress.returned")
        .order_by(Journal.c.id)
    ).all()
    found = [
        _row(known[subject], (details or {}).get("reason"), at, by_id)
        for at, by_id, subject, details in told
        if subject in known
    ]
    noted = {row["entry_id"] for row in found}
    found += [_row(key, reason, at, None) for key, reason, at in entries if key not in noted]
    if found:
        connection.execute(sa.insert(Return), found)


def _row(entry_id: int, reason: str | None, at: Any, by_id: int | None) -> dict[str, Any]:
    return {
        "entry_id": entry_id,
        "reason": reason or "—",
        "on_date": (at + IN_CHINA).date(),
        "at": at,
        "by_id": by_id,
    }
