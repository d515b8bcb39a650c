"""security labels of reports and tasks, clearances of persons"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = (("report", "label"), ("task", "label"), ("person", "clearance"))


def upgrade() -> None:
    # The server's default stays: a row that is written round the application is not open by accident.
    for table, column in COLUMNS:
        op.add_column(
            table,
            sa.Column(column, sa.String(length=20), server_default="internal", nullable=False),
        )


def downgrade() -> None:
    for table, column in COLUMNS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
