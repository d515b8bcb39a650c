"""tasks and assignments"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_plan_plausible_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("year", name=op.f("uq_plan_year")),
    )
    op.create_table(
        "plan_priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "position BETWEEN 1 AND 12", name=op.f("ck_plan_priority_at_most_twelve")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_priority_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_priority")),
        sa.UniqueConstraint("plan_id", "name", name=op.f("uq_plan_priority_plan_id_name")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_plan_priority_plan_id_position")),
    )
    with op.batch_alter_table("plan_priority", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_priority_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column(
            "cycle",
            sa.Enum(
                "monthly",
                "quarterly",
                "half_yearly",
                "once",
                name="reportingcycle",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("joint", "each", name="mode", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("dispatched_on", sa.Date(), nullable=True),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(mode IS NULL) = (dispatched_on IS NULL)", name=op.f("ck_task_dispatched_in_a_mode")
        ),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_task_ordinal_from_one")),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_task_plausible_weight")),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["unit.id"], name=op.f("fk_task_coordinator_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_task_leader_id_person")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_task_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["plan_priority.id"], name=op.f("fk_task_priority_id_plan_priority")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["person.id"], name=op.f("fk_task_registered_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("number", name=op.f("uq_task_number")),
        sa.UniqueConstraint("priority_id", "ordinal", name=op.f("uq_task_priority_id_ordinal")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_dispatched_on"), ["dispatched_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_leader_id"), ["leader_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum("lead", "support", name="duty", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "dispatched",
                "declined",
                "acknowledged",
                "reported",
                "closed",
                "paused",
                "terminated",
                name="assignmentstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("dispatched_on", sa.Date(), nullable=False),
        sa.Column("sign_by", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("redo_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_on IS NOT NULL)",
            name=op.f("ck_assignment_closed_on_a_day"),
        ),
        sa.CheckConstraint(
            "(state IN ('reported', 'closed')) = (reported_on IS NOT NULL)",
            name=op.f("ck_assignment_reported_on_a_day"),
        ),
        sa.CheckConstraint(
            "(due_on IS NULL) = (original_due_on IS NULL)",
            name=op.f("ck_assignment_both_dates_or_none"),
        ),
        sa.CheckConstraint(
            "due_on IS NULL OR due_on >= original_due_on",
            name=op.f("ck_assignment_never_brought_forward"),
        ),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100", name=op.f("ck_assignment_percent_is_a_share")
        ),
        sa.CheckConstraint("redo_count >= 0", name=op.f("ck_assignment_counted_from_zero")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_assignment_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("task_id", "unit_id", name=op.f("uq_assignment_task_id_unit_id")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_state_due_on", ["state", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_task_id"), ["task_id"], unique=False)
        batch_op.create_index("ix_assignment_unit_id_state", ["unit_id", "state"], unique=False)

    op.create_table(
        "task_source",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["directive_id"], ["directive.id"], name=op.f("fk_task_source_directive_id_directive")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_source_task_id_task")),
        sa.PrimaryKeyConstraint("task_id", "directive_id", name=op.f("pk_task_source")),
    )
    with op.batch_alter_table("task_source", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_task_source_directive_id"), ["directive_id"], unique=False
        )

    op.create_table(
        "date_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.Date(), nullable=True),
        sa.Column("now", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_date_change_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_date_change_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_date_change_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_change")),
    )
    with op.batch_alter_table("date_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_date_change_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_date_change_on_date"), ["on_date"], unique=False)

    op.create_table(
        "percent_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.Integer(), nullable=False),
        sa.Column("now", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_percent_change_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_percent_change_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_percent_change_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_percent_change")),
    )
    with op.batch_alter_table("percent_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_percent_change_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_percent_change_on_date"), ["on_date"], unique=False)

    op.create_table(
        "state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column(
            "was",
            sa.Enum(
                "dispatched",
                "declined",
                "acknowledged",
                "reported",
                "closed",
                "paused",
                "terminated",
                name="assignmentstate",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "now",
            sa.Enum(
                "dispatched",
                "declined",
                "acknowledged",
                "reported",
                "closed",
                "paused",
                "terminated",
                name="assignmentstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_state_change_assignment_id_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_state_change_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_state_change_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_change")),
    )
    with op.batch_alter_table("state_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_state_change_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_state_change_on_date"), ["on_date"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("state_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_state_change_on_date"))
        batch_op.drop_index(batch_op.f("ix_state_change_assignment_id"))

    op.drop_table("state_change")
    with op.batch_alter_table("percent_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_percent_change_on_date"))
        batch_op.drop_index(batch_op.f("ix_percent_change_assignment_id"))

    op.drop_table("percent_change")
    with op.batch_alter_table("date_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_date_change_on_date"))
        batch_op.drop_index(batch_op.f("ix_date_change_assignment_id"))

    op.drop_table("date_change")
    with op.batch_alter_table("task_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_source_directive_id"))

    op.drop_table("task_source")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_assignment_unit_id_state")
        batch_op.drop_index(batch_op.f("ix_assignment_task_id"))
        batch_op.drop_index("ix_assignment_state_due_on")

    op.drop_table("assignment")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_plan_id"))
        batch_op.drop_index(batch_op.f("ix_task_leader_id"))
        batch_op.drop_index(batch_op.f("ix_task_dispatched_on"))

    op.drop_table("task")
    with op.batch_alter_table("plan_priority", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_priority_plan_id"))

    op.drop_table("plan_priority")
    op.drop_table("plan")
