"""Steps that the table does not have, and assignments that no step leads to, are refused by the database."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

POSSIBLE_CHANGES = (
    "dispatch  dispatched",
    "acknowledge dispatched acknowledged",
    "decline dispatched declined",
    "redispatch declined dispatched",
    "transfer acknowledged dispatched",
    "transfer dispatched dispatched",
    "ask_closure acknowledged reported",
    "withdraw reported acknowledged",
    "close acknowledged closed",
    "close declined terminated",
    "close dispatched closed",
    "close paused closed",
    "close reported closed",
    "redo reported acknowledged",
    "reopen closed acknowledged",
    "reopen closed dispatched",
    "reopen closed paused",
    "pause acknowledged paused",
    "pause declined paused",
    "pause dispatched paused",
    "resume paused acknowledged",
    "resume paused declined",
    "resume paused dispatched",
    "terminate acknowledged terminated",
    "terminate declined terminated",
    "terminate dispatched terminated",
    "terminate paused terminated",
    "release acknowledged terminated",
    "release declined terminated",
    "release dispatched terminated",
    "undo acknowledged dispatched",
    "undo acknowledged reported",
    "undo closed acknowledged",
    "undo closed dispatched",
    "undo closed paused",
    "undo closed reported",
    "undo declined dispatched",
    "undo terminated acknowledged",
    "undo terminated declined",
    "undo terminated dispatched",
)
IS_POSSIBLE = "step || ' ' || coalesce(was, '') || ' ' || now IN ({})".format(
    ", ".join(f"'{change}'" for change in POSSIBLE_CHANGES)
)
NEW = {
    "state_change": {"possible_step": IS_POSSIBLE},
    "assignment": {
        "unsigned_until_signed": "state NOT IN ('dispatched', 'declined') OR acknowledged_on IS NULL",
        "worked_on_when_signed": (
            "state NOT IN ('acknowledged', 'reported') OR acknowledged_on IS NOT NULL"
        ),
        "supporters_never_report": "duty = 'lead' OR state <> 'reported'",
        "closed_after_reported": "closed_on IS NULL OR closed_on >= reported_on",
        "signed_for_after_given": "sign_by >= dispatched_on",
    },
}


def upgrade() -> None:
    for table, added in NEW.items():
        with op.batch_alter_table(table) as batch_op:
            for name, condition in added.items():
                batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def downgrade() -> None:
    for table, added in NEW.items():
        with op.batch_alter_table(table) as batch_op:
            for name in added:
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
