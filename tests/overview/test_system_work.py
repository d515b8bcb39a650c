"""What the three who run the system find when they sign in, and who has no role yet."""

from tests.browser import Browser
from tests.town import NOW, Town
from tracker.foundation.breaches import count_breach
from tracker.foundation.db import db, transaction
from tracker.people.models import Person


def newcomer(name: str = "辛然", **more: object) -> Person:
    """Enter somebody without a role."""
    with transaction():
        person = Person(login=f"xin{len(name)}", name=name, **more)
        db.session.add(person)
    return person


def test_the_system_admin_finds_who_has_no_password(browser: Browser, town: Town) -> None:
    newcomer()

    page = browser.sign_in(town.gu).get("/")

    assert "还没有密码的账号" in page
    assert "辛然" in page
    assert "个账号等您办" in page
    assert "还没有职责的账号" not in page


def test_the_security_admin_finds_who_has_no_role(browser: Browser, town: Town) -> None:
    newcomer()
    newcomer("停用者", is_active=False)

    page = browser.sign_in(town.fang).get("/")

    assert "还没有职责的账号" in page
    assert "辛然" in page
    assert "停用者" not in page
    assert "还没有密码的账号" not in page


def test_the_security_admin_finds_whose_door_is_shut(browser: Browser, town: Town) -> None:
    for _ in range(6):
        browser.status_of(
            "POST", "/sign-in", csrf_token=browser.token(), login="wang", password="wrong"
        )

    page = browser.sign_in(town.fang).get("/")

    assert "被锁定的账号" in page
    assert "王芳" in page


def test_the_auditor_finds_what_was_written_and_refused(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang).get("/dashboard", expect=403)

    page = browser.sign_in(town.shi).get("/")

    assert "被拒绝 1 次" in page
    assert "还没有核验过" in page
    assert "王芳" not in page


def test_where_nothing_waits_they_read_that_they_do_no_business(
    browser: Browser, town: Town
) -> None:
    for person in (town.gu, town.fang, town.shi):
        page = browser.sign_in(person).get("/")

        assert "您管系统，不办业务" in page
        assert "账号等您办" not in page


def test_nobody_else_is_shown_any_of_it(browser: Browser, town: Town) -> None:
    newcomer()
    for person in (town.lin, town.yan, town.wang, town.bai):
        page = browser.sign_in(person).get("/")

        assert "还没有" not in page or "辛然" not in page
        assert "被拒绝" not in page


def test_who_has_no_role_yet_is_told_so_and_finds_the_way_out(browser: Browser, town: Town) -> None:
    xin = newcomer(password_hash=town.lin.password_hash, password_set_at=NOW)
    visitor = browser.sign_in(xin)

    assert "您还没有职责" in visitor.get("/")
    visitor.get("/tasks", expect=403)
    visitor.get("/account/password")
    visitor.post("/sign-out")
    visitor.get("/", expect=303)


def test_what_browsers_stopped_is_linked_where_the_admins_look(
    browser: Browser, town: Town
) -> None:
    assert "页面安全策略报告" not in browser.sign_in(town.fang).get("/")
    with transaction():
        count_breach("img-src", "https://elsewhere.example", "/tasks", now=NOW)

    for person in (town.fang, town.gu):
        browser.sign_in(person)
        for path in ("/", "/settings"):
            assert 'href="/csp-reports"' in browser.get(path)
        assert "elsewhere.example" in browser.get("/csp-reports")
    assert 'href="/csp-reports"' not in browser.sign_in(town.lin).get("/settings")
