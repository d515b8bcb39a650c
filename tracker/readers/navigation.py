"""Which lines of a report are furniture of the page it was copied from: set aside, never deleted."""

import re
from dataclasses import dataclass

LINE = re.compile(r"[^\n]+")
# Lines that begin so are furniture on whatever site they stand.
FURNITURE = re.compile(
    r"(?:您?(?:现在|当前)?(?:所在)?的?位置\s*[:：]|当前位置|首页\s*[>＞|/·]|今天是|来源\s*[:：]|信息来源|(?:发布|发表|更新)(?:时间|日期|机构)\s*[:：]|日期\s*[:：]"
    r"|时间\s*[:：]\s*\d{4}-\d|(?:作者|记者|通讯员|供稿|摄影|编辑|责编|审核|校对|初审|复审|终审|监制)\s*[:：]|[（(\[【]?\s*责任编辑"
    r"|索\s*引\s*号\s*[:：]|主\s*题\s*(?:词|分类)\s*[:：]|发文(?:机关|字号|单位|日期)\s*[:：]|成文日期\s*[:：]|标\s*题\s*[:：]|信息分类\s*[:：]"
    r"|扫一扫|分享(?:到|至|让)|【?\s*(?:打印|关闭|纠错|字体|大中小|返回顶部)|(?:上|下)一[篇页条]|相关(?:链接|阅读|新闻|文章)|延伸阅读|点击(?:下载|查看|进入)"
    r"|版权所有|版权声明|网站(?:地图|标识码|声明)|(?:主办|承办|技术支持|维护)单位\s*[:：]|联系我们|浏览(?:次数|量)|访问量|阅读(?:次数|量)|点击(?:数|量|次数))"
)
FURNITURE_INSIDE = re.compile(
    r"网公安备|ICP备|Copyright|字体\s*[:：]|[【\[](?:大\s*中\s*小|打印|关闭)|(?:-|&|>|＞)>\s|\s[>＞]\s.+\s[>＞]\s"
    r"|(?:服务|举报|咨询|值班)(?:电话|热线)\s*[:：]|分享到",
    re.IGNORECASE,
)
LONGEST_FURNITURE = 300


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of the text, in code points."""

    start: int
    end: int


def set_aside(text: str) -> tuple[Span, ...]:
    """Find the lines that are furniture of the page; neighbouring lines are one span."""
    spans: list[Span] = []
    for line in LINE.finditer(text):
        if not is_furniture(line.group()):
            continue
        if spans and not text[spans[-1].end : line.start()].strip():
            spans[-1] = Span(spans[-1].start, line.end())
        else:
            spans.append(Span(line.start(), line.end()))
    return tuple(spans)


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to the report."""
    words = line.strip()
    if not words or len(words) > LONGEST_FURNITURE:
        return False
    return bool(FURNITURE.match(words)) or (
        FURNITURE_INSIDE.search(words) is not None and "。" not in words
    )
