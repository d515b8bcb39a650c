"""annual summaries"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annual_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("highlights", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("next_year_plan", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "accepted",
                name="summarystate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_at IS NOT NULL)",
            name=op.f("ck_annual_summary_accepted_at_once"),
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)",
            name=op.f("ck_annual_summary_submitted_when_not_draft"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR return_reason <> ''",
            name=op.f("ck_annual_summary_returned_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name=op.f("fk_annual_summary_drafted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_annual_summary_plan_id_plan")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["person.id"],
            name=op.f("fk_annual_summary_submitted_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_annual_summary_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_summary")),
        sa.UniqueConstraint("plan_id", "unit_id", name=op.f("uq_annual_summary_plan_id_unit_id")),
    )
    with op.batch_alter_table("annual_summary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annual_summary_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_annual_summary_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "summary_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["priority_id"],
            ["plan_priority.id"],
            name=op.f("fk_summary_result_priority_id_plan_priority"),
        ),
        sa.ForeignKeyConstraint(
            ["summary_id"],
            ["annual_summary.id"],
            name=op.f("fk_summary_result_summary_id_annual_summary"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_result")),
        sa.UniqueConstraint(
            "summary_id", "priority_id", name=op.f("uq_summary_result_summary_id_priority_id")
        ),
    )
    with op.batch_alter_table("summary_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_summary_result_summary_id"), ["summary_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("summary_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_summary_result_summary_id"))

    op.drop_table("summary_result")
    with op.batch_alter_table("annual_summary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annual_summary_unit_id"))
        batch_op.drop_index(batch_op.f("ix_annual_summary_plan_id"))

    op.drop_table("annual_summary")
