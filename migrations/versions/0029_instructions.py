"""leaders' instructions and what they watch"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ABOUT_ONE = (
    "(CASE WHEN report_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN assignment_id IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    op.create_table(
        "instruction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("demand_due_on", sa.Date(), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("is_joined", sa.Boolean(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("followed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(ABOUT_ONE, name=op.f("ck_instruction_about_one_thing")),
        sa.CheckConstraint(
            "(assignment_id IS NULL) = (unit_id IS NULL)",
            name=op.f("ck_instruction_of_a_unit_then"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_instruction_says_something")),
        sa.CheckConstraint(
            "wants_answer OR answer_due_on IS NULL", name=op.f("ck_instruction_dated_when_asked")
        ),
        sa.CheckConstraint(
            "demand <> '' OR demand_due_on IS NULL",
            name=op.f("ck_instruction_dated_when_demanded"),
        ),
        sa.CheckConstraint(
            "(follow_up_id IS NULL) = (followed_at IS NULL)",
            name=op.f("ck_instruction_followed_once"),
        ),
        sa.CheckConstraint(
            "(followed_at IS NULL) = (followed_by_id IS NULL)",
            name=op.f("ck_instruction_followed_by_somebody"),
        ),
        sa.CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL)",
            name=op.f("ck_instruction_done_by_somebody"),
        ),
        sa.CheckConstraint(
            "(done_at IS NULL) = (outcome = '')", name=op.f("ck_instruction_done_in_words")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')",
            name=op.f("ck_instruction_withdrawn_for_a_reason"),
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_instruction_done_or_withdrawn"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_instruction_{column}_{table}")
            )
            for column, table in (
                ("report_id", "report"),
                ("task_id", "task"),
                ("assignment_id", "assignment"),
                ("unit_id", "unit"),
                ("leader_id", "person"),
                ("scan_id", "kept_file"),
                ("recorded_by_id", "person"),
                ("follow_up_id", "task"),
                ("followed_by_id", "person"),
                ("done_by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_instruction_scan_id")),
    )
    for column in (
        "report_id",
        "task_id",
        "assignment_id",
        "leader_id",
        "given_on",
        "follow_up_id",
    ):
        op.create_index(op.f(f"ix_instruction_{column}"), "instruction", [column])

    op.create_table(
        "instruction_unit",
        sa.Column("instruction_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instruction_id"],
            ["instruction.id"],
            name=op.f("fk_instruction_unit_instruction_id_instruction"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_instruction_unit_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("instruction_id", "unit_id", name=op.f("pk_instruction_unit")),
    )
    op.create_index(op.f("ix_instruction_unit_unit_id"), "instruction_unit", ["unit_id"])

    op.create_table(
        "instruction_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instruction_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_instruction_answer_says_something")),
        sa.ForeignKeyConstraint(
            ["instruction_id"],
            ["instruction.id"],
            name=op.f("fk_instruction_answer_instruction_id_instruction"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_instruction_answer_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_instruction_answer_answered_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction_answer")),
    )
    for column in ("instruction_id", "unit_id"):
        op.create_index(op.f(f"ix_instruction_answer_{column}"), "instruction_answer", [column])

    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("watched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(ABOUT_ONE, name=op.f("ck_watch_about_one_thing")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_watch_{column}_{table}")
            )
            for column, table in (
                ("person_id", "person"),
                ("report_id", "report"),
                ("task_id", "task"),
                ("assignment_id", "assignment"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        *(
            sa.UniqueConstraint("person_id", column, name=op.f(f"uq_watch_person_id_{column}"))
            for column in ("report_id", "task_id", "assignment_id")
        ),
    )


def downgrade() -> None:
    for table in ("watch", "instruction_answer", "instruction_unit", "instruction"):
        op.drop_table(table)
