"""Mails that are composed when they are sent, runs of the worker, and reminders sent once.

A delivery keeps nothing but the mail that it leaves with: none ever left before. The way back takes
what is not in a mail yet, and what is, as waiting.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CHECKS = ("ck_delivery_sent_at_a_moment", "ck_delivery_counted_from_zero")
OF_THE_PERSON = """
    UPDATE delivery SET
      email = (SELECT person.email FROM person JOIN receipt ON receipt.person_id = person.id
               WHERE receipt.id = delivery.receipt_id),
      next_at = (SELECT message.at FROM message JOIN receipt ON receipt.message_id = message.id
                 WHERE receipt.id = delivery.receipt_id)
"""


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_mail_ended_at_a_moment")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_mail_counted_from_zero")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
    )
    op.create_index("ix_mail_state_next_at", "mail", ["state", "next_at"])
    op.create_index(op.f("ix_mail_person_id"), "mail", ["person_id"])
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "reminder",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_at"), "reminder", ["at"])
    op.drop_index("ix_delivery_state_next_at", table_name="delivery")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        for check in CHECKS:
            batch_op.drop_constraint(batch_op.f(check), type_="check")
        for column in ("email", "state", "attempts", "next_at", "sent_at"):
            batch_op.drop_column(column)
        batch_op.add_column(sa.Column("mail_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_delivery_mail_id_mail"), "mail", ["mail_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_delivery_mail_id"), ["mail_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_mail_id"))
        batch_op.drop_constraint(batch_op.f("fk_delivery_mail_id_mail"), type_="foreignkey")
        batch_op.drop_column("mail_id")
        batch_op.add_column(sa.Column("email", sa.String(length=120), nullable=True))
        batch_op.add_column(
            sa.Column("state", sa.String(length=20), server_default="waiting", nullable=False)
        )
        batch_op.add_column(sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(OF_THE_PERSON)
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("email", existing_type=sa.String(length=120), nullable=False)
        batch_op.alter_column("next_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("state", existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column("attempts", existing_type=sa.Integer(), server_default=None)
        batch_op.create_check_constraint(
            batch_op.f(CHECKS[0]), "(state = 'sent') = (sent_at IS NOT NULL)"
        )
        batch_op.create_check_constraint(batch_op.f(CHECKS[1]), "attempts >= 0")
        batch_op.create_index("ix_delivery_state_next_at", ["state", "next_at"], unique=False)
    op.drop_index(op.f("ix_reminder_at"), table_name="reminder")
    op.drop_table("reminder")
    op.drop_table("job_run")
    op.drop_index(op.f("ix_mail_person_id"), table_name="mail")
    op.drop_index("ix_mail_state_next_at", table_name="mail")
    op.drop_table("mail")
