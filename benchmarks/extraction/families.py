"""What a hostile, broken or merely odd file may look like: families of texts of any length."""

from collections.abc import Callable

# Our own writing: every kind of line that the grammar knows.
REPORT = """会议强调，要突出“固堤强基”，加固河堤12公里，6月底前修复水闸，确保安全度汛。
一、重点任务
（一）河道治理。开展清淤疏浚，拓宽卡口河段。（市水利局牵头，市财政局配合，10月底前完成）
1.更换老旧管网80公里。责任单位：市水务局、市住建局；完成时限：年底前。
2.对排查发现的问题，各县（市、区）要限期整改，形成闭环。
会议要求，一是强化巡查，每日巡查险段；二是强化储备，补充抢险物资。
"""
# One item on each line: 100,000 of them make 600,000 characters.
ITEM = "1.修堤。\n"
OUTLINE = "第一部分 甲\n一、乙\n（一）丙\n1.丁\n（1）戊\n①己\n"
UNITS_IN_A_BRACKET = "修复水闸。（{}按职责分工负责，6月底前完成）"

# What makes the rest of a line be read as orders
PROSE = "会议要求，要加强"

Family = Callable[[int], str]


def filled(words: str, characters: int) -> str:
    """Repeat words up to so many characters."""
    return (words * (characters // len(words) + 1))[:characters]


def of(words: str, before: str = "", after: str = "") -> Family:
    """Make the family that repeats words between two others."""
    return lambda n: before + filled(words, n) + after


FAMILIES: dict[str, Family] = {
    "a plain report": of(REPORT),
    # many directives, deep or flat
    "only short items": of(ITEM),
    "only directives": of("加固河堤，修复水闸；"),
    "only themes": of("突出“固堤”，加固河堤；"),
    "only （一）": of("（一）"),
    "only 一、": of("一、"),
    "only 要": of("要"),
    "only 一是": of("一是加固河堤；二是修复水闸；", before="要求："),
    "only 一是 without words": of("一是"),
    "deep outline": of(OUTLINE),
    "numbers in one line": of("1.修堤。2.修闸。", before="一、任务。"),
    # no structure at all
    "one line": of("加固河堤并修复水闸且巡查险段", before=PROSE, after="。\n"),
    "no punctuation": of("推进河道治理加强巡查完善机制", before=PROSE, after="。\n"),
    "only commas": of("加快推进河道治理，", before=PROSE, after="。\n"),
    "only stops": of("。"),
    "only line ends": of("\n"),
    "only blanks": of("　", before="会", after="议"),
    "only figures": of("1234567890", before=PROSE, after="。\n"),
    "only 的": of("的", before=PROSE, after="。\n"),
    # brackets and quotes
    "open brackets": of("（", before=PROSE, after="。\n"),
    "nested brackets": lambda n: PROSE + "（" * (n // 2) + "）" * (n // 2),
    "mixed brackets": of("（［【“《", before=PROSE, after="。\n"),
    "unclosed quotes": of("“固堤", before=PROSE + "突出", after="。\n"),
    "all units in one bracket": lambda n: UNITS_IN_A_BRACKET.format(filled("市水利局、", n)),
    "units in brackets": of("修堤。（甲局牵头，6月底前完成）"),
    "units without duty": of("局和", before=PROSE + "由", after="。\n"),
    "fields": of("责任单位：甲局\n"),
    # figures and times
    "only dates": of("2026年1月1日至", before=PROSE, after="。\n"),
    "dates with deeds": of("6月底前加固河堤，", before=PROSE, after="。\n"),
    "numerals": of("十百千三", before=PROSE, after="。\n"),
    "targets": of("由12%降至8%，新增托位2000个以上，", before=PROSE, after="。\n"),
    "figures in words": of("百分之三分之", before=PROSE, after="。\n"),
    # tables
    "bars": of("|1.修堤<br>|甲局|6月底前|\n", before="|事项|责任单位|时限|\n|---|---|---|\n"),
    "one cell": of("1.修堤<br>", before="|议题|纪要|\n|---|---|\n|甲|", after="|"),
    "tabs": of("修堤\t甲局\t6月底前\n", before="事项\t责任单位\t时限\n"),
    "one cell a line": of("修堤\n甲局\n6月底前\n", before="事项\n责任单位\n时限\n"),
    "markup": of("<tr><td>修堤<td>甲局", before="<table>"),
    "open tables": of("<table>"),
}
