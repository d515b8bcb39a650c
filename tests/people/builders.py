"""Short ways to people in a browser."""

from tests.browser import Browser, Page
from tests.town import PASSWORD


def try_to_sign_in(browser: Browser, login: str, password: str = PASSWORD, **more: object) -> Page:
    """Send the sign-in form and return the answer, whatever it is."""
    expect = int(str(more.pop("expect", 303)))
    return browser.post("/sign-in", expect=expect, login=login, password=password, **more)
