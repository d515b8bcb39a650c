"""passwords and invitations"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PERSONS = sa.table(
    "person",
    sa.column("password_hash", sa.String),
    sa.column("password_set_at", sa.DateTime(timezone=True)),
)
FAILURES = sa.table("sign_in_failure")


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "must_change_password", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column(
            "must_change_password", existing_type=sa.Boolean(), server_default=None
        )
    # The age of a password begins to count with this version.
    op.execute(
        PERSONS.update()
        .where(PERSONS.c.password_hash.is_not(None))
        .values(password_set_at=sa.func.current_timestamp())
    )
    _failures_forgotten()
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_login"))
        batch_op.drop_column("address")
        batch_op.add_column(sa.Column("network", sa.String(length=45), nullable=False))
        batch_op.add_column(sa.Column("is_second_factor", sa.Boolean(), nullable=False))
        batch_op.add_column(sa.Column("counts", sa.Boolean(), nullable=False))
        batch_op.create_index("ix_sign_in_failure_login_at", ["login", "at"], unique=False)
        batch_op.create_index("ix_sign_in_failure_network_at", ["network", "at"], unique=False)
    op.create_table(
        "former_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_former_password_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_password")),
    )
    with op.batch_alter_table("former_password", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_password_person_id"), ["person_id"], unique=False
        )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("invitation", "reset", name="purpose", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("person_id", name=op.f("uq_invitation_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("invitation")
    with op.batch_alter_table("former_password", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_password_person_id"))
    op.drop_table("former_password")
    _failures_forgotten()
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_failure_network_at")
        batch_op.drop_index("ix_sign_in_failure_login_at")
        batch_op.drop_column("counts")
        batch_op.drop_column("is_second_factor")
        batch_op.drop_column("network")
        batch_op.add_column(sa.Column("address", sa.String(length=45), nullable=False))
        batch_op.create_index(batch_op.f("ix_sign_in_failure_login"), ["login"], unique=False)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("must_change_password")
        batch_op.drop_column("password_set_at")


def _failures_forgotten() -> None:
    """Failed attempts count for minutes; they are not carried over."""
    op.execute(FAILURES.delete())
