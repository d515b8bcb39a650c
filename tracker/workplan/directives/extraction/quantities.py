"""Numbers with their units as official Chinese writes them: `1.2万亩`, `三百户`, `八成`, `5%—6%`."""

import re
from dataclasses import dataclass

from tracker.workplan.directives.extraction.lexicon import one_of

UNITS = one_of("""
% ％ ‰ 个百分点 万人 亿人 亿元 万元 亿美元 万美元 元 万亿元 千亿元 百亿元 万亿 人 人次 万人次 名 万名 户 万户 家 万家 户次 个 万个 项 万项 件 万件 公里 千米 万公里
平方公里 平方米 万平方米 立方米 万立方米 亿立方米 亩 万亩 亿亩 公顷 万公顷 吨 万吨 亿吨 亿斤 万千瓦 千瓦时 亿千瓦时 千瓦 套 万套 间 万间 所 座 条 万条 辆 万辆
张 万张 处 次 万次 场 期 批 例 天 日 个工作日 个月 小时 分钟 倍 微克/立方米 公斤 头 万头 只 万只 本 台 万台 标箱 万标箱 个点 岁 分
场次 家次 批次 门 支 位 万位 株 万株 棵 艘 架 款 宗 起 笔 亿只 亿件 亿度 万度 度 兆瓦 万标准箱 床 张床位 米 延米 公里/小时 册 万册 份 万份 课时 学时 人日
栋 幢 盏 眼 块 班次 台套 篇 尾 羽
""")
TIME_UNITS = frozenset({"天", "日", "个工作日", "个月", "小时", "分钟", "期", "岁", "例", "分"})
SIGNS = "一二三四五六七八九"
ARABIC = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
# A lone `一` counts nothing (`一批`, `一套`), but `一万人` does.
CHINESE = (
    rf"(?:[二三四五六七八九两十百]|千(?=[万亿])|一(?=[十百千万亿]))[{SIGNS}两十百千零〇]{{0,7}}"
)
# `30万吨/日`, `3分/千瓦时`
PER = r"/(?:千瓦时|立方米|平方米|平方公里|公里|小时|千克|[秒日年月人亩吨升])"
TIE = r"(?:至|到|—{1,2}|－|–|-|~|～)"
AFTER = r"(?P<after>及以上|以上|以内|以下|之内|左右|上下)?"
PLAIN = (
    rf"(?:(?P<low>{ARABIC}|{CHINESE})(?:(?:{UNITS})?){TIE})?"
    rf"(?P<value>{ARABIC}|{CHINESE})(?:余|多|来)?(?P<unit>(?:{UNITS}|部(?![门委队分位首]))(?:{PER})?)(?!之[{SIGNS}〇\d])"
)
SHARE = (
    rf"百分之(?P<percent>[{SIGNS}十百零〇点]{{1,7}}|\d{{1,3}}(?:\.\d{{1,4}})?)"
    rf"|(?P<below>[{SIGNS}十百]{{1,3}}|\d{{1,3}})分之(?P<above>[{SIGNS}十百]{{1,3}}|\d{{1,3}})"
    rf"|(?P<tenths>[{SIGNS}\d])成(?P<half>[{SIGNS}半])?(?=[以左上的，,。；;、）)]|$)"
    r"|(?P<moiety>一半|半数)(?=以上|左右|$|[，,。；;])"
    rf"|翻(?P<doubled>[{SIGNS}两])?番|(?P<twice>翻倍|倍增(?!行动|计划|工程|方案|战略))|(?P<halved>减半)"
)
# Before a figure neither the rest of a number nor an ordinal, a date or another number's end.
QUANTITY = re.compile(rf"(?<![第每\d.{SIGNS}十百千月〔\[])(?:{SHARE}|{PLAIN}){AFTER}")
RANKS = {"十": 10, "百": 100, "千": 1000}
DIGITS = {sign: n for n, sign in enumerate(SIGNS, 1)} | {"两": 2, "零": 0, "〇": 0}
PERCENT, TIMES = "%", "倍"
TEN, HUNDRED = 10, 100


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; upper: the end of a range that begins at `value`."""

    value: float
    unit: str
    upper: float | None = None
    is_in_words: bool = False


def number(figure: str) -> float:
    """Read a number in Arabic figures or in Chinese words below 10,000."""
    if figure[0].isdecimal():
        return float(figure.replace(",", ""))
    whole, _, part = figure.partition("点")
    total = digit = 0
    for sign in whole:
        if sign in RANKS:
            total += max(digit, 1) * RANKS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return float(f"{total + digit}.{''.join(str(DIGITS.get(sign, 0)) for sign in part) or 0}")


def quantity(found: re.Match[str]) -> Quantity | None:
    """Give what a match of `QUANTITY` means; None for a fraction that divides by nothing."""
    if figure := found["value"]:
        upper = number(figure)
        is_in_words = not figure[0].isdecimal()
        if found["low"] is None:
            return Quantity(upper, found["unit"], is_in_words=is_in_words)
        low = number(found["low"])
        # A range that falls is two figures set side by side.
        return Quantity(low, found["unit"], upper, is_in_words) if low < upper else None
    if found["doubled"] or found["twice"] or "番" in found.group():
        return Quantity(2 ** number(found["doubled"] or "一"), TIMES)
    share = _share(found)
    return None if share is None else Quantity(share, PERCENT)


def _share(found: re.Match[str]) -> float | None:
    """Give a share in per cent."""
    if found["percent"]:
        return number(found["percent"])
    if found["below"]:
        below = number(found["below"])
        return round(HUNDRED * number(found["above"]) / below, 2) if below else None
    if found["tenths"]:
        half = number((found["half"] or "0").replace("半", "五"))
        return number(found["tenths"]) * TEN + half
    return HUNDRED / 2
