"""A report's title, dates and people, as its own words state them; what is not stated is None."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile, takewhile

from tracker.readers.head import (
    ISSUED,
    MINUTES,
    ORGAN_END,
    OUTLINE,
    SENTENCE_END,
    Head,
    is_above_the_title,
    is_tag,
    plain,
    read_head,
    title_of,
)
from tracker.readers.reading import NOTHING_STATED, Stated

PROSE_LINES = 6

DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
FULL_DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[二一][〇○零一二三四五六七八九]{{3}})\s*[年\-./]\s*(?P<month>{NUMBER})\s*[月\-./]\s*(?P<day>{NUMBER})(?!\d)\s*日?"
)
COMPACT_DATE = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
DAY_OF_MONTH = re.compile(rf"(?<![\d年])(?P<month>{NUMBER})月(?P<day>{NUMBER})日")
DAY = re.compile(
    r"(?<![\d月年])(?P<day>\d{1,2})日(?=(?:上午|下午|晚|晚上|凌晨)?(?:在|主持|召开|举行|至))"
)

PAPER = re.compile(
    r"通知|意见|方案|规划|计划|要点|决定|通报|办法|细则|公告|分工|分解|任务安排|工作安排"
)

# Labels of pages and minutes.
PUBLISHED = re.compile(
    r"(?:发布|发表|更新|填报|填表|制表|编制)(?:时间|日期)\s*[:：]\s*|(?<![成文议开])日期\s*[:：]\s*|印发日期\s*[:：]\s*"
)
# `日期：…` of minutes is when they met, not when they were printed.
BARE_DAY = re.compile(r"^\W*日\s*期\s*\W{0,3}[:：]\s*")
HELD = re.compile(r"(?:会议|召开|开会)(?:时间|日期)\s*[:：]\s*")
TIME = re.compile(r"^\W*时\s*间\s*\W{0,3}[:：]\s*")
PLACE = re.compile(
    r"^\W*(?:会议)?(?:地\s*点|主\s*持(?:人)?|参会|与会|出席|列席|记录)\W{0,3}(?:人员?)?\W{0,3}[:：]"
)
# `本报9月20日讯`, `新华社北京3月5日电`: the day of the dispatch
DATELINE = re.compile(r"[ \t]*(?:[（(][^）)]{0,20}[）)])?[ \t]*[讯电]")
YESTERDAY = re.compile(r"昨[日天]")
SPEECH = re.compile(r"讲话|致辞")
AHEAD = re.compile(r"(?:定|拟|将|计划|暂定|订)(?:于)?[ \t]*$")
TODAY = re.compile(r"\W*今天")
STAMP_ALONE = re.compile(r"\W*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\W*")
BYLINE = re.compile(r"来源|发布|浏览|作者|编辑|字体|阅读|点击|记者")
ISSUER = re.compile(
    r"(?:发文(?:机关|单位)|发布机构|印发(?:机关|单位))\s*[:：]\s*(?P<name>[^\s:：]+)"
)
HOST = re.compile(r"(?:会议)?(?:主办|组织|召集)单位\s*[:：]\s*(?P<name>[^\s:：，,。]+)")

ORGAN = re.compile(rf"[一-鿿（）()、·]{{0,24}}?{ORGAN_END}")
NOT_ORGAN = re.compile(
    r"会议|主持|出席|在京|同志|我[省市县区]|来到|大会|例会|[座访]谈会|推进会|近日|日前|上午|下午|今天|昨天|全体|学习|研究|审议|机会|社会$|^[各全]"
)
CONVENED = re.compile(
    r"(?:^|[，,。：:；;]|[日午]|日前|近日|今天|昨天)(?P<name>[一-鿿（）()、]{2,26}?)(?:NUMBER月\d{1,2}日)?(?:在[一-鿿]{1,8})?(?:组织召开|召开|举行|举办)".replace(
        "NUMBER", r"\d{1,2}"
    )
)
SENIOR = r"(?:国务院|(?:中共)?中央政治局(?:常务委员会)?|中共中央|中央|[一-鿿]{0,6}?(?:[省市县区州盟旗]委|[省市县区州盟旗](?:人民)?政府|自治[区州县](?:党委|人民政府)))"
PART = r"(?:(?:(?!会议)[一-鿿]){2,16}?(?:委员会|领导小组|指挥部|工作组|联席会议))?"
OF_MEETING = re.compile(
    rf"(?:(?:主持)?召开了?|在|出席了?)(?P<name>{SENIOR}{PART})(?=[^，。,\s]{{0,24}}会)"
)
SIGNED = re.compile(
    rf"(?:^|[。\n])[ \t　]*(?P<name>[一-鿿（）()、]{{0,24}}?{ORGAN_END})[ \t　]*\n?[ \t　]*(?P<date>{FULL_DATE.pattern})[ \t　]*(?:印发)?[ \t　]*(?=$|\n|[（(])",
    re.MULTILINE,
)
# `（2026年1月20日）` below the title of a paper
DATED = re.compile(rf"[（(]\s*{FULL_DATE.pattern}\s*(?:印发)?[）)]")
# `2026年1月20日 星期二` above the text of minutes
OWN_DAY = re.compile(
    rf"\W*{FULL_DATE.pattern}[ \t　]*(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?[ \t　]*(?:[上下]午|晚上?)?\W*"
)
SIGNED_ALONE = re.compile(rf"^[ \t　]*{FULL_DATE.pattern}[ \t　]*(?:印发)?[ \t　]*$", re.MULTILINE)
BEFORE_ABOUT = re.compile(
    rf"^(?P<name>[一-鿿（）()、]{{0,24}}?{ORGAN_END}(?:[\s　]+[一-鿿（）()、]{{0,24}}?{ORGAN_END}){{0,4}})(?:关于|印发|转发)"
)
BEFORE_MINUTES = re.compile(
    r"^(?P<name>[^\s:：，,]+?(?:\s+[A-Za-z]+)?)\s*(?:第.{1,8}次)?(?:常务|专题|全体|工作|协调|推进|现场|月度|季度|双?周|局务|部务|厅务|委务|党组|办公)*(?:例会|办公会|会议?纪要|会议记录)"
)
# What a body's name ends with before the kind of its meeting: `某市财政局|预算编制会议纪要`
BODY = re.compile(
    rf"[一-鿿（）()、·]{{0,24}}(?:{ORGAN_END}|集团|公司|大学|学院|学校|医院|银行|中心|协会|学会|街道|[组所站队校馆镇乡村])"
)
BODY_FIRST = re.compile(
    r"[一-鿿（）()、·]{0,24}(?:国务院|委员会|管委会|常委会|党工委|政府|党委|党组|领导小组|指挥部|办公厅|办公室|专班|联席会议|集团|公司|大学|学院|医院"
    r"|[省市县区州盟旗]委(?![托派员])|[委局厅](?![部面长势托派员内]))"
)
IS_CHINESE = re.compile(r"[一-鿿（）()、·]+")
NO_HOST = re.compile(r"关于|^全[省市县区国]|\d月|^第")

HAPPENED = re.compile(r"召开|举行|主持|会议|讲话|座谈|务虚会|大会|例会")
YEAR_OF_WORK = re.compile(
    r"(?:部署|安排|落实|谋划|做好|推进)[^。；]{0,20}?(?P<year>20\d\d)年(?:度)?[^。，；]{0,12}?工作"
)
# `召开2025年高质量发展推进会`
YEAR_OF_MEETING = re.compile(
    r"(?P<year>20\d\d)年(?:度)?[^。，；\d]{0,24}会(?:议|召开|举行|$|[^员])"
)
LAST_MONTH_OF_ITS_YEAR = 10
MONTH_LENGTH = timedelta(days=31)

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪"
    "包诸左石崔吉龚程邢裴陆荣翁荀惠曲封储靳段焦侯全仇甘厉戎祖武符刘景詹龙叶幸司黎薄印白怀蒲邰从赖卓蔺屠蒙池乔闻党翟谭贡姬申"
    "冉雍桑桂牛边燕尚农温庄柴阎充慕连习易廖终居衡步都耿满弘匡国文寇广禄欧利师巩聂辛简饶曾沙养鞠丰关蒯相查红游盖肖涂覃谌"
)
NAME = rf"[{SURNAMES}][一-鿿]{{1,2}}"
POST = r"(?:书记|部长|主任|市长|省长|县长|区长|州长|局长|厅长|总理|主席|组长|委员|常委|秘书长|院长|校长|司长|行长|署长|董事长|总经理)"
SPEAKS = r"(?:强调|指出|要求|讲话|表示)"
SPEAKER_IN_TITLE = re.compile(
    rf"(?:^|\s)(?P<name>{NAME})(?:同志)?(?:主持召开|主持会议|出席|在.{{2,40}}(?:强调|指出|讲话))"
)
SPEAKER_WITH_POST = re.compile(
    rf"{POST}(?P<name>{NAME}?)(?:同志)?(?:主持|出席|在[^，。]{{0,30}}(?:主持召开|{SPEAKS})|{SPEAKS}|作[^，。]{{0,6}}讲话|(?:\d{{1,2}}月)?\d{{1,2}}日)"
)
SPEAKER_AT_START = re.compile(
    rf"(?:^|[。\n])(?P<name>{NAME}?)(?:同志)?(?:在[^，。]{{0,30}}(?:中|时|后|上))?{SPEAKS}[，,：:]"
)
NAME_ALONE = re.compile(rf"[\s　]*(?P<name>[{SURNAMES}][\s　]*[一-鿿](?:[\s　]*[一-鿿])?)[\s　]*")
NOT_NAME = re.compile(r"会议|全[市省县区国]|同志|上$|时$|中$|[要求]$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the report says about itself."""

    title: str | None
    held_on: date | None
    published_on: date | None
    organiser: str | None
    speaker: str | None


def read_metadata(text: str, stated: Stated = NOTHING_STATED) -> Metadata:
    """Find what the report states about itself: beside its text, in its first lines and signature."""
    head = read_head(text)
    title = stated.title or title_of(head)
    after_title = [
        line
        for line in head.own
        if plain(line) not in (title or "") and not is_above_the_title(plain(line))
    ]
    prose = _prose(after_title)
    said = stated.published_on or ""
    published_on = _date(FULL_DATE.search(said) or COMPACT_DATE.search(said))
    published_on = published_on or _published_on(head, text, title)
    held_on = _held_on(head, title, prose, published_on)
    met = _day_of_minutes(head, title)
    if met and held_on in {None, met}:
        # Their own day is when they met: no day of publication, unless another one says so too.
        held_on, published_on = met, None if published_on == met else published_on
    return Metadata(
        title=title,
        held_on=held_on,
        published_on=published_on,
        organiser=_organiser(head, text, title, prose) or _office(stated.source, title),
        speaker=_speaker(head, title, prose),
    )


def _prose(lines: list[str]) -> list[str]:
    """Take the first paragraphs, up to the outline of the text."""
    found: list[str] = []
    for line in lines:
        if is_tag(plain(line)) or any(f.match(line) for f in (HELD, TIME, PLACE)):
            continue
        if OUTLINE.match(line) or len(found) == PROSE_LINES:
            break
        found.append(line)
    return found


def _published_on(head: Head, text: str, title: str | None) -> date | None:
    for line in head.lines:
        for label in PUBLISHED.finditer(line):
            if found := _date(FULL_DATE.match(line, label.end())):
                return found
    is_minutes = bool(title and MINUTES.search(title))
    for line in head.lines:
        stamp = FULL_DATE.search(line)
        if stamp and ISSUED.fullmatch(line):
            return _date(stamp)
        is_byline = bool("。" not in line and BYLINE.search(line) and not TODAY.match(line))
        is_byline = is_byline or STAMP_ALONE.fullmatch(line) is not None
        is_time = TIME.match(line) and not is_minutes and not any(map(PLACE.match, head.lines))
        if stamp and (is_byline or is_time) and (found := _date(stamp)):
            return found
    if title and (PAPER.search(title) or MINUTES.search(title)):
        dated = next(filter(None, map(DATED.fullmatch, head.lines)), None)
        signed = dated or SIGNED.search(text) or SIGNED_ALONE.search(text)
        return _date(signed)
    return None


def _day_of_minutes(head: Head, title: str | None) -> date | None:
    """Read the day that stands alone between the title of minutes and their text."""
    if not title or MINUTES.search(title) is None:
        return None
    below = dropwhile(lambda line: plain(line) not in title, _fields(head))
    for line in below:
        is_stamp = STAMP_ALONE.fullmatch(line) and "-" in line  # of a page, not of the minutes
        if not is_stamp and (BARE_DAY.match(line) or OWN_DAY.fullmatch(line)):
            return _date(FULL_DATE.search(line))
        if OUTLINE.match(line):
            return None
    return None


def _held_on(
    head: Head, title: str | None, prose: list[str], published_on: date | None
) -> date | None:
    is_minutes = bool(title and MINUTES.search(title)) or any(map(PLACE.match, head.lines))
    for line in head.lines:
        label = HELD.search(line) or (TIME.match(line) if is_minutes else None)
        if label and (found := _date(FULL_DATE.search(line, label.end()))):
            return found
    if found := _date(FULL_DATE.search(title or "") or COMPACT_DATE.search(title or "")):
        return found
    for line in prose:
        for sentence in SENTENCE_END.split(line):
            for stamp in FULL_DATE.finditer(sentence):
                is_range = sentence.startswith("至", stamp.end())
                is_ahead = AHEAD.search(sentence, 0, stamp.start()) is not None
                if HAPPENED.search(sentence, stamp.end()) and not is_range and not is_ahead:
                    return _date(stamp)
    if title and SPEECH.search(title):
        return _date(next(filter(None, map(DATED.fullmatch, head.lines)), None))
    return _held_in_known_year(prose, published_on, title)


def _held_in_known_year(
    prose: list[str], published_on: date | None, title: str | None
) -> date | None:
    """Complete `1月20日` by the year of publication, or of the meeting or the work that it deploys."""
    for line in prose:
        sentence = SENTENCE_END.split(line)[0]
        stamp = DAY_OF_MONTH.search(sentence)
        if stamp and AHEAD.search(sentence, 0, stamp.start()):
            continue
        if stamp and HAPPENED.search(sentence, stamp.end()):
            month, day = _number(stamp["month"]), _number(stamp["day"])
            if DATELINE.match(sentence, stamp.end()):
                return _held_by_dateline(sentence, month, day, published_on)
            if published_on:
                found = _safe(published_on.year, month, day)
                return (
                    found
                    if found and found <= published_on
                    else _safe(published_on.year - 1, month, day)
                )
            work = YEAR_OF_WORK.search(sentence) or YEAR_OF_MEETING.search(title or "")
            # In November and December the work deployed may be the next year's: the year stays open.
            return (
                _safe(int(work["year"]), month, day)
                if work and month <= LAST_MONTH_OF_ITS_YEAR
                else None
            )
        if published_on and (bare := DAY.search(sentence)) and HAPPENED.search(sentence):
            day = int(bare["day"])
            same = _safe(published_on.year, published_on.month, day)
            if same and same <= published_on:
                return same
            before = published_on.replace(day=1) - timedelta(days=1)
            found = _safe(before.year, before.month, day)
            return found if found and published_on - found <= MONTH_LENGTH else None
    return None


def _held_by_dateline(
    sentence: str, month: int, day: int, published_on: date | None
) -> date | None:
    """Take the day before the dispatch where the words say yesterday; otherwise the day is open."""
    if published_on is None or not YESTERDAY.search(sentence):
        return None
    sent = _safe(published_on.year, month, day)
    return sent - timedelta(days=1) if sent and sent <= published_on else None


def _organiser(head: Head, text: str, title: str | None, prose: list[str]) -> str | None:
    for pattern, lines in ((HOST, _fields(head)), (ISSUER, head.lines)):
        labelled = next((found for line in lines if (found := pattern.search(line))), None)
        if labelled:
            return labelled["name"]
    return _organiser_in_title(title or "", text) or _organiser_in_prose(title or "", prose)


def _office(source: str | None, title: str | None) -> str | None:
    """Take the source of a paper for who issued it; that of news is a newspaper."""
    is_paper = PAPER.search(title or "") is not None
    return source if source and is_paper and _is_organ(source) else None


def _fields(head: Head) -> list[str]:
    """Take the lines above the text: what a page says below it is about the site."""
    return list(takewhile(lambda line: SENTENCE_END.search(line) is None, head.lines))


def _body_of(name: str) -> str | None:
    """Find the body in what stands before the kind of meeting: a matter is none."""
    if IS_CHINESE.fullmatch(name) is None or BODY.fullmatch(name):
        return name
    first = BODY_FIRST.match(name)
    return first.group() if first else None


def _organiser_in_title(title: str, text: str) -> str | None:
    if (found := BEFORE_MINUTES.match(title)) and not NO_HOST.search(found["name"]):
        return _body_of(found["name"].strip())
    if PAPER.search(title):
        named = BEFORE_ABOUT.match(title) or SIGNED.search(text)
        if named:
            return "、".join(named["name"].split())
    return None


def _organiser_in_prose(title: str, prose: list[str]) -> str | None:
    lead = SENTENCE_END.split(prose[0])[0] if prose else ""
    for words in (title, lead):
        if found := OF_MEETING.search(words):
            return found["name"]
    for words in (lead, title):
        for found in CONVENED.finditer(words):
            if _is_organ(found["name"]):
                return found["name"]
    return None


def _is_organ(name: str) -> bool:
    return ORGAN.fullmatch(name) is not None and NOT_ORGAN.search(name) is None


def _speaker(head: Head, title: str | None, prose: list[str]) -> str | None:
    if title and SPEECH.search(title):
        below = next(filter(None, map(NAME_ALONE.fullmatch, head.lines[:6])), None)
        if below:
            return "".join(below["name"].split())
    for pattern, words in (
        (SPEAKER_IN_TITLE, title or ""),
        (SPEAKER_AT_START, "\n".join(prose)),
        (SPEAKER_WITH_POST, "\n".join(prose[:2])),
    ):
        for found in pattern.finditer(words):
            if not NOT_NAME.search(found["name"]):
                return found["name"]
    return None


def _date(stamp: re.Match[str] | None) -> date | None:
    """Turn a full date into a day; one that no calendar has is None."""
    if stamp is None:
        return None
    year = unicodedata.normalize("NFKC", stamp["year"]).translate(DIGITS)
    return _safe(int(year), _number(stamp["month"]), _number(stamp["day"]))


def _number(words: str) -> int:
    if words.isdigit() and "十" not in words:
        return int(words)
    tens, ten, ones = words.translate(DIGITS).rpartition("十")
    return (int(tens or 1) * 10 if ten else 0) + int(ones or 0)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
