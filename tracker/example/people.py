"""Units and persons of the example city 云岭市; no place and nobody of that name exists."""

from dataclasses import dataclass

from tracker.people.models import Role, UnitKind

PASSWORD = "Yunling-2026"  # noqa: S105  made to be shown: everybody of the example signs in with it


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its head and its contact, each as ``(login, name)``."""

    code: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    head: tuple[str, str]
    contact: tuple[str, str]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Units addressed together, by the kind of unit or by their codes."""

    name: str
    aliases: tuple[str, ...]
    codes: tuple[str, ...]


CITY = ("000", "云岭市", "云岭市")
OFFICE = UnitRow(
    "101",
    "市委督查室",
    "市委督查室",
    ("督查室", "市委、市政府督查室"),
    ("tongyuanqiao", "童远桥"),
    ("wenshuyan", "温书言"),
)

DEPARTMENTS = (
    UnitRow("201", "市委组织部", "市委组织部", ("组织部",), ("heqingsong", "贺青松"), ("yelan", "叶岚")),
    UnitRow("202", "市委宣传部", "市委宣传部", ("宣传部",), ("luzhihan", "陆之寒"), ("panyutong", "潘雨桐")),
    UnitRow("203", "市委政法委员会", "市委政法委", ("政法委",), ("guanboyuan", "关博远"), ("shiqian", "施茜")),
    UnitRow("204", "市委社会工作部", "市委社工部", ("社会工作部", "市委社会工作部"), ("cenwei", "岑蔚"), ("jiaozheng", "焦铮")),
    UnitRow("205", "市发展和改革委员会", "市发展改革委", ("市发改委", "发改委", "发展改革委"), ("shenyanqiu", "沈砚秋"), ("duruoxi", "杜若溪")),
    UnitRow("206", "市经济和信息化局", "市经信局", ("经信局",), ("fuyunting", "傅云霆"), ("miaoke", "苗可")),
    UnitRow("207", "市教育局", "市教育局", ("教育局",), ("fangjingshu", "方静姝"), ("zhanbo", "詹博")),
    UnitRow("208", "市科学技术局", "市科技局", ("科技局",), ("renxinghe", "任星河"), ("laiyan", "赖妍")),
    UnitRow("209", "市公安局", "市公安局", ("公安局",), ("tiezheng", "铁铮"), ("wuyi", "邬毅")),
    UnitRow("210", "市民政局", "市民政局", ("民政局",), ("ansuqin", "安素琴"), ("bianxu", "卞旭")),
    UnitRow("211", "市司法局", "市司法局", ("司法局",), ("jiheng", "季衡"), ("xuanlu", "宣璐")),
    UnitRow("212", "市财政局", "市财政局", ("财政局",), ("qianlizhong", "钱立中"), ("yaojia", "姚佳")),
    UnitRow("213", "市人力资源和社会保障局", "市人力社保局", ("市人社局", "人力社保局"), ("guyiming", "谷一鸣"), ("zhuangxiao", "庄晓")),
    UnitRow("214", "市自然资源和规划局", "市资规局", ("自然资源和规划局", "市自然资源规划局"), ("xiangdifei", "项迪飞"), ("kangning", "康宁")),
    UnitRow("215", "市生态环境局", "市生态环境局", ("生态环境局",), ("baichuan", "柏川"), ("liqing", "黎青")),
    UnitRow("216", "市住房和城乡建设局", "市住建局", ("住建局", "市建设局"), ("gongshilin", "龚仕林"), ("nijie", "倪洁")),
    UnitRow("217", "市交通运输局", "市交通运输局", ("市交通局", "交通运输局"), ("chedao", "车道明"), ("yujing", "喻静")),
    UnitRow("218", "市水利局", "市水利局", ("水利局",), ("jiangpingchao", "江平潮"), ("huoran", "霍然")),
    UnitRow("219", "市农业农村局", "市农业农村局", ("农业农村局", "市农业局"), ("gengdafeng", "耿大丰"), ("miyue", "米悦")),
    UnitRow("220", "市商务局", "市商务局", ("商务局",), ("ouyangtong", "欧阳彤"), ("yinhao", "尹昊")),
    UnitRow("221", "市文化广电旅游体育局", "市文广旅体局", ("文广旅体局", "市文旅局"), ("shangjin", "尚瑾"), ("tanxi", "谭溪")),
    UnitRow("222", "市卫生健康委员会", "市卫生健康委", ("市卫健委", "卫生健康委"), ("guanxinlan", "管心兰"), ("pujun", "蒲钧")),
    UnitRow("223", "市应急管理局", "市应急管理局", ("市应急局", "应急管理局"), ("leizhen", "雷震"), ("huadingan", "华定安")),
    UnitRow("224", "市政务服务和数据管理局", "市数据局", ("市政务服务局", "数据局"), ("simayi", "司马逸"), ("chuman", "褚曼")),
)  # fmt: skip  # a table: one line a row

COUNTIES = (
    UnitRow("301", "松屏区", "松屏区", ("松屏",), ("duanmuqing", "端木清"), ("heyifan", "何一凡")),
    UnitRow("302", "澄湾区", "澄湾区", ("澄湾",), ("yanshicheng", "颜世诚"), ("maoyue", "毛越")),
    UnitRow(
        "303", "锦渡区", "锦渡区", ("锦渡",), ("jinchengye", "靳承业"), ("xiexiaoman", "解小满")
    ),
    UnitRow("304", "霁岚区", "霁岚区", ("霁岚",), ("lanxue", "蓝雪"), ("guihai", "桂海")),
    UnitRow("305", "望潮市", "望潮市", ("望潮",), ("chaoguohui", "晁国辉"), ("mengqiu", "蒙秋")),
    UnitRow("306", "丰禾市", "丰禾市", ("丰禾",), ("mashihe", "麻世和"), ("quhan", "瞿涵")),
    UnitRow("307", "青岫县", "青岫县", ("青岫",), ("shanwenbin", "单文彬"), ("aixin", "艾欣")),
    UnitRow("308", "鹭洲县", "鹭洲县", ("鹭洲",), ("ruanhaitang", "阮海棠"), ("fengjie", "封杰")),
    UnitRow("309", "枫陵县", "枫陵县", ("枫陵",), ("chichunshan", "池春山"), ("tuya", "涂雅")),
    UnitRow("310", "砚溪县", "砚溪县", ("砚溪",), ("mominghui", "莫明徽"), ("jianan", "简安")),
    UnitRow("311", "桐浦县", "桐浦县", ("桐浦",), ("zhurunsheng", "竺润生"), ("gaoyu", "郜宇")),
    UnitRow("312", "柳津县", "柳津县", ("柳津",), ("fanlijun", "范砺军"), ("shuyun", "舒云")),
)

ZONES = (
    UnitRow("401", "云东产业集聚区", "云东集聚区", ("云东集聚区管委会",), ("zhangsunke", "长孙科"), ("tengda", "滕达")),
    UnitRow("402", "滨江产业集聚区", "滨江集聚区", ("滨江集聚区管委会",), ("yuejianfeng", "岳剑锋"), ("qiji", "祁霁")),
    UnitRow("403", "高新产业集聚区", "高新集聚区", ("高新集聚区管委会",), ("jizhaoyang", "纪朝阳"), ("lengfei", "冷菲")),
)  # fmt: skip  # a table: one line a row

# Goes into another unit in the middle of the story, with the work that it has then; the code of that unit.
ABSORBED = UnitRow(
    "226", "市地震局", "市地震局", ("地震局",), ("ganlinfeng", "甘临风"), ("zhanhe", "湛禾")
)
ABSORBED_INTO = "223"

ALL_UNITS = (
    (UnitKind.OFFICE, (OFFICE,)),
    (UnitKind.DEPARTMENT, DEPARTMENTS),
    (UnitKind.COUNTY, COUNTIES),
    (UnitKind.ZONE, ZONES),
    (UnitKind.DEPARTMENT, (ABSORBED,)),
)
COUNTY_CODES = tuple(row.code for row in COUNTIES)
ZONE_CODES = tuple(row.code for row in ZONES)
DEPARTMENT_CODES = tuple(row.code for row in DEPARTMENTS)

# What was before: a department that was renamed, and one that went into another, each in the reform of
# two years ago. Code, names until then.
RENAMED = ("214", "市国土资源局", "市国土局")
MERGED = ("225", "市粮食局", "粮食局", "205")
REFORM = "市级机构改革方案"
YEARS_SINCE_REFORM = 2

GROUPS = (
    GroupRow("各县（市、区）", ("各县(市、区)", "各县（市、区）党委和人民政府", "各县（市）区", "各地"), COUNTY_CODES),
    GroupRow("各产业集聚区", ("各集聚区", "产业集聚区", "各产业集聚区管委会"), ZONE_CODES),
    GroupRow("各县（市、区）和产业集聚区", ("各县(市、区)和产业集聚区", "各县（市、区）、产业集聚区"), COUNTY_CODES + ZONE_CODES),
    GroupRow("市级各有关部门", ("各有关部门", "市级有关部门", "市直各单位", "市直有关单位"), DEPARTMENT_CODES),
    GroupRow("山区县", ("山区各县", "山区五县"), ("307", "309", "310", "311", "312")),
    GroupRow("民生部门", ("民生实事责任部门",), ("207", "210", "213", "216", "222")),
)  # fmt: skip  # a table: one line a row

# Supervisors, and what is only theirs; the last one also heads the office (兼任), and so may not
# verify what the office itself was told to do.
SUPERVISORS = (
    ("linzhiwei", "林知微", "市委督查室督查一科科长"),
    ("ningbeichen", "宁北辰", "市委督查室督查二科科长"),
    (OFFICE.head[0], OFFICE.head[1], "市委督查室主任"),
)

# Leaders, and the codes of the units in their charge (分管).
LEADERS = (
    (
        "lujingxing",
        "卢景行",
        "市委副书记",
        ("101", "201", "202", "204", "218", "219", "307", "308", "309"),
    ),
    (
        "mengzhiyuan",
        "孟知远",
        "市委常委、常务副市长",
        ("205", "206", "208", "212", "213", "223", "224", "226", "301", "302", "401"),
    ),
    ("peijiamu", "裴嘉木", "市委常委、政法委书记", ("203", "209", "211", "310", "311")),
    ("qiaoyingxue", "乔映雪", "副市长", ("207", "210", "220", "221", "222", "303", "304", "312")),
    ("duanqingye", "段青野", "副市长", ("214", "215", "216", "217", "305", "306", "402", "403")),
)

OFFICERS = (
    ("guanli", "经纬", "市委督查室信息员", Role.SYSTEM_ADMIN),
    ("anquan", "严守一", "市委办公室保密专员", Role.SECURITY_ADMIN),
    ("shenji", "方正平", "市纪委监委派驻干部", Role.AUDITOR),
)

# Further contacts of large units; the last one of each unit came for somebody who has left.
SECOND_CONTACTS = (
    ("216", "kemeng", "柯梦", "城市更新处副处长"),
    ("219", "zongyi", "宗怡", "乡村振兴处科员"),
    ("301", "wuhaoran", "巫浩然", "区委办公室副主任"),
)
# Left in the autumn of the year before: login, name, post, and whose post it is now.
LEAVER = ("bixingzhou", "毕行舟", "城市更新处处长", "kemeng")

# Telephone numbers of nobody, and a domain that no one can have.
PHONE = "1380000{number:04d}"
EMAIL = "{login}@yunling.example"

# Held beside one's own post: a contact who covers for a neighbour (AB角).
COVERS = ((Role.CONTACT, "qiji", "302"), (Role.CONTACT, "yelan", "204"))

ACCOUNTS = (
    ("督查员", SUPERVISORS[0][0], SUPERVISORS[0][1]),
    ("领导", LEADERS[1][0], LEADERS[1][1]),
    ("部门负责人（市住建局）", *DEPARTMENTS[15].head),
    ("部门联络员（市住建局）", *DEPARTMENTS[15].contact),
    ("县负责人（青岫县）", *COUNTIES[6].head),
    ("县联络员（青岫县）", *COUNTIES[6].contact),
    ("系统管理员", OFFICERS[0][0], OFFICERS[0][1]),
    ("安全管理员", OFFICERS[1][0], OFFICERS[1][1]),
    ("审计员", OFFICERS[2][0], OFFICERS[2][1]),
)
