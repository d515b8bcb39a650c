"""Figures that a measure sets itself: value, unit and how the outcome is compared with it."""

import re
from collections.abc import Iterator

from tracker.workplan.directives.extraction.lexicon import ADVERBS, one_of
from tracker.workplan.directives.extraction.model import Change, Comparison, Target
from tracker.workplan.directives.extraction.quantities import (
    ARABIC,
    QUANTITY,
    TIME_UNITS,
    UNITS,
    Quantity,
    number,
    quantity,
)

REACH = "不低于 不少于 不小于 至少 达到 达 力争达到 提高到 提升到 提高至 提升至 增加到 增至 扩大至 扩大到 增长到 增长至 上升到 上升至 达标率 保持在 稳定在 不亚于 最低"
MAKE = "完成 新增 实现 建成 培育 引进 创建 打造"
MORE = "超过 突破 高于 大于 超 多于 优于 迈上 跨上 跨过 站上"
AT_MOST = "不超过 不高于 不大于 不多于 控制在 压减至 压减到 压缩至 压缩到 缩短至 缩短到 减至 减到 减少到 减少至 降至 降到 降低到 降低至 下降到 下降至 压降至 压降到 最多 至多 最高 限制在 限定在 低至"
LESS = "低于 少于 小于"
ABOUT = "约 近 大约 大概"
GROWS = "增长 提高 提升 增加 增速 上升 扩大 拓展 增幅 增收 提速"
FALLS = "下降 降低 减少 压减 压缩 缩短 降幅 缩减 削减 压降 精简 核减"
COMPARING: dict[Comparison, str] = {
    ">=": f"{REACH} {MAKE}",
    ">": MORE,
    "<=": AT_MOST,
    "<": LESS,
    "~": ABOUT,
    "=": f"{GROWS} {FALLS}",
}
NAMES: dict[str, Comparison] = {
    "ge": ">=",
    "gt": ">",
    "le": "<=",
    "lt": "<",
    "about": "~",
    "eq": "=",
}
# `最高300万元`, but not `最高限额`
EDGES = {"ge": r"|最低(?=\d)", "le": r"|最高(?=\d)"}
# `约300户`, but not `签约300户`, `附近3个村`
NOT_BEHIND = {"about": "(?<![节集签违合契邀特附邻就临])"}
COMPARISON = re.compile(
    "|".join(
        f"(?P<{name}>{NOT_BEHIND.get(name, '')}(?:{one_of(COMPARING[sign])}{EDGES.get(name, '')}))"
        for name, sign in NAMES.items()
    )
)
MADE = re.compile(one_of(MAKE))
CHANGES: dict[str, Change] = {"grows": "increase", "falls": "decrease"}
# `提高到` names a place to be reached, `提高` a way to go.
CHANGE = re.compile(rf"(?:(?P<grows>{one_of(GROWS)})|(?P<falls>{one_of(FALLS)}))(?![到至为])")
# `改造提升水站300座`: of things that are counted these verbs say what is done, not by how much
WORKED_ON = frozenset({"提升", "提高", "拓展", "扩大", "精简"})
MEASURED = re.compile(r"[%‰倍元分点秒]|百分点|小时|天|日")
BY_AFTER: dict[str, Comparison] = {
    "以上": ">=",
    "及以上": ">=",
    "以内": "<=",
    "以下": "<=",
    "之内": "<=",
    "左右": "~",
    "上下": "~",
}
# `由12%降至8%`: the first figure is where it starts
BASELINE = re.compile(
    rf"(?:从|由)[^\d，,。；;：:、]{{0,10}}(?P<value>{ARABIC})(?:{UNITS})?(?:左右)?[^\d，,。；;：:、]{{0,6}}$"
)
IS_BASELINE = re.compile(
    rf"(?:{UNITS})?(?:左右)?[^\d，,。；;：:、]{{0,6}}(?:{one_of(REACH)}|{one_of(AT_MOST)}|超过|突破|拓展到|扩展到|扩大为|调整为|放宽至|延长至|到|至)"
)
AGAINST = re.compile(
    rf"(?:比|较)(?P<against>[^，,。；;\d]{{1,8}}?|\d{{4}}年(?:同期)?)(?=(?:{one_of(GROWS)}|{one_of(FALLS)}))"
    r"|(?P<same>同比)|(?P<last>环比)|在(?P<on>[^，,。；;]{1,10}?)(?:的)?基础上"
)
# Verbs whose object is counted where it ends: `改造…小区85个`, `新建…14所、…9所`.
COUNTED_DEED = one_of(f"""
{MAKE} 新建 改建 扩建 新改建 改扩建 新建改建 新改扩建 新建改扩建 建设 建造 修建 兴建 开工 新开工 开工建设 竣工 改造 更新 更新改造 提升改造
改造提升 实施 治理 整治 修复 加固 修缮 种植 新开 新设 新办 组织 举办 开展 选派 选聘 培训 轮训 培养 招引 招录 招聘 引育 盘活 消除 清理
加装 增设 安装 更换 购置 配备 布设 打造
淘汰 拆除 腾退 安置 帮扶 救助 资助 发放 发展 认定 组建 设立 设置 布局 建立 推广 推出 推动 开通 开行 投放 储备 谋划 签约 出让 收储 补充 取消
化解 减少 增加 筹集 办好 办成 配建 创成 申报 争取 落实 铺设 疏浚 回收 转化 攻克 制定 修订 打通 恢复
惠及 受益 覆盖 带动 辐射带动 吸纳 服务 服务保障 接待 慰问 走访 入户走访 排查 检查 抽查 抽检 监测 筛查 巡查 巡护 检测 收集 征集 办结 调解
流转 清运 节约 减免 兑付 支持 扶持 解决 转移 输送 接种 投资 投入 配套 复垦 增殖 放流
""")
# What stands in mid-clause too for a deed, and for no noun: `在沿江乡镇新建高标准农田5万亩`
BRINGING = one_of(
    "新建 改建 扩建 新改建 新改扩建 新建改建 新增 建成 培育 引进 招引 新开工 惠及 带动 辐射带动 吸纳 覆盖"
)
BROUGHT = re.compile(rf"(?P<deed>(?:{BRINGING})(?!的)[^，,。；;、\d]{{0,12}})$")
# `每家补助30万元`, but not `每年招引项目100个`
RATE = re.compile(r"每(?![年月季周日天旬半学])")
GONE_BY = re.compile(r"去年|上年|往年|昨年|以来|累计|已|了|曾")
# Verbs that bring forth what they count at once: `改造85个小区`, `举办12场活动`.
MAKING = one_of("""
加装 安装 更换 购置 配备 新建 改建 扩建 新改建 改扩建 新改扩建 新建改造 改造 更新改造 改造提升 提升改造 新增 建设 建成 培育 引进 新开工 开工建设 开工 竣工 种植 招引 培训 轮训 选派
创建 修建 兴建 创成 投放 新开 开通 新设 设立 增设 布设 举办 消除 整治 盘活 淘汰 拆除 化解 招录 选聘 培养 打造 储备 认定 发放 签约 转化 攻克
制定 修订 绿化 造林 铺设 疏浚 加固 修复 办好 帮扶 救助 资助 安置 募集 筹集 实施 组织 开展 推出 完成
""")
DIRECTLY = re.compile(rf"(?:{MAKING})(?:各|共|约|近)?$")
# `推进剩余18个项目建设`, `用好2.3亿元专项债券`: what is counted is worked on, and its name follows
HANDLING = one_of(
    "推进 推动 抓好 抓实 加快 调度 督办 盘活 办结 办好 化解 清偿 兑付 收回 出让 收储 交付 跟踪 推广 支持 扶持 帮扶 帮助 服务 惠及 覆盖 带动 吸纳"
    " 解决 排查 检查 抽检 巡查 走访 监测 流转 选择 选取 遴选 确保"
)
# Of money these tell too how much: `统筹2.3亿元资金`, but not `用好3个平台`.
SPENDING = one_of(
    "统筹 安排 投入 拨付 下达 发行 用好 用足 使用 争取 筹措 筹集 落实 保障 整合 偿还 发放 兑现"
)
WHICH = "剩余|其余|余下|现有|首批|全部|在建|续建|新建|新增|重点|省级|市级|县级|中央|上级|专项|年度|计划|今年|全市|全县|全省|全区|尚未[一-鿿]{1,4}的|的"
HANDLED = re.compile(
    rf"(?:{HANDLING}|(?P<spending>{SPENDING}))(?:好|到位|完成|实施|建设)?(?:{WHICH}){{0,3}}$"
)
NAMED_BEHIND = re.compile(
    r"(?!以|左右|上下|之|(?:主要)?(?:方面|领域|环节|层面|维度|月|百分点)|的?(?:时间|期限|范围|标准|速度|规模))[一-鿿“]"
)
# `完成三项改革`: what is named by its number is carried out, not counted
CARRYING_OUT = re.compile(r"(?:完成|实施|打造|组织|开展|推出|制定|修订)$")
DEED = re.compile(
    rf"(?:[^，,。；;]{{0,12}}?(?:前|底|内|半年|季度|全年|今年|年))?(?:{ADVERBS}|再|要|将|力争)*(?:{COUNTED_DEED})"
)
# `…85个，`, `…14所、…9所`, `…60名和…`, `…85个并投入使用`: the count closes its object
# and what it is for or what becomes of it may follow: `…5万亩带动增收`, `…2000人就业`
CLOSES = re.compile(
    r"(?:[（(][^（）()]{1,20}[）)])?(?:$|(?=[、，,。；;\s]|和|及|并|且|以及|以(?![上内下])|用于|供(?![应水电热气暖销])|带动|覆盖|惠及|满足|使|让|确保|支持|发展"
    r"|(?:转移|稳定|灵活|就近)*(?:就业|上岗|增收|脱贫|参保|参训|入住|入学)|(?:建设|改造|整治|种植|治理|年度|目标)*任务))"
)
CLAUSE = re.compile(r"[^，,。；;\n]+")
LIST_MARK = re.compile(r"[、和及]")
QUOTED = re.compile(r"“[^“”]{1,16}”|「[^「」]{1,16}」|《[^《》]{1,40}》|〔[^〔〕]{1,8}〕\d{0,6}")
LONGEST_COUNTED = 40
LONGEST_GAP = 8
LONGEST_LEAD = 16
LEAD = 24
CLAUSE_MARKS = "，,。；;：:\n（(、"
# Between the two words of `增长，不低于` or `增幅要达到`.
NEAR = 2
# Below this a number in words is as a rule part of a name (`三项制度`, `两个维护`).
A_NUMBER_OF = 10
SIGN_OF_FIGURE = re.compile(r"[\d一二三四五六七八九十百千两半番减倍]")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


def read_targets(text: str) -> tuple[Target, ...]:
    """Find the figures to be reached: compared with something, or counting what is to be done.

    A bare number elsewhere is none, nor a date, an ordinal, a figure in a name, or the time that
    something may take (`3个工作日内`).
    """
    words = text.translate(FULL_WIDTH)
    if SIGN_OF_FIGURE.search(words) is None:
        return ()
    found: dict[int, Target] = {}
    taken: set[int] = set()
    for start, end, target in _candidates(words, text):
        if taken.isdisjoint(range(start, end)):
            found[start] = target
            taken.update(range(start, end))
    return tuple(target for _, target in sorted(found.items()))


def _candidates(words: str, text: str) -> Iterator[tuple[int, int, Target]]:
    quoted = {at for it in QUOTED.finditer(words) for at in range(it.start(), it.end())}
    figures = [
        (m, it) for m in QUANTITY.finditer(words) if m.start() not in quoted and (it := quantity(m))
    ]
    for match, it in figures:
        read = _compared(words, match, it)
        if read is not None:
            start, target = read
            yield start, match.end(), _worded(target, text[start : match.end()])
    for start, end, it in _counted(words, figures):
        yield start, end, Target(text[start:end], it.value, it.unit, ">=", it.upper)


def _worded(target: Target, words: str) -> Target:
    return Target(
        words,
        target.value,
        target.unit,
        target.comparison,
        target.upper,
        target.change,
        target.baseline,
        target.against,
    )


def _compared(words: str, match: re.Match[str], it: Quantity) -> tuple[int, Target] | None:
    """Read the words of comparison before and after a figure; None where there are none."""
    opened = max(match.start() - LEAD, 0)
    lead_at = max(opened, *(words.rfind(it, opened, match.start()) + 1 for it in CLAUSE_MARKS))
    lead = words[lead_at : match.start()]
    before = _last(COMPARISON, lead)
    change = _last(CHANGE, lead)
    own = match.group().startswith(("翻", "倍", "减"))
    after = match["after"]
    if before is None and after is None and not own:
        return None
    if before is not None and "了" in lead[before.end() :]:
        return None  # `提高了5%`: it has happened
    if it.unit in TIME_UNITS and (before is None or MADE.fullmatch(before.group())):
        return None  # `实现…3个工作日内到账`: the time it may take
    if _is_a_name(it) and not after and not _is_made(lead) and not _is_right_before(lead, before):
        return None
    if not after and IS_BASELINE.match(words, match.end()) and re.search(r"[从由]", lead):
        return None
    comparison = _comparison(before, after, it)
    if change is not None and change.group() in WORKED_ON and not MEASURED.search(it.unit):
        change, comparison = None, ">=" if comparison == "=" else comparison
    start = lead_at + before.start() if before else match.start()
    if before and MADE.fullmatch(before.group()) and before.end() == len(lead):
        start = match.start()  # `完成|7宗|土地出让`: the deed is no part of the figure
    if change and before and 0 <= before.start() - change.end() <= NEAR:
        start = lead_at + change.start()
    direction: Change | None = "decrease" if match["halved"] else ("increase" if own else None)
    if change is not None:
        direction = CHANGES[str(change.lastgroup)]
    baseline = BASELINE.search(words[lead_at:start])
    against = AGAINST.search(words, lead_at, match.start())
    return start, Target(
        "",
        it.value,
        it.unit,
        comparison,
        it.upper,
        direction,
        number(baseline["value"]) if baseline else None,
        _against(against),
    )


def _is_a_name(it: Quantity) -> bool:
    """Whether a small number in words is more likely part of a name: `三项制度`."""
    return it.is_in_words and it.value < A_NUMBER_OF and it.unit[0] not in "万亿千百"


def _is_made(lead: str) -> bool:
    """Whether what is counted is brought forth: `新建三所学校`."""
    return DIRECTLY.search(lead) is not None and CARRYING_OUT.search(lead) is None


def _is_right_before(lead: str, before: re.Match[str] | None) -> bool:
    """Whether a word of comparison stands at the figure itself: `不少于三所`."""
    if before is None or MADE.match(before.group()):
        return False
    return before.end() == len(lead)


def _comparison(before: re.Match[str] | None, after: str | None, it: Quantity) -> Comparison:
    if after:
        return BY_AFTER[after]
    if it.upper is not None:
        return ">="
    return NAMES[str(before.lastgroup)] if before else "="


def _last(pattern: re.Pattern[str], lead: str) -> re.Match[str] | None:
    """Find the last of the words in the lead that stand near enough to what follows."""
    found = None
    for match in pattern.finditer(lead):
        found = match
    if (
        found is None
        or len(lead) - found.end() > LONGEST_GAP
        or re.search(r"\d", lead[found.end() :])
    ):
        return None
    return found


def _against(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    if found["same"]:
        return "上年同期"
    return "上期" if found["last"] else found["against"] or found["on"]


def _is_handled(lead: str, unit: str) -> bool:
    """Whether the words before a figure work on what it counts; of money, also whether they spend it."""
    found = HANDLED.search(lead)
    return found is not None and (found["spending"] is None or unit.endswith("元"))


def _brought(words: str, start: int, stop: int) -> int | None:
    """Find the verb in mid-clause that brings forth what a figure counts: `在各乡镇|新建小学3所`."""
    found = BROUGHT.search(words, max(start, stop - LONGEST_LEAD), stop)
    if found is None or GONE_BY.search(words, start, stop):
        return None
    return found.start("deed")


def _counted(
    words: str, figures: list[tuple[re.Match[str], Quantity]]
) -> Iterator[tuple[int, int, Quantity]]:
    """Give the counts of a counted deed: closing its object, or right behind the verb."""
    waiting = iter(figures)
    next_one = next(waiting, None)
    for clause in CLAUSE.finditer(words):
        begun = clause.start()
        passed = clause.start()
        is_deed = next_one is not None and DEED.match(words, clause.start(), clause.end())
        while next_one is not None and next_one[0].end() <= clause.end():
            match, it = next_one
            next_one = next(waiting, None)
            if match.start() < clause.start():
                continue
            stop = match.end()
            lead = words[max(begun, match.start() - LONGEST_LEAD) : match.start()]
            made = DIRECTLY.search(lead)
            handled = _is_handled(lead, it.unit) and NAMED_BEHIND.match(words, stop)
            brought = None if is_deed else _brought(words, clause.start(), match.start())
            if brought is not None:
                begun, is_deed = brought, DEED.match(words, brought, clause.end())
            closes = CLOSES.match(words, stop) if is_deed else None
            counts = it.unit not in TIME_UNITS and (not _is_a_name(it) or _is_made(lead))
            short = stop - begun <= LONGEST_COUNTED
            is_rate = RATE.search(words, max(begun, passed), match.start())
            if (
                counts
                and match["value"]
                and not is_rate
                and ((short and (closes or made)) or handled)
            ):
                # In mid-clause the figure alone is marked: `完成|7宗|土地出让`, `…200平方米以上门店|12家`.
                is_whole = closes and short and passed <= begun
                yield (begun if is_whole else match.start()), stop, it
            passed = stop
            if closes:
                begun = stop
                mark = LIST_MARK.match(words, begun)
                begun = mark.end() if mark else begun
