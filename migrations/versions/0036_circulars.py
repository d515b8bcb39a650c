"""circulars: drafted, approved, issued under a number"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

CHECKS = {
    "ordinal_from_one": "ordinal >= 1",
    "says_something": "title <> '' AND overall <> ''",
    "numbered_in_a_year": "(year IS NULL) = (ordinal IS NULL)",
    "issued_with_a_number": "(issued_at IS NULL) = (ordinal IS NULL)",
    "issued_by_somebody": "(issued_at IS NULL) = (issued_by_id IS NULL)",
    "approved_by_a_leader": "(approved_at IS NULL) = (leader_id IS NULL)",
    "approved_on_a_day": "(approved_at IS NULL) = (decided_on IS NULL)",
    "approved_when_it_says_so": "state NOT IN ('approved', 'issued') OR approved_at IS NOT NULL",
    "issued_when_it_says_so": "state <> 'issued' OR issued_at IS NOT NULL",
    "issued_if_approved": "issued_at IS NULL OR approved_at IS NOT NULL",
    "withdrawn_at_once": "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
    "withdrawn_for_a_reason": "(withdrawn_at IS NULL) = (withdrawal_reason = '')",
}
KEYS = (
    ("plan_id", "plan"),
    ("office_id", "unit"),
    ("drafted_by_id", "person"),
    ("leader_id", "person"),
    ("scan_id", "kept_file"),
    ("approved_by_id", "person"),
    ("issued_by_id", "person"),
    ("withdrawn_by_id", "person"),
)


def upgrade() -> None:
    op.create_table(
        "circular",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("is_for_units", sa.Boolean(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("overall", "meetings", "priorities", "praise", "problems", "demands")
        ),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(said, name=op.f(f"ck_circular_{name}"))
            for name, said in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_circular_{column}_{table}")
            )
            for column, table in KEYS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_circular_scan_id")),
        sa.UniqueConstraint("year", "ordinal", name=op.f("uq_circular_year_ordinal")),
    )
    for column in ("plan_id", "state"):
        op.create_index(op.f(f"ix_circular_{column}"), "circular", [column])

    op.create_table(
        "circular_item",
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit_name", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_circular_item_position_from_one")),
        sa.CheckConstraint("days_late >= 1", name=op.f("ck_circular_item_late")),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_circular_item_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_circular_item_assignment_id_assignment"),
        ),
        sa.PrimaryKeyConstraint("circular_id", "assignment_id", name=op.f("pk_circular_item")),
        sa.UniqueConstraint(
            "circular_id", "position", name=op.f("uq_circular_item_circular_id_position")
        ),
    )
    op.create_index(op.f("ix_circular_item_assignment_id"), "circular_item", ["assignment_id"])

    op.create_table(
        "circular_unit",
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_praised", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circular_id"], ["circular.id"], name=op.f("fk_circular_unit_circular_id_circular")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_circular_unit_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("circular_id", "unit_id", name=op.f("pk_circular_unit")),
    )
    op.create_index(op.f("ix_circular_unit_unit_id"), "circular_unit", ["unit_id"])


def downgrade() -> None:
    for table in ("circular_unit", "circular_item", "circular"):
        op.drop_table(table)
