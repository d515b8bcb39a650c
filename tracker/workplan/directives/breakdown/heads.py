"""Where a breakdown sheet's head stands, and what each of its columns holds."""

import re
import unicodedata
from collections.abc import Mapping as AMapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tracker.foundation.words import N_
from tracker.readers.workbook import Sheet, words_of


class Role(StrEnum):
    """What a column holds."""

    NO = "no"
    PRIORITY = "priority"
    MEASURE = "measure"
    LEADER = "leader"
    LEAD = "lead"
    SUPPORT = "support"
    OWNER = "owner"
    DUE = "due"
    PROGRESS = "progress"
    NOTE = "note"


NAMES = {
    Role.NO: N_("序号"),
    Role.PRIORITY: N_("重点"),
    Role.MEASURE: N_("举措"),
    Role.LEADER: N_("责任领导"),
    Role.LEAD: N_("牵头单位"),
    Role.SUPPORT: N_("配合单位"),
    Role.OWNER: N_("责任人"),
    Role.DUE: N_("完成时限"),
    Role.PROGRESS: N_("进展情况"),
    Role.NOTE: N_("备注"),
}

UNIT = "(?:单位|部门|处室|科室|主体|机构|乡镇|地区)"
# In this order: what is told apart by its beginning comes before what only ends alike.
PATTERNS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NO, r"序号?|编号|任务编号|项目编号|项号|号|NO\.?|№"),
        (Role.PROGRESS, r".{0,6}(?:进展|进度|完成|推进|落实|办理)情况.{0,6}|.{0,4}进展|.{0,4}进度"),
        (
            Role.DUE,
            r".{0,6}(?:完成|办结|办理|落实|工作|任务)?(?:时限|期限|时间|时间节点|日期)(?:及?要求|安排)?",
        ),
        (Role.SUPPORT, rf"(?:主要)?(?:配合|协办|协同|参与|参加|协助|协作)(?:责任|落实)?{UNIT}?"),
        (
            Role.LEAD,
            rf"(?:牵头|责任|承办|主办|落实){UNIT}[及和、/]?(?:责任人|负责人|联系人|联络员).{{0,6}}",
        ),
        (Role.LEADER, r".{0,6}领导|.{0,4}领导(?:同志|姓名)"),
        (Role.OWNER, r".{0,6}(?:责任人|负责人|联系人|联络员|承办人|经办人|联络人).{0,8}"),
        (
            Role.LEAD,
            rf"(?:主要)?(?:牵头|责任|承办|主办|主责|落实|负责|实施|主体责任|执行)(?:责任|落实|分工)?(?:{UNIT}|{UNIT}及{UNIT})|牵头|{UNIT}(?:名称)?",
        ),
        (Role.NOTE, r"备注.{0,6}|说明"),
    )
)
NOT_DUE = re.compile("开始|启动|起始|开工|填报|报送|更新|会议|发文|收文|印发|交办|下达|签收")
GROUPS = re.compile(
    r"重点|板块|.{0,4}类别|.{0,4}分类|类型|大类|领域|重点领域|专项|专题|方面|项目|.{0,4}板块|工作方向|战略|行动|重点任务|重点工作|重点事项|重点项目"
)
# How surely a head of these words stands over measures.
STRONG, FAIR, WEAK = 3, 2, 1
MEASURES = (
    (
        STRONG,
        re.compile(
            r".{0,4}举措|.{0,4}措施|具体(?:任务|内容|工作|事项).{0,4}|.{0,4}(?:任务|工作)内容(?:[及和与、].{1,4})?|主要内容|部署要求|议定事项|.{0,4}分解任务|细化任务|任务分解"
        ),
    ),
    (
        FAIR,
        re.compile(
            r".{0,4}任务|(?:目标|工作)任务|.{0,6}目标任务|.{0,4}工作要求|.{0,4}事项|任务名称|工作名称|内容|任务及目标"
        ),
    ),
    (WEAK, re.compile("重点任务|重点工作|重点事项|重点项目|工作|项目|(?:工作|任务|年度)?目标")),
)
LEADS = re.compile("牵头|主办|主责")
SERVES_BOTH = re.compile("重点任务|重点工作|重点事项|重点项目")
BRACKET = re.compile(r"[(（【\[][^)）】\]]*[)）】\]]")
BLANK = re.compile(r"\s+")
LONGEST_HEAD = 24
ROWS_SEARCHED = 30
LEAST_HEADS = 2


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column holds what. head: the last row of the head, from 0; −1: there is none."""

    head: int
    columns: AMapping[Role, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give it as it is stored."""
        return {"head": self.head, "columns": {role.value: at for role, at in self.columns.items()}}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Mapping":
        """Take it back from where it is stored."""
        return cls(kept["head"], {Role(role): at for role, at in kept["columns"].items()})

    def role_of(self, column: int) -> Role | None:
        """Say what a column holds."""
        return next((role for role, at in self.columns.items() if at == column), None)


def recognised(sheet: Sheet, head: int | None = None) -> Mapping:
    """Find the head (or take row `head` for its last one) and what its columns hold."""
    if head is not None:
        found = [_columns(_heads(sheet, head, depth)) for depth in (1, 2) if head - depth + 1 >= 0]
        return Mapping(head, max(found, key=len, default={}))
    best = Mapping(-1)
    for row in range(min(len(sheet.rows), ROWS_SEARCHED)):
        for depth in (1, 2):
            if row - depth + 1 < 0:
                continue
            columns = _columns(_heads(sheet, row, depth))
            is_better = _worth(columns) > _worth(best.columns)
            if len(columns) >= LEAST_HEADS and is_better:
                best = Mapping(row, columns)
    return best


def head_words(sheet: Sheet, mapping: Mapping) -> list[str]:
    """Give each column's head as the sheet writes it; empty where there is none."""
    if mapping.head < 0:
        return [""] * sheet.width
    above = _heads(sheet, mapping.head, 2) if mapping.head else []
    return [
        own or (above[at][-1] if above and above[at] and _is_head(sheet, mapping.head - 1) else "")
        for at, own in enumerate(
            words_of(sheet.cell(mapping.head, column)) for column in range(sheet.width)
        )
    ]


def folded(words: str) -> str:
    """Write a head as it is compared: half width, without blanks and brackets."""
    return BRACKET.sub("", BLANK.sub("", unicodedata.normalize("NFKC", words))).strip(":：*")


def role_of(words: str) -> Role | None:
    """Say what stands under a head, by its words alone; measures and priorities are told apart later."""
    name = folded(words)
    if not name or len(name) > LONGEST_HEAD:
        return None
    for role, pattern in PATTERNS:
        if pattern.fullmatch(name) and not (role is Role.DUE and NOT_DUE.search(name)):
            return role
    return None


def strength(words: str) -> int:
    """Say how surely measures stand under a head: 0 (not at all) to 3."""
    name = folded(words)
    if not name or len(name) > LONGEST_HEAD or role_of(words):
        return 0
    if SERVES_BOTH.fullmatch(name):
        return WEAK
    return next((worth for worth, pattern in MEASURES if pattern.fullmatch(name)), 0)


def _worth(columns: AMapping[Role, int]) -> tuple[bool, int]:
    return Role.MEASURE in columns, len(columns)


def _is_head(sheet: Sheet, row: int) -> bool:
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    return any(role_of(words_of(it)) or strength(words_of(it)) for it in cells)


def _heads(sheet: Sheet, row: int, depth: int) -> list[list[str]]:
    """Give the candidates for each column's head, the nearest first; `depth` rows of it."""
    own = _shown(sheet, row)
    if depth == 1:
        return [[it] for it in own]
    return [
        [below, above + below, above] if below != above else [below]
        for below, above in zip(own, _shown(sheet, row - 1), strict=True)
    ]


def _shown(sheet: Sheet, row: int) -> list[str]:
    """Give what a row shows: its own words, and those of the merged ranges that reach into it."""
    words = [words_of(sheet.cell(row, column)) for column in range(sheet.width)]
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom:
            for column in range(left, min(right + 1, sheet.width)):
                words[column] = words_of(sheet.cell(top, left))
    return words


def _columns(heads: list[list[str]]) -> dict[Role, int]:
    """Choose a column for each role; the first one wins where several would do."""
    columns: dict[Role, int] = {}
    words: list[str] = []
    for column, candidates in enumerate(heads):
        known = [it for it in candidates if role_of(it) or strength(it) or _groups(it)]
        words.append(known[0] if known else "")
        role = role_of(words[-1])
        if role is not None:
            columns.setdefault(role, column)
    _part_leads(words, columns)
    worth = {at: strength(it) for at, it in enumerate(words) if strength(it)}
    groups = [at for at, it in enumerate(words) if _groups(it)]
    if worth:
        surest = max(worth.values())
        measure = max(at for at, it in worth.items() if it == surest)
        columns[Role.MEASURE] = measure
        before = [at for at in groups if at != measure] or [at for at in worth if at < measure]
        if before:
            columns[Role.PRIORITY] = before[0]
    elif groups:
        columns[Role.PRIORITY] = groups[0]
    return dict(sorted(columns.items(), key=lambda it: it[1]))


def _part_leads(words: list[str], columns: dict[Role, int]) -> None:
    """Tell `牵头单位` from `责任单位` beside it: who leads, and who carries the work with it."""
    units = [at for at, it in enumerate(words) if role_of(it) is Role.LEAD]
    leading = [at for at in units if LEADS.search(words[at])]
    others = [at for at in units if at not in leading]
    if not leading or not others:
        return
    columns[Role.LEAD] = leading[0]
    columns.setdefault(Role.SUPPORT, others[0])


def _groups(words: str) -> bool:
    name = folded(words)
    return bool(name) and GROUPS.fullmatch(name) is not None
