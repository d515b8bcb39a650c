"""persons and posts"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("phone", sa.String(length=30), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("email", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("disabled_reason", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.create_check_constraint(
            op.f("ck_person_disabled_is_not_active"), "disabled_at IS NULL OR NOT is_active"
        )
    # The server's own defaults only fill what is there already.
    with op.batch_alter_table("person", schema=None) as batch_op:
        for column in ("phone", "email", "disabled_reason"):
            batch_op.alter_column(column, existing_type=sa.String(), server_default=None)

    _keep_the_three_apart()


def downgrade() -> None:
    _let_the_three_meet()
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_person_disabled_is_not_active"), type_="check")
        batch_op.drop_column("disabled_reason")
        batch_op.drop_column("disabled_at")
        batch_op.drop_column("email")
        batch_op.drop_column("phone")


# ── 三员分立: the rule of people/rules/separation.py once more, below every way to write ─────────

# Another role of the same person, with a day in common, where one of the two is of the three.
COLLIDES = """SELECT 1 FROM "grant" AS held
    WHERE held.person_id = NEW.person_id AND held.role <> NEW.role
      AND (held.role IN ('system_admin', 'security_admin', 'auditor')
           OR NEW.role IN ('system_admin', 'security_admin', 'auditor'))
      AND (NEW.to_on IS NULL OR held.from_on <= NEW.to_on)
      AND (held.to_on IS NULL OR held.to_on >= NEW.from_on)"""
APART = "the three who run the system are three persons, and do no business"


def _keep_the_three_apart() -> None:
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{APART}'); END"
        op.execute(
            f'CREATE TRIGGER grant_apart_when_given BEFORE INSERT ON "grant"'
            f" WHEN EXISTS ({COLLIDES}) {refuse}"
        )
        op.execute(
            f'CREATE TRIGGER grant_apart_when_changed BEFORE UPDATE ON "grant"'
            f" WHEN EXISTS ({COLLIDES} AND held.id <> OLD.id) {refuse}"
        )
        return
    # The lock makes two who give roles to one person at once come one after the other.
    op.execute(
        f"""CREATE FUNCTION grant_keep_apart() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext('grant'), NEW.person_id);
            IF EXISTS ({COLLIDES} AND held.id <> NEW.id) THEN
                RAISE EXCEPTION '{APART}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$"""
    )
    op.execute(
        'CREATE TRIGGER grant_apart BEFORE INSERT OR UPDATE ON "grant"'
        " FOR EACH ROW EXECUTE FUNCTION grant_keep_apart()"
    )


def _let_the_three_meet() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER grant_apart_when_given")
        op.execute("DROP TRIGGER grant_apart_when_changed")
        return
    op.execute('DROP TRIGGER grant_apart ON "grant"')
    op.execute("DROP FUNCTION grant_keep_apart()")
