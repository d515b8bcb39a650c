"""comments on tasks and assignments, whom they mention, and how far everybody has read"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OF_A_TASK = sa.text("assignment_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("task_id", sa.Integer, nullable=False),
        sa.Column("assignment_id", sa.Integer, nullable=True),
        sa.Column("unit_id", sa.Integer, nullable=True),
        sa.Column("from_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("written_by_id", sa.Integer, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "(assignment_id IS NULL) = (unit_id IS NULL)",
            name=op.f("ck_comment_with_a_unit_or_not"),
        ),
        sa.CheckConstraint(
            "(deleted_at IS NULL) = (text <> '')", name=op.f("ck_comment_says_something")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_comment_task_id_task"),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_comment_assignment_id_assignment"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_comment_unit_id_unit"),
        sa.ForeignKeyConstraint(["from_id"], ["unit.id"], name="fk_comment_from_id_unit"),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name="fk_comment_written_by_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index(
        "ix_comment_task_id_assignment_id_id", "comment", ["task_id", "assignment_id", "id"]
    )
    op.create_index("ix_comment_assignment_id", "comment", ["assignment_id"])
    op.create_index("ix_comment_written_by_id", "comment", ["written_by_id"])
    op.create_table(
        "comment_mention",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("comment_id", sa.Integer, nullable=False),
        sa.Column("handle", sa.String(100), nullable=False),
        sa.Column("person_id", sa.Integer, nullable=True),
        sa.Column("unit_id", sa.Integer, nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (unit_id IS NULL)",
            name=op.f("ck_comment_mention_a_person_or_a_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_comment_mention_comment_id_comment"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_comment_mention_person_id_person"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_comment_mention_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_comment_mention"),
        sa.UniqueConstraint("comment_id", "handle", name="uq_comment_mention_comment_id_handle"),
    )
    op.create_table(
        "comment_reading",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("task_id", sa.Integer, nullable=False),
        sa.Column("assignment_id", sa.Integer, nullable=True),
        sa.Column("up_to", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_comment_reading_person_id_person"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_comment_reading_task_id_task"),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_comment_reading_assignment_id_assignment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment_reading"),
        sa.UniqueConstraint(
            "person_id", "assignment_id", name="uq_comment_reading_person_id_assignment_id"
        ),
    )
    op.create_index(
        "uq_comment_reading_of_a_task",
        "comment_reading",
        ["person_id", "task_id"],
        unique=True,
        sqlite_where=OF_A_TASK,
        postgresql_where=OF_A_TASK,
    )


def downgrade() -> None:
    for table in ("comment_reading", "comment_mention", "comment"):
        op.drop_table(table)
