"""The role of a clause in its sentence: an action, or what stands around one.

Every rule below is named by the role it gives and by the words of official Chinese that show it.
The first rule that fits decides.
"""

import re
from enum import Enum

from tracker.workplan.directives.extraction.lexicon import (
    ADDRESSEES,
    ADVERBS,
    NOUNS_AFTER_VERB,
    ORDER_WORDS,
    VERBS,
)


class Role(Enum):
    """What a clause does."""

    ACTION = "states something to be done"
    RESULT = "gives the result of the action before it"
    SOFT_RESULT = "an action, or at the end of a run its result"
    SUMMARY = "sums up the whole run"
    FRAME = "sets basis, place or manner of the next action"
    TOPIC = "names what the next order is about"
    STUDY = "asks for study, belief or attitude"
    SLOGAN = "holds up a principle"
    DEED = "tells what the meeting or its people did"
    SITUATION = "describes how things are or were"
    PLAIN = "none of these by its words"


JOINING = (
    r"(?:并且?|也|又|还|同时|另外|此外|既|更|特别是|尤其是|首先|其次|最后|一方面|另一方面|再|而且)?"
)
# `6月底前完成…`, `上半年开展…`, `全年新增…`
LIMIT_FIRST = (
    r"(?:[于在]?(?:20\d\d年|[今明每]年)?(?:1?\d月(?:份|\d{1,2}日|[上中下]旬|底|末)?|[上下]半年|第?[一二三四]季度|年[底末内]|全年)"
    # `春灌前完成…`: before a season of the work
    r"(?:之前|以前|前|内)?|[一-鿿]{0,3}(?:汛|灌|耕|播|[春夏秋冬]|节|开学|雨|霜)[期季]?前)?"
)
MANNER = rf"(?:(?:{ADVERBS})地?)*"
# Verbs that never stand before a noun as its modifier: `明确部门职责`, but `监管部门`
ONLY_VERBS = "明确|压实|厘清|理顺|完善|健全|强化|加强|打破|推动|推进|督促|细化|优化"
# Words that only begin like a verb of one sign.
NO_VERB = "强调|强烈|强大|强度|用于|用户|用地|办公|保险|建筑业|建筑市场|防汛|防灾|防火|防疫|治安|管网|管委|育种"
ACTS = re.compile(
    rf"{JOINING}{LIMIT_FIRST}(?:{ORDER_WORDS}(?!求))?(?:不断|不)?{MANNER}(?!{NO_VERB})(?:(?:{VERBS})(?!{NOUNS_AFTER_VERB})|(?:{ONLY_VERBS})(?!的|者)|把|将)"
)
# `一严到底纠治…`, `因矿制宜采用…`: an idiom of four before the verb
IDIOM_FIRST = re.compile(
    rf"[一-鿿]{{3}}[^局委办部厅院署会市县区省镇乡室组队](?:{VERBS})(?!{NOUNS_AFTER_VERB})"
)
# `配足机具`, `管住源头`: a verb of handling and its complement, more than a list can hold
RESULTATIVE = re.compile(
    rf"{JOINING}{LIMIT_FIRST}{MANNER}[抓做办管用守把打备配筑兜压理补建织盯看育选派带唱讲答写绘算走念种养学查防改推拧卡担挑夯跑接端调盘摸吃找填存留聚练储铺]"
    r"[好牢紧足齐透准严强实细活稳住优大清通全](?=[一-鿿“])(?![的地得])"
)
ADVERB_FIRST = re.compile(rf"{JOINING}(?:{ADVERBS})")

# `切实把思想和行动统一到…`, `深刻领悟“两个确立”…`: an attitude is asked for, not a piece of work.
STUDY = re.compile(
    rf"{JOINING}{MANNER}(?:把|将)?(?:学习贯彻|学习领会|学深悟透|深学细悟|深刻(?:领悟|领会|认识|理解|把握|体会|感悟)|准确把握|领会|领悟|"
    r"深入学习(?!宣传)|学习(?:习近平|党的|贯彻)|增强[“\"]四个意识|坚定[“\"]四个自信|坚定信心|做到[“\"]两个维护|当好[“\"]?两个|拥护[“\"]两个|"
    r"思想(?:认识)?和行动|(?:提高|增强)政治(?:站位|自觉)|统一思想|胸怀|心怀|牢记|(?:引起)?高度重视|提高认识|增强[^，,]{0,12}(?:责任感|使命感|紧迫感)|克服[^，,]{1,16}(?:思想|心理|情绪|心态)|扛(?:起|牢).{2,30}(?:责任|使命|担当)|贯彻落实?(?:习近平|党的|党中央|中央|省委|市委|国务院)|"
    r"落实(?:好)?(?:习近平|总书记|(?:党中央|中央(?!八项规定)|国务院|省委|市委|县委|区委|上级|[一-鿿]{2,3}(?:总理|书记|省长|市长|县长)).{0,40}(?:精神|部署|要求|讲话|指示|批示|决定)$)|完整、?准确、?全面贯彻|贯彻习近平|全面贯彻|深入贯彻|保持战略定力|认识到|看到|强化责任担当|坚决做到[“\"]两个)"
)
RESULT = re.compile(
    rf"{JOINING}(?:切实|有效|坚决|努力|有力|更|从而|真正|全力|全面|最大程度|最大限度|基本|持续|着力|严格|尽可能)*"
    r"(?:确保|保证|实现|做到(?=早|[^“，,]{0,12}应|[^“，,]{1,6}有|件件|底数)|力争|争取|使|让(?!企业)|以便|以期|从而|避免|防止(?!和)|夺取|(?:坚决)?筑牢.{2,16}(?:防线|屏障|基础)$|推动形成|更好(?!满足|应对|利用)|充分体现|"
    r"便于|惠及|把(?:各项|各方面)?工作[做抓干]|方便|引导形成|不发生|不出现|达到|发挥(?:最大|更大|应有)|释放|绝不能|严防|以利于|用于|有力支撑|形成(?:.{0,30})(?:合力|格局|体系|局面|氛围|机制|模式|态势|闭环))"
)
# Figures are aims of their own, even after `实现` or `达到`.
SUMMARY = re.compile(
    rf"{JOINING}(?:以更(?:高|大|优|实|强|好|严|新)|以(?:优异|实际行动|实际成效|一流|高质量.{{2,10}}成效|钉钉子)|为.{{3,60}}(?:提供|创造|营造|奠定|作出|做出|贡献|夯实|保驾护航|扫清.{0, 6}障碍|站好岗|[做作当]好?表率|打[下好牢].{{0,8}}基础|增添|注入)|"
    r"(?:努力|奋力|不断|加快|全面|推动)?开创|交出|展现|展示(?=[^，,]{0,12}形象$)|在.{2,30}中(?:展现|打开|走在|开创|作出|贡献)|努力(?:掌握|为|在|推动)|"
    r"凝聚.{0,12}合力|汇聚.{0,20}(?:动力|力量|合力)|营造.{2,16}(?:生态|氛围)$|推动.{2,40}(?:取得新|再上新|落地见效|落实落地|落地落实|顺利开展|走深走实|行稳致远)|"
    r"最大程度|用心用情抓落实|(?:不断|进一步)?夯实.{2,20}(?:思想|政治)基础)"
)
SOFT_RESULT = re.compile(
    r"(?:(?:不断|切实|有效|全面|持续|进一步|稳步|逐步|大幅|着力|有力|充分|加快)*)(?:促进|推动|推进|形成|营造|提升|提高|增强|激发|带动|助力|助推|支撑|降低|减少|减轻|缓解|巩固|发挥|拓宽|扩大|支持)"
)
# Among these only what cannot be ordered by itself; `提高…能力` can.
CONSEQUENCE = re.compile(
    r"(?:更好|有效|进一步|充分)?(?:促进|形成|带动|助力|助推|支持[^，,]{2,20}(?:发展|建设)$|发挥.{2,30}作用$|推动.{2,40}(?:更加|更为|更好|不断|持续|稳步|有序|落地|见效|平稳|健康|顺利|向好|稳中|入脑入心|取得实效|提质增效|化(?:发展|水平)?$))"
)
# What a numbered plan adds to an action as its effect, wherever in the sentence it stands.
EFFECT = re.compile(
    r"(?:不断|切实|有效|全面|持续|进一步|逐步|大幅|同步)*(?:提高|提升|减少|降低|减轻|缓解|增强[^，,]{2,30}性)"
)
# `…实施…制度，明确…范围和比例`: the details of what was just ordered
DETAIL = re.compile(r"(?:进一步|逐项|合理)?(?:明确|规定|确定|统一)")

# `以…为抓手`, `按照…要求`: nothing is done yet
BASIS = re.compile(
    rf"{JOINING}(?:坚持|坚定|要|切实|紧紧|始终|牢牢|严格|认真)*"
    r"(?:以.{1,80}为(?:指导|指引|遵循|引领|统领|抓手|目标|重点|主线|契机|核心|基础|导向|载体|牵引|突破口|切入点|依托|支撑|龙头|根本|主题|主题主线|首要|中心|统揽|总抓手|出发点|责任主体|标杆|底线|总揽|动力|纽带|关键|先导|保障|主导|特色|前提|支点|底色|重心|着力点|落脚点|切口|路径|手段|纲|主体|主攻方向|主战场|平台|阵地|补充)"
    r"|(?:按照?|依照|遵循|根据|依据|本着|鉴于).{1,80}(?:要求|部署|原则|精神|规定|情况|实际|需要|需求|特点|结果|目标|安排|标准|思路|阶段|计划|成效|意见|方针|分工|职责|职能|权限|发展|结构|规划|方案|方式|模式|办法|关系|程度|节点|节奏|时限|步骤|程序|清单)$"
    r"|由[^，,]{2,30}按照?[^，,]{2,20}$|采[用取][^，,]{2,40}(?:形式|方式|办法|方法|模式|手段|途径)$"
    r"|以“[^”]{2,12}”的?(?:标准|姿态|作风|精神|劲头|状态|理念|模式|机制)$|在[^，,]{2,16}[上中](?:再|更)[^，,]{1,4}$"
    r"|以[^，,]{2,30}(?:紧迫感|责任感|使命感|意识|服务|举措)$"
    r"|以[^，,]{2,30}的(?:姿态|状态|劲头|决心|作风|力度|标准|担当|精神|速度|干劲|行动|态度|魄力)$"
    r"|(?:坚持)?[把将][^，,]{2,40}作为[^，,]{0,24}(?:抓手|突破口|切入点|着力点|重点|关键|主线|重中之重|环节|支撑|任务|工程|目标|标准|导向|底线))$"
)
# Prepositions whose phrase may stand alone or be followed by its action in the same clause.
ORIENTED = re.compile(
    rf"{JOINING}(?:坚持|要|切实|紧紧|始终|牢牢)*(?:围绕|紧扣|针对|结合|立足|着眼|面向|面对|对照|锚定|瞄准|聚焦|依托|借助|利用|充分利用|适应|顺应|通过|由于|除)"
)
PLACE = re.compile(
    r"(?:在|从|自|随着|于|经).{1,80}(?:中|上|下|前|后|内|时|间|方面|领域|地区|行业|企业|城市|单位|环节|基础|前提|过程|期间|出发|入手|角度|高度|层面|大局|工程|等|时期|起)$"
    r"|.{2,40}[^先背今以落]后$"
)
# `各地区按照…原则`: a subject before a basis
LED_BASIS = re.compile(r"(?:各|全|有关|相关)[^，,]{1,30}?(?=按照|围绕|根据|立足|结合|坚持)")
# `鼓励金融机构在风险可控前提下`: the clause is not finished, its action follows
UNFINISHED = re.compile(r".{4,60}(?:前提下|基础上|过程中|情况下|的同时)$")
# `在公平竞争中加快建设…`: the place is followed by its action in the same clause
PLACED_ACT = re.compile(
    rf"(?:中|上|下|方面|领域|等|内|行业|地区|环节|前|后|时)(?:{ADVERBS}|{VERBS})"
)
PREPOSED = re.compile(
    r"(?:在|从|以|对|对于|根据|按照?|依据|围绕|通过|针对|面向|向|与|同|为|由|经|就|用|让)"
)
# `凝聚民心、汇集民智`, `既抓当前又管长远`: colours what it stands beside
IDIOMS = re.compile(
    r"[一-鿿]{4}(?:、[一-鿿]{4})+|既[^，,要]{2,16}[又也][^，,要]{2,16}|一张蓝图绘到底|久久为功|因地制宜|常抓不懈|真抓实干|实事求是|综合施策|精准施策|多措并举|迎难而上|主动作为|靶向发力|持续发力|同向发力|齐抓共管|上下联动|协同联动|各负其责|各司其职|各尽其责|务实重行|攻坚克难|开拓进取|开拓创新|周密部署|周密安排(?:部署)?|精心组织(?:实施)?|靠前指挥|统筹协调(?:调度)?|尽职尽责|履职尽责|守土尽责|牵头抓总|挂图作战|及时解决|坚守一线"
)
# `以及…`, `并与…衔接`, `作为…`: the clause before it goes on
GOES_ON = re.compile(
    r"(?:又(?!要)|以及|及(?![早时格])|和(?!谐)|与(?!会)|或(?!许)|作为|其中|包括|(?:落实|细化|分解|压实|量化|具体|延伸)到|列入|并(?:与|同|向|接受|将))"
)
# `会议原则同意…，`: what the meeting did, in a sentence that then gives orders
DECIDED = re.compile(
    r"(?:会议|会上|大会)?(?:一致|原则|原则上)*(?:同意|听取了?|审议(?:并)?(?:原则)?通过了?|传达学习了?|研究了|指出$|认为)"
)
# `会议研究同意…`, `会议听取了…`: what the meeting did, in minutes as in news
MEETING_DID = re.compile(
    r"(?:本次|此次)?会议(?:还|并|经)?(?:一致)?(?:听取|研究|审议|传达|通报|学习|讨论|原则|同意|认为|通过|审定|审阅)"
)
# `本意见自印发之日起施行，有效期2年`, `以上事项，请抓好落实`, `主要预期目标是：…`: formulas of a paper, its aims
TAKES_EFFECT = re.compile(
    r"自.{0,16}(?:起|日)(?:施行|实施|执行|生效)|有效期|(?:预期|奋斗|总体|主要)目标是|(?:以上|上述)(?:事项|工作|意见|要求)[，,]?请|请(?:认真)?(?:遵照|贯彻|抓好)(?:执行|落实|贯彻落实)$|特此通知"
)
NEGATED = re.compile(r".{0,40}(?:不需要|无需|暂不|不放在|不涉及|不再列|即满足|待确认|停止执行)")
LIMIT_ONLY = re.compile(
    r"(?:到|至|截至|力争)?(?:“?十[三四五六七]五”?(?:时?期?末)?|20\d\d年(?:上半年|下半年|底|末|\d{1,2}月)?(?:底|末)?前?|今年|明年|年底前?|每?年?\d{1,2}月(?:\d{1,2}日|底|末)?前|从20\d\d年起)$"
)
SLOGAN = re.compile(
    rf"{JOINING}(?:始终|必须|牢固|牢牢|毫不动摇)*(?:惟有|唯有|坚持(?!不懈|把|将|和|用|.{{2,14}}(?:制度|值班|机制)$|以.{{2,30}}(?:引领|统领|推动|促进|带动)|.{{1,12}}(?:推进|开展|实施))|秉持|秉承|奉行|旗帜鲜明|发扬)"
)
# `走…之路`, `树立…的导向`, `绷紧…这根弦`, `把…摆在…位置`: an attitude in the form of an action
ATTITUDE = re.compile(
    rf"{JOINING}{MANNER}(?:走(?:好|稳|出)?[^，,]{{2,24}}(?:道路|之路|路子)|(?:树立|树牢|强化|增强)[^，,]{{1,24}}(?:导向|理念|意识|观念|思维|思想|[业绩价]{{1,2}}观)"
    r"|(?:绷紧|拧紧)[^，,]{2,24}(?:弦|发条|螺丝)|(?:把|将)[^，,]{2,24}(?:摆在|放在|当[作成]|作为|视为|挺在)[^，,]{2,24}"
    r"|(?:保持|发扬|弘扬|传承|坚定|激发)[^，,]{1,24}(?:定力|劲头|态势|作风|精神|斗志|信心|信念|干劲|状态|姿态|传统))$"
)
TOPIC_START = re.compile(
    r"(?:对于?|对照|凡|凡是|针对|关于|涉及|已|正在|有条件的|符合|一旦|如遇|遇有|如有|如因|如需|如确|属于|各地(?!区?要))"
)
# `新建项目`, but not `新建幼儿园12所`
BUILT = re.compile(r"新建|改扩建")
TOPIC_END = re.compile(
    r"(?:的|问题|事项|情况|项目|地区|城市|单位|人员|企业|家庭|领域|环节|对象|区域|县|市|区|旗|省|点|户|[)）]|的[^，,的]{1,12}(?:做法|举措|措施|意见|建议|线索))$"
)
# `财政部门提前介入…`, `督查室对…开展专项督查`: the office that does it, and its predicate; told in a
# run of orders it is one of them, unless it is told as done
OFFICE_ACTS = re.compile(
    rf"[^，,。；;的了是]{{2,30}}?(?:部门|单位|机关|政府|企业|学校|机构|党委|支部|干部|人员|党员|班子|队员|员|公司|集团|街道|乡镇|[局委办室组队所院处县区部科站])"
    rf"(?:(?:(?:{ADVERBS}|[一-鿿]前)地?)*(?:{VERBS}|对|将|把|于|每)|{ADVERBS})(?!.{{0,80}}(?:了|已|取得|完成率))"
)
MATTER = re.compile(r"[^是很]{2,40}的[^是很]{0,20}(?:问题|情况|事项|进展|成果|意见|建议|项目|单位)")
INNER_ACT = re.compile(
    rf"(?:{ADVERBS})(?:{VERBS})|应.尽.|一律|立即|限期|逐[项一户个条]|给予|予以|加以|采取|实施|进行|开展|加强|实行|推行|免征|落实|建立|完善|纳入|推广|集中|探索|提供|制定|明确|做到|做好|组织|发放|享受|开放|整治|查处"
)
DEED = re.compile(
    r"(?:会议|会上|大会|全会|会前|会后|座谈会|当天|.{0,24}(?:同志|书记|市长|省长|主席|主任|部长|局长|总理|常委|负责人))?"
    r"(?:还|并|先后|分别|分管|认真|集中|专题|首先|共同|深入)?"
    r"(?:传达(?:学习)?了?|听取|审议(?:并)?(?:原则)?(?:通过)?了?|审阅|通报|回顾|总结(?:了|20|去年|今年|前)|学习(?:了|贯彻|传达)|研究(?:了|部署|审议|决定|深化|《)|部署|表彰|宣读|主持|出席|参加|列席|作了?|介绍|汇报|交流|书面|观看|现场|召开|围绕|分析|对.{2,40}(?:进行了|作出|作了|进行部署|进行表彰))"
)
DEED_WORDS = re.compile(
    r"出席会议|参加会议|列席会议|主持会议|主持召开|主持并讲话|制定(?:本|如下|以下)|提出(?:以下|如下)|如下$|如下[:：。]|作(?:了)?(?:交流|典型|表态|工作|动员)?(?:发言|报告|汇报|讲话|说明|部署)|并讲话|会上发言|召开.{0,20}会议$|以.{2,10}形式召开|进行了|汇报了|交流了|研究了|传达了|听取了|审议了|回顾了|总结了"
)
SITUATION = re.compile(
    r"(?:过去|距离|去年|近年来|近期|近来|[一二三四五六七八九十\d]+年来|以来|一年来|今年以来|当前(?!和|要|重点)|目前|但|虽然|尽管|春节|同时要看到|有的(?:单位|部门|地方|地区|干部|同志)|[^，,]{0,8}(?:通报|数据|统计|结果)(?:显示|表明))"
    r"|.{0,80}(?:取得了?|作出了?|迈[出上入]|步入|提出了|面临|存在(?!的)|仍然?|依然|已经?|提供了|指明了|开启了|成为|标志着|表明|具有.{2,40}(?:意义|性)$|是.{2,80}(?:的|举措|基础|任务|要求|关键|保障|体现|大事|根本|标志|前提|底线|生命线|责任|使命)$"
    # `覆盖面还不够`, `重复填报的问题比较突出`: what is wanting, said before what is to be done
    r"|(?:还|尚|仍|依然)不(?:够|足|强|高|平衡|充分|到位|完善|健全)(?=[，,]|$)|(?:比较|较为|仍较)(?:集中|突出|普遍|薄弱|严重)(?=[，,]|$))"
)
# `…，是…的重要举措，…，具有重要意义`: the sentence judges, it orders nothing
JUDGEMENT = re.compile(
    r"(?:^|[，,])(?:既|也|更)?是[^，,。；;]{2,80}(?:举措|任务|要求|关键|保障|体现|大事|根本|标志|前提|责任|使命|抓手|途径|基础|主体)(?=[，,。；;]|$)"
    r"|具有(?:十分|非常|极其|很强|重大|重要|深远|特殊)[^，,。]{0,24}(?:意义|性|作用)"
)
# `试点城市政府是责任主体，要…`: what somebody is, said before what he is to do
IS_A = re.compile(
    r"[^，,。；;]{2,24}是[^，,。；;]{2,40}(?:主体|关键|基础|前提|保障|责任|核心|根本)$"
)
# The clause gives an order of its own: `各部门要…`, `必须…`.
ORDER = re.compile(
    r"(?<![主重需必只摘首纲概紧扼择简机提纪])要(?![求素点闻件害领职塞旨览义道案好的])|必须|务必|应当|(?<![响适反对供相效回呼顺因不])应(?=[当优加建按依结根在及将把以])"
    r"|(?<![急必供所无军刚内特])需(?![求要])|需要(?=[加开建完进做抓组与同由])"
)
# `也要看到，…`: a difficulty is described
SEEING = re.compile(r"要(?:清醒地?|清楚地?|充分)?(?:看到|认识到)")
LEADING_ORDER = re.compile(
    r"(?:就是|同时|还|也|都|又|既|更|另?一方面)?(?:必须|务必|应当|需要|要|需|须|应)(?!求)"
)
# `坚持把…作为…`, `严把…关`, `干字当头、真抓实干`: no subject stands there, so none rules the sentence
NO_SUBJECT = re.compile(
    r"坚持|严把|把|将|让|越|以|从|用|试点(?:建设|推行|开展|实施)|[一-鿿]{4}、[一-鿿]{4}$"
)
# `5月15日前实现…`: a clause with its own limit is a task of its own
OWN_LIMIT = re.compile(
    r"[于在]?(?:20\d\d年|\d{1,2}月|[上下]半年|[年月]底|年内|全年|第?[一二三四]季度)"
)
LEADING_BASIS = re.compile(r"(?:坚持|坚定)?(?:以|按照?|遵循|本着|从|在|根据|立足|结合)")
# `A由甲负责，其余B…`: another subject, another measure
OTHERS = re.compile(r"(?:其余|其他|其它|剩余)(?!.{0,6}等)")
# `主要负责人作为第一责任人，要…`: who is to do it, and as what
AS_WHAT = re.compile(r"[^，,]{2,24}作为[^，,]{2,24}")
SUBJECT_ENDS = 40
# `要求各单位修改完善`: the demand reported inside a sentence
DEMANDED = re.compile(r"要求(?=[^，,。；;]{4})")
ADDRESSED = re.compile(ADDRESSEES)


def acts(words: str) -> bool:
    """Whether the words open with a predicate of work: an adverb of manner or a verb."""
    return ACTS.match(words) is not None or RESULTATIVE.match(words) is not None


def opens_with_manner(words: str) -> bool:
    """Whether the words open with an adverb of manner."""
    return ADVERB_FIRST.match(words) is not None


def order_at(words: str) -> int | None:
    """Where the order begins behind its subject: `各部门|要…`; None where there is none."""
    if DEMANDED.match(words):
        return 0
    for found in ORDER.finditer(words, 0, SUBJECT_ENDS):
        if words[: found.start()] in {"一方面", "另一方面"}:
            return 0
        if words.count("“", 0, found.start()) == words.count("”", 0, found.start()):
            return found.start()  # `“三管三必须”` names a thing and orders nothing
    return None


def is_basis(words: str) -> bool:
    """Whether the clause only sets basis, place, time or manner."""
    led = LED_BASIS.match(words)
    words = words[led.end() :] if led else words
    if LIMIT_ONLY.match(words) or BASIS.match(words):
        return True
    if PLACE.match(words) and not PLACED_ACT.search(words, 2):
        return True
    oriented = ORIENTED.match(words)
    return oriented is not None and not _goes_on_to_act(words, oriented.end())


def _goes_on_to_act(words: str, begin: int) -> bool:
    """`面向社区开展教育`: the preposition is followed by its action in the same clause."""
    inner = INNER_ACT.search(words, begin + 2)
    return inner is not None and inner.end() < len(words)


def is_topic(words: str) -> bool:
    """Whether the clause names what the next order is about: `对…问题`."""
    if BUILT.match(words):
        return TOPIC_END.search(words) is not None
    if TOPIC_START.match(words) is None:
        return False
    return INNER_ACT.search(words) is None or TOPIC_END.search(words) is not None


def office_acts(words: str) -> bool:
    """Whether an office and what it is to do stand in the clause: `住建部门加强巡查`."""
    return OFFICE_ACTS.match(words) is not None


def names_a_matter(words: str) -> bool:
    """`各地落实本意见的情况`: a noun phrase that the order behind it takes up."""
    return MATTER.fullmatch(words) is not None and SITUATION.match(words) is None


def role_of(words: str) -> Role:
    """Tell a clause's role by its own words alone."""
    rules = (
        (Role.FRAME, LIMIT_ONLY.match(words) is not None),
        (Role.STUDY, STUDY.match(words) is not None),
        (Role.SUMMARY, SUMMARY.match(words) is not None),
        (Role.RESULT, RESULT.match(words) is not None),
        (Role.SLOGAN, SLOGAN.match(words) is not None),
        (Role.TOPIC, is_topic(words)),
        (Role.FRAME, is_basis(words)),
        (Role.SOFT_RESULT, SOFT_RESULT.match(words) is not None),
        (Role.ACTION, acts(words) or opens_with_manner(words)),
        (Role.ACTION, PREPOSED.match(words) is not None or IDIOM_FIRST.match(words) is not None),
    )
    return next((role for role, fits in rules if fits), Role.PLAIN)
