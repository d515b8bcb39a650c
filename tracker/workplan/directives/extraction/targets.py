"""Figures that a measure sets itself: value, unit and how the outcome is compared with it."""

import re
from collections.abc import Iterator

from tracker.workplan.directives.extraction.lexicon import ADVERBS, one_of
from tracker.workplan.directives.extraction.model import Comparison, Target

UNITS = one_of("""
% ％ ‰ 个百分点 万人 亿元 万元 亿美元 万美元 元 万亿元 千亿元 百亿元 万亿 人 人次 万人次 名 户 万户 家 万家 个 项 件 万件 公里 千米
平方公里 平方米 万平方米 立方米 万立方米 亿立方米 亩 万亩 公顷 万公顷 吨 万吨 亿吨 亿斤 万千瓦 千瓦时 亿千瓦时 套 万套 间 所 座 条 辆 万辆
张 万张 处 次 场 期 批 例 天 日 个工作日 个月 小时 分钟 倍 微克/立方米 公斤 头 万头 只 万只 本 台 万台 标箱 万标箱 个点 岁 分
场次 批次 门 支 位 株 棵 艘 架 款
""")
REACH = "不低于 不少于 不小于 至少 达到 达 力争达到 提高到 提升到 提高至 提升至 增加到 增至 扩大至 扩大到"
MAKE = "完成 新增 实现 建成 培育 引进 创建 打造"
MADE = re.compile(one_of(MAKE))
AT_LEAST = one_of(f"{REACH} {MAKE}")
MORE = one_of("超过 突破 高于 大于 超")
AT_MOST = one_of(
    "不超过 不高于 不大于 控制在 压减至 压减到 压缩至 压缩到 缩短至 缩短到 减至 降至 降到 降低到 降低至"
)
LESS = one_of("低于 少于 小于")
ABOUT = one_of("增长 下降 降低 提高 提升 增加 减少 约 增速")

FIGURE = re.compile(
    rf"(?:(?:(?P<least>{AT_LEAST})|(?P<more>{MORE})|(?P<most>{AT_MOST})|(?P<less>{LESS})|(?P<about>{ABOUT}))"
    r"[^\d，,。；;：:、（）()]{0,8})?"
    rf"(?<!第)(?P<value>\d{{1,12}}(?:\.\d{{1,6}})?)(?P<unit>{UNITS})(?P<after>以上|及以上|以内|以下|之内|左右|上下)?"
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
# Verbs whose object is counted where it ends: `改造…小区85个`, `新建…14所、…9所`.
COUNTED_DEED = one_of(f"""
{MAKE} 新建 改建 扩建 新改建 改扩建 新建改建 新改扩建 新建改扩建 建设 建造 修建 兴建 开工 新开工 开工建设 竣工 改造 更新 更新改造 提升改造
改造提升 实施 治理 整治 修复 加固 修缮 种植 新开 新设 新办 组织 举办 开展 选派 选聘 培训 轮训 培养 招引 招录 招聘 引育 盘活 消除 清理
淘汰 拆除 腾退 安置 帮扶 救助 资助 发放 发展 认定 组建 设立 设置 布局 建立 推广 推出 推动 开通 开行 投放 储备 谋划 签约 出让 收储 补充 取消
化解 减少 增加 筹集 配建 创成 申报 争取 落实 铺设 疏浚 回收 转化 攻克 制定 修订 打通 恢复
""")
DEED = re.compile(
    rf"(?:[^，,。；;]{{0,12}}?(?:前|底|内|半年|季度|全年|今年|年))?(?:{ADVERBS}|再|要|将|力争)*(?:{COUNTED_DEED})"
)
TIME_UNITS = frozenset({"天", "日", "个工作日", "个月", "小时", "分钟", "期", "岁", "例", "分"})
# `…85个，`, `…14所、…9所`, `…60名和…`: the count closes its object
COUNT = re.compile(
    rf"(?<![第\d.十百])(?P<value>\d{{1,12}}(?:\.\d{{1,6}})?)(?P<unit>{UNITS})(?:[（(][^（）()]{{1,20}}[）)])?(?=$|[、，,。；;\s]|和|及)"
)
CLAUSE = re.compile(r"[^，,。；;\n]+")
LIST_MARK = re.compile(r"[、和及]")
LONGEST_COUNTED = 40


def read_targets(text: str) -> tuple[Target, ...]:
    """Find the figures to be reached: compared with something, or closing what is to be done.

    A bare number elsewhere is none, nor is the time that something may take (`3个工作日内`).
    """
    found = dict(_compared(text))
    taken = {at for start, target in found.items() for at in range(start, start + len(target.text))}
    found |= {at: target for at, target in _counted(text) if taken.isdisjoint(_places(at, target))}
    return tuple(target for _, target in sorted(found.items()))


def _places(start: int, target: Target) -> range:
    return range(start, start + len(target.text))


def _compared(text: str) -> Iterator[tuple[int, Target]]:
    for match in FIGURE.finditer(text):
        before = next((name for name in BY_NAME if match[name]), None)
        after = match["after"]
        if before is None and after is None:
            continue
        if match["unit"] in TIME_UNITS and _is_only_a_span_of_time(match, before):
            continue
        comparison = BY_AFTER[after] if after else BY_NAME[before or "about"]
        start = match.start("value") if before is None else match.start()
        words = text[start : match.end()]
        yield start, Target(words, float(match["value"]), match["unit"], comparison)


def _is_only_a_span_of_time(match: re.Match[str], before: str | None) -> bool:
    """Whether time is named without a word that compares times: `实现…3个工作日内到账`."""
    return before is None or (before == "least" and MADE.match(match["least"]) is not None)


def _counted(text: str) -> Iterator[tuple[int, Target]]:
    """Give the counts that close the object, or the items of the object, of a counted deed."""
    for clause in CLAUSE.finditer(text):
        if DEED.match(text, clause.start(), clause.end()) is None:
            continue
        begun = clause.start()
        for count in COUNT.finditer(text, clause.start(), clause.end()):
            if count["unit"] not in TIME_UNITS and count.end() - begun <= LONGEST_COUNTED:
                words = text[begun : count.end()]
                yield begun, Target(words, float(count["value"]), count["unit"], ">=")
            begun = count.end()
            mark = LIST_MARK.match(text, begun)
            begun = mark.end() if mark else begun
