"""head of the journal fits

The head says what the last sealed entry says, and is made once: a forged one, or one put in its
place by INSERT OR REPLACE, would have the chain look cut off, or go on from a hash that nobody
wrote. And no row of the journal is pushed out by UPDATE OR REPLACE, which asks no trigger on
deletion.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
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
REFUSED = "the journal is only ever added to"
IS_SEALING = " AND ".join(
    [
        *(f"OLD.{name} IS NULL AND NEW.{name} IS NOT NULL" for name in SEALED),
        *(f"NEW.{name} IS OLD.{name}" for name in OTHERS),
    ]
)
PLACE_IS_FREE = "NOT EXISTS (SELECT 1 FROM journal_entry WHERE seq = NEW.seq)"
FITS = "EXISTS (SELECT 1 FROM journal_entry WHERE seq = NEW.seq AND hash = NEW.hash)"
IS_THERE = "EXISTS (SELECT 1 FROM journal_head)"
ENTRY = "BEFORE UPDATE ON journal_entry WHEN NOT ({})"
FORWARD_ON_SQLITE = "BEFORE UPDATE ON journal_head WHEN NEW.seq <= OLD.seq"
FORWARD_ON_POSTGRES = (
    "BEFORE UPDATE ON journal_head FOR EACH ROW WHEN (NEW.seq <= OLD.seq)"
    " EXECUTE FUNCTION journal_refuse()"
)
FUNCTION = f"""CREATE FUNCTION journal_head_fits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (TG_OP = 'INSERT' AND {IS_THERE}) OR NOT {FITS} THEN
            RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.seq <= OLD.seq THEN
            RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$"""


def upgrade() -> None:
    if _is_sqlite():
        _replace("journal_entry_not_rewritten", ENTRY.format(f"{IS_SEALING} AND {PLACE_IS_FREE}"))
        _replace("journal_head_only_forward", f"{FORWARD_ON_SQLITE} OR NOT {FITS}")
        _make(
            "journal_head_made_once", f"BEFORE INSERT ON journal_head WHEN {IS_THERE} OR NOT {FITS}"
        )
        return
    op.execute(FUNCTION)
    op.execute("DROP TRIGGER journal_head_only_forward ON journal_head")
    for name, event in (("only_forward", "UPDATE"), ("made_once", "INSERT")):
        op.execute(
            f"CREATE TRIGGER journal_head_{name} BEFORE {event} ON journal_head FOR EACH ROW"
            " EXECUTE FUNCTION journal_head_fits()"
        )


def downgrade() -> None:
    if _is_sqlite():
        _replace("journal_entry_not_rewritten", ENTRY.format(IS_SEALING))
        _replace("journal_head_only_forward", FORWARD_ON_SQLITE)
        op.execute("DROP TRIGGER journal_head_made_once")
        return
    for name in ("only_forward", "made_once"):
        op.execute(f"DROP TRIGGER journal_head_{name} ON journal_head")
    op.execute("DROP FUNCTION journal_head_fits()")
    op.execute(f"CREATE TRIGGER journal_head_only_forward {FORWARD_ON_POSTGRES}")


def _replace(name: str, when: str) -> None:
    op.execute(f"DROP TRIGGER {name}")
    _make(name, when)


def _make(name: str, when: str) -> None:
    op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
