"""review steps"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = (
    "accepted",
    "noted",
    "undecided",
    "edited",
    "added",
    "merged",
    "split",
    "reparented",
    "levelled",
    "moved",
    "set_aside",
)


def upgrade() -> None:
    # A directive that is moved by hand lies between its neighbours.
    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.alter_column(
            "position", existing_type=sa.Integer(), type_=sa.Double(), existing_nullable=False
        )

    op.create_table(
        "review_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="stepkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)",
            name=op.f("ck_review_step_undone_by_somebody_at_once"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.id"], name=op.f("fk_review_step_actor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_review_step_report_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_review_step_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
    )
    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.create_index("ix_review_step_report_id_at", ["report_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.drop_index("ix_review_step_report_id_at")

    op.drop_table("review_step")

    # Rows that the older product does not know; what was moved by hand goes back to its span.
    op.execute("DELETE FROM directive WHERE state = 'retired'")
    op.execute(
        "UPDATE directive SET position = start * 2 + CASE level WHEN 'measure' THEN 1 ELSE 0 END"
    )
    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.alter_column(
            "position", existing_type=sa.Double(), type_=sa.Integer(), existing_nullable=False
        )
