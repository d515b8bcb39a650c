"""changes of tasks after they are given out: what was changed, from what, into what, and why

A date may be brought forward from then on; the original one stays beside it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

NEVER_BROUGHT_FORWARD = "ck_assignment_never_brought_forward"


def upgrade() -> None:
    op.create_table(
        "task_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)",
            name=op.f("ck_task_change_undone_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_task_change_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_task_change_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_change")),
    )
    op.create_index(op.f("ix_task_change_made_by_id"), "task_change", ["made_by_id"])
    op.create_table(
        "task_change_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("aspect", sa.String(length=20), nullable=False),
        sa.Column("was", sa.String(length=20), nullable=True),
        sa.Column("now", sa.String(length=20), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("is_decided", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(aspect = 'due_on') = (assignment_id IS NOT NULL)",
            name=op.f("ck_task_change_item_dates_are_of_assignments"),
        ),
        sa.CheckConstraint(
            "(assignment_id IS NULL) = (unit_id IS NULL)",
            name=op.f("ck_task_change_item_assignments_are_of_units"),
        ),
        sa.CheckConstraint(
            "(aspect = 'priority_id') = (ordinal IS NOT NULL)",
            name=op.f("ck_task_change_item_only_priorities_leave_a_place"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{column}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_task_change_item_{column}_id_{table}"),
            )
            for column, table in (
                ("change", "task_change"),
                ("task", "task"),
                ("assignment", "assignment"),
                ("unit", "unit"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_change_item")),
    )
    for column in ("change_id", "task_id", "assignment_id"):
        op.create_index(op.f(f"ix_task_change_item_{column}"), "task_change_item", [column])
    op.create_index("ix_task_change_item_aspect_was", "task_change_item", ["aspect", "was"])
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_constraint(op.f(NEVER_BROUGHT_FORWARD), type_="check")


def downgrade() -> None:
    # The older version knows no earlier date than the original one: that one is in force again.
    op.execute("UPDATE assignment SET due_on = original_due_on WHERE due_on < original_due_on")
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.create_check_constraint(
            op.f(NEVER_BROUGHT_FORWARD), "due_on IS NULL OR due_on >= original_due_on"
        )
    op.drop_table("task_change_item")
    op.drop_table("task_change")
