"""meetings and directives"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("text", "docx", "pasted", name="reportkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("organiser", sa.String(length=100), nullable=True),
        sa.Column("speaker", sa.String(length=60), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("plan_year", sa.Integer(), nullable=False),
        sa.Column("taken_in_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(file_hash IS NULL) = (kind = 'pasted')", name=op.f("ck_report_file_unless_pasted")
        ),
        sa.CheckConstraint(
            "plan_year BETWEEN 2000 AND 2100", name=op.f("ck_report_plausible_year")
        ),
        sa.ForeignKeyConstraint(
            ["taken_in_by_id"], ["person.id"], name=op.f("fk_report_taken_in_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("text_hash", name=op.f("uq_report_text_hash")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_plan_year"), ["plan_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_taken_in_at"), ["taken_in_at"], unique=False)

    op.create_table(
        "context",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            'start >= 0 AND start < "end"', name=op.f("ck_context_span_is_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["person.id"], name=op.f("fk_context_marked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_context_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_context")),
        sa.UniqueConstraint(
            "report_id", "start", "end", name=op.f("uq_context_report_id_start_end")
        ),
    )
    with op.batch_alter_table("context", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_context_report_id"), ["report_id"], unique=False)

    op.create_table(
        "directive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("priority", "measure", name="level", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("extracted", "added", name="origin", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("heading", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_text", sa.String(length=100), nullable=True),
        sa.Column(
            "mode",
            sa.Enum("joint", "each", name="mode", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("modality", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "accepted",
                "note_only",
                name="directivestate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("note_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (decided_at IS NULL)",
            name=op.f("ck_directive_decided_when_not_draft"),
        ),
        sa.CheckConstraint(
            "level = 'measure' OR heading IS NOT NULL",
            name=op.f("ck_directive_priority_has_a_heading"),
        ),
        sa.CheckConstraint(
            "state <> 'note_only' OR note_reason <> ''",
            name=op.f("ck_directive_note_only_needs_a_reason"),
        ),
        sa.CheckConstraint(
            "confidence BETWEEN 0 AND 1", name=op.f("ck_directive_confidence_is_a_share")
        ),
        sa.CheckConstraint(
            'start >= 0 AND start < "end"', name=op.f("ck_directive_span_is_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_directive_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["directive.id"], name=op.f("fk_directive_parent_id_directive")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_directive_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
    )
    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directive_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "ix_directive_report_id_position", ["report_id", "position"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_directive_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directive_state"))
        batch_op.drop_index("ix_directive_report_id_position")
        batch_op.drop_index(batch_op.f("ix_directive_parent_id"))

    op.drop_table("directive")
    with op.batch_alter_table("context", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_context_report_id"))

    op.drop_table("context")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_taken_in_at"))
        batch_op.drop_index(batch_op.f("ix_report_plan_year"))
        batch_op.drop_index(batch_op.f("ix_report_held_on"))

    op.drop_table("report")
