"""Somebody at a desk: what the long journeys do again and again, and the pictures of it."""

import os
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from tests.town import PASSWORD
from tracker.people.models import Person

PICTURES = os.environ.get("LUOSHI_PICTURES")
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


class Visitor:
    """Somebody at a desk, with the town's address and a camera."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        self._taken = 0

    def sign_in(self, person: Person) -> None:
        """Leave whoever was there and sign in."""
        self.page.context.clear_cookies()
        self.open("/sign-in")
        self.page.get_by_label("用户名").fill(person.login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        expect(self.page.locator("h1")).to_be_visible()

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(self._address + path)

    def press(self, name: str) -> None:
        """Press the first button of that name that is shown."""
        self.page.get_by_role("button", name=name).locator("visible=true").first.click()

    def press_link(self, name: str) -> None:
        """Follow the first link of that name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def sees(self, words: str) -> None:
        """Find words on the page."""
        expect(self.page.locator("body")).to_contain_text(words)

    def take_picture(self, name: str) -> None:
        """Keep what is seen, when pictures are asked for."""
        if PICTURES:
            self._taken += 1
            self.page.screenshot(path=Path(PICTURES) / f"{self._taken}-{name}.png")

    def take_pictures(self, name: str) -> None:
        """Keep what is seen at a desk and on a telephone, when pictures are asked for."""
        if PICTURES:
            self._taken += 1
            for size in (PHONE, DESK):
                self.page.set_viewport_size(size)
                place = Path(PICTURES) / f"{self._taken}-{name}.{size['width']}.png"
                self.page.screenshot(path=place)
