"""What every request must pass."""

import pytest
from flask import Flask

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.town import Town
from tracker.people.models import Person, Role
from tracker.people.permissions import MAP, Permission, permission_of, requires
from tracker.shell.guards import check_declarations

PUBLIC = {
    "static",
    "people.sign_in_page",
    "people.sign_in",
    "people.second_step",
    "people.give_code",
    "people.invitation",
    "people.use_invitation",
    "reports.take",
    "shell.alive",
    "shell.ready",
    "overview.calendar_feed",  # the token in its address is what it asks for
}
SOME_ID = 1


def routes(app: Flask) -> list[tuple[str, str, Permission]]:
    """Every method and address, with what it asks for."""
    found = []
    for rule in app.url_map.iter_rules():
        permission = permission_of(app.view_functions[rule.endpoint])
        assert permission is not None
        if rule.endpoint == "static":
            continue
        with app.test_request_context():
            address = app.url_map.bind("").build(
                rule.endpoint, dict.fromkeys(rule.arguments, SOME_ID), method=_method(rule.methods)
            )
        found.append((_method(rule.methods), address, permission))
    return found


def _method(methods: set[str] | None) -> str:
    return "POST" if "POST" in (methods or set()) else "GET"


def test_the_public_routes_are_exactly_these(app: Flask) -> None:
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if permission_of(app.view_functions[rule.endpoint]) is Permission.PUBLIC
    }

    assert public == PUBLIC


def test_an_app_with_an_undeclared_route_does_not_start(app: Flask) -> None:
    bare = Flask("bare")
    requires(Permission.PUBLIC)(bare.view_functions["static"])
    check_declarations(bare)
    bare.add_url_rule("/open", "open", lambda: "")

    with pytest.raises(RuntimeError, match="/open"):
        check_declarations(bare)
    check_declarations(app)


def test_strangers_are_sent_to_sign_in_wherever_they_knock(app: Flask, browser: Browser) -> None:
    for method, address, permission in routes(app):
        if permission is Permission.PUBLIC:
            continue
        page = (
            browser.get(address, expect=303)
            if method == "GET"
            else browser.post(address, expect=303)
        )
        assert page.location.startswith("/sign-in"), address
    assert browser.get("/nothing-here", expect=303).location.startswith("/sign-in")


def test_where_a_stranger_wanted_to_go_is_kept(browser: Browser) -> None:
    page = browser.get("/tasks?signal=overdue&page=2", expect=303)

    assert page.location == "/sign-in?next=/tasks?signal%3Doverdue%26page%3D2"


@pytest.mark.parametrize("login", ["lin", "yan", "wang", "bai", "gu"])
def test_every_role_meets_403_exactly_where_the_map_says(
    app: Flask, browser: Browser, town: Town, login: str
) -> None:
    person: Person = getattr(town, login)
    roles = {grant.role for grant in person.grants}
    browser.sign_in(person)
    token = browser.token()
    for method, address, permission in routes(app):
        if permission in (Permission.PUBLIC, Permission.OWN_ACCOUNT):
            continue
        status = browser.status_of(method, address, csrf_token=token)
        assert (status != 403) == bool(roles & set(MAP[permission])), (
            f"{method} {address}: {status}"
        )
        assert status < 500, f"{method} {address}: {status}"


def test_a_denied_deed_is_written_in_the_journal(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.wang).get("/dashboard", expect=403)

    assert "您的职责不包括这项操作" in page
    assert "permission.refused" in deeds()


def test_an_address_with_a_nul_is_refused(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    for address in ("/tasks?q=%00", "/tasks?a%00b=1", "/settings/%00"):
        assert browser.status_of("GET", address) == 400


def test_a_key_larger_than_any_is_not_found(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    assert browser.status_of("GET", "/tasks/99999999999") == 404


def test_a_token_does_not_outlive_its_person(browser: Browser, town: Town) -> None:
    token = browser.sign_in(town.wang).token()
    browser.post("/sign-out")

    assert browser.status_of("POST", "/sign-in", csrf_token=token, login="x") == 400


def test_a_form_without_the_token_changes_nothing(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    assert browser.status_of("POST", "/sign-out") == 400
    browser.get("/")


def test_every_role_is_known_to_the_map() -> None:
    assert {role for roles in MAP.values() for role in roles} == set(Role)
