"""Figures that a measure sets itself: value, unit and how the outcome is compared with it."""

import re

from tracker.workplan.directives.extraction.lexicon import one_of
from tracker.workplan.directives.extraction.model import Comparison, Target

UNITS = one_of("""
% ％ ‰ 个百分点 万人 亿元 万元 亿美元 万美元 元 万亿元 千亿元 百亿元 万亿 人 人次 万人次 名 户 万户 家 万家 个 项 件 万件 公里 千米
平方公里 平方米 万平方米 立方米 万立方米 亿立方米 亩 万亩 公顷 万公顷 吨 万吨 亿吨 亿斤 万千瓦 千瓦时 亿千瓦时 套 万套 间 所 座 条 辆 万辆
张 万张 处 次 场 期 批 例 天 日 个工作日 个月 小时 分钟 倍 微克/立方米 公斤 头 万头 只 万只 本 台 万台 标箱 万标箱 个点 岁 分
""")
AT_LEAST = one_of(
    "不低于 不少于 不小于 至少 达到 达 力争达到 提高到 提升到 提高至 提升至 增加到 增至 扩大至 扩大到 完成 新增 实现 建成 培育 引进 创建 打造"
)
MORE = one_of("超过 突破 高于 大于 超")
AT_MOST = one_of(
    "不超过 不高于 不大于 控制在 压减至 压减到 压缩至 压缩到 缩短至 缩短到 减至 降至 降到 降低到 降低至"
)
LESS = one_of("低于 少于 小于")
ABOUT = one_of("增长 下降 降低 提高 提升 增加 减少 约 增速")

FIGURE = re.compile(
    rf"(?:(?:(?P<least>{AT_LEAST})|(?P<more>{MORE})|(?P<most>{AT_MOST})|(?P<less>{LESS})|(?P<about>{ABOUT}))"
    r"[^\d，,。；;：:、（）()]{0,8})?"
    rf"(?P<value>\d{{1,12}}(?:\.\d{{1,6}})?)(?P<unit>{UNITS})(?P<after>以上|及以上|以内|以下|之内|左右|上下)?"
)
BY_NAME: dict[str, Comparison] = {
    "least": ">=",
    "more": ">",
    "most": "<=",
    "less": "<",
    "about": "=",
}
BY_AFTER: dict[str, Comparison] = {
    "以上": ">=", "及以上": ">=", "以内": "<=", "以下": "<=", "之内": "<=", "左右": "~", "上下": "~",
}  # fmt: skip


def read_targets(text: str) -> tuple[Target, ...]:
    """Find the figures to be reached; a bare number without a comparing word is none."""
    targets = []
    for match in FIGURE.finditer(text):
        before = next((name for name in BY_NAME if match[name]), None)
        after = match["after"]
        if before is None and after is None:
            continue
        comparison = BY_AFTER[after] if after else BY_NAME[before or "about"]
        words = text[match.start("value") if before is None else match.start() : match.end()]
        targets.append(Target(words, float(match["value"]), match["unit"], comparison))
    return tuple(targets)
