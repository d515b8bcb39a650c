"""by what past days are judged: milestones, cycles, limits, working days and plans of that day"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "setting_change",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("was", sa.Text, nullable=True),
        sa.Column("now", sa.Text, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_setting_change"),
    )
    op.create_index("ix_setting_change_name", "setting_change", ["name"])
    op.create_table(
        "day_change",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("was", sa.Boolean, nullable=True),
        sa.Column("now", sa.Boolean, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_day_change"),
    )
    op.create_index("ix_day_change_at", "day_change", ["at"])
    op.create_table(
        "milestone_change",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("task_id", sa.Integer, nullable=False),
        sa.Column("was", sa.Date, nullable=True),
        sa.Column("now", sa.Date, nullable=True),
        sa.Column("on_date", sa.Date, nullable=False),
        sa.CheckConstraint(
            "was IS NOT NULL OR now IS NOT NULL", name="ck_milestone_change_some_date"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_milestone_change_task_id_task"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone_change"),
    )
    op.create_index("ix_milestone_change_task_id", "milestone_change", ["task_id"])
    op.create_table(
        "cycle_change",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("task_id", sa.Integer, nullable=False),
        sa.Column("was", sa.String(20), nullable=False),
        sa.Column("now", sa.String(20), nullable=False),
        sa.Column("on_date", sa.Date, nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_cycle_change_task_id_task"),
        sa.PrimaryKeyConstraint("id", name="pk_cycle_change"),
    )
    op.create_index("ix_cycle_change_task_id", "cycle_change", ["task_id"])
    op.create_table(
        "brought_back",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("task_id", sa.Integer, nullable=False),
        sa.Column("into_plan_id", sa.Integer, nullable=False),
        sa.Column("into_priority_id", sa.Integer, nullable=False),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_back_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_brought_back_task_id_task"),
        sa.ForeignKeyConstraint(
            ["into_plan_id"], ["plan.id"], name="fk_brought_back_into_plan_id_plan"
        ),
        sa.ForeignKeyConstraint(
            ["into_priority_id"],
            ["plan_priority.id"],
            name="fk_brought_back_into_priority_id_plan_priority",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_brought_back"),
    )
    op.create_index("ix_brought_back_task_id", "brought_back", ["task_id"])


def downgrade() -> None:
    op.drop_table("brought_back")
    op.drop_table("cycle_change")
    op.drop_table("milestone_change")
    op.drop_table("day_change")
    op.drop_table("setting_change")
