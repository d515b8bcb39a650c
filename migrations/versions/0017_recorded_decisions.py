"""attached files; decisions of leaders that were recorded for them"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_kept_file_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_file")),
    )
    with op.batch_alter_table("kept_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "recorded_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_recorded_decision_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_recorded_decision_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_recorded_decision_leader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["kept_file.id"], name=op.f("fk_recorded_decision_scan_id_kept_file")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["person.id"],
            name=op.f("fk_recorded_decision_recorded_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_decision")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_recorded_decision_scan_id")),
    )
    with op.batch_alter_table("recorded_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recorded_decision_assignment_id"), ["assignment_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("recorded_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recorded_decision_assignment_id"))

    op.drop_table("recorded_decision")
    with op.batch_alter_table("kept_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_file_sha256"))

    op.drop_table("kept_file")
