"""Web pages as government sites build them, with words of our own: what is the report, what the page."""

from dataclasses import dataclass

OPENING = "3月2日，云岭市委、市政府召开全市项目建设推进会，市委书记陶远山出席会议并讲话。"
FIRST = "会议强调，要突出“项目攻坚”，加快推进城东工业园建设，6月底前建成连接线12公里。"
SECOND = "会议要求，各县（市、区）要建立专班，逐项排出工期；市发展改革委要每月通报进度。"
THIRD = "要守住底线，全面排查在建工地安全隐患，坚决防范较大事故。"
LAST = "市直有关部门负责同志参加会议。"
BODY = (OPENING, FIRST, SECOND, THIRD, LAST)
TITLE = "全市项目建设推进会召开"

NAVIGATION = """<ul><li><a href="/">首页</a></li><li><a href="/xw">云岭要闻</a></li><li><a href="/gk">政务公开</a></li>
<li><a href="/fw">办事服务</a></li><li><a href="/hd">互动交流</a></li></ul>"""
RELATED = """<ul><li><a href="1.html">城东大桥主塔封顶</a></li><li><a href="2.html">南溪县春耕进度过半</a></li>
<li><a href="3.html">全市招商座谈会举行</a></li></ul>"""
FOOT = "<p>主办单位：云岭市人民政府办公室</p><p>云ICP备00000001号</p><p>网站标识码：0000000001</p>"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its source, what of it is the report, and what must not be taken for it."""

    name: str
    source: str
    body: tuple[str, ...] = BODY
    foreign: tuple[str, ...] = ("互动交流", "城东大桥主塔封顶")
    title: str | None = TITLE
    published_on: str | None = "2026-03-03"


def paragraphs(tag: str = "p", attributes: str = "", words: tuple[str, ...] = BODY) -> str:
    return "\n".join(f"<{tag}{attributes}>　　{line}</{tag}>" for line in words)


# Content metadata in the head, text in a known box, the share bar inside.
MODERN = Page(
    "modern",
    f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}_云岭市人民政府</title>
<meta name="SiteName" content="云岭市人民政府门户网站"><meta name="ArticleTitle" content="{TITLE}">
<meta name="PubDate" content="2026-03-03 08:30:00"><meta name="ContentSource" content="云岭日报">
<style>.a{{color:red}}</style><script>var words = "会议要求脚本里的话不算。";</script></head><body>
<header class="header"><div class="logo">云岭市人民政府</div><nav>{NAVIGATION}</nav></header>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/xw">云岭要闻</a> &gt; 正文</div>
<div class="main"><h1>{TITLE}</h1><div class="info"><span>来源：云岭日报</span><span>发布时间：2026-03-03 08:30</span></div>
<div class="TRS_Editor"><style>p{{margin:0}}</style>{paragraphs()}<div class="share">分享到：<a>微信</a><a>微博</a></div></div>
<p class="editor">责任编辑：何溪</p></div>
<div class="related"><h3>相关阅读</h3>{RELATED}</div><footer>{FOOT}</footer></body></html>""",
)
# Nested layout tables, no classes, breaks in place of paragraphs, blanks as indents.
TABLES = Page(
    "layout tables",
    f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{TITLE}</title></head>
<body><table width="1000"><tr><td><table><tr><td><a href="/">首页</a></td><td><a href="/xw">云岭要闻</a></td>
<td><a href="/hd">互动交流</a></td></tr></table></td></tr><tr><td><table><tr><td width="200">{RELATED}</td>
<td width="800"><table><tr><td align="center"><b>{TITLE}</b></td></tr><tr><td>日期：2026-03-03　来源：云岭日报　浏览次数：88</td></tr>
<tr><td>&nbsp;&nbsp;&nbsp;&nbsp;{"<br><br>&nbsp;&nbsp;&nbsp;&nbsp;".join(BODY)}</td></tr></table></td></tr></table></td></tr>
<tr><td align="center">版权所有：云岭市人民政府办公室　云ICP备00000001号</td></tr></table></body></html>""",
)
# Each paragraph a div of its own, wrapped in spans and fonts by an editor; the signature stands outside the box.
DIVS = Page(
    "divs and spans",
    f"""<html><head><meta charset="utf-8"><title>{TITLE} - 云岭新闻网</title><meta name="pubdate" content="2026-03-03"></head><body>
<div id="top"><div class="menu">{NAVIGATION}</div></div><div id="wrap"><div class="title">{TITLE}</div>
<div class="date">2026-03-03 10:20</div><div id="zoom">
{"".join(f'<div style="text-indent:2em"><span style="font-size:16px"><font face="仿宋">{it[:9]}</font></span><span>{it[9:]}</span></div>' for it in BODY)}
</div><div class="sign"><div>云岭市项目建设指挥部办公室</div><div>2026年3月2日</div></div></div>
<div class="side hot"><h4>热点</h4>{RELATED}</div><div class="copyright">{FOOT}</div></body></html>""",
    body=(*BODY, "云岭市项目建设指挥部办公室", "2026年3月2日"),
)
# A public letter app: section boxes in section boxes, line breaks inside the source, hidden copy for printing.
SECTIONS = Page(
    "sections",
    f"""<html><head><meta charset="UTF-8"><meta property="og:title" content="{TITLE}"><title></title></head><body>
<div id="js_article"><h1 class="rich_media_title" id="activity-name">

                {TITLE}

</h1><div id="meta_content"><span>云岭发布</span><em id="publish_time">2026-03-03 07:00</em></div>
<div class="rich_media_content" id="js_content">
{"".join(f"<section><section><section><p><span>{it[:12]}</span><strong>{it[12:20]}</strong>{it[20:]}</p></section></section></section>" for it in BODY)}
<p style="display:none">本段是隐藏的打印说明，会议要求不看。</p></div></div></body></html>""",
    foreign=("隐藏的打印说明",),
)
# No wrapper at all: paragraphs are children of the body beside the navigation.
FLAT = Page(
    "flat",
    f"""<html><title>{TITLE}</title><body><p><a href="/">首页</a>|<a href="/a">云岭要闻</a>|<a href="/b">政务公开</a>|<a href="/hd">互动交流</a></p>
<h2>{TITLE}</h2><p>2026年03月03日 来源：云岭日报</p>
{"".join(f"<p>{it}" for it in BODY)}<hr><p><a href="1.html">城东大桥主塔封顶</a> <a href="2.html">南溪县春耕</a> <a href="3.html">招商座谈会</a></p></body></html>""",
)
# Saved from Word: conditional comments, namespaces, empty paragraphs, numbered lists.
NUMBERED = (
    "加快项目前期，4月底前完成城东工业园用地报批。",
    "强化要素保障，市财政局牵头设立专项资金2亿元。",
    "建立红黑榜，每季度排名通报。",
)
WORD = Page(
    "word export",
    f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:w"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<!--[if gte mso 9]><xml><o:Author>会议要求注释不算</o:Author></xml><![endif]--><style><!-- p.MsoNormal {{margin:0}} --></style></head><body lang=ZH-CN><div class=WordSection1>
<p class=MsoNormal align=center><b><span>云岭市人民政府办公室关于印发2026年项目建设工作方案的通知<o:p></o:p></span></b></p><p class=MsoNormal>云政办发〔2026〕7号</p>
<p class=MsoNormal><span>各县（市、区）人民政府：<o:p></o:p></span></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>一、重点任务</p>
<ol start=1>{"".join(f"<li class=MsoNormal>{it}</li>" for it in NUMBERED)}</ol><p class=MsoNormal align=right>云岭市人民政府办公室</p>
<p class=MsoNormal align=right>2026年3月3日</p></div></body></html>""",
    body=(
        "一、重点任务",
        *(f"{n}. {it}" for n, it in enumerate(NUMBERED, 1)),
        "云政办发〔2026〕7号",
        "各县（市、区）人民政府：",
    ),
    foreign=("注释不算",),
    title="云岭市人民政府办公室关于印发2026年项目建设工作方案的通知",
)
# A division of work: the facts of the paper in a table above the title, the tasks in a table with joined cells.
DIVISION = Page(
    "division of work",
    """<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="云岭市2026年水利重点任务分工方案"><meta name="PubDate" content="2026/3/3">
<meta name="ContentSource" content="云岭市水利局"></head><body><div class="nav"><a>首页</a><a>云岭要闻</a><a>互动交流</a></div>
<table class="xxgk"><tr><td>索 引 号：YL-01/2026-0007</td><td>主题分类：水利</td></tr><tr><td>发文机关：云岭市水利局</td><td>成文日期：2026年3月1日</td></tr></table>
<h1>云岭市2026年水利重点任务分工方案</h1><div class="content"><p>为抓好全年水利工作，制定本方案。</p>
<table border="1"><thead><tr><th>序号</th><th>重点</th><th>工作任务</th><th>牵头单位</th><th>完成时限</th></tr></thead><tbody>
<tr><td>1</td><td rowspan="2">安澜行动</td><td>加固南溪河堤防18公里</td><td>市水利局</td><td>6月底前</td></tr>
<tr><td>2</td><td><p>修复水毁工程</p><p>36处</p></td><td>市水利局、<br>市财政局</td><td>年底前</td></tr></tbody></table>
<p>附件：1. 任务清单</p></div><div class="foot">网站标识码：0000000001</div></body></html>""",
    body=(
        "发文机关：云岭市水利局\t成文日期：2026年3月1日",
        "为抓好全年水利工作，制定本方案。",
        "序号\t重点\t工作任务\t牵头单位\t完成时限",
        "1\t安澜行动\t加固南溪河堤防18公里\t市水利局\t6月底前",
        "2\t\t修复水毁工程 36处\t市水利局、 市财政局\t年底前",
        "附件：1. 任务清单",
    ),
    foreign=("互动交流",),
    title="云岭市2026年水利重点任务分工方案",
)
# Short lines without full stops, half of them repeated, and a box whose class sounds like a side column.
NOTES = (
    "一、防汛",
    "（一）备足编织袋3万条",
    "责任单位：市应急局",
    "完成时限：5月底前",
    "（二）检修泵站12座",
    "责任单位：市水利局",
    "完成时限：5月底前",
    "二、抗旱",
    "新打机井40眼",
    "责任单位：市水利局",
    "完成时限：5月底前",
)
MINUTES = Page(
    "minutes in short lines",
    f"""<html><head><meta charset="utf-8"><title>市防汛抗旱指挥部第2次会议纪要</title></head><body><div class="topbar"><a>登录</a><a>注册</a><a>互动交流</a></div>
<div class="two-column with-sidebar menu-open"><div class="art-box"><h3>市防汛抗旱指挥部第2次会议纪要</h3><p>时间：2026年3月3日</p><p>地点：三楼会议室</p><p>主持：顾长河</p>
{paragraphs(words=NOTES)}</div><div class="sidebar"><div class="box"><h4>最新</h4>{RELATED}</div></div></div></body></html>""",
    body=NOTES,
    title="市防汛抗旱指挥部第2次会议纪要",
    published_on=None,
)
# The text is in the article element, quotations and a boxed leader's word in it, the byline in its footer.
ARTICLE = Page(
    "article",
    f"""<!doctype html><html lang="zh"><head><meta charset=utf-8><meta name="article:title" content="{TITLE}"><meta property="article:published_time" content="2026-03-03T08:30:00+08:00">
<title>{TITLE} | 云岭在线</title></head><body><nav class="navbar">{NAVIGATION}</nav><main><article><header><h1>{TITLE}</h1><time>2026-03-03</time></header>
<p>{OPENING}</p><blockquote>{FIRST}</blockquote><aside>{SECOND}</aside><h2>守住底线</h2><ul><li>{THIRD}</li></ul><pre>{LAST}</pre>
<footer>（记者 何溪）</footer></article></main><aside class="rank">{RELATED}</aside><footer>{FOOT}</footer></body></html>""",
    body=(*BODY, "守住底线", "（记者 何溪）"),
)
# A page whose comments and recommendations hold whole sentences of their own.
BUSY = Page(
    "busy",
    f"""<html><head><meta charset="utf-8"><title>{TITLE}</title><meta name="PubDate" content="2026-03-03"></head><body><div class="login-box">请登录后发表意见。</div>
<div class="nav-bar">{NAVIGATION}</div><div class="con_left"><h1>{TITLE}</h1><div class="con_text"><p>{OPENING}{FIRST}</p><p>{SECOND}</p></div>
<div class="con_text"><p>{THIRD}</p><p>{LAST}</p></div><div class="page-turn"><a href="a">上一页</a><a href="b">下一页</a></div></div>
<div class="recommend"><p><a href="1.html">城东大桥主塔封顶</a></p><p>南溪县：<a href="2.html">春耕进度过半，农机全部下田。</a></p></div>
<div class="comment-list"><p>网友：会议开得好，希望尽快修路。</p></div></body></html>""",
    foreign=("互动交流", "城东大桥主塔封顶", "希望尽快修路", "请登录"),
)
PAGES = (MODERN, TABLES, DIVS, SECTIONS, FLAT, WORD, DIVISION, MINUTES, ARTICLE, BUSY)
