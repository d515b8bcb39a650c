"""extension requests: asked by the unit, proposed by a supervisor, decided by a leader"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PENDING = "state IN ('asked', 'proposed')"
CHECKS = {
    "percent_is_a_share": "percent BETWEEN 0 AND 100",
    "asks_for_a_later_day": "wanted_on > due_on",
    "proposes_a_later_day": "proposed_on IS NULL OR proposed_on > due_on",
    "proposed_whole": "(proposed_at IS NULL) = (proposed_by_id IS NULL)"
    " AND (proposed_at IS NULL) = (is_supported IS NULL)",
    "only_support_names_a_day": "proposed_on IS NULL OR is_supported IS TRUE",
    "asked_before_proposed": "state <> 'asked' OR proposed_at IS NULL",
    "decided_after_proposed": "state NOT IN ('proposed', 'approved', 'refused')"
    " OR proposed_at IS NOT NULL",
    "approves_a_day": "(state = 'approved') = (granted_on IS NOT NULL)",
    "pending_until_ended": f"({PENDING}) = (ended_at IS NULL)",
    "ended_by_somebody": "(ended_at IS NULL) = (ended_by_id IS NULL)",
}
KEYS = {
    "assignment_id": "assignment",
    "unit_id": "unit",
    "asked_by_id": "person",
    "proposed_by_id": "person",
    "ended_by_id": "person",
    "decision_id": "recorded_decision",
}


def upgrade() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("is_supported", sa.Boolean(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(words, name=op.f(f"ck_extension_{name}"))
            for name, words in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_extension_{column}_{table}")
            )
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_extension_decision_id")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        for column in ("assignment_id", "unit_id"):
            batch_op.create_index(batch_op.f(f"ix_extension_{column}"), [column], unique=False)
        batch_op.create_index("ix_extension_state_due_on", ["state", "due_on"], unique=False)
        batch_op.create_index(
            "ix_extension_one_pending",
            ["assignment_id"],
            unique=True,
            sqlite_where=sa.text(PENDING),
            postgresql_where=sa.text(PENDING),
        )


def downgrade() -> None:
    op.drop_table("extension")
