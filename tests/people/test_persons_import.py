"""Lists of persons: the system admin's import enters, the security admin's gives; all or nothing."""

import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.people.test_persons import disabled, last_entry, made
from tests.town import TODAY, Town
from tracker.documents.separated import separated
from tracker.foundation.db import db
from tracker.people import printing, rules
from tracker.people.models import Charge, Grant, Person, Role
from tracker.people.rules import person_sheet
from tracker.readers.table import Line, read_table

HEAD = ("用户名", "姓名", "职务", "单位", "角色", "起", "止", "电话", "邮箱")
XIA = ("xia", "夏雨", "科员", "住房局", "联络员", "2026-07-01", "", "13800001234", "xia@a.cn")
AGAIN = ("xia", "夏雨", "", "102", "联络员", "2026/7/1", "2026年12月31日", "", "")
LUO = ("luo", "骆宁", "副市长", "石桥市", "领导", "2026-07-01", "", "", "")
LUO_ROADS = ("luo", "骆宁", "", "公路局", "分管", "2026-07-01", "", "", "")


def upload(browser: Browser, path: str, *rows: tuple[str, ...], expect: int = 200) -> Page:
    return browser.post(path, expect=expect, file=(BytesIO(separated(HEAD, rows)), "名单.csv"))


def rows_in(page: Page) -> str:
    found = re.search(r'name="rows"[^>]*value="([^"]+)"', page.html)
    assert found, "the preview carries no rows"
    return found[1]


def entered(town: Town, browser: Browser, *rows: tuple[str, ...]) -> None:
    browser.sign_in(town.gu)
    page = upload(browser, "/persons/import", *rows)
    browser.post("/persons/import/confirm", rows=rows_in(page))


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.postgres
def test_the_system_admins_import_enters_persons_and_grants_nothing(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.gu)
    assert "下载模板" in browser.get("/persons/import")
    grants = count(Grant)

    page = upload(browser, "/persons/import", XIA, AGAIN, LUO, LUO_ROADS)

    assert "读到 4 行：新建 2 人。" in page
    assert "138****1234" in page
    assert "13800001234" not in page
    assert count(Person) == 10
    browser.post("/persons/import/confirm", rows=rows_in(page))
    xia = db.session.scalars(select(Person).where(Person.login == "xia")).one()
    assert (xia.name, xia.post, xia.phone, xia.email) == ("夏雨", "科员", "13800001234", "xia@a.cn")
    assert count(Person) == 12
    assert count(Grant) == grants
    assert last_entry().deed == "persons.imported"


@pytest.mark.postgres
def test_the_security_admins_import_of_the_same_file_gives_the_posts(
    town: Town, browser: Browser
) -> None:
    rows = (LUO_ROADS, XIA, AGAIN, LUO, ("wang", "王芳", "", "", "", "", "", "", ""))
    entered(town, browser, *rows)
    browser.sign_in(town.fang)
    assert "分管" in browser.get("/persons/posts/import")

    page = upload(browser, "/persons/posts/import", *rows)

    assert "读到 5 行：授予 4 项。" in page
    assert "1 行没有填职责，跳过。" in page
    browser.post("/persons/posts/import/confirm", rows=rows_in(page))
    xia = db.session.scalars(select(Person).where(Person.login == "xia")).one()
    held = {(it.role, it.unit.name, it.from_on, it.to_on) for it in xia.grants}
    july = date(2026, 7, 1)
    assert held == {
        (Role.CONTACT, "市住房局", july, None),
        (Role.CONTACT, "市公路局", july, date(2026, 12, 31)),
    }
    luo = db.session.scalars(select(Person).where(Person.login == "luo")).one()
    assert [it.unit.name for it in luo.charges] == ["市公路局"]
    assert last_entry().deed == "posts.imported"
    again = upload(browser, "/persons/posts/import", *rows)
    assert "第 2、3、4、5 行已经有了，不改动。" in again
    assert "没有要导入的" in again


WRONG_PERSONS = [
    (("x y", "夏雨"), rules.BAD_LOGIN),
    (("lin", "林某"), "姓名对不上"),
    (("xia", ""), rules.NO_NAME),
    (("xia", "夏雨", "", "", "", "", "", "138****1234"), "隐去的号码"),
    (("xia", "夏雨", "", "", "", "", "", "无"), rules.BAD_PHONE),
    (("xia", "夏雨", "", "", "", "", "", "", "xia"), rules.BAD_EMAIL),
]


@pytest.mark.parametrize(("row", "sentence"), WRONG_PERSONS)
def test_one_wrong_line_keeps_all_persons_out(
    town: Town, browser: Browser, row: tuple[str, ...], sentence: str
) -> None:
    browser.sign_in(town.gu)
    full = row + ("",) * (len(HEAD) - len(row))

    page = upload(browser, "/persons/import", LUO, full, expect=422)

    assert "有 1 行要改，现在一行也不会导入" in page
    assert f"第 3 行：{sentence}" in page or sentence in page
    assert "全部导入" not in page


def test_two_names_for_one_login_are_a_mistake_and_the_known_stay_as_they_are(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.gu)

    page = upload(browser, "/persons/import", XIA, (*XIA[:1], "夏天", *XIA[2:]), expect=422)
    known = upload(browser, "/persons/import", ("BAI", "白露", "局长", *("",) * 6))

    assert "同一个用户名写了两个姓名。" in page
    assert "第 2 行已经有了，不改动。" in known
    assert "没有要导入的" in known
    assert town.bai.post == ""


WRONG_POSTS = [
    (("nobody", "", "", "住房局", "联络员", "2026-07-01"), "没有这个用户名"),
    (("bai", "", "", "不存在的局", "联络员", "2026-07-01"), "名册里没有这个单位"),
    (("bai", "", "", "公路局", "局长", "2026-07-01"), "角色只能填"),
    (("bai", "", "", "公路局", "联络员", "七月"), "日期写得不对"),
    (("bai", "", "", "公路局", "联络员", "2026-07-01", "年底"), "日期写得不对"),
    (("bai", "", "", "公路局", "联络员", ""), "三项要么都填"),
    (("bai", "", "", "", "", "", "2026-07-01"), "三项要么都填"),
    (("bai", "", "", "公路局", "审计员", "2026-07-01"), "三员分立"),
    (("bai", "", "", "公路局", "分管", "2026-07-01"), "只有领导才分管单位"),
    (("fang", "", "", "公路局", "安全管理员", "2026-07-01"), "不能给自己授予"),
    (("sun", "", "", "公路局", "联络员", "2026-07-01"), "已经停用"),
]


@pytest.mark.parametrize(("row", "sentence"), WRONG_POSTS)
def test_one_wrong_line_keeps_all_posts_from_being_given(
    town: Town, browser: Browser, row: tuple[str, ...], sentence: str
) -> None:
    disabled(town, town.sun)
    browser.sign_in(town.fang)
    right = ("wang", "", "", "公路局", "联络员", "2026-07-01", "", "", "")

    page = upload(
        browser,
        "/persons/posts/import",
        right,
        row + ("",) * (len(HEAD) - len(row)),
        expect=422,
    )

    assert "第 3 行" in page
    assert sentence in page
    assert "全部授予" not in page


def test_lines_are_judged_beside_those_before_them(town: Town, browser: Browser) -> None:
    made(town)
    browser.sign_in(town.fang)
    auditor = ("xia", "", "", "督查室", "审计员", "2026-07-01", "", "", "")

    page = upload(browser, "/persons/posts/import", XIA, auditor, expect=422)

    assert "三员分立" in page


def test_a_name_that_two_units_bear_means_neither(town: Town, browser: Browser) -> None:
    town.east.aliases = ["本县"]
    town.west.aliases = ["本县"]
    db.session.commit()
    browser.sign_in(town.fang)
    row = ("bai", "", "", "本县", "联络员", "2026-07-01", "", "", "")

    assert "名册里没有这个单位" in upload(browser, "/persons/posts/import", row, expect=422)


@pytest.mark.parametrize("path", ["/persons/import", "/persons/posts/import"])
def test_a_file_that_is_no_list_is_said_beside_the_field(
    town: Town, browser: Browser, path: str
) -> None:
    browser.sign_in(town.gu if path == "/persons/import" else town.fang)

    assert "请选择文件。" in browser.post(path, expect=422)
    nonsense = (BytesIO("甲,乙\n1,2\n".encode()), "a.csv")
    assert "没有找到表头" in browser.post(path, expect=422, file=nonsense)


def test_rows_of_another_person_purpose_or_making_are_refused(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    rows = rows_in(upload(browser, "/persons/import", XIA))
    browser.post("/persons/import/confirm", expect=409, rows=f"{rows}x")
    browser.post("/persons/import/confirm", expect=409)

    browser.sign_in(town.fang)
    browser.post("/persons/import/confirm", expect=403, rows=rows)
    browser.post("/persons/posts/import/confirm", expect=409, rows=rows)

    assert count(Person) == 10


def test_who_came_or_vanished_since_the_preview_stops_the_import(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.gu)
    rows = rows_in(upload(browser, "/persons/import", XIA, LUO))
    person = made(town)

    browser.post("/persons/import/confirm", expect=409, rows=rows)

    assert count(Person) == 11
    browser.sign_in(town.fang)
    posts = rows_in(upload(browser, "/persons/posts/import", XIA))
    person.login = "xiayu"
    db.session.commit()
    browser.post("/persons/posts/import/confirm", expect=409, rows=posts)
    assert person.grants == []


def test_charges_alone_are_given_to_who_leads_already(town: Town, browser: Browser) -> None:
    browser.sign_in(town.fang)
    row = ("yan", "", "", "公路局", "分管", "2026-07-01", "", "", "")
    page = upload(browser, "/persons/posts/import", row, row)

    browser.post("/persons/posts/import/confirm", rows=rows_in(page))

    assert count(Charge) == 2


@pytest.mark.parametrize("who", ["fang", "lin", "wang", "shi"])
def test_persons_are_imported_by_the_system_admin_alone(
    town: Town, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(town, who))
    browser.get("/persons/import", expect=403)
    upload(browser, "/persons/import", XIA, expect=403)


@pytest.mark.parametrize("who", ["gu", "lin", "wang", "shi"])
def test_posts_are_imported_by_the_security_admin_alone(
    town: Town, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(town, who))
    browser.get("/persons/posts/import", expect=403)
    upload(browser, "/persons/posts/import", XIA, expect=403)


def test_the_template_has_the_columns_that_the_import_reads(town: Town, browser: Browser) -> None:
    page = browser.sign_in(town.gu).get("/persons/template.xlsx")

    table = read_table("a.xlsx", page.data, rules.COLUMNS, needed=rules.NEEDED_OF_POSTS)

    assert table.keys == set(rules.COLUMNS)
    assert table.aside == ()


def test_a_list_that_left_comes_back_as_it_was(town: Town) -> None:
    persons = db.session.scalars(select(Person).order_by(Person.id)).all()
    data = printing.persons_as_text(persons, TODAY, is_full=True)
    table = read_table("a.csv", data, rules.COLUMNS, needed=rules.NEEDED_OF_POSTS)
    known = {it.login: it for it in persons}
    units = [town.root, town.office, town.housing, town.roads, town.east, town.west]

    judged = rules.judge_posts(town.actor(town.fang), table.lines, known, units)

    assert not judged.give
    assert {it.sentence for it in judged.wrong} == {rules.NOT_OWN}
    assert len(judged.known) == len(table.lines) - 1
    assert not rules.judge_persons(table.lines, known).new


def test_a_wrong_line_stands_with_its_cell_and_sentence_beside_the_good_ones(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.gu)
    masked = ("wenjun", "文君", "", "", "", "", "", "138****1234", "")
    bai = ("bai", "白露", "", "", "", "", "", "13900002345", "")

    page = upload(browser, "/persons/import", XIA, AGAIN, masked, bai, expect=422)

    rows = dict(re.findall(r'<tr id="row-(\d+)"(.*?)</tr>', page.html, re.DOTALL))
    told = {number: " ".join(re.sub("<[^>]*>", " ", row).split()) for number, row in rows.items()}
    assert list(rows) == ["2", "3", "4", "5"]
    assert "2 新建 xia 夏雨 科员 138****1234 xia@a.cn" in told["2"]
    assert "和上面是同一人" in told["3"]
    assert "wenjun 文君" in told["4"]
    assert re.search(
        rf'is-wrong-cell">\s*138\*{{4}}1234\s*<p class="cell-fault">{re.escape(person_sheet.MASKED)}',
        rows["4"],
    )
    assert rows["4"].count("is-wrong-cell") == 1
    assert "已经有了，不改动" in told["5"]
    assert "13900002345" not in page
    assert 'href="#row-4"' in page


def test_a_wrong_line_of_posts_keeps_its_words_and_the_good_ones_tell_what_they_give(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.fang)
    right = ("wang", "", "", "102", "联络员", "2026-07-01", "", "", "")
    wrong = ("bai", "白露", "", "公路局", "联络员", "2026-07-01", "年底", "", "")
    bare = ("sun", "孙悦", *("",) * 7)

    page = upload(browser, "/persons/posts/import", right, wrong, bare, expect=422)

    assert re.search(r"市公路局\s*</td>", page.html)
    assert "2026年7月1日" in page
    assert "没有填职责，跳过" in page
    assert re.search(
        rf'is-wrong-cell">\s*年底\s*<p class="cell-fault">{person_sheet.BAD_DAY}', page.html
    )


@pytest.mark.parametrize(
    ("sentence", "words", "cell"),
    [
        (rules.BAD_LOGIN, {"login": "x y"}, "login"),
        (rules.LONG_NAME, {"login": "x", "name": "名", "post": "职" * 61}, "post"),
        (rules.LONG_NAME, {"login": "x", "name": "名" * 61, "post": "职"}, "name"),
        (person_sheet.INCOMPLETE, {"login": "x", "unit": "局", "role": "", "from_on": ""}, "role"),
        (person_sheet.BAD_DAY, {"code": "1", "closed_on": "某日"}, "closed_on"),
        (rules.BAD_CODE, {"code": "三", "name": "市示例局"}, "code"),
        (rules.SHORT_NAME, {"code": "1", "name": "市示例局", "aliases": "示例；局"}, "aliases"),
        (
            rules.HAS_SEPARATOR,
            {"code": "1", "name": "市示例局", "short_name": "示；例"},
            "short_name",
        ),
        (
            "“示例”已经是“市样例局”的名称",
            {"code": "1", "name": "市示例局", "aliases": "示例"},
            "aliases",
        ),
    ],
)
def test_a_sentence_is_about_the_cell_that_it_means(
    sentence: str, words: dict[str, str], cell: str
) -> None:
    assert rules.cell_of(sentence, Line(2, words)) == cell
