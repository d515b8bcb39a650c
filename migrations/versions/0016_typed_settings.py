"""typed settings: who changed what when, and how often"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PERSONS = sa.table("setting", sa.column("changed_by", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.alter_column("value", existing_type=sa.Text(), nullable=True)
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("changed_by", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_check_constraint(
            batch_op.f("ck_setting_changed_by_somebody_at_some_time"),
            "(changed_at IS NULL) = (changed_by IS NULL)",
        )


def downgrade() -> None:
    # What persons set is unknown to the older version; the installation's own marks stay.
    op.execute(PERSONS.delete().where(PERSONS.c.changed_by.is_not(None)))
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_setting_changed_by_somebody_at_some_time"), type_="check"
        )
        batch_op.alter_column("value", existing_type=sa.Text(), nullable=False)
        batch_op.drop_column("version")
        batch_op.drop_column("changed_by")
        batch_op.drop_column("changed_at")
