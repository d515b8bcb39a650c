"""A made-up office and reports of any length for it; our own words throughout."""

import random
from collections.abc import Iterator

VERBS = [
    "加快推进",
    "抓好",
    "完成",
    "开展",
    "新建",
    "改造",
    "实施",
    "完善",
    "建立",
    "推进",
    "修复",
    "扩建",
    "整治",
    "培育",
    "落实",
    "优化",
]
MANNERS = ["", "", "", "", "切实", "扎实", "按期", "统筹"]
PLACES = [
    "城南",
    "河东",
    "北岭",
    "西塘",
    "青石",
    "云台",
    "柳湾",
    "石门",
    "松坡",
    "白鹭",
    "南桥",
    "金坪",
    "竹溪",
    "清源",
    "双塔",
    "望江",
]
THINGS = [
    "供水管网改造",
    "老旧小区加装电梯",
    "社区食堂",
    "农贸市场升级",
    "污水处理厂",
    "排涝泵站",
    "公交枢纽",
    "口袋公园",
    "中小学校舍加固",
    "卫生院设备更新",
    "智慧停车场",
    "乡村道路硬化",
    "冷链仓库",
    "技工实训基地",
    "灌区节水工程",
    "托育园区",
    "图书分馆",
    "养老服务站",
    "充电桩网络",
    "堤防加固工程",
    "标准厂房",
    "电子票据系统",
    "消防水源地",
    "地质灾害点监测",
    "高标准农田",
    "企业服务窗口",
    "政务数据目录",
    "垃圾分拣中心",
    "燃气阀门更换",
    "林区防火道",
]
TAILS = ["，确保发挥效益", "，做到应改尽改", "，健全管护机制", "", "", "，形成可推广的办法"]
MONTHS = ["3月底前", "6月底前", "8月底前", "10月底前", "年底前", "第三季度内"]
DUTIES = [
    "发展改革",
    "教育",
    "科技",
    "工业和信息化",
    "公安",
    "民政",
    "司法",
    "财政",
    "人力资源",
    "自然资源",
    "生态环境",
    "住房建设",
    "交通运输",
    "水利",
    "农业农村",
    "商务",
    "文化旅游",
    "卫生健康",
    "退役军人",
    "应急管理",
    "审计",
    "国资",
    "市场监管",
    "体育",
    "统计",
    "医疗保障",
    "信访",
    "城市管理",
    "林业",
    "气象",
    "消防",
    "税务",
    "邮政",
    "供销",
    "粮食",
    "数据",
    "口岸",
    "地震",
    "档案",
    "机关事务",
]
COUNTIES = [
    "青浦岭县",
    "石泉县",
    "东塬县",
    "望河区",
    "柳林区",
    "金台县",
    "北渡区",
    "松原坝县",
    "云门县",
    "南屏区",
]
GROUP = "各县（市、区）"
CITY = "云岭市"


def bureaus() -> Iterator[tuple[str, str, list[str]]]:
    """Give name, short name and aliases of the city's bureaus."""
    for duty in DUTIES:
        yield f"市{duty}局", f"{duty}局", [f"云岭市{duty}局", f"市{duty}部门"]


def counties() -> Iterator[tuple[str, str, list[str]]]:
    """Give name, short name and aliases of the counties."""
    for county in COUNTIES:
        yield county, county[:-1], [f"{county}政府", f"{county}委"]


def report(characters: int, *, seed: int = 1, year: int = 2026) -> str:
    """Write a report of so many characters; another seed writes another one."""
    throw = random.Random(seed)  # noqa: S311  nothing secret depends on it
    lines = [f"{CITY}{year}年重点工作安排（第{seed}稿）", f"{CITY}人民政府办公室{year}年1月12日"]
    length = sum(map(len, lines)) + len(lines)
    for line in _lines(throw):
        lines.append(line)
        length += len(line) + 1
        if length >= characters:
            return "\n".join(lines)[:characters]
    raise AssertionError


def _lines(throw: random.Random) -> Iterator[str]:
    chapter = 0
    while True:
        chapter += 1
        yield f"（{_number(chapter)}）{throw.choice(PLACES)}{throw.choice(THINGS)}专项行动"
        for at in range(1, throw.randint(4, 9)):
            yield f"{at}.{throw.choice((_listed, _assigned, _charged, _urged))(throw)}"
        for _ in range(throw.randint(2, 4)):
            yield _spoken(throw)


def _deed(throw: random.Random) -> str:
    many = throw.choice(("", "", f"{throw.randint(3, 400)}处", f"{throw.randint(2, 90)}个"))
    return f"{throw.choice(MANNERS)}{throw.choice(VERBS)}{throw.choice(PLACES)}{throw.choice(THINGS)}{many}"


def _listed(throw: random.Random) -> str:
    return f"{_deed(throw)}，{_deed(throw)}；{_deed(throw)}{throw.choice(TAILS)}。"


def _assigned(throw: random.Random) -> str:
    first, second = throw.sample(DUTIES, 2)
    return f"{_deed(throw)}，{_deed(throw)}。（市{first}局牵头，市{second}局配合，{throw.choice(MONTHS)}完成）"


def _charged(throw: random.Random) -> str:
    return f"市{throw.choice(DUTIES)}局要{throw.choice(MONTHS)}{_deed(throw)}，{_deed(throw)}{throw.choice(TAILS)}。"


def _urged(throw: random.Random) -> str:
    who = throw.choice((GROUP, throw.choice(COUNTIES)))
    return f"{who}要{_deed(throw)}，{_deed(throw)}，{_deed(throw)}。"


def _spoken(throw: random.Random) -> str:
    who = throw.choice(("", f"市{throw.choice(DUTIES)}局"))
    return f"会议要求，{who}要{_deed(throw)}，{_deed(throw)}，{_deed(throw)}；要{_deed(throw)}，{_deed(throw)}。"


def _number(count: int) -> str:
    tens, ones = divmod((count - 1) % 99 + 1, 10)
    digits = "〇一二三四五六七八九"
    before = {0: "", 1: "十"}.get(tens, f"{digits[tens]}十")
    return before + (digits[ones] if ones else "")
