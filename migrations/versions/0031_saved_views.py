"""saved views of lists, and which of them a person's list opens with"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("list_kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("shared_with", sa.String(length=20), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_saved_view_position_from_one")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_saved_view_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "owner_id", "list_kind", "name", name=op.f("uq_saved_view_owner_id_list_kind_name")
        ),
    )
    op.create_index(op.f("ix_saved_view_shared_with"), "saved_view", ["shared_with"])
    op.create_table(
        "default_view",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("list_kind", sa.String(length=20), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_default_view_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["view_id"],
            ["saved_view.id"],
            name=op.f("fk_default_view_view_id_saved_view"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "list_kind", name=op.f("pk_default_view")),
    )
    op.create_index(op.f("ix_default_view_view_id"), "default_view", ["view_id"])


def downgrade() -> None:
    op.drop_table("default_view")
    op.drop_table("saved_view")
