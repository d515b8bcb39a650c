"""Names as prose writes them, by their form alone: units, collectives of counties, whole groups.

What only looks like a unit is kept as the text has it and never tied to anybody.
"""

import re

from tracker.workplan.directives.extraction.roles import acts

LONGEST = 22
JOINTS = re.compile("以及|[和与及]")
# What follows the name of a subject: a duty, an order, or the next name.
DUTY = (
    r"要(?![求素点闻件害领塞])|应(?![急用对])|须(?!知)|需(?!求)|还要|也要|务必|必须|负责|牵头|会同"
)
NEXT = r"[、和与及]"
# `市应急局`, `市委办公室`, `市供电公司`: the city's own, by what they begin and end with.
OF_A_PLACE = (
    r"(?:市|省|县|区|团[省市县区]委|国网|[一-鿿]{2,3}(?:市|县|区)(?=[一-鿿]{2}))"
    r"(?![级直属管辖内里外场域情民镇](?!.{1,16}局)|县|区|市(?!场))"
    r"[^\s，,。；;、：:由（()“”各等的]{0,16}?"
    r"(?:局|委员会|委|办公室|办|厅|署|院|中心|政府|公司|集团|机关|银行|支行|分行|联社|室|处|会|联|社|政协|人大|科协"
    r"|(?<![干全内外局大])部|[支总大]队|专班|小组|站|所|大学|学校)"
)
# `住建局`, `澄湾区`: without the city before it, only what can be nothing else.
BARE = r"[^\s，,。；;、：:由（()“”各等的]{2,12}?(?:(?<![当全布格结大时])局|委员会|督查室|管委会)"
PLACE = r"(?![省市县区]|[全我本各老新主中])[一-鿿]{2,3}?(?<![社小城园景灾山库校辖片厂港牧林矿街老地郊市县功服湖流疫禁])(?:县|区)|(?![省市县区全我本各])[一-鿿]{2}(?<![省州地城])市"
LIKELY = re.compile(
    rf"(?:{OF_A_PLACE}|{BARE}|{PLACE})"
    rf"(?=(?:等(?:有关|相关)?(?:部门|单位|地)?)?(?:{DUTY}|{NEXT}|配合|协助|参与|[，,]|$))"
)
NO_NAME = re.compile(
    r"部分|重点|试点|示范|贫困|脱贫|山区|产粮|多数|少数|个别|上述|兄弟|相邻|周边|风险|保护|试验|核心|主城|新城|以上|先进|后进|各|有关|相关|全[市县区省]|其他|其余|所有|每|该|这|那|当地|属地|地方|基层|主管|职能|同志|会议"
    r"|[省市县区](?:直|级|属|委常委|域)|(?:乡镇|街道|县级|市级|镇)政府$|(?:部门|单位|企业)$"
)
# `各部门`, `市直有关单位`: many together, whom only a group of the office can mean.
MANY = re.compile(
    r"(?:各|有关|相关|其他|全[市县区省]|[省市县区][直级属])[^\s，,。；;、：:]{0,10}?(?:部门|单位|机关|企业|学校|地区|园区|开发区|功能区|街道|乡镇|行业|管委会|党工委|党委|政府|平台|地)"
    rf"(?=(?:{DUTY}|{NEXT}))"
)
# `各县区`, `各县（市、区）`, `各县（市）区`, `各县、市、区`
COUNTIES = re.compile(
    r"各[县市区旗]{1,4}(?:[（(][县市区旗、/]{1,7}[）)])?(?:[、和]?[县市区旗](?=[、和与及，,要应须需党人政等]|负责|牵头|配合|$)){0,3}"
)
SEVERAL = 2


def loose(name: str) -> str:
    """Write a name without the words that join its parts: 住房和城乡建设局 is 住房城乡建设局."""
    return JOINTS.sub("", name)


def counties_at(words: str, at: int) -> str | None:
    """Return the collective of counties that stands at a place: 各县区, 各县（市、区）."""
    found = COUNTIES.match(words, at)
    return found.group() if found and len(kinds_of(found.group())) >= SEVERAL else None


def kinds_of(name: str) -> frozenset[str]:
    """Return which kinds of places a collective takes together; none where it is another name."""
    return frozenset("县市区旗") & set(name) if COUNTIES.fullmatch(name) else frozenset()


def many_at(words: str, at: int) -> str | None:
    """Return the words for many units together that stand at a place and name none of them."""
    found = MANY.match(words, at, at + LONGEST + 3)
    return found.group() if found else None


def likely_at(words: str, at: int) -> str | None:
    """Return what stands at a place as a subject and looks like the name of a unit."""
    found = LIKELY.match(words, at, at + LONGEST + 3)
    if found is None or NO_NAME.search(found.group()) or acts(found.group()):
        return None
    return found.group()
