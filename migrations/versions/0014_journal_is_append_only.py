"""journal is append only"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SEALED = ("seq", "previous_hash", "hash")
OTHERS = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "deed",
    "subject",
    "details",
    "address",
    "chain_format",
    "roles",
    "request_id",
)
OLD_INDEXES = {"ix_journal_entry_at": ["at"], "ix_journal_entry_deed": ["deed"]}
NEW_INDEXES = {
    "ix_journal_entry_at_id": ["at", "id"],
    "ix_journal_entry_actor_id_at_id": ["actor_id", "at", "id"],
    "ix_journal_entry_deed_at_id": ["deed", "at", "id"],
    "ix_journal_entry_address_at_id": ["address", "at", "id"],
}
REFUSED = "the journal is only ever added to"
KEPT_DAYS = 180
"""The law asks for six months; nothing younger can be purged, whatever is set."""

# An entry is written without its place in the chain and given it once, in the same transaction.
# INSERT OR REPLACE would take a row away without asking the trigger on deletion.
IS_SEALING = " AND ".join(
    [
        *(f"OLD.{name} IS NULL AND NEW.{name} IS NOT NULL" for name in SEALED),
        *(f"NEW.{name} IS OLD.{name}" for name in OTHERS),
    ]
)
PURGED = "SELECT coalesce(max(seq), 0) FROM journal_checkpoint"
TOO_YOUNG = (
    "NOT EXISTS (SELECT 1 FROM journal_entry WHERE seq = NEW.seq AND hash = NEW.hash)"
    " OR EXISTS (SELECT 1 FROM journal_entry WHERE seq <= NEW.seq AND at >= {limit})"
)
LIMIT_ON_SQLITE = f"strftime('%Y-%m-%d %H:%M:%S', 'now', '-{KEPT_DAYS} days')"
LIMIT_ON_POSTGRES = f"now() - interval '{KEPT_DAYS} days'"
ON_SQLITE = {
    "journal_entry_not_rewritten": f"BEFORE UPDATE ON journal_entry WHEN NOT ({IS_SEALING})",
    "journal_entry_not_forged": (
        "BEFORE INSERT ON journal_entry WHEN NEW.hash IS NOT NULL OR EXISTS"
        " (SELECT 1 FROM journal_entry WHERE id = NEW.id OR seq = NEW.seq)"
    ),
    "journal_entry_not_deleted": (
        f"BEFORE DELETE ON journal_entry WHEN OLD.seq IS NULL OR OLD.seq > ({PURGED})"
    ),
    "journal_checkpoint_of_age": (
        f"BEFORE INSERT ON journal_checkpoint WHEN {TOO_YOUNG.format(limit=LIMIT_ON_SQLITE)}"
    ),
    "journal_checkpoint_not_changed": "BEFORE UPDATE ON journal_checkpoint",
    "journal_checkpoint_not_deleted": "BEFORE DELETE ON journal_checkpoint",
    "journal_head_only_forward": "BEFORE UPDATE ON journal_head WHEN NEW.seq <= OLD.seq",
    "journal_head_not_deleted": "BEFORE DELETE ON journal_head",
}
ON_POSTGRES = {
    "journal_entry_not_rewritten": (
        "BEFORE UPDATE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_only_sealed()"
    ),
    "journal_entry_not_forged": (
        "BEFORE INSERT ON journal_entry FOR EACH ROW WHEN (NEW.hash IS NOT NULL)"
        " EXECUTE FUNCTION journal_refuse()"
    ),
    "journal_entry_not_deleted": (
        "BEFORE DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_only_purged()"
    ),
    "journal_entry_not_truncated": (
        "BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
    ),
    "journal_checkpoint_of_age": (
        "BEFORE INSERT ON journal_checkpoint FOR EACH ROW EXECUTE FUNCTION journal_of_age()"
    ),
    "journal_checkpoint_not_changed": (
        "BEFORE UPDATE ON journal_checkpoint FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
    ),
    "journal_checkpoint_not_deleted": (
        "BEFORE DELETE OR TRUNCATE ON journal_checkpoint FOR EACH STATEMENT"
        " EXECUTE FUNCTION journal_refuse()"
    ),
    "journal_head_only_forward": (
        "BEFORE UPDATE ON journal_head FOR EACH ROW WHEN (NEW.seq <= OLD.seq)"
        " EXECUTE FUNCTION journal_refuse()"
    ),
    "journal_head_not_deleted": (
        "BEFORE DELETE OR TRUNCATE ON journal_head FOR EACH STATEMENT"
        " EXECUTE FUNCTION journal_refuse()"
    ),
}
FUNCTIONS = (
    f"""CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE FUNCTION journal_only_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.seq IS NULL AND OLD.previous_hash IS NULL AND OLD.hash IS NULL
           AND NEW.seq IS NOT NULL AND NEW.previous_hash IS NOT NULL AND NEW.hash IS NOT NULL
           AND to_jsonb(NEW) - ARRAY['seq', 'previous_hash', 'hash']
             = to_jsonb(OLD) - ARRAY['seq', 'previous_hash', 'hash']
        THEN RETURN NEW;
        END IF;
        RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE FUNCTION journal_only_purged() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.seq <= ({PURGED}) THEN RETURN OLD; END IF;
        RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    f"""CREATE FUNCTION journal_of_age() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {TOO_YOUNG.format(limit=LIMIT_ON_POSTGRES)} THEN
            RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
)
NAMES_OF_FUNCTIONS = (
    "journal_refuse",
    "journal_only_sealed",
    "journal_only_purged",
    "journal_of_age",
)


def upgrade() -> None:
    # A database that was here before kept its columns; see downgrade().
    if "chain_format" not in _columns():
        with op.batch_alter_table("journal_entry", schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("chain_format", sa.SmallInteger(), server_default="1", nullable=False)
            )
            batch_op.add_column(
                sa.Column("roles", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
            )
            batch_op.add_column(sa.Column("request_id", sa.String(length=64), nullable=True))
    _index(drop=OLD_INDEXES, create=NEW_INDEXES)
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_checkpoint",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_checkpoint")),
    )
    op.execute(
        "INSERT INTO journal_head (id, seq, hash, at) SELECT 1, seq, hash, at FROM journal_entry"
        " WHERE seq = (SELECT max(seq) FROM journal_entry)"
    )
    if _is_sqlite():
        for name, when in ON_SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
        return
    for function in FUNCTIONS:
        op.execute(function)
    for name, when in ON_POSTGRES.items():
        op.execute(f"CREATE TRIGGER {name} {when}")


def downgrade() -> None:
    # The three columns stay, with defaults for what an older release writes: the hashes of the
    # entries cover them, and without them the chain could never be verified again.
    for name, when in (ON_SQLITE if _is_sqlite() else ON_POSTGRES).items():
        table = when.split(" ON ")[1].split()[0]
        op.execute(f"DROP TRIGGER {name}" if _is_sqlite() else f"DROP TRIGGER {name} ON {table}")
    if not _is_sqlite():
        for name in NAMES_OF_FUNCTIONS:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("journal_checkpoint")
    op.drop_table("journal_head")
    _index(drop=NEW_INDEXES, create=OLD_INDEXES)


def _index(*, drop: dict[str, list[str]], create: dict[str, list[str]]) -> None:
    for name in drop:
        op.drop_index(name, table_name="journal_entry")
    for name, columns in create.items():
        op.create_index(name, "journal_entry", columns, unique=False)


def _columns() -> set[str]:
    return {it["name"] for it in sa.inspect(op.get_bind()).get_columns("journal_entry")}


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
