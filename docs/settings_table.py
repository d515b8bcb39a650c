"""Write the table of settings into the administrator's guide, as the options are declared."""

import re
from pathlib import Path

import tracker.app  # noqa: F401  it knows every package, so that every option is declared
from tracker.foundation.kinds import Choice, Hour, Lines, Points, Whole, YesNo
from tracker.foundation.settings import Keeper, Option, options

GUIDE = Path(__file__).parent / "administration.md"
BEGIN, END = "<!-- settings: made by docs/settings_table.py -->", "<!-- /settings -->"
KEEPERS = {Keeper.SYSTEM_ADMIN: "系统管理员", Keeper.SECURITY_ADMIN: "安全管理员"}


def guide() -> str:
    """Return the guide with the table as it should be."""
    return re.sub(
        f"{re.escape(BEGIN)}.*{re.escape(END)}",
        lambda _: f"{BEGIN}\n\n{table()}\n\n{END}",
        GUIDE.read_text("utf-8"),
        flags=re.DOTALL,
    )


def table() -> str:
    """Return every option with its default, its bounds and who changes it."""
    rows = ["| 设置 | 默认 | 可选 | 谁修改 | 说明 |", "|---|---|---|---|---|"]
    rows += [
        f"| {it.label} | {it.in_words(it.default)} | {_bounds(it)} | {KEEPERS[it.keeper]} | {it.help} |"
        # By name, as packages are not always imported in the same order.
        for it in sorted(options(), key=lambda it: (it.group.place, it.name))
    ]
    return "\n".join(rows)


def _bounds(it: Option[object]) -> str:
    kind: object = it.kind
    if isinstance(kind, Whole | Points):
        return f"{kind.least}–{kind.most}"
    if isinstance(kind, Choice):
        return "、".join(kind.words.values())
    if isinstance(kind, YesNo):
        return f"{kind.yes}、{kind.no}"
    if isinstance(kind, Hour):
        return "00:00–23:59"
    return "每行一个" if isinstance(kind, Lines) else "月-日"


if __name__ == "__main__":
    GUIDE.write_text(guide(), "utf-8")
