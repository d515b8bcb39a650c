"""unit register"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("closed_reason", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_unit_merged_into_id_unit"), "unit", ["merged_into_id"], ["id"]
        )
        batch_op.create_index(
            batch_op.f("ix_unit_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_check_constraint(
            op.f("ck_unit_merged_is_closed"), "merged_into_id IS NULL OR closed_on IS NOT NULL"
        )
        batch_op.create_check_constraint(
            op.f("ck_unit_not_merged_into_itself"), "merged_into_id <> id"
        )
        batch_op.create_check_constraint(op.f("ck_unit_not_above_itself"), "parent_id <> id")
    # The server's own defaults only fill what is there already.
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.alter_column("closed_reason", existing_type=sa.String(), server_default=None)
    with op.batch_alter_table("unit_group", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("unit_group", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("short_name", sa.String(length=30), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "from_on IS NULL OR to_on >= from_on", name=op.f("ck_former_name_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_former_name_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_name_unit_id"), ["unit_id"], unique=False)
    _keep_a_tree()


def downgrade() -> None:
    _let_it_be()
    op.drop_table("former_name")
    with op.batch_alter_table("unit_group", schema=None) as batch_op:
        batch_op.drop_column("version")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_unit_not_above_itself"), type_="check")
        batch_op.drop_constraint(op.f("ck_unit_not_merged_into_itself"), type_="check")
        batch_op.drop_constraint(op.f("ck_unit_merged_is_closed"), type_="check")
        batch_op.drop_index(batch_op.f("ix_unit_merged_into_id"))
        batch_op.drop_constraint(op.f("fk_unit_merged_into_id_unit"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("closed_reason")


# ── A tree stays a tree: the rule of people/rules/units.py once more, below every way to write ───

# SQLite's triggers know no recursion, but a unit that stands above itself has ancestors without end:
# whatever has a sixth one (a seventh level) is refused.
TOO_DEEP = """SELECT 1 FROM unit AS a1
    JOIN unit AS a2 ON a2.id = a1.parent_id JOIN unit AS a3 ON a3.id = a2.parent_id
    JOIN unit AS a4 ON a4.id = a3.parent_id JOIN unit AS a5 ON a5.id = a4.parent_id
    JOIN unit AS a6 ON a6.id = a5.parent_id
    WHERE a1.id = NEW.parent_id"""
A_TREE = "no unit stands above itself"


def _keep_a_tree() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, event in (("added", "INSERT"), ("moved", "UPDATE OF parent_id")):
            op.execute(
                f"CREATE TRIGGER unit_tree_when_{name} AFTER {event} ON unit"
                f" WHEN EXISTS ({TOO_DEEP}) BEGIN SELECT RAISE(ABORT, '{A_TREE}'); END"
            )
        return
    # The lock makes two who move units at once come one after the other.
    op.execute(
        f"""CREATE FUNCTION unit_keep_tree() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext('unit_tree'));
            IF EXISTS ({TOO_DEEP}) THEN
                RAISE EXCEPTION '{A_TREE}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        END $$"""
    )
    op.execute(
        "CREATE TRIGGER unit_tree AFTER INSERT OR UPDATE OF parent_id ON unit"
        " FOR EACH ROW EXECUTE FUNCTION unit_keep_tree()"
    )


def _let_it_be() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER unit_tree_when_added")
        op.execute("DROP TRIGGER unit_tree_when_moved")
        return
    op.execute("DROP TRIGGER unit_tree ON unit")
    op.execute("DROP FUNCTION unit_keep_tree()")
