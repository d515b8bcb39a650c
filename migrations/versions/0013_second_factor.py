"""sessions that can be told apart, second factors"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Whoever is signed in signs in once more: the old rows do not say what the new ones must.
    op.execute(sa.table("session").delete())
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("awaits_code", sa.Boolean(), nullable=False))
        batch_op.add_column(sa.Column("privileges", sa.String(length=64), nullable=False))
        batch_op.add_column(sa.Column("address", sa.String(length=45), nullable=False))
        batch_op.add_column(sa.Column("browser", sa.String(length=60), nullable=False))
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_column("browser")
        batch_op.drop_column("address")
        batch_op.drop_column("privileges")
        batch_op.drop_column("awaits_code")
