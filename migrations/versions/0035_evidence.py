"""files beside the entries about progress"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)",
            name="ck_evidence_removed_by_somebody",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["progress_entry.id"], name="fk_evidence_entry_id_progress_entry"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_evidence_unit_id_unit"),
        sa.ForeignKeyConstraint(
            ["file_id"], ["kept_file.id"], name="fk_evidence_file_id_kept_file"
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name="fk_evidence_added_by_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["person.id"], name="fk_evidence_removed_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("file_id", name="uq_evidence_file_id"),
    )
    op.create_index("ix_evidence_entry_id", "evidence", ["entry_id"])
    op.create_index("ix_evidence_removed_at", "evidence", ["removed_at"])
    op.create_index("ix_evidence_unit_id_removed_at", "evidence", ["unit_id", "removed_at"])


def downgrade() -> None:
    op.drop_table("evidence")
