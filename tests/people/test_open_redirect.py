"""After signing in nobody is sent to another site, however the address is written (C34)."""

from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser import Browser
from tests.people.builders import try_to_sign_in
from tracker.people import rules

EVIL = "evil.example"
SCHEMES = (
    f"http://{EVIL}", f"https://{EVIL}/", f"HTTPS://{EVIL}", f"ftp://{EVIL}", f"http:{EVIL}",
    f"https:/{EVIL}", f"http:///{EVIL}", f"https:\\\\{EVIL}", f"ws://{EVIL}", f"file://{EVIL}/x",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript://%0aalert(1)", "data:text/html,x",
    "vbscript:x", "blob:x", "about:blank", "mailto:x@evil.example", "view-source:x", "x:y",
)  # fmt: skip  # read as lines of one list
SLASHES = (
    f"//{EVIL}", f"///{EVIL}", f"////{EVIL}", f"//{EVIL}/%2f..", f"//{EVIL}@luoshi", f"//user@{EVIL}",
    f"/\\{EVIL}", f"\\/{EVIL}", f"\\\\{EVIL}", f"\\{EVIL}", f"/\\/{EVIL}", f"//\\{EVIL}", f"/a\\..\\{EVIL}",
    f"//{EVIL}:80", "//3232235777", "//[::1]/", f"//{EVIL}?/", f"//{EVIL}#/", "//%65vil.example", "//",
)  # fmt: skip  # read as lines of one list
UNSEEN = tuple(
    form.format(sign)
    for sign in ("\t", "\n", "\r", "\x00", "\x1f", "\x7f", "\x85", "\u2028", "\u200b", "\ufeff")
    for form in (f"/{{}}/{EVIL}", f"{{}}//{EVIL}")
)
NO_PATHS = (
    "",
    " ",
    "tasks",
    "./tasks",
    "../tasks",
    "?page=2",
    "#x",
    f"{EVIL}/",
    f"www.{EVIL}",
    f"@{EVIL}",
)
LONG = ("/" + "a" * 2000,)
ALL = (*SCHEMES, *SLASHES, *UNSEEN, *NO_PATHS, *LONG)
OURS = (
    "/",
    "/tasks",
    "/tasks?page=2&signal=overdue",
    "/tasks/7#history",
    f"/tasks?back=//{EVIL}",
    "/部署?q=水利",
)


def test_many_forms_are_tried() -> None:
    assert len(set(ALL)) >= 60


@pytest.mark.parametrize("target", ALL)
def test_no_form_of_another_site_is_local(target: str) -> None:
    assert not rules.is_local_path(target)


@pytest.mark.parametrize("target", OURS)
def test_paths_of_our_own_are_local(target: str) -> None:
    assert rules.is_local_path(target)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("target", [*SLASHES[:10], UNSEEN[0], SCHEMES[0], SCHEMES[10], *OURS])
def test_the_answer_leads_to_this_very_site(browser: Browser, target: str) -> None:
    location = try_to_sign_in(browser, "wang", next=target).location

    assert location
    assert urlsplit(urljoin("http://luoshi.test/sign-in", location)).netloc == "luoshi.test"
    assert EVIL not in location or target in OURS
