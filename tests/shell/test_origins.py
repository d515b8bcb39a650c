"""Forms that stand on other sites."""

from contextvars import Context

import pytest
from flask import Flask

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.town import Town

HERE = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({}, True),
        ({"Origin": HERE}, True),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://tracker.example"}, True),
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Origin": "http://localhost.elsewhere.example"}, False),
        ({"Origin": "http://localhost:8080"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Origin": "http://["}, False),
        ({"Origin": HERE, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
    ],
)
def test_a_form_of_another_site_is_refused_even_with_a_good_token(
    app: Flask, browser: Browser, town: Town, headers: dict[str, str], *, is_taken: bool
) -> None:
    app.config["BASE_URL"] = "https://tracker.example"
    token = browser.sign_in(town.wang).token()

    answer = Context().run(
        browser._client.post, "/sign-out", data={"csrf_token": token}, headers=headers
    )

    assert answer.status_code == (303 if is_taken else 403)
    assert ("session.ended" in deeds()) is is_taken


def test_reading_is_not_asked_where_it_comes_from(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    answer = Context().run(browser._client.get, "/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
