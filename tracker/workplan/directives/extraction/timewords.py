"""The words of time in official Chinese: one shape for each kind of expression.

A shape says what is written, not what it means (`moments`) and not whether it limits anything
(`times`). Figures are half-width here and blanks inside an expression are gone (`plain`).
"""

import re

from tracker.workplan.directives.extraction.festivals import NAMES
from tracker.workplan.directives.extraction.lexicon import one_of

NUMERAL = "一二三四五六七八九"
# `2026年`, `二〇二六年`, `26年6月`, `明年`; five figures so that a slip of the pen is seen
YEAR = (
    rf"(?:(?<!\d)(?P<year>\d{{4,5}}|[〇○零{NUMERAL}]{{4}})年度?|(?P<short>\d\d)年(?=\d{{1,2}}月)"
    r"|(?P<near>[今明本当后来次翌同去上])年度?)"
)
MONTH = rf"(?P<month>\d{{1,2}}|十[一二三]?|[{NUMERAL}])月份?"
DAY = rf"(?P<day>\d{{1,2}}|[一二三]?十[{NUMERAL}]?|[{NUMERAL}])[日号]"
PART = r"(?P<part>[上中下]旬|上中旬|中下旬|上半月|下半月|月?(?:底|末|初(?![步次级始中]))|中(?![央国小华医]))"
NOT_IN_A_NUMBER = rf"(?<![\d.十百第{NUMERAL}])"
WEEKDAY = r"(?:[（(](?:星期|周|礼拜)[一二三四五六日天][)）]|[（(]含(?:当日|本日)?[)）])"
CLOCK = (
    r"(?:(?:上午|下午|中午|晚上?|凌晨)?\d{1,2}(?:[:：]\d\d|[时点](?:\d{1,2}分|整|半)?)|下班|上班)"
)
CONNECTED = r"(?:至|到|—{1,2}|－|-{1,2}|–|~|～)"
COUNT = rf"\d{{1,3}}|[{NUMERAL}十百两]{{1,4}}|半"
COUNTED_IN = r"个?(?:工作日|自然日|星期|礼拜|半?月|季度|小时)|[日天周年月]"
# From what a limit may be counted: the issue of the document or the meeting, not each case that comes.
EVENTS = "印发|发布|下发|公布|签订|签发|通过|下达|交办|印送|施行|实施"
PAPERS = "通知|方案|意见|纪要|办法|计划|清单|文件|规定|决定|通报"
EVENT = (
    rf"(?:(?:(?:自|从|在)?(?:本|该)?(?:{PAPERS})?(?P<event>{EVENTS})(?:之日起?|之后|后|起)"
    r"|(?:自|从|在)?(?P<meeting>会议?结束(?:之日起?|之?后)|会议?召开之日起|会后))的?)"
)
SEASONS = one_of("""
汛期 主汛期 汛 入汛 洪水季节 雨季 冬季 入冬 冬天 供暖季 采暖季 供暖期 采暖期 供暖 采暖 开学 秋季开学 春季开学 春耕 春播 秋收 秋种
三夏 学期结束 放假 两会 全国两会 省两会 任期届满 换届 高温季节 旅游旺季 春运 高考 中考 投产 封冻 上冻 节
""")

# In the order in which they are tried where several could begin.
SHAPES: dict[str, str] = {
    # `11月至次年3月`, `3—5月`, `3月1日至15日`, `2025—2027年`, `二至三季度`
    "months": rf"{NOT_IN_A_NUMBER}{YEAR}?(?P<from>\d{{1,2}}|十[一二]?|[{NUMERAL}])月?份?{CONNECTED}"
    rf"(?P<later>次年|翌年|来年|明年)?{MONTH}{PART}?(?!\d|[十{NUMERAL}]{{1,3}}[日号])",
    "month_list": rf"{NOT_IN_A_NUMBER}{YEAR}?(?:(?:\d{{1,2}}|十[一二]?|[{NUMERAL}])(?:月份?)?[、和及])+{MONTH}{PART}?(?!\d)",
    "days": rf"{NOT_IN_A_NUMBER}{YEAR}?{MONTH}(?P<from>\d{{1,2}}|[一二三]?十[{NUMERAL}]?|[{NUMERAL}])[日号]?{CONNECTED}{DAY}",
    "years": rf"(?<!\d)(?P<from>\d{{4}})年?{CONNECTED}(?P<year>\d{{4}})年",
    "quarters": rf"{YEAR}?第?(?P<from>[一二三四1-4])季?度?{CONNECTED}第?(?P<quarter>[一二三四五1-9])季度",
    "numeric": rf"(?<![\d.])(?P<year>\d{{4,5}})(?P<mark>[-./])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})日?(?![\d.])(?:[ T]00:00(?::00)?)?{WEEKDAY}?{CLOCK}?",
    "day": rf"{NOT_IN_A_NUMBER}{YEAR}?{MONTH}{DAY}{WEEKDAY}?{CLOCK}?",
    "month": rf"(?P<each>每年)?{NOT_IN_A_NUMBER}{YEAR}?(?<!第){MONTH}{PART}?",
    "near_month": rf"(?P<which>[本当]月|这个?月|次月|下个?月)份?(?:{DAY}{WEEKDAY}?{CLOCK}?|{PART})?",
    "quarter": rf"{YEAR}?(?:(?:第|前)?(?P<quarter>[一二三四五六1-9])季度|(?P<edge>[首末])季度?|Q(?P<letter>\d)|(?P<which>本|下一?个?)季度)(?P<part>[底末])?",
    "half": rf"{YEAR}?(?P<half>[上下])半年(?P<part>[底末])?",
    "plan": rf"[“\"]?(?<![{NUMERAL}])十(?P<plan>[三四五六七八九])五(?![岁年个天])[”\"]?(?:规划|时期)?(?P<stage>期?末|末期|末年|收官之?年|期间|期内|内|中期)?",
    "counted": rf"{EVENT}?{NOT_IN_A_NUMBER}(?P<count>{COUNT})(?P<unit>{COUNTED_IN})(?:的时间)?(?:以内|之内|内)",
    "term": rf"用(?P<count>{COUNT})(?:到|至|[-—~～])?(?:{COUNT})?年(?:左右)?(?:的)?时间",
    "two_years": r"(?P<two>今明|明后)两年",
    "festival": rf"{YEAR}?[“\"]?(?P<festival>{'|'.join(sorted(NAMES, key=len, reverse=True))})[”\"]?(?:节日|假期|长假|小长假|节)?(?:到来|来临)?之?(?:以前|前夕|前)(?!后)",
    "year_end": rf"(?:{YEAR}年?|(?<![\d〇{NUMERAL}十几多数近半整全每往历常学])年度?|(?=岁))"
    r"(?:(?P<end>[底末](?![线端])|终(?![考总评绩奖])|内(?![部容外涝河控需在蒙])|中(?![央心国小考秋间型医华期])|初(?![步次级始中]))"
    r"|(?P<tail>岁末(?!年初)|岁尾))",
    "year": YEAR,
    "week": r"(?:(?<!每)(?P<which>本|这个?|上|下下?个?)?(?<!每)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    r"|(?P<week>[本这]周|下下?个?(?:周|星期)|周(?=[内底]))(?P<part>[内末底])?)"
    r"(?:[（(](?P<stated_month>\d{1,2})月(?P<stated_day>\d{1,2})日[)）])?"
    rf"{CLOCK}?",
    "near_day": rf"(?P<near_day>今[天日]|明[天日]|后天)(?:{CLOCK})?",
    "month_end": rf"(?<![\d{NUMERAL}十本当这次下上个每逐])月(?P<part>[底末内])",
    "vague": r"(?P<vague>(?:本届)?(?:政府|党委)?任期(?:之)?内|(?:本|这)学期(?:内|末|底|结束前)|本世纪中叶)",
    "season": rf"(?<![环情关季细调章佳])(?P<season>{SEASONS})(?:到来|来临|开始)?之?(?:以前|前夕|前)",
}
WITHIN = r"(?P<within>[)）]?(?:以前|之前|前夕|前(?![期三瞻沿端述景往列进置后两\d])|以内|之内|内(?![部容外涝河控需在蒙])|为?止|截止))"


def _bare(shape: str) -> str:
    """Take the names off the groups, so that shapes can stand side by side in one pattern."""
    return re.sub(r"\(\?P<(?!kind_)\w+>", "(?:", shape).replace("(?P=mark)", "[-./]")


# The signs with which an expression can begin: all others are passed over at once.
FIRST = (
    f"〇零{NUMERAL}十百两半今明本当后来次翌同去上下第前首末每年月岁这周星礼用自从在该会政党任学"
    + "".join(
        {
            words[0]
            for words in (*NAMES, *SEASONS.split("|"), *EVENTS.split("|"), *PAPERS.split("|"))
        }
    )
)
EXPRESSION = re.compile(
    rf"(?=[\dQ“\"{FIRST}])(?:"
    + "|".join(f"(?P<kind_{kind}>{_bare(shape)})" for kind, shape in SHAPES.items())
    + ")"
)
SHAPED = {kind: re.compile(f"{shape}{WITHIN}?") for kind, shape in SHAPES.items()}
HINT = re.compile(r"[年月日号周期季旬汛天节半Q内前五末尾底]|\d[-./－．／]\d")

FULL_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(ord("０"), ord("９") + 1)}
    | {"．": ".", "－": "-", "／": "/", "Ｑ": "Q", "○": "〇", "Ｏ": "〇", "О": "〇"}
)
BLANK = re.compile(
    r"(?<=\d)[ \u3000\xa0]{1,4}(?=[年月日号个天周季工旬半至到—~-])|(?<=[年月第至到—~-])[ \u3000\xa0]{1,4}(?=\d)"
)


def plain(text: str) -> tuple[str, list[int] | None]:
    """Give the text with half-width figures and without blanks inside dates.

    Beside it the place of each of its signs in the text; None where nothing was left out.
    """
    text = text.translate(FULL_WIDTH)
    blanks = list(BLANK.finditer(text))
    if not blanks:
        return text, None
    kept: list[int] = []
    at = 0
    for blank in blanks:
        kept.extend(range(at, blank.start()))
        at = blank.end()
    kept.extend(range(at, len(text)))
    return "".join(text[place] for place in kept), [*kept, len(text)]
