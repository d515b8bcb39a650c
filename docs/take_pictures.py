"""Takes the pictures of docs/pictures: the key screens of the example city, at 1440 and 390 px.

Run by `make pictures`; needs Chromium. The city is loaded into a temporary folder.
"""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from tracker.app import create_app, with_static_files
from tracker.config import Environment, Settings
from tracker.example.load import load_example
from tracker.example.people import ACCOUNTS, PASSWORD
from tracker.foundation.db import db
from tracker.foundation.migrate import upgrade_database

HERE = Path(__file__).parent / "pictures"
DAY = date(2026, 6, 18)
WIDTHS = {1440: 900, 390: 844}
SUPERVISOR, LEADER, HEAD = "督查员", "领导", "县负责人"
SYSTEM, SECURITY, AUDITOR = "系统管理员", "安全管理员", "审计员"
SCREENS = (
    (SUPERVISOR, "review", "/directives"),
    (LEADER, "dashboard", "/dashboard"),
    (HEAD, "my-work", "/"),
    (HEAD, "fill", "/progress"),
    (SUPERVISOR, "tasks", "/tasks"),
    (SUPERVISOR, "task", "/tasks?q=城市燃气老旧管道"),
    (SUPERVISOR, "carry-out", "/reports/3/carry-out"),
    (SUPERVISOR, "queue", "/tasks/queue"),
    (SUPERVISOR, "review-year", "/review"),
    (SYSTEM, "units", "/units"),
    (SYSTEM, "persons", "/persons"),
    (SECURITY, "person", "/persons?role=head"),
    (SECURITY, "settings", "/settings"),
    (AUDITOR, "journal", "/journal"),
    (HEAD, "account", "/account"),
)
# Where a list is only the way: the link in it that leads to the screen.
THEN = {
    "review": "main .rows a[href$='/directives']",
    "task": "main table a[href^='/tasks/']",
    "person": "main a[href^='/persons/']:not([href$='new']):not([href*='import'])",
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    """Take every picture."""
    HERE.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp())
    app = create_app(
        Settings(
            home=home,
            database_url=f"sqlite:///{home / 'luoshi.db'}",
            files=home / "files",
            secret_key="only for pictures, thirty-two characters",
            environment=Environment.EXAMPLE,
            today=DAY,
        )
    )
    with app.app_context():
        upgrade_database()
        load_example(today=DAY)
        db.session.remove()
    server = create_server(with_static_files(app), host="127.0.0.1", port=0)
    Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for width, height in WIDTHS.items():
            take(browser, address, width, height)
        browser.close()
    server.close()
    shutil.rmtree(home)


def take_sign_in(browser: Browser, address: str, width: int, height: int) -> None:
    """Take the way in: the sign-in page, and the setting up of a second factor."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.screenshot(path=HERE / f"sign-in.{width}.png")
    login = next(login for words, login, _ in ACCOUNTS if words.startswith(AUDITOR))
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.goto(f"{address}/account/second-factor")
    if page.locator("[name=current_password]").count():
        page.fill("[name=current_password]", PASSWORD)
        page.click("main form[action$=begin] button[type=submit]")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"second-factor.{width}.png")
    context.close()


def take(browser: Browser, address: str, width: int, height: int) -> None:
    """Take all pictures of one width."""
    take_sign_in(browser, address, width, height)
    for role, name, path in SCREENS:
        login = next(login for words, login, _ in ACCOUNTS if words.startswith(role))
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        page = context.new_page()
        page.goto(f"{address}/sign-in")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.goto(f"{address}{path}")
        if name in THEN:
            page.locator(THEN[name]).first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=HERE / f"{name}.{width}.png")
        print(f"{name}.{width}.png")
        context.close()


if __name__ == "__main__":
    main()
