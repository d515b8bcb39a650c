"""papers by which units are chased, notices of dispatch, and the work that they are about"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

DUTIES = sa.Enum("lead", "support", name="duty", native_enum=False, length=20)
LEVELS = sa.Enum("blue", "yellow", "red", name="noticelevel", native_enum=False, length=20)
STATES = sa.Enum(
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
)


def upgrade() -> None:
    op.create_table(
        "chase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("level", LEVELS, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_chase_ordinal_from_one")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_chase_says_something")),
        sa.CheckConstraint("answer_due_on >= sent_on", name=op.f("ck_chase_time_to_answer")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_chase_answered_in_words")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_chase_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_chase_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')",
            name=op.f("ck_chase_withdrawn_for_a_reason"),
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_chase_answered_or_withdrawn"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_chase_unit_id_unit")),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"], name=op.f("fk_chase_office_id_unit")),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["person.id"], name=op.f("fk_chase_sent_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_chase_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_chase_withdrawn_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase")),
        sa.UniqueConstraint("year", "ordinal", name=op.f("uq_chase_year_ordinal")),
    )
    with op.batch_alter_table("chase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chase_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chase_sent_on"), ["sent_on"], unique=False)

    op.create_table(
        "chase_item",
        sa.Column("chase_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_chase_item_position_from_one")),
        sa.CheckConstraint("days_late >= 0", name=op.f("ck_chase_item_late_or_not")),
        sa.ForeignKeyConstraint(
            ["chase_id"], ["chase.id"], name=op.f("fk_chase_item_chase_id_chase")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_chase_item_assignment_id_assignment"),
        ),
        sa.PrimaryKeyConstraint("chase_id", "assignment_id", name=op.f("pk_chase_item")),
        sa.UniqueConstraint("chase_id", "position", name=op.f("uq_chase_item_chase_id_position")),
    )
    with op.batch_alter_table("chase_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chase_item_assignment_id"), ["assignment_id"], unique=False
        )

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sign_by", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ordinal >= 1", name=op.f("ck_notice_ordinal_from_one")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_notice_says_something")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_unit_id_unit")),
        sa.ForeignKeyConstraint(["office_id"], ["unit.id"], name=op.f("fk_notice_office_id_unit")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["person.id"], name=op.f("fk_notice_issued_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("year", "ordinal", name=op.f("uq_notice_year_ordinal")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_issued_on"), ["issued_on"], unique=False)

    op.create_table(
        "notice_item",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("duty", DUTIES, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_notice_item_position_from_one")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_item_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_notice_item_assignment_id_assignment"),
        ),
        sa.PrimaryKeyConstraint("notice_id", "assignment_id", name=op.f("pk_notice_item")),
        sa.UniqueConstraint(
            "notice_id", "position", name=op.f("uq_notice_item_notice_id_position")
        ),
    )
    with op.batch_alter_table("notice_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_item_assignment_id"), ["assignment_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("notice_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_item_assignment_id"))

    op.drop_table("notice_item")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_issued_on"))
        batch_op.drop_index(batch_op.f("ix_notice_unit_id"))

    op.drop_table("notice")
    with op.batch_alter_table("chase_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chase_item_assignment_id"))

    op.drop_table("chase_item")
    with op.batch_alter_table("chase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chase_sent_on"))
        batch_op.drop_index(batch_op.f("ix_chase_unit_id"))

    op.drop_table("chase")
