"""target details"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SIDES = ("before", "after")
DETAILS = ("upper", "change", "baseline", "against")
Target = dict[str, Any]

directives = sa.table("directive", sa.column("id", sa.Integer), sa.column("targets", sa.JSON))
steps = sa.table("review_step", sa.column("id", sa.Integer), sa.column("images", sa.JSON))


def upgrade() -> None:
    # What an older reading did not look for is unknown, until the directive is read anew.
    _rewrite(lambda target: {**dict.fromkeys(DETAILS), **target})


def downgrade() -> None:
    _rewrite(lambda target: {name: it for name, it in target.items() if name not in DETAILS})


def _rewrite(change: Callable[[Target], Target]) -> None:
    """Write every figure anew, also where a step of the review keeps it: one cannot take a step
    back whose directive says something else than the step left behind."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(directives.c.id, directives.c.targets)).all():
        if row.targets:
            _keep(directives, row.id, targets=[change(it) for it in row.targets])
    for row in connection.execute(sa.select(steps.c.id, steps.c.images)).all():
        if any((image[side] or {}).get("targets") for image in row.images for side in SIDES):
            _keep(steps, row.id, images=[_image(it, change) for it in row.images])


def _image(image: dict[str, Any], change: Callable[[Target], Target]) -> dict[str, Any]:
    sides = {side: image[side] for side in SIDES}
    for side, said in sides.items():
        if said and said.get("targets"):
            sides[side] = said | {"targets": [change(it) for it in said["targets"]]}
    return image | sides


def _keep(table: sa.TableClause, row_id: int, **values: Any) -> None:
    op.get_bind().execute(table.update().where(table.c.id == row_id).values(**values))
