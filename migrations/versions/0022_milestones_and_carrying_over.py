"""milestones and indicators of tasks; tasks carried over into the next year's plan"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_routine", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("plan_priority", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE plan_priority SET place = position")

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_milestone_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("task_id", "name", name=op.f("uq_milestone_task_id_name")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index("ix_milestone_task_id_due_on", ["task_id", "due_on"], unique=False)

    op.create_table(
        "milestone_reached",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestone.id"],
            name=op.f("fk_milestone_reached_milestone_id_milestone"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_milestone_reached_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["person.id"], name=op.f("fk_milestone_reached_noted_by_id_person")
        ),
        sa.PrimaryKeyConstraint("milestone_id", "assignment_id", name=op.f("pk_milestone_reached")),
    )
    with op.batch_alter_table("milestone_reached", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_milestone_reached_assignment_id"), ["assignment_id"], unique=False
        )

    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("target", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "baseline IS NULL OR (direction = 'up' AND target >= baseline)"
            " OR (direction = 'down' AND target <= baseline)",
            name=op.f("ck_indicator_goes_its_way"),
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_indicator_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("task_id", "name", name=op.f("uq_indicator_task_id_name")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_task_id"), ["task_id"], unique=False)

    op.create_table(
        "carried_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carried_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_carried_over_task_id_task")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_carried_over_plan_id_plan")
        ),
        sa.ForeignKeyConstraint(
            ["priority_id"],
            ["plan_priority.id"],
            name=op.f("fk_carried_over_priority_id_plan_priority"),
        ),
        sa.ForeignKeyConstraint(
            ["carried_by_id"], ["person.id"], name=op.f("fk_carried_over_carried_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_over")),
        sa.UniqueConstraint("task_id", "plan_id", name=op.f("uq_carried_over_task_id_plan_id")),
        sa.UniqueConstraint(
            "priority_id", "ordinal", name=op.f("uq_carried_over_priority_id_ordinal")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_carried_over_number")),
    )
    with op.batch_alter_table("carried_over", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carried_over_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    op.drop_table("carried_over")
    op.drop_table("indicator")
    op.drop_table("milestone_reached")
    op.drop_table("milestone")
    with op.batch_alter_table("plan_priority", schema=None) as batch_op:
        batch_op.drop_column("place")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("is_routine")
