"""The small tables that some units of the example city lay beside their entries."""

from tracker.foundation.formats import Upload

EVIDENCED = 9
"""Of so many tasks one has them; most units write words alone."""
STEPS = ("前期手续", "现场实施", "检查验收")


def ledger(unit: str, percent: int) -> Upload:
    """Return a table of how far a unit has come, which its spreadsheet program would open."""
    shares = [min(100, max(0, percent * len(STEPS) - 100 * at)) for at in range(len(STEPS))]
    rows = [
        "环节,完成（%）",
        *(f"{step},{share}" for step, share in zip(STEPS, shares, strict=True)),
    ]
    return Upload(f"{unit}进度台账（示例）.csv", "\r\n".join([*rows, ""]).encode("utf-8-sig"))
