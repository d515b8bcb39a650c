"""similar reports"""

import sqlalchemy as sa
from alembic import op

# The one use of the product's code here: what is sketched now must be found by sketches made later.
from tracker.workplan.meetings import likeness

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_voiding",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_report_voiding_has_a_reason")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_voiding_report_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_report_voiding_voided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_voiding")),
    )
    op.create_table(
        "report_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_band_report_id_report")
        ),
        sa.PrimaryKeyConstraint("band", "report_id", name=op.f("pk_report_band")),
    )
    op.create_table(
        "report_likeness",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "share > 0 AND share <= 1", name=op.f("ck_report_likeness_share_of_one")
        ),
        sa.CheckConstraint(
            "report_id <> earlier_id", name=op.f("ck_report_likeness_of_two_reports")
        ),
        sa.CheckConstraint(
            "(kept_at IS NULL) = (kept_by_id IS NULL)",
            name=op.f("ck_report_likeness_kept_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["report.id"], name=op.f("fk_report_likeness_earlier_id_report")
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["person.id"], name=op.f("fk_report_likeness_kept_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_likeness_report_id_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "earlier_id", name=op.f("pk_report_likeness")),
    )
    op.create_index(op.f("ix_report_likeness_earlier_id"), "report_likeness", ["earlier_id"])
    op.create_table(
        "directive_likeness",
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "share > 0 AND share <= 1", name=op.f("ck_directive_likeness_share_of_one")
        ),
        sa.CheckConstraint(
            "directive_id <> earlier_id", name=op.f("ck_directive_likeness_of_two_directives")
        ),
        sa.ForeignKeyConstraint(
            ["directive_id"],
            ["directive.id"],
            name=op.f("fk_directive_likeness_directive_id_directive"),
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"],
            ["directive.id"],
            name=op.f("fk_directive_likeness_earlier_id_directive"),
        ),
        sa.PrimaryKeyConstraint("directive_id", "earlier_id", name=op.f("pk_directive_likeness")),
    )
    op.create_index(op.f("ix_directive_likeness_earlier_id"), "directive_likeness", ["earlier_id"])
    op.add_column("task_source", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    _sketch_what_is_there()


def downgrade() -> None:
    with op.batch_alter_table("task_source") as batch_op:
        batch_op.drop_column("joined_at")
    op.drop_table("directive_likeness")
    op.drop_table("report_likeness")
    op.drop_table("report_band")
    # A voided report takes its text back, the first of several; where that came in again, it goes
    # on without.
    op.execute(
        "UPDATE report SET text_hash = (SELECT v.text_hash FROM report_voiding AS v "
        "WHERE v.report_id = report.id) WHERE EXISTS (SELECT 1 FROM report_voiding AS v "
        "WHERE v.report_id = report.id AND NOT EXISTS "
        "(SELECT 1 FROM report AS other WHERE other.text_hash = v.text_hash) "
        "AND NOT EXISTS (SELECT 1 FROM report_voiding AS first "
        "WHERE first.text_hash = v.text_hash AND first.report_id < v.report_id))"
    )
    op.drop_table("report_voiding")


def _sketch_what_is_there() -> None:
    """Give the reports that came in before the sketches by which they are found."""
    report = sa.table("report", sa.column("id", sa.Integer), sa.column("text", sa.Text))
    band = sa.table(
        "report_band", sa.column("band", sa.BigInteger), sa.column("report_id", sa.Integer)
    )
    connection = op.get_bind()
    ids = connection.scalars(sa.select(report.c.id)).all()
    for report_id in ids:
        text = connection.scalar(sa.select(report.c.text).where(report.c.id == report_id))
        bands = set(likeness.bands(likeness.shingles(text)))
        rows = [{"band": it, "report_id": report_id} for it in bands]
        if rows:
            connection.execute(sa.insert(band), rows)
