"""breakdown imports"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "breakdown_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("splits", sa.Boolean(), nullable=False),
        sa.Column("plan_year", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "plan_year BETWEEN 2000 AND 2100", name=op.f("ck_breakdown_import_plausible_year")
        ),
        sa.CheckConstraint("sheet >= 0", name=op.f("ck_breakdown_import_sheet_counts_from_0")),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["person.id"], name=op.f("fk_breakdown_import_begun_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_breakdown_import_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breakdown_import")),
        sa.UniqueConstraint("report_id", name=op.f("uq_breakdown_import_report_id")),
    )
    with op.batch_alter_table("breakdown_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_breakdown_import_begun_by_id"), ["begun_by_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("breakdown_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_breakdown_import_begun_by_id"))

    op.drop_table("breakdown_import")
